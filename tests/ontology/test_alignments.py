from __future__ import annotations

from typing import Any

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graphbuild.ontology import load_ontology
from graphbuild.resources import resource

GB = "https://w3id.org/graphbuild/ns#"
VOCABULARIES = (
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://schema.org/",
    "https://w3id.org/dpv#",
    "https://w3id.org/ftm#",
)
YOUNGER = {rdflib.URIRef("https://schema.org/PoliticalParty")}
"""Terms that came into their vocabulary after rdflib's list of it was made."""
GRAPH = rdflib.Graph().parse(resource("ontology", "alignments.ttl"), format="turtle")
LINKS = [(s, p, o) for s, p, o in GRAPH if p in (RDFS.subClassOf, SKOS.closeMatch, SKOS.relatedMatch)]


def test_every_aligned_term_is_a_term_of_the_ontology() -> None:
    terms = load_ontology().terms
    assert len(LINKS) > 50
    assert {str(subject).removeprefix(GB) for subject, _, _ in LINKS} <= set(terms)


def test_every_vocabulary_of_the_contract_is_aligned_with() -> None:
    targets = [str(target) for _, _, target in LINKS]
    for vocabulary in VOCABULARIES:
        assert any(target.startswith(vocabulary) for target in targets), vocabulary
    assert all(target.startswith(VOCABULARIES) for target in targets)


def test_rdflib_knows_the_terms_of_the_vocabularies_that_it_has() -> None:
    known: dict[str, Any] = {
        "http://www.w3.org/ns/prov#": rdflib.PROV,
        "http://www.w3.org/ns/org#": rdflib.ORG,
        "https://schema.org/": rdflib.SDO,
    }
    checked = 0
    for _, _, target in LINKS:
        for start, namespace in known.items():
            if str(target).startswith(start) and target not in YOUNGER:
                assert target in namespace, target
                checked += 1
    assert checked > 25


def test_subclasses_are_classes_here() -> None:
    ontology = rdflib.Graph().parse(resource("ontology", "graphbuild.ttl"), format="turtle")
    for subject, _, _ in GRAPH.triples((None, RDFS.subClassOf, None)):
        assert (subject, RDF.type, OWL.Class) in ontology
