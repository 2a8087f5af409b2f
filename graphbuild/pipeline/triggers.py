"""Finds the words of a Doc that trigger patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graphbuild.pattern_language import Pattern
from graphbuild.patterns import PatternSet
from graphbuild.pipeline.particles import VerbLexicon
from graphbuild.pipeline.standing import Standing
from graphbuild.pipeline.syntax import forms_of
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


def find_triggers(doc: Doc, patterns: PatternSet, standing: Standing) -> Iterator[Trigger]:
    """Yields the triggers in text order."""
    lexicon = VerbLexicon.of(doc.vocab.lookups)
    for token in doc:
        seen: set[tuple[str, str]] = set()
        for trigger in _of_token(token, patterns, standing, lexicon):
            key = trigger.kind, trigger.pattern.rule
            if key not in seen:
                seen.add(key)
                yield trigger


def _of_token(token: Token, patterns: PatternSet, standing: Standing, lexicon: VerbLexicon) -> Iterator[Trigger]:
    forms = forms_of(token)
    if token.pos_ in VERBAL or token.pos_ == "NOUN":
        for form in _infinitives(token, forms, patterns, lexicon):
            yield from _listed(token, "verb", form, patterns)
    for form in forms:
        if _is_noun(token, standing) or standing.inside.get(token.i):
            yield from _listed(token, "noun", form, patterns)
        if token.pos_ in VERBAL or token.pos_ == "ADV":
            yield from _listed(token, "adjective", form, patterns)
        for pattern in patterns.by_trigger.get(("phrase", form), ()):
            head = _phrase_head(token, pattern)
            if head is not None:
                yield Trigger(head, "phrase", pattern)
    for index in standing.by_head.get(token.i, ()) if token.pos_ != "PRON" else ():
        yield from _listed(token, "kind", token.doc._.mentions[index].kind, patterns)


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
    mentions = token.doc._.mentions
    if any(mentions[index].form is MentionForm.NAME for index in standing.covering.get(token.i, ())):
        return token.pos_ == "NOUN" and not token.is_title
    return token.pos_ in NOMINAL or (token.pos_ in ("ADJ", "NUM") and token.dep_ in NOUN_PLACES)


def _listed(token: Token, kind: str, form: str, patterns: PatternSet) -> Iterator[Trigger]:
    for pattern in patterns.by_trigger.get((kind, form), ()):
        yield Trigger(token, kind, pattern)
    if kind != "kind" and not (kind == "verb" and token.pos_ == "NOUN"):
        for start in range(len(form) - _SHORTEST_ENDING + 1):
            for pattern in patterns.by_trigger.get((kind, f"-{form[start:]}"), ()):
                yield Trigger(token, kind, pattern)


def _phrase_head(token: Token, pattern: Pattern) -> Token | None:
    """Gives the word on which the rest of a phrase that ends at the token depends; None where none ends."""
    for phrase in sorted(pattern.triggers["phrase"].words):
        words = phrase.split()
        if _phrase_at(token, words):
            return token.doc[token.i - len(words) + 1 : token.i + 1].root
    return None


def _phrase_at(token: Token, words: list[str]) -> bool:
    start = token.i - len(words) + 1
    if start < token.sent.start:
        return False
    return all(word in forms_of(token.doc[start + n]) for n, word in enumerate(words))
