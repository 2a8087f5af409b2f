"""The network: a BERT-like encoder and four heads on its vectors."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from graphbuild.pipeline.encoder_input import LINK_FEATURES, PAIR_FEATURES, SOURCE_FEATURES
from training.encoder.carrier import Carrier

_KIND_WIDTH = 32
_REFERENCE_WIDTH = 8
_ABOUT_WIDTH = _KIND_WIDTH + _REFERENCE_WIDTH
_SPAN_WIDTH = 256
_HIDDEN_WIDTH = 384
_READING_HEADS = 6
_MIDDLE = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """How many tags, kinds (0 is unknown), relations and word classes the heads tell apart; dropout while training."""

    tags: int
    kinds: int
    relations: int
    classes: int
    dropout: float = 0.1


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each followed by its sum with the input and a layer norm."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.attended = nn.Linear(width, width)
        self.attended_norm = nn.LayerNorm(width, epsilon)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, epsilon)
        self.dropout = nn.Dropout(dropout)
        self.heads = heads

    def forward(self, vectors: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` is true where a piece may be attended to, in the shape (texts, pieces)."""
        size = (*vectors.shape[:2], self.heads, vectors.shape[2] // self.heads)
        query, key, value = (part(vectors).view(size).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = query * size[3] ** -0.5 @ key.transpose(2, 3)
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], -1e4)
        attended = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2).reshape(vectors.shape)
        vectors = self.attended_norm(vectors + self.attended(attended))
        fed = self.outer(functional.gelu(self.inner(vectors)))
        result: Tensor = self.outer_norm(vectors + self.dropout(fed))
        return result


class Encoder(nn.Module):
    """multilingual-e5-small on a pruned vocabulary."""

    def __init__(self, carrier: Carrier, kept: list[int], dropout: float) -> None:
        super().__init__()
        sizes = carrier.sizes
        self.words = nn.Embedding(len(kept), sizes.width)
        self.positions = nn.Embedding(sizes.positions, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, carrier.epsilon)
        layers = [
            Layer(sizes.width, sizes.inner, sizes.attention_heads, carrier.epsilon, dropout)
            for _ in range(sizes.layers)
        ]
        self.layers = nn.ModuleList(layers)
        self.dropout = nn.Dropout(dropout)
        self._load(carrier, kept, layers)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """The vector of each piece, in the shape (texts, pieces, width)."""
        return self.read(ids, mask)[1]

    def read(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The vectors of the middle layer, from which word classes are read best, and those of the last."""
        places = torch.arange(ids.shape[1], device=ids.device)
        vectors: Tensor = self.dropout(self.norm(self.words(ids) + self.positions(places)[None]))
        middle = vectors
        for number, layer in enumerate(self.layers, 1):
            vectors = layer(vectors, mask)
            middle = vectors if number == _MIDDLE else middle
        return middle, vectors

    def freeze(self, layers: int) -> None:
        """Leaves the embeddings and this many of the lowest layers as they are from now on."""
        self.words.requires_grad_(False)
        if layers:
            for part in (self.positions, self.norm, *self.layers[:layers]):
                part.requires_grad_(False)

    @torch.no_grad()
    def _load(self, carrier: Carrier, kept: list[int], layers: list[Layer]) -> None:
        sizes = carrier.sizes
        width, inner = sizes.width, sizes.inner
        words = carrier.tensor("emb.word", sizes.vocabulary, width)[kept]
        kind = carrier.tensor("emb.type", sizes.kinds, width)[0] if sizes.kinds else 0
        self.words.weight.copy_(torch.from_numpy(words))
        self.positions.weight.copy_(torch.from_numpy(carrier.tensor("emb.pos", sizes.positions, width) + kind))
        self._copy_norm(carrier, self.norm, "emb.ln", width)
        for number, layer in enumerate(layers):
            for name, part, rows, columns in (
                ("q", layer.query, width, width),
                ("k", layer.key, width, width),
                ("v", layer.value, width, width),
                ("ao", layer.attended, width, width),
                ("fi", layer.inner, inner, width),
                ("fo", layer.outer, width, inner),
            ):
                part.weight.copy_(torch.from_numpy(carrier.tensor(f"l{number}.{name}.w", rows, columns)))
                part.bias.copy_(torch.from_numpy(carrier.tensor(f"l{number}.{name}.b", rows)))
            self._copy_norm(carrier, layer.attended_norm, f"l{number}.aln", width)
            self._copy_norm(carrier, layer.outer_norm, f"l{number}.oln", width)

    @staticmethod
    def _copy_norm(carrier: Carrier, norm: nn.LayerNorm, name: str, width: int) -> None:
        norm.weight.copy_(torch.from_numpy(carrier.tensor(f"{name}.w", width)))
        norm.bias.copy_(torch.from_numpy(carrier.tensor(f"{name}.b", width)))


class LinkHead(nn.Module):
    """Scores earlier mentions as the antecedent of a mention, and having none."""

    def __init__(self, width: int, shape: Shape) -> None:
        super().__init__()
        self.span = nn.Linear(3 * width, _SPAN_WIDTH)
        self.kind = nn.Embedding(shape.kinds, _SPAN_WIDTH)
        self.dropout = nn.Dropout(2 * shape.dropout)
        self.later, self.earlier = nn.Linear(_SPAN_WIDTH, _SPAN_WIDTH), nn.Linear(_SPAN_WIDTH, _SPAN_WIDTH)
        self.pair = nn.Linear(_SPAN_WIDTH + LINK_FEATURES, _SPAN_WIDTH)
        self.score = nn.Linear(_SPAN_WIDTH, 1)
        self.none = nn.Sequential(nn.Linear(_SPAN_WIDTH, 64), nn.GELU(), nn.Linear(64, 1))

    def forward(self, spans: Tensor, kinds: Tensor, pairs: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """(score of each (mention, earlier mention) pair, score of "none" for each mention)."""
        mentions = self.dropout(functional.gelu(self.span(spans) + self.kind(kinds)))
        later, earlier = pairs[:, 0], pairs[:, 1]
        together = self.pair(torch.cat([mentions[later] * mentions[earlier], features], dim=1))
        together = together + self.later(mentions)[later] + self.earlier(mentions)[earlier]
        scores = self.score(self.dropout(functional.gelu(together)))
        return scores[:, 0], self.none(mentions)[:, 0]


class SentenceAttention(nn.Module):
    """What queries find in a sentence, with several attention heads."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.key, self.value = nn.Linear(width, _HIDDEN_WIDTH), nn.Linear(width, _HIDDEN_WIDTH)

    def forward(self, sentence: Tensor, queries: Tensor) -> Tensor:
        """For each query what it attends to; both in the shape (queries, hidden width)."""
        query, key, value = (
            vectors.view(-1, _READING_HEADS, _HIDDEN_WIDTH // _READING_HEADS).transpose(0, 1)
            for vectors in (queries, self.key(sentence), self.value(sentence))
        )
        weights = torch.softmax(query @ key.transpose(1, 2) / 8.0, dim=-1)
        result: Tensor = (weights @ value).transpose(0, 1).reshape(-1, _HIDDEN_WIDTH)
        return result


class RelationEnd(nn.Module):
    """What a mention brings to the pairs that it begins or ends; reckoned once for all its pairs."""

    def __init__(self, width: int, shape: Shape) -> None:
        super().__init__()
        self.span = nn.Linear(3 * width, _SPAN_WIDTH)
        self.query = nn.Linear(_SPAN_WIDTH, _HIDDEN_WIDTH)
        self.hidden = nn.Linear(_SPAN_WIDTH + _ABOUT_WIDTH, _HIDDEN_WIDTH)
        self.dropout = nn.Dropout(2 * shape.dropout)

    def forward(self, spans: Tensor, about: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(vectors, their part of a pair's query, their part of a pair's hidden vector) of the mentions."""
        vectors = functional.gelu(self.span(spans))
        return vectors, self.query(vectors), self.hidden(self.dropout(torch.cat([vectors, about], dim=1)))


class RelationHead(nn.Module):
    """Scores the relations of mention pairs in a sentence; each pair looks for its words in it."""

    def __init__(self, width: int, shape: Shape) -> None:
        super().__init__()
        self.subject, self.object = RelationEnd(width, shape), RelationEnd(width, shape)
        self.kind = nn.Embedding(shape.kinds, _KIND_WIDTH)
        self.reference = nn.Embedding(2, _REFERENCE_WIDTH)
        self.attention = SentenceAttention(width)
        self.whole = nn.Linear(width, _HIDDEN_WIDTH)
        self.pair = nn.Linear(_SPAN_WIDTH + _HIDDEN_WIDTH + PAIR_FEATURES, _HIDDEN_WIDTH)
        self.dropout = nn.Dropout(2 * shape.dropout)
        self.score = nn.Linear(_HIDDEN_WIDTH, shape.relations)

    def forward(
        self,
        sentence: Tensor,
        spans: Tensor,
        kinds: Tensor,
        references: Tensor,
        pairs: Tensor,
        features: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """(score of each relation for each pair, above 0 where it is more likely than not; hidden vectors).

        `sentence` holds the vectors of the sentence's pieces and of the separator after it.
        """
        about = torch.cat([self.kind(kinds), self.reference(references)], dim=1)
        subjects, subject_queries, subject_hidden = self.subject(spans, about)
        objects, object_queries, object_hidden = self.object(spans, about)
        left, right = pairs[:, 0], pairs[:, 1]
        read = self.attention(sentence, subject_queries[left] + object_queries[right])
        together = torch.cat([subjects[left] * objects[right], read, features], dim=1)
        own = self.pair(self.dropout(together)) + self.whole(self.dropout(sentence[-1:]))
        hidden = functional.gelu(own + subject_hidden[left] + object_hidden[right])
        return self.score(self.dropout(hidden)), hidden


class AttributeHead(nn.Module):
    """Stance, certainty and source of relations that were found."""

    def __init__(self, width: int, shape: Shape) -> None:
        super().__init__()
        self.relation = nn.Embedding(shape.relations, _HIDDEN_WIDTH)
        self.query = nn.Linear(_HIDDEN_WIDTH, _HIDDEN_WIDTH)
        self.attention = SentenceAttention(width)
        self.claim = nn.Linear(2 * _HIDDEN_WIDTH + width, _SPAN_WIDTH)
        self.stance, self.certainty = nn.Linear(_SPAN_WIDTH, 2), nn.Linear(_SPAN_WIDTH, 3)
        self.span = nn.Linear(3 * width, _SPAN_WIDTH)
        self.kind = nn.Embedding(shape.kinds, _SPAN_WIDTH)
        self.pair = nn.Linear(3 * _SPAN_WIDTH + SOURCE_FEATURES, _SPAN_WIDTH)
        self.score, self.none = nn.Linear(_SPAN_WIDTH, 1), nn.Linear(_SPAN_WIDTH, 1)
        self.dropout = nn.Dropout(2 * shape.dropout)

    def forward(
        self,
        sentence: Tensor,
        hidden: Tensor,
        relations: Tensor,
        spans: Tensor,
        kinds: Tensor,
        features: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(stance: asserts, denies; certainty: certain, probable, possible; source: none, each mention)."""
        related = hidden + self.relation(relations)
        whole = sentence[-1:].expand(related.shape[0], -1)
        together = torch.cat([related, self.attention(sentence, self.query(related)), whole], dim=1)
        claims = self.dropout(functional.gelu(self.claim(self.dropout(together))))
        mentions = self.dropout(functional.gelu(self.span(spans) + self.kind(kinds)))
        size = (claims.shape[0], mentions.shape[0], _SPAN_WIDTH)
        left, right = claims[:, None, :].expand(size), mentions[None, :, :].expand(size)
        pairs = functional.gelu(self.pair(torch.cat([left, right, left * right, features], dim=2)))
        sources = torch.cat([self.none(claims), self.score(self.dropout(pairs))[:, :, 0]], dim=1)
        return self.stance(claims), self.certainty(claims), sources


class ReaderModel(nn.Module):
    """The encoder with all its heads."""

    def __init__(self, carrier: Carrier, kept: list[int], shape: Shape) -> None:
        super().__init__()
        width = carrier.sizes.width
        self.encoder = Encoder(carrier, kept, shape.dropout)
        self.tags = nn.Sequential(nn.Dropout(shape.dropout), nn.Linear(width, shape.tags))
        self.classes = nn.Sequential(
            nn.Dropout(shape.dropout),
            nn.Linear(2 * width, _SPAN_WIDTH),
            nn.GELU(),
            nn.Dropout(2 * shape.dropout),
            nn.Linear(_SPAN_WIDTH, shape.classes),
        )
        self.links = LinkHead(width, shape)
        self.relations = RelationHead(width, shape)
        self.attributes = AttributeHead(width, shape)
