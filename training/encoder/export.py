"""Writes a trained model as the folder that `graphbuild.pipeline.encoder.Reader` loads."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from graphbuild.pipeline.encoder_input import LINK_FEATURES, PAIR_FEATURES, SOURCE_FEATURES
from training.encoder.dataset import ANTECEDENTS, KIND_NAMES, RELATION_NAMES, SOURCE_SENTENCES, SYMMETRIC, WINDOW
from training.encoder.model import Encoder, ReaderModel
from training.encoder.tagged import WORD_CLASSES

_OPSET = 17


class _SmallMatrix(nn.Module):
    """A matrix as 8-bit numbers with a scale for each row."""

    numbers: Tensor
    scale: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("numbers", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)


class _SmallEmbedding(_SmallMatrix):
    def forward(self, ids: Tensor) -> Tensor:
        rows: Tensor = self.numbers[ids].float()
        return rows * self.scale[ids]


class _SmallLinear(_SmallMatrix):
    """A linear layer with 8-bit weights; the runtime widens them once, when it loads the network."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__(layer.weight.detach())
        self.bias = layer.bias

    def forward(self, vectors: Tensor) -> Tensor:
        return functional.linear(vectors, self.numbers.float() * self.scale, self.bias)


def _shrunk(network: nn.Module) -> nn.Module:
    """A copy of the network with small embeddings and linear layers."""
    copied = copy.deepcopy(network)
    for part in list(copied.modules()):
        for name, child in list(part.named_children()):
            if isinstance(child, nn.Embedding):
                setattr(part, name, _SmallEmbedding(child.weight.detach()))
            elif isinstance(child, nn.Linear):
                setattr(part, name, _SmallLinear(child))
    return copied


class _TaggingEncoder(nn.Module):
    def __init__(self, encoder: Encoder, tags: nn.Module, classes: nn.Module) -> None:
        super().__init__()
        self.encoder, self.tags, self.classes = encoder, tags, classes

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        middle, vectors = self.encoder.read(ids)
        return vectors, self.tags(vectors), self.classes(torch.cat([middle, vectors], dim=-1))


def export(
    model: ReaderModel,
    tokenizer: Tokenizer,
    folder: Path,
    settings: Mapping[str, Any],
    quantized: bool = True,
) -> None:
    """Writes the model folder, in place of one that is there; `settings` are calibration and thresholds.

    `quantized` stores linear layers and word embeddings in 8 bits; without it, all is float32.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        new = Path(temporary) / "new"
        new.mkdir()
        _export_networks(model.eval(), new, quantized)
        tokenizer.save(str(new / "tokenizer.json"), pretty=False)
        (new / "config.json").write_text(json.dumps(_config(settings), indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rename(Path(temporary) / "old")
        shutil.move(new, folder)


def _config(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kinds": list(KIND_NAMES),
        "relations": list(RELATION_NAMES),
        "symmetric": sorted(SYMMETRIC),
        "classes": list(WORD_CLASSES),
        "window": WINDOW,
        "begin": 0,
        "separator": 2,
        "antecedents": ANTECEDENTS,
        "source_sentences": SOURCE_SENTENCES,
        **settings,
    }


def _export_networks(model: ReaderModel, folder: Path, quantized: bool) -> None:
    width = model.encoder.positions.weight.shape[1]
    _write(
        _TaggingEncoder(model.encoder, model.tags, model.classes),
        folder / "encoder.onnx",
        {"ids": torch.arange(5, 21)[None]},
        {"ids": {1: "pieces"}},
        ["vectors", "tags", "classes"],
        quantized,
    )
    spans, kinds = torch.randn(4, 3 * width), torch.tensor([1, 2, 3, 4])
    pairs = torch.tensor([[1, 0], [2, 0], [2, 1]])
    mention_axes = {"spans": {0: "mentions"}, "kinds": {0: "mentions"}}
    pair_axes = {"pairs": {0: "pairs"}, "features": {0: "pairs"}}
    _write(
        model.links,
        folder / "links.onnx",
        {"spans": spans, "kinds": kinds, "pairs": pairs, "features": torch.zeros(3, LINK_FEATURES)},
        {**mention_axes, **pair_axes},
        ["scores", "none"],
        quantized,
    )
    _write(
        model.relations,
        folder / "relations.onnx",
        {
            "sentence": torch.randn(9, width),
            "spans": spans,
            "kinds": kinds,
            "references": torch.tensor([0, 1, 0, 1]),
            "pairs": pairs,
            "features": torch.zeros(3, PAIR_FEATURES),
        },
        {"sentence": {0: "pieces"}, "references": {0: "mentions"}, **mention_axes, **pair_axes},
        ["scores", "hidden"],
        quantized,
    )
    _write(
        model.attributes,
        folder / "attributes.onnx",
        {
            "sentence": torch.randn(9, width),
            "hidden": torch.randn(2, model.relations.pair.out_features),
            "relations": torch.tensor([0, 1]),
            "spans": spans,
            "kinds": kinds,
            "features": torch.zeros(2, 4, SOURCE_FEATURES),
        },
        {
            "sentence": {0: "pieces"},
            "hidden": {0: "claims"},
            "relations": {0: "claims"},
            "features": {0: "claims", 1: "mentions"},
            **mention_axes,
        },
        ["stance", "certainty", "source"],
        quantized,
    )


def _write(
    network: nn.Module,
    path: Path,
    inputs: dict[str, Tensor],
    axes: dict[str, dict[int, str]],
    outputs: Sequence[str],
    quantized: bool,
) -> None:
    torch.onnx.export(
        (_shrunk(network) if quantized else network).eval(),
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=_OPSET,
        do_constant_folding=False,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))
