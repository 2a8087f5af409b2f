"""Fits how sure claims are (`languages/nl/confidence.yaml`) on the held-out passages of the training prose.

``python -m training.confidence`` prints the file's numbers, and how often claims of each confidence are right.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from graphbuild.confidence import logit
from graphbuild.gold import GoldArticle, folded, read_gold
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.extract import read_article
from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.types import Article, Entity
from training.corpus import read_corpus, split
from training.held_out import write

_STEPS = 100
_RIDGE = 0.02
_SAME = {"jointVentureOf": "subsidiaryOf"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate: a pattern's confidence and the reader's probability, None where it was not found; is it right?"""

    by_pattern: float | None
    by_reader: float | None
    right: bool


def cases(nlp: Language, articles: Sequence[Article], gold: Sequence[GoldArticle]) -> Iterator[Case]:
    """What patterns and reader find in articles, against their gold. Changes the pipeline's last stages."""
    ontology = load_ontology()
    nlp.disable_pipe("graphbuild_combine")
    stage = nlp.get_pipe("graphbuild_combine")
    wanted = {item.source_file: item for item in gold}
    for article in articles:
        doc = read_article(nlp, article)
        truth = _edges(wanted[Path(article.source_file).name], ontology)
        entities = {entity.id: entity for entity in doc._.entities}
        names = [_names(entities.get(mention.entity_id)) for mention in doc._.mentions]
        read = {stage.edge(doc, c): c.read.probability for c in stage.read(doc, doc._.reading) if c.read}  # type: ignore[attr-defined]
        seen = set()
        for candidate in doc._.candidates:
            edge = stage.edge(doc, candidate)  # type: ignore[attr-defined]
            seen.add(edge)
            yield Case(candidate.confidence, read.get(edge), _is_right(candidate, names, truth))
        for candidate in stage.read(doc, doc._.reading):  # type: ignore[attr-defined]
            if stage.edge(doc, candidate) not in seen:  # type: ignore[attr-defined]
                yield Case(None, candidate.confidence, _is_right(candidate, names, truth))


Names = frozenset[str]
Edge = tuple[Names, str, Names]


def _names(entity: Entity | None) -> Names:
    return frozenset() if entity is None else frozenset(folded(name) for name in (entity.label, *entity.aliases))


def _edges(gold: GoldArticle, ontology: Ontology) -> list[Edge]:
    edges = []
    for claim in gold.claims:
        subject, object_ = gold.names(claim.subject), gold.names(claim.object, *claim.alternatives)
        relation = _SAME.get(claim.relation, claim.relation)
        edges.append((subject, relation, object_))
        if ontology.relations[claim.relation].symmetric:
            edges.append((object_, relation, subject))
    return edges


def _is_right(candidate: Candidate, names: Sequence[Names], truth: Sequence[Edge]) -> bool:
    subject, object_ = names[candidate.subject], names[candidate.object]
    relation = _SAME.get(candidate.relation, candidate.relation)
    return any(r == relation and subject & s and object_ & o for s, r, o in truth)


def fit(inputs: Floats, right: Floats) -> Floats:
    """Weights of a logistic regression, the bias first, by Newton's method with a little ridge on the others."""
    table = np.column_stack([np.ones(len(inputs)), inputs])
    weights = np.zeros(table.shape[1])
    ridge = np.diag([0.0, *[_RIDGE] * inputs.shape[1]])
    for _ in range(_STEPS):
        predicted = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (predicted - right) + ridge @ weights
        curvature = table.T @ (table * (predicted * (1 - predicted))[:, None]) + ridge + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def inputs_of(found: Sequence[Case]) -> Floats:
    """For each case the reader's log-odds, whether a pattern matched, and the pattern's log-odds."""
    rows = [
        (
            logit(case.by_reader or 0.0),
            float(case.by_pattern is not None),
            0.0 if case.by_pattern is None else logit(case.by_pattern),
        )
        for case in found
    ]
    return np.array(rows, dtype=np.float64)


def reliability(predicted: Floats, right: Floats) -> Iterator[str]:
    """One line for each tenth of confidence: how many claims, and the part of them that is right."""
    for low in range(10):
        inside = (predicted >= low / 10) & (predicted < (low + 1) / 10)
        if inside.any():
            yield f"{low / 10:.1f} {int(inside.sum()):5d} {right[inside].mean():.2f}"


def main(arguments: Sequence[str]) -> int:
    """Runs the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("data/training"))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        write(split(read_corpus(sorted(options.corpus.glob("*.ann"))))[1], Path(folder))
        articles = [item for item in collect([f"{folder}/articles"]) if isinstance(item, Article)]
        gold = read_gold(f"{folder}/gold", load_ontology())
        found = list(cases(load("nl"), articles, gold))
    right = np.array([case.right for case in found], dtype=np.float64)
    inputs = inputs_of(found)
    weights = fit(inputs, right)
    print("both:\n  bias: {:.3f}\n  reader: {:.3f}\n  matched: {:.3f}\n  pattern: {:.3f}".format(*weights))
    matched = np.array([case.by_pattern is not None for case in found])
    bias, pattern = fit(inputs[matched, 2:], right[matched])
    print(f"alone:\n  bias: {bias:.3f}\n  pattern: {pattern:.3f}")
    table = np.column_stack([np.ones(len(inputs)), inputs])
    print("\n".join(reliability(1 / (1 + np.exp(-table @ weights)), right)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
