from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from starlette.testclient import TestClient

from graphbuild.errors import StoreError
from graphbuild.query import library
from graphbuild.serve import create_app
from graphbuild.serve.endpoint import LONGEST
from graphbuild.serve.worker import Question, TooSlowError, Workers

NAMES = "SELECT ?label WHERE { ?e a gb:TelecomOperator ; skos:prefLabel ?label } ORDER BY ?label"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[TestClient]:
    with TestClient(create_app(built, workers=1)) as client:
        yield client


def test_a_query_by_get_gives_json(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": NAMES})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/sparql-results+json")
    assert [row["label"]["value"] for row in response.json()["results"]["bindings"]] == ["Belmij", "Zonnet"]


def test_a_query_by_form_and_by_body_give_the_same(client: TestClient) -> None:
    form = client.post("/sparql", data={"query": NAMES}, headers={"accept": "text/csv"})
    body = client.post(
        "/sparql", content=NAMES, headers={"accept": "text/csv", "content-type": "application/sparql-query"}
    )
    assert list(csv.reader(io.StringIO(form.text))) == [["label"], ["Belmij"], ["Zonnet"]]
    assert body.text == form.text


@pytest.mark.parametrize(
    ("query", "accept", "start"),
    [
        (NAMES, "application/sparql-results+xml", "<?xml"),
        (NAMES, "text/tab-separated-values", "?label\n"),
        ("ASK { ?s gb:fines ?o }", "application/json", '{"head":{},"boolean":true}'),
        ("ASK { ?s gb:sues ?o }", "text/csv", "answer\nfalse\n"),
        ("CONSTRUCT { ?s gb:fines ?o } WHERE { ?s gb:fines ?o }", "application/n-triples", "<https://w3id.org"),
        ("CONSTRUCT { ?s gb:fines ?o } WHERE { ?s gb:fines ?o }", "application/rdf+xml", "<?xml"),
        ("CONSTRUCT { ?s gb:fines ?o } WHERE { ?s gb:fines ?o }", "application/ld+json", "["),
    ],
)
def test_the_answer_has_the_form_that_is_asked_for(client: TestClient, query: str, accept: str, start: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.text.startswith(start)
    assert "Accept" in response.headers["vary"]


def test_a_form_that_does_not_exist_is_not_acceptable(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": NAMES}, headers={"accept": "image/png"}).status_code == 406
    construct = "CONSTRUCT WHERE { ?s gb:fines ?o }"
    assert client.get("/sparql", params={"query": construct}, headers={"accept": "text/csv"}).status_code == 406


def test_the_ontology_is_a_named_graph(client: TestClient) -> None:
    everywhere = client.get("/sparql", params={"query": "ASK { gb:Regulator a owl:Class }"})
    assert everywhere.json()["boolean"] is False
    named = {"query": "ASK { gb:Regulator a owl:Class }", "default-graph-uri": "https://w3id.org/graphbuild/ns"}
    assert client.get("/sparql", params=named).json()["boolean"] is True
    assert client.post("/sparql", data=named).json()["boolean"] is True


def test_a_get_without_query_describes_the_service(client: TestClient) -> None:
    for accept, form in (("*/*", "turtle"), ("application/rdf+xml", "xml"), ("text/html", "turtle")):
        response = client.get("/sparql", headers={"accept": accept})
        graph = rdflib.Graph().parse(data=response.text, format=form)
        description = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        service = graph.value(None, rdflib.RDF.type, description.Service)
        assert graph.value(service, description.endpoint) == rdflib.URIRef("http://testserver/sparql")
        assert (service, description.supportedLanguage, description.SPARQL11Query) in graph


def test_any_page_may_ask(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": NAMES}, headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    preflight = {"origin": "https://example.org", "access-control-request-method": "POST"}
    assert client.options("/sparql", headers=preflight).status_code == 200


def test_an_error_says_line_and_column(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p }"})
    assert response.status_code == 400
    assert "line 1, column 25: something is missing" in response.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"data": {"other": "x"}}, 400),
        ({"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}, 415),
        ({"content": b"\xff", "headers": {"content-type": "application/sparql-query"}}, 400),
        ({"content": "#" * (LONGEST + 1), "headers": {"content-type": "application/sparql-query"}}, 413),
        ({"content": "#" * (4 * LONGEST), "headers": {"content-type": "application/sparql-query"}}, 413),
        ({"data": {"query": "ASK {}", "named-graph-uri": "no iri"}}, 400),
        ({"data": {"query": "CLEAR ALL"}}, 400),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused(
    client: TestClient, request_: dict[str, object], status: int
) -> None:
    response = client.post("/sparql", **request_)  # type: ignore[arg-type]
    assert response.status_code == status
    assert client.get("/sparql", params={"query": "ASK { ?s gb:fines ?o }"}).json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE {\nSeRvIcE<http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '#' SERVICE <http://localhost/> { ?s ?p ?o } }",
    ],
)
def test_other_servers_are_never_asked(client: TestClient, query: str) -> None:
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == 403
    assert "SERVICE" in response.text


def test_a_variable_may_be_called_service(client: TestClient) -> None:
    query = "SELECT ?service WHERE { ?service gb:fines ?o FILTER(?service != <http://x/service>) }"
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_a_slow_query_is_ended_and_the_next_is_answered(built: Path) -> None:
    workers = Workers(built, count=1, seconds=1)
    question = Question(SLOW, "text/csv", None)
    with pytest.raises(TooSlowError, match="longer than 1 s"):
        workers.answer(question)
    quick = Question("ASK { ?s gb:fines ?o }", "text/csv", None)
    assert workers.answer(quick).body == b"answer\ntrue\n"
    workers.close()


def test_a_slow_query_tells_the_client_to_try_later(built: Path) -> None:
    with TestClient(create_app(built, workers=1, seconds=1)) as client:
        response = client.get("/sparql", params={"query": SLOW})
    assert response.status_code == 503
    assert response.headers["retry-after"]


def test_the_page_of_the_build_is_home(client: TestClient, built: Path) -> None:
    assert "Zonnet" in client.get("/").text
    (built / "graph.html").write_text("<!doctype html><title>ours</title>", encoding="utf-8")
    assert client.get("/").text == "<!doctype html><title>ours</title>"
    (built / "graph.html").unlink()


def test_the_query_page_lists_the_library(client: TestClient) -> None:
    page = client.get("/query").text
    for query in library().values():
        assert f"?name={query.name}" in page
        assert query.title.replace("'", "&#39;") in page


def test_the_query_page_shows_a_query_its_parameters_and_its_result(client: TestClient) -> None:
    form = client.get("/query", params={"name": "profile"}).text
    assert 'name="param.entity"' in form
    assert '<option value="Zonnet">' in form
    shown = client.get("/query", params={"name": "profile", "param.entity": "Blik", "run": "yes"}).text
    cells = re.findall(r"<td>(?:<a [^>]*>)?(.*?)(?:</a>)?</td>", shown)
    assert cells[:4] == ["Zonnet", "sharesDataWith", "Blik", "contested"]


def test_the_query_page_shows_triples_and_answers(client: TestClient) -> None:
    page = client.get("/query", params={"query": "CONSTRUCT WHERE { ?s gb:fines ?o }", "run": "yes"}).text
    assert "entity/waakhond&gt;" in page
    assert "<td>true</td>" in client.get("/query", params={"query": "ASK { ?s gb:fines ?o }", "run": "yes"}).text


def test_the_query_page_shows_problems_as_text(client: TestClient) -> None:
    response = client.get("/query", params={"query": "SELECT <script>alert(1)</script>", "run": "yes"})
    assert response.status_code == 400
    assert "line 1" in response.text
    assert "<script>" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    unknown = client.get("/query", params={"name": "nothing"})
    assert unknown.status_code == 400
    assert "unknown query" in unknown.text


def test_the_query_page_asks_no_other_servers(client: TestClient) -> None:
    query = "SELECT * WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }"
    assert "SERVICE is not allowed" in client.get("/query", params={"query": query, "run": "yes"}).text


def test_every_library_query_that_needs_nothing_runs_on_the_page(client: TestClient) -> None:
    ran = 0
    for query in library().values():
        if all(parameter.default is not None for parameter in query.parameters):
            response = client.get("/query", params={"name": query.name, "run": "yes"})
            assert response.status_code == 200, query.name
            ran += 1
    assert ran > 20


def test_a_folder_without_store_cannot_be_served(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        create_app(tmp_path)


def test_json_answers_are_json(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": NAMES}, headers={"accept": "application/json"})
    assert json.loads(response.content)["head"]["vars"] == ["label"]
