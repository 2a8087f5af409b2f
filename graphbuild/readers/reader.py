"""What a reader is."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Protocol

from graphbuild.types import Article


class Reader(Protocol):
    """Turns a file of one kind into an article. Register it under the entry points "graphbuild.readers"."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    """Ends of file names that it reads, in lower case and with the dot: `(".txt",)`."""

    def read(self, path: Path) -> Article:
        """Reads one file; raises ArticleError, with the reason, when that cannot be done."""
        ...
