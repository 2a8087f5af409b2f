"""RDF formats: Turtle, N-Quads, JSON-LD."""

from __future__ import annotations

from pyoxigraph import RdfFormat

from graphbuild.exporters.exporter import Content
from graphbuild.graph.rdf import in_order, serialized, to_turtle
from graphbuild.graph.store import ontology_quads


class TurtleExporter:
    """The whole graph as Turtle, sorted."""

    suffix = ".ttl"

    def export(self, content: Content) -> bytes:
        """Gives Turtle in UTF-8."""
        return to_turtle(content.quads)


class NQuadsExporter:
    """What the store holds as N-Quads: the graph, and the ontology in a named graph."""

    suffix = ".nq"

    def export(self, content: Content) -> bytes:
        """Gives N-Quads in UTF-8."""
        return serialized(in_order([*content.quads, *ontology_quads()]), RdfFormat.N_QUADS)


class JsonLdExporter:
    """The whole graph as JSON-LD in its expanded form: one object per node, IRIs in full."""

    suffix = ".jsonld"

    def export(self, content: Content) -> bytes:
        """Gives JSON-LD in UTF-8."""
        return serialized(in_order(content.quads), RdfFormat.JSON_LD)
