"""The endpoint does what the W3C's protocol tests ask, answers real clients, and stands up to malformed requests."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper
from starlette.testclient import TestClient

from graphbuild.query import library_query
from graphbuild.serve import create_app
from graphbuild.serve.worker import OutOfMemoryError, Question, Workers
from tests.serve.w3c_protocol import TESTS, ProtocolTest
from tests.virtuoso import free_port

NAMES = "SELECT ?label WHERE { ?e a gb:TelecomOperator ; skos:prefLabel ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[TestClient]:
    with TestClient(create_app(built, workers=1, seconds=3), raise_server_exceptions=False) as client:
        yield client


def test_the_list_of_the_w3c_is_whole() -> None:
    assert len({test.name for test in TESTS}) == len(TESTS) == 21


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_w3c_protocol(client: TestClient, test: ProtocolTest) -> None:
    if test.fields:
        data: dict[str, list[str]] = {}
        for name, value in test.fields:
            data.setdefault(name, []).append(value)
        response = client.post("/sparql", data=data)
    else:
        response = client.request(
            test.method, "/sparql", params=test.params, content=test.body, headers=dict(test.headers)
        )
    assert response.status_code == test.status, response.text
    if test.types:
        assert response.headers["content-type"].partition(";")[0] in test.types
    if test.answer is not None:
        assert response.json()["boolean"] is test.answer


def test_a_query_in_the_address_does_not_hide_one_in_the_body(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    answer = client.post("/sparql", params={"query": "ASK {"}, content="ASK {}", headers=headers)
    assert answer.status_code in (200, 400)


@pytest.fixture(scope="module")
def endpoint(built: Path) -> Iterator[str]:
    """The address of a server that programs outside can reach."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(built, workers=1), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/sparql"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(NAMES)
    answer: Any = wrapper.query().convert()
    rows = answer["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Belmij", "Zonnet"]
    wrapper.setReturnFormat(CSV)
    answer = wrapper.query().convert()
    assert answer.split() == [b"label", b"Belmij", b"Zonnet"]
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery("CONSTRUCT { ?s gb:fines ?o } WHERE { ?s gb:fines ?o }")
    answer = wrapper.query().convert()
    assert len(rdflib.Graph().parse(data=answer, format="turtle")) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(endpoint: str, method: str) -> None:
    graph, label = rdflib.Graph(store=SPARQLStore(endpoint, method=method)), rdflib.Variable("label")
    assert [str(row[label]) for row in graph.query(NAMES).bindings] == ["Belmij", "Zonnet"]
    pattern = (None, rdflib.URIRef("https://w3id.org/graphbuild/ns#fines"), None)
    assert len(list(graph.triples(pattern))) == 1
    assert graph.query("ASK { ?s gb:fines ?o }").askAnswer is True


def test_curl(endpoint: str) -> None:
    def curl(*arguments: str) -> str:
        return subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True, check=True).stdout

    asked = curl("-G", endpoint, "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv")
    assert asked.split() == ["label", "Belmij", "Zonnet"]
    library = library_query("statistics").text
    sent = curl(endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", library)
    assert len(json.loads(sent)["results"]["bindings"]) > 20


HUNGRY = "SELECT DISTINCT ?a ?c ?d ?f ?g WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_that_needs_too_much_memory_is_ended_and_the_next_is_answered(built: Path) -> None:
    workers = Workers(built, count=1, seconds=60, megabytes=300)
    with pytest.raises(OutOfMemoryError, match="300 MB"):
        workers.answer(Question(HUNGRY, "text/csv", None))
    assert workers.answer(Question("ASK { ?s gb:fines ?o }", "text/csv", None)).body == b"answer\ntrue\n"
    workers.close()


PIECES = st.sampled_from(
    ["SELECT", "ASK", "*", "{", "}", "?s", "?p", "?o", "<x:a>", "gb:fines", "FROM", "SERVICE", "GRAPH", "(", ")", ".",
     "'", '"', "\\u0022", "#", "\n", "FILTER", "LIMIT", "9" * 30, "é", "\0", "CLEAR ALL", "LOAD <file:///>", "VALUES",
     "ORDER BY", "||", "<", "PREFIX x: <>", "BASE <", "1e999", "-0", "REGEX(?o, '(a+)+$')", "\U0001d538"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40))
HEADER_TEXTS = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
TYPES = st.one_of(
    HEADER_TEXTS,
    st.sampled_from(
        ["application/sparql-query", "application/x-www-form-urlencoded", "multipart/form-data", "a/b;q=x"]
    ),
)
NAMES_OF_FIELDS = st.sampled_from(
    ["query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "x", ""]
)
FIELDS = st.lists(st.tuples(NAMES_OF_FIELDS, TEXTS), max_size=4)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
    path=st.sampled_from(["/sparql", "/query", "/", "/sparql/", "/nothing"]),
    params=FIELDS,
    body=st.one_of(st.binary(max_size=60), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    content_type=TYPES,
    accept=TYPES,
)
def test_no_request_makes_the_server_fail_or_hang(
    client: TestClient,
    method: str,
    path: str,
    params: list[tuple[str, str]],
    body: bytes,
    content_type: str,
    accept: str,
) -> None:
    headers = {"Content-Type": content_type, "Accept": accept}
    known = urlencode([(name, value.encode("utf-8", "replace")) for name, value in params])
    began = time.monotonic()
    response = client.request(method, path, params=known, content=body, headers=headers)
    assert response.status_code < 500 or response.status_code == 503, response.text
    assert time.monotonic() - began < 60
    assert client.get("/sparql", params={"query": "ASK { ?s gb:fines ?o }"}).json()["boolean"] is True
