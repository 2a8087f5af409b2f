"""Trains all heads and the encoder together, and keeps a running average of the weights."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from graphbuild.pipeline.encoder_input import Integers, assemble, split_windows
from training.corpus import Passage
from training.encoder.dataset import WINDOW, Example, ExampleMaker
from training.encoder.exchange import NameExchange
from training.encoder.losses import Losses, tagged_loss, text_losses
from training.encoder.model import ReaderModel
from training.encoder.tagged import TaggedText, tagged_texts
from training.parser.treebank import Sentence

Batch = Sequence[Example | TaggedText]
"""Texts that are trained on together: all examples, or all tagged."""


@dataclass(frozen=True)
class Plan:
    """How to train. `batch` and `joined` count pieces; `seed` fixes all chance.

    `treebank` is the part of the treebank that is read in each epoch.

    Rates fall to their end by the last epoch or after `minutes`, whichever comes first.
    """

    epochs: int = 10
    batch: int = 900
    joined: int = 420
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.92
    frozen_layers: int = 4
    warm_up: float = 0.06
    exchange: float = 0.4
    treebank: float = 0.5
    average: float = 0.996
    minutes: float = 600.0
    seed: int = 1


_WEIGHTS = (4.0, 1.0, 1.0, 0.5, 1.0)
"""Of the losses of names, links, relations, attributes and word classes."""


class Average:
    """The exponential running average of a model's trained weights."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self._keep = keep
        self._steps = 0
        self.weights = {name: value.detach().clone() for name, value in model.named_parameters() if value.requires_grad}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Takes in the model's present weights; early on they count for more."""
        self._steps += 1
        keep = min(self._keep, self._steps / (self._steps + 10))
        for name, value in model.named_parameters():
            if name in self.weights:
                self.weights[name].lerp_(value.detach(), 1 - keep)

    @torch.no_grad()
    def swap(self, model: nn.Module) -> None:
        """Exchanges the model's weights and the averages; twice is as not at all."""
        for name, value in model.named_parameters():
            if name in self.weights:
                kept = value.detach().clone()
                value.copy_(self.weights[name])
                self.weights[name] = kept


@dataclass(frozen=True)
class Material:
    """What is trained on: passages, and the sentences of a treebank for word classes."""

    passages: Sequence[Passage]
    make: ExampleMaker
    sentences: Sequence[Sentence] = ()

    def batches(self, plan: Plan, chance: random.Random, exchange: NameExchange) -> list[Batch]:
        """The batches of one epoch in random order: all passages, and a part of the treebank."""
        examples = _examples(self.passages, self.make, exchange, plan, chance)
        marks = self.make.begin, self.make.separator
        tagged = list(tagged_texts(self.sentences, self.make.tokenizer, marks, chance))
        chosen = chance.sample(tagged, round(len(tagged) * plan.treebank))
        batches = [*_batches(examples, plan), *_batches(chosen, plan)]
        return chance.sample(batches, len(batches))


def train(model: ReaderModel, material: Material, plan: Plan, out: Path) -> None:
    """Trains the model in place, to the average of its weights, and writes them to `out` after each epoch."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    exchange = NameExchange(material.passages, plan.exchange, plan.seed)
    model.encoder.freeze(plan.frozen_layers)
    optimizer = make_optimizer(model, plan)
    average = Average(model, plan.average)
    started = time.monotonic()
    for epoch in range(plan.epochs):
        model.train()
        totals = torch.zeros(len(_WEIGHTS))
        batches = material.batches(plan, chance, exchange)
        for number, batch in enumerate(batches, 1):
            minutes = (time.monotonic() - started) / 60
            done = max((epoch + number / len(batches)) / plan.epochs, minutes / plan.minutes)
            set_rates(optimizer, done, plan.warm_up)
            totals += train_step(model, batch, optimizer)
            average.update(model)
            if number % 50 == 0:
                print(f"  {number} {(totals / number).tolist()} {minutes:.1f} min", flush=True)
        average.swap(model)
        save_file({name: value.contiguous() for name, value in model.state_dict().items()}, out)
        print(f"epoch {epoch + 1} of {plan.epochs}, {out}", flush=True)
        if epoch + 1 == plan.epochs or (time.monotonic() - started) / 60 > plan.minutes:
            return
        average.swap(model)


def make_optimizer(model: ReaderModel, plan: Plan) -> torch.optim.Optimizer:
    """An optimizer of what is not frozen, at the peak rates of the plan."""
    return torch.optim.AdamW(_parameter_groups(model, plan), weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def set_rates(optimizer: torch.optim.Optimizer, done: float, warm_up: float) -> None:
    """Linear warm-up, then linear decay to a fiftieth; `done` is the part of the training that is over."""
    factor = done / warm_up if done < warm_up else max(0.02, (1 - done) / (1 - warm_up))
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor


def _parameter_groups(model: ReaderModel, plan: Plan) -> list[dict[str, Any]]:
    """The heads at their own rate, the encoder's trained layers at rates that fall towards the input."""
    encoder = {id(value) for value in model.encoder.parameters()}
    heads = [value for value in model.parameters() if id(value) not in encoder]
    groups: list[dict[str, Any]] = [{"params": heads, "peak": plan.head_rate}]
    for height, part in enumerate([*reversed(model.encoder.layers), model.encoder.positions, model.encoder.norm]):
        trained = [value for value in part.parameters() if value.requires_grad]
        if trained:
            groups.append({"params": trained, "peak": plan.encoder_rate * plan.layer_decay**height})
    return groups


def _examples(
    passages: Sequence[Passage], make: ExampleMaker, exchange: NameExchange, plan: Plan, chance: random.Random
) -> list[Example]:
    """One example of each passage, or of some that are put one after the other for longer contexts."""
    order = chance.sample(list(passages), len(passages))
    examples: list[Example] = []
    waiting: list[Passage] = []
    for passage in order:
        changed = exchange(passage)
        if chance.random() < 0.5:
            examples.append(make([changed]))
            continue
        if waiting and _length([*waiting, changed]) > plan.joined * 4:
            examples.append(make(waiting))
            waiting = []
        waiting.append(changed)
    return [*examples, make(waiting)] if waiting else examples


def _length(passages: Sequence[Passage]) -> int:
    """In characters; a piece has about four."""
    return sum(len(sentence.text) + 1 for passage in passages for sentence in passage.sentences)


def _batches(texts: Sequence[Example | TaggedText], plan: Plan) -> list[Batch]:
    """Batches of texts of about the same length."""
    batches: list[list[Example | TaggedText]] = [[]]
    for text in sorted(texts, key=lambda item: len(item.ids)):
        if batches[-1] and len(text.ids) * (len(batches[-1]) + 1) > plan.batch:
            batches.append([])
        batches[-1].append(text)
    return [batch for batch in batches if batch]


def encode(model: ReaderModel, batch: Sequence[Example | TaggedText]) -> list[Tensor]:
    """For each text the vectors of its input ids; a text that is longer than a window is read in windows.

    Of tagged texts those of the middle layer are given too, before those of the last.
    """
    width = model.encoder.positions.weight.shape[1]
    both = _encode(model, batch)
    return [own if isinstance(text, TaggedText) else own[:, width:] for own, text in zip(both, batch, strict=True)]


def _encode(model: ReaderModel, batch: Sequence[Example | TaggedText]) -> list[Tensor]:
    rows = [row for text in batch for row in _windows(text)]
    vectors = _encode_rows(model, [row.ids for row in rows])
    whole: list[Tensor] = []
    for text in batch:
        parts = [(vectors[number], row) for number, row in enumerate(rows) if row.text is text]
        if len(parts) == 1:
            whole.append(parts[0][0])
            continue
        empty = torch.zeros(len(text.ids), vectors.shape[2])
        target = torch.from_numpy(np.concatenate([row.target for _, row in parts]))
        kept = torch.cat([part[torch.from_numpy(row.origin)] for part, row in parts])
        whole.append(empty.index_copy(0, target, kept))
    return whole


@dataclass(frozen=True, slots=True)
class _Row:
    """What is encoded together: ids, and which of their vectors (`origin`) are the text's at `target`."""

    text: Example | TaggedText
    ids: Integers
    origin: Integers
    target: Integers


def _windows(text: Example | TaggedText) -> Iterator[_Row]:
    windows = split_windows(text.pieces.sentences, WINDOW) if isinstance(text, Example) else []
    if len(windows) < 2 or isinstance(text, TaggedText):
        everything = np.arange(len(text.ids))
        yield _Row(text, text.ids, everything, everything)
        return
    numbers = np.unique(text.pieces.sentences)
    for window in windows:
        ids, places, marks = assemble(text.pieces, window, int(text.ids[0]), int(text.ids[-1]))
        kept = slice(window.keep_from - window.start, window.keep_to - window.start)
        inside = np.unique(text.pieces.sentences[window.start : window.end])
        read_off = np.isin(inside, text.pieces.sentences[window.keep_from : window.keep_to])
        own = np.searchsorted(numbers, inside[read_off])
        yield _Row(
            text,
            ids,
            np.concatenate([places[kept], marks[read_off]]),
            np.concatenate([text.places[window.keep_from : window.keep_to], text.separators[own]]),
        )


def _encode_rows(model: ReaderModel, rows: Sequence[Integers]) -> Tensor:
    longest = max(len(row) for row in rows)
    ids = torch.ones(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.from_numpy(row)
        mask[number, : len(row)] = True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        middle, vectors = model.encoder.read(ids, mask)
    return torch.cat([middle, vectors], dim=-1).float()


def train_step(model: ReaderModel, batch: Batch, optimizer: torch.optim.Optimizer) -> Tensor:
    """Trains on one batch; gives the losses: names, links, relations, attributes, word classes."""
    parts = torch.zeros(5)
    vectors = encode(model, batch)
    tagged = [text for text in batch if isinstance(text, TaggedText)]
    if tagged:
        parts[4] = tagged_loss(model, vectors, tagged)
    else:
        examples = [text for text in batch if isinstance(text, Example)]
        parts[:4] = _means([text_losses(model, own, text) for own, text in zip(vectors, examples, strict=True)])
    loss: Tensor = (parts * torch.tensor(_WEIGHTS)).sum()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()
    return parts.detach()


def _means(losses: Sequence[Losses]) -> Tensor:
    """Mean losses per piece (names), mention (links), sentence (relations) and claim (attributes)."""
    return torch.stack(
        [
            torch.stack([item.tags for item in losses]).sum() / max(1, sum(item.pieces for item in losses)),
            torch.stack([item.links for item in losses]).sum() / max(1, sum(item.mentions for item in losses)),
            torch.stack([item.relations for item in losses]).sum() / max(1, sum(item.sentences for item in losses)),
            torch.stack([item.attributes for item in losses]).sum() / max(1, sum(item.claims for item in losses)),
        ]
    )
