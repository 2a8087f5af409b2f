"""What an exporter is given, and what it must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Quad

from graphbuild.graph.read import read_graph
from graphbuild.graph.store import read_quads
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.types import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Content:
    """One graph in the two forms that exporters want: as RDF and as objects."""

    quads: Sequence[Quad]
    graph: KnowledgeGraph
    ontology: Ontology


class Exporter(Protocol):
    """Writes a graph in one format. A class without arguments, registered as an entry point."""

    suffix: str
    """How the names of its files end, such as `.ttl`."""

    def export(self, content: Content) -> bytes:
        """Gives the file's bytes, the same for the same content."""


def read_content(directory: Path | str) -> Content:
    """Reads what a build wrote, from its store; raises StoreError when that cannot be opened."""
    quads = read_quads(directory)
    return Content(quads, read_graph(quads), load_ontology())
