"""How long it takes to add five articles to a store, by how many articles are there already.

`python -m benchmarks.adding [ARTICLES ...]` prints a table, by default for 100, 1,000 and 10,000. What the articles
yield is made up, so that reading them, which takes the same time for any store, is not measured. Each addition runs
in a process of its own, as the command does: one that holds the made-up articles too would have to sweep them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.large_store import in_own_process
from benchmarks.synthetic import synthetic_yields
from graphbuild.graph.additions import BASE, VERSION, add_articles, write_ledger
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.ontology import load_ontology
from graphbuild.resolve import join
from graphbuild.types import ArticleClaims

NEW = 5
SETTINGS = {VERSION: "0", BASE: DEFAULT_BASE}


def measure(articles: int) -> tuple[str, ...]:
    """Gives the number of articles and triples, seconds to build them, to add five, and to add and validate five."""
    ontology = load_ontology()
    yields = synthetic_yields(articles + 2 * NEW)
    old, checked, unchecked = yields[: -2 * NEW], yields[-2 * NEW : -NEW], yields[-NEW:]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        quads = to_rdf(join(old, ontology)[0], version="0")
        write_store(folder, quads, lambda store: write_ledger(Path(store), old, ontology, SETTINGS))
        times, triples = [time.perf_counter() - began], len(quads)
        os.sync()  # what was built is on disk before additions are measured
        for part, shapes in ((unchecked, False), (checked, True)):
            times.append(in_own_process(add, folder, part, shapes)[0])
    return f"{articles:,}", f"{triples:,}", *(f"{seconds:.2f}" for seconds in times)


def add(folder: str, part: list[ArticleClaims], shapes: bool) -> None:
    """Adds what articles yield to a store, as the command does after it has read them."""
    assert add_articles(folder, part, load_ontology(), SETTINGS, shapes=shapes).articles == NEW


def main() -> None:
    """Prints the table."""
    table = Table("articles", "triples", "join and write all, s", f"add {NEW}, s", f"add {NEW} and validate, s")
    for articles in [int(size) for size in sys.argv[1:]] or [100, 1_000, 10_000]:
        table.add_row(*measure(articles))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
