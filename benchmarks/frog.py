"""How well Frog, a peer for Dutch, finds the names of articles, beside graphbuild, by the same count.

`python -m benchmarks.frog GOLD ARTICLES [GOLD ARTICLES ...]` prints a table. Needs Debian's packages `frog` and
`frogdata`. Frog's names are counted once each per article, whatever their kind, as it knows other kinds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from graphbuild.evaluate import evaluate
from graphbuild.evaluate.matching import FoundEntity, match_entities
from graphbuild.gold import folded, read_gold
from graphbuild.ontology import load_ontology
from graphbuild.pipeline.extract import extract
from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.resolve import join
from graphbuild.types import Article, Entity, EntityId

FROG = ("frog", "--skip=acmp")
"""Without compounds' analysis, chunks, multi-word units and trees, which names do not need."""
WORD, NAME = 1, 6
"""Columns of Frog's output."""


def frog_names(body: str) -> list[str]:
    """Gives the names that Frog finds in a text, each once, in order. Raises CalledProcessError if Frog fails."""
    with tempfile.TemporaryDirectory() as folder:
        text, tagged = Path(folder) / "text.txt", Path(folder) / "tagged.tsv"
        text.write_text(body, encoding="utf-8")
        subprocess.run([*FROG, "-t", str(text), "-o", str(tagged)], check=True, capture_output=True, cwd=folder)
        rows = [line.split("\t") for line in tagged.read_text(encoding="utf-8").splitlines() if line.strip()]
    names: list[list[str]] = []
    inside = False
    for row in rows:
        tag = row[NAME].partition("_")[0]
        if tag.startswith("B-"):
            names.append([row[WORD]])
        elif tag.startswith("I-") and inside:
            names[-1].append(row[WORD])
        inside = tag != "O"
    return list(dict.fromkeys(" ".join(name) for name in names))


def score_frog(gold: Path, articles: Sequence[Article]) -> tuple[float, float, float]:
    """Gives precision, recall and F1 of Frog's names against the entities of the gold."""
    bodies = {Path(article.source_file).name: article.body for article in articles}
    right = extra = missed = 0
    for item in read_gold(gold, load_ontology()):
        names = frog_names(bodies[item.source_file])
        found = [FoundEntity(frozenset({folded(n)}), Entity(EntityId(n), "Organization", n)) for n in names]
        matching = match_entities(item, found)
        right, extra, missed = (
            right + len(matching.pairs),
            extra + len(matching.extra),
            missed + len(matching.missed),
        )
    return right / max(1, right + extra), right / max(1, right + missed), 2 * right / max(1, 2 * right + extra + missed)


def score_graphbuild(gold: Path, articles: Sequence[Article], *, fast: bool) -> tuple[float, float, float]:
    """Gives the same of graphbuild."""
    nlp = load("nl", fast=fast)
    graph, _ = join([extract(nlp, article) for article in articles], load_ontology())
    score = evaluate(gold, graph).levels["entities"]
    return score.precision, score.recall, score.f1


def main(arguments: Sequence[str]) -> int:
    """Prints a table for each pair of folders; returns the exit status."""
    for gold, folder in zip(arguments[::2], arguments[1::2], strict=True):
        articles = [item for item in collect([folder]) if isinstance(item, Article)]
        table = Table("system", "P", "R", "entities F1", title=gold)
        figures = {
            "Frog": score_frog(Path(gold), articles),
            "graphbuild --fast": score_graphbuild(Path(gold), articles, fast=True),
            "graphbuild": score_graphbuild(Path(gold), articles, fast=False),
        }
        for name, row in figures.items():
            table.add_row(name, *(f"{figure:.3f}" for figure in row))
        Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
