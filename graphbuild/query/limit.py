"""Runs a query with a limit of time: in a process of its own, which can be ended while Oxigraph is at work."""

from __future__ import annotations

import io
import json
import multiprocessing
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from graphbuild.errors import GraphbuildError, QueryError, StoreError, UsageError
from graphbuild.query.output import Sink
from graphbuild.query.run import write_query

_CONTEXT = multiprocessing.get_context("spawn")
_ERRORS: dict[str, type[GraphbuildError]] = {kind.__name__: kind for kind in (QueryError, StoreError, UsageError)}
_START_SECONDS = 300.0
_READY, _DATA, _FAILED, _DONE = b"r", b"d", b"f", b"."
"""What the first byte of a message of the process says that it is."""


def write_query_within(
    seconds: float,
    directory: Path | str,
    text: str,
    form: str,
    values: Mapping[str, str],
    output: Sink,
    *,
    allow_service: bool = False,
) -> None:
    """Does what `write_query` does, and gives up when the answer takes longer than some seconds.

    Raises what `write_query` raises, and QueryError when the time is over; rows that were ready by then are
    written.
    """
    if seconds <= 0:
        raise UsageError(f"a time limit must be more than 0 seconds, not {seconds:g}")
    ours, theirs = _CONTEXT.Pipe()
    arguments = (theirs, str(directory), text, form, dict(values), allow_service)
    process = _CONTEXT.Process(target=_work, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        _pass_on(ours, seconds, output)
    except (EOFError, ConnectionError):
        raise QueryError("the query ended its process, which may have run out of memory") from None
    finally:
        process.kill()
        process.join()
        ours.close()


def _pass_on(connection: Connection, seconds: float, output: Sink) -> None:
    """Writes what the process sends until it is done; its start is not the query's time."""
    if not connection.poll(_START_SECONDS):
        raise QueryError(f"the query's process did not start within {_START_SECONDS:g} s; is the machine overloaded?")
    assert connection.recv_bytes() == _READY, "the process says first that it is ready"
    until = time.monotonic() + seconds
    while True:
        if not connection.poll(max(0.0, until - time.monotonic())):
            raise QueryError(f"the query took longer than {seconds:g} s and was ended; see --timeout")
        message = connection.recv_bytes()
        kind, content = message[:1], message[1:]
        if kind == _DATA:
            output.write(content)
        elif kind == _FAILED:
            name, reason = json.loads(content)
            raise _ERRORS[name](reason)
        else:
            return


class _Sender(io.RawIOBase):
    """A file whose content goes to the parent process."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        data = bytes(content)  # type: ignore[call-overload]
        self._connection.send_bytes(_DATA + data)
        return len(data)


def _work(
    connection: Connection, directory: str, text: str, form: str, values: Mapping[str, str], allow_service: bool
) -> None:
    connection.send_bytes(_READY)
    try:
        write_query(directory, text, form, values, _Sender(connection), allow_service=allow_service)
    except tuple(_ERRORS.values()) as error:
        name = next(name for name, kind in _ERRORS.items() if isinstance(error, kind))
        connection.send_bytes(_FAILED + json.dumps([name, str(error)]).encode())
    else:
        connection.send_bytes(_DONE)
