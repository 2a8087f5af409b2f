"""What the reference page tells of each term, read from the ontology and its alignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import rdflib
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graphbuild.graph.namespaces import PREFIXES
from graphbuild.resources import resource

GB = rdflib.Namespace(PREFIXES["gb"])
_OTHERS = {
    "dpv": "https://w3id.org/dpv#",
    "ftm": "https://w3id.org/ftm#",
    "org": "http://www.w3.org/ns/org#",
}
_SECTIONS = {
    "Classes": (OWL.Class,),
    "Relations": (),
    "Other properties": (OWL.ObjectProperty, OWL.DatatypeProperty),
    "Values": (OWL.NamedIndividual,),
    "Annotation properties": (OWL.AnnotationProperty,),
}
_FACTS = {
    "is a kind of": RDFS.subClassOf,
    "never also": OWL.disjointWith,
    "is a case of": RDFS.subPropertyOf,
    "subject can be": GB.domainIncludes,
    "object can be": GB.rangeIncludes,
    "domain": RDFS.domain,
    "range": RDFS.range,
    "differs from": OWL.differentFrom,
    "is close to": SKOS.closeMatch,
    "see also": SKOS.relatedMatch,
}
_TRAITS = {OWL.SymmetricProperty: "holds both ways", OWL.FunctionalProperty: "has one value at most"}


@dataclass(frozen=True, slots=True)
class Link:
    """A term that another one names, with the page that tells of it: an anchor for terms of ours."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Described:
    """A term of the ontology as the page shows it; texts are pairs of Dutch and English."""

    name: str
    iri: str
    labels: tuple[str, str]
    definition: tuple[str, str]
    example: tuple[str, str] | None
    inverse: tuple[str, str] | None
    traits: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Link, ...]], ...]


def load_terms() -> dict[str, list[Described]]:
    """Gives the terms of the ontology by section, in the order of the file."""
    graph = rdflib.Graph()
    for name in ("graphbuild.ttl", "alignments.ttl"):
        graph.parse(resource("ontology", name), format="turtle")
    sections: dict[str, list[Described]] = {name: [] for name in _SECTIONS}
    for node in _in_order_of_file():
        sections[_section(graph, node)].append(_described(graph, node))
    return sections


def ontology_facts() -> dict[str, str]:
    """Gives title, description, version and licence of the ontology, in English."""
    graph = rdflib.Graph().parse(resource("ontology", "graphbuild.ttl"), format="turtle")
    subject = URIRef(PREFIXES["gb"].rstrip("#"))
    texts = {key: _texts(graph, subject, rdflib.DCTERMS[key]) for key in ("title", "description")}
    facts = {key: found[1] for key, found in texts.items() if found}
    for key, predicate in (("version", OWL.versionInfo), ("licence", rdflib.DCTERMS.license)):
        facts[key] = str(graph.value(subject, predicate))
    return facts


def _in_order_of_file() -> list[URIRef]:
    """The terms as the file has them; parsing keeps no order, so it is found by where each is first described."""
    text = resource("ontology", "graphbuild.ttl").read_text(encoding="utf-8")
    first = (line.split()[0] for line in text.splitlines() if line.startswith("gb:"))
    return [GB[name.removeprefix("gb:")] for name in dict.fromkeys(first)]


def _section(graph: rdflib.Graph, node: URIRef) -> str:
    if (node, GB.domainIncludes, None) in graph:
        return "Relations"
    types = set(graph.objects(node, RDF.type))
    return next(name for name, kinds in _SECTIONS.items() if types & set(kinds))


def _described(graph: rdflib.Graph, node: URIRef) -> Described:
    facts = ((what, _links(graph.objects(node, predicate))) for what, predicate in _FACTS.items())
    types = set(graph.objects(node, RDF.type))
    return Described(
        name=str(node).removeprefix(GB),
        iri=str(node),
        labels=_texts(graph, node, RDFS.label) or ("", ""),
        definition=_texts(graph, node, SKOS.definition) or ("", ""),
        example=_texts(graph, node, SKOS.scopeNote),
        inverse=_texts(graph, node, GB.inverseLabel),
        traits=tuple(text for trait, text in _TRAITS.items() if trait in types),
        facts=tuple((what, links) for what, links in facts if links),
    )


def _texts(graph: rdflib.Graph, node: URIRef, predicate: URIRef) -> tuple[str, str] | None:
    literals = (value for value in graph.objects(node, predicate) if isinstance(value, rdflib.Literal))
    found = {literal.language: str(literal) for literal in literals}
    return (found.get("nl", ""), found.get("en", "")) if found else None


def _links(nodes: Iterable[rdflib.term.Node]) -> tuple[Link, ...]:
    return tuple(sorted((_link(str(node)) for node in nodes if isinstance(node, URIRef)), key=lambda link: link.name))


def _link(iri: str) -> Link:
    if iri.startswith(GB):
        name = iri.removeprefix(GB)
        return Link(name, f"#{name}")
    for prefix, start in {**PREFIXES, **_OTHERS}.items():
        if iri.startswith(start):
            return Link(f"{prefix}:{iri.removeprefix(start)}", iri)
    return Link(iri, iri)
