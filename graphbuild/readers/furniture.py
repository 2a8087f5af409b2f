"""Site furniture: lines around a news text and are no part of it; see `languages/*/furniture.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.types import EntityId

LANGUAGES = Path(__file__).resolve().parent.parent / "languages"

_FIELDS = ("labels", "publishers", "sections", "link_headings", "open_words", "lines", "patterns", "bylines")
_LABELS = ("date", "title", "publisher", "url", "other")
# Longer lines are prose, whatever words they begin with.
_LONGEST = 450
_EDGES = " \t:;.,!|>»›→▶►•*–—-"


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a language's news sites put around their texts. Fixed lines are kept as `folded` gives them."""

    labels: Mapping[str, str]
    publishers: Mapping[str, EntityId]
    sections: frozenset[str]
    link_headings: frozenset[str]
    open_words: frozenset[str]
    lines: frozenset[str]
    pattern: re.Pattern[str]
    byline: re.Pattern[str]

    def is_furniture(self, line: str) -> bool:
        """Tells whether a whole line is furniture, wherever it stands; headings of links are told apart."""
        if len(line) > _LONGEST or self.is_link_heading(line):
            return False
        return folded(line) in self.lines or self.pattern.fullmatch(line) is not None

    def is_link_heading(self, line: str) -> bool:
        """Tells whether a line stands above links to other articles."""
        return folded(line) in self.link_headings

    def publisher(self, line: str) -> EntityId | None:
        """Gives the publisher whose name a whole line is."""
        return self.publishers.get(folded(line))


def folded(line: str) -> str:
    """Gives a line as fixed lines are compared: without case, marks at the ends and runs of white space."""
    return " ".join(line.casefold().strip(_EDGES).split())


@lru_cache
def load_furniture(language: str) -> Furniture:
    """Reads the furniture of a language by its code, once; raises LanguageError as `read_furniture` does."""
    return read_furniture(LANGUAGES / language / "furniture.yaml")


def read_furniture(path: Path) -> Furniture:
    """Reads one furniture file; raises LanguageError with file and line when it breaks its rules."""
    fields = read_knowledge(path, LanguageError).fields(_FIELDS)
    labels, publishers = fields["labels"].fields(_LABELS), fields["publishers"].mapping()
    return Furniture(
        labels=_owners(labels),
        publishers={line: EntityId(owner) for line, owner in _owners(publishers).items()},
        sections=_lines(fields["sections"]),
        link_headings=_lines(fields["link_headings"]),
        open_words=_lines(fields["open_words"]),
        lines=_lines(fields["lines"]),
        pattern=_joined(fields["patterns"]),
        byline=_joined(fields["bylines"]),
    )


def _lines(entry: Entry) -> frozenset[str]:
    return frozenset(folded(text) for text in entry.texts())


def _owners(groups: Mapping[str, Entry]) -> dict[str, str]:
    """Turns owner -> lines into line -> owner; a line may have one owner only."""
    owners: dict[str, str] = {}
    for owner, entry in groups.items():
        for line in _lines(entry):
            if owners.setdefault(line, owner) != owner:
                entry.fail(f"{line!r} stands under {owners[line]!r} too")
    return owners


def _joined(entry: Entry) -> re.Pattern[str]:
    """Joins patterns into one, after each has matched what it must and nothing that it must not."""
    return re.compile("|".join(f"(?:{_checked(item)})" for item in entry.items()), re.IGNORECASE)


def _checked(entry: Entry) -> str:
    fields = entry.fields(("name", "match", "must", "must_not"))
    try:
        pattern = re.compile(fields["match"].text(), re.IGNORECASE)
    except re.error as cause:
        fields["match"].fail(f"is not a regular expression: {cause}")
    _expect(pattern, fields["must"].items(), matches=True)
    _expect(pattern, fields["must_not"].items(), matches=False)
    return pattern.pattern


def _expect(pattern: re.Pattern[str], examples: Iterable[Entry], *, matches: bool) -> None:
    for example in examples:
        if (pattern.fullmatch(example.text()) is not None) is not matches:
            example.fail(f"the pattern {'must' if matches else 'must not'} match {example.text()!r}")
