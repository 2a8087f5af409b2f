from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from spacy.language import Language

from graphbuild.building import FILES, REPORT, Report, build, gather
from graphbuild.errors import UsageError
from graphbuild.graph.store import read_quads
from graphbuild.graph.validate import validate
from graphbuild.pipeline.extract import extract
from graphbuild.types import Article
from tests.conftest import ARTICLES

OWN = "Noordnet werkt sinds 2017 samen met Qiming, meldt NRC. Noordnet ontkent dat het gegevens naar China stuurt."


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_build_writes_every_file_and_a_report_that_agrees_with_the_graph(built: tuple[Path, Report]) -> None:
    out, report = built
    assert {path.name for path in out.iterdir()} == {*FILES, REPORT, "store"}
    told = json.loads((out / REPORT).read_text())
    assert told["articles"] == len(list(ARTICLES.glob("*.txt"))) == 18
    assert sum(told["statements"].values()) == len(report.graph.statements) > 20
    assert told["problems"] == []


def test_the_graph_conforms_to_the_shapes_and_its_turtle_holds_what_the_store_holds(
    built: tuple[Path, Report],
) -> None:
    quads = read_quads(built[0])
    assert validate(quads) == []
    assert len(Graph().parse(built[0] / "graph.ttl")) == len(quads)


def test_every_piece_of_evidence_is_found_where_it_says(built: tuple[Path, Report]) -> None:
    graph = built[1].graph
    bodies = {article.id: article.body for article in graph.articles}
    places = [claim.evidence for statement in graph.statements for claim in statement.attestations]
    assert len(places) > 20
    assert all(bodies[p.article_id][p.start : p.end] == p.quote for p in places)


def test_the_same_articles_give_the_same_bytes_in_any_order(built: tuple[Path, Report], tmp_path: Path) -> None:
    files = sorted(ARTICLES.glob("*.txt"), reverse=True)
    build(files, tmp_path)
    for name in (*FILES, REPORT):
        assert (tmp_path / name).read_bytes() == (built[0] / name).read_bytes(), name


def test_one_broken_file_of_ten_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path, f"{number}.txt", f"{OWN} Dit is artikel {number}.")
    write(tmp_path, "broken.txt", bytes(range(256)) * 40)
    report = gather([tmp_path], fast=True)
    assert len(report.graph.articles) == 9
    assert [problem.source_file for problem in report.problems] == ["broken.txt"]


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\x00\x01\x02\xff" * 100])
def test_a_file_without_text_is_a_problem_with_a_reason(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "odd.txt", content)
    report = gather([tmp_path], fast=True)
    assert len(report.problems) == 1
    assert report.problems[0].reason
    assert report.graph.articles == ()


def test_a_text_in_another_language_is_reported_and_skipped(tmp_path: Path) -> None:
    english = "The operator shares the data of its customers with the government, the newspaper writes. " * 5
    write(tmp_path, "english.txt", english)
    (problem,) = gather([tmp_path], fast=True).problems
    assert "Dutch" in problem.reason


def test_an_empty_folder_gives_an_empty_graph_and_a_missing_one_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert build([tmp_path / "empty"], tmp_path / "out", fast=True).graph.statements == ()
    with pytest.raises(UsageError, match="missing"):
        build([tmp_path / "missing"], tmp_path / "out")


def test_a_text_of_five_million_characters_is_reported_and_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    write(tmp_path, "long.txt", (OWN + "\n\n") * (5_000_000 // len(OWN)))
    write(tmp_path, "short.txt", OWN)
    report = gather([tmp_path], fast=True)
    assert [article.source_file for article in report.graph.articles] == ["short.txt"]
    (problem,) = report.problems
    assert "cut it into articles" in problem.reason


def test_a_failing_stage_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ARTICLES, tmp_path / "articles")
    calls = Counter[str]()

    def failing(nlp: Language, article: Article) -> object:
        calls["n"] += 1
        if calls["n"] == 3:
            raise ZeroDivisionError
        return original(nlp, article)

    original = extract.__globals__["read_article"]
    monkeypatch.setitem(extract.__globals__, "read_article", failing)
    report = gather([tmp_path / "articles"], fast=True)
    assert len(report.problems) == 1
    assert "report this" in report.problems[0].reason
    assert len(report.graph.articles) == 17


TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("KPN Huawei China, \n.\"'“”:-()0123é\t😀"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=300,
)


@settings(max_examples=40)
@given(text=TEXTS)
def test_any_text_gives_claims_whose_offsets_hold(fast_nlp: Language, text: str) -> None:
    article = Article("a", "a.txt", "nl", None, text)
    found = extract(fast_nlp, article)
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in found.claims)
    assert found == extract(fast_nlp, article)
