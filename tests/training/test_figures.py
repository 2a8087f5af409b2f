"""Floors under the figures of the delivered pipeline, a little below those in docs/model-card.md."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from graphbuild.pipeline.load import load
from training.corpus import read_corpus, split
from training.encoder.tagged import tagging_accuracy
from training.parser.evaluate import evaluate_names, evaluate_trees
from training.parser.treebank import TEST_FILE

ROOT = Path(__file__).parents[2]
TREEBANK = ROOT.parent / "shared" / "treebank"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(ROOT / "graphbuild" / "languages" / "nl" / "pipeline")


@pytest.mark.skipif(
    not (TREEBANK / TEST_FILE).is_file(), reason=f"the treebanks are not in the repository; looked for {TREEBANK}"
)
def test_trees_on_the_test_file(nlp: Language) -> None:
    figures = evaluate_trees(nlp, TREEBANK / TEST_FILE)
    assert figures.tokens >= 99.8
    assert figures.sentences >= 91
    assert figures.upos >= 95.0
    assert figures.lemmas >= 95.5
    assert figures.uas >= 86
    assert figures.las >= 80


@pytest.mark.skipif(
    not (TREEBANK / TEST_FILE).is_file(), reason=f"the treebanks are not in the repository; looked for {TREEBANK}"
)
def test_parts_of_speech_with_the_reader() -> None:
    assert tagging_accuracy(load("nl"), TREEBANK / TEST_FILE) >= 0.955


def test_names_in_held_out_passages(nlp: Language) -> None:
    files = sorted((ROOT / "data" / "training").glob("[0-3]*.ann"))
    _, held_out = split(read_corpus([file for file in files if file.name < "37"]))
    figures = evaluate_names(nlp, held_out)
    assert figures.spans >= 90.5
    assert figures.typed >= 67


def test_pipeline_stands_by_itself(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "lemmatizer", "parser", "attribute_ruler", "ner"]
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert {source["name"].split(",")[0] for source in nlp.meta["sources"]} >= {
        "UD_Dutch-Alpino",
        "UD_Dutch-LassySmall",
        "Alpino treebank",
    }
    assert set(nlp.config["paths"].values()) == {None}
    folder = ROOT / "graphbuild" / "languages" / "nl" / "pipeline"
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 26_000_000
