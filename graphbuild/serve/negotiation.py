"""Chooses the media type of an answer from what a client says that it accepts."""

from __future__ import annotations

from collections.abc import Sequence

ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
"""What rows and yes or no can be sent as; the first when the client does not care."""

TRIPLES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "text/plain",
    "application/xml",
    "application/json",
)
"""What triples can be sent as; the first when the client does not care."""

_SYNONYMS = {
    "application/json": {"rows": "application/sparql-results+json", "triples": "application/ld+json"},
    "application/xml": {"rows": "application/sparql-results+xml", "triples": "application/rdf+xml"},
    "text/xml": {"rows": "application/sparql-results+xml"},
    "text/plain": {"triples": "application/n-triples"},
}


def rows_type(accept: str) -> str | None:
    """Gives the media type for rows that an Accept header likes best, None when it takes none of ours."""
    found = best_type(accept, ROWS)
    return _SYNONYMS.get(found, {}).get("rows", found) if found else None


def triples_type(accept: str) -> str | None:
    """Gives the media type for triples that an Accept header likes best, None when it takes none of ours."""
    found = best_type(accept, TRIPLES)
    return _SYNONYMS.get(found, {}).get("triples", found) if found else None


def best_type(accept: str, offered: Sequence[str]) -> str | None:
    """Gives the offered media type with the highest quality in an Accept header (RFC 9110, section 12.5.1).

    Of equal ones the earlier offered; an empty header accepts everything.
    """
    ranges = [_parse(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    qualities = {media_type: _quality(media_type, ranges) for media_type in offered}
    best = max(offered, key=lambda media_type: qualities[media_type])
    return best if qualities[best] > 0 else None


def _parse(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.lower().split(";"))
    quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return name, float(quality)
    except ValueError:
        return name, 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers a media type, 0 when none does."""
    kind = media_type.partition("/")[0]
    for candidate in (media_type, f"{kind}/*", "*/*"):
        for name, quality in ranges:
            if name == candidate:
                return quality
    return 0.0
