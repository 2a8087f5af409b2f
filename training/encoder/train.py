"""Trains all heads and the encoder together, and keeps a running average of the weights."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from training.corpus import Passage
from training.encoder.dataset import Example, ExampleMaker
from training.encoder.exchange import NameExchange
from training.encoder.losses import Losses, text_losses
from training.encoder.model import ReaderModel


@dataclass(frozen=True)
class Plan:
    """How to train. `batch` and `joined` count pieces; `seed` fixes all chance.

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
    average: float = 0.996
    minutes: float = 600.0
    seed: int = 1


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


def train(model: ReaderModel, passages: Sequence[Passage], make: ExampleMaker, plan: Plan, out: Path) -> None:
    """Trains the model in place, to the average of its weights, and writes them to `out` after each epoch."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    exchange = NameExchange(passages, plan.exchange, plan.seed)
    model.encoder.freeze(plan.frozen_layers)
    groups = _parameter_groups(model, plan)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    average = Average(model, plan.average)
    steps = plan.epochs * len(list(_batches(_examples(passages, make, exchange, plan, chance), plan, chance)))
    step, started = 0, time.monotonic()
    for epoch in range(plan.epochs):
        model.train()
        totals = torch.zeros(4)
        examples = _examples(passages, make, exchange, plan, chance)
        for number, batch in enumerate(_batches(examples, plan, chance), 1):
            minutes = (time.monotonic() - started) / 60
            _set_rates(optimizer, max(step / steps, minutes / plan.minutes), plan.warm_up)
            totals += _step(model, batch, optimizer)
            average.update(model)
            step += 1
            if number % 50 == 0:
                print(f"  {number} {(totals / number).tolist()} {minutes:.1f} min", flush=True)
        average.swap(model)
        save_file({name: value.contiguous() for name, value in model.state_dict().items()}, out)
        print(f"epoch {epoch + 1} of {plan.epochs}, {out}", flush=True)
        if epoch + 1 == plan.epochs or (time.monotonic() - started) / 60 > plan.minutes:
            return
        average.swap(model)


def _set_rates(optimizer: torch.optim.Optimizer, done: float, warm_up: float) -> None:
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


def _batches(examples: Sequence[Example], plan: Plan, chance: random.Random) -> Iterator[list[Example]]:
    """Batches of texts of about the same length, in random order."""
    batches: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda item: len(item.ids)):
        if batches[-1] and len(example.ids) * (len(batches[-1]) + 1) > plan.batch:
            batches.append([])
        batches[-1].append(example)
    yield from chance.sample(batches, len(batches))


def encode(model: ReaderModel, batch: Sequence[Example]) -> Tensor:
    """The vectors of all texts of a batch, padded."""
    longest = max(len(example.ids) for example in batch)
    ids = torch.ones(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.from_numpy(example.ids)
        mask[row, : len(example.ids)] = True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors: Tensor = model.encoder(ids, mask)
    return vectors.float()


def _step(model: ReaderModel, batch: Sequence[Example], optimizer: torch.optim.Optimizer) -> Tensor:
    vectors = encode(model, batch)
    losses = [text_losses(model, vectors[row], example) for row, example in enumerate(batch)]
    parts = _means(losses)
    loss: Tensor = (parts * torch.tensor([4.0, 1.0, 1.0, 0.5])).sum()
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
