"""A short account of a graph for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from graphbuild.ontology import Ontology
from graphbuild.types import EntityId, KnowledgeGraph, Stance, Statement, Status

STRONGEST = 10


def strength(statement: Statement) -> float:
    """Gives how well a statement is supported: the confidences of those that assert it, added up."""
    return sum(claim.confidence for claim in statement.attestations if claim.stance is Stance.ASSERTS)


def strongest(graph: KnowledgeGraph, count: int = STRONGEST) -> list[Statement]:
    """Gives the best supported statements, the strongest first."""
    ranked = sorted(graph.statements, key=lambda s: (-strength(s), s.subject, s.relation, s.object))
    return ranked[:count]


def summarize(graph: KnowledgeGraph, ontology: Ontology, language: str = "en") -> Iterator[RenderableType]:
    """Yields the counts of a graph and a table of its strongest edges, each with a quote."""
    counts = Counter(statement.status for statement in graph.statements)
    by_status = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    yield Text(f"{len(graph.articles)} articles, {len(graph.entities)} entities")
    yield Text(f"{len(graph.statements)} statements: {by_status}")
    labels = {entity.id: entity.label for entity in graph.entities}
    table = Table("edge", "status", "source", "quote", title="The strongest edges", title_justify="left")
    for statement in strongest(graph):
        table.add_row(*edge_row(statement, labels, ontology, language))
    yield table


def edge_row(
    statement: Statement, labels: dict[EntityId, str], ontology: Ontology, language: str
) -> tuple[str, str, str, str]:
    """Gives the cells of one edge: what it says, its status, who says so, and where it is written."""
    best = max(statement.attestations, key=lambda claim: (claim.stance is Stance.ASSERTS, claim.confidence))
    relation = ontology.label(statement.relation, language)
    edge = f"{labels[statement.subject]} {relation} {labels[statement.object]}"
    source = labels[best.source] if best.source else "the article"
    return edge, statement.status.value, source, best.evidence.quote
