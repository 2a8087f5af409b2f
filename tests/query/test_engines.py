"""Every query of the library gives its expected answer in other engines than the one that graphbuild has."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import Store

from graphbuild.graph.namespaces import PREFIXES
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.store import write_store
from graphbuild.push import AuthKind, Credentials, push
from graphbuild.query import library_query
from graphbuild.query.run import bind, parameter_terms
from tests.query.answers import comparable, expected
from tests.query.expected import EXPECTED
from tests.small_graph import small_graph
from tests.virtuoso import PASSWORD, USER, Virtuoso

GRAPH = "https://example.org/news"
QUADS = to_rdf(small_graph(), version="1")
DECLARED = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def complete_query(name: str) -> str:
    """Gives a query as any engine takes it: with prefixes, and with its parameters bound."""
    store = Store()
    store.extend(QUADS)
    text = library_query(name).text
    return DECLARED + bind(text, parameter_terms(store, text, EXPECTED[name][0]))


@pytest.fixture(scope="module")
def memory() -> rdflib.Graph:
    return rdflib.Graph().parse(data=to_turtle(QUADS), format="turtle")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rdflib_gives_the_expected_answer(name: str, memory: rdflib.Graph) -> None:
    result = memory.query(complete_query(name))
    assert result.vars is not None
    rows = [["" if row.get(name) is None else str(row[name]) for name in result.vars] for row in result.bindings]
    assert [comparable(row) for row in rows] == expected(name)


@pytest.fixture(scope="module")
def server(virtuoso_server: Virtuoso, tmp_path_factory: pytest.TempPathFactory) -> Virtuoso:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, QUADS)
    credentials = Credentials(USER, PASSWORD, AuthKind.DIGEST)
    push(directory, virtuoso_server.update, graph=GRAPH, credentials=credentials)
    return virtuoso_server


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_virtuoso_gives_the_expected_answer(name: str, server: Virtuoso) -> None:
    names, rows = server.select(complete_query(name), GRAPH)
    found = [comparable(row.get(name, {}).get("value", "") for name in names) for row in rows]
    assert found == expected(name)
