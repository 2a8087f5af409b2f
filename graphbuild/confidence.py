"""How sure a claim is that a pattern, the reader, or both have found (`confidence.yaml`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge

_NEVER, _ALWAYS = 0.005, 0.995


def logit(probability: float) -> float:
    """Gives the logarithm of the odds, of a probability that is kept away from 0 and 1."""
    kept = min(max(probability, _NEVER), _ALWAYS)
    return math.log(kept / (1 - kept))


def sigmoid(value: float) -> float:
    """Gives the probability with these log-odds."""
    return 1 / (1 + math.exp(-value))


@dataclass(frozen=True, slots=True)
class Confidence:
    """Logistic regressions: the log-odds that a claim holds are sums of weighted log-odds.

    `reader` weighs the reader's probability, `pattern` the confidence that a pattern gives where one matches, when
    `matched` is added too. `alone` (weight, bias) turns a pattern's confidence into one where there is no reader.
    """

    bias: float
    reader: float
    matched: float
    pattern: float
    alone: tuple[float, float]

    def __call__(self, by_pattern: float | None, by_reader: float | None) -> float:
        """Gives the probability (0 to 1) that a claim holds; None: not found by patterns, or by the reader."""
        total = self.bias + self.reader * logit(by_reader or 0.0)
        if by_pattern is not None:
            total += self.matched + self.pattern * logit(by_pattern)
        return round(sigmoid(total), 4)

    def pattern_alone(self, by_pattern: float) -> float:
        """Gives the probability (0 to 1) that a claim holds which a pattern found, where there is no reader."""
        weight, bias = self.alone
        return round(sigmoid(bias + weight * logit(by_pattern)), 4)


def load_confidence(folder: Path) -> Confidence:
    """Reads `confidence.yaml` of a language folder; raises LanguageError with file and line if it breaks rules."""
    top = read_knowledge(folder / "confidence.yaml", LanguageError).fields(("both", "alone"))
    both = top["both"].fields(("bias", "reader", "matched", "pattern"))
    alone = top["alone"].fields(("bias", "pattern"))
    return Confidence(
        bias=_number(both["bias"]),
        reader=_number(both["reader"]),
        matched=_number(both["matched"]),
        pattern=_number(both["pattern"]),
        alone=(_number(alone["pattern"]), _number(alone["bias"])),
    )


def _number(entry: Entry) -> float:
    text = entry.text()
    try:
        return float(text)
    except ValueError:
        entry.fail(f"{text!r} is no number")
