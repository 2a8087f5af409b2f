"""A large graph in graphbuild's store against Oxigraph used directly, in one run: loading, and the library of queries.

`python -m benchmarks.large_store [TRIPLES]` makes up a graph of that many triples (by default a million), prints the
times of both, their ratio, and the peak memory of each load, which runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from rich.console import Console
from rich.table import Table

from benchmarks.synthetic import synthetic_graph
from graphbuild.graph.namespaces import PREFIXES
from graphbuild.graph.rdf import serialized, to_rdf
from graphbuild.graph.store import FOLDER, open_store, write_store
from graphbuild.query import LibraryQuery, execute, library, render
from graphbuild.query.run import complete_query

TRIPLES = 1_000_000
TRIPLES_AN_ARTICLE = 440
RUNS = 3


def seconds(action: Callable[[], object]) -> float:
    """Gives the wall-clock seconds of one run."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def write_turtle(path: str, triples: int) -> None:
    """Writes the graph that both load."""
    quads = to_rdf(synthetic_graph(triples // TRIPLES_AN_ARTICLE), version="0")
    Path(path).write_bytes(serialized(quads, RdfFormat.N_TRIPLES))


def load_ours(turtle: str, folder: str) -> None:
    """Loads the graph as a build does, from triples in Python."""
    write_store(folder, parse(path=turtle, format=RdfFormat.N_TRIPLES))


def load_directly(turtle: str, folder: str) -> None:
    """Loads the graph as pyoxigraph does by itself."""
    store = Store(folder)
    store.bulk_load(path=turtle, format=RdfFormat.N_TRIPLES)
    store.flush()


def in_own_process(action: Callable[..., None], *arguments: object) -> tuple[float, float]:
    """Gives seconds and peak megabytes of an action that runs in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_report, args=(theirs, action, arguments))
    process.start()
    taken, memory = ours.recv()
    process.join()
    return taken, memory


def _report(connection: Connection, action: Callable[..., None], arguments: object) -> None:
    taken = seconds(partial(action, *arguments))  # type: ignore[misc]
    connection.send((taken, peak_megabytes()))


def peak_megabytes() -> float:
    """Gives the most memory that this process had, on Linux; what its parent had does not count."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def answer_ours(store: Store, query: LibraryQuery, values: dict[str, str]) -> None:
    """Answers a query as the command does."""
    render(execute(store, query.text, values), "json")


def answer_directly(store: Store, text: str) -> None:
    """Answers a query by pyoxigraph alone."""
    result = store.query(text, prefixes=PREFIXES)
    assert isinstance(result, QuerySolutions)
    result.serialize(format=QueryResultsFormat.JSON)


def measure_queries(folder: Path) -> list[tuple[str, float, float]]:
    """Gives name and seconds, ours and direct, of every query of the library: the median of three runs in turn."""
    store, direct = open_store(folder), Store.read_only(str(folder / FOLDER))
    rows = []
    for query in library().values():
        values = {p.name: f"Naam {7 if p.name == 'other' else 5}" for p in query.parameters if p.default is None}
        complete = complete_query(store, query.text, values)
        pairs = [
            (seconds(partial(answer_ours, store, query, values)), seconds(partial(answer_directly, direct, complete)))
            for _ in range(RUNS)
        ]
        rows.append((query.name, statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)))
    return rows


def main() -> None:
    """Prints the tables."""
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else TRIPLES
    table = Table("what", "graphbuild, s", "Oxigraph, s", "ratio", "peak MB, graphbuild", "peak MB, Oxigraph")
    with tempfile.TemporaryDirectory() as name:
        turtle, folder = f"{name}/graph.nt", Path(name) / "ours"
        in_own_process(write_turtle, turtle, triples)
        direct = in_own_process(load_directly, turtle, f"{name}/direct")
        ours = in_own_process(load_ours, turtle, str(folder))
        memory = (f"{ours[1]:.0f}", f"{direct[1]:.0f}")
        loaded = f"load {len(Store.read_only(f'{name}/direct')):,} triples"
        table.add_row(loaded, f"{ours[0]:.2f}", f"{direct[0]:.2f}", f"{ours[0] / direct[0]:.2f}", *memory)
        for query, our, their in measure_queries(folder):
            table.add_row(query, f"{our:.4f}", f"{their:.4f}", f"{our / their:.2f}", "", "")
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
