"""The SPARQL 1.1 protocol, for queries only: reads requests, refuses what is not allowed, words failures."""

from __future__ import annotations

from urllib.parse import parse_qs

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graphbuild.errors import QueryError, UsageError
from graphbuild.graph.namespaces import ONTOLOGY_GRAPH, TYPE, term
from graphbuild.query.service import asks_other_servers
from graphbuild.serve.negotiation import best_type, rows_type, triples_type
from graphbuild.serve.worker import BusyError, OutOfMemoryError, Question, TooSlowError, Workers

LONGEST = 100_000
"""The most bytes that a query may have."""

_DESCRIPTIONS = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"


class RefusedError(UsageError):
    """A request that the protocol or this server does not allow; `status` is its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


async def sparql(request: Request) -> Response:
    """Answers a request to the endpoint: a query, or without one a description of the service."""
    workers: Workers = request.app.state.workers
    try:
        question = await read_question(request)
        if question is None:
            return _description(request)
        answer = await run_in_threadpool(workers.answer, question)
    except RefusedError as error:
        return PlainTextResponse(f"{error}\n", error.status)
    except (TooSlowError, BusyError) as error:
        return PlainTextResponse(f"{error}\n", 503, {"Retry-After": "60"})
    except OutOfMemoryError as error:
        return PlainTextResponse(f"{error}\n", 503)
    except QueryError as error:
        return PlainTextResponse(f"{error}\n", 400)
    if answer.media_type is None:
        return PlainTextResponse("the answer to this query has no form that the Accept header takes\n", 406)
    return Response(answer.body, media_type=answer.media_type, headers={"Vary": "Accept"})


async def read_question(request: Request) -> Question | None:
    """Gives the query of a request, None when a GET has none; raises RefusedError for what is not allowed."""
    fields = parse_qs(request.url.query, keep_blank_values=True)
    text: str | None = None
    if request.method == "POST":
        body = await _body(request)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == "application/sparql-query":
            text = body
        elif media_type == "application/x-www-form-urlencoded":
            fields = parse_qs(body, keep_blank_values=True)
        else:
            allowed = "application/x-www-form-urlencoded or application/sparql-query"
            raise RefusedError(415, f"send a query as {allowed}, not as {media_type or 'nothing'}")
    if "update" in fields:
        raise RefusedError(403, "this endpoint is for reading only")
    if text is None:
        text = _only_one(fields.get("query", []), required=request.method == "POST")
    if text is None:
        return None
    check_allowed(text)
    return _question(text, request, fields)


def check_allowed(text: str) -> None:
    """Raises RefusedError for a query that is too long or would ask another server."""
    if len(text.encode("utf-8", "replace")) > LONGEST:
        raise RefusedError(413, f"the query has more than {LONGEST} bytes")
    if asks_other_servers(text):
        raise RefusedError(403, "SERVICE is not allowed: this endpoint asks no other servers")


async def _body(request: Request) -> str:
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > 3 * LONGEST:
            raise RefusedError(413, f"the request has more than {3 * LONGEST} bytes")
    try:
        return chunks.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "the request is not in UTF-8") from None


def _only_one(values: list[str], *, required: bool) -> str | None:
    if len(values) > 1:
        raise RefusedError(400, "give one query, not several")
    if not values and required:
        raise RefusedError(400, "the request has no query")
    return values[0] if values else None


def _question(text: str, request: Request, fields: dict[str, list[str]]) -> Question:
    accept, base = request.headers.get("accept", ""), str(request.url.replace(query=""))
    graphs = {name: tuple(fields.get(f"{name}-graph-uri", ())) for name in ("default", "named")}
    for iri in (*graphs["default"], *graphs["named"]):
        try:
            NamedNode(iri)
        except ValueError:
            raise RefusedError(400, f"{iri!r} is no IRI of a graph") from None
    return Question(text, rows_type(accept), triples_type(accept), graphs["default"], graphs["named"], base)


def _description(request: Request) -> Response:
    media_type = best_type(request.headers.get("accept", ""), _DESCRIPTIONS) or _DESCRIPTIONS[0]
    form = RdfFormat.from_media_type(media_type)
    assert form is not None, "all media types of descriptions are known to Oxigraph"
    quads = describe_service(str(request.url.replace(query="")))
    content = serialize(quads, format=form, prefixes={"sd": _SD, "formats": _FORMATS})
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})


def describe_service(endpoint: str) -> list[Quad]:
    """Gives the SPARQL 1.1 service description of an endpoint."""
    service, data, ontology = (NamedNode(endpoint + part) for part in ("#service", "#dataset", "#ontology"))

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    formats = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
               "Turtle", "N-Triples", "RDF_XML", "JSON-LD")  # fmt: skip
    return [
        Quad(service, TYPE, sd("Service")),
        Quad(service, sd("endpoint"), NamedNode(endpoint)),
        Quad(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(Quad(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in formats),
        Quad(service, sd("defaultDataset"), data),
        Quad(data, TYPE, sd("Dataset")),
        Quad(data, term("rdfs:label"), Literal("the graph; the ontology is a named graph", language="en")),
        Quad(data, sd("namedGraph"), ontology),
        Quad(ontology, TYPE, sd("NamedGraph")),
        Quad(ontology, sd("name"), ONTOLOGY_GRAPH),
    ]
