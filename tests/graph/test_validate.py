from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graphbuild.errors import ValidationError
from graphbuild.graph.namespaces import TYPE, term
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.relation_shapes import updated_shapes
from graphbuild.graph.validate import (
    Violation,
    describe,
    in_order,
    require_valid,
    shacl_violations,
    validate,
)
from graphbuild.ontology import load_ontology
from graphbuild.resources import resource
from graphbuild.types import Claim, EntityId, KnowledgeGraph, PartialDate, Statement, Status
from tests.small_graph import small_graph

Change = Callable[[list[Quad]], Iterable[Quad]]
GOOD = to_rdf(small_graph(), version="1")


def without(name: str) -> Change:
    """Leaves out every triple with a property."""
    return lambda quads: [q for q in quads if q.predicate != term(name)]


def with_value(name: str, value: NamedNode | Literal) -> Change:
    """Gives a property another value, wherever it stands."""
    return lambda quads: [Quad(q.subject, q.predicate, value) if q.predicate == term(name) else q for q in quads]


def with_second(name: str, value: NamedNode | Literal) -> Change:
    """Gives the first node with a property a second value for it."""
    return lambda quads: [*quads, Quad(next(q.subject for q in quads if q.predicate == term(name)), term(name), value)]


def without_type(name: str) -> Change:
    return lambda quads: [q for q in quads if not (q.predicate == TYPE and q.object == term(name))]


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=term(datatype))


OTHER = NamedNode("https://w3id.org/graphbuild/id/entity/zonnet")
THING = NamedNode("https://w3id.org/graphbuild/id/something")

REJECTED: dict[str, tuple[Change, str]] = {
    "article without file": (without("gb:sourceFile"), "gb:sourceFile"),
    "article without text": (without("schema:articleBody"), "schema:articleBody"),
    "article without language": (without("schema:inLanguage"), "schema:inLanguage"),
    "article with two headlines": (with_second("schema:headline", Literal("Kop 2")), "schema:headline"),
    "article with a date as text": (with_value("schema:datePublished", Literal("2019")), "schema:datePublished"),
    "article with an impossible date": (
        with_value("schema:datePublished", typed("2019-02-31", "xsd:date")), "schema:datePublished"),
    "article with a publisher as text": (with_value("schema:publisher", Literal("NRC")), "schema:publisher"),
    "article with an address as text": (with_value("schema:url", Literal("example.org")), "schema:url"),
    "article that mentions a text": (with_value("schema:mentions", Literal("KPN")), "schema:mentions"),
    "article that is none": (without_type("schema:NewsArticle"), "rdf:type"),
    "entity without label": (without("skos:prefLabel"), "skos:prefLabel"),
    "entity with an empty label": (with_value("skos:prefLabel", Literal("")), "skos:prefLabel"),
    "entity with two labels": (with_second("skos:prefLabel", Literal("Andere")), "skos:prefLabel"),
    "entity with its label as alias": (with_value("skos:altLabel", Literal("Zonnet")), "skos:prefLabel"),
    "entity with an empty alias": (with_value("skos:altLabel", Literal("")), "skos:altLabel"),
    "entity that is the same as a text": (with_value("owl:sameAs", Literal("Q1")), "owl:sameAs"),
    "entity without class": (without_type("gb:TelecomOperator"), "rdf:type"),
    "entity of an unknown class": (
        lambda quads: [Quad(q.subject, TYPE, term("gb:Robot")) if q.object == term("gb:Law") else q for q in quads],
        "rdf:type"),
    "entity that is mentioned only": (with_second("schema:mentions", THING), "skos:prefLabel"),
    "statement without subject": (without("rdf:subject"), "rdf:subject"),
    "statement with two objects": (with_second("rdf:object", OTHER), "rdf:object"),
    "statement with a text as object": (with_value("rdf:object", Literal("KPN")), "rdf:object"),
    "statement without relation": (without("rdf:predicate"), "rdf:predicate"),
    "statement with an unknown relation": (with_value("rdf:predicate", term("gb:likes")), "rdf:predicate"),
    "statement without status": (without("gb:status"), "gb:status"),
    "statement with an unknown status": (with_value("gb:status", term("gb:true")), "gb:status"),
    "statement without attestation": (
        lambda quads: [q for q in quads if "/attestation/" not in str(q.subject)], ""),
    "statement that is none": (without_type("gb:Statement"), "rdf:type"),
    "attestation of nothing": (without("gb:attests"), "gb:attests"),
    "attestation of two statements": (with_second("gb:attests", THING), "gb:attests"),
    "attestation without stance": (without("gb:stance"), "gb:stance"),
    "attestation with an unknown stance": (with_value("gb:stance", term("gb:doubts")), "gb:stance"),
    "attestation without certainty": (without("gb:certainty"), "gb:certainty"),
    "attestation with an unknown certainty": (with_value("gb:certainty", term("gb:sure")), "gb:certainty"),
    "attestation with a source as text": (with_value("prov:wasAttributedTo", Literal("NRC")), "prov:wasAttributedTo"),
    "attestation with two sources": (with_second("prov:wasAttributedTo", OTHER), "prov:wasAttributedTo"),
    "attestation without article": (without("prov:wasDerivedFrom"), "prov:wasDerivedFrom"),
    "attestation without activity": (without("prov:wasGeneratedBy"), "prov:wasGeneratedBy"),
    "attestation with a start as text": (with_value("gb:validFrom", Literal("2018")), "gb:validFrom"),
    "attestation with an impossible end": (
        with_value("gb:validUntil", typed("2018-13", "xsd:gYearMonth")), "gb:validUntil"),
    "attestation with foreign data": (
        with_value("gb:dataCategory", NamedNode("https://example.org/Location")), "gb:dataCategory"),
    "attestation without rule": (without("gb:rule"), "gb:rule"),
    "attestation with an empty rule": (with_value("gb:rule", Literal("")), "gb:rule"),
    "attestation without confidence": (without("gb:confidence"), "gb:confidence"),
    "attestation too confident": (with_value("gb:confidence", typed("1.5", "xsd:decimal")), "gb:confidence"),
    "attestation with negative confidence": (
        with_value("gb:confidence", typed("-0.1", "xsd:decimal")), "gb:confidence"),
    "attestation with confidence in words": (with_value("gb:confidence", Literal("high")), "gb:confidence"),
    "attestation without target": (without("oa:hasTarget"), "oa:hasTarget"),
    "attestation that is none": (without_type("gb:Attestation"), "rdf:type"),
    "target without source": (without("oa:hasSource"), "oa:hasSource"),
    "target without selectors": (without("oa:hasSelector"), "oa:hasSelector"),
    "target that is none": (without_type("oa:SpecificResource"), "rdf:type"),
    "quote without text": (without("oa:exact"), "oa:exact"),
    "quote of nothing": (with_value("oa:exact", Literal("")), "oa:exact"),
    "quote without prefix": (without("oa:prefix"), "oa:prefix"),
    "quote with a long suffix": (with_value("oa:suffix", Literal("x" * 33)), "oa:suffix"),
    "quote that is none": (without_type("oa:TextQuoteSelector"), "rdf:type"),
    "position without start": (without("oa:start"), "oa:start"),
    "position before the text": (with_value("oa:start", typed("-1", "xsd:integer")), "oa:start"),
    "position that ends before it starts": (with_value("oa:end", typed("0", "xsd:integer")), "oa:start"),
    "position with an end in words": (with_value("oa:end", Literal("last")), "oa:end"),
    "position that is none": (without_type("oa:TextPositionSelector"), "rdf:type"),
    "activity without article": (without("prov:used"), "prov:used"),
    "activity without software": (without("prov:wasAssociatedWith"), "prov:wasAssociatedWith"),
    "activity that is none": (without_type("prov:Activity"), "rdf:type"),
    "software without version": (without("schema:softwareVersion"), "schema:softwareVersion"),
    "software without name": (without("rdfs:label"), "rdfs:label"),
    "software that is none": (without_type("prov:SoftwareAgent"), "rdf:type"),
}  # fmt: skip


def test_a_graph_that_we_write_conforms() -> None:
    assert validate(GOOD) == []
    require_valid(GOOD)


def test_a_graph_conforms_together_with_the_ontology() -> None:
    from_ontology = [Quad(term("gb:TelecomOperator"), term("rdfs:subClassOf"), term("gb:Organization"))]
    inferred = [Quad(q.subject, TYPE, term("gb:Agent")) for q in GOOD if q.object == term("gb:TelecomOperator")]
    assert shacl_violations([*GOOD, *from_ontology, *inferred]) == []


@pytest.mark.parametrize("case", sorted(REJECTED))
def test_what_breaks_a_shape_is_rejected_at_the_right_property(case: str) -> None:
    change, name = REJECTED[case]
    changed = list(change(list(GOOD)))
    assert set(changed) != set(GOOD)
    paths = {violation.path for violation in shacl_violations(changed)}
    assert (term(name).value if name else "") in paths


def test_every_node_shape_rejects_something() -> None:
    assert len(REJECTED) == 68


RELATIONS = load_ontology().relations


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_each_relation_accepts_its_domain_and_range_and_rejects_others(name: str) -> None:
    relation = RELATIONS[name]
    subject, object_ = NamedNode("https://x.org/entity/s"), NamedNode("https://x.org/entity/o")
    accepted = {
        end: min(relation.domain | relation.range if relation.symmetric else kinds)
        for end, kinds in (("subject", relation.domain), ("object", relation.range))
    }

    def violations(subject_kind: str, object_kind: str) -> list[Violation]:
        kinds = ((subject, subject_kind), (object_, object_kind))
        return shacl_violations(
            [
                *(Quad(node, TYPE, term(f"gb:{kind}")) for node, kind in kinds),
                *(Quad(node, term("skos:prefLabel"), Literal(kind)) for node, kind in kinds),
                Quad(subject, term(f"gb:{name}"), object_),
            ]
        )

    assert violations(accepted["subject"], accepted["object"]) == []
    wrong_subject, wrong_object = forbidden(relation.domain, name), forbidden(relation.range, name)
    assert [v.node for v in violations(wrong_subject, accepted["object"])] == [subject.value]
    assert [v.node for v in violations(accepted["subject"], wrong_object)] == [object_.value]


def forbidden(allowed: frozenset[str], name: str) -> str:
    """A class that cannot stand at one end of a relation, nor at the other end of a symmetric one."""
    ontology = load_ontology()
    relation = ontology.relations[name]
    taken = relation.domain | relation.range if relation.symmetric else allowed
    return next(kind for kind in sorted(ontology.kinds) if not any(ontology.is_a(kind, other) for other in taken))


def test_shapes_file_is_up_to_date_with_the_ontology() -> None:
    text = resource("ontology", "shapes.ttl").read_text(encoding="utf-8")
    assert updated_shapes(text, load_ontology()) == text


def test_shapes_without_the_marker_cannot_be_brought_up_to_date() -> None:
    with pytest.raises(ValueError, match="is missing"):
        updated_shapes("shape:A a sh:NodeShape .", load_ontology())


def changed_claim(change: Callable[[Claim], Claim]) -> list[Violation]:
    """What is wrong once the first attestation of the first statement is changed."""
    return checked(change_first(small_graph(), lambda s: replace(s, attestations=(change(s.attestations[0]),))))


def change_first(graph: KnowledgeGraph, change: Callable[[Statement], Statement]) -> KnowledgeGraph:
    return replace(graph, statements=(change(graph.statements[0]), *graph.statements[1:]))


def checked(graph: KnowledgeGraph) -> list[Violation]:
    return validate(to_rdf(graph, version="1"))


def test_a_quote_must_be_the_text_at_its_offsets() -> None:
    found = changed_claim(lambda c: replace(c, evidence=replace(c.evidence, start=c.evidence.start + 1)))
    assert [v.path for v in found] == [term("oa:exact").value]


def test_dates_must_be_in_order() -> None:
    found = changed_claim(lambda c: replace(c, valid_from=PartialDate("2019"), valid_until=PartialDate("2018-12")))
    assert [(v.path, v.value) for v in found] == [(term("gb:validUntil").value, "2018-12")]


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [("2018", "2018-04", True), ("2018-04", "2018", True), ("2018-05", "2018-04-30", False), ("2019", "2018", False)],
)
def test_partial_dates_that_overlap_are_in_order(earlier: str, later: str, *, expected: bool) -> None:
    assert in_order(PartialDate(earlier), PartialDate(later)) is expected


def test_a_status_must_follow_from_the_attestations() -> None:
    found = checked(change_first(small_graph(), lambda s: replace(s, status=Status.DENIED)))
    assert [(v.path, v.value) for v in found] == [(term("gb:status").value, "denied")]


def test_a_denied_statement_must_keep_domain_and_range_too() -> None:
    wrong = tuple(
        replace(
            s, object=EntityId("anna"), attestations=tuple(replace(c, object=EntityId("anna")) for c in s.attestations)
        )
        if s.relation == "storesDataIn"
        else s
        for s in small_graph().statements
    )
    found = checked(replace(small_graph(), statements=wrong))
    assert [(v.path, v.value) for v in found] == [(term("rdf:predicate").value, "Product -> Person")]


def test_an_entity_must_have_one_class() -> None:
    found = validate([*GOOD, Quad(OTHER, TYPE, term("gb:Organization"))])
    assert [(v.node, v.value) for v in found] == [(OTHER.value, "Organization, TelecomOperator")]


def test_a_direct_edge_that_nobody_asserts_is_a_violation() -> None:
    buurtbel, gouda = (NamedNode(OTHER.value.replace("zonnet", name)) for name in ("buurtbel", "gouda"))
    found = validate([*GOOD, Quad(buurtbel, term("gb:storesDataIn"), gouda)])
    assert [(v.node, v.message) for v in found] == [(buurtbel.value, "is a direct edge that no attestation asserts")]


def test_an_asserted_statement_without_direct_edge_is_a_violation() -> None:
    found = validate([q for q in GOOD if q.predicate != term("gb:fines")])
    assert [v.message for v in found] == ["is asserted, but has no direct edge"]


def test_an_entity_outside_the_base_is_a_violation() -> None:
    foreign = NamedNode("https://example.org/robot")
    found = validate(
        [*GOOD, Quad(foreign, TYPE, term("gb:Law")), Quad(foreign, term("skos:prefLabel"), Literal("Wet"))]
    )
    assert "does not begin with" in found[0].message


def test_the_error_counts_and_lists_the_violations() -> None:
    broken = list(without("oa:prefix")(list(GOOD)))
    with pytest.raises(ValidationError, match=r"(?s)21 violations.*oa#prefix.*and 1 more"):
        require_valid(broken)


def test_a_violation_reads_as_node_property_message_and_value() -> None:
    assert str(Violation("n", "p", "is wrong", "5")) == "<n> p: is wrong (found 5)"
    assert describe([Violation("n", "", "is wrong")]).endswith("\n  <n>: is wrong")
