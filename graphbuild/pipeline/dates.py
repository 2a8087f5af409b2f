"""Stage: since when and until when (`valid_from`, `valid_until`), to the precision that the text gives.

A candidate takes the expressions of time of its clause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from graphbuild.cues import place_cues
from graphbuild.pipeline.clauses import (
    anchor,
    clause_head,
    depends,
    end_in,
    is_granted,
    phrase_head,
    sentence_of,
)
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.time_expressions import Point, TimeExpression, TimeGrammar, read_time_words
from graphbuild.resources import resource
from graphbuild.types import Certainty, Stance

_LASTING = frozenset({"affiliatedWith", "basedIn", "develops", "operates"})
_BREAKS = frozenset({";", ":", "die", "dat", "waar"})
_JOINS = frozenset({"en", "of"})


class DatesStage:
    """Fills in the dates of each candidate."""

    def __init__(self, folder: Path) -> None:
        """Reads `dates.yaml` of the language in `folder`; raises LanguageError."""
        self.words = read_time_words(folder)
        self.grammar = TimeGrammar(self.words)

    def __call__(self, doc: Doc) -> Doc:
        """Writes the new candidates on the Doc."""
        if doc._.candidates:
            times = self._times(doc)
            doc._.candidates = tuple(self._dated(candidate, times, doc) for candidate in doc._.candidates)
        return doc

    def _times(self, doc: Doc) -> list[TimeExpression]:
        article = doc._.article
        published = Point.of(article.published) if article is not None and article.published else None
        found: list[TimeExpression] = []
        last: Point | None = None
        for sentence in doc.sents:
            first = sentence.start_char
            here = self.grammar.find(sentence.text, published, last, _tense(sentence))
            found += [replace(one, start=one.start + first, end=one.end + first) for one in here]
            dated = [one.first or one.last for one in found[-3:] if not one.is_day]
            last = dated[-1] if dated else last
        return found

    def _dated(self, candidate: Candidate, times: list[TimeExpression], doc: Doc) -> Candidate:
        sentence = sentence_of(doc, candidate)
        inside = [one for one in times if sentence.start_char <= one.start < sentence.end_char]
        word = anchor(doc, candidate)
        usable = [one for one in inside if self._is_usable(one, candidate)]
        chosen = [one for one in usable if belongs(one, word, candidate, sentence)]
        if not chosen and len(usable) == 1:
            chosen = [one for one in usable if _is_beside(one, word, candidate, sentence)]
        chosen.sort(key=lambda one: _distance(one, candidate, sentence))
        start, until = None, None
        for one in chosen:
            if one.role == "at" and self._ends(word, candidate, sentence):
                until = until or one.first
            elif start is None or one.role != "at":
                start, until = start or one.first, until or one.last
        if start and until and _is_after(start, until):
            until = None
        article = doc._.article
        begins = article is not None and article.published and start and _is_after(start, Point.of(article.published))
        is_plan = begins and candidate.certainty is Certainty.CERTAIN and candidate.stance is Stance.ASSERTS
        return replace(
            candidate,
            certainty=Certainty.PROBABLE if is_plan else candidate.certainty,
            valid_from=start.text() if start else None,
            valid_until=until.text() if until else None,
        )

    def _is_usable(self, one: TimeExpression, candidate: Candidate) -> bool:
        if one.role == "deadline":
            return False
        return not (one.is_day and one.role == "at") or candidate.relation in self.words.lists["acts"]

    def _ends(self, word: Token, candidate: Candidate, sentence: Span) -> bool:
        if candidate.relation in self.words.lists["acts"]:
            return False
        placed = place_cues(self.words.ending, sentence)
        return any(clause_head(cue.head).i == clause_head(word).i for cue in placed)


def _is_after(point: Point, other: Point) -> bool:
    """Tells whether a point is later than another, as far as both are known: 2018-04 is not later than 2018."""
    pairs = zip((point.year, point.month, point.day), (other.year, other.month, other.day), strict=True)
    for ours, theirs in pairs:
        if ours is None or theirs is None:
            return False
        if ours != theirs:
            return ours > theirs
    return False


def belongs(one: TimeExpression, word: Token, candidate: Candidate, sentence: Span) -> bool:
    """Tells whether an expression of time stands in the clause, or for a noun phrase in the phrase, of a candidate."""
    span = sentence.doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or clause_head(span.root).i != clause_head(word).i:
        return False
    if is_granted(candidate, word, sentence):
        return depends(span.root, phrase_head(word))
    return True


def _is_beside(one: TimeExpression, word: Token, candidate: Candidate, sentence: Span) -> bool:
    """Tells whether the only expression of time of a sentence is about a candidate although it is not in its clause.

    What happens or holds for a while takes any "sinds" or "tot", and a plain date unless another clause starts
    between the two; who someone is or where a company sits takes only what stands in an adverbial clause.
    """
    span = sentence.doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None:
        return False
    inner, outer = clause_head(span.root), clause_head(word)
    if inner.dep_ in ("advcl", "acl", "conj") and depends(inner, outer) and not is_granted(candidate, word, sentence):
        return True
    if candidate.relation in _LASTING:
        return False
    first, last = min(span.end, word.i + 1), max(span.start, word.i)
    return one.role != "at" or not any(_starts_clause(token) for token in sentence.doc[first:last])


def _starts_clause(token: Token) -> bool:
    finite = "Fin" in token.morph.get("VerbForm", [])
    return finite or token.text in _BREAKS or (token.pos_ in ("SCONJ", "CCONJ") and token.lower_ not in _JOINS)


def _distance(one: TimeExpression, candidate: Candidate, sentence: Span) -> int:
    """Characters between an expression of time and the object, or the subject when the object is elsewhere."""
    for mention in (candidate.object, candidate.subject):
        end = end_in(sentence, mention)
        if end is not None:
            return max(one.start - end.idx, end.idx - one.end, 0)
    return 0


def _tense(sentence: Span) -> Callable[[int], bool]:
    """Tells of a character of the sentence whether its clause is about the past."""

    def is_past(place: int) -> bool:
        span = sentence.char_span(place, place + 1, alignment_mode="expand")
        return True if span is None else _past_clauses(sentence).get(clause_head(span[0]).i, True)

    return is_past


def _past_clauses(sentence: Span) -> dict[int, bool]:
    """Tells of the clauses of a sentence that have a finite verb, by their heads, whether they are about the past."""
    past: dict[int, bool] = {}
    for token in sentence:
        if "Past" in token.morph.get("Tense", []) or (
            token.pos_ == "AUX" and token.lemma_ in ("hebben", "zijn") and token.dep_ == "aux"
        ):
            past[clause_head(token).i] = True
        elif "Fin" in token.morph.get("VerbForm", []):
            past.setdefault(clause_head(token).i, False)
    return past


@Language.factory("graphbuild_dates", assigns=["doc._.candidates"], default_config={"language": "nl"})
def make_dates(nlp: Language, name: str, language: str) -> DatesStage:  # noqa: ARG001 - a factory's signature
    """Makes the stage for a language folder of graphbuild."""
    return DatesStage(resource("languages", language))
