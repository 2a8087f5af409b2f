"""Checks a graph before it is published: the SHACL shapes first, then what SHACL Core cannot say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from pyshacl import validate as run_shacl
from rdflib.namespace import RDF, SH

from graphbuild.errors import StoreError, ValidationError
from graphbuild.graph.iris import Naming, naming_of
from graphbuild.graph.namespaces import PREFIXES, TYPE, term
from graphbuild.graph.read import read_graph
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.resources import resource
from graphbuild.types import (
    Claim,
    EntityId,
    KnowledgeGraph,
    PartialDate,
    Stance,
    Statement,
    status_of,
)

_SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something that a graph must not have. `node` is an IRI, `path` the property at fault, if any."""

    node: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        place = f"<{self.node}> {self.path}".rstrip()
        return f"{place}: {self.message}" + (f" (found {self.value})" if self.value else "")


def validate(quads: Iterable[Quad], ontology: Ontology | None = None) -> list[Violation]:
    """Gives everything in a graph that breaks the shapes or contradicts itself, sorted.

    What SHACL cannot say is only checked on a graph that conforms to the shapes. Takes about 10 s for
    100,000 triples.
    """
    known = list(quads)
    violations = shacl_violations(known)
    if not violations:
        violations = sorted(_consistency_violations(known, ontology or load_ontology()))
    return violations


def require_valid(quads: Iterable[Quad], ontology: Ontology | None = None) -> None:
    """Raises ValidationError when the graph has violations; the message lists the first of them."""
    if violations := validate(quads, ontology):
        raise ValidationError(describe(violations))


def describe(violations: list[Violation]) -> str:
    """Gives a message that counts the violations and lists the first of them, one a line."""
    lines = [f"the graph has {len(violations)} violations of ontology/shapes.ttl:"]
    lines += [f"  {violation}" for violation in violations[:_SHOWN]]
    if len(violations) > _SHOWN:
        lines.append(f"  ... and {len(violations) - _SHOWN} more")
    return "\n".join(lines)


def shacl_violations(quads: Iterable[Quad]) -> list[Violation]:
    """Gives what breaks `ontology/shapes.ttl`, sorted."""
    conforms, report, _ = run_shacl(
        _to_rdflib(quads), shacl_graph=_shapes(resource("ontology", "shapes.ttl")), inference="none"
    )
    return [] if conforms else sorted(_results(report))


@cache
def _shapes(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle")


def _results(report: rdflib.Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        yield Violation(
            node=str(report.value(result, SH.focusNode)),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            message=str(report.value(result, SH.resultMessage)),
            value=value.n3() if value is not None else "",
        )


def _to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    graph = rdflib.Graph()
    known: dict[object, rdflib.term.Node] = {}
    for quad in quads:
        for node in (quad.subject, quad.predicate, quad.object):
            if node not in known:
                known[node] = _node(node)
        graph.add((known[quad.subject], known[quad.predicate], known[quad.object]))
    return graph


def _node(node: object) -> rdflib.term.Node:
    match node:
        case NamedNode():
            return rdflib.URIRef(node.value)
        case BlankNode():
            return rdflib.BNode(node.value)
        case Literal(language=None):
            return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
        case Literal():
            return rdflib.Literal(node.value, lang=node.language)
    raise ValueError(f"{node} is neither an IRI, a blank node nor a literal")


def _consistency_violations(quads: list[Quad], ontology: Ontology) -> Iterator[Violation]:
    classes = list(_class_violations(quads, ontology))
    if classes:
        yield from classes
        return
    try:
        graph, naming = read_graph(quads), _naming(quads)
    except StoreError as error:
        yield Violation(node="", path="", message=str(error))
        return
    bodies = {article.id: article.body for article in graph.articles}
    kinds = {entity.id: entity.kind for entity in graph.entities}
    for statement in graph.statements:
        yield from _statement_violations(naming, statement, kinds, ontology)
        for claim in statement.attestations:
            yield from _attestation_violations(naming, claim, bodies[claim.evidence.article_id])
    yield from _edge_violations(naming, quads, graph, ontology)


def _naming(quads: Iterable[Quad]) -> Naming:
    software = term("prov:SoftwareAgent")
    return naming_of(min(str(q.subject)[1:-1] for q in quads if q.predicate == TYPE and q.object == software))


def _class_violations(quads: Iterable[Quad], ontology: Ontology) -> Iterator[Violation]:
    """Yields the entities that are given several classes; superclasses follow from the ontology."""
    classes: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            name = quad.object.value.removeprefix(PREFIXES["gb"])
            if name in ontology.kinds:
                classes[str(quad.subject)[1:-1]].add(name)
    for node, names in classes.items():
        if len(names) > 1:
            yield Violation(node, _iri("rdf:type"), "has more than one class", ", ".join(sorted(names)))


def _statement_violations(
    naming: Naming, statement: Statement, kinds: Mapping[EntityId, str], ontology: Ontology
) -> Iterator[Violation]:
    node = naming.statement(statement.subject, statement.relation, statement.object).value
    ends = kinds[statement.subject], kinds[statement.object]
    if not ontology.allows(statement.relation, *ends):
        message = f"gb:{statement.relation} cannot stand between these classes"
        yield Violation(node, _iri("rdf:predicate"), message, " -> ".join(ends))
    expected = status_of(statement.attestations)
    if statement.status is not expected:
        yield Violation(node, _iri("gb:status"), f"the attestations say {expected}", statement.status)


def _attestation_violations(naming: Naming, claim: Claim, body: str) -> Iterator[Violation]:
    node, evidence = naming.attestation(claim).value, claim.evidence
    written = body[evidence.start : evidence.end]
    if written != evidence.quote:
        message = f"the article has {written!r} at {evidence.start} to {evidence.end}"
        yield Violation(node + "/quote", _iri("oa:exact"), message, repr(evidence.quote))
    if claim.valid_from and claim.valid_until and not in_order(claim.valid_from, claim.valid_until):
        message = f"lies before gb:validFrom {claim.valid_from}"
        yield Violation(node, _iri("gb:validUntil"), message, claim.valid_until)


def in_order(earlier: PartialDate, later: PartialDate) -> bool:
    """Tells whether one date may come before, or be, another: `2018-04` and `2018` overlap, which will do."""
    shared = min(len(earlier), len(later))
    return earlier[:shared] <= later[:shared]


def _edge_violations(
    naming: Naming, quads: Iterable[Quad], graph: KnowledgeGraph, ontology: Ontology
) -> Iterator[Violation]:
    """Yields direct edges that nobody asserts, and asserted statements without their direct edge."""
    relations = {_iri(f"gb:{name}") for name in ontology.relations}
    found = {
        (str(quad.subject)[1:-1], quad.predicate.value, str(quad.object)[1:-1])
        for quad in quads
        if quad.predicate.value in relations
    }
    expected = {
        (naming.entity(s.subject).value, _iri(f"gb:{s.relation}"), naming.entity(s.object).value)
        for s in graph.statements
        if any(claim.stance is Stance.ASSERTS for claim in s.attestations)
    }
    for subject, relation, object_ in found - expected:
        yield Violation(subject, relation, "is a direct edge that no attestation asserts", f"<{object_}>")
    for subject, relation, object_ in expected - found:
        yield Violation(subject, relation, "is asserted, but has no direct edge", f"<{object_}>")


def _iri(name: str) -> str:
    return term(name).value
