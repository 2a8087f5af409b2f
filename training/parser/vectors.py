"""Word vectors for words that the treebank lacks: a small table of character n-grams, fitted to the encoder.

One word in seven of a new text never occurs in the treebanks. Each word of a frequency list goes through the
lower layers of multilingual-e5-small by itself; the means of its pieces, reduced to a few principal components,
are what a floret table (Bojanowski et al. 2017, as in spaCy) is fitted to. So unseen compounds and names get a
vector too, and neither the encoder nor a word list is needed at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from spacy.vectors import Vectors
from torch import nn
from wordfreq import top_n_list

from training.encoder.carrier import open_carrier
from training.encoder.model import Encoder
from training.encoder.vocabulary import build_tokenizer

Matrix = npt.NDArray[np.float32]

_LISTED_WORDS = 100_000
_LAYERS = 5  # the layer from which part of speech is read off best (training/README.md)
_BEGIN, _PADDING, _END = 0, 1, 2
_BATCH = 64
_BATCH_TO_FIT = 1024


@dataclass(frozen=True, slots=True)
class TableShape:
    """Size of the floret table and the n-grams it covers."""

    rows: int = 24_000
    width: int = 64
    shortest: int = 2
    longest: int = 4
    hashes: int = 2


def word_list(texts: Iterable[str]) -> list[str]:
    """The most frequent Dutch words and the words given, in lower case, sorted."""
    listed = top_n_list("nl", _LISTED_WORDS, wordlist="best")
    words = {word.lower() for word in (*listed, *texts)}
    return sorted(word for word in words if any(character.isalpha() for character in word))


@torch.no_grad()
def encode_words(words: Sequence[str]) -> Matrix:
    """One row a word: the mean of its pieces after the lower layers of the encoder."""
    carrier = open_carrier()
    tokenizer = build_tokenizer(carrier.pieces, carrier.scores)
    encoder = Encoder(carrier, list(range(carrier.sizes.vocabulary)), 0.0).eval()
    pieces = [[_BEGIN, *encoding.ids, _END] for encoding in tokenizer.encode_batch(list(words))]
    order = sorted(range(len(words)), key=lambda index: (len(pieces[index]), index))
    result = np.zeros((len(words), carrier.sizes.width), dtype=np.float32)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        result[batch] = _encode_batch(encoder, [pieces[index] for index in batch])
    return result


def _encode_batch(encoder: Encoder, pieces: Sequence[Sequence[int]]) -> Matrix:
    longest = max(len(ids) for ids in pieces)
    ids = torch.tensor([[*row, *[_PADDING] * (longest - len(row))] for row in pieces])
    mask = ids != _PADDING
    vectors = encoder.norm(encoder.words(ids) + encoder.positions(torch.arange(longest))[None])
    for layer in encoder.layers[:_LAYERS]:
        vectors = layer(vectors, mask)
    inner = mask & (ids != _END) & (ids != _BEGIN)
    means: Matrix = ((vectors * inner[..., None]).sum(1) / inner.sum(1, keepdim=True).clamp(min=1)).numpy()
    return means


def principal_components(vectors: Matrix, width: int) -> Matrix:
    """The vectors centred, reduced to the components of greatest variance, scaled to variance one."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ directions[:, ::-1][:, :width]
    return np.asarray(reduced / reduced.std(), dtype=np.float32)


def fit_table(words: Sequence[str], targets: Matrix, shape: TableShape, epochs: int, seed: int) -> Vectors:
    """A floret table whose vectors of the words come as near to the targets as n-grams allow."""
    table = _empty_table(shape)
    rows = [torch.tensor(_table_rows(table, word)) for word in words]
    torch.manual_seed(seed)
    bags = nn.EmbeddingBag(shape.rows, shape.width, mode="mean")
    nn.init.zeros_(bags.weight)
    optimizer = torch.optim.Adam(bags.parameters(), lr=0.1)
    steps = epochs * (len(words) // _BATCH_TO_FIT + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps)
    wanted = torch.from_numpy(targets)
    for _ in range(epochs):
        for batch in torch.split(torch.randperm(len(words)), _BATCH_TO_FIT):
            chosen = [rows[index] for index in batch.tolist()]
            offsets = torch.tensor([0, *[len(row) for row in chosen[:-1]]]).cumsum(0)
            loss = (bags(torch.cat(chosen), offsets) - wanted[batch]).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    table.data[:] = bags.weight.detach().numpy()
    return table


def _empty_table(shape: TableShape) -> Vectors:
    return Vectors(
        data=np.zeros((shape.rows, shape.width), dtype=np.float32),
        mode="floret",
        minn=shape.shortest,
        maxn=shape.longest,
        hash_count=shape.hashes,
        hash_seed=2166136261,
        bow="<",
        eow=">",
        attr="LOWER",
        name="nl_e5_floret",
    )


def _table_rows(table: Vectors, word: str) -> list[int]:
    # The table's own hashing, so that training and look-up cannot drift apart.
    hashes = (number for ngram in table._get_ngrams(word) for number in table._get_ngram_hashes(ngram))
    return [number % table.shape[0] for number in hashes]
