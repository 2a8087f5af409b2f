from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from graphbuild.building import Report
from graphbuild.cli import main
from graphbuild.exporters import exporters
from tests.conftest import ARTICLES, GOLD


def run(*arguments: object) -> int:
    """Runs the command line in this process and gives its exit status."""
    before, sys.argv = sys.argv, ["graphbuild", *map(str, arguments)]
    try:
        with pytest.raises(SystemExit) as stopped:
            main()
    finally:
        sys.argv = before
    code = stopped.value.code
    return code if isinstance(code, int) else 0


def test_build_ends_with_0_and_tells_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = next(iter(sorted(ARTICLES.glob("*.txt"))))
    assert run("build", article, "--out", tmp_path / "out", "--fast") == 0
    shown = capsys.readouterr()
    assert "1 articles" in shown.out
    assert article.name in shown.err


def test_build_ends_with_1_and_names_what_it_could_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("build", tmp_path, "--out", tmp_path / "out", "--fast") == 1
    assert "empty.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "no-such-folder", "--out", "out"),
        ("build",),
        ("export", "no-such-folder", "--format", "ttl"),
        ("query", "no-such-folder", "ASK {}"),
        ("query", "no-such-folder"),
        ("export", "no-such-folder", "--format", "docx"),
        ("explain", "no-such-file"),
        ("no-such-command",),
    ],
)
def test_wrong_use_ends_with_2_and_a_message(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    error = capsys.readouterr().err
    assert error.strip()
    assert "Traceback" not in error


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles").mkdir()
    assert run("build", tmp_path / "articles", "--out", tmp_path / "out", "--fast") == 0
    assert "no articles" in capsys.readouterr().err


def test_queries_are_answered_in_several_formats(
    built: tuple[Path, Report], capsys: pytest.CaptureFixture[str]
) -> None:
    question = "SELECT (COUNT(*) AS ?n) WHERE { ?s a gb:Statement }"
    assert run("query", built[0], question, "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert int(answer["results"]["bindings"][0]["n"]["value"]) == len(built[1].graph.statements)
    assert run("query", built[0], "--name", "profile", "--param", "entity=KPN") == 0
    assert "Tencent" in capsys.readouterr().out
    assert run("query", built[0], "--list") == 0
    assert "data-sharing" in capsys.readouterr().out


def test_a_wrong_query_says_where_it_is_wrong(built: tuple[Path, Report], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", built[0], "SELECT ?x WHERE { ?x a }") == 2
    assert "line 1" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(exporters()))
def test_every_format_can_be_exported(built: tuple[Path, Report], tmp_path: Path, name: str) -> None:
    target = tmp_path / "graph"
    assert run("export", built[0], "--format", name, "-o", target) == 0
    assert target.stat().st_size > 1000


def test_the_export_of_turtle_is_the_file_of_the_build(
    built: tuple[Path, Report], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("export", built[0], "--format", "ttl") == 0
    exported = capfdbinary.readouterr().out
    assert exported == (built[0] / "graph.ttl").read_bytes()
    assert len(Graph().parse(data=exported)) > 100


def test_summary_shows_the_strongest_edges(built: tuple[Path, Report], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("summary", built[0]) == 0
    shown = capsys.readouterr().out
    assert "18 articles" in shown
    assert "strongest" in shown


def test_evaluate_gives_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", GOLD, "--articles", ARTICLES, "--fast", "--json") == 0
    assert 0 < json.loads(capsys.readouterr().out)["entities"]["f1"] <= 1


def test_explain_shows_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "article.txt"
    path.write_text("KPN werkt samen met Tencent. Het regende in Den Haag.", encoding="utf-8")
    assert run("explain", path, "--fast") == 0
    shown = capsys.readouterr().out
    assert "nl/partnersWith" in shown
    assert "No pattern fired" in shown
