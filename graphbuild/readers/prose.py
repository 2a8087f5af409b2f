"""Tells prose from headlines, and sentences that are over from those that go on: by form, in any language."""

from __future__ import annotations

import re

_FINAL = re.compile(r"[.!?…][\"'’”»)\]]*$")
_PERIOD = re.compile(r"[.…][\"'’”»)\]]*$")
# The longest headline, in characters, and the least number of words of a full sentence
_LONGEST_HEADLINE, _SENTENCE = 200, 8


def is_final(text: str) -> bool:
    """Tells whether a text ends like a sentence, quotation marks and brackets aside."""
    return _FINAL.search(text) is not None


def is_prose(text: str) -> bool:
    """Tells whether a line is running text: too long for a headline, or a sentence of eight words or more."""
    return len(text) > _LONGEST_HEADLINE or (is_final(text) and len(text.split()) >= _SENTENCE)


def is_headline(text: str) -> bool:
    """Tells whether a paragraph may be a headline: short, and not ended by a period, comma or colon."""
    return len(text) <= _LONGEST_HEADLINE and not _PERIOD.search(text) and text[-1:] not in (",", ";", ":")
