from __future__ import annotations

import io
import string

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.views.network import View, clean, to_networkx
from tests.small_graph import small_graph


def test_nodes_are_entities_with_plain_attributes() -> None:
    network = to_networkx(small_graph())
    assert len(network) == 17
    assert network.nodes["zonnet"] == {
        "label": "Zonnet", "kind": "TelecomOperator", "aliases": 'Zonnet Telecom | Zónnet "4G"', "articles": 3,
    }  # fmt: skip


def test_edges_are_asserted_statements_with_their_story() -> None:
    edge = to_networkx(small_graph())["zonnet"]["blik"]["sharesDataWith"]
    quotes = edge.pop("quotes").split(" | ")
    assert edge == {
        "id": "zonnet sharesDataWith blik",
        "label": "sharesDataWith",
        "relation": "sharesDataWith",
        "status": "contested",
        "asserting": 2,
        "denying": 1,
        "sources": "De Avondpost | Zonnet",
        "first_date": "2019-05",
        "last_date": "2021",
        "valid_from": "2018",
        "valid_until": "",
    }
    assert len(quotes) == 3


def test_what_is_only_denied_is_no_edge_but_a_statement() -> None:
    assert not to_networkx(small_graph()).has_edge("buurtbel", "gouda")
    statements = to_networkx(small_graph(), "statements")
    assert statements.nodes["buurtbel storesDataIn gouda"]["status"] == "denied"


def test_sources_are_joined_to_what_they_say() -> None:
    network = to_networkx(small_graph(), "statements")
    access = "lynco hasDataAccessTo zonnet"
    assert network["dienst"][access]["asserts"]["relation"] == "asserts"
    assert network["zonnet"][access]["denies"]["relation"] == "denies"
    assert set(network[access]) == {"lynco", "zonnet"}


def test_an_article_without_publisher_speaks_by_its_file() -> None:
    assert to_networkx(small_graph())["waakhond"]["zonnet"]["fines"]["sources"] == "a2.txt"


@pytest.mark.parametrize("view", ["entities", "statements"])
def test_graphml_gives_the_same_graph_back(view: View) -> None:
    network = to_networkx(small_graph(), view)
    buffer = io.BytesIO()
    networkx.write_graphml_xml(network, buffer, edge_id_from_attribute="id")
    again = networkx.read_graphml(io.BytesIO(buffer.getvalue()), force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    assert edges(again) == edges(network)


@pytest.mark.parametrize("view", ["entities", "statements"])
def test_gexf_gives_the_same_graph_back(view: View) -> None:
    network = to_networkx(small_graph(), view)
    buffer = io.BytesIO()
    networkx.write_gexf(network, buffer)
    again = networkx.read_gexf(io.BytesIO(buffer.getvalue()))
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    assert edges(again) == edges(network)
    assert sorted(again.edges(keys=True)) == sorted(network.edges(keys=True))


def edges(network: networkx.MultiDiGraph) -> list[tuple[str, str, list[tuple[str, object]]]]:
    return sorted((start, end, sorted(data.items())) for start, end, data in network.edges(data=True))


@given(st.text(st.sampled_from(string.printable + "\x00\x0b\ud800\u2028é"), max_size=20))
def test_clean_texts_can_stand_in_xml(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert cleaned.isprintable()
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
