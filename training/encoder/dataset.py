"""Turns annotated passages into what the model is trained on."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from graphbuild.pipeline.encoder_input import (
    REFERENCE,
    Floats,
    Integers,
    MentionSpan,
    Pieces,
    Window,
    assemble,
    candidate_pairs,
    link_features,
    locate,
    pair_features,
    pairs_back,
    split_pieces,
)
from graphbuild.pipeline.encoder_names import tag_names
from training.corpus import KINDS, RELATIONS, AnnotatedClaim, Passage
from training.encoder.forms import is_name_form

KIND_NAMES = (*sorted(KINDS), REFERENCE)
RELATION_NAMES = tuple(sorted(RELATIONS))
SYMMETRIC = frozenset({"partnersWith", "mergedWith", "tiedTo"})
TAGS = tag_names(KIND_NAMES)
ANTECEDENTS = 60
SOURCE_SENTENCES = 4
WINDOW = 384
"""Pieces that are encoded together, marks included."""
_STANCES = ("asserts", "denies")
_CERTAINTIES = ("certain", "probable", "possible")


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """A claim to learn: subject and object groups, relation, attributes; source -1 is the article itself."""

    subject: int
    object: int
    relation: int
    stance: int
    certainty: int
    source: int


@dataclass(frozen=True, slots=True)
class SentenceExample:
    """The mention pairs of one sentence, the pair of groups of each, and what the sentence claims.

    `labels` has a row for each pair of groups and a column for each relation.
    """

    number: int
    pairs: Integers
    features: Floats
    rows: Integers
    group_pairs: list[tuple[int, int]]
    labels: Floats
    claims: tuple[ClaimTarget, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One text: input ids with the places of pieces and separators, tags, mentions, links and sentences.

    A plural reference is a mention for each entity that it stands for.
    """

    text: str
    bounds: list[tuple[int, int]]
    ids: Integers
    places: Integers
    separators: Integers
    pieces: Pieces
    tags: Integers
    mentions: list[MentionSpan]
    ranges: Integers
    sentences: Integers
    kinds: Integers
    entity_kinds: Integers
    references: Integers
    groups: Integers
    link_pairs: Integers
    link_features: Floats
    relation_sentences: list[SentenceExample]


@dataclass(frozen=True, slots=True)
class ExampleMaker:
    """What all examples need: the tokenizer, the ids of the marks, and the corpus's words in lower case."""

    tokenizer: Tokenizer
    begin: int
    separator: int
    common_words: Set[str]

    def __call__(self, passages: Sequence[Passage]) -> Example:
        """One example of passages put one after the other, as if they were one text."""
        text, bounds, mentions, names = self._text(passages)
        pieces = split_pieces(self.tokenizer, text, bounds)
        whole = Window(0, len(pieces.ids), 0, len(pieces.ids))
        ids, places, separators = assemble(pieces, whole, self.begin, self.separator)
        placed = [
            (mention, name, locate(pieces, mention.start, mention.end))
            for mention, name in zip(mentions, names, strict=True)
        ]
        known = [(mention, name, place) for mention, name, place in placed if place is not None]
        spans = [mention for mention, _, _ in known]
        ranges = np.array([place for _, _, place in known], dtype=np.int64).reshape(-1, 2)
        sentences = pieces.sentences[ranges[:, 0]]
        groups, order = _number([name for _, name, _ in known])
        kinds_of = {name: kind for passage in passages for name, kind in passage.kinds.items()}
        link_pairs = pairs_back(ranges, ANTECEDENTS)
        surfaces = [text[span.start : span.end] for span in spans]
        claims = [claim for passage in passages for claim in _claims(passage)]
        return Example(
            text=text,
            bounds=bounds,
            ids=ids,
            places=places,
            separators=separators,
            pieces=pieces,
            tags=_tags(len(pieces.ids), ranges, spans),
            mentions=spans,
            ranges=ranges,
            sentences=sentences,
            kinds=_kind_numbers([span.kind for span in spans]),
            entity_kinds=_kind_numbers([kinds_of[name] for _, name, _ in known]),
            references=np.array([span.kind == REFERENCE for span in spans], dtype=np.int64),
            groups=groups,
            link_pairs=link_pairs,
            link_features=link_features(surfaces, sentences, link_pairs),
            relation_sentences=_relation_sentences(ranges, sentences, groups, order, claims),
        )

    def _text(self, passages: Sequence[Passage]) -> tuple[str, list[tuple[int, int]], list[MentionSpan], list[str]]:
        parts: list[str] = []
        bounds: list[tuple[int, int]] = []
        mentions: list[MentionSpan] = []
        names: list[str] = []
        position = 0
        for passage in passages:
            forms = _known_forms(passage)
            for sentence in passage.sentences:
                for mention in sentence.mentions:
                    named = is_name_form(mention, sentence, forms[mention.id], self.common_words)
                    kind = passage.kinds[mention.id] if named else REFERENCE
                    span = MentionSpan(position + mention.start, position + mention.end, kind)
                    mentions += [span] * len(mention.ids)
                    names += mention.ids
                parts.append(sentence.text)
                bounds.append((position, position + len(sentence.text)))
                position += len(sentence.text) + 1
        return " ".join(parts), bounds, mentions, names


def _known_forms(passage: Passage) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {name: {name} for name in passage.kinds}
    for sentence in passage.sentences:
        for mention in sentence.mentions:
            if not mention.is_reference:
                forms[mention.id].add(sentence.text[mention.start : mention.end])
    return forms


def _number(names: Sequence[str]) -> tuple[Integers, dict[str, int]]:
    """A group number for each mention, in order of first mention, and the numbers by entity."""
    order: dict[str, int] = {}
    for name in names:
        order.setdefault(name, len(order))
    return np.array([order[name] for name in names], dtype=np.int64), order


def _kind_numbers(kinds: Sequence[str]) -> Integers:
    return np.array([KIND_NAMES.index(kind) + 1 for kind in kinds], dtype=np.int64)


def _tags(count: int, ranges: Integers, mentions: Sequence[MentionSpan]) -> Integers:
    tags = np.zeros(count, dtype=np.int64)
    for (first, last), mention in zip(ranges, mentions, strict=True):
        kind = KIND_NAMES.index(mention.kind)
        tags[first:last] = 2 * kind + 2
        tags[first] = 2 * kind + 1
    return tags


def _claims(passage: Passage) -> list[tuple[AnnotatedClaim, ...]]:
    return [sentence.claims for sentence in passage.sentences]


def _relation_sentences(
    ranges: Integers,
    sentences: Integers,
    groups: Integers,
    order: dict[str, int],
    claims: Sequence[tuple[AnnotatedClaim, ...]],
) -> list[SentenceExample]:
    examples = []
    for number, stated in enumerate(claims):
        pairs = candidate_pairs(sentences, groups, number)
        if len(pairs):
            examples.append(_sentence_example(number, pairs, ranges, sentences, groups, order, stated))
    return examples


def _sentence_example(
    number: int,
    pairs: Integers,
    ranges: Integers,
    sentences: Integers,
    groups: Integers,
    order: dict[str, int],
    stated: Sequence[AnnotatedClaim],
) -> SentenceExample:
    members = [(int(a), int(b)) for a, b in groups[pairs]]
    group_pairs = sorted(set(members))
    index = {pair: row for row, pair in enumerate(group_pairs)}
    labels = np.zeros((len(group_pairs), len(RELATION_NAMES)), dtype=np.float32)
    targets = []
    for claim in stated:
        subject, object_ = order.get(claim.subject, -1), order.get(claim.object, -1)
        relation = RELATION_NAMES.index(claim.relation)
        if claim.relation in SYMMETRIC:
            subject, object_ = min(subject, object_), max(subject, object_)
            if (object_, subject) in index:
                labels[index[object_, subject], relation] = 1
        if (subject, object_) in index:
            labels[index[subject, object_], relation] = 1
            targets.append(_claim_target(claim, subject, object_, relation, order))
    return SentenceExample(
        number,
        pairs,
        pair_features(ranges, sentences, groups, number, pairs),
        np.array([index[pair] for pair in members], dtype=np.int64),
        group_pairs,
        labels,
        tuple(targets),
    )


def _claim_target(
    claim: AnnotatedClaim, subject: int, object_: int, relation: int, order: dict[str, int]
) -> ClaimTarget:
    source = -1 if claim.source is None else order[claim.source]
    return ClaimTarget(
        subject,
        object_,
        relation,
        _STANCES.index(claim.stance),
        _CERTAINTIES.index(claim.certainty),
        source,
    )
