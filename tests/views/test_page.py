from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyvis.network import Network

from graphbuild.errors import OutputError
from graphbuild.ontology import load_ontology
from graphbuild.types import EntityId, KnowledgeGraph
from graphbuild.views.page import render_page
from graphbuild.views.page.document import json_for_script
from graphbuild.views.page.model import view_model
from graphbuild.views.page.picture import BIDIRECTIONAL_CONTROLS, drawn_network, growth_order, label_lines, text_width
from graphbuild.views.page.style import load_styles
from tests.views.gold_graph import gold_graph
from tests.views.page_examples import hostile_graph, made_up_graph, sample_graph

ONTOLOGY = load_ontology()
MEGABYTE = 1_000_000
ROOT = Path(__file__).resolve().parents[2]


class Elements(HTMLParser):
    """Collects tags, their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.append("")
        self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[-1] += data

    def all(self, wanted: str) -> list[tuple[dict[str, str | None], str]]:
        found = zip(self.tags, self.texts, strict=True)
        return [(attributes, text) for (tag, attributes), text in found if tag == wanted]


def data_of(page: str) -> dict[str, Any]:
    (text,) = [text for attributes, text in Elements(page).all("script") if attributes.get("id") == "graph-data"]
    data: dict[str, Any] = json.loads(text)
    return data


@pytest.mark.parametrize("graph", [sample_graph, hostile_graph, gold_graph, lambda: KnowledgeGraph((), (), (), {})])
def test_page_is_valid_html(graph: Any) -> None:
    document = html5lib.HTMLParser(strict=True).parse(render_page(graph(), ONTOLOGY))
    assert document is not None


def test_policy_names_exactly_what_is_in_the_file() -> None:
    elements = Elements(render_page(sample_graph(), ONTOLOGY))
    (policy,) = [
        attributes["content"]
        for attributes, _ in elements.all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    scripts = [text for attributes, text in elements.all("script") if "type" not in attributes]
    styles = [text for _, text in elements.all("style")]
    assert (len(scripts), len(styles)) == (2, 1)
    for text in (*scripts, *styles):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in str(policy)
    assert "unsafe" not in str(policy)
    assert str(policy).startswith("default-src 'none';")


def test_page_refers_to_nothing_outside() -> None:
    elements = Elements(render_page(gold_graph(), ONTOLOGY))
    for tag, attributes in elements.tags:
        assert "src" not in attributes, tag
        assert tag not in {"link", "iframe", "object", "embed", "img"}
        assert not str(attributes.get("href", "#")).startswith("http")
    assert "sourceMappingURL" not in "".join(elements.texts)


def test_hostile_texts_add_no_elements() -> None:
    plain, hostile = (Elements(render_page(graph, ONTOLOGY)) for graph in (sample_graph(), hostile_graph()))
    assert [tag for tag, _ in plain.tags] == [tag for tag, _ in hostile.tags]
    assert data_of(render_page(hostile_graph(), ONTOLOGY))["articles"][0]["body"] == hostile_graph().articles[0].body


@given(st.text())
def test_json_survives_a_script_element(text: str) -> None:
    encoded = json_for_script({"text": text})
    assert json.loads(encoded) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(encoded)


def test_same_graph_same_bytes_in_another_process() -> None:
    """Sets and dictionaries of another process have another order."""
    program = (
        "import hashlib; from graphbuild.ontology import load_ontology; from graphbuild.views.page import render_page;"
        "from tests.views.gold_graph import gold_graph;"
        "print(hashlib.sha256(render_page(gold_graph(), load_ontology()).encode()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": "7", "PATH": ""},
        text=True,
        capture_output=True,
        check=True,
        cwd=ROOT,
    ).stdout.strip()
    assert other == hashlib.sha256(render_page(gold_graph(), ONTOLOGY).encode()).hexdigest()


def test_page_for_fifty_articles_is_small() -> None:
    graph = gold_graph()
    size = len(render_page(graph, ONTOLOGY).encode())
    empty = len(render_page(KnowledgeGraph((), (), (), {}), ONTOLOGY).encode())
    assert empty + (size - empty) * 50 / len(graph.articles) < 1.5 * MEGABYTE


def test_picture_is_a_pyvis_network_with_one_edge_for_each_pair() -> None:
    model = view_model(sample_graph(), ONTOLOGY)
    network = drawn_network(model)
    assert isinstance(network, Network)
    assert network.num_nodes() == len(model["nodes"])
    pairs = {frozenset((s["subject"], s["object"])) for s in model["statements"]}
    assert network.num_edges() == len(pairs) == 5
    assert sorted(position for edge in network.edges for position in edge["statements"]) == list(range(6))
    assert network.options["physics"] == {"enabled": False}


def test_part_that_grows_is_connected_and_starts_with_the_heaviest() -> None:
    weights, pairs = [1, 9, 2, 8, 3, 0], [(0, 1), (1, 2), (2, 4), (3, 4)]
    assert growth_order(weights, pairs) == [4, 0, 1, 3, 2, 5]


def test_every_statement_and_attestation_is_on_the_page() -> None:
    graph = gold_graph()
    data = data_of(render_page(graph, ONTOLOGY))
    assert [s["id"] for s in data["statements"]] == [f"{s.subject}|{s.relation}|{s.object}" for s in graph.statements]
    checked = 0
    for shown, statement in zip(data["statements"], graph.statements, strict=True):
        assert shown["status"] == statement.status.value
        for attestation, claim in zip(shown["attestations"], statement.attestations, strict=True):
            body = data["articles"][attestation["article"]]["body"].encode("utf-16-le")
            quote = body[attestation["start"] * 2 : attestation["end"] * 2].decode("utf-16-le")
            assert quote == claim.evidence.quote
            checked += 1
    assert checked == sum(len(statement.attestations) for statement in graph.statements) > 300


def test_offsets_count_utf16_units() -> None:
    graph = sample_graph()
    (claim,) = next(s for s in graph.statements if s.relation == "basedIn").attestations
    model = view_model(graph, ONTOLOGY)
    (shown,) = next(s for s in model["statements"] if "basedIn" in s["id"])["attestations"]
    assert shown["start"] == claim.evidence.start + 1, "one character before it lies outside the first plane"


def test_words_come_from_the_ontology() -> None:
    model = view_model(sample_graph(), ONTOLOGY)
    labels = {relation["name"]: relation["label"] for relation in model["relations"]}
    assert labels["sharesDataWith"] == {"en": "shares data with", "nl": "deelt gegevens met"}
    assert {relation["name"] for relation in model["relations"] if relation["symmetric"]} == {"partnersWith"}


@pytest.mark.parametrize("end", ["subject", "object"])
def test_unknown_entity_is_an_error(end: str) -> None:
    graph = sample_graph()
    nobody, known = EntityId("nobody"), graph.statements[0]
    broken = (
        dataclasses.replace(known, subject=nobody) if end == "subject" else dataclasses.replace(known, object=nobody)
    )
    with pytest.raises(OutputError, match="entity 'nobody'"):
        render_page(dataclasses.replace(graph, statements=(broken,)), ONTOLOGY)


def test_unknown_article_is_an_error() -> None:
    graph = sample_graph()
    with pytest.raises(OutputError, match="article 'a1'"):
        render_page(dataclasses.replace(graph, articles=graph.articles[1:]), ONTOLOGY)


@given(st.text(max_size=300))
def test_labels_are_short_and_plain(name: str) -> None:
    lines = label_lines(name)
    assert len(lines) <= 2
    assert all(len(line) <= 16 for line in lines)
    assert not any(ord(character) in BIDIRECTIONAL_CONTROLS for line in lines for character in line)


def test_label_of_a_long_name_says_that_it_goes_on() -> None:
    assert label_lines("Centraal Bureau voor de Statistiek van Nederland") == ["Centraal Bureau", "voor de…"]
    assert text_width("中") == 2 * text_width("x")


def test_every_type_of_the_ontology_has_a_look() -> None:
    styles = load_styles()
    looks = {kind: styles.of(kind, ONTOLOGY) for kind in ONTOLOGY.kinds}
    signs = {(look["light"], look["shape"], look["icon"]) for look in looks.values()}
    assert len(signs) >= len(looks) - 1, "all but Agent and Organization differ"


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_signs_stand_out_from_the_background() -> None:
    styles = load_styles()
    for kind in sorted(ONTOLOGY.kinds):
        look = styles.of(kind, ONTOLOGY)
        assert 1.05 / (luminance(look["light"]) + 0.05) >= 3, kind
        assert (luminance(look["dark"]) + 0.05) / (luminance("#14181d") + 0.05) >= 3, kind


def test_large_graphs_are_laid_out() -> None:
    data = data_of(render_page(made_up_graph(400, 1000), ONTOLOGY))
    places = {(node["x"], node["y"]) for node in data["picture"]["nodes"]}
    assert len(places) == 400


def test_no_style_or_handler_attributes_in_the_template() -> None:
    page = render_page(sample_graph(), ONTOLOGY)
    for tag, attributes in Elements(page).tags:
        assert not [name for name in attributes if name == "style" or re.match(r"on[a-z]+$", name)], tag
