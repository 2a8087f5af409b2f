"""Sentences of a treebank as the encoder learns word classes from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from spacy.language import Language
from spacy.training import Example
from tokenizers import Tokenizer

from graphbuild.pipeline.encoder_input import Integers, Window, assemble, split_pieces, word_pieces
from training.parser.corpora import test_corpus
from training.parser.texts import groups
from training.parser.treebank import AUTOMATIC_FILE, Sentence, read_treebank, training_files

WORD_CLASSES = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART"),
    *("PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
"""The universal parts of speech (Universal Dependencies, version 2)."""

_LONGEST = 384


@dataclass(frozen=True, slots=True)
class TaggedText:
    """One text: input ids, where the first and the last piece of each word stand in them, and its class."""

    ids: Integers
    first: Integers
    last: Integers
    classes: Integers


def hand_tagged(folder: Path) -> list[Sentence]:
    """The sentences of a folder of treebanks whose tags people have set, without the test file."""
    files = [path for path in training_files(folder) if path.name != AUTOMATIC_FILE]
    return [sentence for path in files for sentence in read_treebank(path)]


def tagged_texts(
    sentences: Sequence[Sentence], tokenizer: Tokenizer, marks: tuple[int, int], random: Random
) -> Iterator[TaggedText]:
    """Texts of one to eight sentences in the order of the files; `marks` are the begin mark and the separator.

    Texts that are longer than what the encoder reads at once are left out.
    """
    for group in groups(sentences, random):
        text = _tagged_text(group, tokenizer, marks)
        if len(text.ids) <= _LONGEST:
            yield text


def _tagged_text(sentences: Sequence[Sentence], tokenizer: Tokenizer, marks: tuple[int, int]) -> TaggedText:
    text = ""
    bounds: list[tuple[int, int]] = []
    starts: list[int] = []
    ends: list[int] = []
    classes: list[int] = []
    for sentence in sentences:
        begin = len(text)
        for word in sentence.words:
            starts.append(len(text))
            ends.append(len(text) + len(word.form))
            classes.append(WORD_CLASSES.index(word.upos))
            text += word.form + " " * word.space_after
        bounds.append((begin, len(text.rstrip())))
        text = text.rstrip() + " "
    pieces = split_pieces(tokenizer, text, bounds)
    ids, places, _ = assemble(pieces, Window(0, len(pieces.ids), 0, len(pieces.ids)), *marks)
    first, last = word_pieces(pieces, np.array(starts), np.array(ends))
    return TaggedText(ids, places[first], places[last], np.array(classes, dtype=np.int64))


def tagging_accuracy(nlp: Language, path: Path) -> float:
    """Which part of the words of a treebank file get the right part of speech (0 to 1), from raw text."""
    documents = test_corpus(nlp.vocab, path)
    stages = [name for name in nlp.pipe_names if not name.startswith("graphbuild_")]
    with nlp.select_pipes(enable=[*stages, "graphbuild_boundaries", "graphbuild_reader"]):
        scores = nlp.evaluate([Example(nlp.make_doc(gold.text), gold) for gold in documents])
    accuracy: float = scores["pos_acc"]
    return accuracy
