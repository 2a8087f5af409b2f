"""What the tests of the endpoint share."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from tests.small_graph import small_graph


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of the small graph."""
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    return directory
