"""A Virtuoso server for tests: started on free ports in a temporary folder, and ended."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

BINARY = shutil.which("virtuoso-t")
USER = PASSWORD = "dba"
_START_SECONDS = 120
_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 1
CaseMode = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
[Client]
[VDB]
[Replication]
ServerName = tests
[Plugins]
"""


@dataclass(frozen=True)
class Virtuoso:
    """Where the server listens."""

    base: str

    @property
    def update(self) -> str:
        return f"{self.base}/sparql-auth"

    @property
    def graph_store(self) -> str:
        return f"{self.base}/sparql-graph-crud-auth"

    def select(self, query: str, graph: str) -> tuple[list[str], list[dict[str, dict[str, str]]]]:
        """Gives names and rows of a query on one named graph, as the JSON results have them."""
        fields = {"query": query, "default-graph-uri": graph}
        accept = {"Accept": "application/sparql-results+json"}
        response = httpx.post(f"{self.base}/sparql", data=fields, headers=accept, timeout=60)
        assert response.status_code == 200, response.text
        answer = response.json()
        return answer["head"]["vars"], answer["results"]["bindings"]


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Runs a server whose files are in `folder`."""
    assert BINARY is not None
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_SETTINGS.format(sql=sql, http=http), encoding="utf-8")
    command = [BINARY, "+foreground", "+configfile", "virtuoso.ini"]
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            server = Virtuoso(f"http://127.0.0.1:{http}")
            _wait(server, process, folder)
            yield server
        finally:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(server: Virtuoso, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{server.base}/sparql", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"Virtuoso did not start: {(folder / 'output.log').read_text()[-2000:]}")
