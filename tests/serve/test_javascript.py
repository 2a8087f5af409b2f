"""Programs in JavaScript use the endpoint: with what Node brings along, and with a package of others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.serve import create_app
from tests.npm import installed
from tests.running import running
from tests.small_graph import small_graph

NAMES = """PREFIX gb: <https://w3id.org/graphbuild/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label WHERE { ?e a gb:TelecomOperator ; skos:prefLabel ?label } ORDER BY ?label"""
GB = "https://w3id.org/graphbuild/ns#"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    with running(create_app(directory, workers=1)) as address:
        yield f"{address}/sparql"


def told(program: Path, *arguments: str) -> Any:
    """Runs a program in Node, and reads the JSON that it prints."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("node is not installed; `make node` installs it")
        pytest.skip("node is not installed; `make node` installs it")
    done = subprocess.run([node, program, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_fetch_in_node(endpoint: str) -> None:
    answers = told(Path(__file__).with_name("client.mjs"), endpoint, NAMES)
    for way in ("get", "direct", "form"):
        assert answers[way]["status"] == 200
        assert answers[way]["type"] == "application/sparql-results+json"
        rows = json.loads(answers[way]["text"])["results"]["bindings"]
        assert [row["label"]["value"] for row in rows] == ["Belmij", "Zonnet"]
    assert answers["triples"]["text"].count(" .\n") == 1
    assert answers["wrong"]["status"] == 400
    assert "line 1" in answers["wrong"]["text"]


def test_the_package_fetch_sparql_endpoint(endpoint: str, tmp_path: Path) -> None:
    folder = installed("fetch-sparql-endpoint", tmp_path)
    program = shutil.copy(Path(__file__).with_name("package_client.mjs"), folder)
    answers = told(Path(program), endpoint, NAMES)
    assert answers == {"labels": ["Belmij", "Zonnet"], "fined": True, "triples": [f"{GB}fines"]}
