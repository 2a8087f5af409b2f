"""Formats of graph programs: GraphML, GEXF (Gephi), node-link JSON (D3, networkx)."""

from __future__ import annotations

import io
import json
import re

import networkx

from graphbuild.exporters.exporter import Content
from graphbuild.views.network import to_networkx

_META = re.compile(r"\s*<meta .*?</meta>", re.DOTALL)
"""GEXF's header with today's date and the version of networkx, which would make every export differ."""


class GraphMlExporter:
    """Entities and what at least one source asserts of them, as GraphML."""

    suffix = ".graphml"

    def export(self, content: Content) -> bytes:
        """Gives GraphML in UTF-8."""
        buffer = io.BytesIO()
        networkx.write_graphml_xml(to_networkx(content.graph), buffer, edge_id_from_attribute="id")
        return buffer.getvalue() + b"\n"


class GexfExporter:
    """Entities and what at least one source asserts of them, as GEXF 1.2."""

    suffix = ".gexf"

    def export(self, content: Content) -> bytes:
        """Gives GEXF in UTF-8."""
        buffer = io.BytesIO()
        networkx.write_gexf(to_networkx(content.graph), buffer)
        return _META.sub("", buffer.getvalue().decode("utf-8"), count=1).encode("utf-8") + b"\n"


class NodeLinkExporter:
    """Entities and what at least one source asserts of them, as JSON with `nodes` and `edges`."""

    suffix = ".json"

    def export(self, content: Content) -> bytes:
        """Gives JSON in UTF-8, as `networkx.node_link_graph(data, edges="edges")` reads it."""
        data = networkx.node_link_data(to_networkx(content.graph), edges="edges")
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
