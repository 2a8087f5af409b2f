"""Reads plain text files."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from graphbuild.errors import ArticleError
from graphbuild.readers.composing import Draft, compose
from graphbuild.readers.decoding import decode, read_bytes
from graphbuild.types import Article

_MARKUP = ("<!doctype html", "<html", "<?xml")


class TextReader:
    """Reads `.txt`: the article alone, or under lines that say its date, publisher and title."""

    name: ClassVar[str] = "text"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    def read(self, path: Path) -> Article:
        """Reads one text file; raises ArticleError when it is empty, binary, markup or not in Dutch."""
        text = decode(read_bytes(path), path.name)
        if text.lstrip("\ufeff \t\r\n").casefold().startswith(_MARKUP):
            raise ArticleError(path.name, "holds HTML or XML; name it .html to have it read as a web page")
        return compose(Draft(path.name, text))
