"""Renders the results of queries: as a table to read, or in the formats of the SPARQL recommendations."""

from __future__ import annotations

import io
from collections.abc import Iterable

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
    """Gives a result as text that ends in a line break; `width` is the most columns that a table may take.

    Raises UsageError for a form that is unknown or does not suit the kind of query, QueryError when the
    query fails while it runs.
    """
    if form not in FORMS:
        raise UsageError(f"unknown result format {form!r}; known are: {', '.join(FORMS)}")
    try:
        if form == "table":
            return _drawn(as_table(result), width)
        return _triples(result, form) if isinstance(result, QueryTriples) else _rows(result, form)
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


def _triples(result: QueryTriples, form: str) -> str:
    if form != "ttl":
        raise UsageError(f"this query gives triples, which have no {form} form; use ttl or table")
    return to_turtle(Quad(t.subject, t.predicate, t.object) for t in result).decode("utf-8")


def _rows(result: QuerySolutions | QueryBoolean, form: str) -> str:
    if form == "ttl":
        raise UsageError("this query gives no triples; ttl is for CONSTRUCT and DESCRIBE queries")
    if isinstance(result, QueryBoolean) and form in ("csv", "tsv"):
        return f"answer\n{str(bool(result)).lower()}\n"
    content = result.serialize(format=_STANDARD[form])
    assert content is not None, "serialize gives bytes when it is given no output"
    return content.decode("utf-8").replace("\r\n", "\n").rstrip("\n") + "\n"
