from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from graphbuild.pipeline.reader import TextReader


@dataclass
class FakeReading:
    classes: list[str | None]

    def word_classes(self, words: Sequence[tuple[int, int]]) -> list[tuple[str, float] | None]:
        assert len(words) == len(self.classes)
        return [None if name is None else (name.upper(), 0.5 if name.islower() else 0.99) for name in self.classes]


@dataclass
class FakeReader:
    classes: list[str | None]

    def read(self, text: str, bounds: Sequence[tuple[int, int]]) -> FakeReading:
        assert bounds == [(0, len(text))]
        return FakeReading(self.classes)


def tagged(words: list[str], before: list[str], read: list[str | None]) -> list[str]:
    starts: list[bool | int | None] = [index == 0 for index in range(len(words))]
    doc = Doc(spacy.blank("nl").vocab, words=words, pos=before, sent_starts=starts, spaces=[True, True, False])
    return [token.pos_ for token in TextReader(FakeReader(read))(doc)]  # type: ignore[arg-type]


def test_the_reader_knows_parts_of_speech_better() -> None:
    words = ["Basistakenpakket", "ligt", "klaar"]
    assert tagged(words, ["PROPN", "VERB", "NOUN"], ["NOUN", "VERB", "ADJ"]) == ["NOUN", "VERB", "ADJ"]


def test_the_parser_tells_auxiliaries_from_verbs() -> None:
    assert tagged(["Zij", "is", "klaar"], ["PRON", "AUX", "ADJ"], ["PRON", "VERB", "ADJ"])[1] == "AUX"


def test_a_word_that_was_not_read_keeps_its_part_of_speech() -> None:
    assert tagged(["Zij", "is", "klaar"], ["PRON", "AUX", "ADJ"], [None, None, None]) == ["PRON", "AUX", "ADJ"]


def test_an_unsure_reader_leaves_the_tagger_its_opinion() -> None:
    assert tagged(["Zij", "is", "klaar"], ["PRON", "AUX", "ADJ"], ["noun", "aux", "adv"]) == ["PRON", "AUX", "ADJ"]
