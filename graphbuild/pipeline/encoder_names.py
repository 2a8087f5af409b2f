"""From the encoder's tag scores for pieces to names and references in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graphbuild.pipeline.encoder_input import Floats, Integers, Pieces

_IMPOSSIBLE = np.float32(-1e4)
_CLOSING = ",;:!?\"”»’'"
_OPENING = '(["“„«‘'


@dataclass(frozen=True, slots=True)
class FoundName:
    """`text[start:end]` names an entity of the class `kind`, or refers to one (kind `Reference`).

    `probability` (0 to 1) is that of the least certain of its pieces.
    """

    start: int
    end: int
    kind: str
    probability: float


def tag_names(kinds: Sequence[str]) -> list[str]:
    """The tags in the order of the model's output: outside, then begin and inside of each kind."""
    return ["O", *(f"{mark}-{kind}" for kind in kinds for mark in "BI")]


def decode_names(text: str, pieces: Pieces, scores: Floats, kinds: Sequence[str]) -> list[FoundName]:
    """The best-scoring sequence of tags of each sentence, as names in text order that do not overlap."""
    probabilities = log_softmax(scores)
    found: list[FoundName] = []
    for start, end in _sentence_ranges(pieces.sentences):
        tags = best_tags(probabilities[start:end])
        for first, last, kind in _runs(tags):
            place = pieces.starts[start + first], pieces.ends[start + last - 1]
            certain = _certainty(probabilities[start + first : start + last], kind)
            begin, stop = _without_marks(text, *_whole_words(text, int(place[0]), int(place[1])))
            if begin < stop:
                found.append(FoundName(begin, stop, kinds[kind], certain))
    return _without_overlap(found)


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_tags(log_probabilities: Floats) -> list[int]:
    """The best sequence of tags O, B, I, B, I ...: an inside tag follows begin or inside of its own kind only.

    Where the best tag of each piece makes such a sequence, as mostly, that is it; else Viterbi finds it.
    """
    likeliest = log_probabilities.argmax(axis=1)
    inside = (likeliest % 2 == 0) & (likeliest > 0)
    before = np.append(0, likeliest[:-1])
    if not (inside & (before != likeliest) & (before != likeliest - 1)).any():
        return [int(tag) for tag in likeliest]
    return _viterbi(log_probabilities)


def _viterbi(log_probabilities: Floats) -> list[int]:
    allowed = _transitions(log_probabilities.shape[1])
    score = log_probabilities[0].copy()
    score[2::2] += _IMPOSSIBLE
    origins: list[Integers] = []
    for row in log_probabilities[1:]:
        through = score[:, None] + allowed
        origins.append(through.argmax(axis=0))
        score = through.max(axis=0) + row
    tags = [int(score.argmax())]
    for origin in reversed(origins):
        tags.append(int(origin[tags[-1]]))
    return tags[::-1]


def _transitions(count: int) -> Floats:
    allowed = np.zeros((count, count), np.float32)
    for inside in range(2, count, 2):
        allowed[:, inside] = _IMPOSSIBLE
        allowed[[inside - 1, inside], inside] = 0
    return allowed


def _sentence_ranges(sentences: Integers) -> list[tuple[int, int]]:
    if not len(sentences):
        return []
    breaks = [0, *(np.flatnonzero(np.diff(sentences)) + 1).tolist(), len(sentences)]
    return list(pairwise(breaks))


def _runs(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """(first piece, after the last piece, index of the kind) of each name."""
    runs: list[tuple[int, int, int]] = []
    for place, tag in enumerate(tags):
        if tag % 2 == 1:
            runs.append((place, place + 1, tag // 2))
        elif tag:
            first, _, kind = runs[-1]
            runs[-1] = (first, place + 1, kind)
    return runs


def _certainty(log_probabilities: Floats, kind: int) -> float:
    of_kind = np.exp(log_probabilities[:, [2 * kind + 1, 2 * kind + 2]]).sum(axis=1)
    return min(1.0, float(of_kind.min()))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to the word bounds around it, since pieces may part a word."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without punctuation around it; a closing bracket stays where its opening one is inside."""
    while start < end and (text[end - 1] in _CLOSING or (text[end - 1] in ")]" and not _has_opening(text[start:end]))):
        end -= 1
    while start < end and text[start] in _OPENING:
        start += 1
    return start, end


def _has_opening(name: str) -> bool:
    return {")": "(", "]": "["}[name[-1]] in name


def _without_overlap(names: Sequence[FoundName]) -> list[FoundName]:
    kept: list[FoundName] = []
    for name in names:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
