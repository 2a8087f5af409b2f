"""Finds out whether a query would ask other servers, which nothing does unless it is allowed to."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\s]*>"""
    r"""|\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|#[^\n\r]*""",
    re.DOTALL,
)
"""IRIs, strings and comments, in which words mean nothing; whatever comes first is what it seems to be."""
_SERVICE = re.compile(r"(?<![\w?$:.-])SERVICE(?![\w:-])", re.IGNORECASE)


def asks_other_servers(text: str) -> bool:
    """Tells whether a query has a SERVICE clause, however it is written.

    SPARQL lets any character be written as an escape, and engines differ in when they read those; the query is
    looked at both ways, so that nothing is hidden by a difference.
    """
    if "\\" not in text and "service" not in text.casefold():
        return False
    return any(_SERVICE.search(_OPAQUE.sub(" ", form)) for form in (text, _ESCAPE.sub(_character, text)))


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16) % 0x110000)
