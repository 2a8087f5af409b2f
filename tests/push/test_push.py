from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from graphbuild.errors import EndpointError, StoreError, UsageError
from graphbuild.graph.namespaces import ONTOLOGY_GRAPH
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import open_store, write_store
from graphbuild.push import AuthKind, Credentials, Protocol, push
from graphbuild.push.push import PROGRESS_FILE
from tests.small_graph import small_graph
from tests.test_cli import run
from tests.virtuoso import PASSWORD, USER, Virtuoso, free_port

QUADS = to_rdf(small_graph(), version="1")
GRAPH = "https://example.org/news"
BASIC = "Basic YW5uYTpnZWhlaW0="
"""What anna shows when her password is geheim."""


class OtherStore(ThreadingHTTPServer):
    """A store on a free port that takes triples at /data (Graph Store Protocol) and /update (SPARQL Update)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = Store()
        self.writes = 0
        self.fails_at: int | None = None
        self.status = 500
        self.authorization: str | None = None

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def fails(self) -> bool:
        self.writes += 1
        return self.writes == self.fails_at


class Handler(BaseHTTPRequestHandler):
    server: OtherStore

    def log_message(self, *_: object) -> None:
        pass

    def graph(self) -> NamedNode | DefaultGraph:
        fields = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return DefaultGraph() if "default" in fields else NamedNode(fields["graph"][0])

    def answer(self, status: int, text: str = "", media_type: str = "text/plain") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def handle_write(self, content: bytes) -> None:
        if self.server.authorization not in (None, self.headers.get("Authorization")):
            self.answer(401, "who are you?")
        elif self.server.fails():
            self.answer(self.server.status, "the disk is full")
        elif self.path.startswith("/data"):
            if self.command == "DELETE":
                self.server.store.clear_graph(self.graph())
            else:
                self.server.store.load(content, format=RdfFormat.TURTLE, to_graph=self.graph())
            self.answer(204)
        elif self.headers["Content-Type"].startswith("application/sparql-update"):
            self.server.store.update(content.decode())
            self.answer(200)
        else:
            self.answer(415)

    def do_GET(self) -> None:
        if self.server.authorization not in (None, self.headers.get("Authorization")):
            self.answer(401)
        else:
            self.answer(404 if self.path.startswith("/data") else 400)

    def do_POST(self) -> None:
        self.handle_write(self.rfile.read(int(self.headers["Content-Length"])))

    def do_DELETE(self) -> None:
        self.handle_write(b"")


@pytest.fixture
def other() -> Iterator[OtherStore]:
    server = OtherStore()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write_store(tmp_path, QUADS)
    return tmp_path


@pytest.mark.parametrize(("path", "protocol"), [("/data", Protocol.GRAPH_STORE), ("/update", Protocol.UPDATE)])
@pytest.mark.parametrize("graph", [None, GRAPH])
def test_a_push_twice_gives_the_same_graphs_as_once(
    built: Path, other: OtherStore, path: str, protocol: Protocol, graph: str | None
) -> None:
    where = NamedNode(graph) if graph else DefaultGraph()
    expected = {
        Quad(q.subject, q.predicate, q.object, where if isinstance(q.graph_name, DefaultGraph) else q.graph_name)
        for q in open_store(built)
    }
    for _ in range(2):
        pushed = push(built, other.url(path), graph=graph, batch=100)
        assert set(other.store) == expected
        assert (pushed.triples, pushed.resumed, pushed.protocol) == (len(expected), 0, protocol)
    assert {quad.graph_name for quad in other.store} == {where, ONTOLOGY_GRAPH}


@pytest.mark.parametrize("path", ["/data", "/update"])
def test_what_is_there_stays_unless_it_is_to_be_replaced(built: Path, other: OtherStore, path: str) -> None:
    old = Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"))
    elsewhere = Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"), NamedNode("x:g"))
    other.store.extend([old, elsewhere])
    push(built, other.url(path))
    assert old in other.store
    push(built, other.url(path), replace=True)
    assert set(other.store) == {*open_store(built), elsewhere}


@pytest.mark.parametrize("path", ["/data", "/update"])
def test_a_push_that_was_cut_off_goes_on_where_it_stopped(built: Path, other: OtherStore, path: str) -> None:
    other.fails_at = 4
    with pytest.raises(EndpointError, match=r"500.*the disk is full"):
        push(built, other.url(path), batch=100)
    assert len(other.store) == 300
    before = other.writes
    assert push(built, other.url(path), batch=100).resumed == 300
    assert other.writes - before == -(-len(QUADS) // 100) + -(-(len(open_store(built)) - len(QUADS)) // 100) - 3
    assert set(other.store) == set(open_store(built))
    assert not (built / PROGRESS_FILE).exists()


def test_a_push_that_was_cut_off_starts_anew_when_the_graph_or_the_place_is_another(
    built: Path, other: OtherStore
) -> None:
    other.fails_at = 4
    with pytest.raises(EndpointError):
        push(built, other.url("/update"), batch=100)
    assert push(built, other.url("/update"), graph=GRAPH, batch=100).resumed == 0
    other.fails_at = other.writes + 3
    with pytest.raises(EndpointError):
        push(built, other.url("/update"), batch=100)
    write_store(built, QUADS[:-50])
    assert push(built, other.url("/update"), batch=100).resumed == 0


def test_a_broken_mark_of_progress_counts_as_none(built: Path, other: OtherStore) -> None:
    for text in ("", "[]", '{"push": 1}', "\0"):
        (built / PROGRESS_FILE).write_text(text)
        assert push(built, other.url("/update")).resumed == 0


def test_a_store_that_is_busy_is_asked_again(built: Path, other: OtherStore) -> None:
    other.fails_at, other.status = 2, 503
    push(built, other.url("/update"))
    assert set(other.store) == set(open_store(built))


def test_a_password_is_asked_for_shown_and_never_printed(built: Path, other: OtherStore) -> None:
    other.authorization = BASIC
    for path in ("/data", "/update"):
        with pytest.raises(EndpointError, match=r"401.*see --user"):
            push(built, other.url(path))
        push(built, other.url(path), credentials=Credentials("anna", "geheim"))
    assert "geheim" not in repr(Credentials("anna", "geheim"))


def test_an_endpoint_that_takes_no_triples_says_so(built: Path, other: OtherStore) -> None:
    with pytest.raises(EndpointError, match=r"/query: answered POST with 415"):
        push(built, other.url("/query"), protocol=Protocol.GRAPH_STORE)


def test_an_endpoint_that_is_not_there_is_named_with_the_reason(built: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/update"
    with pytest.raises(EndpointError, match=rf"{url}: cannot be reached: .*refused"):
        push(built, url)


def test_an_endpoint_that_does_not_answer_is_given_up(built: Path, other: OtherStore) -> None:
    other.shutdown()
    with pytest.raises(EndpointError, match=r"no answer within 0.3 s"):
        push(built, other.url("/update"), seconds=0.3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"endpoint": "localhost:3030"}, "must begin with http"),
        ({"graph": "no iri"}, "no IRI of a graph"),
        ({"batch": 0}, "one triple or more"),
    ],
)
def test_wrong_use_is_told_before_anything_is_sent(built: Path, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        push(built, **{"endpoint": "http://127.0.0.1:1/", **arguments})  # type: ignore[arg-type]


def test_a_folder_without_store_cannot_be_pushed(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        push(tmp_path, "http://127.0.0.1:1/")


def test_the_command_shows_progress_and_takes_its_password_from_the_environment(
    built: Path, other: OtherStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other.authorization = BASIC
    monkeypatch.setenv("GRAPHBUILD_USER", "anna")
    monkeypatch.setenv("GRAPHBUILD_PASSWORD", "geheim")
    total = len(open_store(built))
    assert run("push", built, "--endpoint", other.url("/data"), "--batch", "500") == 0
    shown = capsys.readouterr()
    assert f"pushing: 500 of {total}" in shown.err
    assert f"{total} triples -> " in shown.out
    monkeypatch.setenv("GRAPHBUILD_PASSWORD", "verkeerd")
    assert run("push", built, "--endpoint", other.url("/data")) == 2
    assert "401" in capsys.readouterr().err


@pytest.mark.parametrize("protocol", [Protocol.GRAPH_STORE, Protocol.UPDATE])
def test_virtuoso_holds_the_same_triples_after_one_push_and_after_two(
    built: Path, virtuoso_server: Virtuoso, protocol: Protocol
) -> None:
    url = virtuoso_server.graph_store if protocol is Protocol.GRAPH_STORE else virtuoso_server.update
    credentials, graph = Credentials(USER, PASSWORD, AuthKind.DIGEST), f"{GRAPH}/{protocol}"
    everything = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    for _ in range(2):
        assert push(built, url, graph=graph, credentials=credentials, batch=200).protocol is protocol
        _, rows = virtuoso_server.select(everything, graph)
        assert {tuple(row[name]["value"] for name in "spo") for row in rows} == {values(quad) for quad in QUADS}
        _, rows = virtuoso_server.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", ONTOLOGY_GRAPH.value)
        assert int(rows[0]["n"]["value"]) == len(open_store(built)) - len(QUADS)
    push(built, url, graph=graph, credentials=credentials, replace=True)
    assert len(virtuoso_server.select(everything, graph)[1]) == len(QUADS)


def values(quad: Quad) -> tuple[str, ...]:
    return tuple(node.value for node in (quad.subject, quad.predicate, quad.object))  # type: ignore[union-attr]


def test_virtuoso_without_a_named_graph_says_what_to_do(built: Path, virtuoso_server: Virtuoso) -> None:
    with pytest.raises(EndpointError, match=r"name one with --graph"):
        push(built, virtuoso_server.update, credentials=Credentials(USER, PASSWORD, AuthKind.DIGEST))
