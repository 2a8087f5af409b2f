"""Stage: does the source say that it is so or that it is not, and how surely (`stance`, `certainty`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from graphbuild.cues import PlacedCue, place_cues, read_cues, read_words
from graphbuild.pipeline.clauses import (
    anchor,
    clause_head,
    depends,
    end_in,
    ends_inside,
    is_content,
    is_granted,
    is_said_of,
    local_stretch,
    same_clause,
    same_predicate,
    sentence_of,
)
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.encoder_relations import ScoredRelation
from graphbuild.resources import resource
from graphbuild.types import Certainty, Stance

BOTH = 2
"""A claim has two ends, its subject and its object."""

UNLIKELY, LIKELY = 0.1, 0.8
"""Under and over which probability of a denial the reader overrules what cues tell."""

CONFIRMATION = "confirmation"
"""The group of cues by which somebody confirms ("bevestigt dat")."""

OWN_ACTS = frozenset({"accuses", "warnsAbout", "investigates", "restricts"})
"""Relations whose own verb may be a cue: who suspects somebody does so for certain."""


def governs(placed: PlacedCue, candidate: Candidate, sentence: Span) -> bool:
    """Tells whether a cue has the candidate in its scope."""
    word = anchor(sentence.doc, candidate)
    if placed.cue.scope == "sentence":
        return True
    if placed.cue.scope in ("clause", "both") and _governs_clause(placed, word, candidate, sentence):
        return True
    return placed.cue.scope != "clause" and _governs_content(placed, word, candidate, sentence)


def _governs_clause(placed: PlacedCue, word: Token, candidate: Candidate, sentence: Span) -> bool:
    if is_granted(candidate, word, sentence):
        return any(depends(token, word) and same_clause(token, word) for token in placed.tokens)
    if candidate.relation in OWN_ACTS:
        return same_predicate(placed.head, word)
    return same_clause(placed.head, word)


def _governs_content(placed: PlacedCue, word: Token, candidate: Candidate, sentence: Span) -> bool:
    if ends_inside(sentence, candidate) < BOTH and candidate.trigger is None:
        return True
    if word.i in {token.i for token in placed.tokens} or word.i == clause_head(placed.head).i:
        return _is_object_of_cue(placed, candidate, sentence)
    if is_granted(candidate, word, sentence) and same_clause(placed.head, word):
        return False
    if placed.cue.scope == "predicate":
        return is_said_of(placed.head, word)
    if placed.tokens[-1].lower_ in ("dat", "of") and word.i > placed.tokens[-1].i:
        return True
    return is_content(placed.head, word)


def _is_object_of_cue(placed: PlacedCue, candidate: Candidate, sentence: Span) -> bool:
    """Tells of "X ontkent banden met Y" whether it fits: with nothing but the cue above subject and object."""
    if candidate.trigger is not None or candidate.relation in OWN_ACTS:
        return False
    end = end_in(sentence, candidate.object)
    return end is not None and (end.i > placed.tokens[-1].i or placed.cue.scope == "predicate")


class StanceStage:
    """Fills in stance and certainty of each candidate, and drops those that are asked or only supposed."""

    def __init__(self, folder: Path) -> None:
        """Reads the cues of the language in `folder`; raises LanguageError."""
        self.stances = read_cues(folder, "stance.yaml")
        self.restrictive = read_words(folder, "stance.yaml", "restrictive")
        self.abilities = read_words(folder, "certainty.yaml", "abilities")
        self.prospective = read_words(folder, "certainty.yaml", "prospective")
        self.certainties = read_cues(folder, "certainty.yaml")

    def __call__(self, doc: Doc) -> Doc:
        """Writes the new candidates on the Doc."""
        doc._.candidates = tuple(self._judged(doc))
        return doc

    def _stance(self, candidate: Candidate, sentence: Span, placed: Iterable[PlacedCue]) -> Stance:
        denials = [cue for cue in placed if denies(cue, candidate, sentence)]
        if candidate.relation == "restricts" and not self._is_restriction_negated(candidate, sentence):
            denials = [cue for cue in denials if cue.cue.scope != "clause"]
        return Stance.DENIES if denials else Stance.ASSERTS

    def _certainty(
        self, candidate: Candidate, sentence: Span, placed: Iterable[PlacedCue], stance: Stance
    ) -> Certainty | None:
        """The least sure of the hedges that govern the candidate, else as before; None when it is only supposed.

        A denial is as sure as it is said: "dat X zou lekken, is onzin" is certain. That somebody can reach data is
        the claim itself for some relations, no hedge.
        """
        values = {
            cue.cue.value
            for cue in placed
            if not (cue.cue.group == "ability" and candidate.relation in self.abilities)
            and not (cue.cue.group == "plan" and candidate.relation == "affiliatedWith")
            and governs(cue, candidate, sentence)
        }
        if self._is_prospective(candidate, sentence):
            values.add(str(Certainty.PROBABLE))
        if "none" in values:
            return None
        if Certainty.POSSIBLE in values and stance is Stance.ASSERTS:
            return Certainty.POSSIBLE
        return Certainty.PROBABLE if Certainty.PROBABLE in values else candidate.certainty

    def _is_prospective(self, candidate: Candidate, sentence: Span) -> bool:
        """Tells whether the claim is to come: its clause has a verb of going and an infinitive ("gaat leveren")."""
        going = [token for token in sentence if token.lower_ in self.prospective]
        if not going:
            return False
        word = anchor(sentence.doc, candidate)
        if is_granted(candidate, word, sentence) or not any(same_clause(token, word) for token in going):
            return False
        infinitives = [t for t in sentence if "Inf" in t.morph.get("VerbForm", []) and same_clause(t, word)]
        return any(infinitive.nbor(-1).lower_ != "te" for infinitive in infinitives)

    def _is_restriction_negated(self, candidate: Candidate, sentence: Span) -> bool:
        """Tells what a negation means: "mag geen masten leveren" is a restriction; "verbiedt geen masten" is none."""
        clause = clause_head(anchor(sentence.doc, candidate))
        return any(
            any(token.lower_.startswith(stem) for stem in self.restrictive) and same_clause(token, clause)
            for token in sentence
        )

    def _judged(self, doc: Doc) -> Iterable[Candidate]:
        found: dict[int, tuple[list[PlacedCue], list[PlacedCue]]] = {}
        for candidate in doc._.candidates:
            sentence = sentence_of(doc, candidate)
            if candidate.start not in found:
                found[candidate.start] = (place_cues(self.stances, sentence), place_cues(self.certainties, sentence))
            stances, certainties = found[candidate.start]
            confirmed = any(cue.cue.group == CONFIRMATION for cue in stances)
            stance = weighed(self._stance(candidate, sentence, stances), candidate.read, confirmed=confirmed)
            certainty = self._certainty(candidate, sentence, certainties, stance)
            if certainty is not None and not is_question(candidate, sentence):
                yield replace(candidate, stance=stance, certainty=certainty)


def weighed(by_cues: Stance, read: ScoredRelation | None, *, confirmed: bool = False) -> Stance:
    """Gives the stance that cues and reader tell together: each may overrule the other where it is sure.

    What somebody in the sentence confirms is no denial, unless a cue says so.
    """
    if read is None or (confirmed and by_cues is Stance.ASSERTS):
        return by_cues
    if by_cues is Stance.DENIES:
        return Stance.ASSERTS if read.denies < UNLIKELY else Stance.DENIES
    return Stance.DENIES if read.denies > LIKELY else Stance.ASSERTS


def denies(placed: PlacedCue, candidate: Candidate, sentence: Span) -> bool:
    """Tells whether a cue of denial or negation turns the candidate into its opposite."""
    if placed.cue.value != Stance.DENIES:
        return False
    stretch = local_stretch(placed.tokens[0], sentence) if placed.cue.scope == "clause" else None
    if stretch is None or ends_inside(sentence, candidate) < BOTH:
        return governs(placed, candidate, sentence)
    ends = [end_in(sentence, mention) for mention in (candidate.subject, candidate.object)]
    return any(end is not None and stretch[0] < end.i < stretch[1] for end in ends)


def is_question(candidate: Candidate, sentence: Span) -> bool:
    """Tells whether the candidate's clause is asked: the sentence ends in a question mark and it is no noun phrase."""
    word = anchor(sentence.doc, candidate)
    marks = [token for token in sentence if token.text == "?"]
    if not marks or is_granted(candidate, word, sentence):
        return False
    return any(mark.i > word.i for mark in marks) and clause_head(word).i <= marks[-1].i


@Language.factory("graphbuild_stance", assigns=["doc._.candidates"], default_config={"language": "nl"})
def make_stance(nlp: Language, name: str, language: str) -> StanceStage:  # noqa: ARG001 - a factory's signature
    """Makes the stage for a language folder of graphbuild."""
    return StanceStage(resource("languages", language))
