"""What an evaluation found, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from graphbuild.types import Stance

_DIGITS = 3


class Reason(StrEnum):
    """Why a claim of the gold was not found: the first of these that holds."""

    TAKEN = "its match was given to like gold"
    STANCE = "stance wrong"
    DIRECTION = "subject and object exchanged"
    RELATION = "relation wrong"
    NAME = "subject or object not found"
    PAIR = "no relation found between the two"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed, and the rates that follow, 0 to 1 (0 where nothing was counted)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """The share of predictions that are right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        """Gives rates with three digits, and the counts."""
        rates = {"p": self.precision, "r": self.recall, "f1": self.f1}
        return {name: round(rate, _DIGITS) for name, rate in rates.items()} | asdict(self)


@dataclass(frozen=True, slots=True)
class Share:
    """So many right `of` so many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right}/{self.of}" + (f" = {self.right / self.of:.2f}" if self.of else "")


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with a confidence from `low` to below `high`: how sure on average, and how often right."""

    low: float
    high: float
    claims: int
    right: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Missed:
    """A claim of the gold that was not found."""

    article: str
    subject: str
    relation: str
    object: str
    stance: Stance
    reason: Reason
    quote: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A claim that was found and is not in the gold."""

    article: str
    subject: str
    relation: str
    object: str
    stance: Stance
    confidence: float
    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity that was not found, or that is not in the gold."""

    article: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a graph compares with gold.

    - `levels`: scores of `entities`, `pairs`, `edges` and `claims`; `relations` are edges by relation
    - `stances`: scores of claims by stance
    - `accuracy`: of what matched, the shares with the right type, source, certainty and years
    - `reliability`: whether confidence means what it says, in ten bins
    - `missing`: articles with gold that the graph does not have
    """

    articles: int
    missing: tuple[str, ...]
    levels: Mapping[str, Score]
    relations: Mapping[str, Score]
    stances: Mapping[Stance, Score]
    accuracy: Mapping[str, Share]
    missed: tuple[Missed, ...]
    extra: tuple[Extra, ...]
    missed_entities: tuple[EntityRow, ...]
    extra_entities: tuple[EntityRow, ...]
    reliability: tuple[Bin, ...]

    @property
    def macro_stance_f1(self) -> float:
        """The mean of the F1 of both stances, from F1 with three digits."""
        return round(sum(round(self.stances[stance].f1, _DIGITS) for stance in Stance) / len(Stance), _DIGITS)

    @property
    def reasons(self) -> dict[Reason, int]:
        """How many claims were missed for each reason."""
        return {reason: sum(row.reason is reason for row in self.missed) for reason in Reason}

    def to_dict(self) -> dict[str, Any]:
        """Gives the report as JSON takes it."""
        return {
            "articles": self.articles,
            "articles_missing": list(self.missing),
            **{name: score.to_dict() for name, score in self.levels.items()},
            "stance": {str(stance): score.to_dict() for stance, score in self.stances.items()},
            "macro_stance_f1": self.macro_stance_f1,
            "accuracy": {name: str(share) for name, share in self.accuracy.items()},
            "relations": {name: score.to_dict() for name, score in self.relations.items()},
            "reasons": {str(reason): count for reason, count in self.reasons.items()},
            "reliability": [asdict(row) for row in self.reliability],
            "missed": [asdict(row) for row in self.missed],
            "extra": [asdict(row) for row in self.extra],
            "missed_entities": [asdict(row) for row in self.missed_entities],
            "extra_entities": [asdict(row) for row in self.extra_entities],
        }
