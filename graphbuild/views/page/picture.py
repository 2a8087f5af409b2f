"""The picture: a pyvis network with every node in its place and one edge for each connected pair."""

from __future__ import annotations

import heapq
import math
import textwrap
import unicodedata
from collections.abc import Iterable

import numpy as np
from pyvis.network import Network

from graphbuild.views.page.layout import Link, lay_out
from graphbuild.views.page.model import StatementView, ViewModel

CHARACTER_WIDTH = 7.4
LINE_HEIGHT = 15.0
LINE_CHARACTERS = 16
LABEL_LINES = 2
SMALLEST, LARGEST = 11.0, 28.0
BIDIRECTIONAL_CONTROLS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

OPTIONS: dict[str, object] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "multiselect": True,
        "selectConnectedEdges": False,
        "tooltipDelay": 200,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"shape": "custom"},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": False}}},
}


def drawn_network(model: ViewModel) -> Network:
    """Gives the network: nodes with place, size and label lines, edges with the statements that they stand for."""
    pairs = _pairs(model["statements"])
    weights = _weights(model)
    labels = [label_lines(node["label"]) for node in model["nodes"]]
    heaviest = max(weights, default=0)
    order = growth_order(weights, pairs)
    sizes = [_size(weight, heaviest) for weight in weights]
    boxes = np.array([_box(lines, size) for lines, size in zip(labels, sizes, strict=True)]).reshape(-1, 2)
    links = [Link(first, second, float(len(members))) for (first, second), members in pairs.items()]
    layout = lay_out(boxes, links)
    network = Network(directed=True, layout=None)
    network.options = OPTIONS
    for number, lines in enumerate(labels):
        # vis-network places nodes at whole units. The place of a box is its middle, that of a node the middle of
        # its shape, above the label.
        x, y = layout.positions[number]
        top = y - boxes[number][1] / 2 + sizes[number]
        network.add_node(
            number,
            label="\n".join(lines) or " ",
            shape="custom",
            color=None,
            x=round(float(x)),
            y=round(float(top)),
            size=round(sizes[number], 1),
            community=layout.communities[number],
            weight=weights[number],
            order=order[number],
        )
    for number, ((first, second), members) in enumerate(pairs.items()):
        network.add_edge(first, second, id=number, statements=members)
    return network


def label_lines(label: str) -> list[str]:
    """Breaks a name into at most two short lines; what does not fit is cut off with an ellipsis.

    Control characters, among them those that turn the direction of writing, are left out.
    """
    plain = "".join(" " if unicodedata.category(character) == "Cc" else character for character in label)
    plain = " ".join(plain.translate(BIDIRECTIONAL_CONTROLS).split())[: LINE_CHARACTERS * LABEL_LINES * 2]
    return textwrap.wrap(plain, width=LINE_CHARACTERS, max_lines=LABEL_LINES, placeholder="…")


def text_width(text: str) -> float:
    """Estimates from above how wide a text is drawn, in units of the drawing."""
    return sum(CHARACTER_WIDTH * (2 if unicodedata.east_asian_width(character) in "WF" else 1) for character in text)


def _pairs(statements: Iterable[StatementView]) -> dict[tuple[int, int], list[int]]:
    """The statements between each two nodes, in either direction, by position."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for position, statement in enumerate(statements):
        ends = sorted((statement["subject"], statement["object"]))
        pairs.setdefault((ends[0], ends[1]), []).append(position)
    return dict(sorted(pairs.items()))


def _weights(model: ViewModel) -> list[int]:
    """For each node, by how many attestations it is connected."""
    weights = [0] * len(model["nodes"])
    for statement in model["statements"]:
        for end in {statement["subject"], statement["object"]}:
            weights[end] += len(statement["attestations"])
    return weights


def growth_order(weights: list[int], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each node, when it joins a part that grows from the heaviest node by its heaviest neighbour each time.

    What joined before a given moment is connected, as far as the graph is; a large graph is shown up to a limit.
    """
    neighbours: list[list[int]] = [[] for _ in weights]
    for first, second in pairs:
        neighbours[first].append(second)
        neighbours[second].append(first)
    order: dict[int, int] = {}
    for start in sorted(range(len(weights)), key=lambda node: (-weights[node], node)):
        front = [(-weights[start], start)]
        while front:
            _, node = heapq.heappop(front)
            if node not in order:
                order[node] = len(order)
                for other in neighbours[node]:
                    heapq.heappush(front, (-weights[other], other))
    return [order[node] for node in range(len(weights))]


def _size(weight: int, heaviest: int) -> float:
    share = math.sqrt(weight / heaviest) if heaviest else 0.0
    return SMALLEST + (LARGEST - SMALLEST) * share


def _box(lines: list[str], size: float) -> tuple[float, float]:
    width = max((text_width(line) for line in lines), default=0.0)
    return max(width, 2 * size), 2 * size + 4 + LINE_HEIGHT * len(lines)
