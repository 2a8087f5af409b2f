"""Fits the relation scores to probabilities on held-out passages, and picks a threshold for each relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from graphbuild.pipeline.encoder_input import Floats
from training.encoder.evaluate import ScoredCandidate

_STEPS = 200
_RIDGE = 1e-3
_PRIOR = 12.0
_GRID = np.arange(0.2, 0.71, 0.02)


def fit_platt(candidates: Sequence[ScoredCandidate]) -> tuple[float, float]:
    """(scale, offset) of a logistic regression of "is right" on the score (Platt 1999), by Newton's method.

    The candidates' probabilities must come from an uncalibrated model, with scale 1 and offset 0.
    """
    scores = _scores(candidates)
    right = np.array([candidate.right for candidate in candidates], dtype=np.float64)
    inputs = np.stack([scores, np.ones_like(scores)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        predicted = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (predicted - right) + _RIDGE * (weights - [1.0, 0.0])
        curvature = inputs.T @ (inputs * (predicted * (1 - predicted))[:, None]) + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return float(weights[0]), float(weights[1])


def _scores(candidates: Sequence[ScoredCandidate]) -> Floats:
    probabilities = np.clip([candidate.probability for candidate in candidates], 1e-6, 1 - 1e-6)
    scores: Floats = np.log(probabilities / (1 - probabilities))
    return scores


def best_thresholds(
    candidates: Sequence[ScoredCandidate], wanted: dict[str, int], scale: float, offset: float
) -> dict[str, float]:
    """For each relation the probability from which on F1 is best, held near the best one for all together.

    `wanted` counts the annotated relations. A relation with few examples stays close to the common threshold.
    """
    probabilities = 1 / (1 + np.exp(-(scale * _scores(candidates) + offset)))
    right = np.array([candidate.right for candidate in candidates], dtype=bool)
    of_relation: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        of_relation[candidate.relation].append(index)
    common = _best(probabilities, right, sum(wanted.values()))
    thresholds = {}
    for relation, count in sorted(wanted.items()):
        own = np.array(of_relation[relation], dtype=np.int64)
        best = _best(probabilities[own], right[own], count) if len(own) else common
        trust = count / (count + _PRIOR)
        thresholds[relation] = round(trust * best + (1 - trust) * common, 3)
    return thresholds


def _best(probabilities: Floats, right: np.ndarray[tuple[int], np.dtype[np.bool_]], wanted: int) -> float:
    """The threshold of the grid with the best F1; in the middle where several are equally good."""
    scores = []
    for threshold in _GRID:
        chosen = probabilities >= threshold
        scores.append(2 * int(right[chosen].sum()) / max(1, int(chosen.sum()) + wanted))
    best = np.flatnonzero(np.array(scores) >= max(scores) - 1e-9)
    return float(_GRID[best[len(best) // 2]])
