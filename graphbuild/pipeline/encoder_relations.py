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
    source_features_of_pairs,
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
        distinct, numbers = np.unique(groups, return_inverse=True)
        self._groups: Integers = numbers.reshape(-1)
        self._entities = len(distinct)
        names = enumerate(self._config.relations)
        self._symmetric = [number for number, name in names if name in self._config.symmetric]

    def score(self, sentence: int, vectors: Floats, minimum: float) -> list[ScoredRelation]:
        """The relations of a sentence from a probability of `minimum` on; `vectors`: its pieces, its mark."""
        placed = self._placed
        pairs = candidate_pairs(placed.sentences, self._groups, sentence)
        if not len(pairs):
            return []
        paired, own = np.unique(pairs, return_inverse=True)
        scores, hidden = self._networks.run(
            "relations",
            sentence=vectors,
            spans=placed.spans[paired],
            kinds=self._kinds[paired],
            references=self._references[paired],
            pairs=own.reshape(pairs.shape),
            features=pair_features(placed.ranges, placed.sentences, self._groups, sentence, pairs),
        )
        least = (np.log(minimum / (1 - minimum)) - self._config.offset) / self._config.scale
        best = self._best(pairs, scores, float(least))
        return self._with_attributes(sentence, vectors, pairs, hidden, best) if best else []

    def _best(self, pairs: Integers, scores: Floats, least: float) -> list[_Candidate]:
        """The best mention pair for each relation and pair of entities that scores at least `least`.

        A symmetric relation is given in one order, with the mean of its two scores.
        """
        ends, of_pair = np.unique(self._groups[pairs] @ (self._entities, 1), return_inverse=True)
        order = np.argsort(of_pair, kind="stable")
        bounds = np.searchsorted(of_pair[order], np.arange(len(ends) + 1))
        best = np.maximum.reduceat(scores[order], bounds[:-1], axis=0)
        self._join_mirrored(ends, best)
        found = []
        for entities, relation in np.argwhere(best >= least).tolist():
            rows = order[bounds[entities] : bounds[entities + 1]]
            row = rows[scores[rows, relation].argmax()]
            found.append(_Candidate(float(best[entities, relation]), int(row), relation))
        return found

    def _join_mirrored(self, ends: Integers, best: Floats) -> None:
        """Leaves of a symmetric relation between two entities one order, with the mean of both scores.

        `ends` are the pairs of entities, each as one number, in order; with each pair its mirror image is there.
        """
        subjects, objects = np.divmod(ends, self._entities)
        one = np.flatnonzero(subjects < objects)
        mirror = np.searchsorted(ends, objects[one] * self._entities + subjects[one])
        for relation in self._symmetric:
            best[one, relation] = (best[one, relation] + best[mirror, relation]) / 2
            best[mirror, relation] = -np.inf

    def _with_attributes(
        self, sentence: int, vectors: Floats, pairs: Integers, hidden: Floats, best: Sequence[_Candidate]
    ) -> list[ScoredRelation]:
        placed = self._placed
        near = (placed.sentences <= sentence) & (placed.sentences >= sentence - self._config.source_sentences)
        sources = np.flatnonzero(near)
        rows = [item.row for item in best]
        stance, certainty, source = self._networks.run(
            "attributes",
            sentence=vectors,
            hidden=hidden[rows],
            relations=np.array([item.relation for item in best], dtype=np.int64),
            spans=placed.spans[sources],
            kinds=self._kinds[sources],
            features=source_features_of_pairs(
                placed.ranges, placed.sentences, self._groups, sentence, pairs[rows], sources
            ),
        )
        stances, certainties, speakers = (np.exp(log_softmax(each)).tolist() for each in (stance, certainty, source))
        results = []
        for number, item in enumerate(best):
            subject, object_ = (placed.indices[index] for index in pairs[item.row].tolist())
            certain, probable, possible = certainties[number]
            results.append(
                ScoredRelation(
                    subject,
                    self._config.relations[item.relation],
                    object_,
                    sentence,
                    _sigmoid(self._config.scale * item.score + self._config.offset),
                    stances[number][1],
                    (certain, probable, possible),
                    *self._source(speakers[number], sources.tolist()),
                )
            )
        return results

    def _source(self, probabilities: Sequence[float], sources: Sequence[int]) -> tuple[int | None, float]:
        """The last mention of the entity that most probably says so, or None; and the probability.

        `probabilities` are that of the article itself, then those of the mentions `sources`.
        """
        totals: dict[int, float] = {}
        last: dict[int, int] = {}
        for probability, mention in zip(probabilities[1:], sources, strict=True):
            group = int(self._groups[mention])
            totals[group] = totals.get(group, 0.0) + probability
            last[group] = mention
        group = max(totals, key=lambda number: (totals[number], -number))
        if totals[group] <= probabilities[0]:
            return None, probabilities[0]
        return self._placed.indices[last[group]], totals[group]


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
