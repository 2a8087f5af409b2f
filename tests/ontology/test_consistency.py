"""What follows from the ontology by the rules of OWL 2 RL, and that nobody uses a term that it does not declare."""

from __future__ import annotations

import re
from collections.abc import Iterable

import owlrl
import pytest
import rdflib
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS

from graphbuild.graph.namespaces import PREFIXES
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.ontology import load_ontology
from graphbuild.resources import resource
from tests.conftest import ROOT
from tests.small_graph import small_graph

GB = rdflib.Namespace(PREFIXES["gb"])
ENTITY = "https://w3id.org/graphbuild/id/entity/"
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
"""What owlrl makes of each contradiction."""
DATA = to_turtle(to_rdf(small_graph(), version="1"))


def closure(*additions: tuple[URIRef, URIRef, URIRef]) -> rdflib.Graph:
    """Gives everything that follows from ontology, alignments, the small graph and some more triples."""
    graph = rdflib.Graph().parse(data=DATA, format="turtle")
    for name in ("graphbuild.ttl", "alignments.ttl"):
        graph.parse(resource("ontology", name), format="turtle")
    for triple in additions:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: rdflib.Graph) -> list[str]:
    errors = [str(graph.value(node, None, None)) for node in graph.subjects(RDF.type, ERROR)]
    return errors + [f"{node} is owl:Nothing" for node in graph.subjects(RDF.type, OWL.Nothing)]


@pytest.fixture(scope="module")
def everything() -> rdflib.Graph:
    return closure()


def test_ontology_alignments_and_data_do_not_contradict_each_other(everything: rdflib.Graph) -> None:
    assert contradictions(everything) == []


def test_no_class_is_empty_by_definition(everything: rdflib.Graph) -> None:
    empty = set(everything.subjects(RDFS.subClassOf, OWL.Nothing)) | set(
        everything.subjects(OWL.equivalentClass, OWL.Nothing)
    )
    assert empty <= {OWL.Nothing}


def test_what_must_follow_does_follow(everything: rdflib.Graph) -> None:
    assert (URIRef(ENTITY + "dienst"), RDF.type, GB.Agent) in everything
    assert (URIRef(ENTITY + "zonnet"), RDF.type, rdflib.SDO.Organization) in everything
    assert (URIRef(ENTITY + "regering"), GB.tiedTo, URIRef(ENTITY + "lynco")) in everything


def test_a_member_of_disjoint_classes_is_a_contradiction() -> None:
    assert contradictions(closure((URIRef(ENTITY + "zonnet"), RDF.type, GB.Place)))


def local_names(text: str) -> set[str]:
    bare = re.sub(r"(?m)^\s*#.*$|\s#\s.*$", "", text)
    return set(re.findall(r"(?<![\w<])gb:([A-Za-z]\w*)", bare)) | set(re.findall(rf"<{GB}(\w+)>", bare))


def undeclared(names: Iterable[str]) -> set[str]:
    return set(names) - set(load_ontology().terms)


FILES = [
    *sorted(ROOT.glob("ontology/*.ttl")),
    *sorted(ROOT.glob("graphbuild/queries/*.rq")),
    *sorted(ROOT.glob("tests/golden/*.ttl")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_uses_declared_terms_alone(path: object) -> None:
    assert len(FILES) > 40
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert undeclared(local_names(text)) == set()


def test_a_graph_uses_declared_terms_alone() -> None:
    names = local_names(DATA.decode())
    assert len(names) > 30
    assert undeclared(names) == set()


def test_a_term_that_nobody_declared_is_found() -> None:
    found = local_names("?a gb:sharesDate ?b # gb:comment\n<https://w3id.org/graphbuild/ns#other> a gb:Law .")
    assert undeclared(found) == {"sharesDate", "other"}
