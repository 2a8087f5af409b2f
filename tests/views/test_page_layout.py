from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.views.page import layout as layout_module
from graphbuild.views.page.layout import Link, Points, lay_out, separate, sunflower


def overlaps(points: Points, boxes: Points) -> int:
    need = (boxes[:, None, :] + boxes[None, :, :]) / 2
    hit = (np.abs(points[:, None, :] - points[None, :, :]) < need - 0.01).all(axis=2)
    return int(np.triu(hit, k=1).sum())


def two_cliques() -> list[Link]:
    groups = [range(8), range(8, 16)]
    inside = [Link(a, b, 1.0) for group in groups for a in group for b in group if a < b]
    return [*inside, Link(0, 8, 1.0)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Points, list[Link]]:
    count = draw(st.integers(1, 25))
    ends = st.integers(0, count - 1)
    boxes = draw(st.lists(st.tuples(st.floats(5, 150), st.floats(5, 80)), min_size=count, max_size=count))
    links = draw(st.lists(st.builds(Link, ends, ends, st.floats(0.5, 5)), max_size=40))
    return np.array(boxes), links


@settings(deadline=None, max_examples=40)
@given(graphs())
def test_boxes_never_overlap(graph: tuple[Points, list[Link]]) -> None:
    boxes, links = graph
    layout = lay_out(boxes, links)
    assert layout.positions.shape == (len(boxes), 2)
    assert np.isfinite(layout.positions).all()
    assert overlaps(layout.positions, boxes) == 0


def test_boxes_of_large_graphs_do_not_overlap_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "LARGEST_TIGHT", 0)
    boxes = np.full((90, 2), 60.0)
    ring = [Link(a, (a * 7 + 1) % 90, 1.0) for a in range(90)]
    assert overlaps(lay_out(boxes, ring).positions, boxes) == 0


def test_same_graph_same_places() -> None:
    boxes = np.full((16, 2), 50.0)
    first, second = lay_out(boxes, two_cliques()), lay_out(boxes, two_cliques())
    assert (first.positions == second.positions).all()
    assert first.communities == second.communities


def test_communities_lie_apart() -> None:
    layout = lay_out(np.full((16, 2), 40.0), two_cliques())
    assert len(set(layout.communities[:8])) == len(set(layout.communities[8:])) == 1
    first, second = layout.positions[:8], layout.positions[8:]
    between = np.linalg.norm(first.mean(axis=0) - second.mean(axis=0))
    widest = max(np.linalg.norm(group - group.mean(axis=0), axis=1).max() for group in (first, second))
    assert between > 2 * widest


def test_linked_nodes_are_nearer_than_others() -> None:
    graph = nx.path_graph(12)
    places = lay_out(np.full((12, 2), 30.0), [Link(a, b, 1.0) for a, b in graph.edges]).positions
    linked = np.mean([np.linalg.norm(places[a] - places[b]) for a, b in graph.edges])
    every = np.mean([np.linalg.norm(places[a] - places[b]) for a in graph for b in graph if a < b])
    assert linked < 0.75 * every


def test_nodes_without_links_make_one_group() -> None:
    layout = lay_out(np.full((6, 2), 30.0), [Link(0, 1, 1.0)])
    assert len(set(layout.communities[2:])) == 1
    assert layout.communities[0] != layout.communities[2]


def test_empty_graph_has_an_empty_layout() -> None:
    assert lay_out(np.zeros((0, 2)), []).communities == ()


@pytest.mark.parametrize("count", [1, 2, 30])
def test_boxes_at_one_place_are_pushed_apart(count: int) -> None:
    boxes = np.full((count, 2), 20.0)
    places = separate(sunflower(count, 0.5), boxes)
    assert overlaps(places, boxes) == 0
