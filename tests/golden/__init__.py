"""Articles with the graphs that they give in the fast tier; `python -m tests.golden` writes the graphs anew."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad

from graphbuild.building import gather
from graphbuild.graph.rdf import to_rdf

FOLDER = Path(__file__).parent
VERSION = "golden"


def graph_of(article: Path) -> list[Quad]:
    """Gives the triples that one article yields."""
    return to_rdf(gather([article], fast=True).graph, version=VERSION)
