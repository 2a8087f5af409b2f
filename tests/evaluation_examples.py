"""Graphs that an erring extractor might make of gold; a seed says which errors it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from graphbuild.gold import GoldArticle, GoldClaim
from graphbuild.ontology import Ontology
from graphbuild.types import (
    Article,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    KnowledgeGraph,
    PartialDate,
    Stance,
    Statement,
    status_of,
)

Value = TypeVar("Value")
BODY = "Een tekst over iets."


@dataclass
class Extractor:
    """Makes graphs from gold with errors at some rate, 0 for none."""

    ontology: Ontology
    seed: int
    rate: float = 0.12

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def graph(self, gold: Iterable[GoldArticle]) -> KnowledgeGraph:
        found = [self.article(number, item) for number, item in enumerate(gold) if not self.errs()]
        entities = {entity.id: entity for _, own, _ in found for entity in own}
        return KnowledgeGraph(
            articles=tuple(article for article, _, _ in found),
            entities=tuple(entities[key] for key in sorted(entities)),
            statements=statements(claim for _, _, claims in found for claim in claims),
            mentioned={article.id: tuple(sorted(e.id for e in own)) for article, own, _ in found},
        )

    def article(self, number: int, gold: GoldArticle) -> tuple[Article, list[Entity], list[Claim]]:
        article = Article(f"{number:016x}", gold.source_file, "nl", None, BODY)
        own = list(self.entities(gold, number))
        ids = [entity.id for entity in own]
        keys = dict(zip(gold.entities, ids, strict=False))
        repeats = [1, 1, 1, 2] if self.rate else [1]
        claims = [
            self.claim(claim, keys, ids, article)
            for claim in gold.claims
            for _ in range(self.err(self.random.choice(repeats), [0]))
        ]
        return replace(article, publisher=self.err(None, ids)), own, claims

    def errs(self) -> bool:
        return self.random.random() < self.rate

    def err(self, right: Value, others: Sequence[Value]) -> Value:
        return self.random.choice(others) if self.errs() else right

    def entities(self, gold: GoldArticle, number: int) -> Iterator[Entity]:
        """Gives entities with some of their names, some merged with another one or of the wrong kind."""
        kinds, everything = sorted(self.ontology.kinds), list(gold.entities.values())
        for position, entity in enumerate(everything):
            names = sorted(entity.names | self.err(frozenset(), [other.names for other in everything]))
            chosen = self.random.sample(names, self.random.randint(1, len(names))) if self.rate else names
            identity = f"{self.random.choice(['', 'person/', 'é-'])}{self.random.randint(0, 99)}-{number}-{position}"
            kind = self.err(entity.kind, kinds)
            yield Entity(EntityId(identity), kind, chosen[0].title(), tuple(sorted(chosen[1:])))
        if self.rate:
            yield Entity(EntityId(f"stray-{number}"), self.random.choice(kinds), f"Stray {number}")

    def claim(self, gold: GoldClaim, keys: dict[str, EntityId], ids: list[EntityId], article: Article) -> Claim:
        ends = [self.err(keys[gold.subject], ids), self.err(keys[gold.object], ids)]
        if self.errs():
            ends.reverse()
        start = self.random.randint(0, 10)
        end = self.random.randint(start, len(BODY))
        dates = [gold.valid_from, gold.valid_until, PartialDate("2018-04"), None]
        return Claim(
            subject=ends[0],
            relation=self.err(gold.relation, sorted(self.ontology.relations)),
            object=ends[1],
            stance=self.err(gold.stance, list(Stance)),
            certainty=self.err(gold.certainty, list(Certainty)),
            source=self.err(keys[gold.source] if gold.source else None, [*ids, None]),
            valid_from=self.err(gold.valid_from, dates),
            valid_until=self.err(gold.valid_until, dates),
            evidence=Evidence(article.id, start, end, BODY[start:end]),
            rule="nl/test",
            confidence=self.random.choice([0.05, 0.2, 0.5, 0.61, 0.9, 1.0]),
        )


def statements(claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """Joins claims into statements; of claims that would be one attestation the first stays."""
    unique: dict[object, Claim] = {}
    for claim in claims:
        triple = claim.subject, claim.relation, claim.object
        unique.setdefault((triple, claim.evidence, claim.source, claim.stance), claim)
    groups: dict[tuple[EntityId, str, EntityId], list[Claim]] = {}
    for claim in unique.values():
        groups.setdefault((claim.subject, claim.relation, claim.object), []).append(claim)
    return tuple(Statement(*key, status_of(tuple(groups[key])), tuple(groups[key])) for key in sorted(groups))
