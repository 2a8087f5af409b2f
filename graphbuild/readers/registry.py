"""Finds files and the reader for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from graphbuild.errors import ArticleError, UnknownNameError, UsageError
from graphbuild.readers.reader import Reader
from graphbuild.types import Article

GROUP = "graphbuild.readers"
"""The group of entry points that readers are registered under: name -> class without arguments."""


@lru_cache
def readers() -> Mapping[str, Reader]:
    """Gives all registered readers by name, sorted; those of other packages come like our own.

    Raises UsageError when two of them claim the same suffix.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    found: dict[str, Reader] = {entry.name: entry.load()() for entry in entries}
    owners: dict[str, str] = {}
    for name, reader in found.items():
        for suffix in reader.suffixes:
            if owners.setdefault(suffix, name) != name:
                names = f"{owners[suffix]!r} and {name!r}"
                raise UsageError(f"readers {names} both read {suffix} files; uninstall one of them")
    return found


def get_reader(name: str) -> Reader:
    """Gives a reader by its name; raises UnknownNameError, which lists the known ones."""
    try:
        return readers()[name]
    except KeyError:
        raise UnknownNameError("reader", name, readers()) from None


def read_article(path: Path) -> Article:
    """Reads one file by the reader of its suffix; raises ArticleError when there is none, or it fails."""
    by_suffix = {suffix: reader for reader in readers().values() for suffix in reader.suffixes}
    suffix = path.suffix.lower()
    if suffix not in by_suffix:
        kind = f"files of kind {suffix!r}" if suffix else "files without a suffix"
        raise ArticleError(path.name, f"no reader for {kind}; known are: {', '.join(sorted(by_suffix))}")
    return by_suffix[suffix].read(path)


def find_files(paths: Iterable[Path | str]) -> list[Path]:
    """Gives the files among the paths and in the folders among them, each once, sorted by name.

    Hidden files and folders inside a folder are left out. Neither the order of the paths nor the place of the
    folders matters for the order. Raises UsageError when a path does not exist.
    """
    given = [Path(path) for path in paths]
    missing = sorted(str(path) for path in given if not path.exists())
    if missing:
        raise UsageError(f"no such file or folder: {', '.join(missing)}")
    files = {file.resolve() for path in given for file in _files(path)}
    return sorted(files, key=lambda file: (file.name, file.as_posix()))


def collect(paths: Iterable[Path | str]) -> Iterator[Article | ArticleError]:
    """Reads all files that `find_files` finds, one at a time; what cannot be read comes as its ArticleError.

    Raises UsageError, before the first file is read, when a path does not exist.
    """
    return _read(find_files(paths))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        within = (file for file in path.rglob("*") if file.is_file())
        return (file for file in within if not _is_hidden(file.relative_to(path)))
    return iter([path])


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _read(files: Iterable[Path]) -> Iterator[Article | ArticleError]:
    """Reads files in turn; a second file with the same name and text is no second article."""
    seen: set[str] = set()
    for file in files:
        try:
            article = read_article(file)
        except ArticleError as error:
            yield error
            continue
        if article.id in seen:
            yield ArticleError(file.name, "has the same name and text as a file in another folder; skipped")
        else:
            seen.add(article.id)
            yield article
