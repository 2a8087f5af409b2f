"""Processes that answer SPARQL queries, and are ended when a query takes too long.

A query that runs inside Oxigraph cannot be stopped from Python, so each runs in a process of its own kind.
Parent and worker exchange JSON and bytes.
"""

from __future__ import annotations

import json
import mmap
import multiprocessing
import queue
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
)

from graphbuild.errors import QueryError
from graphbuild.graph.namespaces import PREFIXES
from graphbuild.graph.store import open_store
from graphbuild.query.run import explain_syntax_error

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
"""A fork server has everything imported, so that a worker that was ended is soon replaced."""
_START_SECONDS = 60
_LOOK_SECONDS = 0.1
"""How often a worker's memory is looked at."""
MEGABYTES = 2048
"""The memory that a worker may have, unless it is told otherwise."""


class TooSlowError(QueryError):
    """A query took longer than the server allows, and was ended."""


class OutOfMemoryError(QueryError):
    """A query ended its worker, as it does when it needs more memory than the server allows."""


class BusyError(QueryError):
    """All workers are at work, and none came free in time."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, with the media types that the client takes for rows and for triples, None where it takes neither.

    `default_graphs` and `named_graphs` are IRIs; where both are empty the query sees the whole store.
    Relative IRIs are read against `base`.
    """

    text: str
    rows: str | None
    triples: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query as bytes of a media type, None where the client takes no type that would do."""

    media_type: str | None
    body: bytes


class Workers:
    """A fixed number of worker processes on one store; each answers one query at a time."""

    def __init__(
        self, directory: Path | str, *, count: int = 2, seconds: float = 30, megabytes: int = MEGABYTES
    ) -> None:
        """`seconds` is what one query may take, and what it may wait for a free worker.

        `megabytes` is the memory that one worker may have, looked at ten times a second; on systems other than
        Linux it is not limited.
        """
        open_store(directory)
        _CONTEXT.set_forkserver_preload(["graphbuild.serve.worker"])
        self._seconds = seconds
        self._free: queue.Queue[_Worker] = queue.Queue()
        for _ in range(count):
            self._free.put(_Worker(directory, megabytes))

    def answer(self, question: Question) -> Answer:
        """Answers a query; raises QueryError when it cannot be read or run, takes too long, or must wait too long."""
        try:
            worker = self._free.get(timeout=self._seconds)
        except queue.Empty:
            raise BusyError("the server is busy; try again later") from None
        try:
            return worker.answer(question, self._seconds)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Ends all workers."""
        while not self._free.empty():
            self._free.get().stop()


class _Worker:
    """One process; it is started ahead of its first question, and again after it was ended."""

    def __init__(self, directory: Path | str, megabytes: int) -> None:
        self._directory, self._megabytes = str(directory), megabytes
        self._start()

    def answer(self, question: Question, seconds: float) -> Answer:
        try:
            self._wait_until_ready()
            self._connection.send_bytes(json.dumps(asdict(question)).encode())
            self._await_answer(seconds)
            head, body = json.loads(self._connection.recv_bytes()), self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            self._restart()
            raise OutOfMemoryError("the query ended its worker, which may have run out of memory") from error
        if head["error"] is not None:
            raise QueryError(head["error"])
        return Answer(head["media_type"], body)

    def _await_answer(self, seconds: float) -> None:
        """Waits until the answer is there; ends a worker that takes too long or too much memory."""
        until = time.monotonic() + seconds
        while not self._connection.poll(max(0.0, min(_LOOK_SECONDS, until - time.monotonic()))):
            if time.monotonic() >= until:
                self._restart()
                raise TooSlowError(f"the query took longer than {seconds:g} s and was ended")
            if _megabytes_of(self._process.pid) > self._megabytes:
                self._restart()
                raise OutOfMemoryError(f"the query took more than {self._megabytes} MB of memory and was ended")

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _restart(self) -> None:
        self.stop()
        self._start()

    def _start(self) -> None:
        self._connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_work, args=(self._directory, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False

    def _wait_until_ready(self) -> None:
        """Waits for the first sign of life, whose time is not the query's; raises EOFError when there is none."""
        if not self._ready:
            if not self._connection.poll(_START_SECONDS):
                raise EOFError
            self._connection.recv_bytes()
            self._ready = True


def _work(directory: str, connection: Connection) -> None:
    """Answers questions until the parent closes the pipe."""
    store = open_store(directory)
    connection.send_bytes(b"ready")
    while True:
        try:
            fields = json.loads(connection.recv_bytes())
        except EOFError:
            return
        error, answer = None, Answer(None, b"")
        try:
            answer = answer_question(store, Question(**fields))
        except QueryError as failure:
            error = str(failure)
        connection.send_bytes(json.dumps({"error": error, "media_type": answer.media_type}).encode())
        connection.send_bytes(answer.body)


def _megabytes_of(process: int | None) -> float:
    """Gives the memory of a process that it shares with no other; 0 on systems that do not tell it as Linux does."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0.0
    return (int(resident) - int(shared)) * mmap.PAGESIZE / 2**20


def answer_question(store: Store, question: Question) -> Answer:
    """Answers a query; raises QueryError when it cannot be read or run."""
    try:
        result = store.query(
            question.text,
            base_iri=question.base,
            prefixes=PREFIXES,
            default_graph=[NamedNode(iri) for iri in question.default_graphs] or None,
            named_graphs=[NamedNode(iri) for iri in question.named_graphs] or None,
        )
        if isinstance(result, QueryTriples):
            form = RdfFormat.from_media_type(question.triples) if question.triples else None
            return Answer(question.triples, (result.serialize(format=form) if form else b"") or b"")
        if isinstance(result, QueryBoolean) and question.rows in ("text/csv", "text/tab-separated-values"):
            return Answer(question.rows, f"answer\n{str(bool(result)).lower()}\n".encode())
        table = QueryResultsFormat.from_media_type(question.rows) if question.rows else None
        return Answer(question.rows, (result.serialize(format=table) if table else b"") or b"")
    except SyntaxError as error:
        raise QueryError(explain_syntax_error(question.text, error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query could not be run: {error}") from error
