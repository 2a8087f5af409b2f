"""The graph as a networkx MultiDiGraph, for measures, layouts and formats of graph programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import networkx

from graphbuild.types import Article, Claim, Entity, KnowledgeGraph, PartialDate, Stance, Statement

View = Literal["entities", "statements"]
SEPARATOR = " | "
"""Between the values of an attribute that has several: GraphML and GEXF know no lists."""


def to_networkx(graph: KnowledgeGraph, view: View = "entities") -> networkx.MultiDiGraph:
    """Gives the graph as a directed multigraph whose attributes are plain texts and numbers.

    `entities`: nodes are entities; each statement that at least one source asserts is an edge, its key the
    relation. What is only denied is no edge. `statements`: statements are nodes too, `denied` ones
    included, joined to their subject and object, and each source is joined to what it asserts or denies.

    Node attributes: label, kind, aliases, articles (how many mention it). Edge attributes: id, label,
    relation, status, asserting, denying (attestation counts), sources, first_date, last_date (of the
    articles), valid_from, valid_until, quotes. A missing value is an empty text; several values are joined
    by ` | `. The id of an edge tells it from all others, as graph formats demand; its key does so only
    between two nodes.
    """
    network = networkx.MultiDiGraph()
    _add_entities(network, graph)
    articles = {article.id: article for article in graph.articles}
    labels: dict[str, str] = {entity.id: entity.label for entity in graph.entities}
    for statement in graph.statements:
        attributes = _attributes(statement, articles, labels)
        if view == "statements":
            _add_statement(network, statement, attributes)
        elif attributes["asserting"]:
            network.add_edge(
                statement.subject,
                statement.object,
                key=statement.relation,
                id=name_of(statement),
                **attributes,
            )
    return network


def _add_entities(network: networkx.MultiDiGraph, graph: KnowledgeGraph) -> None:
    counts: dict[str, int] = {}
    for mentioned in graph.mentioned.values():
        for identity in mentioned:
            counts[identity] = counts.get(identity, 0) + 1
    for entity in graph.entities:
        network.add_node(entity.id, **_entity_attributes(entity, counts.get(entity.id, 0)))


def _entity_attributes(entity: Entity, articles: int) -> dict[str, str | int]:
    return {
        "label": clean(entity.label),
        "kind": entity.kind,
        "aliases": _joined(entity.aliases),
        "articles": articles,
    }


def _attributes(statement: Statement, articles: dict[str, Article], labels: dict[str, str]) -> dict[str, str | int]:
    claims = statement.attestations
    asserting = sum(claim.stance is Stance.ASSERTS for claim in claims)
    dates = sorted(date for c in claims if (date := articles[c.evidence.article_id].published) is not None)
    return {
        "label": statement.relation,
        "relation": statement.relation,
        "status": statement.status.value,
        "asserting": asserting,
        "denying": len(claims) - asserting,
        "sources": _joined(sorted({_source(claim, articles, labels) for claim in claims})),
        "first_date": dates[0] if dates else "",
        "last_date": dates[-1] if dates else "",
        "valid_from": _first(claim.valid_from for claim in claims),
        "valid_until": _first(claim.valid_until for claim in claims),
        "quotes": _joined(dict.fromkeys(claim.evidence.quote for claim in claims)),
    }


def _source(claim: Claim, articles: dict[str, Article], labels: dict[str, str]) -> str:
    """Names who says it: the source, else the publisher of the article, else the article's file."""
    article = articles[claim.evidence.article_id]
    speaker = claim.source or article.publisher
    return labels.get(speaker, speaker) if speaker is not None else article.source_file


def _add_statement(network: networkx.MultiDiGraph, statement: Statement, attributes: dict[str, str | int]) -> None:
    node = name_of(statement)
    network.add_node(node, kind="Statement", **attributes)
    _add_part(network, node, "subject", statement.subject)
    _add_part(network, node, "object", statement.object)
    for claim in statement.attestations:
        if claim.source is not None:
            _add_part(network, claim.source, claim.stance.value, node)


def _add_part(network: networkx.MultiDiGraph, start: str, relation: str, end: str) -> None:
    identity = f"{start} -> {relation} -> {end}"
    network.add_edge(start, end, key=relation, id=identity, label=relation, relation=relation)


def name_of(statement: Statement) -> str:
    """Gives the id of a statement in networks: its three parts, with spaces between."""
    return f"{statement.subject} {statement.relation} {statement.object}"


def _first(dates: Iterable[PartialDate | None]) -> str:
    return min((date for date in dates if date is not None), default="")


def _joined(texts: Iterable[str]) -> str:
    return SEPARATOR.join(clean(text) for text in texts)


def clean(text: str) -> str:
    """Folds white space and drops the control characters that XML cannot hold."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
