"""What the heads are trained to minimize, for one text at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from graphbuild.pipeline.encoder_input import REFERENCE, source_features
from training.encoder.dataset import KIND_NAMES, SOURCE_SENTENCES, ClaimTarget, Example, SentenceExample
from training.encoder.model import ReaderModel
from training.encoder.tagged import TaggedText

_UNKNOWN_KIND = KIND_NAMES.index(REFERENCE) + 1
_KIND_LOSS = 0.15


@dataclass(frozen=True, slots=True)
class Losses:
    """Sums over a text of each head's loss, with how many things each counts."""

    tags: Tensor
    links: Tensor
    relations: Tensor
    attributes: Tensor
    pieces: int
    mentions: int
    sentences: int
    claims: int


def text_losses(model: ReaderModel, vectors: Tensor, example: Example) -> Losses:
    """The losses of one text, whose input ids have these vectors."""
    pieces = vectors[torch.from_numpy(example.places)]
    tags = functional.cross_entropy(model.tags(pieces), torch.from_numpy(example.tags), reduction="sum")
    zero = vectors.sum() * 0
    links = relations = attributes = zero
    claims = 0
    if len(example.ranges):
        spans = mention_vectors(pieces, example)
        links = _link_loss(model, spans, example)
        kinds = _with_lost_kinds(torch.from_numpy(example.entity_kinds), model.training)
        for sentence in example.relation_sentences:
            own = sentence_vectors(vectors, pieces, example, sentence.number)
            scores, hidden = _score_sentence(model, own, spans, kinds, example, sentence)
            relations = relations + _relation_loss(_by_group(scores, sentence), torch.from_numpy(sentence.labels))
            for claim in sentence.claims:
                case = _attribute_case(own, scores, hidden, spans, kinds, example, sentence, claim)
                attributes = attributes + attribute_loss(model, case)
                claims += 1
    return Losses(tags, links, relations, attributes, len(pieces), len(example.ranges), len(example.bounds), claims)


def mention_vectors(pieces: Tensor, example: Example) -> Tensor:
    """First piece, last piece and mean of each mention, as `encoder_input.span_vectors` has them."""
    first, last = torch.from_numpy(example.ranges[:, 0]), torch.from_numpy(example.ranges[:, 1])
    places = torch.arange(len(pieces))[None, :]
    inside = ((places >= first[:, None]) & (places < last[:, None])).float()
    mean = inside @ pieces / inside.sum(dim=1, keepdim=True)
    return torch.cat([pieces[first], pieces[last - 1], mean], dim=1)


def sentence_vectors(vectors: Tensor, pieces: Tensor, example: Example, number: int) -> Tensor:
    """The vectors of a sentence's pieces and of the mark after it."""
    own = torch.from_numpy(np.flatnonzero(example.pieces.sentences == number))
    order = np.unique(example.pieces.sentences).tolist().index(number)
    return torch.cat([pieces[own], vectors[int(example.separators[order])][None]])


def _score_sentence(
    model: ReaderModel,
    own: Tensor,
    spans: Tensor,
    kinds: Tensor,
    example: Example,
    sentence: SentenceExample,
) -> tuple[Tensor, Tensor]:
    """Relation scores and hidden vectors of the sentence's mention pairs."""
    paired, pairs = torch.unique(torch.from_numpy(sentence.pairs), return_inverse=True)
    references = torch.from_numpy(example.references)[paired]
    features = torch.from_numpy(sentence.features)
    result: tuple[Tensor, Tensor] = model.relations(own, spans[paired], kinds[paired], references, pairs, features)
    return result


def _link_loss(model: ReaderModel, spans: Tensor, example: Example) -> Tensor:
    """Minus the log-probability of all right antecedents together, or of none where there is none."""
    pairs = torch.from_numpy(example.link_pairs)
    scores, none = model.links(spans, torch.from_numpy(example.kinds), pairs, torch.from_numpy(example.link_features))
    count = len(spans)
    table = torch.full((count, count + 1), -1e4)
    table = table.index_put((pairs[:, 0], pairs[:, 1] + 1), scores)
    table = torch.cat([none[:, None], table[:, 1:]], dim=1)
    groups = torch.from_numpy(example.groups)
    right = torch.zeros_like(table, dtype=torch.bool)
    right[pairs[:, 0], pairs[:, 1] + 1] = groups[pairs[:, 0]] == groups[pairs[:, 1]]
    right[:, 0] = ~right[:, 1:].any(dim=1)
    chosen = table.masked_fill(~right, -1e4).logsumexp(dim=1)
    return (table.logsumexp(dim=1) - chosen).sum()


def _by_group(scores: Tensor, sentence: SentenceExample) -> Tensor:
    """The best score of each relation over the mention pairs of each pair of entities."""
    rows = torch.from_numpy(sentence.rows)[:, None].expand_as(scores)
    empty = torch.full((len(sentence.group_pairs), scores.shape[1]), -1e4)
    return empty.scatter_reduce(0, rows, scores, "amax", include_self=False)


def _relation_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Adaptive threshold (Zhou et al. 2021): a score of 0 parts what holds from what does not."""
    zero = torch.zeros(len(scores), 1)
    hidden = scores.masked_fill(labels == 0, -1e4)
    above = torch.cat([zero, hidden], dim=1).logsumexp(dim=1, keepdim=True) - scores
    below = torch.cat([zero, scores.masked_fill(labels == 1, -1e4)], dim=1).logsumexp(dim=1)
    return (above * labels).sum() + below.sum()


def _with_lost_kinds(kinds: Tensor, training: bool) -> Tensor:
    """Now and then a kind is hidden, as the kind of an unresolved reference is."""
    if not training:
        return kinds
    lost = torch.rand(kinds.shape) < _KIND_LOSS
    return kinds.masked_fill(lost, _UNKNOWN_KIND)


@dataclass(frozen=True, slots=True)
class AttributeCase:
    """What the attribute head is given for one claim, and what it should answer.

    `right` marks the right sources: none first, then each candidate mention.
    """

    inputs: tuple[Tensor, ...]
    stance: int
    certainty: int
    right: Tensor


def _attribute_case(
    own: Tensor,
    scores: Tensor,
    hidden: Tensor,
    spans: Tensor,
    kinds: Tensor,
    example: Example,
    sentence: SentenceExample,
    claim: ClaimTarget,
) -> AttributeCase:
    row = claim_row(scores, sentence, claim)
    sources = source_candidates(example, sentence.number)
    pair = int(sentence.pairs[row, 0]), int(sentence.pairs[row, 1])
    features = source_features(example.ranges, example.sentences, example.groups, sentence.number, pair, sources)
    chosen = torch.from_numpy(sources)
    inputs = (
        own,
        hidden[row : row + 1],
        torch.tensor([claim.relation]),
        spans[chosen],
        kinds[chosen],
        torch.from_numpy(features)[None],
    )
    right = [claim.source < 0, *(example.groups[sources] == claim.source).tolist()]
    return AttributeCase(inputs, claim.stance, claim.certainty, torch.tensor(right))


def attribute_loss(model: ReaderModel, case: AttributeCase) -> Tensor:
    """The sum of the losses of stance, certainty and, where it is among the candidates, source."""
    stance, certainty, source = model.attributes(*case.inputs)
    loss: Tensor = functional.cross_entropy(stance, torch.tensor([case.stance]))
    loss = loss + functional.cross_entropy(certainty, torch.tensor([case.certainty]))
    if bool(case.right.any()):
        loss = loss + source[0].logsumexp(dim=0) - source[0][case.right].logsumexp(dim=0)
    return loss


def claim_row(scores: Tensor, sentence: SentenceExample, claim: ClaimTarget) -> int:
    """The mention pair that shows the claim best, by the scores."""
    rows = np.flatnonzero(sentence.rows == sentence.group_pairs.index((claim.subject, claim.object)))
    return int(rows[int(scores.detach()[torch.from_numpy(rows), claim.relation].argmax())])


def source_candidates(example: Example, sentence: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The mentions that may be the source of a claim in this sentence."""
    near = (example.sentences <= sentence) & (example.sentences >= sentence - SOURCE_SENTENCES)
    return np.flatnonzero(near).astype(np.int64)


def tagged_loss(model: ReaderModel, vectors: Sequence[Tensor], batch: Sequence[TaggedText]) -> Tensor:
    """The mean loss per word of texts whose input ids have these vectors."""
    words = torch.cat([word_vectors(own, text) for own, text in zip(vectors, batch, strict=True)])
    classes = torch.cat([torch.from_numpy(text.classes) for text in batch])
    return functional.cross_entropy(class_scores(model, words), classes)


def word_vectors(vectors: Tensor, text: TaggedText) -> Tensor:
    """The vectors of first and last piece of each word, in the shape (words, 2, width)."""
    return vectors[torch.from_numpy(np.stack([text.first, text.last], axis=1))]


def class_scores(model: ReaderModel, words: Tensor) -> Tensor:
    """The score of each class for each word: the sum of those of its first and last piece."""
    scores: Tensor = model.classes(words).sum(dim=1)
    return scores
