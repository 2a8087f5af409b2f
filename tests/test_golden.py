from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import graph_diff, to_isomorphic

from graphbuild.graph.rdf import to_turtle
from tests.golden import FOLDER, graph_of

ARTICLES = sorted(FOLDER.glob("*.txt"))


def test_there_are_golden_articles() -> None:
    assert len(ARTICLES) == 3


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_gives_its_golden_graph(article: Path) -> None:
    found = to_isomorphic(Graph().parse(data=to_turtle(graph_of(article)), format="turtle"))
    golden = to_isomorphic(Graph().parse(article.with_suffix(".ttl")))
    assert len(golden) > 20
    _, lost, new = graph_diff(golden, found)
    assert found == golden, f"lost:\n{lost.serialize()}\nnew:\n{new.serialize()}"
