"""Talks to a store that takes triples over HTTP: by the Graph Store Protocol or by SPARQL 1.1 Update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import requests
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3 import Retry

from graphbuild.errors import EndpointError

Graph = NamedNode | DefaultGraph

_SHOWN = 300
_TRIES = 3
_WORTH_TRYING_AGAIN = (429, 502, 503, 504)
_RDF_TYPES = ("text/turtle", "application/n-triples", "application/rdf+xml", "text/plain", "text/rdf+n3")
_UPDATE = "application/sparql-update; charset=utf-8"
_TURTLE = "text/turtle; charset=utf-8"


class Protocol(StrEnum):
    """How triples are sent; `auto` asks the endpoint whether it knows the Graph Store Protocol."""

    AUTO = "auto"
    GRAPH_STORE = "graph-store"
    UPDATE = "update"


class AuthKind(StrEnum):
    """How name and password are shown to the endpoint."""

    BASIC = "basic"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and a password for an endpoint."""

    user: str
    password: str
    kind: AuthKind = AuthKind.BASIC

    def __repr__(self) -> str:
        return f"Credentials({self.user!r}, ..., {self.kind.value})"


class Target:
    """An endpoint that triples are sent to; every method raises EndpointError when the endpoint refuses.

    A request that could not be answered for the moment is sent again, up to three times: adding the same
    triples twice changes nothing.
    """

    def __init__(self, url: str, protocol: Protocol, credentials: Credentials | None, seconds: float) -> None:
        """`seconds` is how long one answer may take."""
        self.url, self._seconds = url, seconds
        self._session = _session(credentials)
        known = protocol is not Protocol.AUTO
        self.protocol = protocol if known else self._found_protocol()

    def add(self, graph: Graph, quads: Sequence[Quad]) -> None:
        """Adds triples to a graph of the store."""
        lines = _lines(quads)
        if self.protocol is Protocol.GRAPH_STORE:
            self._send("POST", lines, _TURTLE, _graph_parameter(graph))
        else:
            self._send("POST", f"INSERT DATA {{ {_in_graph(graph, lines)} }}", _UPDATE)

    def empty(self, graph: Graph) -> None:
        """Removes all triples of one graph of the store; one that is not there will do."""
        if self.protocol is Protocol.GRAPH_STORE:
            self._send("DELETE", "", _TURTLE, _graph_parameter(graph), also=(404,))
        else:
            name = "DEFAULT" if isinstance(graph, DefaultGraph) else f"GRAPH {graph}"
            self._send("POST", f"CLEAR SILENT {name}", _UPDATE)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _found_protocol(self) -> Protocol:
        """Asks for a graph: a store with the Graph Store Protocol has it, in RDF, or says that it is not there."""
        accept = {"Accept": "text/turtle, application/n-triples;q=0.9"}
        where = {"graph": "urn:graphbuild:nothing"}
        with self._request("GET", params=where, headers=accept, stream=True) as response:
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            is_there = response.ok and media_type in _RDF_TYPES
            missing = response.status_code == requests.codes.not_found
            if response.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
                raise self._refusal("GET", response)
        return Protocol.GRAPH_STORE if is_there or missing else Protocol.UPDATE

    def _send(
        self,
        method: str,
        content: str,
        media_type: str,
        params: dict[str, str] | None = None,
        also: Sequence[int] = (),
    ) -> None:
        with self._request(
            method, params=params, data=content.encode("utf-8"), headers={"Content-Type": media_type}
        ) as response:
            if not response.ok and response.status_code not in also:
                raise self._refusal(method, response)

    def _request(
        self,
        method: str,
        *,
        headers: dict[str, str],
        params: dict[str, str] | None = None,
        data: bytes | None = None,
        stream: bool = False,
    ) -> requests.Response:
        try:
            return self._session.request(
                method, self.url, params=params, data=data, headers=headers, stream=stream, timeout=self._seconds
            )
        except requests.exceptions.Timeout as error:
            raise EndpointError(self.url, f"gave no answer within {self._seconds:g} s") from error
        except requests.exceptions.RequestException as error:
            raise EndpointError(self.url, f"cannot be reached: {_innermost(error)}") from error

    def _refusal(self, method: str, response: requests.Response) -> EndpointError:
        said = " ".join(response.text.split())[:_SHOWN]
        hint = _hint(response.status_code, said)
        what = f"answered {method} with {response.status_code} {response.reason or ''}".rstrip()
        return EndpointError(self.url, f"{what}{': ' + said if said else ''}{'; ' + hint if hint else ''}")


def _session(credentials: Credentials | None) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = "graphbuild"
    session.auth = _authentication(credentials)
    retry = Retry(
        total=_TRIES, backoff_factor=0.2, status_forcelist=_WORTH_TRYING_AGAIN, allowed_methods=None,
        raise_on_status=False, read=False,
    )  # fmt: skip
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


def _authentication(credentials: Credentials | None) -> AuthBase | None:
    if credentials is None:
        return None
    kind = HTTPDigestAuth if credentials.kind is AuthKind.DIGEST else HTTPBasicAuth
    return kind(credentials.user, credentials.password)


def _lines(quads: Sequence[Quad]) -> str:
    """Gives triples as N-Triples, which Turtle and SPARQL read as well."""
    content = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    assert content is not None, "serialize gives bytes when it is given no output"
    return content.decode("utf-8")


def _in_graph(graph: Graph, lines: str) -> str:
    return lines if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ {lines} }}"


def _graph_parameter(graph: Graph) -> dict[str, str]:
    return {"default": ""} if isinstance(graph, DefaultGraph) else {"graph": graph.value}


def _innermost(error: BaseException) -> str:
    """Gives the words of the first cause, without those of the layers between."""
    reason = getattr(error.args[0], "reason", error) if error.args else error
    return str(reason).rpartition(": ")[2] or type(error).__name__


def _hint(status: int, said: str) -> str:
    if status == requests.codes.unauthorized:
        return "name and password are missing, wrong, or of another kind: see --user and --auth"
    if status in (requests.codes.not_found, requests.codes.method_not_allowed):
        return "is this the address for updates? see also --protocol"
    if "default graph" in said.lower():
        return "this store has no default graph to write to: name one with --graph"
    return ""
