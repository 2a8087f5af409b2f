"""The expected answers of the library, in a form in which those of several engines can be compared."""

from __future__ import annotations

from collections.abc import Iterable

from tests.query.expected import EXPECTED
from tests.small_graph import CLAIMS, sentence

SENTENCES = {sentence(number): f"<{number}>" for number in range(len(CLAIMS))}


def comparable(row: Iterable[str]) -> tuple[str, ...]:
    """Sorts the parts of joined values, whose order SPARQL leaves open, and names sentences by number."""
    return tuple(", ".join(sorted(SENTENCES.get(value, value).split(", "))) for value in row)


def expected(name: str) -> list[tuple[str, ...]]:
    return [comparable(row) for row in EXPECTED[name][1]]
