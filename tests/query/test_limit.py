from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from graphbuild.errors import QueryError, StoreError, UsageError
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.query import run_query, write_query, write_query_within
from tests.small_graph import small_graph
from tests.test_cli import run

NAMES = "SELECT ?label WHERE { ?e a gb:TelecomOperator ; skos:prefLabel ?label } ORDER BY ?label"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT ?a ?c ?d WHERE { ?a ?b ?c . ?d ?e ?f }"
"""Some 400,000 rows."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    return directory


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_an_answer_in_time_is_the_same_as_without_a_limit(built: Path, form: str) -> None:
    output = io.BytesIO()
    write_query_within(60, built, NAMES, form, {}, output)
    assert output.getvalue().decode() == run_query(built, NAMES, form)


def test_a_query_that_takes_too_long_is_ended(built: Path) -> None:
    with pytest.raises(QueryError, match=r"longer than 0.2 s and was ended"):
        write_query_within(0.2, built, SLOW, "csv", {}, io.BytesIO())


def test_errors_are_those_of_a_query_without_limit(built: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="line 1, column 1"):
        write_query_within(60, built, "", "csv", {}, io.BytesIO())
    with pytest.raises(UsageError, match="unknown result format"):
        write_query_within(60, built, NAMES, "xls", {}, io.BytesIO())
    with pytest.raises(StoreError, match="missing"):
        write_query_within(60, tmp_path, NAMES, "csv", {}, io.BytesIO())
    with pytest.raises(UsageError, match="more than 0 seconds"):
        write_query_within(0, built, NAMES, "csv", {}, io.BytesIO())


class Counting(io.RawIOBase):
    """Counts what is written, and keeps none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = self.largest = 0

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        size = len(bytes(content))  # type: ignore[call-overload]
        self.bytes, self.largest = self.bytes + size, max(self.largest, size)
        return size


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_rows_are_written_as_they_come(built: Path, form: str) -> None:
    output = Counting()
    write_query(built, f"{MANY} LIMIT 20000", form, {}, output)
    assert output.bytes > 1_000_000
    assert output.largest < 100_000


def test_peak_memory_does_not_grow_with_the_rows(built: Path) -> None:
    code = textwrap.dedent(f"""
        import pathlib, re
        from graphbuild.query import write_query
        from tests.query.test_limit import Counting, MANY
        def peak(limit):
            output = Counting()
            write_query({str(built)!r}, f"{{MANY}} LIMIT {{limit}}", "csv", {{}}, output)
            peak = re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())
            return output.bytes, int(peak[1]) * 1024
        _, before = peak(1000)
        written, after = peak(400_000)
        print(written, after - before)
    """)
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    written, growth = map(int, shown.split())
    assert written > 40_000_000
    assert growth < written / 5


def test_the_command_has_a_limit_an_explanation_and_no_service(
    built: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("query", built, SLOW, "--timeout", "0.2") == 2
    assert b"longer than 0.2 s" in capfdbinary.readouterr().err
    assert run("query", built, NAMES, "--timeout", "60", "--format", "csv") == 0
    assert capfdbinary.readouterr().out == b"label\nBelmij\nZonnet\n"
    assert run("query", built, NAMES, "--explain") == 0
    assert b"OrderBy" in capfdbinary.readouterr().out
    other = "SELECT * WHERE { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }"
    assert run("query", built, other) == 2
    assert b"--allow-service" in capfdbinary.readouterr().err
    assert run("query", built, other, "--allow-service") == 0
