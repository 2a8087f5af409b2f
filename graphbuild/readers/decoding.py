"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from graphbuild.errors import ArticleError

LARGEST = 50_000_000
"""Files of more bytes than this are not read as articles."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip or Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
)
_TWICE_ENCODED = re.compile("[\xc3\xc2][\x80-\xbf\u0152-\u02dc\u2013-\u203a\u20ac]|\xe2\u20ac")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# A few stray control characters occur in texts from old systems; more are a sign of data that is no text.
_MOST_CONTROL = 0.02


def read_bytes(path: Path) -> bytes:
    """Gives the content of a file; raises ArticleError when it cannot be read, is empty or too large."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as cause:
        raise ArticleError(path.name, f"cannot be read: {cause.strerror or cause}") from cause
    if size > LARGEST:
        raise ArticleError(path.name, f"has {size:,} bytes; an article may have {LARGEST:,}")
    if not data.strip():
        raise ArticleError(path.name, "is empty")
    return data


def decode(data: bytes, source_file: str) -> str:
    """Gives the text of bytes in UTF-8, in UTF-16 or UTF-32 with a byte order mark, or in Windows-1252.

    Windows-1252 holds all printable characters of Latin-1, so it stands for both. It is tried last, because
    UTF-8 can be told from it and not the other way round. Raises ArticleError when the bytes are no text.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ArticleError(source_file, f"is {kind}, not text; save it as text")
    text = _decode(data)
    if text is not None:
        text = repaired(text)
    if text is None or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise ArticleError(source_file, "is binary, or text in an unknown encoding; save it as UTF-8 text")
    return text


def repaired(text: str) -> str:
    """Gives a text that was UTF-8, was taken for Windows-1252 and saved again (`BelgiÃ«`) as it was (`België`).

    A text is only changed when all of it can be read that way, which other texts never can.
    """
    if not _TWICE_ENCODED.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(character: str) -> bytes:
    """Gives the byte that Windows-1252 has for a character, or Latin-1 where Windows-1252 has none."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _decode(data: bytes) -> str | None:
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
