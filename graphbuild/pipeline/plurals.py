"""How many entities a reference stands for: one ("de provider"), two ("beide bedrijven"), some ("ze")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Span, Token

from graphbuild.background import Background
from graphbuild.types import EntityId

SOME = 0
"""The number of a plural that does not say how many it means."""
LEAST_SHARE = 0.15
"""A plural stands for an entity when at least this part of the probability of its antecedents is that entity's."""


def number_of(span: Span, background: Background) -> int:
    """Gives how many entities a reference stands for: 1, a number that it names, or SOME."""
    numbers = background.grammar.numbers
    named = [numbers[token.lower_] for token in span if token.lower_ in numbers]
    if named:
        return max(named)
    return SOME if _is_plural(span[-1], background) else 1


def _is_plural(head: Token, background: Background) -> bool:
    pronoun = background.grammar.pronouns.get(head.lower_)
    if pronoun is not None:
        return pronoun.plural or (head.lower_ in background.grammar.she_or_they and _has_plural_verb(head))
    meaning = background.lexicon.descriptions.lookup(head.text)
    return meaning is not None and meaning.plural


def _has_plural_verb(pronoun: Token) -> bool:
    """Tells whether the verb of a pronoun is plural: "zij leveren", not "zij levert"; an infinitive tells nothing."""
    verbs = [pronoun.head, *(child for child in pronoun.head.children if child.dep_ in ("aux", "aux:pass", "cop"))]
    return any("Plur" in verb.morph.get("Number", []) for verb in verbs)


def members_by_share(shares: Mapping[EntityId, float], number: int) -> list[EntityId]:
    """Gives the entities that a plural stands for by the probabilities of its antecedents, likeliest first.

    None when there are fewer than two: then it stands for something else.
    """
    total = sum(shares.values())
    order = sorted(shares, key=lambda identity: (-shares[identity], identity))
    likely = [identity for identity in order if shares[identity] >= LEAST_SHARE * total]
    chosen = order[:number] if number != SOME else likely
    return chosen if len(chosen) >= max(2, number) else []


def members_by_place(sentences: Iterable[Sequence[EntityId]], number: int) -> list[EntityId]:
    """Gives the entities that a plural stands for by rule, from those of a fitting kind, sentence by sentence.

    `sentences` go backwards from the plural. The nearest one that names several is meant, or, where the number is
    known, the nearest ones together that name so many.
    """
    found: list[EntityId] = []
    for named in sentences:
        here = list(dict.fromkeys(named))
        found += [identity for identity in here if identity not in found]
        if number == SOME and len(here) > 1:
            return here
        if number != SOME and len(found) >= number:
            return found if len(found) == number else []
    return []
