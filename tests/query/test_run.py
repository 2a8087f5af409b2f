from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Store

from graphbuild.errors import QueryError, StoreError, UsageError
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.query import FORMS, execute, run_query
from graphbuild.query.run import bind, find_entity, parameter_terms
from tests.small_graph import small_graph

ENTITY = "https://w3id.org/graphbuild/id/entity/"
NAMES = "SELECT ?label WHERE { ?e a gb:TelecomOperator ; skos:prefLabel ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    return directory


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store()
    filled.bulk_extend(to_rdf(small_graph(), version="1"))
    return filled


def test_a_table_shows_names_and_rows(built: Path) -> None:
    lines = run_query(built, NAMES).splitlines()
    assert [line.strip() for line in lines if set(line) - set(" ─")] == ["label", "Belmij", "Zonnet"]


def test_a_table_shortens_iris_and_shows_markup_as_it_is(built: Path) -> None:
    text = run_query(built, 'SELECT ?s ("[red]x[/red]" AS ?t) WHERE { ?s gb:fines ?o BIND(gb:fines AS ?p) }')
    assert "[red]x[/red]" in text
    assert "gb:fines" in run_query(built, "SELECT ?p WHERE { ?s ?p ?o FILTER(?p = gb:fines) }")


def test_rows_come_in_the_standard_formats(built: Path) -> None:
    assert list(csv.reader(io.StringIO(run_query(built, NAMES, "csv")))) == [["label"], ["Belmij"], ["Zonnet"]]
    assert run_query(built, NAMES, "tsv") == '?label\n"Belmij"\n"Zonnet"\n'
    bindings = json.loads(run_query(built, NAMES, "json"))["results"]["bindings"]
    assert [row["label"]["value"] for row in bindings] == ["Belmij", "Zonnet"]
    assert (
        len(
            list(
                ElementTree.fromstring(run_query(built, NAMES, "xml")).iter(
                    "{http://www.w3.org/2005/sparql-results#}result"
                )
            )
        )
        == 2
    )


def test_yes_or_no_comes_in_every_format_for_rows(built: Path) -> None:
    ask = "ASK { ?s gb:fines ?o }"
    assert "yes" in run_query(built, ask)
    assert "no" in run_query(built, "ASK { ?s gb:sues ?o }")
    assert json.loads(run_query(built, ask, "json"))["boolean"] is True
    assert run_query(built, ask, "csv") == "answer\ntrue\n"
    assert "<boolean>true</boolean>" in run_query(built, ask, "xml")


def test_triples_come_as_turtle_or_table(built: Path) -> None:
    text = run_query(built, "CONSTRUCT { ?s gb:fines ?o } WHERE { ?s gb:fines ?o }", "ttl")
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 1
    assert "gb:Law" in run_query(built, f"DESCRIBE <{ENTITY}wet>")


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (NAMES, "xls", "known are: table, csv, tsv, json, xml, ttl"),
        (NAMES, "ttl", "gives no triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "gives triples"),
    ],
)
def test_a_format_that_does_not_fit_is_wrong_use(built: Path, query: str, form: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run_query(built, query, form)


@pytest.mark.parametrize("form", FORMS[:-1])
def test_a_result_without_rows_is_no_error(built: Path, form: str) -> None:
    assert run_query(built, "SELECT ?s WHERE { ?s gb:sues ?o }", form).endswith("\n")


@pytest.mark.parametrize(
    ("query", "place", "reason", "shown"),
    [
        ("SELECT ?x WHERE {\n  ?x a gb:Law ;\n  gb:fines }", "line 3, column 12", "expected", "  gb:fines }"),
        ("SELECT ?p WHERE { ?s ?p ?o } GROUP BY ?s", "line 1, column 41", "variable that is unbound", "GROUP BY ?s"),
        ("SELECT * WHERE { ?s ex:a ?o }", "line 1, column 26", "nobody declared the prefix ex;", "ex:a"),
        ("SELECT ('ex:a' AS ?a) WHERE {\n ?s <ex:a> }", "line 2, column 12", "expected", "?s <ex:a>"),
        ("", "line 1, column 1", "expected", ""),
    ],
)
def test_an_error_shows_line_column_and_text(store: Store, query: str, place: str, reason: str, shown: str) -> None:
    with pytest.raises(QueryError) as caught:
        execute(store, query, {})
    lines = str(caught.value).splitlines()
    assert place in lines[0]
    assert reason in lines[0]
    assert shown in lines[1]
    assert lines[2].index("^") == int(place.split()[-1]) + 1
    assert len(lines[0]) < 250


def test_updates_are_no_queries(store: Store) -> None:
    with pytest.raises(QueryError):
        execute(store, "DELETE WHERE { ?s ?p ?o }", {})


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Zonnet", "zonnet"),
        ("ZONNET", "zonnet"),
        ("zonnet telecom", "zonnet"),
        ("anna", "anna"),
        ("product/lynco-tv", "product/lynco-tv"),
        ("Lynco", "lynco"),
        (ENTITY + "blik", "blik"),
        (f"<{ENTITY}blik>", "blik"),
    ],
)
def test_an_entity_is_found_by_label_alias_id_or_iri(store: Store, name: str, identity: str) -> None:
    assert find_entity(store, name) == NamedNode(ENTITY + identity)


def test_an_unknown_entity_gives_suggestions(store: Store) -> None:
    with pytest.raises(QueryError, match="'Zonet'; did you mean: Zonnet"):
        find_entity(store, "Zonet")


def test_an_ambiguous_name_lists_the_candidates() -> None:
    store = Store()
    store.bulk_extend(to_rdf(small_graph(), version="1"))
    store.bulk_extend(to_rdf(small_graph(), version="1", base="https://example.org/"))
    with pytest.raises(QueryError, match=r"several entities.*example\.org.*w3id\.org"):
        find_entity(store, "Zonnet")


@pytest.mark.parametrize("label", ["Straße", "ΟΔΟΣ", 'É "𝔸" \\ b', "ĳs"])
def test_the_case_of_a_name_makes_no_difference_in_any_script(label: str) -> None:
    store, node = Store(), NamedNode("x:a")
    store.add(Quad(node, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal(label)))
    for name in (label, label.lower(), label.upper(), label.title(), label.swapcase()):
        assert find_entity(store, name) == node


@pytest.mark.parametrize(
    ("name", "found"), [("Zonnet", True), ("Zonnet Telecom", True), ("zonnet", True), ("ZONNET", False), ("Q", False)]
)
def test_a_default_is_an_id_or_a_name_as_it_is_written(store: Store, name: str, found: bool) -> None:
    text = f"# param who (entity, default {name}): whom\nSELECT ?o WHERE {{ VALUES ?who {{ UNDEF }} ?who ?p ?o }}"
    terms = parameter_terms(store, text, {})
    assert (terms["who"] == NamedNode(ENTITY + "zonnet")) is found
    assert parameter_terms(store, text, {"who": "ZONNET"})["who"] == NamedNode(ENTITY + "zonnet")


ABOUT = """# param who (entity): whom it is about
# param since (date, default 2000): from when
# param least (number, default 0): how many
SELECT ?o WHERE { VALUES ?who { UNDEF } VALUES ?since { UNDEF } VALUES ?least { UNDEF } ?who gb:fines ?o }"""


def test_parameters_are_bound_by_their_kind(store: Store) -> None:
    terms = parameter_terms(store, ABOUT, {"who": "Datawaakhond", "least": "2"})
    assert terms["who"] == NamedNode(ENTITY + "waakhond")
    assert terms["since"] == Literal("2000")
    assert terms["least"] == Literal("2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    result = execute(store, ABOUT, {"who": "Datawaakhond"})
    assert isinstance(result, QuerySolutions)
    assert [row["o"] for row in result] == [NamedNode(ENTITY + "zonnet")]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "give the entity who=...: whom it is about"),
        ({"who": "Blik", "since": "yesterday"}, "since must be a year"),
        ({"who": "Blik", "least": "many"}, "least must be a number"),
        ({"who": "Blik", "least": "nan"}, "least must be a number"),
        ({"who": "Blik", "colour": "red"}, "no place for colour"),
        ({"who": "Blik", "o": "<no iri>"}, "no place for o|is no IRI"),
    ],
)
def test_a_wrong_parameter_is_refused(store: Store, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        execute(store, ABOUT, values)


def test_a_default_that_the_graph_does_not_know_gives_no_rows(store: Store) -> None:
    text = ABOUT.replace("(entity)", "(entity, default Nobody)")
    result = execute(store, text, {})
    assert isinstance(result, QuerySolutions)
    assert list(result) == []


def test_undeclared_parameters_are_texts_or_iris(store: Store) -> None:
    ask = "ASK { VALUES ?x { UNDEF } ?e skos:prefLabel ?x }"
    assert yes(execute(store, ask, {"x": "Blik"}))
    ask = "ASK { VALUES ?x { UNDEF } ?e owl:sameAs ?x }"
    assert yes(execute(store, ask, {"x": "<http://www.wikidata.org/entity/Q0>"}))


def yes(result: object) -> bool:
    assert isinstance(result, QueryBoolean)
    return bool(result)


@given(st.text().filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_no_value_can_change_a_query(value: str) -> None:
    text = "SELECT ?x ?y WHERE { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }"
    other = 'VALUES ?x { UNDEF } } DROP ALL # " \\'
    bound = bind(text, {"x": Literal(value), "y": Literal(other)})
    result = Store().query(bound)
    assert isinstance(result, QuerySolutions)
    assert [(row["x"], row["y"]) for row in result] == [(Literal(value), Literal(other))]


def test_a_folder_without_store_cannot_be_queried(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        run_query(tmp_path, NAMES)
