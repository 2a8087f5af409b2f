"""The view model: all that the page shows, as plain values that JSON can carry.

Things refer to each other by their position in the lists `nodes`, `statements` and `articles`. Offsets into an
article count UTF-16 code units, because that is how scripts in a browser count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import TypedDict

from graphbuild.errors import OutputError
from graphbuild.ontology import Ontology
from graphbuild.types import Article, Claim, Entity, KnowledgeGraph, Statement
from graphbuild.views.page.style import TypeStyle, load_styles

LANGUAGES = ("en", "nl")


class KindView(TypedDict):
    """An entity type with its words and its look."""

    name: str
    label: dict[str, str]
    definition: dict[str, str]
    style: TypeStyle


class RelationView(TypedDict):
    """A relation with its words."""

    name: str
    label: dict[str, str]
    definition: dict[str, str]
    symmetric: bool


class NodeView(TypedDict):
    """An entity; `kind` is a position in `kinds`, `articles` are positions of the articles that mention it."""

    id: str
    label: str
    kind: int
    names: list[str]
    links: list[str]
    articles: list[int]


class AttestationView(TypedDict):
    """What one source says at one place; `source` is a position in `nodes`, or None for the article itself.

    `relays` are the positions of those through whom it came, by step, nearest to the article first.
    """

    article: int
    source: int | None
    relays: list[list[int]]
    spokesperson: int | None
    informants: str | None
    stance: str
    certainty: str
    start: int
    end: int
    valid_from: str | None
    valid_until: str | None
    categories: list[str]
    rule: str
    confidence: float


class StatementView(TypedDict):
    """A statement; `subject` and `object` are positions in `nodes`, `relation` one in `relations`."""

    id: str
    subject: int
    relation: int
    object: int
    status: str
    attestations: list[AttestationView]


class ArticleView(TypedDict):
    """An article; `publisher` is a position in `nodes`."""

    id: str
    file: str
    language: str
    title: str | None
    body: str
    published: str | None
    publisher: int | None
    url: str | None


class ViewModel(TypedDict):
    """Everything on the page but the picture."""

    kinds: list[KindView]
    relations: list[RelationView]
    nodes: list[NodeView]
    statements: list[StatementView]
    articles: list[ArticleView]


class _Utf16:
    """Turns offsets in code points into offsets in UTF-16 code units, for one text."""

    def __init__(self, text: str) -> None:
        self._wide = [position for position, character in enumerate(text) if ord(character) > 0xFFFF]

    def __call__(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


def view_model(graph: KnowledgeGraph, ontology: Ontology) -> ViewModel:
    """Gives the view model of a graph.

    Raises OutputError when a statement or an article names an entity or article that the graph does not hold.
    """
    nodes = _Positions("entity", (entity.id for entity in graph.entities))
    articles = _Positions("article", (article.id for article in graph.articles))
    kinds = sorted({entity.kind for entity in graph.entities})
    relations = sorted({statement.relation for statement in graph.statements})
    offsets = [_Utf16(article.body) for article in graph.articles]
    mentioned_in = _mentioned_in(graph, articles)
    return ViewModel(
        kinds=_kinds(kinds, ontology),
        relations=[_relation(name, ontology) for name in relations],
        nodes=[_node(entity, kinds, mentioned_in.get(entity.id, [])) for entity in graph.entities],
        statements=[_statement(statement, relations, nodes, articles, offsets) for statement in graph.statements],
        articles=[_article(article, nodes) for article in graph.articles],
    )


class _Positions:
    """Where each id stands in a list."""

    def __init__(self, what: str, ids: Iterable[str]) -> None:
        self._what = what
        self._positions = {identifier: position for position, identifier in enumerate(ids)}

    def __getitem__(self, identifier: str) -> int:
        try:
            return self._positions[identifier]
        except KeyError:
            message = f"the graph names the {self._what} {identifier!r} but does not hold it; build it again"
            raise OutputError(message) from None

    def optional(self, identifier: str | None) -> int | None:
        return None if identifier is None else self[identifier]


def _mentioned_in(graph: KnowledgeGraph, articles: _Positions) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for article_id in sorted(graph.mentioned):
        for entity_id in graph.mentioned[article_id]:
            found.setdefault(entity_id, []).append(articles[article_id])
    return {entity_id: sorted(set(positions)) for entity_id, positions in found.items()}


def _kinds(names: list[str], ontology: Ontology) -> list[KindView]:
    styles = load_styles()
    return [
        KindView(
            name=name,
            label=_labels(name, ontology),
            definition=_definitions(name, ontology),
            style=styles.of(name, ontology),
        )
        for name in names
    ]


def _labels(name: str, ontology: Ontology) -> dict[str, str]:
    return {language: ontology.label(name, language) for language in LANGUAGES}


def _definitions(name: str, ontology: Ontology) -> dict[str, str]:
    return {language: ontology.definition(name, language) for language in LANGUAGES}


def _relation(name: str, ontology: Ontology) -> RelationView:
    relation = ontology.relations.get(name)
    symmetric = relation is not None and relation.symmetric
    return RelationView(
        name=name, label=_labels(name, ontology), definition=_definitions(name, ontology), symmetric=symmetric
    )


def _node(entity: Entity, kinds: list[str], articles: list[int]) -> NodeView:
    names = [alias for alias in dict.fromkeys(entity.aliases) if alias != entity.label]
    return NodeView(
        id=entity.id,
        label=entity.label,
        kind=kinds.index(entity.kind),
        names=names,
        links=list(entity.same_as),
        articles=articles,
    )


def _statement(
    statement: Statement,
    relations: list[str],
    nodes: _Positions,
    articles: _Positions,
    offsets: list[_Utf16],
) -> StatementView:
    return StatementView(
        id=f"{statement.subject}|{statement.relation}|{statement.object}",
        subject=nodes[statement.subject],
        relation=relations.index(statement.relation),
        object=nodes[statement.object],
        status=statement.status.value,
        attestations=[_attestation(claim, nodes, articles, offsets) for claim in statement.attestations],
    )


def _attestation(claim: Claim, nodes: _Positions, articles: _Positions, offsets: list[_Utf16]) -> AttestationView:
    article = articles[claim.evidence.article_id]
    return AttestationView(
        article=article,
        source=nodes.optional(claim.source),
        relays=[[nodes[one] for one in step] for step in claim.relayed_by],
        spokesperson=nodes.optional(claim.spokesperson),
        informants=claim.informants,
        stance=claim.stance.value,
        certainty=claim.certainty.value,
        start=offsets[article](claim.evidence.start),
        end=offsets[article](claim.evidence.end),
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        categories=list(claim.data_categories),
        rule=claim.rule,
        confidence=round(claim.confidence, 3),
    )


def _article(article: Article, nodes: _Positions) -> ArticleView:
    return ArticleView(
        id=article.id,
        file=article.source_file,
        language=article.language,
        title=article.title,
        body=article.body,
        published=article.published,
        publisher=nodes.optional(article.publisher),
        url=article.url,
    )
