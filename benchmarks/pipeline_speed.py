"""How fast articles are read, stage by stage, and what claims cost beside the language pipeline.

`python -m benchmarks.pipeline_speed ARTICLES [ROUNDS]` prints a table for each tier, of one run over all articles:
seconds, share, and words a second; the last line is the time of everything relative to that of the language stages.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from spacy.language import Language

from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.types import Article

CLAIM_STAGES = frozenset(
    {
        *("graphbuild_names", "graphbuild_reference", "graphbuild_relations", "graphbuild_combine"),
        *("graphbuild_attribution", "graphbuild_stance", "graphbuild_dates", "graphbuild_data_categories"),
        "graphbuild_claims",
    }
)
"""What comes after the language stages: words, sentences, tags, trees, the encoder."""


def measure(nlp: Language, articles: Sequence[Article]) -> tuple[dict[str, float], int]:
    """Gives the seconds of each stage over all articles, and the number of words."""
    seconds: dict[str, float] = {"tokenizer": 0.0} | dict.fromkeys(nlp.pipe_names, 0.0)
    words = 0
    for article in articles:
        start = time.perf_counter()
        doc = nlp.make_doc(article.body)
        doc._.article = article
        seconds["tokenizer"] += time.perf_counter() - start
        words += sum(not token.is_space for token in doc)
        for name, stage in nlp.pipeline:
            start = time.perf_counter()
            doc = stage(doc)
            seconds[name] += time.perf_counter() - start
    return seconds, words


def table(title: str, seconds: dict[str, float], words: int) -> Table:
    """Gives the table of one tier."""
    total = sum(seconds.values())
    language = sum(value for name, value in seconds.items() if name not in CLAIM_STAGES)
    result = Table("stage", "seconds", "share", title=f"{title}: {words:,} words")
    for name, value in seconds.items():
        result.add_row(name, f"{value:.2f}", f"{value / total:.0%}")
    result.add_row("language stages", f"{language:.2f}", f"{words / language:,.0f} words/s")
    result.add_row("everything", f"{total:.2f}", f"{words / total:,.0f} words/s")
    result.add_row("everything / language stages", f"{total / language:.2f}", "")
    return result


def main(arguments: Sequence[str]) -> int:
    """Prints a table for each tier; returns the exit status."""
    found = [item for item in collect([arguments[0]]) if isinstance(item, Article)]
    rounds = int(arguments[1]) if len(arguments) > 1 else 3
    for title, fast in (("with the encoder", False), ("--fast", True)):
        nlp = load("nl", fast=fast)
        measure(nlp, found[:2])
        Console().print(table(title, *measure(nlp, found * rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
