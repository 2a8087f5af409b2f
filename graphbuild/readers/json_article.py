"""Reads articles from JSON, as archives and scrapers write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from graphbuild.errors import ArticleError
from graphbuild.readers.composing import Draft, compose
from graphbuild.readers.decoding import decode, read_bytes
from graphbuild.types import Article


class JsonReader:
    """Reads `.json`: one object with `text` or `body`, and perhaps `title`, `date`, `publisher` and `url`."""

    name: ClassVar[str] = "json"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def read(self, path: Path) -> Article:
        """Reads one object; raises ArticleError when it is not JSON, or a field is missing or no text."""
        try:
            fields = json.loads(decode(read_bytes(path), path.name))
        except (json.JSONDecodeError, RecursionError) as cause:
            raise ArticleError(path.name, f"is not valid JSON: {cause}") from cause
        if not isinstance(fields, Mapping):
            raise ArticleError(path.name, "must hold one JSON object with the field `text`")
        text = _field(path, fields, "text", "body")
        if text is None:
            raise ArticleError(path.name, "has no field `text` or `body`")
        title = _field(path, fields, "title", "headline")
        published = _field(path, fields, "date", "published")
        publisher, url = _field(path, fields, "publisher"), _field(path, fields, "url")
        return compose(Draft(path.name, text, title, published, publisher, url))


def _field(path: Path, fields: Mapping[str, object], *names: str) -> str | None:
    for name in names:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise ArticleError(path.name, f"field `{name}` must be a text, not {type(value).__name__}")
        if value:
            return value
    return None
