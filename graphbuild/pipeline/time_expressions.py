"""Expressions of time in Dutch: a grammar over the words of `dates.yaml`, resolved to partial dates.

Months, weekdays and "vorig jaar" count from the date of the article, "een jaar later" and "sindsdien" from the last
date that the text gave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graphbuild.cues import CueSet, read_cues
from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.types import PartialDate

_UNIT_DAYS = {"day": 1, "week": 7}
_MONTHS = 12
_NEAR = 4
"""So many characters may stand between a duration and the end that it leads up to: a comma and spaces."""

_EARLIEST, _LATEST = 1000, 2200
"""Years outside are miscounted ("over 900 jaar") and no dates."""

_RECENT = 3
"""So many months back, "vanaf maart" in the present tense still means a start that has been."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of `dates.yaml`, each list by what it stands for."""

    months: Mapping[str, int]
    short_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    feasts: Mapping[str, str]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    decades: Mapping[str, int]
    fixed_years: Mapping[str, int]
    days: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]
    ending: CueSet


_LISTS = (
    *(
        "ago",
        "half",
        "one_and_half",
        "past",
        "present",
        "future",
        "parts",
        "vague",
        "since",
        "from",
        "until",
        "deadline",
        "between",
    ),
    *("until_recently", "since_then", "later", "earlier", "same_year", "duration", "acts"),
)
_NUMBERED = ("months", "short_months", "weekdays", "seasons", "numbers", "decades", "fixed_years", "days")


def read_time_words(folder: Path) -> TimeWords:
    """Reads `dates.yaml` of a language folder; raises LanguageError with file and line."""
    top = read_knowledge(folder / "dates.yaml", LanguageError)
    fields = top.fields((*_LISTS, *_NUMBERED, "feasts", "units", "groups"))
    return TimeWords(
        **{key: _numbers(fields[key]) for key in _NUMBERED},
        feasts=_by_word(fields["feasts"]),
        units=_by_word(fields["units"]),
        lists={key: fields[key].texts() for key in _LISTS},
        ending=read_cues(folder, "dates.yaml"),
    )


def _by_word(entry: Entry) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, words in entry.mapping().items():
        for word in words.texts():
            if word in found:
                words.fail(f"{word!r} is listed twice")
            found[word] = key
    return found


def _numbers(entry: Entry) -> dict[str, int]:
    for key, words in entry.mapping().items():
        if not key.removeprefix("-").isdigit():
            words.fail(f"the key {key!r} must be a number")
    return {word: int(key) for word, key in _by_word(entry).items()}


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A year, with month and day where they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    @staticmethod
    def of(text: str) -> Point:
        """Reads a partial date."""
        return Point(*(int(part) for part in text.split("-")))

    def text(self) -> PartialDate:
        """Writes it as in ISO 8601."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return PartialDate("-".join(parts))

    def plus_months(self, count: int) -> Point:
        """Moves by months; the result has no day."""
        if self.month is None:
            return Point(self.year + round(count / _MONTHS))
        place = self.year * _MONTHS + self.month - 1 + count
        return Point(place // _MONTHS, place % _MONTHS + 1)

    def plus_days(self, count: int) -> Point:
        """Moves by days; a month or year without day moves not at all, nor a date out of range."""
        if self.day is None:
            return self
        try:
            moved = date(self.year, self.month or 1, self.day) + timedelta(days=count)
        except (ValueError, OverflowError):
            return self
        return Point(moved.year, moved.month, moved.day)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """An expression of time in a sentence; `role` is from, until, at or span; characters count from its start."""

    start: int
    end: int
    role: str
    first: Point | None
    last: Point | None = None
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """How an expression is meant: its role, and whether its clause is about the past."""

    role: str
    past: bool


def _alternatives(words: Iterable[str]) -> str:
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) + ")"


def _singular(units: Mapping[str, str]) -> list[str]:
    """The first word that is listed for each unit."""
    first: dict[str, str] = {}
    for word, unit in units.items():
        first.setdefault(unit, word)
    return sorted(first.values())


def _is_plausible(one: TimeExpression) -> bool:
    points = [point for point in (one.first, one.last) if point is not None]
    return bool(points) and all(_EARLIEST <= point.year <= _LATEST for point in points)


def _point_rules(words: TimeWords) -> dict[str, str]:
    """Gives the regular expressions of points in time; the first that matches wins."""
    lists = words.lists
    shift = _alternatives([*lists["past"], *lists["present"], *lists["future"]])
    month, season = _alternatives(words.months), _alternatives(words.seasons)
    day_month = _alternatives([*words.months, *words.short_months])
    unit, weekday = _alternatives(words.units), _alternatives(words.weekdays)
    number, year = _number_rule(words), r"(?:1[89]\d\d|20\d\d)(?![\d.,]*\d)"
    half, more, ago = (_alternatives(lists[name]) for name in ("half", "one_and_half", "ago"))
    from_then = _alternatives([*lists["later"], *lists["earlier"]])

    def dated(name: str, word: str) -> str:
        of_year = rf"(?:\s+(?:van\s+)?(?:(?P<{name}_y>{year})|(?P<{name}_t>{shift})\s+jaar))?"
        return rf"(?:(?P<{name}_s>{shift})\s+)?(?P<{name}_m>{word}){of_year}"

    return {
        "dmy": rf"(?P<dmy_d>[0-3]?\d)\s+(?P<dmy_m>{day_month})(?:\s+(?P<dmy_y>{year}))?",
        "iso": r"(?P<iso_d>[0-3]?\d)[-/](?P<iso_m>[01]?\d)[-/](?P<iso_y>(?:19|20)\d\d)",
        "shift_my": rf"(?P<smy_s>{shift})\s+jaar\s+(?P<smy_m>{month})",
        "my": dated("my", month),
        "sy": dated("sy", season),
        "feast": rf"(?P<feast>{_alternatives(words.feasts)})(?:\s+(?P<feast_y>{year}))?",
        "ago": rf"(?:nu\s+)?(?P<ago_n>{number}\s+)?(?P<ago_h>{half}\s+)?(?P<ago_m>{more}\s+)?(?P<ago_u>{unit})\s+{ago}",
        "ahead": rf"over\s+(?P<ahead_n>{number})\s+(?P<ahead_u>{unit})",
        "later": rf"(?P<later_n>{number})\s+(?P<later_u>{unit})\s+(?P<later_w>{from_then})",
        "week_day": rf"(?P<wd_s>{shift})\s+week\s+(?P<wd_d>{weekday})",
        "unit": rf"(?P<unit_s>{shift})\s+(?P<unit_u>{_alternatives(_singular(words.units))})",
        "weekday": rf"(?:(?P<day_s>{shift})\s+)?(?P<day_d>{weekday})(?:ochtend|morgen|middag|avond|nacht)?",
        "days": rf"(?P<days>{_alternatives(words.days)})",
        "decade": rf"(?:de\s+)?jaren\s+(?P<decade>{_alternatives(words.decades)}|\d0)",
        "fixed": rf"(?P<fixed>{_alternatives(words.fixed_years)})",
        "same": rf"(?P<same>{_alternatives(lists['same_year'])})",
        "y": rf"(?P<y>{year})",
    }


def _number_rule(words: TimeWords) -> str:
    return rf"(?:\d{{1,3}}|{_alternatives(words.numbers)})"


def _opener_rule(lists: Mapping[str, tuple[str, ...]]) -> str:
    """The word before a point that gives it its role, maybe with a noun between: "sinds de verhuizing van 2011"."""
    roles = [f"(?P<{role}>{_alternatives(lists[role])})" for role in ("deadline", "until", "since", "from", "between")]
    noun = r"(?:\s+(?:de|het|zijn|haar|hun|een)\s+\w+\s+(?:van|in|op))?"
    return rf"(?<!\w)(?:{'|'.join(roles)}|(?P<van>van)){noun}\s+$"


class TimeGrammar:
    """Finds and resolves expressions of time."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words
        lists, number = words.lists, _number_rule(words)
        self.points = _point_rules(words)
        part = rf"(?:{_alternatives(lists['parts'])}\s+(?:van\s+)?(?:het\s+jaar\s+|de\s+maand\s+)?)?"
        vague = rf"(?:{_alternatives(lists['vague'])}\s+)*{part}"
        rules = "|".join(f"(?P<is_{name}>{rule})" for name, rule in self.points.items())
        self.point = re.compile(rf"{vague}(?:{rules})(?![\w])")
        self.opener = re.compile(_opener_rule(lists))
        self.bridge = re.compile(rf"\s*(?:{_alternatives(lists['until'])}|en|-|–)\s+|\s*[-–]\s*")
        self.until_recently = re.compile(rf"(?<!\w){_alternatives(lists['until_recently'])}(?!\w)")
        self.since_then = re.compile(rf"(?<!\w){_alternatives(lists['since_then'])}(?!\w)")
        self.long = re.compile(rf"(?<!\w)(?P<n>{number})\s+jaar(?:\s+{_alternatives(lists['duration'])})?(?!\w)")
        elapsed = rf"(?P<n>{number})\s+jaar(?!\s+(?:geleden|later))(?!\w)"
        about = r"(?:bijna\s+|ruim\s+|meer\s+dan\s+)?"
        self.elapsed = (
            re.compile(rf"(?<!\w)(?:al|reeds|{_alternatives(lists['since'])})\s+{about}{elapsed}"),
            re.compile(rf"(?<!\w)(?:de\s+)?(?:afgelopen|laatste|voorbije)\s+{elapsed}"),
        )

    def find(
        self,
        sentence: str,
        published: Point | None,
        last: Point | None,
        is_past: Callable[[int], bool] = lambda _: True,
    ) -> list[TimeExpression]:
        """Gives the expressions of one sentence; `last` is the last date that the text gave before it."""
        text = sentence.lower()
        found: list[TimeExpression] = []
        place = 0
        while match := self._next_point(text, place):
            if _is_name(sentence, match):
                place = match.end()
                continue
            last = found[-1].first if found and found[-1].first is not None else last
            expression = self._expression(text, match, published, last, is_past(match.start()))
            found.append(expression)
            place = expression.end
        found += self._since_then(text, last) + self._durations(text, published, found)
        if published is not None:
            for match in self.until_recently.finditer(text):
                found.append(TimeExpression(match.start(), match.end(), "until", None, Point(published.year)))
        return sorted((one for one in found if _is_plausible(one)), key=lambda one: one.start)

    def _next_point(self, text: str, place: int) -> re.Match[str] | None:
        for match in re.finditer(r"(?<![\w-])", text[place:]):
            start = place + match.start()
            if (start == 0 or not text[start - 1].isalnum()) and (point := self.point.match(text, start)):
                return point
        return None

    def _expression(
        self, text: str, match: re.Match[str], published: Point | None, last: Point | None, past: bool
    ) -> TimeExpression:
        opener = self.opener.search(text[: match.start()])
        role = next((name for name, value in opener.groupdict().items() if value), "at") if opener else "at"
        start = opener.start() if opener else match.start()
        first = self.resolve(match, published, last, _View(role, past))
        is_day = bool(match["is_weekday"] or match["is_days"])
        if role in ("van", "between", "at"):
            bridge = self.bridge.match(text, match.end())
            if bridge and (role != "at" or bridge[0].strip() != "en"):
                closing = self.point.match(text, bridge.end())
                if closing:
                    end = self.resolve(closing, published, first or last, _View("until", past))
                    first = _share_year(first, end, match, closing)
                    return TimeExpression(start, closing.end(), "span", first, end)
        if match["is_decade"] and first is not None:
            return TimeExpression(start, match.end(), "span", first, Point(first.year + 9))
        role = {"van": "at", "between": "at", "since": "from"}.get(role, role)
        if role == "until":
            return TimeExpression(start, match.end(), role, None, first, is_day)
        return TimeExpression(start, match.end(), role, first, None, is_day)

    def _since_then(self, text: str, last: Point | None) -> list[TimeExpression]:
        return [TimeExpression(m.start(), m.end(), "from", last) for m in self.since_then.finditer(text)]

    def _durations(self, text: str, published: Point | None, found: list[TimeExpression]) -> list[TimeExpression]:
        """Gives starts: "zes jaar lang, tot 2019" began in 2013, "al drie jaar" three years before the article."""
        more = []
        for match in self.long.finditer(text):
            ends = [one for one in found if one.role == "until" and 0 <= one.start - match.end() < _NEAR]
            if ends and ends[0].last is not None:
                more.append(self._years_before(match, ends[0].last))
        if published is not None:
            more += [self._years_before(match, published) for rule in self.elapsed for match in rule.finditer(text)]
        return more

    def _years_before(self, match: re.Match[str], point: Point) -> TimeExpression:
        return TimeExpression(match.start(), match.end(), "from", Point(point.year - self._number(match["n"])))

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else self.words.numbers[word]

    def resolve(self, match: re.Match[str], published: Point | None, last: Point | None, view: _View) -> Point | None:
        """Gives the date of a point; None when it hangs on a date that is not known."""
        name = next(name for name in self.points if match[f"is_{name}"])
        if name == "y":
            return Point(int(match["y"]))
        if name == "fixed":
            return Point(self.words.fixed_years[match["fixed"]])
        if name == "iso":
            return _valid(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
        if name == "decade":
            word = match["decade"]
            return Point(1900 + int(word) if word.isdigit() else self.words.decades[word])
        if name in ("same", "later"):
            return self._from_last(match, last)
        if name in ("dmy", "shift_my", "my", "sy", "feast"):
            return self._calendar(name, match, published, view)
        return self._deictic(name, match, published, view) if published is not None else None

    def _from_last(self, match: re.Match[str], last: Point | None) -> Point | None:
        if last is None:
            return None
        if match["is_same"]:
            return Point(last.year)
        count = self._number(match["later_n"])
        if match["later_w"] in self.words.lists["earlier"]:
            count = -count
        return self._move(last, count, self.words.units[match["later_u"]])

    @staticmethod
    def _move(point: Point, count: int, unit: str) -> Point | None:
        if unit == "year":
            return Point(point.year + count)
        if unit == "century":
            return None
        if unit == "month":
            return point.plus_months(count)
        moved = point.plus_days(count * _UNIT_DAYS[unit])
        return Point(moved.year, moved.month) if unit == "week" else moved

    def _shift(self, word: str | None) -> int:
        lists = self.words.lists
        if word is None or word in lists["present"]:
            return 0
        return -1 if word in lists["past"] else 1

    def _calendar(self, name: str, match: re.Match[str], published: Point | None, view: _View) -> Point | None:
        if name == "dmy":
            month = self.words.months.get(match["dmy_m"]) or self.words.short_months[match["dmy_m"]]
            year = int(match["dmy_y"]) if match["dmy_y"] else self._nearest_year(month, None, published, view)
            return _valid(year, month, int(match["dmy_d"])) if year else None
        if name == "shift_my":
            month = self.words.months[match["smy_m"]]
            return Point(published.year + self._shift(match["smy_s"]), month) if published else None
        if name == "feast":
            feast = [int(part) for part in self.words.feasts[match["feast"]].split("-")]
            year = int(match["feast_y"]) if match["feast_y"] else self._nearest_year(feast[0], None, published, view)
            return Point(year, *feast) if year else None
        kind, table = ("my", self.words.months) if name == "my" else ("sy", self.words.seasons)
        month = table[match[f"{kind}_m"]]
        if match[f"{kind}_y"]:
            year = int(match[f"{kind}_y"])
        elif match[f"{kind}_t"]:
            year = published.year + self._shift(match[f"{kind}_t"]) if published else None
        else:
            year = self._nearest_year(month, match[f"{kind}_s"], published, view)
        if year is None:
            return None
        return Point(year, month) if name == "my" else Point(year)

    def _nearest_year(self, month: int, shift: str | None, published: Point | None, view: _View) -> int | None:
        """The year of a month that stands without one, by tense and by the word before it."""
        if published is None:
            return None
        now, year = published.month or _MONTHS, published.year
        if shift is not None:
            return year + {0: 0, 1: int(month <= now), -1: -int(month >= now)}[self._shift(shift)]
        if view.role == "since" or view.past:
            return year - (month > now)
        recent = 0 if view.role == "until" else _RECENT
        return year + (month < now - recent)

    def _deictic(self, name: str, match: re.Match[str], published: Point, view: _View) -> Point | None:
        if name == "days":
            return published.plus_days(self.words.days[match["days"]])
        if name == "ago":
            return self._ago(match, published)
        if name == "ahead":
            return self._move(published, self._number(match["ahead_n"]), self.words.units[match["ahead_u"]])
        if name == "unit":
            return self._unit(published, self._shift(match["unit_s"]), self.words.units[match["unit_u"]])
        if published.day is None:
            return published
        if name == "week_day":
            return self._week_day(published, self._shift(match["wd_s"]), self.words.weekdays[match["wd_d"]])
        today = date(published.year, published.month or 1, published.day).isoweekday()
        back = (today - self.words.weekdays[match["day_d"]]) % 7
        shift = self._shift(match["day_s"])
        if shift > 0 or (view.role in ("from", "until") and not view.past and shift == 0 and back):
            return published.plus_days(7 - back)
        return published.plus_days(-(back or (7 if shift < 0 else 0)))

    def _ago(self, match: re.Match[str], published: Point) -> Point | None:
        unit = self.words.units[match["ago_u"]]
        if match["ago_h"] or match["ago_m"]:
            months = _MONTHS // 2 if match["ago_h"] else _MONTHS * 3 // 2
            return published.plus_months(-months) if unit == "year" else None
        return self._move(published, -self._number(match["ago_n"].strip()), unit) if match["ago_n"] else None

    @staticmethod
    def _unit(published: Point, shift: int, unit: str) -> Point | None:
        if unit == "year":
            return Point(published.year + shift)
        if unit == "month":
            return published.plus_months(shift)
        if unit == "week":
            moved = published.plus_days(7 * shift)
            return Point(moved.year, moved.month)
        return None

    @staticmethod
    def _week_day(published: Point, shift: int, weekday: int) -> Point:
        today = date(published.year, published.month or 1, published.day or 1).isoweekday()
        return published.plus_days(7 * shift + weekday - today)


def _is_name(sentence: str, match: re.Match[str]) -> bool:
    """Months, seasons and days have small letters: "Mei Lin", "De Winter" are names. A sentence may start with one."""
    return match.start() > 0 and any(letter.isupper() for letter in sentence[match.start() : match.end()])


def _valid(year: int, month: int, day: int) -> Point | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Point(year, month, day)


def _share_year(first: Point | None, end: Point | None, match: re.Match[str], closing: re.Match[str]) -> Point | None:
    """Gives the first month the year of the second: "van maart tot juni 2020"."""
    bare = (match["is_my"] and not match["my_y"] and not match["my_t"]) or (match["is_dmy"] and not match["dmy_y"])
    dated = (closing["is_my"] and closing["my_y"]) or (closing["is_dmy"] and closing["dmy_y"])
    if not (bare and dated and first and end and first.month and end.month):
        return first
    return Point(end.year - (first.month > end.month), first.month, first.day)
