"""Writes the training corpora in spaCy's binary form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.parser.texts import SOURCE_SPELLING, Spelling, document, groups
from training.parser.treebank import AUTOMATIC_FILE, Sentence, read_treebank, training_files

_COPIES_OF_MANUAL_FILES = 2  # whole annotation by hand counts twice what is tagged automatically
_DEVELOPMENT_ONE_IN = 20
SENTENCES_PER_TEST_TEXT = 5


def parser_corpora(vocab: Vocab, folder: Path, seed: int) -> tuple[list[Doc], list[Doc]]:
    """(training texts, development texts) of all treebank files but the test file."""
    random = Random(seed)
    train: list[Doc] = []
    development: list[Doc] = []
    for path in training_files(folder):
        kept, held_out = _hold_out(list(groups(read_treebank(path), random)))
        development += [document(vocab, group, SOURCE_SPELLING, random) for group in held_out]
        sentences = [sentence for group in kept for sentence in group]
        for _ in range(1 if path.name == AUTOMATIC_FILE else _COPIES_OF_MANUAL_FILES):
            train += [document(vocab, group, Spelling(), random) for group in groups(sentences, random)]
    return train, development


def test_corpus(vocab: Vocab, path: Path) -> list[Doc]:
    """The sentences of a file, five to a text, spelled as they are."""
    sentences = read_treebank(path)
    size = SENTENCES_PER_TEST_TEXT
    texts = [sentences[start : start + size] for start in range(0, len(sentences), size)]
    return [document(vocab, text, SOURCE_SPELLING, Random(0)) for text in texts]


def write_corpus(documents: Iterable[Doc], path: Path) -> None:
    """Writes the documents into one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=documents).to_disk(path)


def _hold_out(
    texts: Sequence[Sequence[Sentence]],
) -> tuple[list[Sequence[Sentence]], list[Sequence[Sentence]]]:
    kept = [text for number, text in enumerate(texts) if number % _DEVELOPMENT_ONE_IN]
    return kept, [text for number, text in enumerate(texts) if number % _DEVELOPMENT_ONE_IN == 0]
