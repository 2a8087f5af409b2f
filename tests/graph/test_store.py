from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, Store

from graphbuild.errors import StoreError
from graphbuild.graph import store as store_module
from graphbuild.graph.namespaces import ONTOLOGY_GRAPH, term
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.store import MARKER, open_dataset, open_store, read_quads, write_store
from tests.small_graph import small_graph

QUADS = to_rdf(small_graph(), version="1")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write_store(tmp_path, QUADS)
    return tmp_path


def test_what_is_written_can_be_read(built: Path) -> None:
    assert to_turtle(read_quads(built)) == to_turtle(QUADS)


def test_writing_again_replaces_what_was_there(built: Path) -> None:
    write_store(built, QUADS[:5])
    assert set(read_quads(built)) == set(QUADS[:5])
    assert [path.name for path in built.iterdir()] == ["store"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    assert write_store(tmp_path / "new" / "out", QUADS) == tmp_path / "new" / "out" / "store"


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_dataset_answers_sparql_on_data_and_ontology(built: Path) -> None:
    dataset = open_dataset(built)
    assert isinstance(dataset, rdflib.Dataset)
    assert local_names(dataset, "SELECT ?s WHERE { ?s gb:fines ?o }") == {"waakhond"}
    classes = """SELECT DISTINCT ?c WHERE {
        ?e a ?c GRAPH <https://w3id.org/graphbuild/ns> { ?c rdfs:subClassOf+ gb:GovernmentBody } }"""
    assert local_names(dataset, classes) == {"IntelligenceService", "Regulator"}


def local_names(dataset: rdflib.Dataset, query: str) -> set[str]:
    """The last parts of the IRIs in the only column of a result."""
    values = [str(value) for row in dataset.query(query).bindings for value in row.values()]
    return {value.replace("#", "/").rpartition("/")[2] for value in values}


def test_default_graph_holds_the_data_alone(built: Path) -> None:
    store = open_store(built)
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH)) > 400
    assert not any(quad.subject == term("gb:Agent") for quad in read_quads(built))


def test_several_readers_at_once(built: Path) -> None:
    first, second = open_store(built), open_store(built)
    assert len(first) == len(second)
    code = f"from graphbuild.graph.store import open_store; print(len(open_store({str(built)!r})))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(other.stdout) == len(first)


def test_a_reader_keeps_its_store_while_a_new_one_is_written(built: Path) -> None:
    reader = open_store(built)
    before = len(reader)
    write_store(built, QUADS[:5])
    assert len(list(reader)) == before
    assert len(read_quads(built)) == 5


def test_a_store_cannot_be_changed_by_a_reader(built: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(built).add(Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c")))


def test_a_missing_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="graphbuild build"):
        open_store(tmp_path / "nowhere")


def test_a_half_written_store_is_refused(built: Path) -> None:
    (built / "store" / MARKER).unlink()
    with pytest.raises(StoreError, match="half-written"):
        open_store(built)


def test_a_foreign_store_is_neither_read_nor_overwritten(tmp_path: Path) -> None:
    Store(str(tmp_path / "store")).flush()
    with pytest.raises(StoreError, match="not a store of graphbuild"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="move it away"):
        write_store(tmp_path, QUADS)


def test_a_store_of_another_format_must_be_built_again(built: Path) -> None:
    (built / "store" / MARKER).write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(StoreError, match="format 99"):
        open_store(built)


@pytest.mark.parametrize("text", ["", "[]", "{}", "\x00"])
def test_a_broken_marker_is_refused(built: Path, text: str) -> None:
    (built / "store" / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read"):
        open_store(built)


def test_a_damaged_store_is_refused(built: Path) -> None:
    (built / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot open the store"):
        open_store(built)


def test_a_build_that_fails_leaves_the_old_store_whole(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module, "_swap", fail)
    with pytest.raises(StoreError, match="No space left"):
        write_store(built, QUADS[:5])
    assert set(read_quads(built)) == set(QUADS)
    assert [path.name for path in built.iterdir()] == ["store"]


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot write"):
        write_store(tmp_path / "out", QUADS)


def test_a_process_that_dies_while_writing_leaves_no_store(tmp_path: Path) -> None:
    code = textwrap.dedent(f"""
        import os
        from graphbuild.graph import store
        store._swap = lambda new, target: os._exit(9)
        store.write_store({str(tmp_path)!r}, [])
    """)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with pytest.raises(StoreError, match="missing"):
        open_store(tmp_path)
    write_store(tmp_path, QUADS)
    assert len(read_quads(tmp_path)) == len(QUADS)
