from __future__ import annotations

import pytest

from graphbuild.ontology import load_ontology
from graphbuild.pipeline.identity import NameSpan, bare, identify, is_abbreviation, slug
from graphbuild.types import EntityId


def names(text: str, *found: tuple[str, str] | tuple[str, str, str]) -> list[NameSpan]:
    spans, position = [], 0
    for surface, kind, *known in found:
        start = text.index(surface, position)
        position = start + len(surface)
        spans.append(NameSpan(start, position, surface, kind, EntityId(known[0]) if known else None))
    return spans


def ids(text: str, *found: tuple[str, str] | tuple[str, str, str]) -> list[str]:
    return list(identify(names(text, *found), text, load_ontology()))


def test_a_surname_stands_for_the_full_name() -> None:
    text = "Minister Anna de Vries sprak. De Vries zei niets."
    first, second = ids(text, ("Anna de Vries", "Person"), ("De Vries", "Person"))
    assert first == second == "person/anna-de-vries"


def test_a_surname_that_two_people_share_stands_for_neither() -> None:
    text = "Anna Bos en Piet Bos; Bos zei niets."
    assert len(set(ids(text, ("Anna Bos", "Person"), ("Piet Bos", "Person"), ("Bos", "Person")))) == 3


def test_brackets_define_an_abbreviation() -> None:
    text = "De Raad voor Draadloze Netten (RDN) keurt af. RDN wacht."
    found = ids(text, ("Raad voor Draadloze Netten", "Regulator"), ("RDN", "Regulator"), ("RDN", "Regulator"))
    assert set(found) == {"organization/raad-voor-draadloze-netten"}


def test_a_listed_abbreviation_keeps_its_id() -> None:
    text = "het Centraal Bureau voor Telling (CBT)"
    found = ids(text, ("Centraal Bureau voor Telling", "StatisticsOffice"), ("CBT", "StatisticsOffice", "cbt"))
    assert found == ["cbt", "cbt"]


def test_the_first_words_of_a_company_stand_for_it() -> None:
    text = "Qiming Networks levert. Qiming zwijgt."
    assert len(set(ids(text, ("Qiming Networks", "TechnologyCompany"), ("Qiming", "Organization")))) == 1


def test_a_person_and_a_company_never_join_by_spelling() -> None:
    text = "Philips Bosch werkt bij Philips."
    found = ids(text, ("Philips Bosch", "Person"), ("Philips", "TechnologyCompany"))
    assert found == ["person/philips-bosch", "organization/philips"]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("CBS", "Centraal Bureau voor de Statistiek", True),
        ("NCTV", "Nationaal Coördinator Terrorismebestrijding en Veiligheid", True),
        ("AIVD", "Algemene Inlichtingen- en Veiligheidsdienst", True),
        ("AP", "Universiteit Twente", False),
        ("VVD", "Tweede Kamer", False),
    ],
)
def test_abbreviations(short: str, long: str, expected: bool) -> None:
    assert is_abbreviation(short, long) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("de Volkskrant", "Volkskrant"), ("Oppo’s", "Oppo"), ("Vlaams Belang", "Vlaams Belang")]
)
def test_bare_names(text: str, expected: str) -> None:
    assert bare(text) == expected


def test_slugs_are_ascii_and_never_empty() -> None:
    assert slug("Säpo België & Zn.") == "sapo-belgie-zn"
    assert slug("华为") == "华为".encode().hex()
