"""What goes into the encoder and its heads: pieces of text, windows over them, features of mention pairs.

Training and run time share these functions, so that a model always sees what it was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

REFERENCE = "Reference"
"""The kind of a pronoun or description that stands for an entity: `hij`, `de provider`."""

SENTENCES_BEFORE = 8
"""One end of a relation lies in the sentence that states it, the other there or in this many sentences before it."""

_FARTHEST = 5
"""Distances in sentences are told apart up to here."""
_SALIENCE_STEPS = (2, 3, 5, 8)

_SENTENCE_STEPS = (1, 2, 3, 4, 6, 9)
_MENTION_STEPS = (1, 2, 3, 5, 9, 17, 33)
_PIECE_STEPS = (1, 2, 4, 8, 16, 32, 64)
_WORD = re.compile(r"\w+")
_DETERMINERS = frozenset(["de", "het", "een", "die", "dat", "deze", "dit", "zijn", "haar", "hun"])


class MentionSpan(NamedTuple):
    """`text[start:end]` names an entity of the class `kind`, or refers to one (kind `Reference`)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary pieces of a text in order: ids, character ranges, and the sentence each lies in."""

    ids: Integers
    starts: Integers
    ends: Integers
    sentences: Integers


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` are encoded together; of these, `keep_from` to `keep_to` are read off."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def split_pieces(tokenizer: Tokenizer, text: str, sentence_bounds: Sequence[tuple[int, int]]) -> Pieces:
    """The pieces of each sentence of `text`; ranges leave out white space."""
    encodings = tokenizer.encode_batch(
        [_encodable(text[start:end]) for start, end in sentence_bounds], add_special_tokens=False
    )
    rows: list[tuple[int, int, int, int]] = []
    for number, ((base, _), encoding) in enumerate(zip(sentence_bounds, encodings, strict=True)):
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            while start < end and text[base + start].isspace():
                start += 1
            if start < end:
                rows.append((piece, base + start, base + end, number))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Pieces(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3])


def _encodable(text: str) -> str:
    """Lone surrogates, which no UTF-8 text holds, become question marks; lengths stay the same."""
    return text.encode("utf-8", "replace").decode("utf-8")


def split_windows(sentences: Integers, limit: int) -> list[Window]:
    """Windows of at most `limit` pieces and separators over pieces with these sentence numbers.

    Windows start and end at sentence bounds. Neighbours overlap by about a quarter, and a sentence is read
    off where it has context on both sides. A sentence longer than a window is cut.
    """
    units = _units(sentences, limit - 2)
    windows: list[Window] = []
    kept = 0
    while kept < len(units):
        first = _reach_back(units, kept, limit // 4)
        last = _reach_ahead(units, first, kept, limit)
        keep_to = last if last == len(units) or last - kept < 2 else last - 1
        windows.append(Window(units[first][0], units[last - 1][1], units[kept][0], units[keep_to - 1][1]))
        kept = keep_to
    return windows


def _units(sentences: Integers, longest: int) -> list[tuple[int, int]]:
    """Ranges of pieces: sentences, or parts of `longest` pieces of a sentence that is longer."""
    if not len(sentences):
        return []
    breaks = [0, *(np.flatnonzero(np.diff(sentences)) + 1).tolist(), len(sentences)]
    return [
        (start, min(start + longest, stop)) for begin, stop in pairwise(breaks) for start in range(begin, stop, longest)
    ]


def _cost(unit: tuple[int, int]) -> int:
    return unit[1] - unit[0] + 1


def _reach_back(units: Sequence[tuple[int, int]], unit: int, room: int) -> int:
    while unit > 0 and _cost(units[unit - 1]) <= room:
        unit -= 1
        room -= _cost(units[unit])
    return unit


def _reach_ahead(units: Sequence[tuple[int, int]], first: int, kept: int, limit: int) -> int:
    used, last = 1, first
    while last < len(units) and (last <= kept or used + _cost(units[last]) <= limit):
        used += _cost(units[last])
        last += 1
    return last


def assemble(pieces: Pieces, window: Window, begin: int, separator: int) -> tuple[Integers, Integers, Integers]:
    """(input ids, where each piece of the window stands in them, where each sentence's separator stands).

    Input is the begin mark, then each sentence followed by a separator mark.
    """
    sentences = pieces.sentences[window.start : window.end]
    order = np.concatenate([[0], np.cumsum(np.diff(sentences) != 0)]) if len(sentences) else sentences
    places = np.arange(len(sentences)) + 1 + order
    last_of_sentence = np.append(np.diff(sentences) != 0, True) if len(sentences) else np.zeros(0, bool)
    separators = places[last_of_sentence] + 1
    ids = np.full(len(sentences) + len(separators) + 1, separator, dtype=np.int64)
    ids[0] = begin
    ids[places] = pieces.ids[window.start : window.end]
    return ids, places, separators


def locate(pieces: Pieces, start: int, end: int) -> tuple[int, int] | None:
    """The range of pieces that overlap `text[start:end]`, cut at the end of the first one's sentence."""
    first = int(np.searchsorted(pieces.ends, start, side="right"))
    last = int(np.searchsorted(pieces.starts, end, side="left"))
    if first >= last:
        return None
    same = pieces.sentences[first:last] == pieces.sentences[first]
    return first, first + int(same.sum())


def word_pieces(pieces: Pieces, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The first and the last piece of words at these offsets; some piece near where there is none."""
    most = max(0, len(pieces.ids) - 1)
    first = np.minimum(np.searchsorted(pieces.ends, starts, side="right"), most)
    last = np.clip(np.searchsorted(pieces.starts, ends, side="left") - 1, first, most)
    return first, last


def span_vectors(vectors: Floats, ranges: Sequence[tuple[int, int]]) -> Floats:
    """For each range of pieces the vectors of its first and last piece and the mean, side by side."""
    if not ranges:
        return np.zeros((0, 3 * vectors.shape[1]), np.float32)
    rows = [np.concatenate([vectors[first], vectors[last - 1], vectors[first:last].mean(0)]) for first, last in ranges]
    return np.stack(rows).astype(np.float32)


def _steps(values: Integers, steps: Sequence[int]) -> Floats:
    """One column per step: 1 where the value reaches it."""
    return (values[:, None] >= np.array(steps)[None, :]).astype(np.float32)


def pairs_back(ranges: Integers, reach: int) -> Integers:
    """(mention, earlier mention) pairs of mentions in text order, of the `reach` before each.

    A plural reference may be there once for each entity; these are no antecedents of each other.
    """
    pairs = [
        (later, earlier)
        for later in range(len(ranges))
        for earlier in range(max(0, later - reach), later)
        if ranges[earlier, 0] != ranges[later, 0] or ranges[earlier, 1] != ranges[later, 1]
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


LINK_FEATURES = len(_SENTENCE_STEPS) + len(_MENTION_STEPS) + 6


def link_features(surfaces: Sequence[str], sentences: Integers, pairs: Integers) -> Floats:
    """Features of (mention, earlier mention) pairs: distances, and how the surfaces resemble each other."""
    later, earlier = pairs[:, 0], pairs[:, 1]
    return np.concatenate(
        [
            _steps(sentences[later] - sentences[earlier], _SENTENCE_STEPS),
            _steps(later - earlier, _MENTION_STEPS),
            _resemblances(surfaces, pairs),
        ],
        axis=1,
    )


class _Surface(NamedTuple):
    """The content words of a mention: as a list, as a set, written together, and their first letters."""

    words: list[str]
    distinct: frozenset[str]
    joined: str
    initials: str


def _surface(text: str) -> _Surface:
    words = _WORD.findall(text.casefold())
    words = [word for word in words if word not in _DETERMINERS] or words
    return _Surface(words, frozenset(words), "".join(words), "".join(word[0] for word in words))


def _resemblances(surfaces: Sequence[str], pairs: Integers) -> Floats:
    """For each pair how its surfaces resemble each other; a text repeats most of them."""
    numbers: dict[str, int] = {}
    of_mention = np.array([numbers.setdefault(surface, len(numbers)) for surface in surfaces], dtype=np.int64)
    distinct = [_surface(surface) for surface in numbers]
    keys, of_pair = np.unique(of_mention[pairs] @ (len(distinct), 1), return_inverse=True)
    rows = [_resemblance(distinct[key // len(distinct)], distinct[key % len(distinct)]) for key in keys.tolist()]
    result: Floats = np.array(rows, dtype=np.float32).reshape(-1, 6)[of_pair.reshape(-1)]
    return result


def _resemblance(a: _Surface, b: _Surface) -> tuple[float, ...]:
    shared = bool(a.words and b.words)
    return (
        float(bool(a.joined) and a.joined == b.joined),
        float(not a.distinct.isdisjoint(b.distinct) and (a.distinct <= b.distinct or b.distinct <= a.distinct)),
        float(shared and a.words[-1] == b.words[-1]),
        float(shared and a.words[0] == b.words[0]),
        float(len(a.joined) > 1 and len(b.joined) > 1 and (a.joined == b.initials or b.joined == a.initials)),
        float(len(a.joined) > 3 and len(b.joined) > 3 and (a.joined in b.joined or b.joined in a.joined)),
    )


PAIR_FEATURES = 2 * (_FARTHEST + 1 + len(_SALIENCE_STEPS)) + 1 + len(_PIECE_STEPS) + len(_MENTION_STEPS)


def pair_features(ranges: Integers, sentences: Integers, groups: Integers, target: int, pairs: Integers) -> Floats:
    """Features of (subject, object) mention pairs, seen from the sentence `target`.

    Places, distances, and how often each entity (numbered from 0 on in `groups`) was mentioned so far: what a sentence
    leaves out is often what the article is about.
    """
    subjects, objects = pairs[:, 0], pairs[:, 1]
    order = (ranges[subjects, 0] < ranges[objects, 0]).astype(np.float32)[:, None]
    gap = np.maximum(ranges[subjects, 0], ranges[objects, 0]) - np.minimum(ranges[subjects, 1], ranges[objects, 1])
    between = np.abs(subjects - objects)
    distance = np.eye(_FARTHEST + 1, dtype=np.float32)
    so_far = np.bincount(groups[sentences <= target], minlength=int(groups.max(initial=-1)) + 1)
    salience = _steps(so_far, _SALIENCE_STEPS)
    return np.concatenate(
        [
            distance[np.minimum(target - sentences[subjects], _FARTHEST)],
            distance[np.minimum(target - sentences[objects], _FARTHEST)],
            salience[groups[subjects]],
            salience[groups[objects]],
            order,
            _steps(gap, _PIECE_STEPS),
            _steps(between, _MENTION_STEPS),
        ],
        axis=1,
    )


SOURCE_FEATURES = len(_SENTENCE_STEPS) + 4


def source_features(
    ranges: Integers,
    sentences: Integers,
    groups: Integers,
    target: int,
    pair: tuple[int, int],
    candidates: Integers,
) -> Floats:
    """Features of candidate mentions for the source of a claim with this (subject, object) mention pair."""
    features: Floats = source_features_of_pairs(ranges, sentences, groups, target, np.array([pair]), candidates)[0]
    return features


def source_features_of_pairs(
    ranges: Integers,
    sentences: Integers,
    groups: Integers,
    target: int,
    pairs: Integers,
    candidates: Integers,
) -> Floats:
    """Features as of `source_features`, for each of several pairs."""
    ends, starts = groups[pairs], ranges[pairs, 0]
    here, places = groups[candidates], ranges[candidates, 0]
    rows = np.stack(
        [
            here == ends[:, :1],
            here == ends[:, 1:],
            places < starts.min(axis=1, keepdims=True),
            places > starts.max(axis=1, keepdims=True),
        ],
        axis=2,
    ).astype(np.float32)
    distances = _steps(target - sentences[candidates], _SENTENCE_STEPS)
    return np.concatenate([np.broadcast_to(distances, (len(pairs), *distances.shape)), rows], axis=2)


def candidate_mentions(sentences: Integers, groups: Integers, target: int) -> Integers:
    """The mentions that stand for each entity in the sentence `target`, as indices in text order.

    An entity has its mentions in the sentence or, failing those, its nearest one in the sentences before.
    """
    here = np.flatnonzero(sentences == target)
    before = np.flatnonzero((sentences < target) & (sentences >= target - SENTENCES_BEFORE))
    present = set(groups[here].tolist())
    nearest = {int(groups[index]): int(index) for index in before if int(groups[index]) not in present}
    return np.array(sorted([*nearest.values(), *here.tolist()]), dtype=np.int64)


def candidate_pairs(sentences: Integers, groups: Integers, target: int) -> Integers:
    """Ordered pairs of mentions of different entities, at least one of them in the sentence `target`."""
    mentions = candidate_mentions(sentences, groups, target)
    left, right = (grid.ravel() for grid in np.meshgrid(mentions, mentions, indexing="ij"))
    fit = (groups[left] != groups[right]) & ((sentences[left] == target) | (sentences[right] == target))
    return np.stack([left[fit], right[fit]], axis=1)
