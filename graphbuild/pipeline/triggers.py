"""Finds the words of a Doc that trigger patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from graphbuild.pattern_language import Pattern
from graphbuild.patterns import PatternSet
from graphbuild.pipeline.admissible import Admissible
from graphbuild.pipeline.particles import VerbLexicon
from graphbuild.pipeline.standing import Standing
from graphbuild.types import MentionForm

VERBAL = frozenset({"VERB", "AUX", "ADJ"})
NOMINAL = frozenset({"NOUN", "PROPN", "X", "SYM"})
NOUN_PLACES = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:arg", "nmod", "appos", "conj"})
_SHORTEST_ENDING = 3
_THIRD_PERSON = "t"
"""The end of a verb that the tagger may take for a noun, in a headline above all: "bevriest"."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A token that sets off a pattern; `kind` is one of the trigger kinds of `graphbuild.patterns`."""

    token: Token
    kind: str
    pattern: Pattern


def find_triggers(doc: Doc, patterns: PatternSet, standing: Standing, admissible: Admissible) -> Iterator[Trigger]:
    """Yields the triggers in text order, of patterns that have fitting mentions in reach."""
    lexicon = VerbLexicon.of(doc.vocab.lookups)
    for sentence in doc.sents:
        if not admissible.connects(sentence):
            continue
        search = _Search(patterns, standing, lexicon, admissible, sentence)
        for token in sentence:
            seen: set[tuple[str, str]] = set()
            for trigger in search.at(token):
                key = trigger.kind, trigger.pattern.rule
                if key not in seen:
                    seen.add(key)
                    yield trigger


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks up the tokens of one sentence among the triggers of patterns."""

    patterns: PatternSet
    standing: Standing
    lexicon: VerbLexicon
    admissible: Admissible
    sentence: Span

    def at(self, token: Token) -> Iterator[Trigger]:
        """Yields what the token triggers; a phrase at its last word."""
        forms, word_class = self.standing.forms(token), token.pos_
        verbal = word_class in VERBAL
        if verbal or word_class == "NOUN":
            for form in _infinitives(token, forms, self.patterns, self.lexicon):
                yield from self._listed(token, "verb", form)
        nominal = _is_noun(token, self.standing) or bool(self.standing.inside.get(token.i))
        for form in forms:
            if nominal:
                yield from self._listed(token, "noun", form)
            if verbal or word_class == "ADV":
                yield from self._listed(token, "adjective", form)
            for pattern in self._patterns("phrase", form):
                head = self._phrase_head(token, pattern)
                if head is not None:
                    yield Trigger(head, "phrase", pattern)
        for index in self.standing.by_head.get(token.i, ()) if word_class != "PRON" else ():
            yield from self._listed(token, "kind", self.standing.mentions[index].kind)

    def _listed(self, token: Token, kind: str, form: str) -> Iterator[Trigger]:
        for pattern in self._patterns(kind, form):
            yield Trigger(token, kind, pattern)
        if kind != "kind" and not (kind == "verb" and token.pos_ == "NOUN"):
            for start in range(len(form) - _SHORTEST_ENDING + 1):
                for pattern in self._patterns(kind, f"-{form[start:]}"):
                    yield Trigger(token, kind, pattern)

    def _patterns(self, kind: str, word: str) -> Sequence[Pattern]:
        listed = self.patterns.by_trigger.get((kind, word))
        return [pattern for pattern in listed if self.admissible.holds(pattern, self.sentence)] if listed else ()

    def _phrase_head(self, token: Token, pattern: Pattern) -> Token | None:
        """Gives the word on which the rest of a phrase that ends at the token depends; None where none ends."""
        for phrase in sorted(pattern.triggers["phrase"].words):
            words = phrase.split()
            if self._ends_at(token, words):
                return token.doc[token.i - len(words) + 1 : token.i + 1].root
        return None

    def _ends_at(self, token: Token, words: list[str]) -> bool:
        start = token.i - len(words) + 1
        if start < self.sentence.start:
            return False
        return all(word in self.standing.forms(token.doc[start + n]) for n, word in enumerate(words))


def _infinitives(token: Token, forms: tuple[str, ...], patterns: PatternSet, lexicon: VerbLexicon) -> dict[str, None]:
    """Gives what a verb may be in the dictionary; one with a particle ("haalt .. weg") is not the bare verb."""
    joined = token._.verb.lower()
    if joined.endswith(token.lemma_.lower()) and len(joined) > len(token.lemma_):
        return dict.fromkeys((joined, *(form for form in patterns.infinitives(token) if form != token.lemma_.lower())))
    verbs = [*forms, *patterns.infinitives(token)]
    if token.pos_ == "ADJ" or (token.pos_ == "NOUN" and token.lower_.endswith(_THIRD_PERSON)):
        verbs.append(lexicon.infinitive(token.lower_, forms[0]))
    return dict.fromkeys(verbs)


def _is_noun(token: Token, standing: Standing) -> bool:
    """Tells whether a token can be a trigger noun: one that is no part of a name, whatever "Loman" ends in."""
    if any(standing.mentions[index].form is MentionForm.NAME for index in standing.covering.get(token.i, ())):
        return token.pos_ == "NOUN" and not token.is_title
    return token.pos_ in NOMINAL or (token.pos_ in ("ADJ", "NUM") and token.dep_ in NOUN_PLACES)
