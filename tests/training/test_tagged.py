from __future__ import annotations

from random import Random

import numpy as np
import pytest
from tokenizers import Tokenizer

from graphbuild.pipeline.encoder_input import Pieces, word_pieces
from graphbuild.resources import resource
from training.encoder.tagged import WORD_CLASSES, tagged_texts
from training.parser.treebank import Sentence, Word

WORDS = (("Basistakenpakket", "NOUN"), ("bij", "ADP"), ("Noordnet", "PROPN"), (".", "PUNCT"))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(resource("languages", "nl", "encoder", "tokenizer.json")))


def sentence() -> Sentence:
    last = len(WORDS) - 2
    words = (Word(form, form, tag, "_", "_", 0, "dep", number != last) for number, (form, tag) in enumerate(WORDS))
    return Sentence(tuple(words), "test")


def test_each_word_has_its_first_and_last_piece_and_its_class(tokenizer: Tokenizer) -> None:
    (text,) = tagged_texts([sentence()], tokenizer, (0, 2), Random(1))
    pieces = [tokenizer.id_to_token(int(number)) or "" for number in text.ids]
    assert [WORD_CLASSES[number] for number in text.classes] == [tag for _, tag in WORDS]
    spelled = ["".join(pieces[a : b + 1]).lstrip("▁") for a, b in zip(text.first, text.last, strict=True)]
    assert spelled == [form for form, _ in WORDS]
    assert (text.ids[0], text.ids[-1]) == (0, 2)


def test_all_sentences_are_in_some_text(tokenizer: Tokenizer) -> None:
    texts = list(tagged_texts([sentence()] * 20, tokenizer, (0, 2), Random(1)))
    assert sum(len(text.classes) for text in texts) == 20 * len(WORDS)


def test_a_word_of_one_piece_begins_and_ends_with_it() -> None:
    parts = Pieces(*(np.array(column) for column in ([1, 2, 3], [0, 3, 9], [3, 8, 13], [0, 0, 0])))
    first, last = word_pieces(parts, np.array([0, 9]), np.array([8, 13]))
    assert (first.tolist(), last.tolist()) == ([0, 2], [1, 2])
