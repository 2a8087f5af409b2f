"""Graphs of any size, made up by a fixed recipe: the same size and seed give the same graph anywhere."""

from __future__ import annotations

import random
from collections import defaultdict

from graphbuild.ontology import load_ontology
from graphbuild.types import (
    Article,
    ArticleClaims,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    KnowledgeGraph,
    Mention,
    PartialDate,
    Stance,
    Statement,
    status_of,
)

CLAIMS_PER_ARTICLE = 15
SENTENCE = "Dit is zin nummer {number:02}, die zegt wat er tussen twee partijen gebeurt volgens een derde."
"""What every claim is read from: 90 characters, about the length of a sentence in the news."""


def synthetic_graph(articles: int, *, entities: int | None = None, seed: int = 1) -> KnowledgeGraph:
    """Gives a graph of that many articles with 15 claims each, on as many entities as articles unless said.

    One claim in eight is a denial, one in five is hedged, half are attributed to a source. About 200 triples
    an article.
    """
    chance = random.Random(seed)
    kinds = sorted(load_ontology().kinds - {"Agent", "Place"})
    named = [_entity(number, kinds[number % len(kinds)]) for number in range(entities or max(articles, len(kinds)))]
    written = [_article(number) for number in range(articles)]
    claims: dict[tuple[EntityId, str, EntityId], dict[str, Claim]] = defaultdict(dict)
    mentioned: dict[str, set[EntityId]] = {article.id: set() for article in written}
    for article in written:
        for number in range(CLAIMS_PER_ARTICLE):
            claim = _claim(chance, article, number, named)
            claims[claim.subject, claim.relation, claim.object][f"{article.id} {number}"] = claim
            mentioned[article.id] |= {claim.subject, claim.object}
    statements = [
        Statement(*key, status_of(tuple(found.values())), tuple(found.values()))
        for key, found in sorted(claims.items())
    ]
    return KnowledgeGraph(
        articles=tuple(written),
        entities=tuple(sorted(named, key=lambda entity: entity.id)),
        statements=tuple(statements),
        mentioned={identity: tuple(sorted(found)) for identity, found in mentioned.items()},
    )


def _entity(number: int, kind: str) -> Entity:
    return Entity(EntityId(f"e{number:06}"), kind, f"Naam {number}", (f"N.V. Naam {number}", f"Naam{number}"))


def _article(number: int) -> Article:
    body = " ".join(SENTENCE.format(number=sentence) for sentence in range(CLAIMS_PER_ARTICLE))
    date = PartialDate(f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}")
    return Article(f"{number:016x}", f"{number:06}.txt", "nl", f"Bericht {number}", body, date)


def _claim(chance: random.Random, article: Article, number: int, named: list[Entity]) -> Claim:
    subject, relation, object_ = _triple(chance, named)
    quote = SENTENCE.format(number=number)
    start = article.body.index(quote)
    return Claim(
        subject=subject,
        relation=relation,
        object=object_,
        stance=Stance.DENIES if chance.random() < 1 / 8 else Stance.ASSERTS,
        certainty=chance.choice(list(Certainty)) if chance.random() < 1 / 5 else Certainty.CERTAIN,
        source=chance.choice(named).id if chance.random() < 1 / 2 else None,
        valid_from=PartialDate("2018") if chance.random() < 1 / 3 else None,
        valid_until=None,
        evidence=Evidence(article.id, start, start + len(quote), quote),
        rule="nl/synthetic",
        confidence=chance.randrange(50, 100) / 100,
        data_categories=("Location",) if relation == "sharesDataWith" else (),
    )


def _triple(chance: random.Random, named: list[Entity]) -> tuple[EntityId, str, EntityId]:
    """Gives a random relation with ends that it allows; a few entities get most of the claims, as in the news."""
    ontology = load_ontology()
    relations = list(ontology.relations)
    while True:
        relation = chance.choice(relations)
        subject, object_ = (named[int(len(named) * chance.random() ** 2)] for _ in range(2))
        if subject is not object_ and ontology.allows(relation, subject.kind, object_.kind):
            return subject.id, relation, object_.id


def synthetic_yields(articles: int, *, seed: int = 1) -> list[ArticleClaims]:
    """Gives what the articles of `synthetic_graph` yield one by one: joined, they are that graph."""
    graph = synthetic_graph(articles, seed=seed)
    entities = {entity.id: entity for entity in graph.entities}
    claims: dict[str, list[Claim]] = defaultdict(list)
    for statement in graph.statements:
        for claim in statement.attestations:
            claims[claim.evidence.article_id].append(claim)
    return [
        ArticleClaims(
            article,
            tuple(entities[name] for name in _named(claims[article.id])),
            tuple(Mention(0, 3, "Dit", entities[n].kind, n) for n in graph.mentioned[article.id]),
            tuple(claims[article.id]),
        )
        for article in graph.articles
    ]


def _named(claims: list[Claim]) -> list[EntityId]:
    return sorted({end for claim in claims for end in (claim.subject, claim.object, claim.source) if end})
