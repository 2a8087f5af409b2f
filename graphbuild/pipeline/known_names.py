"""Finds listed names in a text, whatever its tokens are: in compounds ("KPN-kantoor"), lists ("T-Mobile/Tele2")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

WORD = re.compile(r"\w+")
FIRST_CAPITAL = re.compile(r"(?<!\w)[A-Z]")
APOSTROPHES = str.maketrans("‘’ʼ", "'''")
SHORT = 4
"""Names of up to this many characters are matched to the letter: WHO is not "who", Ben not "BEN"."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A listed form at `text[start:end]`; `meanings` are what it may stand for, as the list gives them."""

    start: int
    end: int
    form: str
    meanings: tuple[str, ...]


def normal(text: str) -> str:
    """Gives a text of the same length in which apostrophes and white space are alike."""
    return re.sub(r"\s", " ", text.translate(APOSTROPHES))


def same_letters(form: str, text: str) -> bool:
    """Tells whether `text` writes `form`: long names may differ in case, all may start a sentence.

    The first capital of a form is always kept: "de tijd" is not De Tijd, "Wet Openbaarheid van Bestuur" is the
    Wet openbaarheid van bestuur.
    """
    if form == text or (form[0].islower() and form[0] == text[0].lower() and form[1:] == text[1:]):
        return True
    if len(form) <= SHORT or form.casefold() != text.casefold():
        return False
    capital = FIRST_CAPITAL.search(form)
    return capital is None or text[capital.start()].isupper()


class NameFinder:
    """Finds forms in texts, longest first. `forms` maps each form to its meanings."""

    def __init__(self, forms: Mapping[str, Iterable[str]]) -> None:
        self.by_first_word: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
        for form in sorted(forms, key=lambda f: (-len(f), f)):
            first = WORD.match(form)
            if first:
                written = normal(form)
                entry = written, written.casefold(), tuple(forms[form])
                self.by_first_word[first.group().casefold()].append(entry)

    def find(self, text: str) -> Iterator[KnownName]:
        """Yields the names in `text` from left to right; they do not overlap."""
        plain, position = normal(text), 0
        for word in WORD.finditer(plain):
            if word.start() < position:
                continue
            found = self._longest(plain, word)
            if found:
                position = found.end
                yield found

    def at(self, plain: str, start: int) -> KnownName | None:
        """Gives the longest form that starts at `start` and ends at the end of a word."""
        first = WORD.match(plain, start)
        return self._longest(plain, first) if first else None

    def _longest(self, plain: str, first: re.Match[str]) -> KnownName | None:
        start = first.start()
        for form, folded, meanings in self.by_first_word.get(first.group().casefold(), ()):
            end = start + len(form)
            text = plain[start:end]
            if text.casefold() != folded or not same_letters(form, text):
                continue
            if end < len(plain) and (plain[end].isalnum() or plain[end] == "_"):
                continue
            return KnownName(start, end, form, meanings)
        return None
