"""A realistic graph for tests of views: the claims that people found in the development articles."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

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

DATA = Path(__file__).resolve().parents[2] / "data"


def gold_graph() -> KnowledgeGraph:
    """Gives the graph of all development articles with gold."""
    gold = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((DATA / "gold").glob("*.yaml"))]
    articles = tuple(_article(entry) for entry in gold)
    entities = _entities(gold)
    claims: dict[tuple[EntityId, str, EntityId], list[Claim]] = defaultdict(list)
    for entry, article in zip(gold, articles, strict=True):
        for claim in filter(None, (_claim(fields, article) for fields in entry["claims"])):
            claims[claim.subject, claim.relation, claim.object].append(claim)
    return graph_of(articles, entities, claims, _mentioned(gold, articles))


def graph_of(
    articles: tuple[Article, ...],
    entities: tuple[Entity, ...],
    claims: dict[tuple[EntityId, str, EntityId], list[Claim]],
    mentioned: dict[str, tuple[EntityId, ...]],
) -> KnowledgeGraph:
    """Gives the graph of articles, entities and claims by (subject, relation, object)."""
    statements = tuple(Statement(*key, status_of(tuple(found)), tuple(found)) for key, found in sorted(claims.items()))
    return KnowledgeGraph(
        articles=tuple(sorted(articles, key=lambda article: article.id)),
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        statements=statements,
        mentioned=mentioned,
    )


def entity_id(name: str) -> EntityId:
    return EntityId(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"))


def _article(entry: dict[str, Any]) -> Article:
    text = (DATA / "articles" / entry["article"]).read_text(encoding="utf-8")
    lines = text.split("\n", 2)
    published = entry.get("published")
    publisher = entry.get("publisher")
    return Article(
        id=entry["article"].split("_")[0].zfill(16),
        source_file=entry["article"],
        language="nl",
        title=lines[1].strip() or None,
        body="\n".join(lines[1:]).strip(),
        published=PartialDate(str(published)) if published else None,
        publisher=entity_id(publisher) if publisher else None,
        url=f"https://example.org/{entry['article']}",
    )


def _entities(gold: list[dict[str, Any]]) -> tuple[Entity, ...]:
    found: dict[EntityId, Entity] = {}
    for entry in gold:
        publisher = {entry["publisher"]: {"type": "NewsPublisher"}} if entry.get("publisher") else {}
        for name, fields in {**publisher, **entry["entities"]}.items():
            known = found.get(entity_id(name))
            aliases = {*(known.aliases if known else ()), *map(str, fields.get("aliases", ()))} - {name}
            found[entity_id(name)] = Entity(
                entity_id(name),
                fields["type"],
                str(name),
                tuple(sorted(aliases)),
                (f"https://www.wikidata.org/entity/{name}",) if name == "KPN" else (),
            )
    return tuple(found.values())


def _claim(fields: dict[str, Any], article: Article) -> Claim | None:
    words = r"\s+".join(map(re.escape, str(fields["quote"]).split()))
    place = re.search(words, article.body)
    if place is None:
        return None
    source = fields.get("source")
    return Claim(
        subject=entity_id(fields["s"]),
        relation=fields["r"],
        object=entity_id(fields["o"]),
        stance=Stance(fields.get("stance", "asserts")),
        certainty=Certainty(fields.get("certainty", "certain")),
        source=entity_id(source) if source else None,
        valid_from=PartialDate(str(fields["from"])) if "from" in fields else None,
        valid_until=PartialDate(str(fields["to"])) if "to" in fields else None,
        evidence=Evidence(article.id, place.start(), place.end(), place[0]),
        rule="people",
        confidence=1.0,
        data_categories=("Location",) if "locatie" in place[0] else (),
    )


def _mentioned(gold: list[dict[str, Any]], articles: tuple[Article, ...]) -> dict[str, tuple[EntityId, ...]]:
    return {
        article.id: tuple(sorted(entity_id(name) for name in entry["entities"]))
        for entry, article in zip(gold, articles, strict=True)
    }
