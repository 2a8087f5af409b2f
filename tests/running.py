"""A server of a built folder for tests, on a free port, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from tests.virtuoso import free_port

_START_SECONDS = 60


@contextmanager
def running(app: Starlette) -> Iterator[str]:
    """Serves an application; gives its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + _START_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        assert server.started, f"the server did not start within {_START_SECONDS} s"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
