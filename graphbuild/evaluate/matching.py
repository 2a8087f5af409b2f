"""Which predictions match which gold: one-to-one matching by the rules of the annotation guidelines."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from graphbuild.gold import GoldArticle, GoldClaim, GoldEntity
from graphbuild.types import Claim, Entity, Stance

Names = frozenset[str]
"""All names of an entity, folded; two entities match when they share one."""

INTERCHANGEABLE = {"jointVentureOf": "subsidiaryOf"}
"""Relations that count as another: a joint venture is a kind of subsidiary."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of the graph that an article mentions."""

    names: Names
    entity: Entity


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim of the gold, ready to be compared; `ends` are the keys of its entities."""

    subject: Names
    relation: str
    object: Names
    symmetric: bool
    claim: GoldClaim

    @property
    def ends(self) -> tuple[Hashable, Hashable]:
        """Subject and object, as they tell repetitions."""
        return self.claim.subject, self.claim.object

    @property
    def stance(self) -> Stance:
        """Whether the claim asserts or denies."""
        return self.claim.stance

    @property
    def optional(self) -> bool:
        """Whether the claim is neither required nor wrong."""
        return self.claim.optional


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim of the graph, ready to be compared. `source` is None for the article's own voice."""

    subject: Names
    relation: str
    object: Names
    symmetric: bool
    source: Names | None
    labels: tuple[str, str]
    claim: Claim

    @property
    def ends(self) -> tuple[Hashable, Hashable]:
        """Subject and object, as they tell repetitions."""
        return self.subject, self.object

    @property
    def stance(self) -> Stance:
        """Whether the claim asserts or denies."""
        return self.claim.stance


_Gold = TypeVar("_Gold", Expected, GoldEntity)
_Found = TypeVar("_Found", Prediction, FoundEntity)


@dataclass(frozen=True, slots=True)
class Matching(Generic[_Gold, _Found]):
    """Gold with its prediction, predictions that are wrong, gold that nothing found."""

    pairs: tuple[tuple[_Gold, _Found], ...]
    extra: tuple[_Found, ...]
    missed: tuple[_Gold, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """How strictly claims are compared: when two are the same, and what makes one a repetition."""

    same: Callable[[Expected, Prediction], bool]
    key: Callable[[Expected | Prediction], Hashable]


def same_pair(gold: Expected, found: Prediction) -> bool:
    """Tells whether two claims are about the same two entities, in either order."""
    return _is_straight(gold, found) or _is_crossed(gold, found)


def same_edge(gold: Expected, found: Prediction) -> bool:
    """Tells whether two claims have the same subject, relation and object."""
    if gold.relation != found.relation:
        return False
    return _is_straight(gold, found) or (gold.symmetric and _is_crossed(gold, found))


def same_claim(gold: Expected, found: Prediction) -> bool:
    """Tells whether two claims have the same subject, relation, object and stance."""
    return same_edge(gold, found) and gold.stance is found.stance


def reversed_edge(gold: Expected, found: Prediction) -> bool:
    """Tells whether two claims have the same relation, with subject and object exchanged."""
    return gold.relation == found.relation and _is_crossed(gold, found)


def _is_straight(gold: Expected, found: Prediction) -> bool:
    return bool(gold.subject & found.subject and gold.object & found.object)


def _is_crossed(gold: Expected, found: Prediction) -> bool:
    return bool(gold.subject & found.object and gold.object & found.subject)


def _ends(item: Expected | Prediction) -> Hashable:
    return frozenset(item.ends) if item.symmetric else item.ends


LEVELS = {
    "pairs": Level(same_pair, lambda item: frozenset(item.ends)),
    "edges": Level(same_edge, lambda item: (item.relation, _ends(item))),
    "claims": Level(same_claim, lambda item: (item.relation, item.stance, _ends(item))),
}


def match_claims(level: Level, gold: Iterable[Expected], found: Iterable[Prediction]) -> Matching[Expected, Prediction]:
    """Matches the claims of one article at one level, repetitions counted once.

    Of a repeated prediction the first counts, of repeated gold the first that is required.
    """
    required: dict[Hashable, Expected] = {}
    for item in gold:
        key = level.key(item)
        if key not in required or (required[key].optional and not item.optional):
            required[key] = item
    distinct: dict[Hashable, Prediction] = {}
    for prediction in found:
        distinct.setdefault(level.key(prediction), prediction)
    return match(list(required.values()), list(distinct.values()), level.same)


def match_entities(gold: GoldArticle, found: Sequence[FoundEntity]) -> Matching[GoldEntity, FoundEntity]:
    """Matches the entities of one article."""
    return match(list(gold.entities.values()), found, lambda a, b: bool(a.names & b.names))


def match(
    gold: Sequence[_Gold], found: Sequence[_Found], same: Callable[[_Gold, _Found], bool]
) -> Matching[_Gold, _Found]:
    """Gives each prediction, in order, the first required gold that is like it and still free.

    A prediction that is like optional gold, or like gold that another prediction has, is neither right nor
    wrong. The result depends on the order of both, so that callers have to fix it.
    """
    required = [item for item in gold if not item.optional]
    taken: dict[int, _Found] = {}
    extra: list[_Found] = []
    pairs: list[tuple[_Gold, _Found]] = []
    for prediction in found:
        like = (n for n, item in enumerate(required) if n not in taken and same(item, prediction))
        number = next(like, None)
        if number is not None:
            taken[number] = prediction
            pairs.append((required[number], prediction))
        elif not any(same(item, prediction) for item in gold):
            extra.append(prediction)
    missed = tuple(item for number, item in enumerate(required) if number not in taken)
    return Matching(tuple(pairs), tuple(extra), missed)
