"""Trains the heads for attributes and word classes further, on a finished encoder, which takes minutes only."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.corpus import Passage
from training.encoder.dataset import ExampleMaker
from training.encoder.exchange import NameExchange
from training.encoder.losses import AttributeCase, attribute_cases, attribute_loss, class_scores, word_vectors
from training.encoder.model import ReaderModel
from training.encoder.tagged import TaggedText
from training.encoder.train import Plan, encode

_BATCH = 16
_RATE = 1e-3
_WORDS = 256
"""Words to a batch."""


def refine_attributes(
    model: ReaderModel, passages: Sequence[Passage], make: ExampleMaker, plan: Plan, epochs: int = 6
) -> None:
    """Trains `model.attributes` in place on the claims of the passages; all other weights stay."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    cases = _cases(model.eval(), passages, make, NameExchange(passages, plan.exchange, plan.seed))
    model.attributes.train()
    optimizer = torch.optim.AdamW(model.attributes.parameters(), lr=_RATE, weight_decay=0.02)
    batches = epochs * (len(cases) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / batches))
    for epoch in range(epochs):
        order = chance.sample(cases, len(cases))
        total = 0.0
        for start in range(0, len(order), _BATCH):
            losses = [attribute_loss(model, case) for case in order[start : start + _BATCH]]
            loss = torch.stack(losses).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss) * len(losses)
        print(f"attributes, epoch {epoch + 1} of {epochs}: {total / len(order):.3f}", flush=True)


@torch.no_grad()
def _cases(
    model: ReaderModel, passages: Sequence[Passage], make: ExampleMaker, exchange: NameExchange
) -> list[AttributeCase]:
    cases: list[AttributeCase] = []
    for passage in passages:
        example = make([exchange(passage)])
        if len(example.ranges):
            cases += attribute_cases(model, encode(model, [example])[0], example)
    return cases


def refine_classes(model: ReaderModel, texts: Sequence[TaggedText], plan: Plan, epochs: int = 12) -> None:
    """Trains `model.classes` in place on the words of the texts; all other weights stay."""
    torch.manual_seed(plan.seed)
    words, classes = _words(model.eval(), texts)
    model.classes.train()
    optimizer = torch.optim.AdamW(model.classes.parameters(), lr=_RATE, weight_decay=0.02)
    batches = epochs * (len(words) // _WORDS + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / batches))
    for epoch in range(epochs):
        total = 0.0
        order = torch.randperm(len(words))
        for start in range(0, len(order), _WORDS):
            chosen = order[start : start + _WORDS]
            loss = functional.cross_entropy(class_scores(model, words[chosen]), classes[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"word classes, epoch {epoch + 1} of {epochs}: {total / len(words):.3f}", flush=True)


@torch.no_grad()
def _words(model: ReaderModel, texts: Sequence[TaggedText]) -> tuple[Tensor, Tensor]:
    """The vectors and the class of each word."""
    vectors = [word_vectors(encode(model, [text])[0], text) for text in texts]
    return torch.cat(vectors), torch.cat([torch.from_numpy(text.classes) for text in texts])
