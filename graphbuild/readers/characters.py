"""Odd characters: what may be in a text without being seen, or in several forms, is made one."""

from __future__ import annotations

import html
import re
import unicodedata

# Line and paragraph separators of other systems, and page breaks
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Unicode categories: control, format, half of a surrogate pair
_INVISIBLE = ("Cc", "Cf", "Cs")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
# Hyphens that only differ in where a line may break, and letters that print as one
_SAME = str.maketrans({
    "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\uff0d": "-",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\u0133": "ij", "\u0132": "IJ",
})  # fmt: skip


def clean(text: str) -> str:
    """Gives a text in Unicode form NFC with plain spaces and newlines and without invisible characters.

    - character references of HTML (`&amp;`) become what they stand for
    - control and format characters (soft hyphen, zero-width space, byte order mark) go
    - white space inside a line becomes one space, at the ends of a line none
    - quotation marks stay as they are

    Cleaning a clean text changes nothing.
    """
    text = _NEWLINES.sub("\n", _unescaped(text)).translate(_SAME)
    text = "".join(character for character in text if _is_visible(character))
    text = unicodedata.normalize("NFC", text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _unescaped(text: str) -> str:
    while _ENTITY.search(text) and (plain := html.unescape(text)) != text:
        text = plain
    return text


def _is_visible(character: str) -> bool:
    return character in "\n\t" or character.isprintable() or unicodedata.category(character) not in _INVISIBLE
