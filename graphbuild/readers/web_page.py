"""Reads saved web pages with trafilatura, which tells the article from the rest of the page."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from graphbuild.errors import ArticleError
from graphbuild.readers.composing import Draft, compose
from graphbuild.readers.decoding import read_bytes
from graphbuild.types import Article

# htmldate rejects dates after today unless told otherwise, which would make results depend on the clock.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
_OPTIONS = {
    "with_metadata": True,
    "include_comments": False,
    "include_tables": False,
    "date_extraction_params": _DATES,
}


class WebPageReader:
    """Reads `.html` and `.htm`; needs trafilatura, which `pip install "graphbuild[html]"` brings."""

    name: ClassVar[str] = "html"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm")

    def read(self, path: Path) -> Article:
        """Reads one page; raises ArticleError when it holds no article or trafilatura is not installed."""
        data, extractor = read_bytes(path), _trafilatura(path.name)
        page = extractor.bare_extraction(data, **_OPTIONS)
        if page is None or not page.text:
            raise ArticleError(path.name, "no article was found in this page")
        text = "\n\n".join(page.text.split("\n"))
        return compose(Draft(path.name, text, page.title, page.date, page.sitename, page.url))


def _trafilatura(source_file: str) -> ModuleType:
    """Loads the optional library only when there is a page to read."""
    try:
        return import_module("trafilatura")
    except ImportError as cause:
        reason = 'reading web pages needs trafilatura; run: pip install "graphbuild[html]"'
        raise ArticleError(source_file, reason) from cause
