"""Writes the golden graphs anew; look at the difference before you commit it."""

from __future__ import annotations

from graphbuild.graph.rdf import to_turtle
from tests.golden import FOLDER, graph_of

for article in sorted(FOLDER.glob("*.txt")):
    article.with_suffix(".ttl").write_bytes(to_turtle(graph_of(article)))
