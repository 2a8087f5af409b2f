"""Scores relations between mentions, one sentence at a time, from the encoder's vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphbuild.pipeline.encoder_input import (
    Floats,
    Integers,
    candidate_pairs,
    pair_features,
    source_features,
)
from graphbuild.pipeline.encoder_names import log_softmax
from graphbuild.pipeline.encoder_networks import Networks


@dataclass(frozen=True, slots=True)
class ScoredRelation:
    """The sentence number `sentence` says that `mentions[subject]` has `relation` to `mentions[object]`.

    `probability` is calibrated: of relations at 0.8, some 80% are right. `denies` is the probability that the
    claim is a denial, `certainty` those of certain, probable and possible. `source` is the index of the
    mention that says so, None where the article does, with its probability.
    """

    subject: int
    relation: str
    object: int
    sentence: int
    probability: float
    denies: float
    certainty: tuple[float, float, float]
    source: int | None
    source_probability: float


@dataclass(frozen=True, slots=True)
class PlacedMentions:
    """The mentions that lie in a sentence: their indices, ranges of pieces, sentences and vectors."""

    indices: list[int]
    ranges: Integers
    sentences: Integers
    spans: Floats


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The mention pair that shows a relation best, by its row; the score is not calibrated yet."""

    score: float
    row: int
    relation: int


class SentenceScorer:
    """Scores the relations of one sentence after the other over the same mentions."""

    def __init__(
        self,
        networks: Networks,
        placed: PlacedMentions,
        kinds: Integers,
        references: Integers,
        groups: Integers,
    ) -> None:
        self._networks = networks
        self._config = networks.config
        self._placed = placed
        self._kinds = kinds
        self._references = references
        self._groups = groups

    def score(self, sentence: int, vectors: Floats, minimum: float) -> list[ScoredRelation]:
        """The relations of a sentence from a probability of `minimum` on; `vectors`: its pieces, its mark."""
        placed = self._placed
        pairs = candidate_pairs(placed.sentences, self._groups, sentence)
        if not len(pairs):
            return []
        scores, hidden = self._networks.run(
            "relations",
            sentence=vectors,
            spans=placed.spans,
            kinds=self._kinds,
            references=self._references,
            pairs=pairs,
            features=pair_features(placed.ranges, placed.sentences, self._groups, sentence, pairs),
        )
        least = (np.log(minimum / (1 - minimum)) - self._config.offset) / self._config.scale
        best = self._best(pairs, scores, float(least))
        return self._with_attributes(sentence, vectors, pairs, hidden, best) if best else []

    def _best(self, pairs: Integers, scores: Floats, least: float) -> list[_Candidate]:
        """The best mention pair for each relation and pair of entities that scores at least `least`.

        A symmetric relation is given in one order, with the mean of its two scores.
        """
        ends, of_pair = np.unique(self._groups[pairs], axis=0, return_inverse=True)
        of_pair = of_pair.reshape(-1)
        best = np.full((len(ends), scores.shape[1]), -np.inf, dtype=np.float32)
        np.maximum.at(best, of_pair, scores)
        rows = np.full(best.shape, len(scores), dtype=np.int64)
        places = np.where(scores == best[of_pair], np.arange(len(scores))[:, None], len(scores))
        np.minimum.at(rows, of_pair, places)
        self._join_mirrored(ends, best)
        return [
            _Candidate(float(best[entities, relation]), int(rows[entities, relation]), int(relation))
            for entities, relation in np.argwhere(best >= least)
        ]

    def _join_mirrored(self, ends: Integers, best: Floats) -> None:
        """Leaves of a symmetric relation between two entities one order, with the mean of both scores."""
        places = {(int(a), int(b)): number for number, (a, b) in enumerate(ends)}
        symmetric = [n for n, name in enumerate(self._config.relations) if name in self._config.symmetric]
        for (subject, object_), number in places.items():
            mirror = places.get((object_, subject))
            if subject < object_ and mirror is not None:
                best[number, symmetric] = (best[number, symmetric] + best[mirror, symmetric]) / 2
                best[mirror, symmetric] = -np.inf

    def _with_attributes(
        self, sentence: int, vectors: Floats, pairs: Integers, hidden: Floats, best: Sequence[_Candidate]
    ) -> list[ScoredRelation]:
        placed = self._placed
        near = (placed.sentences <= sentence) & (placed.sentences >= sentence - self._config.source_sentences)
        sources = np.flatnonzero(near)
        rows = [item.row for item in best]
        features = [
            source_features(placed.ranges, placed.sentences, self._groups, sentence, (int(a), int(b)), sources)
            for a, b in pairs[rows]
        ]
        stance, certainty, source = self._networks.run(
            "attributes",
            sentence=vectors,
            hidden=hidden[rows],
            relations=np.array([item.relation for item in best], dtype=np.int64),
            spans=placed.spans[sources],
            kinds=self._kinds[sources],
            features=np.stack(features),
        )
        results = []
        for number, item in enumerate(best):
            subject, object_ = (placed.indices[int(index)] for index in pairs[item.row])
            chosen, probability = self._source(source[number], sources)
            sure = np.exp(log_softmax(certainty[number]))
            results.append(
                ScoredRelation(
                    subject,
                    self._config.relations[item.relation],
                    object_,
                    sentence,
                    _sigmoid(self._config.scale * item.score + self._config.offset),
                    float(np.exp(log_softmax(stance[number]))[1]),
                    (float(sure[0]), float(sure[1]), float(sure[2])),
                    chosen,
                    probability,
                )
            )
        return results

    def _source(self, scores: Floats, sources: Integers) -> tuple[int | None, float]:
        """The last mention of the entity that most probably says so, or None; and the probability."""
        probabilities = np.exp(log_softmax(scores))
        totals: dict[int, float] = {}
        for probability, mention in zip(probabilities[1:], sources, strict=True):
            group = int(self._groups[mention])
            totals[group] = totals.get(group, 0.0) + float(probability)
        group = max(totals, key=lambda number: (totals[number], -number))
        if totals[group] <= float(probabilities[0]):
            return None, float(probabilities[0])
        last = max(int(mention) for mention in sources if self._groups[mention] == group)
        return self._placed.indices[last], totals[group]


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
