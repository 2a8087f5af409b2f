"""Figures of a pipeline: trees, tags, lemmas on a treebank file; names on held-out passages.

Everything starts from raw text: the pipeline tokenizes and splits by itself. Counting is spaCy's `Scorer`;
trees are counted without punctuation marks and with full labels (`obl:agent` is not `obl`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from graphbuild.pipeline.particles import COMPONENT as LEMMAS
from training.corpus import Passage
from training.parser.corpora import test_corpus
from training.parser.names import passage_documents

REPORTED_RELATIONS = ("nsubj", "obj", "obl", "ccomp", "nmod", "appos", "acl:relcl", "compound:prt")


@dataclass(frozen=True, slots=True)
class TreeFigures:
    """Percentages; `relations` holds the labelled F per relation."""

    tokens: float
    sentences: float
    upos: float
    features: float
    lemmas: float
    uas: float
    las: float
    relations: dict[str, float]


@dataclass(frozen=True, slots=True)
class NameFigures:
    """F in percent of spans alone, of spans with their type, and of each type."""

    spans: float
    typed: float
    precision: float
    recall: float
    types: dict[str, float]


def evaluate_trees(nlp: Language, path: Path) -> TreeFigures:
    """The figures on a CoNLL-U file, five sentences to a text, lemmas as `graphbuild_particles` mends them.

    Raises TreebankError without the file.
    """
    documents = test_corpus(nlp.vocab, path)
    nlp.add_pipe(LEMMAS)
    try:
        scores = _scores(nlp, documents)
    finally:
        nlp.remove_pipe(LEMMAS)
    per_relation = scores["dep_las_per_type"]
    return TreeFigures(
        tokens=_percent(scores["token_f"]),
        sentences=_percent(scores["sents_f"]),
        upos=_percent(scores["pos_acc"]),
        features=_percent(scores["morph_acc"]),
        lemmas=_percent(scores["lemma_acc"]),
        uas=_percent(scores["dep_uas"]),
        las=_percent(scores["dep_las"]),
        relations={name: _percent(per_relation[name]["f"]) for name in REPORTED_RELATIONS},
    )


def evaluate_names(nlp: Language, passages: Iterable[Passage]) -> NameFigures:
    """The figures of the component `ner` on passages."""
    documents = list(passage_documents(nlp, passages))
    scores = _scores(nlp, documents)
    types = scores["ents_per_type"] or {}
    return NameFigures(
        spans=_percent(_untyped_f(nlp, documents)),
        typed=_percent(scores["ents_f"]),
        precision=_percent(scores["ents_p"]),
        recall=_percent(scores["ents_r"]),
        types={name: _percent(types[name]["f"]) for name in sorted(types)},
    )


def _untyped_f(nlp: Language, documents: Sequence[Doc]) -> float:
    right = predicted = expected = 0
    for gold in documents:
        found = {(entity.start_char, entity.end_char) for entity in nlp(gold.text).ents}
        wanted = {(entity.start_char, entity.end_char) for entity in gold.ents}
        right += len(found & wanted)
        predicted += len(found)
        expected += len(wanted)
    return 2 * right / (predicted + expected) if predicted + expected else 0.0


def _scores(nlp: Language, documents: Iterable[Doc]) -> dict[str, Any]:
    return nlp.evaluate([Example(nlp.make_doc(gold.text), gold) for gold in documents])


def _percent(share: float | None) -> float:
    return round(100 * (share or 0.0), 2)
