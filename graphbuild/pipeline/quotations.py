"""Which words of a text stand inside a quotation."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

OPENING, CLOSING, STRAIGHT = "“„‘«", "”’»", "\"'"
MARKS = frozenset(OPENING + CLOSING + STRAIGHT)
_FURTHEST = 400
"""A quotation that is not closed within so many words was not one."""


def quoted_tokens(doc: Doc) -> list[bool]:
    """Tells of each token whether it stands inside a quotation; the marks themselves count as inside.

    A mark opens where a word follows it without space; an apostrophe inside or at the end of a word is none.
    A new paragraph closes what is open.
    """
    flags = [False] * len(doc)
    place = 0
    while place < len(doc):
        end = _end_of_quotation(doc, place) if _opens(doc[place]) else None
        if end is None:
            place += 1
            continue
        flags[place : end + 1] = [True] * (end + 1 - place)
        place = end + 1
    return flags


def _opens(token: Token) -> bool:
    if token.text not in MARKS or token.text in CLOSING.replace("’", "") or token.i + 1 >= len(token.doc):
        return False
    before = token.nbor(-1) if token.i else None
    free = before is None or bool(before.whitespace_) or before.is_punct or before.is_space
    return free and not token.whitespace_ and not token.nbor().is_space


def _end_of_quotation(doc: Doc, start: int) -> int | None:
    opener = doc[start].text
    closers = STRAIGHT + CLOSING if opener not in STRAIGHT else opener
    for place in range(start + 1, min(start + _FURTHEST, len(doc))):
        token = doc[place]
        if token.is_space and "\n" in token.text:
            return place - 1
        if token.text in closers and (token.whitespace_ or _ends_there(doc, place)):
            return place
    return None


def _ends_there(doc: Doc, place: int) -> bool:
    return place + 1 >= len(doc) or doc[place + 1].is_punct or doc[place + 1].is_space


def runs(quoted: list[bool]) -> list[tuple[int, int]]:
    """Gives of each token the first and the last token of the quotation it stands in, or itself."""
    found = [(place, place) for place in range(len(quoted))]
    start = 0
    for place, inside in enumerate(quoted):
        if inside and (place + 1 == len(quoted) or not quoted[place + 1]):
            found[start : place + 1] = [(start, place)] * (place + 1 - start)
        if not inside:
            start = place + 1
    return found


def is_quotation(sentence: Span, quoted: list[bool]) -> bool:
    """Tells whether most words of a sentence are quoted."""
    words = [token for token in sentence if not token.is_punct and not token.is_space]
    return bool(words) and sum(quoted[token.i] for token in words) * 2 > len(words)
