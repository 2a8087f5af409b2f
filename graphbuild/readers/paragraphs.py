"""From lines to paragraphs: without site furniture, with broken lines and broken sentences made whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from statistics import median

from graphbuild.readers.furniture import Furniture
from graphbuild.readers.prose import is_final, is_headline, is_prose

_BULLET = re.compile(r"(?:[•‣▪●◦*·–-]\s+)+")
# Lines broken at a margin are about this long; a paragraph in one line is shorter or longer.
_NARROWEST, _WIDEST = 40, 130
# A heading has fewer words than this, so that a longer paragraph without an end must go on in the next.
_LONG = 10


def paragraphs(lines: Iterable[str], furniture: Furniture) -> list[str]:
    """Gives the paragraphs of a text, none of them empty; a heading is a paragraph of its own.

    - furniture goes, and so do headlines of other articles under a line such as "Lees ook:"
    - lines broken at a margin are joined; otherwise every line is a paragraph
    - a paragraph without an end is joined with the next when that begins with a lower-case letter, or when
      it ends in a word that no sentence ends in
    """
    texts = _unwrapped(_blocks(line for line in lines if not furniture.is_furniture(line)))
    while (fewer := _once(texts, furniture)) != texts:
        texts = fewer
    return texts


def _once(texts: list[str], furniture: Furniture) -> list[str]:
    bare = (_BULLET.sub("", text, count=1) if _BULLET.match(text) else text for text in texts)
    kept = [text for text in bare if text and not furniture.is_furniture(text)]
    return _joined(_without_links(kept, furniture), furniture)


def _blocks(lines: Iterable[str]) -> list[list[str]]:
    return [list(block) for filled, block in groupby(lines, key=bool) if filled]


def _unwrapped(blocks: list[list[str]]) -> list[str]:
    if not _is_wrapped(blocks):
        return [line for block in blocks for line in block]
    return [_flow(block) for block in blocks]


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Tells lines broken at a margin: alike in length, and most of them end in the middle of a sentence."""
    inner = [line for block in blocks for line in block[:-1]]
    if len(inner) < 2 or max(map(len, inner)) > _WIDEST or median(map(len, inner)) < _NARROWEST:
        return False
    return sum(not is_final(line) for line in inner) * 2 > len(inner)


def _flow(lines: list[str]) -> str:
    """Joins lines; a hyphen at the end of one stays only after a name or number (`5G-netwerk`)."""
    text = lines[0]
    for before, line in pairwise(lines):
        word = before.split()[-1]
        if not (word.endswith("-") and len(word) > 1 and line[0].islower()):
            text += f" {line}"
        elif word.islower() and line.split()[0] not in ("en", "of"):
            text = text[:-1] + line
        else:
            text += f" {line}" if line.split()[0] in ("en", "of") else line
    return text


def _without_links(texts: list[str], furniture: Furniture) -> Iterator[str]:
    """Leaves out headings of links with the headlines below; of several, the last may be the text's own."""
    number = 0
    while number < len(texts):
        start, number = number, number + 1
        if not furniture.is_link_heading(texts[start]):
            yield texts[start]
            continue
        while number < len(texts) and is_headline(texts[number]) and not is_prose(texts[number]):
            number += 1
        if number - start > 2 and number < len(texts):
            number -= 1


def _joined(texts: Iterable[str], furniture: Furniture) -> list[str]:
    groups: list[list[str]] = []
    for text in texts:
        if groups and _goes_on(groups[-1], text, furniture):
            groups[-1].append(text)
        else:
            groups.append([text])
    return [" ".join(parts) for parts in groups]


def _goes_on(parts: list[str], following: str, furniture: Furniture) -> bool:
    """Tells whether the sentence that the last part ends with goes on in the following text."""
    if is_final(parts[-1]):
        return False
    words = parts[-1].split()
    is_heading = len(parts) == 1 and len(words) < _LONG and parts[-1][-1] not in ",;"
    if words[-1].casefold() in furniture.open_words and len(words) > 1:
        return True
    first = following.split()[0].rstrip(",;:")
    return not is_heading and first[:1].isalpha() and first.islower()
