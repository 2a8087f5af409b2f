"""The lexicon of site furniture: what it knows, and how errors in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.catalogue import load_catalogue
from graphbuild.errors import LanguageError
from graphbuild.ontology import load_ontology
from graphbuild.readers.furniture import Furniture, folded, load_furniture, read_furniture
from graphbuild.resources import resource
from graphbuild.types import EntityId

SMALL = """labels: {date: [datum], title: [titel], publisher: [bron], url: [link], other: [auteur]}
publishers:
  nos: [NOS Nieuws]
sections: [binnenland]
link_headings: [lees ook]
open_words: [de]
lines: [deel artikel]
patterns:
  - name: credit
    match: 'foto: .+'
    must: ["Foto: ANP"]
    must_not: ["Foto van de dag"]
bylines:
  - name: by
    match: 'door (?-i:[A-Z])\\w+'
    must: ["Door Els"]
    must_not: ["Door hack"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "furniture.yaml").write_text(SMALL, encoding="utf8")
    return tmp_path / "furniture.yaml"


def test_lines_and_patterns_match_whole_lines(path: Path) -> None:
    furniture = read_furniture(path)
    for line in ("Deel artikel", "DEEL ARTIKEL:", " deel  artikel »", "foto: Els"):
        assert furniture.is_furniture(line)
    for line in (
        "Deel artikel 7 van de wet",
        "De foto: Els",
        "Foto: " + "x" * 500,
        "NOS Nieuws",
        "Lees ook:",
    ):
        assert not furniture.is_furniture(line)
    assert furniture.is_link_heading("Lees ook:")
    assert not furniture.is_link_heading("Lees ook dit")


def test_a_publisher_is_known_by_its_whole_name(path: Path) -> None:
    furniture = read_furniture(path)
    assert furniture.publisher("nos nieuws") == EntityId("nos")
    assert furniture.publisher("NOS Nieuws meldt") is None


def test_folding_leaves_the_words() -> None:
    assert folded(" – Lees   OOK: ") == "lees ook"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ('must: ["Foto: ANP"]', 'must: ["Beeld: ANP"]', 11, "must match 'Beeld: ANP'"),
        ('must_not: ["Foto van de dag"]', 'must_not: ["Foto: van de dag"]', 12, "must not match"),
        ("'foto: .+'", "'foto: (.+'", 10, "is not a regular expression"),
        ("sections: [binnenland]", "section: [binnenland]", 4, "unknown field 'section'"),
        ("[NOS Nieuws]", "[NOS Nieuws, nos nieuws]\n  anp: [Nos nieuws]", 4, "stands under nos too"),
    ],
)
def test_an_error_names_file_and_line(path: Path, right: str, wrong: str, line: int, message: str) -> None:
    assert right in SMALL
    path.write_text(SMALL.replace(right, wrong), encoding="utf8")
    with pytest.raises(LanguageError, match=r"furniture\.yaml") as caught:
        read_furniture(path)
    assert message in str(caught.value).replace("'nos'", "nos")
    assert caught.value.line == line


@pytest.fixture(scope="module")
def dutch() -> Furniture:
    return load_furniture("nl")


@pytest.mark.parametrize(
    "line",
    [
        "Huawei", "KPN", "Reactie KPN", "Advertenties op TikTok", "Deel van de data lekt",
            "Onderzoek toezichthouders",
        "Deel van de klanten stapt over", "Foto's van klanten op straat", "Lees: dit moet stoppen",
            "Cookies van TikTok",
        "Volg het geld", "Facebook en WhatsApp delen data", "Meer over Huawei weet de AIVD niet",
            "Print uw data",
        "Het verhaal gaat verder terug dan 2010", "De redactie van Trouw", "Beeld van China kantelt",
    ],
)  # fmt: skip
def test_headlines_are_no_furniture(dutch: Furniture, line: str) -> None:
    assert not dutch.is_furniture(line)
    assert not dutch.byline.fullmatch(line)


def test_publishers_are_in_the_catalogue(dutch: Furniture) -> None:
    files = sorted(resource("data", "entities").glob("*.yaml"))
    catalogue = load_catalogue(files, load_ontology().kinds)
    assert len(set(dutch.publishers.values())) > 80
    for publisher in set(dutch.publishers.values()):
        assert catalogue.entities[publisher].kind == "NewsPublisher"


@pytest.mark.parametrize(
    "line",
    [
        "Deel artikel:", "Advertentie via Ster.nl", "DELEN", "Reacties (12)", "12 reacties",
            "Foto © EPA",
        "Lees ook: KPN stopt met Huawei", "Lees ook » Wie kijkt er mee?", "Bekijk ook: de uitzending",
            "Log in",
        "Cookie-instellingen", "Deze website gebruikt cookies voor een goede werking.",
            "Al abonnee? Log in",
        "Meld je aan voor de nieuwsbrief van onze techredactie", "Leestijd: 2 minuten",
            "Volg ons op Mastodon",
        "Heeft u een tip? Mail onze redactie.", "Tags: 5G, China", "https://voorbeeld.nl", "———", "© ANP",
            "ANP",
        "Beeld Reuters", "Artikel gaat verder onder de video", "Gisteren, 21:12",
            "Aangepast: vandaag om 9.05 uur",
    ],
)  # fmt: skip
def test_furniture_of_dutch_sites_is_known(dutch: Furniture, line: str) -> None:
    assert dutch.is_furniture(line)
