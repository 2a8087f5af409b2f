"""Dates in headers: `2021-04-17`, `2021-04`, `17-04-2021`, `zaterdag 17 april 2021 om 06:00 uur`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graphbuild.errors import LanguageError
from graphbuild.knowledge import read_knowledge
from graphbuild.readers.furniture import LANGUAGES
from graphbuild.types import PartialDate

_ISO = r"(?P<year>(?:19|20)\d\d)(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?))?)?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\s*[+-]\d\d:?\d\d|\s*uur|\s*u)?"
_TIME = rf"(?:(?:T|,?\s*(?:om|-|–|•|\|)?\s+){_CLOCK})?"
_NUMBERS = r"(?P<day>\d\d?)[-/.](?P<month>\d\d?)[-/.](?P<year>(?:19|20)\d\d)"
_LEADING = re.compile(rf"{_ISO}\s*[:–—-]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads dates as texts in one language write them; `months` maps its words to "1".."12"."""

    forms: tuple[re.Pattern[str], ...]
    months: Mapping[str, str]

    def read(self, text: str) -> PartialDate | None:
        """Gives the date that a text is, its time of day left out; None when it is no date."""
        for form in self.forms:
            if found := form.fullmatch(text.strip(" .,;:|•")):
                return self._date(found)
        return None

    def leading(self, text: str) -> tuple[PartialDate, str] | None:
        """Gives an ISO date (`2020`, `2020-01`, `2020-01-31`) that a text begins with, and the rest."""
        found = _LEADING.match(text)
        published = self._date(found) if found else None
        return (published, text[found.end() :]) if found and published else None

    def _date(self, found: re.Match[str]) -> PartialDate | None:
        year, month, day = (found.groupdict().get(part) for part in ("year", "month", "day"))
        if month and not month.isdigit():
            month = self.months[month.casefold()]
        return partial_date(year, month, day)


@lru_cache
def load_dates(language: str) -> DateReader:
    """Gives the reader of dates of a language, with the names of months and weekdays in its `dates.yaml`."""
    fields = read_knowledge(LANGUAGES / language / "dates.yaml", LanguageError).mapping()
    months = {
        word.casefold().rstrip("."): number
        for group in ("months", "short_months")
        for number, words in fields[group].mapping().items()
        for word in words.texts()
    }
    weekdays = [word for words in fields["weekdays"].mapping().values() for word in words.texts()]
    weekday = rf"(?:(?:{_any(weekdays)}|{_any(word[:2] for word in weekdays)})\.?,?\s+)?"
    words = rf"(?:(?P<day>\d\d?)(?:e|ste|de)?\s+)?(?P<month>{_any(months)})\.?,?\s+(?P<year>(?:19|20)\d\d)"
    forms = (_ISO, _NUMBERS, words)
    return DateReader(tuple(re.compile(weekday + form + _TIME, re.IGNORECASE) for form in forms), months)


def partial_date(year: str | None, month: str | None = None, day: str | None = None) -> PartialDate | None:
    """Gives `2018`, `2018-04` or `2018-04-30`; None when there is no such date."""
    try:
        date(int(year or ""), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return PartialDate("-".join((f"{year}", *(f"{int(part):02d}" for part in (month, day) if part))))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
