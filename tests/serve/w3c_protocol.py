"""The query part of the W3C's SPARQL 1.1 Protocol tests, by their names, put to the graphs of a built store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphbuild.graph.namespaces import ONTOLOGY_GRAPH

ONTOLOGY = ONTOLOGY_GRAPH.value
OTHER = "http://kasei.us/2009/09/sparql/data/data1.rdf"
"""A graph that the store does not have."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ASK = "ASK { ?s gb:fines ?o }"
IN_ONTOLOGY = "ASK { gb:Regulator a owl:Class }"
IN_NAMED = "ASK { GRAPH ?g { gb:Regulator a owl:Class } }"
BOTH = "ASK { gb:Regulator a owl:Class GRAPH ?g { gb:Law a owl:Class } }"


@dataclass(frozen=True)
class ProtocolTest:
    """A request, and what must come of it: the status, the media types that will do, and the answer of an ASK."""

    name: str
    method: str = "POST"
    params: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    types: tuple[str, ...] = ()
    answer: bool | None = None


BOOLEANS = ("application/sparql-results+xml", "application/sparql-results+json")
ROWS = (*BOOLEANS, "text/tab-separated-values", "text/csv")
TRIPLES = ("application/rdf+xml", "application/rdf+json", "text/turtle", "application/ld+json")


def get(name: str, query: str, *graphs: tuple[str, str], **expected: object) -> ProtocolTest:
    return ProtocolTest(name, "GET", (("query", query), *graphs), **expected)  # type: ignore[arg-type]


def direct(name: str, query: str, *graphs: tuple[str, str], **expected: object) -> ProtocolTest:
    headers = {"Content-Type": DIRECT}
    return ProtocolTest(name, "POST", graphs, (), query.encode(), headers, **expected)  # type: ignore[arg-type]


def form(name: str, query: str, *graphs: tuple[str, str], **expected: object) -> ProtocolTest:
    return ProtocolTest(name, "POST", (), (("query", query), *graphs), **expected)  # type: ignore[arg-type]


DEFAULT, DEFAULT_OTHER = ("default-graph-uri", ONTOLOGY), ("default-graph-uri", OTHER)
NAMED, NAMED_OTHER = ("named-graph-uri", ONTOLOGY), ("named-graph-uri", OTHER)

TESTS = (
    get("query_get", ASK, types=BOOLEANS, answer=True),
    form("query_post_form", ASK, types=BOOLEANS, answer=True),
    direct("query_post_direct", ASK, types=BOOLEANS, answer=True),
    direct("query_dataset_default_graph", IN_ONTOLOGY, DEFAULT, types=BOOLEANS, answer=True),
    get("query_dataset_default_graphs_get", IN_ONTOLOGY, DEFAULT, DEFAULT_OTHER, types=BOOLEANS, answer=True),
    form("query_dataset_default_graphs_post", IN_ONTOLOGY, DEFAULT_OTHER, DEFAULT, types=BOOLEANS, answer=True),
    form("query_dataset_named_graphs_post", IN_NAMED, NAMED, NAMED_OTHER, types=BOOLEANS, answer=True),
    get("query_dataset_named_graphs_get", IN_NAMED, NAMED_OTHER, NAMED, types=BOOLEANS, answer=True),
    form("query_dataset_full", BOTH, DEFAULT, NAMED, NAMED_OTHER, types=BOOLEANS, answer=True),
    form(
        "query_multiple_dataset",
        f"ASK FROM <{OTHER}> {{ gb:Regulator a owl:Class }}",
        DEFAULT,
        types=BOOLEANS,
        answer=True,
    ),
    get("query_content_type_select", "SELECT (1 AS ?value) {}", types=ROWS),
    get("query_content_type_ask", "ASK {}", types=BOOLEANS, answer=True),
    get("query_content_type_describe", "DESCRIBE <http://example.org/>", types=TRIPLES),
    get("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", types=TRIPLES),
    ProtocolTest("bad_query_method", "PUT", (("query", "ASK {}"),), status=405),
    ProtocolTest("bad_multi_query", "GET", (("query", "ASK {}"), ("query", "SELECT * {}")), status=400),
    ProtocolTest("bad_query_wrong_media_type", body=b"ASK {}", headers={"Content-Type": "text/plain"}, status=415),
    ProtocolTest("bad_query_missing_form_type", body=b"query=ASK%20%7B%7D", headers={"Content-Type": ""}, status=415),
    ProtocolTest("bad_query_missing_direct_type", body=b"ASK {}", headers={"Content-Type": ""}, status=415),
    ProtocolTest(
        "bad_query_non_utf8",
        body="ASK {}".encode("utf-16"),
        headers={"Content-Type": f"{DIRECT}; charset=UTF-16"},
        status=400,
    ),
    get("bad_query_syntax", "ASK {", status=400),
)
