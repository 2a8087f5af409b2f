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
    span_vectors,
    split_pieces,
    split_windows,
)
from graphbuild.pipeline.encoder_names import FoundName, decode_names, log_softmax
from graphbuild.pipeline.encoder_networks import Networks, required
from graphbuild.pipeline.encoder_relations import PlacedMentions, ScoredRelation, SentenceScorer

__all__ = ["FoundName", "Link", "MentionSpan", "Reader", "Reading", "ScoredRelation", "group_by_links"]


@dataclass(frozen=True, slots=True)
class Link:
    """`mentions[mention]` means the same entity as `mentions[antecedent]`, an earlier one; None: as none."""

    mention: int
    antecedent: int | None
    probability: float


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
        vectors, tags, separators = self._encode(pieces)
        return Reading(self._networks, text, pieces, vectors, tags, separators)

    def _encode(self, pieces: Pieces) -> tuple[Floats, Floats, dict[int, Floats]]:
        """(vector of each piece, tag scores of each piece, vector of the mark after each sentence)."""
        config = self._networks.config
        vectors: list[Floats] = [np.zeros((0, 1), np.float32)]
        tags: list[Floats] = [np.zeros((0, 1), np.float32)]
        separators: dict[int, Floats] = {}
        for window in split_windows(pieces.sentences, config.window):
            ids, places, marks = assemble(pieces, window, config.begin, config.separator)
            encoded, scores = (output[0] for output in self._networks.run("encoder", ids=ids[None, :]))
            kept = places[window.keep_from - window.start : window.keep_to - window.start]
            vectors.append(encoded[kept])
            tags.append(scores[kept])
            numbers = np.unique(pieces.sentences[window.start : window.end])
            read_off = set(pieces.sentences[window.keep_from : window.keep_to].tolist())
            for number, mark in zip(numbers.tolist(), marks, strict=True):
                if number in read_off:
                    separators[number] = encoded[mark]
        used = slice(0, 1) if len(vectors) == 1 else slice(1, None)
        return np.concatenate(vectors[used]), np.concatenate(tags[used]), separators


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
        separators: dict[int, Floats],
    ) -> None:
        self.text = text
        self._networks = networks
        self._config = networks.config
        self._pieces = pieces
        self._vectors = vectors
        self._tags = tags
        self._separators = separators

    def names(self) -> list[FoundName]:
        """Names and references (kind `Reference`) in text order; they do not overlap."""
        return decode_names(self.text, self._pieces, self._tags, self._config.kinds)

    def links(self, mentions: Sequence[MentionSpan]) -> list[Link]:
        """For each mention its most probable antecedent among the mentions before it, or none.

        `mentions` are in text order; the result has one link for each mention, in the same order.
        """
        placed = self._place(mentions)
        links = [Link(index, None, 1.0) for index in range(len(mentions))]
        pairs = _pairs_back(len(placed.indices), self._config.antecedents)
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
        for later, index in enumerate(placed.indices):
            own = np.flatnonzero(pairs[:, 0] == later)
            probabilities = np.exp(log_softmax(np.append(none[later], scores[own]).astype(np.float32)))
            best = int(probabilities.argmax())
            antecedent = None if best == 0 else placed.indices[int(pairs[own[best - 1], 1])]
            links[index] = Link(index, antecedent, float(probabilities[best]))
        return links

    def relations(
        self, mentions: Sequence[MentionSpan], groups: Sequence[int], minimum: float = 0.05
    ) -> list[ScoredRelation]:
        """What each sentence says about pairs of entities, with a probability of at least `minimum`.

        `groups` gives for each mention a number, the same for mentions of the same entity. For each sentence,
        relation and pair of entities there is at most one result, for the mentions that show it best; a
        symmetric relation is given in one order. At least one of the two mentions is in the sentence, the
        other there or in one of the two sentences before. Sorted by sentence, subject, object, relation.
        """
        placed = self._place(mentions)
        kinds = self._kind_numbers(_kinds_of_groups(mentions, groups))[placed.indices]
        group_numbers = np.array([groups[index] for index in placed.indices], dtype=np.int64)
        references = np.array([mentions[index].kind == REFERENCE for index in placed.indices], dtype=np.int64)
        scorer = SentenceScorer(self._networks, placed, kinds, references, group_numbers)
        found: list[ScoredRelation] = []
        for sentence in sorted(set(placed.sentences.tolist())):
            pieces = self._vectors[self._pieces.sentences == sentence]
            found += scorer.score(sentence, np.vstack([pieces, self._separators[sentence]]), minimum)
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


def _pairs_back(count: int, reach: int) -> Integers:
    pairs = [(later, earlier) for later in range(count) for earlier in range(max(0, later - reach), later)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _kinds_of_groups(mentions: Sequence[MentionSpan], groups: Sequence[int]) -> list[str]:
    """For each mention the kind of its entity: that of the group's first mention that is no reference."""
    kinds: dict[int, str] = {}
    for mention, group in zip(mentions, groups, strict=True):
        if mention.kind != REFERENCE:
            kinds.setdefault(group, mention.kind)
    return [kinds.get(group, REFERENCE) for group in groups]
