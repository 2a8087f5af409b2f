from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from graphbuild.errors import StoreError, UnknownNameError
from graphbuild.exporters import Content, export, exporter, exporters, read_content
from graphbuild.graph.namespaces import ONTOLOGY_GRAPH
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.store import write_store
from graphbuild.ontology import load_ontology
from tests.small_graph import small_graph

FORMATS = ["csv", "gexf", "graphml", "html", "json", "jsonld", "nq", "ttl"]


@pytest.fixture(scope="module")
def content() -> Content:
    graph = small_graph()
    return Content(to_rdf(graph, version="1"), graph, load_ontology())


def test_the_formats_of_the_contract_are_registered() -> None:
    assert list(exporters()) == FORMATS
    assert [exporter(name).suffix for name in FORMATS] == [
        ".zip", ".gexf", ".graphml", ".html", ".json", ".jsonld", ".nq", ".ttl",
    ]  # fmt: skip


def test_an_unknown_format_lists_the_known_ones(content: Content) -> None:
    with pytest.raises(UnknownNameError, match=r"export format 'xls'.*csv, gexf, graphml"):
        export("xls", content)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str, content: Content) -> None:
    again = Content(to_rdf(small_graph(), version="1"), small_graph(), load_ontology())
    assert export(name, content) == export(name, again)


@pytest.mark.parametrize("name", FORMATS)
def test_a_graph_read_from_its_store_gives_the_same_bytes(name: str, content: Content, tmp_path: Path) -> None:
    write_store(tmp_path, content.quads)
    stored = read_content(tmp_path)
    assert export(name, read_content(tmp_path)) == export(name, Content(content.quads, stored.graph, content.ontology))


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_graph_can_be_exported(name: str) -> None:
    empty = replace(small_graph(), articles=(), entities=(), statements=(), mentioned={})
    assert export(name, Content(to_rdf(empty, version="1"), empty, load_ontology()))


def test_turtle_json_ld_and_n_quads_say_the_same(content: Content) -> None:
    forms = (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("nq", RdfFormat.N_QUADS))
    for name, form in forms:
        found = {quad for quad in parse(export(name, content), format=form) if quad.graph_name != ONTOLOGY_GRAPH}
        assert found == set(content.quads), name
    assert export("ttl", content) == to_turtle(content.quads)


def test_n_quads_hold_the_ontology_too(content: Content) -> None:
    found = {quad.graph_name for quad in parse(export("nq", content), format=RdfFormat.N_QUADS)}
    assert ONTOLOGY_GRAPH in found


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_rdflib_reads_the_json_ld(content: Content) -> None:
    assert len(rdflib.Graph().parse(data=export("jsonld", content), format="json-ld")) == len(content.quads)


def test_graphml_has_edges_with_ids_of_their_own(content: Content) -> None:
    root = ElementTree.fromstring(export("graphml", content))
    ids = [edge.get("id") for edge in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(ids) == len(set(ids)) == 16
    network = networkx.read_graphml(io.BytesIO(export("graphml", content)), force_multigraph=True)
    assert network.nodes["zonnet"]["label"] == "Zonnet"


def test_gexf_holds_no_date_of_today(content: Content) -> None:
    data = export("gexf", content)
    assert b"<meta" not in data
    assert b"lastmodifieddate" not in data
    assert len(networkx.read_gexf(io.BytesIO(data)).edges) == 16


def test_json_is_node_link(content: Content) -> None:
    data = json.loads(export("json", content))
    network = networkx.node_link_graph(data, edges="edges")
    assert network["zonnet"]["blik"]["sharesDataWith"]["status"] == "contested"


def tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))) for name in archive.namelist()
        }


def test_csv_holds_nodes_edges_and_attestations(content: Content) -> None:
    found = tables(export("csv", content))
    assert {name: len(rows) for name, rows in found.items()} == {
        "nodes.csv": 17, "edges.csv": 17, "attestations.csv": 21,
    }  # fmt: skip
    edge = next(row for row in found["edges.csv"] if row["relation"] == "sharesDataWith")
    assert edge == {
        "subject": "zonnet", "relation": "sharesDataWith", "object": "blik",
        "status": "contested", "asserting": "2", "denying": "1",
    }  # fmt: skip
    attestation = next(row for row in found["attestations.csv"] if row["valid_from"] == "2018")
    assert attestation["data_categories"] == "Contact | Location"
    body = next(a.body for a in content.graph.articles if a.id == "a1")
    assert body[int(attestation["start"]) : int(attestation["end"])] == attestation["quote"]


@pytest.mark.parametrize("label", ["=1+1", "+31", "-x", "@sum"])
def test_csv_defuses_what_a_spreadsheet_would_run(label: str, content: Content) -> None:
    first = replace(content.graph.entities[0], label=label)
    graph = replace(content.graph, entities=(first, *content.graph.entities[1:]))
    rows = tables(export("csv", replace(content, graph=graph)))["nodes.csv"]
    assert rows[0]["label"] == "'" + label


def test_html_is_one_page(content: Content) -> None:
    page = export("html", content).decode("utf-8")
    assert page.lower().startswith("<!doctype html")
    assert "Zonnet" in page


def test_a_folder_without_store_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        read_content(tmp_path)
