from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import CatalogueError, LanguageError
from graphbuild.knowledge import Entry, read_knowledge


def read(tmp_path: Path, text: str) -> Entry:
    path = tmp_path / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return read_knowledge(path, LanguageError)


def test_scalars_are_text(tmp_path: Path) -> None:
    assert read(tmp_path, "[NO, Ja, 1984, ~, yes]").texts() == ("NO", "Ja", "1984", "~", "yes")


def test_text_is_composed_and_trimmed(tmp_path: Path) -> None:
    assert read(tmp_path, 'name: " Belgie\u0308 "').mapping()["name"].text() == "België"


def test_flags(tmp_path: Path) -> None:
    assert [entry.flag() for entry in read(tmp_path, "[true, false]").items()] == [True, False]
    with pytest.raises(LanguageError, match="expected true or false, not 'ja'"):
        read(tmp_path, "[ja]").items()[0].flag()


def test_a_failure_names_file_and_line(tmp_path: Path) -> None:
    entry = read(tmp_path, "one: 1\ntwo:\n  three: 3\n").mapping()["two"]
    with pytest.raises(LanguageError, match=r"some\.yaml:3: wrong") as caught:
        entry.fail("wrong")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("a: [1", r"some\.yaml:\d+: is not valid YAML"),
        ("a: \x00", "is not valid YAML"),
    ],
)
def test_unreadable_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LanguageError, match=message):
        read(tmp_path, text)


def test_missing_file_and_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_knowledge(tmp_path / "none.yaml", CatalogueError)
    (tmp_path / "latin.yaml").write_bytes("België".encode("latin-1"))
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_knowledge(tmp_path / "latin.yaml", CatalogueError)


def test_shapes_are_checked(tmp_path: Path) -> None:
    entry = read(tmp_path, "a: [x, x]\nb: {k: v}\nc: ''\nd: x\n")
    fields = entry.mapping()
    with pytest.raises(LanguageError, match=":1: listed twice: x"):
        fields["a"].texts()
    with pytest.raises(LanguageError, match=":1: expected a text"):
        fields["a"].text()
    with pytest.raises(LanguageError, match=":2: expected a list"):
        fields["b"].items()
    with pytest.raises(LanguageError, match=":3: expected a text here, found nothing"):
        fields["c"].text()
    with pytest.raises(LanguageError, match=":4: expected a mapping"):
        fields["d"].mapping()
    with pytest.raises(LanguageError, match=":1: unknown field 'a'; known are: b, c, d"):
        entry.fields(("b", "c"), ("d",))
    with pytest.raises(LanguageError, match="field 'e' is missing"):
        entry.fields(("e",), ("a", "b", "c", "d"))
    with pytest.raises(LanguageError, match=":2: key 'a' appears twice"):
        read(tmp_path, "a: 1\na: 2\n").mapping()


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read_or_refused_by_our_own_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(LanguageError):
        assert read_knowledge(path, LanguageError).line >= 1
