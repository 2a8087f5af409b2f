"""How long a graph takes to write, validate, load and query, against Oxigraph by itself and rdflib's own engine.

`python -m benchmarks.graph_speed [ARTICLES]` prints a table; wall-clock time of one run of each, the median of
five for queries. CPU time is given too, which other work on the machine disturbs less.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import rdflib
from pyoxigraph import RdfFormat, Store
from rich.console import Console
from rich.table import Table

from benchmarks.synthetic import synthetic_graph
from graphbuild.exporters import Content, export
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.read import read_graph
from graphbuild.graph.store import open_store, read_quads, write_store
from graphbuild.graph.validate import validate
from graphbuild.ontology import load_ontology
from graphbuild.query import execute, library, render

ARTICLES = 500
RDFLIB_LIMIT = 120_000
"""rdflib's own engine is left out above this many triples: it would take minutes."""

AGGREGATE = """PREFIX gb: <https://w3id.org/graphbuild/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?predicate (COUNT(?attestation) AS ?n) WHERE {
  ?attestation gb:attests ?statement ; gb:stance gb:asserts .
  ?statement rdf:predicate ?predicate
} GROUP BY ?predicate ORDER BY DESC(?n)"""

Row = tuple[str, float, float]
Result = TypeVar("Result")


def timed(name: str, action: Callable[[], Result], rows: list[Row]) -> Result:
    """Runs an action and notes its wall-clock and CPU time, in seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = action()
    rows.append((name, time.perf_counter() - wall, time.process_time() - cpu))
    return result


def measure(articles: int, folder: Path) -> list[Row]:
    """Gives name, wall-clock seconds and CPU seconds of everything that is done with a graph."""
    rows: list[Row] = []
    graph = synthetic_graph(articles)
    quads = timed("knowledge graph to RDF", lambda: to_rdf(graph, version="0"), rows)
    rows.insert(0, (f"{articles} articles, {len(graph.statements)} statements, {len(quads)} triples", 0, 0))
    turtle = timed("RDF to Turtle", lambda: to_turtle(quads), rows)
    assert not timed("validate (SHACL and consistency)", lambda: validate(quads), rows)
    timed("write the store", lambda: write_store(folder, quads), rows)
    timed("Oxigraph by itself: load the same Turtle", lambda: _load(folder / "direct", turtle), rows)
    stored = timed("read all triples from the store", lambda: read_quads(folder), rows)
    again = timed("RDF to knowledge graph", lambda: read_graph(stored), rows)
    content = Content(stored, again, load_ontology())
    for name in ("graphml", "csv", "json", "jsonld"):
        timed(f"export {name}", partial(export, name, content), rows)
    rows += _queries(folder, turtle, len(quads))
    return rows


def _load(path: Path, turtle: bytes) -> Store:
    store = Store(str(path))
    store.bulk_load(turtle, format=RdfFormat.TURTLE)
    return store


def _queries(folder: Path, turtle: bytes, triples: int) -> list[Row]:
    rows: list[Row] = []
    store = open_store(folder)
    rows.append(_median("aggregate query: graphbuild", lambda: _answer(store, AGGREGATE, {})))
    rows.append(_median("aggregate query: Oxigraph by itself", lambda: render(store.query(AGGREGATE), "json")))
    if triples <= RDFLIB_LIMIT:
        memory = timed("rdflib: load the same Turtle", lambda: rdflib.Graph().parse(data=turtle, format="turtle"), rows)
        timed("aggregate query: rdflib's own engine, once", lambda: list(memory.query(AGGREGATE)), rows)
    for query in library().values():
        values = {p.name: "Naam 0" for p in query.parameters if p.default is None}
        timed(f"library: {query.name}, once", partial(_answer, store, query.text, values), rows)
    return rows


def _answer(store: Store, text: str, values: dict[str, str]) -> str:
    return render(execute(store, text, values), "json")


def _median(name: str, action: Callable[[], object]) -> Row:
    runs: list[Row] = []
    for _ in range(5):
        timed(name, action, runs)
    return name, statistics.median(run[1] for run in runs), statistics.median(run[2] for run in runs)


def main() -> None:
    """Prints the table."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    table = Table("what", "seconds", "CPU seconds")
    with tempfile.TemporaryDirectory() as folder:
        for name, wall, cpu in measure(articles, Path(folder)):
            table.add_row(name, f"{wall:.3f}" if wall else "", f"{cpu:.3f}" if wall else "")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
