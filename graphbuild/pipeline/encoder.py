"""The fine-tuned encoder at run time: names, references, and relations between mentions of a text.

One pass of the encoder over the text (in overlapping windows) serves all three; small heads read its vectors.
The recipe that made the model is `training/encoder`, its figures are in `docs/model-card.md`.

    reader = Reader.from_disk(folder)
    reading = reader.read(text, [(sentence.start_char, sentence.end_char) for sentence in doc.sents])
    mentions = [MentionSpan(name.start, name.end, name.kind) for name in reading.names()]
    groups = group_by_links(mentions, reading.links(mentions))
    claims = reading.relations(mentions, groups)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Tokenizer

from graphbuild.pipeline.encoder_input import (
    REFERENCE,
    Floats,
    Integers,
    MentionSpan,
    Pieces,
    assemble,
    link_features,
    locate,
    pairs_back,
    span_vectors,
    split_pieces,
    split_windows,
    word_pieces,
)
from graphbuild.pipeline.encoder_names import FoundName, decode_names, log_softmax
from graphbuild.pipeline.encoder_networks import Networks, required
from graphbuild.pipeline.encoder_relations import PlacedMentions, ScoredRelation, SentenceScorer

__all__ = ["FoundName", "Link", "MentionSpan", "Reader", "Reading", "ScoredRelation", "group_by_links"]

_LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Link:
    """`mentions[mention]` means the same entity as `mentions[antecedent]`, an earlier one; None: as none.

    `shares` has every antecedent that is not improbable, with its probability: a plural reference has several.
    """

    mention: int
    antecedent: int | None
    probability: float
    shares: tuple[tuple[int, float], ...] = ()


class Reader:
    """A model folder, loaded. Immutable, and safe to use from several threads."""

    def __init__(self, tokenizer: Tokenizer, networks: Networks) -> None:
        self._tokenizer = tokenizer
        self._networks = networks

    @classmethod
    def from_disk(cls, path: Path | str, threads: int = 2) -> Self:
        """Loads a model folder. `threads` bounds the processor cores that one reading uses.

        Raises LanguageError when a file of the folder is missing or cannot be read.
        """
        tokenizer_file = required(Path(path) / "tokenizer.json")
        return cls(Tokenizer.from_file(str(tokenizer_file)), Networks.from_disk(Path(path), threads))

    @property
    def thresholds(self) -> dict[str, float]:
        """For each relation the probability from which on claims balance precision and recall best."""
        return self._networks.config.thresholds

    def read(self, text: str, sentence_bounds: Sequence[tuple[int, int]]) -> Reading:
        """Encodes `text`; its sentences are (start, end) in characters, in order, not overlapping."""
        pieces = split_pieces(self._tokenizer, text, sentence_bounds)
        return Reading(self._networks, text, pieces, *self._encode(pieces))

    def _encode(self, pieces: Pieces) -> tuple[Floats, Floats, Floats, dict[int, Floats]]:
        """(vector, tag scores, word class scores of each piece, vector of the mark after each sentence)."""
        config = self._networks.config
        kept_outputs: list[list[Floats]] = [[np.zeros((0, 1), np.float32)] for _ in range(3)]
        separators: dict[int, Floats] = {}
        for window in split_windows(pieces.sentences, config.window):
            ids, places, marks = assemble(pieces, window, config.begin, config.separator)
            outputs = [output[0] for output in self._networks.run("encoder", ids=ids[None, :])]
            encoded = outputs[0]
            kept = places[window.keep_from - window.start : window.keep_to - window.start]
            for collected, output in zip(kept_outputs, outputs, strict=True):
                collected.append(output[kept])
            numbers = np.unique(pieces.sentences[window.start : window.end])
            read_off = set(pieces.sentences[window.keep_from : window.keep_to].tolist())
            for number, mark in zip(numbers.tolist(), marks, strict=True):
                if number in read_off:
                    separators[number] = encoded[mark]
        vectors, tags, classes = (np.concatenate(parts[1:] or parts) for parts in kept_outputs)
        return vectors, tags, classes, separators


class Reading:
    """One encoded text. Methods take mentions found here or elsewhere, as character ranges in text order.

    Mentions that lie outside all sentences take part in nothing.
    """

    def __init__(
        self,
        networks: Networks,
        text: str,
        pieces: Pieces,
        vectors: Floats,
        tags: Floats,
        classes: Floats,
        separators: dict[int, Floats],
    ) -> None:
        self.text = text
        self._networks = networks
        self._config = networks.config
        self._pieces = pieces
        self._vectors = vectors
        self._tags = tags
        self._classes = classes
        self._separators = separators

    def names(self) -> list[FoundName]:
        """Names and references (kind `Reference`) in text order; they do not overlap."""
        return list(self._names)

    @cached_property
    def _names(self) -> tuple[FoundName, ...]:
        return tuple(decode_names(self.text, self._pieces, self._tags, self._config.kinds))

    def word_classes(self, words: Sequence[tuple[int, int]]) -> list[tuple[str, float] | None]:
        """The universal part of speech of the word at each (start, end), with its probability (0 to 1).

        None where no sentence has it.
        """
        if not len(self._pieces.ids) or not words:
            return [None] * len(words)
        starts, ends = np.array(words, dtype=np.int64).T
        first, last = word_pieces(self._pieces, starts, ends)
        inside = self._pieces.starts[first] <= starts
        scores = np.exp(log_softmax(self._classes[first] + self._classes[last]))
        return [
            (self._config.classes[row.argmax()], float(row.max())) if found else None
            for row, found in zip(scores, inside, strict=True)
        ]

    def links(self, mentions: Sequence[MentionSpan]) -> list[Link]:
        """For each mention its most probable antecedent among the mentions before it, or none.

        `mentions` are in text order; the result has one link for each mention, in the same order.
        """
        placed = self._place(mentions)
        links = [Link(index, None, 1.0) for index in range(len(mentions))]
        pairs = pairs_back(placed.ranges, self._config.antecedents)
        if not len(pairs):
            return links
        surfaces = [self.text[mentions[index].start : mentions[index].end] for index in placed.indices]
        scores, none = self._networks.run(
            "links",
            spans=placed.spans,
            kinds=self._kind_numbers([mentions[index].kind for index in placed.indices]),
            pairs=pairs,
            features=link_features(surfaces, placed.sentences, pairs),
        )
        bounds = np.searchsorted(pairs[:, 0], np.arange(len(placed.indices) + 1)).tolist()
        for later, index in enumerate(placed.indices):
            own = slice(bounds[later], bounds[later + 1])
            probabilities = np.exp(log_softmax(np.append(none[later], scores[own]).astype(np.float32)))
            best = int(probabilities.argmax())
            antecedents = [placed.indices[earlier] for earlier in pairs[own, 1].tolist()]
            shares = tuple(zip(antecedents, probabilities[1:].tolist(), strict=True))
            antecedent = None if best == 0 else antecedents[best - 1]
            likely = tuple(share for share in shares if share[1] >= _LEAST_SHARE)
            links[index] = Link(index, antecedent, float(probabilities[best]), likely)
        return links

    def relations(
        self, mentions: Sequence[MentionSpan], groups: Sequence[int], minimum: float = 0.05
    ) -> list[ScoredRelation]:
        """What each sentence says about pairs of entities, with a probability of at least `minimum`.

        `groups` gives for each mention a number, the same for mentions of the same entity. For each sentence,
        relation and pair of entities there is at most one result, for the mentions that show it best; a
        symmetric relation is given in one order. At least one of the two mentions is in the sentence, the
        other there or in one of the `SENTENCES_BEFORE` sentences before. Sorted by sentence, subject, object, relation.
        """
        placed = self._place(mentions)
        kinds = self._kind_numbers(_kinds_of_groups(mentions, groups))[placed.indices]
        group_numbers = np.array([groups[index] for index in placed.indices], dtype=np.int64)
        references = np.array([mentions[index].kind == REFERENCE for index in placed.indices], dtype=np.int64)
        scorer = SentenceScorer(self._networks, placed, kinds, references, group_numbers)
        found: list[ScoredRelation] = []
        for sentence in sorted(set(placed.sentences.tolist())):
            start, end = np.searchsorted(self._pieces.sentences, (sentence, sentence + 1))
            vectors = np.vstack([self._vectors[start:end], self._separators[sentence]])
            found += scorer.score(sentence, vectors, minimum)
        return sorted(found, key=lambda item: (item.sentence, item.subject, item.object, item.relation))

    def _place(self, mentions: Sequence[MentionSpan]) -> PlacedMentions:
        ranges = [locate(self._pieces, mention.start, mention.end) for mention in mentions]
        indices = [index for index, place in enumerate(ranges) if place is not None]
        known = [place for place in ranges if place is not None]
        places = np.array(known, dtype=np.int64).reshape(-1, 2)
        return PlacedMentions(indices, places, self._pieces.sentences[places[:, 0]], span_vectors(self._vectors, known))

    def _kind_numbers(self, kinds: Sequence[str]) -> Integers:
        """Numbers as the heads were trained with: 0 for a kind that the model does not know."""
        known = {kind: number for number, kind in enumerate(self._config.kinds, 1)}
        return np.array([known.get(kind, 0) for kind in kinds], dtype=np.int64)


def group_by_links(mentions: Sequence[MentionSpan], links: Sequence[Link]) -> list[int]:
    """A group number for each mention: that of its antecedent, or a new one (its own index)."""
    groups = list(range(len(mentions)))
    for link in links:
        if link.antecedent is not None:
            groups[link.mention] = groups[link.antecedent]
    return groups


def _kinds_of_groups(mentions: Sequence[MentionSpan], groups: Sequence[int]) -> list[str]:
    """For each mention the kind of its entity: that of the group's first mention that is no reference."""
    kinds: dict[int, str] = {}
    for mention, group in zip(mentions, groups, strict=True):
        if mention.kind != REFERENCE:
            kinds.setdefault(group, mention.kind)
    return [kinds.get(group, REFERENCE) for group in groups]
