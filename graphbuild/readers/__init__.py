"""Readers: from files to articles.

A file is decoded (`decoding`) and freed of odd characters (`characters`); its language is told (`language`);
it is parted into header and paragraphs (`header`, `paragraphs`), without site furniture (`furniture`), and
composed into an Article (`composing`). `registry` finds the reader of a file by its suffix.
"""

from graphbuild.readers.reader import Reader
from graphbuild.readers.registry import collect, find_files, get_reader, read_article, readers

__all__ = ["Reader", "collect", "find_files", "get_reader", "read_article", "readers"]
