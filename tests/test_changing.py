from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphbuild.building import FILES, REPORT, build
from graphbuild.changing import add, remove
from graphbuild.errors import StoreError, UsageError
from graphbuild.graph.ledger import read_ledger
from graphbuild.graph.namespaces import term
from graphbuild.graph.store import open_store
from tests.conftest import ARTICLES
from tests.test_building import OWN, write
from tests.test_cli import run

OTHER = "Noordnet levert sinds 2019 apparatuur aan Zuidcom, schrijft NRC. Zuidcom is een dochter van Noordnet."


def same(first: Path, second: Path, *, files: bool = True) -> None:
    """Asserts that two built folders hold the same."""
    assert set(open_store(first)) == set(open_store(second))
    for name in (*FILES, REPORT) if files else ():
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize("store_only", [False, True])
def test_articles_that_are_added_give_what_one_build_of_all_gives(tmp_path: Path, store_only: bool) -> None:
    files = sorted(ARTICLES.glob("*.txt"))[:6]
    build(files, tmp_path / "once", fast=True)
    build(files[::2], tmp_path / "parts", fast=True)
    read: list[str] = []
    changed = add(files, tmp_path / "parts", fast=True, store_only=store_only, progress=read.append)
    assert (changed.counts.articles, changed.problems, changed.namesakes, len(read)) == (3, (), (), 6)
    assert set(open_store(tmp_path / "parts")) == set(open_store(tmp_path / "once"))
    for name in (*FILES, REPORT):
        if store_only:
            assert not (tmp_path / "parts" / name).exists()
        else:
            assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "once" / name).read_bytes(), name


def test_articles_are_not_added_to_a_graph_that_was_built_in_another_way(tmp_path: Path) -> None:
    article = write(tmp_path, "a.txt", OWN)
    build([article], tmp_path / "out", fast=True)
    with pytest.raises(UsageError, match=r"base: https://w3id\.org"):
        add([article], tmp_path / "out", fast=True, base="https://example.org/")
    with pytest.raises(StoreError, match="missing"):
        add([article], tmp_path / "nowhere", fast=True)


def test_a_file_that_changed_replaces_its_article_where_that_is_asked_for(tmp_path: Path) -> None:
    other, changing = write(tmp_path, "b.txt", OWN), write(tmp_path, "a.txt", OWN)
    build([changing, other], tmp_path / "out", fast=True)
    write(tmp_path, "a.txt", OTHER)
    changed = add([changing, other], tmp_path / "out", replace=True, fast=True)
    assert (changed.counts.articles, changed.counts.removed, changed.namesakes) == (1, 1, ())
    build([changing, other], tmp_path / "again", fast=True)
    same(tmp_path / "out", tmp_path / "again")
    again = add([changing, other], tmp_path / "out", replace=True, fast=True).counts
    assert (again.articles, again.removed, again.triples_in, again.triples_out) == (0, 0, 0, 0)


def test_a_file_of_the_same_name_is_kept_beside_the_other_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, text in (("one", OWN), ("two", OTHER)):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "a.txt", text)
    build([tmp_path / "one"], tmp_path / "out", fast=True)
    assert run("build", tmp_path / "two", "--out", tmp_path / "out", "--add", "--fast") == 0
    assert "--replace replaces it: a.txt" in capsys.readouterr().err
    build([tmp_path / "one", tmp_path / "two"], tmp_path / "once", fast=True)
    same(tmp_path / "out", tmp_path / "once")
    add([tmp_path / "one", tmp_path / "two"], tmp_path / "out", replace=True, fast=True)
    same(tmp_path / "out", tmp_path / "once")


def test_a_file_that_can_be_read_no_more_leaves_its_article(tmp_path: Path) -> None:
    changing = write(tmp_path, "a.txt", OWN)
    build([changing], tmp_path / "out", fast=True)
    before = set(open_store(tmp_path / "out"))
    write(tmp_path, "a.txt", b"")
    changed = add([changing], tmp_path / "out", replace=True, fast=True)
    assert [problem.source_file for problem in changed.problems] == ["a.txt"]
    assert set(open_store(tmp_path / "out")) == before
    write(tmp_path, "a.txt", OTHER)
    add([changing], tmp_path / "out", replace=True, fast=True)
    assert json.loads((tmp_path / "out" / REPORT).read_text())["problems"] == []


APART = ("Noordnet werkt samen met Huawei.", "Noordnet levert apparatuur aan Tencent.")
BETWEEN = "Noordnet werkt samen met Huawei. Noordnet levert apparatuur aan Tencent."


@pytest.mark.parametrize("store_only", [False, True])
def test_an_article_joins_names_of_others_and_parts_them_when_it_is_removed(tmp_path: Path, store_only: bool) -> None:
    first, second = (write(tmp_path, f"{n}.txt", text) for n, text in enumerate(APART))
    between = write(tmp_path, "between.txt", BETWEEN)
    build([first, second], tmp_path / "apart", fast=True)
    build([first, second, between], tmp_path / "together", fast=True)
    build([first, second], tmp_path / "out", fast=True)
    assert (len(noordnets(tmp_path / "apart")), len(noordnets(tmp_path / "together"))) == (2, 1)
    counts = add([between], tmp_path / "out", fast=True, store_only=store_only).counts
    assert (counts.articles, counts.removed) == (1, 0)
    same(tmp_path / "out", tmp_path / "together", files=not store_only)
    remove(["between.txt"], tmp_path / "out", store_only=store_only)
    same(tmp_path / "out", tmp_path / "apart", files=not store_only)


def noordnets(folder: Path) -> set[str]:
    """The entities of a built folder that go by a name with Noordnet in it."""
    names = open_store(folder).quads_for_pattern(None, term("skos:prefLabel"), None)
    return {str(quad.subject) for quad in names if "Noordnet" in str(quad.object)}


@pytest.mark.parametrize("store_only", [False, True])
def test_articles_that_are_removed_leave_a_build_of_the_others(tmp_path: Path, store_only: bool) -> None:
    files = sorted(ARTICLES.glob("*.txt"))[:5]
    build(files, tmp_path / "out", fast=True)
    build(files[:3], tmp_path / "rest", fast=True)
    (identity,) = read_ledger(tmp_path / "out" / "store").articles_of_file(files[3].name)
    arguments = ["remove", tmp_path / "out", identity, files[4].name]
    assert run(*arguments, *(["--store-only"] if store_only else [])) == 0
    same(tmp_path / "out", tmp_path / "rest", files=not store_only)
    assert (tmp_path / "out" / REPORT).exists() is not store_only


def test_what_is_not_there_cannot_be_removed_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, text in (("one", OWN), ("two", OTHER)):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "a.txt", text)
    build([tmp_path / "one", tmp_path / "two"], tmp_path / "out", fast=True)
    before = set(open_store(tmp_path / "out"))
    with pytest.raises(UsageError, match=r"no article with the id or file name 'b\.txt'"):
        remove(["b.txt"], tmp_path / "out")
    with pytest.raises(UsageError, match=r"several .* named a\.txt; give the id of one: \w+, \w+"):
        remove(["a.txt"], tmp_path / "out")
    assert set(open_store(tmp_path / "out")) == before
    assert run("build", tmp_path / "one", "--out", tmp_path / "out", "--replace") == 2
    assert "go with --add" in capsys.readouterr().err
