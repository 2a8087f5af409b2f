"""Renders the results of queries: as a table to read, or in the formats of the SPARQL recommendations."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO, Protocol, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
)
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graphbuild.errors import QueryError, UsageError
from graphbuild.graph.namespaces import PREFIXES
from graphbuild.graph.rdf import to_turtle


class Sink(Protocol):
    """Something that bytes can be written to, such as a binary file."""

    def write(self, content: bytes, /) -> object:
        """Takes some bytes."""


Result = QuerySolutions | QueryBoolean | QueryTriples

_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "json": QueryResultsFormat.JSON,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
FORMS = ("table", "csv", "tsv", "json", "xml", "ttl")
"""What results can be rendered as."""
_WIDTH = 200


def render(result: Result, form: str = "table", width: int = _WIDTH) -> str:
    """Gives a result as text that ends in a line break; raises what `write_result` raises."""
    output = io.BytesIO()
    write_result(result, output, form, width)
    return output.getvalue().decode("utf-8")


def write_result(result: Result, output: Sink, form: str = "table", width: int = _WIDTH) -> None:
    """Writes a result in UTF-8, ending in a line break; `width` is the most columns that a table may take.

    Rows in a standard format are written as they come. Raises UsageError for a form that is unknown or does not
    suit the kind of query, QueryError when the query fails while it runs.
    """
    if form not in FORMS:
        raise UsageError(f"unknown result format {form!r}; known are: {', '.join(FORMS)}")
    try:
        if form == "table":
            output.write(_drawn(as_table(result), width).encode("utf-8"))
        elif isinstance(result, QueryTriples):
            output.write(_triples(result, form))
        else:
            _write_rows(result, form, output)
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query was stopped: {error}") from error


def as_table(result: Result) -> Table:
    """Gives a result as a table for Rich's console, IRIs shortened by our prefixes."""
    if isinstance(result, QueryBoolean):
        return _table(["answer"], [["yes" if result else "no"]])
    if isinstance(result, QueryTriples):
        rows = ([t.subject, t.predicate, t.object] for t in result)
        return _table(["subject", "predicate", "object"], ([_cell(node) for node in row] for row in rows))
    names = [variable.value for variable in result.variables]
    return _table(names, ([_cell(solution[name]) for name in names] for solution in result))


def _table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(escape(name), overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    return table


def _drawn(table: Table, width: int) -> str:
    buffer = io.StringIO()
    Console(file=buffer, width=width, color_system=None, legacy_windows=False).print(table)
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _cell(node: object) -> str:
    if node is None:
        return ""
    if isinstance(node, Literal):
        return " ".join(node.value.split())
    if isinstance(node, NamedNode):
        return _short(node.value)
    return str(node)


def _short(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


def _triples(result: QueryTriples, form: str) -> bytes:
    if form != "ttl":
        raise UsageError(f"this query gives triples, which have no {form} form; use ttl or table")
    return to_turtle(Quad(t.subject, t.predicate, t.object) for t in result)


def _write_rows(result: QuerySolutions | QueryBoolean, form: str, output: Sink) -> None:
    if form == "ttl":
        raise UsageError("this query gives no triples; ttl is for CONSTRUCT and DESCRIBE queries")
    if isinstance(result, QueryBoolean) and form in ("csv", "tsv"):
        output.write(f"answer\n{str(bool(result)).lower()}\n".encode())
        return
    lines = _Lines(output)
    result.serialize(cast("IO[bytes]", lines), format=_STANDARD[form])
    lines.finish()


class _Lines(io.RawIOBase):
    """Passes text on with the line breaks of this system's tools, one at the end included."""

    def __init__(self, output: Sink) -> None:
        super().__init__()
        self._output, self._held, self._last = output, b"", b""

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: object) -> int:
        """Passes bytes on; a carriage return at their end waits for what follows it."""
        data = bytes(content)  # type: ignore[call-overload]
        complete = (self._held + data).replace(b"\r\n", b"\n")
        self._held = complete[-1:] if complete.endswith(b"\r") else b""
        self._put(complete[: len(complete) - len(self._held)])
        return len(data)

    def finish(self) -> None:
        """Passes on what waits, and a line break when there is none."""
        self._put(self._held)
        if self._last != b"\n":
            self._put(b"\n")

    def _put(self, data: bytes) -> None:
        self._output.write(data)
        self._last = data[-1:] or self._last
