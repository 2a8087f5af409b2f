"""How a text describes a name, on sentences parsed by hand."""

from __future__ import annotations

import pytest

from graphbuild.background import load_background
from graphbuild.pipeline.described import describing
from tests.pipeline.parsed_sentences import mark, parse

LEXICON = load_background("nl").lexicon


def found(kind: str, *rows: str) -> set[tuple[str, str]]:
    doc = mark(parse(*rows), "Jansen", "Lynco", kinds={"Jansen": kind, "Lynco": kind})
    (mention,) = doc._.mentions
    return {(sign.kind.value, sign.value) for sign in describing(doc, mention, LEXICON)}


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        (("Minister NOUN nsubj 2",), {("sharedOffice", "minister")}),
        (("Justitieminister NOUN nsubj 2",), {("sharedOffice", "minister")}),
        (("Woordvoerder NOUN nsubj 2",), {("sharedDescription", "woordvoerder")}),
        (("Hond NOUN nsubj 2",), set()),
    ],
)
def test_a_title_before_a_person_tells_of_an_office_or_a_role(
    words: tuple[str, ...], signs: set[tuple[str, str]]
) -> None:
    assert found("Person", *words, "Jansen PROPN appos 0", "spreekt VERB! ROOT 2") == signs


def test_an_adjective_of_a_country_and_a_noun_describe_a_company() -> None:
    rows = (
        "De DET det 2",
        "Chinese ADJ amod 2",
        "fabrikant NOUN nsubj 4",
        "Lynco PROPN appos 2",
        "groeit VERB! ROOT 4",
    )
    assert found("TechnologyCompany", *rows) == {("sharedCountry", "china"), ("sharedDescription", "fabrikant")}
    assert found("City", *rows) == {("sharedCountry", "china")}, "a city is no manufacturer"


def test_what_follows_a_comma_describes_too() -> None:
    rows: tuple[str, ...] = (
        "Lynco PROPN nsubj 7",
        ", PUNCT punct 4",
        "een DET det 4",
        "Chinese ADJ amod 4",
        "fabrikant NOUN appos 0",
    )
    rows = (*rows, "uit ADP case 6", "Gouda PROPN nmod 4", "groeit VERB! ROOT 7")
    assert found("TechnologyCompany", *rows) == {("sharedCountry", "china"), ("sharedDescription", "fabrikant")}


def test_words_of_another_phrase_describe_something_else() -> None:
    rows: tuple[str, ...] = ("De DET det 1", "minister NOUN nsubj 2", "belt VERB! ROOT 2", "Jansen PROPN obj 2")
    assert found("Person", *rows) == set()
    rows = ("Jansen PROPN nsubj 1", "belt VERB! ROOT 1", ", PUNCT punct 1", "de DET det 4", "minister NOUN nsubj 5")
    assert found("Person", *rows, "zwijgt VERB! parataxis 1") == set()
