"""Dates: the grammar of expressions of time, and which candidate takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.pipeline.dates import DatesStage
from graphbuild.pipeline.time_expressions import Point
from graphbuild.resources import resource
from graphbuild.types import Certainty
from tests.pipeline.parsed_sentences import claim, mark, parse

STAGE = DatesStage(resource("languages", "nl"))
PUBLISHED = "2021-11-16"  # a Tuesday


def found(
    text: str, *, published: str | None = PUBLISHED, past: bool = True, last: str | None = None
) -> list[tuple[str, str, str]]:
    """(role, from, until) of each expression in a text."""
    day = Point.of(published) if published else None
    before = Point.of(last) if last else None
    return [
        (one.role, one.first.text() if one.first else "", one.last.text() if one.last else "")
        for one in STAGE.grammar.find(text, day, before, lambda _: past)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sinds 2017 werken zij samen.", ("from", "2017", "")),
        ("Vanaf begin 2018 leverde zij.", ("from", "2018", "")),
        ("Zij begon in april vorig jaar.", ("at", "2020-04", "")),
        ("Sinds de zomer van 2014 zit zij daar.", ("from", "2014", "")),
        ("Sinds september loopt er onderzoek.", ("from", "2021-09", "")),
        ("Sinds december loopt er onderzoek.", ("from", "2020-12", "")),
        ("Zij deed dat tussen 2009 en 2010.", ("span", "2009", "2010")),
        ("Zij deed dat van maart tot juni 2020.", ("span", "2020-03", "2020-06")),
        ("Zij deed dat van 23 maart tot 1 mei 2020.", ("span", "2020-03-23", "2020-05-01")),
        ("Tot eind 2015 deed zij dat.", ("until", "", "2015")),
        ("Tot en met mei 2019 deed zij dat.", ("until", "", "2019-05")),
        ("Vorige maand begon het.", ("at", "2021-10", "")),
        ("Twee jaar geleden begon het.", ("at", "2019", "")),
        ("In de jaren negentig luisterde zij mee.", ("span", "1990", "1999")),
        ("Zij kreeg vrijdag een boete.", ("at", "2021-11-12", "")),
        ("Zij kreeg dinsdag een boete.", ("at", "2021-11-16", "")),
        ("Zij kreeg gisteren een boete.", ("at", "2021-11-15", "")),
        ("Een half jaar terug begon het.", ("at", "2021-05", "")),
        ("Anderhalf jaar geleden begon het.", ("at", "2020-05", "")),
        ("Sinds drie jaar loopt het.", ("from", "2018", "")),
        ("Al drie jaar leest zij mee.", ("from", "2018", "")),
        ("Op 14 februari 2013 begon het.", ("at", "2013-02-14", "")),
        ("Op 1 maart begon het.", ("at", "2021-03-01", "")),
        ("Tot voor kort deed zij dat.", ("until", "", "2021")),
    ],
)
def test_expressions_of_time_keep_their_precision(text: str, expected: tuple[str, str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Per 1 januari fuseren zij.", "2022-01-01"),
        ("Vanaf december levert zij.", "2021-12"),
        ("Volgende maand begint het.", "2021-12"),
        ("In maart opent zij een kantoor.", "2022-03"),
        ("Vanaf maandag is het verboden.", "2021-11-22"),
    ],
)
def test_the_present_tense_looks_ahead(text: str, expected: str) -> None:
    ((_, start, _),) = found(text, past=False)
    assert start == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw De Winter zweeg.",
        "Jan Mei zweeg.",
        "Er zijn 2019,5 dozen.",
        "Een boete van 2000000 euro.",
        "De A2017x rijdt.",
    ],
)
def test_names_and_amounts_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_later_counts_from_the_last_date_of_the_text() -> None:
    assert found("Een jaar later volgde de app.", last="2017") == [("at", "2018", "")]
    assert found("In 2016 begon het, twee jaar later hield het op.") == [("at", "2016", ""), ("at", "2018", "")]
    assert found("Een jaar later volgde de app.") == []


def test_a_duration_before_an_end_gives_the_start() -> None:
    assert found("Zes jaar lang, tot 2019, keek zij mee.") == [("from", "2013", ""), ("until", "", "2019")]


def test_without_a_date_of_publication_only_full_dates_are_read() -> None:
    assert found("Sinds vorig jaar en in 2017.", published=None) == [("at", "2017", "")]


def test_a_month_of_publication_dates_a_weekday_by_that_month() -> None:
    assert found("Zij kreeg vrijdag een boete.", published="2021-11") == [("at", "2021-11", "")]


def dated(*rows: str, relation: str, trigger: str) -> tuple[str | None, str | None]:
    doc = mark(parse(*rows), "Telmaro", "Yunqiao", published=PUBLISHED)
    doc._.candidates = (claim(doc, "Telmaro", relation, "Yunqiao", trigger),)
    (one,) = STAGE(doc)._.candidates
    return one.valid_from, one.valid_until


WITH_REPORT = (
    "Trouw PROPN nsubj 1",
    "schreef VERB< ROOT 1",
    "vorig ADJ amod 3",
    "jaar NOUN obl 1",
    "dat SCONJ mark 9",
    "Telmaro PROPN nsubj 9",
    "sinds ADP case 7",
    "2017 NUM obl 9",
    "Yunqiao PROPN obj 9",
    "betaalt VERB! ccomp 1",
)


def test_a_candidate_takes_the_dates_of_its_clause() -> None:
    assert dated(*WITH_REPORT, relation="partnersWith", trigger="betaalt") == ("2017", None)


def test_a_date_beside_a_verb_of_ending_is_the_end() -> None:
    rows = ("Telmaro PROPN nsubj 1", "verliet VERB< ROOT 1", "Yunqiao PROPN obj 1", "in ADP case 4", "2019 NUM obl 1")
    assert dated(*rows, relation="affiliatedWith", trigger="verliet") == (None, "2019")


def test_since_when_counts_beyond_its_clause_for_what_lasts_but_not_for_who_is_who() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "koos VERB< ROOT 1",
        "Yunqiao PROPN obj 1",
        "dat PRON nsubj 6",
        "sinds ADP case 5",
        "2017 NUM obl 6",
        "groeit VERB! acl:relcl 2",
    )
    assert dated(*rows, relation="partnersWith", trigger="koos") == ("2017", None)
    assert dated(*rows, relation="affiliatedWith", trigger="koos") == (None, None)


def test_a_weekday_dates_acts_only() -> None:
    rows = ("Telmaro PROPN nsubj 1", "noemde VERB< ROOT 1", "Yunqiao PROPN obj 1", "vrijdag NOUN obl 1")
    assert dated(*rows, relation="fines", trigger="noemde") == ("2021-11-12", None)
    assert dated(*rows, relation="partnersWith", trigger="noemde") == (None, None)


@given(st.dates(), st.text(max_size=60))
def test_any_text_is_read_without_error_and_gives_valid_dates(day: object, text: str) -> None:
    for one in STAGE.grammar.find(text + " sinds mei tot vorig jaar", Point.of(str(day)), None):
        for point in (one.first, one.last):
            assert point is None or point.month is None or 1 <= point.month <= 12


@given(st.dates().map(str))
def test_points_read_what_they_write(text: str) -> None:
    for length in (4, 7, 10):
        assert Point.of(text[:length]).text() == text[:length]


def test_what_is_yet_to_begin_is_a_plan() -> None:
    rows = ("Telmaro PROPN nsubj 1", "koopt VERB! ROOT 1", "Yunqiao PROPN obj 1", "in ADP case 4", "2030 NUM obl 1")
    doc = mark(parse(*rows), "Telmaro", "Yunqiao", published=PUBLISHED)
    doc._.candidates = (claim(doc, "Telmaro", "acquires", "Yunqiao", "koopt"),)
    (one,) = STAGE(doc)._.candidates
    assert one.certainty is Certainty.PROBABLE


@pytest.mark.parametrize("text", ["Over 900 jaar komt het.", "Dat was 999 jaar eerder en nog eens 999 jaar eerder."])
def test_years_out_of_range_are_no_dates(text: str) -> None:
    assert found(text, last="1800") == []
