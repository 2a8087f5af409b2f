"""Makes training texts of trees: groups of sentences, so that the parser learns to split, spelled variously.

Everything that varies is drawn from a seeded generator: the same treebank gives the same texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from spacy.tokens import Doc
from spacy.vocab import Vocab

from training.parser.treebank import Sentence, Word

_LONGEST_GROUP = 8  # sentences in a text
_QUOTES = (("“", "”"), ("‘", "’"), ("'", "'"), ('"', '"'), ("„", "”"), ("«", "»"))
_STRAIGHT_QUOTES = frozenset(['"', "''", "``", ",,", "'", "`"])


@dataclass(frozen=True, slots=True)
class Spelling:
    """How often (0 to 1) a text is spelled in another way than its source."""

    quotes: float = 0.25  # curly, single or low quotation marks
    headline: float = 0.06  # a sentence without its full stop, a line of its own
    line_break: float = 0.08  # a line break between two sentences
    dash: float = 0.1  # a long dash for a hyphen that stands alone


SOURCE_SPELLING = Spelling(0.0, 0.0, 0.0, 0.0)


def groups(sentences: Sequence[Sentence], random: Random) -> Iterator[Sequence[Sentence]]:
    """Runs of one to eight sentences in the order of the file."""
    start = 0
    while start < len(sentences):
        end = start + random.randint(1, _LONGEST_GROUP)
        yield sentences[start:end]
        start = end


def document(vocab: Vocab, sentences: Sequence[Sentence], spelling: Spelling, random: Random) -> Doc:
    """The sentences as one annotated text, a space or a line break between them."""
    builder = _Builder()
    respelled = _respell_quotes(sentences, spelling, random)
    for index, sentence in enumerate(respelled):
        final = sentence.words[-1]
        headline = len(sentence.words) > 3 and final.form == "." and random.random() < spelling.headline
        words = _without_final(sentence.words) if headline else sentence.words
        builder.add(_respell_dashes(words, spelling, random))
        if index + 1 < len(respelled) and (headline or random.random() < spelling.line_break):
            builder.add_line_break(random.choice(("\n", "\n\n")))
    return builder.build(vocab)


def _without_final(words: Sequence[Word]) -> Sequence[Word]:
    """Without the final full stop, unless something hangs on it."""
    last = len(words) - 1
    return words if any(word.head == last for word in words) else words[:-1]


def _respell_dashes(words: Sequence[Word], spelling: Spelling, random: Random) -> Sequence[Word]:
    if random.random() >= spelling.dash:
        return words
    return [replace(word, form="–", lemma="–") if word.form == "-" else word for word in words]


def _respell_quotes(sentences: Sequence[Sentence], spelling: Spelling, random: Random) -> Sequence[Sentence]:
    if random.random() >= spelling.quotes:
        return sentences
    opening, closing = random.choice(_QUOTES)
    inside = False
    result = []
    for sentence in sentences:
        words = []
        for word in sentence.words:
            if word.form in _STRAIGHT_QUOTES and word.upos == "PUNCT":
                mark = closing if inside else opening
                inside = not inside
                word = replace(word, form=mark, lemma=mark)
            words.append(word)
        result.append(replace(sentence, words=tuple(words)))
    return result


class _Builder:
    """Collects words of several sentences into the columns that a Doc is made of."""

    def __init__(self) -> None:
        self._words: list[Word] = []
        self._heads: list[int] = []

    def add(self, words: Sequence[Word]) -> None:
        offset = len(self._words)
        self._words += words
        self._heads += [offset + word.head for word in words]
        self._words[-1] = replace(self._words[-1], space_after=True)

    def add_line_break(self, text: str) -> None:
        """A line break is a token in spaCy; it belongs to the sentence before it."""
        self._words[-1] = replace(self._words[-1], space_after=False)
        self._heads.append(len(self._words) - 1)
        self._words.append(Word(text, text, "SPACE", "_SP", "_", 0, "dep", False))

    def build(self, vocab: Vocab) -> Doc:
        words = self._words
        return Doc(
            vocab,
            words=[word.form for word in words],
            spaces=[word.space_after for word in words],
            lemmas=[word.lemma for word in words],
            pos=[word.upos for word in words],
            tags=[word.xpos for word in words],
            morphs=["" if word.features == "_" else word.features for word in words],
            heads=self._heads,
            deps=[
                "ROOT" if head == index else word.relation
                for index, (word, head) in enumerate(zip(words, self._heads, strict=True))
            ],
        )
