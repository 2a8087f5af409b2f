from __future__ import annotations

import random
from dataclasses import replace

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, RDF, SKOS

from graphbuild.errors import UsageError
from graphbuild.graph.iris import DEFAULT_BASE, Naming, digest, web_address
from graphbuild.graph.namespaces import term
from graphbuild.graph.rdf import CONTEXT, to_rdf, to_turtle
from graphbuild.types import Article, EntityId, Stance
from tests.small_graph import small_graph

GB = rdflib.Namespace("https://w3id.org/graphbuild/ns#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("https://schema.org/")
ENTITY = rdflib.Namespace(DEFAULT_BASE + "entity/")


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return to_rdf(small_graph(), version="1.2")


@pytest.fixture(scope="module")
def graph(quads: list[Quad]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=to_turtle(quads), format="turtle")


def test_turtle_means_the_same_to_rdflib_and_oxigraph(quads: list[Quad], graph: rdflib.Graph) -> None:
    assert len(graph) == len(quads) == len(set(quads))
    assert set(parse(to_turtle(quads), format=RdfFormat.TURTLE)) == set(quads)
    assert isomorphic(graph, rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt"))


def test_bytes_do_not_depend_on_the_order_of_the_input(quads: list[Quad]) -> None:
    whole = small_graph()
    mixed = replace(
        whole,
        articles=whole.articles[::-1],
        entities=whole.entities[::-1],
        statements=tuple(replace(s, attestations=s.attestations[::-1]) for s in whole.statements[::-1]),
    )
    shuffled = random.Random(3).sample(quads, len(quads))
    assert to_turtle(to_rdf(mixed, version="1.2")) == to_turtle(quads) == to_turtle(shuffled)


def test_store_gives_back_the_same_bytes(quads: list[Quad]) -> None:
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(quads)
    assert to_turtle(store) == to_turtle(quads)


def test_no_blank_nodes(graph: rdflib.Graph) -> None:
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]


def test_article_is_written_by_the_contract(graph: rdflib.Graph) -> None:
    node = rdflib.URIRef(DEFAULT_BASE + "article/a1")
    article = next(article for article in small_graph().articles if article.id == "a1")
    assert (node, RDF.type, SCHEMA.NewsArticle) in graph
    assert graph.value(node, GB.sourceFile) == rdflib.Literal("a1.txt")
    assert graph.value(node, SCHEMA.headline) == rdflib.Literal("De Avondpost onthult", lang="nl")
    assert graph.value(node, SCHEMA.inLanguage) == rdflib.Literal("nl")
    assert str(graph.value(node, SCHEMA.articleBody)) == article.body
    assert graph.value(node, SCHEMA.publisher) == ENTITY.avondpost
    assert graph.value(node, SCHEMA.url) == rdflib.URIRef("https://example.org/a1?x=1&y=%C3%A9")
    assert (node, SCHEMA.mentions, ENTITY["product/lynco-tv"]) in graph


def test_partial_dates_have_the_type_of_their_length(graph: rdflib.Graph) -> None:
    def date_of(name: str) -> str:
        value = graph.value(rdflib.URIRef(f"{DEFAULT_BASE}article/{name}"), SCHEMA.datePublished)
        assert isinstance(value, rdflib.Literal)
        return f"{value} {str(value.datatype).rpartition('#')[2]}"

    assert [date_of(name) for name in ("a1", "a2", "a3")] == ["2019-05 gYearMonth", "2020-03-10 date", "2021 gYear"]
    assert (rdflib.URIRef(DEFAULT_BASE + "article/a4"), SCHEMA.datePublished, None) not in graph


def test_entity_has_label_aliases_and_class(graph: rdflib.Graph) -> None:
    assert (ENTITY.zonnet, RDF.type, GB.TelecomOperator) in graph
    assert list(graph.objects(ENTITY.zonnet, SKOS.prefLabel)) == [rdflib.Literal("Zonnet")]
    assert {str(o) for o in graph.objects(ENTITY.zonnet, SKOS.altLabel)} == {"Zonnet Telecom", 'Zónnet "4G"'}


def test_direct_edge_is_there_when_asserted_and_absent_when_only_denied(graph: rdflib.Graph) -> None:
    assert (ENTITY.zonnet, GB.sharesDataWith, ENTITY.blik) in graph
    assert (ENTITY.lynco, GB.hasDataAccessTo, ENTITY.zonnet) in graph
    assert (ENTITY.buurtbel, GB.storesDataIn, ENTITY.gouda) not in graph
    statement = next(graph.subjects(RDF.predicate, GB.storesDataIn))
    assert graph.value(statement, GB.status) == GB.denied


def test_one_statement_for_each_triple_and_one_attestation_for_each_claim(graph: rdflib.Graph) -> None:
    whole = small_graph()
    assert len(set(graph.subjects(RDF.type, GB.Statement))) == len(whole.statements)
    assert len(set(graph.subjects(RDF.type, GB.Attestation))) == sum(len(s.attestations) for s in whole.statements)


def test_quote_is_the_text_at_its_offsets_with_its_surroundings(graph: rdflib.Graph) -> None:
    checked = 0
    for attestation, target in graph.subject_objects(OA.hasTarget):
        article = graph.value(attestation, PROV.wasDerivedFrom)
        body = str(graph.value(article, SCHEMA.articleBody))
        values = {
            p: o for selector in graph.objects(target, OA.hasSelector) for p, o in graph.predicate_objects(selector)
        }
        start, end = int(str(values[OA.start])), int(str(values[OA.end]))
        assert body[start:end] == str(values[OA.exact])
        assert str(values[OA.prefix]) == body[max(0, start - CONTEXT) : start]
        assert str(values[OA.suffix]) == body[end : end + CONTEXT]
        assert graph.value(target, OA.hasSource) == article
        checked += 1
    assert checked == 21


def test_attribution_is_left_out_when_the_article_speaks_itself(graph: rdflib.Graph) -> None:
    sources = [graph.value(node, PROV.wasAttributedTo) for node in graph.subjects(RDF.type, GB.Attestation)]
    assert sources.count(None) == 13
    assert sources.count(ENTITY.zonnet) == 3


def test_attestation_names_the_activity_that_read_its_article(graph: rdflib.Graph) -> None:
    for node in graph.subjects(RDF.type, GB.Attestation):
        activity = graph.value(node, PROV.wasGeneratedBy)
        assert graph.value(activity, PROV.used) == graph.value(node, PROV.wasDerivedFrom)
        software = graph.value(activity, PROV.wasAssociatedWith)
        assert graph.value(software, SCHEMA.softwareVersion) == rdflib.Literal("1.2")


def test_confidence_and_dates_of_an_attestation(graph: rdflib.Graph) -> None:
    confidences = {str(value) for value in graph.objects(None, GB.confidence)}
    assert confidences == {"0.875", "0.25", "1"}
    categories = {str(value) for value in graph.objects(None, GB.dataCategory)}
    assert categories == {"https://w3id.org/dpv/pd#Contact", "https://w3id.org/dpv/pd#Location"}
    until = next(graph.objects(None, GB.validUntil))
    assert until == rdflib.Literal("2021-01-31", datatype=rdflib.XSD.date)


def test_base_begins_every_iri_of_a_thing() -> None:
    other = to_rdf(small_graph(), version="1", base="https://example.org/data/")
    ours = [quad.subject.value for quad in other if isinstance(quad.subject, NamedNode)]
    assert all(iri.startswith("https://example.org/data/") for iri in ours)


def test_iris_depend_on_content_alone() -> None:
    naming = Naming()
    claims = [claim for statement in small_graph().statements for claim in statement.attestations]
    claim = claims[0]
    assert naming.attestation(claim) == naming.attestation(replace(claim, confidence=0.1, rule="other"))
    assert naming.attestation(claim) != naming.attestation(replace(claim, source=EntityId("blik")))
    flipped = Stance.DENIES if claim.stance is Stance.ASSERTS else Stance.ASSERTS
    assert naming.attestation(claim) != naming.attestation(replace(claim, stance=flipped))
    assert len({naming.attestation(claim) for claim in claims}) == len(claims)


def test_digest_tells_divisions_apart() -> None:
    assert digest("a", "bc") != digest("ab", "c")
    assert len({digest("a", "b"), digest("a\x1fb"), digest("a\x1f1:b")}) == 3
    assert len(digest("a")) == 32


def test_web_address_encodes_what_an_iri_cannot_hold() -> None:
    assert web_address("https://example.org/a b|c").value == "https://example.org/a%20b%7Cc"
    with pytest.raises(ValueError, match="scheme"):
        web_address("no address")


def test_language_that_is_no_tag_gives_a_headline_without_one() -> None:
    article = Article("x", "x.txt", "?", "Kop", "Tekst")
    quads = to_rdf(replace(small_graph(), articles=(article,), statements=(), mentioned={}), version="1")
    assert [q.object for q in quads if q.predicate == term("schema:headline")] == [Literal("Kop")]


@pytest.mark.parametrize("base", ["https://example.org", "no iri/", "http://x y/", ""])
def test_a_base_that_cannot_begin_an_iri_is_wrong_use(base: str) -> None:
    with pytest.raises(UsageError, match="base"):
        to_rdf(small_graph(), version="1", base=base)
