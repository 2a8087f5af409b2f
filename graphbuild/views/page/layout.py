"""Where the nodes are drawn: communities apart, no label over another, the same for the same graph.

Each community is laid out by forces (Fruchterman and Reingold, Graph drawing by force-directed placement, 1991),
its nodes are pushed apart until their boxes no longer overlap, and the communities are then packed as circles,
each as near as it can be to those that it is most connected with. Nothing depends on chance: forces start from a
sunflower spiral, and the search for communities (Blondel et al., Fast unfolding of communities, 2008) has a fixed seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Coordinates or extents, one row of (x, y) or (width, height) per node, in units of the drawing."""

ITERATIONS = 80
MARGIN = 10.0
"""Least distance between two boxes."""
COMMUNITY_GAP = 40.0
"""Least distance between two communities."""
ASPECT = 1.7
"""Width to height that the packing aims at: that of a screen beside the filters."""
WORDS_LENGTH = 190.0
"""Length of a line that leaves room for a relation in words between two nodes."""
TIGHTNESS = 0.78
"""Communities are packed as circles so much smaller than they are: their corners are mostly empty."""
LARGEST_TIGHT = 600
"""Above so many nodes circles are packed as they are, because separating all boxes at once would take seconds."""
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Link:
    """A connection between two nodes, by position, with a weight above 0."""

    first: int
    second: int
    weight: float


@dataclass(frozen=True)
class Layout:
    """Centre of each node's box, and the number of the community that each node is in, largest first."""

    positions: Points
    communities: tuple[int, ...]


def lay_out(boxes: Points, links: Sequence[Link]) -> Layout:
    """Places boxes of the given (width, height) so that none overlaps another and linked ones are near."""
    count = len(boxes)
    if count == 0:
        return Layout(np.zeros((0, 2)), ())
    graph = _graph(count, links)
    groups = _communities(graph)
    local = [_community_layout(graph, group, boxes[group]) for group in groups]
    radii = np.array([_radius(points, boxes[group]) for points, group in zip(local, groups, strict=True)])
    tight = count <= LARGEST_TIGHT
    membership = np.zeros(count, dtype=int)
    for number, group in enumerate(groups):
        membership[group] = number
    centres = _pack(radii * (TIGHTNESS if tight else 1.0), _links_between(membership, links, len(groups)))
    positions = np.zeros((count, 2))
    for number, group in enumerate(groups):
        positions[group] = local[number] + centres[number]
    return Layout(separate(positions, boxes) if tight else positions, tuple(int(number) for number in membership))


def _graph(count: int, links: Sequence[Link]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for link in links:
        if link.first != link.second:
            known = graph.get_edge_data(link.first, link.second, {"weight": 0.0})["weight"]
            graph.add_edge(link.first, link.second, weight=known + link.weight)
    return graph


def _communities(graph: nx.Graph) -> list[list[int]]:
    """Communities of connected nodes, largest first; nodes without links make one group, which comes last."""
    lonely = sorted(node for node in graph if graph.degree(node) == 0)
    connected = graph.subgraph(node for node in graph if graph.degree(node) > 0)
    found = nx.community.louvain_communities(nx.Graph(connected), weight="weight", seed=1) if connected else []
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
    return [*groups, lonely] if lonely else groups


def sunflower(count: int, spacing: float) -> Points:
    """Points on a spiral that fills a disc evenly, `spacing` apart or so, from the centre outwards."""
    ranks = np.arange(count)
    radii = spacing * np.sqrt(ranks)
    return np.column_stack([radii * np.cos(ranks * GOLDEN_ANGLE), radii * np.sin(ranks * GOLDEN_ANGLE)])


def _community_layout(graph: nx.Graph, group: list[int], boxes: Points) -> Points:
    """Positions of one community's nodes around (0, 0)."""
    place = {node: position for position, node in enumerate(group)}
    ends = [(place[a], place[b]) for a, b in graph.subgraph(group).edges()]
    spacing = float(np.sqrt(np.mean((boxes[:, 0] + MARGIN) * (boxes[:, 1] + MARGIN)))) if len(boxes) else 0.0
    order = sorted(range(len(group)), key=lambda position: (-graph.degree(group[position]), position))
    points = np.zeros((len(group), 2))
    points[order] = sunflower(len(group), spacing * 0.75)
    if ends:
        points = _forces(points, np.array(sorted(ends)), _line_length(spacing, len(graph)))
    points = separate(points, boxes)
    middle: Points = (points.max(axis=0) + points.min(axis=0)) / 2
    return points - middle


def _line_length(spacing: float, count: int) -> float:
    """How long lines are to be: a small graph has room for words along its lines."""
    return max(spacing * min(1.8, 0.8 + 18 / count), WORDS_LENGTH * min(1.0, 30 / count))


def _forces(points: Points, ends: NDArray[np.int_], spacing: float) -> Points:
    """Repels all pairs and pulls linked ones, with steps that shrink to nothing."""
    for step in np.linspace(spacing, spacing * 0.02, ITERATIONS):
        difference = points[:, None, :] - points[None, :, :]
        squared = np.maximum((difference**2).sum(axis=2), 1e-4)
        shift = (difference * (spacing**2 / squared)[:, :, None]).sum(axis=1)
        along = points[ends[:, 0]] - points[ends[:, 1]]
        pull = along * np.linalg.norm(along, axis=1, keepdims=True) / spacing
        np.add.at(shift, ends[:, 0], -pull)
        np.add.at(shift, ends[:, 1], pull)
        shift -= points * 0.6
        length = np.maximum(np.linalg.norm(shift, axis=1, keepdims=True), 1e-6)
        points = points + shift / length * np.minimum(length, step)
    return points


def separate(points: Points, boxes: Points) -> Points:
    """Pushes boxes apart until none overlaps another, moving them as little as it can."""
    points = points.copy()
    for attempt in range(400):
        if not _push_once(points, boxes):
            return points
        if attempt % 40 == 39:
            points *= 1.08
    while _push_once(points.copy(), boxes):
        points *= 1.3
    return points


def _push_once(points: Points, boxes: Points) -> bool:
    """Moves every overlapping pair apart along its shorter way out; says whether there was any."""
    need = (boxes[:, None, :] + boxes[None, :, :]) / 2 + MARGIN
    difference = points[:, None, :] - points[None, :, :]
    overlap = need - np.abs(difference)
    first, second = np.nonzero(np.triu((overlap > 0.01).all(axis=2), k=1))
    if len(first) == 0:
        return False
    depth, away = overlap[first, second], difference[first, second]
    axis = (depth[:, 1] < depth[:, 0]).astype(int)
    rows = np.arange(len(first))
    direction = np.where(away[rows, axis] >= 0, 1.0, -1.0)
    move = np.zeros((len(first), 2))
    move[rows, axis] = direction * (depth[rows, axis] / 2 + 0.05)
    np.add.at(points, first, move * 0.7)
    np.add.at(points, second, -move * 0.7)
    return True


def _radius(points: Points, boxes: Points) -> float:
    return float(np.max(np.hypot(np.abs(points[:, 0]) + boxes[:, 0] / 2, np.abs(points[:, 1]) + boxes[:, 1] / 2)))


def _links_between(membership: NDArray[np.int_], links: Sequence[Link], count: int) -> NDArray[np.float64]:
    weights = np.zeros((count, count))
    for link in links:
        first, second = membership[link.first], membership[link.second]
        if first != second:
            weights[first, second] += link.weight
            weights[second, first] += link.weight
    return weights


def _pack(radii: NDArray[np.float64], weights: NDArray[np.float64]) -> Points:
    """Places circles one by one, largest first, where they touch none and are near those they are linked with."""
    centres = np.zeros((len(radii), 2))
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    for number in range(1, len(radii)):
        placed, reach = centres[:number], radii[:number] + radii[number] + COMMUNITY_GAP
        candidates = (placed[:, None, :] + around[None, :, :] * reach[:, None, None]).reshape(-1, 2)
        distance = np.linalg.norm(candidates[:, None, :] - placed[None, :, :], axis=2)
        free = (distance >= reach[None, :] - 1e-6).all(axis=1)
        linked = weights[number, :number]
        cost = np.hypot(candidates[:, 0] / ASPECT, candidates[:, 1])
        if linked.any():
            cost = cost + distance @ linked / linked.sum() * 0.5
        cost[~free] = np.inf
        centres[number] = candidates[int(np.argmin(np.round(cost, 6)))]
    return centres
