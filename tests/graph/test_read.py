from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.errors import StoreError
from graphbuild.graph.namespaces import term
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.read import attestation_order, read_graph
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
from tests.small_graph import small_graph

NAMES = st.text(min_size=1, max_size=12).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
IDS = st.from_regex(r"[a-z]{1,4}(/[a-zé .%#?-]{1,6})?", fullmatch=True).map(EntityId)
DATES = st.sampled_from(["2018", "2018-04", "2018-04-30", "2020-12"]).map(PartialDate)


def as_read(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The graph as reading gives it: the address encoded, attestations in their order."""
    articles = tuple(replace(a, url=a.url.replace("é", "%C3%A9") if a.url else None) for a in graph.articles)
    statements = tuple(
        replace(s, attestations=tuple(sorted(s.attestations, key=attestation_order))) for s in graph.statements
    )
    return replace(graph, articles=articles, statements=statements)


def test_small_graph_comes_back_equal() -> None:
    graph = small_graph()
    assert read_graph(to_rdf(graph, version="1")) == as_read(graph)


def test_another_base_makes_no_difference() -> None:
    graph = small_graph()
    assert read_graph(to_rdf(graph, version="1", base="http://x.org/entity/software/#")) == as_read(graph)


@st.composite
def graphs(draw: st.DrawFn) -> KnowledgeGraph:
    identities = draw(st.lists(IDS, min_size=2, max_size=5, unique=True).map(sorted))
    entities = tuple(
        Entity(i, "Organization", draw(NAMES), tuple(sorted(draw(st.sets(NAMES, max_size=2))))) for i in identities
    )
    bodies = draw(st.lists(NAMES, min_size=1, max_size=3))
    articles = tuple(
        Article(f"{n}", draw(NAMES), "nl", draw(st.none() | NAMES), body, draw(st.none() | DATES))
        for n, body in enumerate(bodies)
    )
    statements = draw(st.lists(st.tuples(st.sampled_from(identities), st.sampled_from(identities)), unique=True))
    mentioned = {a.id: tuple(sorted(draw(st.sets(st.sampled_from(identities))))) for a in articles}
    made = tuple(draw(statement(pair, articles, identities)) for pair in sorted(statements))
    return KnowledgeGraph(articles, entities, made, mentioned)


@st.composite
def statement(
    draw: st.DrawFn, pair: tuple[EntityId, EntityId], articles: tuple[Article, ...], identities: list[EntityId]
) -> Statement:
    keys = st.tuples(st.sampled_from(articles), st.sampled_from(list(Stance)), st.none() | st.sampled_from(identities))
    claims = []
    for article, stance, source in draw(
        st.lists(keys, min_size=1, max_size=3, unique_by=lambda k: (k[0].id, k[1], k[2]))
    ):
        end = draw(st.integers(1, len(article.body)))
        start = draw(st.integers(0, end - 1))
        claims.append(
            Claim(
                pair[0], "partnersWith", pair[1], stance, draw(st.sampled_from(list(Certainty))), source,
                draw(st.none() | DATES), draw(st.none() | DATES),
                Evidence(article.id, start, end, article.body[start:end]), draw(NAMES),
                draw(st.integers(0, 1000)) / 1000, tuple(sorted(draw(st.sets(st.sampled_from(["Age", "Name"])))))
            )
        )  # fmt: skip
    ordered = tuple(sorted(claims, key=attestation_order))
    return Statement(pair[0], "partnersWith", pair[1], status_of(ordered), ordered)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_any_graph_comes_back_equal(graph: KnowledgeGraph) -> None:
    quads = to_rdf(graph, version="1")
    assert read_graph(quads) == graph
    assert to_turtle(to_rdf(read_graph(quads), version="1")) == to_turtle(quads)


def test_a_graph_of_other_software_is_refused() -> None:
    quads = [q for q in to_rdf(small_graph(), version="1") if q.object != term("prov:SoftwareAgent")]
    with pytest.raises(StoreError, match="not graphbuild's"):
        read_graph(quads)


@pytest.mark.parametrize("name", ["gb:stance", "gb:attests", "oa:exact", "oa:start", "gb:status", "gb:sourceFile"])
def test_an_incomplete_graph_is_refused_with_what_is_missing(name: str) -> None:
    quads = [q for q in to_rdf(small_graph(), version="1") if q.predicate != term(name)]
    with pytest.raises(StoreError, match=name):
        read_graph(quads)


def test_an_entity_with_two_classes_is_refused() -> None:
    quads = to_rdf(small_graph(), version="1")
    second = next(q for q in quads if q.object == term("gb:Person"))
    with pytest.raises(StoreError, match="2 classes"):
        read_graph([*quads, type(second)(second.subject, second.predicate, term("gb:Law"))])


def test_a_value_that_is_none_of_ours_is_refused() -> None:
    quads = [
        type(q)(q.subject, q.predicate, term("gb:shrugs")) if q.predicate == term("gb:stance") else q
        for q in to_rdf(small_graph(), version="1")
    ]
    with pytest.raises(StoreError, match="shrugs"):
        read_graph(quads)
