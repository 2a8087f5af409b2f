"""What stands above a text: date, publisher, writer, section, labelled lines; told by form, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graphbuild.readers.dates import DateReader
from graphbuild.readers.furniture import Furniture, folded
from graphbuild.readers.prose import is_prose
from graphbuild.types import EntityId, PartialDate

_LABEL = re.compile(r"([A-Za-z]+(?:[ -][A-Za-z]+){0,3})\s*:\s*(\S.*)?")
_DATE_LABEL = re.compile(r"([A-Za-z]+(?:[ -][A-Za-z]+)?)\s*:?\s+(?=\d)")
_SEPARATOR = re.compile(r"\s+[/–—-]\s+|\s*[•·|]\s*|,\s+(?=\d)")
_URL = re.compile(r"https?://\S+")
# A newspaper's name has few words, and so have the values of a writer or section.
_LONGEST_VALUE = 12


@dataclass(frozen=True, slots=True)
class Header:
    """What the lines above a text say of it."""

    published: PartialDate | None = None
    publisher: EntityId | None = None
    url: str | None = None

    def filled(self, other: Header) -> Header:
        """Gives this header, with the values of the other where this one has none."""
        return Header(
            self.published or other.published,
            self.publisher or other.publisher,
            self.url or other.url,
        )


@dataclass(frozen=True, slots=True)
class HeaderReader:
    """Takes headers off texts in one language."""

    furniture: Furniture
    dates: DateReader

    def take(self, lines: Iterable[str]) -> tuple[Header, list[str]]:
        """Gives what the header says, and the lines without it; empty lines part paragraphs, and stay.

        The header may stand above and below the title, and ends where prose begins. A date that goes before
        the first words in the same line is taken off them, and so is the label of a title.
        """
        header, kept, rest = Header(), list[str](), iter(lines)
        for line in rest:
            found, words = self._without_labels(line, first=not any(kept))
            header = header.filled(found)
            if is_prose(words):
                return header, [*kept, words, *rest]
            meaning = self._meaning(words)
            header = header.filled(meaning or Header())
            if meaning is None and (words or not line):
                kept.append(words)
        return header, kept

    def _without_labels(self, line: str, *, first: bool) -> tuple[Header, str]:
        """Takes dates that go before the words of a line off it, and the label of a title."""
        header = Header()
        while True:
            label, value = self._label(line)
            if label == "title":
                line = value
            elif first and (found := self._leading_date(line)):
                header = header.filled(Header(published=found[0]))
                line = found[1]
            else:
                return header, line

    def _leading_date(self, line: str) -> tuple[PartialDate, str] | None:
        """Tells `date 2020-01 Words` and `2020-01 Words` from `2020 Words`, which is a sentence."""
        label = _DATE_LABEL.match(line)
        if label and self.furniture.labels.get(folded(label[1])) == "date":
            return self.dates.leading(line[label.end() :])
        found = self.dates.leading(line)
        return found if found and "-" in found[0] and not found[1][0].islower() else None

    def _label(self, line: str) -> tuple[str | None, str]:
        found = _LABEL.fullmatch(line)
        label = self.furniture.labels.get(folded(found[1])) if found else None
        return (label, found[2] or "") if found else (None, "")

    def _meaning(self, line: str) -> Header | None:
        """Gives what a line of a header says, perhaps nothing; None when the line belongs to the text."""
        if not line:
            return None
        whole = self._part(line)
        if whole is not None:
            return whole
        header = Header()
        for part in _SEPARATOR.split(line):
            meaning = self._part(part)
            if meaning is None:
                return None
            header = header.filled(meaning)
        return header

    def _part(self, text: str) -> Header | None:
        if published := self._date(text):
            return Header(published=published)
        if publisher := self.furniture.publisher(text):
            return Header(publisher=publisher)
        if _URL.fullmatch(text):
            return Header(url=text)
        if self._says_nothing(text):
            return Header()
        return self._labelled(text)

    def _date(self, text: str) -> PartialDate | None:
        label = _DATE_LABEL.match(text)
        if label and self.furniture.labels.get(folded(label[1])) == "date":
            text = text[label.end() :]
        return self.dates.read(text)

    def _says_nothing(self, text: str) -> bool:
        furniture = self.furniture
        named = furniture.byline.fullmatch(text) is not None
        return named or folded(text) in furniture.sections or furniture.is_furniture(text)

    def _labelled(self, text: str) -> Header | None:
        label, value = self._label(text)
        if label is None or len(value.split()) > _LONGEST_VALUE:
            return None
        return Header(
            published=self._date(value) if label == "date" else None,
            publisher=self.furniture.publisher(value) if label == "publisher" else None,
            url=value if label == "url" else None,
        )
