"""Reads Dutch news and builds a knowledge graph of who shares data with whom, evidence included.

nlp = graphbuild.load("nl")                        # a spaCy pipeline: nlp(text)._.claims
graphbuild.build(["articles"], "out")              # what the command does
dataset = graphbuild.open("out")                   # an rdflib Dataset on the store
network = graphbuild.to_networkx("out")            # a networkx MultiDiGraph
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from networkx import MultiDiGraph
from rdflib import Dataset

from graphbuild.building import build
from graphbuild.errors import GraphbuildError
from graphbuild.graph.read import read_graph
from graphbuild.graph.store import open_dataset, read_quads
from graphbuild.pipeline.load import load
from graphbuild.views import network

__all__ = ["GraphbuildError", "build", "load", "open", "to_networkx"]


def open(directory: Path | str) -> Dataset:  # noqa: A001  the name that the contract gives it
    """Gives an rdflib Dataset on the store of a built folder; raises StoreError when it cannot be opened."""
    return open_dataset(directory)


def to_networkx(directory: Path | str, view: Literal["entities", "statements"] = "entities") -> MultiDiGraph:
    """Gives a built folder's graph for networkx; raises StoreError when its store cannot be opened.

    In the view `entities` nodes are entities and edges statements; in `statements` statements are nodes too.
    """
    return network.to_networkx(read_graph(read_quads(directory)), view)
