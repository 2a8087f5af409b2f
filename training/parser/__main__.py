"""Command line of the recipe; see training/README.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import spacy
import torch
from spacy.language import Language

from training.corpus import Passage, read_corpus, split
from training.parser.assemble import add_figures, assemble, write
from training.parser.corpora import parser_corpora, write_corpus
from training.parser.evaluate import NameFigures, TreeFigures, evaluate_names, evaluate_trees
from training.parser.lexicon import verb_lookups
from training.parser.names import passage_documents
from training.parser.swap import name_pool, swap_names
from training.parser.tokenizer import adapt_tokenizer
from training.parser.train import train
from training.parser.treebank import TEST_FILE, Sentence, read_treebank, training_files
from training.parser.vectors import (
    TableShape,
    encode_words,
    fit_table,
    principal_components,
    word_list,
)

_SEED = 7
_VECTOR_EPOCHS = 15
_SWAPPED_COPIES = 2
_STEPS = ("vectors", "data", "trees", "names", "assemble", "evaluate")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the recipe reads and writes."""

    treebank: Path
    prose: Path
    work: Path
    output: Path

    def passages(self) -> tuple[list[Passage], list[Passage]]:
        """The annotated prose: (train, held out)."""
        return split(read_corpus(sorted(self.prose.glob("*.ann"))))

    def sentences(self) -> list[Sentence]:
        """All trees that may be trained on."""
        return [sentence for path in training_files(self.treebank) for sentence in read_treebank(path)]


def make_vectors(folders: Folders) -> None:
    """Word vectors from the encoder."""
    shape, nlp = TableShape(), _blank()
    trees = (word.form for sentence in folders.sentences() for word in sentence.words)
    prose = (
        token.text
        for passage in folders.passages()[0]
        for sentence in passage.sentences
        for token in nlp(sentence.text)
    )
    words = word_list([*trees, *prose])
    targets = principal_components(encode_words(words), shape.width)
    folders.work.mkdir(parents=True, exist_ok=True)
    carrier = spacy.blank("nl")
    carrier.vocab.vectors = fit_table(words, targets, shape, _VECTOR_EPOCHS, _SEED)
    carrier.to_disk(folders.work / "vectors")


def make_data(folders: Folders) -> None:
    """Training and development texts."""
    nlp = _blank()
    train_texts, development = parser_corpora(nlp.vocab, folders.treebank, _SEED)
    write_corpus(train_texts, folders.work / "trees-train.spacy")
    write_corpus(development, folders.work / "trees-dev.spacy")
    passages, held_out = folders.passages()
    pool, random = name_pool(passages), Random(_SEED)
    swapped = [swap_names(passage, pool, random) for passage in passages for _ in range(_SWAPPED_COPIES)]
    write_corpus(passage_documents(nlp, [*passages, *swapped]), folders.work / "names-train.spacy")
    write_corpus(passage_documents(nlp, held_out), folders.work / "names-dev.spacy")


def train_trees(folders: Folders) -> None:
    """Tags, lemmas and trees."""
    _train(folders, "parser.cfg", "trees")


def train_names(folders: Folders) -> None:
    """Names."""
    _train(folders, "names.cfg", "names")


def put_together(folders: Folders) -> None:
    """The pipeline, at the place graphbuild loads it from."""
    trees, names = (folders.work / name / "model-last" for name in ("trees", "names"))
    nlp = assemble(trees, names, verb_lookups(folders.sentences()))
    add_figures(nlp, *_figures(nlp, folders))
    write(nlp, folders.output)


def report(folders: Folders) -> None:
    """Prints the figures of the pipeline."""
    for figures in _figures(spacy.load(folders.output), folders):
        print(figures)


def main(arguments: Sequence[str]) -> int:
    """Runs the steps named, or all of them in order."""
    parser = argparse.ArgumentParser(prog="python -m training.parser", description=__doc__)
    parser.add_argument("steps", nargs="*", choices=[*_STEPS, []], help="default: all, in this order")
    parser.add_argument("--treebank", type=Path, default=Path("../shared/treebank"))
    parser.add_argument("--prose", type=Path, default=Path("data/training"))
    parser.add_argument("--work", type=Path, default=Path("out/training/parser"))
    parser.add_argument("--output", type=Path, default=Path("graphbuild/languages/nl/pipeline"))
    options = parser.parse_args(arguments)
    folders = Folders(options.treebank, options.prose, options.work, options.output)
    torch.set_num_threads(1)
    functions = (make_vectors, make_data, train_trees, train_names, put_together, report)
    for name, function in zip(_STEPS, functions, strict=True):
        if not options.steps or name in options.steps:
            print(f"{name}: {function.__doc__}", file=sys.stderr)
            function(folders)
    return 0


def _blank() -> Language:
    return adapt_tokenizer(spacy.blank("nl"))


def _train(folders: Folders, configuration: str, name: str) -> None:
    paths = {
        "paths.train": str(folders.work / f"{name}-train.spacy"),
        "paths.dev": str(folders.work / f"{name}-dev.spacy"),
        "paths.vectors": str(folders.work / "vectors"),
    }
    train(configuration, folders.work / name, dict(paths))


def _figures(nlp: Language, folders: Folders) -> tuple[TreeFigures, NameFigures]:
    trees = evaluate_trees(nlp, folders.treebank / TEST_FILE)
    return trees, evaluate_names(nlp, folders.passages()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
