"""Finding files, and the reader for each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from itertools import permutations
from pathlib import Path

import pytest

from graphbuild.errors import ArticleError, UnknownNameError, UsageError
from graphbuild.readers import collect, find_files, get_reader, read_article, readers, registry
from graphbuild.readers.plain_text import TextReader
from graphbuild.types import Article

TEXT = "De gemeente Venlo stopt met de camera's van een Chinese leverancier, zegt wethouder Marijn Peters."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.txt",
        "in/c.TXT",
        "in/d.docx",
        ".hidden.txt",
        ".git/e.txt",
        "README",
        "in/deep/a.txt",
    ):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} Het gaat om {name}.", encoding="utf8")
    return tmp_path / "news"


def names(found: Iterator[Article | ArticleError]) -> list[tuple[str, bool]]:
    return [(each.source_file, isinstance(each, Article)) for each in found]


def test_folders_are_walked_without_hidden_files_in_the_order_of_names(folder: Path) -> None:
    found = [file.relative_to(folder).as_posix() for file in find_files([folder])]
    assert found == ["README", "a.txt", "in/deep/a.txt", "b.txt", "in/c.TXT", "in/d.docx"]


def test_the_order_and_repetition_of_paths_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    paths = [folder / "in", Path("b.txt"), folder, Path("in/../a.txt")]
    expected = find_files([folder])
    for order in permutations(paths):
        assert find_files(order) == expected


def test_a_hidden_file_or_folder_that_is_named_is_read(folder: Path) -> None:
    assert [file.name for file in find_files([folder / ".git", folder / ".hidden.txt"])] == [
        ".hidden.txt",
        "e.txt",
    ]


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_read(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"\x00\x01")
    found = list(collect([str(folder)]))
    assert names(iter(found)) == [
        ("README", False),
        ("a.txt", True),
        ("a.txt", True),
        ("b.txt", False),
        ("c.TXT", True),
        ("d.docx", False),
    ]
    messages = [str(each) for each in found if isinstance(each, ArticleError)]
    assert messages[0] == "README: no reader for files without a suffix; known are: .htm, .html, .json, .text, .txt"
    assert "'.docx'" in messages[2]


def test_the_same_file_in_two_folders_is_one_article(folder: Path) -> None:
    (folder / "in" / "b.txt").write_bytes((folder / "b.txt").read_bytes())
    found = [each for each in collect([folder]) if each.source_file == "b.txt"]
    assert names(iter(found)) == [("b.txt", True), ("b.txt", False)]
    assert "same name and text" in str(found[1])


def test_a_missing_path_is_wrong_use_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"no such file or folder: .*absent\.txt"):
        collect([folder, folder / "absent.txt"])


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(collect([tmp_path])) == []


def test_readers_are_found_by_name() -> None:
    assert list(readers()) == ["html", "json", "text"]
    assert all(reader.name == name for name, reader in readers().items())
    assert isinstance(get_reader("text"), TextReader)
    with pytest.raises(UnknownNameError, match="unknown reader 'pdf'; known are: html, json, text"):
        get_reader("pdf")


def test_suffixes_are_known_in_any_case(folder: Path) -> None:
    assert read_article(folder / "in" / "c.TXT").source_file == "c.TXT"


class Rival:
    """A reader of another package that takes the same files."""

    name = "rival"
    suffixes = (".txt",)

    def read(self, path: Path) -> Article:
        raise NotImplementedError


def test_two_readers_for_one_suffix_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        EntryPoint("text", "graphbuild.readers.plain_text:TextReader", registry.GROUP),
        EntryPoint("rival", f"{__name__}:Rival", registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    readers.cache_clear()
    try:
        with pytest.raises(UsageError, match=r"'rival' and 'text' both read \.txt files"):
            readers()
    finally:
        readers.cache_clear()
