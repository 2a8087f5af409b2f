"""The namespaces that graphs are written in, and the terms of them that graphbuild uses."""

from __future__ import annotations

from pyoxigraph import NamedNode

PREFIXES = {
    "dpv-pd": "https://w3id.org/dpv/pd#",
    "gb": "https://w3id.org/graphbuild/ns#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of every Turtle file we write and of every query we run."""

ONTOLOGY_GRAPH = NamedNode("https://w3id.org/graphbuild/ns")
"""The named graph of the store that holds the ontology; the data are in the default graph."""


def term(name: str) -> NamedNode:
    """Gives the IRI of a prefixed name such as `prov:Activity`; raises KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = term("rdf:type")
