"""The interactive page as an export format."""

from __future__ import annotations

from graphbuild.exporters.exporter import Content
from graphbuild.views.page import render_page


class HtmlExporter:
    """One HTML file that shows the graph, with everything it needs inside."""

    suffix = ".html"

    def export(self, content: Content) -> bytes:
        """Gives the page in UTF-8."""
        return render_page(content.graph, content.ontology).encode("utf-8")
