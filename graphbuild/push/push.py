"""Pushes a built folder into another store, batch by batch, and goes on where an earlier push was cut off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graphbuild.errors import OutputError, UsageError
from graphbuild.graph.store import open_store
from graphbuild.push.target import Credentials, Graph, Protocol, Target

BATCH = 1000
"""Triples of one request; SPARQL Update engines limit the length of one."""
SECONDS = 120.0
PROGRESS_FILE = "push-progress.json"
"""In the built folder while a push is not finished: what was pushed where, and how far."""

Progress = Callable[[int, int], None]
"""Is told how many triples are there and how many there will be, after each batch."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: triples in the target's graphs, those that an earlier push had sent, and by which protocol."""

    triples: int
    resumed: int
    protocol: Protocol


def push(
    directory: Path | str,
    endpoint: str,
    *,
    graph: str | None = None,
    protocol: Protocol = Protocol.AUTO,
    credentials: Credentials | None = None,
    replace: bool = False,
    batch: int = BATCH,
    seconds: float = SECONDS,
    progress: Progress = lambda _sent, _total: None,
) -> Pushed:
    """Adds the graph of a built folder to the store at `endpoint`; pushing again gives the same graphs.

    The data go into the default graph of the store, or the named one `graph`; the ontology keeps its named
    graph. `replace` empties these graphs first. `batch` is the triples of one request, `seconds` how long an
    answer to one may take. When a push is cut off, the next one of the same content to the same place goes on
    where it stopped. Raises UsageError for addresses that are none, EndpointError when the endpoint cannot be
    reached or refuses, StoreError when the folder has no store.
    """
    data = _data_graph(graph)
    _check_address(endpoint)
    if batch < 1:
        raise UsageError(f"a batch must have one triple or more, not {batch}")
    store = open_store(directory)
    mark = _Mark.read(Path(directory), _fingerprint(store, endpoint, data, batch, replace))
    target = Target(endpoint, protocol, credentials, seconds)
    try:
        if replace and not mark.sent:
            for name in _graphs(store):
                target.empty(_renamed(name, data))
        _send_all(store, target, data, mark, batch, progress)
    finally:
        target.close()
    mark.remove()
    return Pushed(len(store), mark.sent_before, target.protocol)


def _send_all(store: Store, target: Target, data: Graph, mark: _Mark, batch: int, progress: Progress) -> None:
    done, total = 0, len(store)
    for name in _graphs(store):
        for quads in _batches(_in_graph(store, name), batch):
            done += len(quads)
            if done > mark.sent:
                target.add(_renamed(name, data), quads)
                mark.move(done)
                progress(done, total)


class _Mark:
    """How far an unfinished push came, kept in a file of the built folder."""

    def __init__(self, path: Path, fingerprint: str, sent: int) -> None:
        self._path, self._fingerprint = path, fingerprint
        self.sent = self.sent_before = sent

    @classmethod
    def read(cls, directory: Path, fingerprint: str) -> _Mark:
        """Reads the mark of an earlier push; one of other content, to another place or broken counts as none."""
        path = directory / PROGRESS_FILE
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            sent = int(found["sent"]) if found["push"] == fingerprint else 0
        except (OSError, ValueError, KeyError, TypeError):
            sent = 0
        return cls(path, fingerprint, sent)

    def move(self, sent: int) -> None:
        """Notes that so many triples have arrived."""
        self.sent = sent
        text = json.dumps({"push": self._fingerprint, "sent": sent})
        new = self._path.with_suffix(".new")
        try:
            new.write_text(text + "\n", encoding="utf-8")
            new.replace(self._path)
        except OSError as error:
            raise OutputError(f"cannot write {self._path}: {error.strerror or error}") from error

    def remove(self) -> None:
        """Forgets the push, which is finished."""
        self._path.unlink(missing_ok=True)


def _fingerprint(store: Store, endpoint: str, data: Graph, batch: int, replace: bool) -> str:
    """Gives a hash of what is pushed where; the store gives its triples in an order that follows from them."""
    digest = hashlib.sha256(json.dumps([endpoint, str(data), batch, replace]).encode())
    for name in _graphs(store):
        for quad in _in_graph(store, name):
            digest.update(str(quad).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _graphs(store: Store) -> list[Graph]:
    """The graphs of a store: the default graph, then the named ones, sorted."""
    named = [name for name in store.named_graphs() if isinstance(name, NamedNode)]
    return [DefaultGraph(), *sorted(named, key=str)]


def _in_graph(store: Store, name: Graph) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, name)


def _batches(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    remaining = iter(quads)
    while taken := list(islice(remaining, size)):
        yield taken


def _renamed(name: Graph, data: Graph) -> Graph:
    return data if isinstance(name, DefaultGraph) else name


def _data_graph(name: str | None) -> Graph:
    if name is None:
        return DefaultGraph()
    try:
        return NamedNode(name)
    except ValueError as error:
        raise UsageError(f"{name!r} is no IRI of a graph: {error}") from error


def _check_address(endpoint: str) -> None:
    if not endpoint.startswith(("http://", "https://")):
        raise UsageError(f"the endpoint must begin with http:// or https://, not {endpoint!r}")
