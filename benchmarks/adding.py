"""How long it takes to add five articles to a store, by how many articles are there already.

`python -m benchmarks.adding [ARTICLES ...]` prints a table, by default for 100, 1,000 and 10,000. What the articles
yield is made up, so that reading them, which takes the same time for any store, is not measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.synthetic import synthetic_yields
from graphbuild.graph.additions import BASE, VERSION, add_articles, write_ledger
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.ontology import load_ontology
from graphbuild.resolve import join

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
        del quads
        for part, shapes in ((unchecked, False), (checked, True)):
            began = time.perf_counter()
            added = add_articles(folder, part, ontology, SETTINGS, shapes=shapes)
            times.append(time.perf_counter() - began)
            assert added.articles == NEW
    return f"{articles:,}", f"{triples:,}", *(f"{seconds:.2f}" for seconds in times)


def main() -> None:
    """Prints the table."""
    table = Table("articles", "triples", "join and write all, s", f"add {NEW}, s", f"add {NEW} and validate, s")
    for articles in [int(size) for size in sys.argv[1:]] or [100, 1_000, 10_000]:
        table.add_row(*measure(articles))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
