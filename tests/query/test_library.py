from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from graphbuild.errors import KnowledgeError, UnknownNameError
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import ontology_quads
from graphbuild.query import ParameterKind, execute, library, library_query
from graphbuild.query.library import declared_parameters, read_query
from tests.query.answers import comparable, expected
from tests.query.expected import EXPECTED
from tests.small_graph import small_graph


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store()
    filled.bulk_extend([*to_rdf(small_graph(), version="1"), *ontology_quads()])
    return filled


def rows(store: Store, name: str, values: dict[str, str]) -> list[tuple[str, ...]]:
    result = execute(store, library_query(name).text, values)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    found = [tuple("" if row[name] is None else row[name].value for name in names) for row in result]
    return [comparable(row) for row in found]


def test_every_query_has_an_expected_answer() -> None:
    assert set(EXPECTED) == set(library())
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_query_gives_its_expected_answer(name: str, store: Store) -> None:
    assert expected(name), "an empty answer shows nothing"
    assert rows(store, name, EXPECTED[name][0]) == expected(name)


def needs_an_entity(name: str) -> bool:
    return any(p.kind is ParameterKind.ENTITY and p.default is None for p in library_query(name).parameters)


def test_queries_run_on_an_empty_graph() -> None:
    names = [name for name in sorted(EXPECTED) if not needs_an_entity(name)]
    assert len(names) == 31
    for name in names:
        result = execute(Store(), library_query(name).text, {})
        assert isinstance(result, QuerySolutions)
        assert list(result) == [], name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_query_is_well_described(name: str) -> None:
    query = library_query(name)
    assert query.name == name
    assert re.fullmatch(r"[A-Z].+[^.]", query.title)
    assert query.answers.endswith(".")
    assert query.expect.endswith(".")
    for parameter in query.parameters:
        assert f"VALUES ?{parameter.name} {{ UNDEF }}" in query.text


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_query_orders_its_rows(name: str) -> None:
    assert "\nORDER BY " in library_query(name).text


def test_titles_differ() -> None:
    titles = [query.title for query in library().values()]
    assert len(set(titles)) == len(titles)


def test_an_operator_can_be_chosen(store: Store) -> None:
    assert [row[0] for row in rows(store, "operator-suppliers", {"operator": "Belmij"})] == ["Belmij"]


def test_an_unknown_query_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"query 'x'.*contested, data-access"):
        library_query("x")


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("# title: A\n# answers: B.\nASK {}", "lacks: expect", 1),
        ("# title: A\n# answers: B.\n# expect: C.\n# param x: d\nASK { ?x ?y ?z }", "expected: # param", 4),
        ("# title: A\n# answers: B.\n# expect: C.\n# param x (thing): d\nASK { ?x ?y ?z }", "'thing' is none of", 4),
        ("# title: A\n# answers: B.\n# expect: C.\n# param x (text): d\nASK { ?y ?y ?z }", r"no variable \?x", 4),
    ],
)
def test_a_wrong_header_is_refused_with_its_line(tmp_path: Path, text: str, message: str, line: int) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message) as caught:
        read_query(path)
    assert caught.value.line == line


def test_declared_parameters_have_kind_description_and_default() -> None:
    found = declared_parameters(
        "# param who (entity, default Chinese government): whom it is about\nASK { ?who ?p ?o }"
    )
    assert [(p.name, p.kind, p.description, p.default) for p in found] == [
        ("who", ParameterKind.ENTITY, "whom it is about", "Chinese government")
    ]
