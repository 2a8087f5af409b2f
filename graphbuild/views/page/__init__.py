"""The interactive page: one HTML file that needs no network and shows who says what of whom, and where."""

from __future__ import annotations

from graphbuild.ontology import Ontology
from graphbuild.types import KnowledgeGraph
from graphbuild.views.page.document import write_document
from graphbuild.views.page.model import view_model
from graphbuild.views.page.picture import drawn_network

__all__ = ["render_page"]


def render_page(graph: KnowledgeGraph, ontology: Ontology) -> str:
    """Gives the page as text, to be written as UTF-8; the same graph gives the same text.

    Raises OutputError when the graph names an entity or article that it does not hold.
    """
    model = view_model(graph, ontology)
    return write_document(model, drawn_network(model))
