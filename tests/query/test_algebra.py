from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.errors import QueryError
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.query import explain_query, library_query
from tests.query.expected import EXPECTED
from tests.small_graph import small_graph


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    return directory


def test_the_algebra_is_shown_as_a_tree(built: Path) -> None:
    query = "SELECT ?s WHERE { ?s gb:fines ?o OPTIONAL { ?s skos:altLabel ?a } FILTER(?o != gb:Law) } LIMIT 3"
    assert explain_query(built, query, {}) == (
        "SelectQuery\n"
        "  Slice\n"
        "    Project\n"
        "      Filter\n"
        "        expr: RelationalExpression\n"
        "          expr: ?o\n"
        "          op: !=\n"
        "          other: gb:Law\n"
        "        LeftJoin\n"
        "          p1: BGP\n"
        "            ?s gb:fines ?o\n"
        "          p2: BGP\n"
        "            ?s skos:altLabel ?a\n"
        "          expr: TrueFilter\n"
        "      PV: ?s\n"
        "    start: 0\n"
        "    length: 3\n"
        "  PV: ?s\n"
    )


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_query_of_the_library_can_be_explained_the_same_way_twice(name: str, built: Path) -> None:
    query, values = library_query(name).text, EXPECTED[name][0]
    shown = explain_query(built, query, values)
    assert shown.startswith("SelectQuery\n")
    assert "BGP" in shown
    assert shown == explain_query(built, query, values)


def test_values_of_parameters_are_in_the_explanation(built: Path) -> None:
    assert "entity/blik>" in explain_query(built, library_query("profile").text, {"entity": "Blik"})


def test_a_query_that_cannot_be_read_is_not_explained(built: Path) -> None:
    with pytest.raises(QueryError, match="line 1, column 24"):
        explain_query(built, "SELECT * WHERE { ?s ?p }"[:-1], {})
