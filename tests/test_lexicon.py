from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.catalogue import Catalogue, load_catalogue
from graphbuild.errors import LanguageError
from graphbuild.lexicon import (
    Lexicon,
    check_lexicon,
    governments,
    load_lexicon,
    national_institution,
)
from graphbuild.ontology import load_ontology
from graphbuild.resources import PACKAGE, resource
from graphbuild.types import EntityId

FOLDER = PACKAGE / "languages" / "nl"
SMALL = {
    "demonyms.yaml": "laos: {adjectives: [Laotiaanse], singular: [Laotiaan], plural: [Laotianen]}\n",
    "institutions.yaml": """\
ministry: ministerie van
roles:
  army: {kind: GovernmentBody, nouns: [leger], english: [army], portfolios: [Defensie]}
""",
    "titles.yaml": """\
prefixes: [oud]
former: [oud]
exceptions: []
titles:
  - {forms: [minister], government: true}
""",
    "descriptions.yaml": """\
exceptions: [kwartet]
kinds:
  Law:
    de: {wet: wetten, -wet: -wetten}
""",
    "people_groups.yaml": "- {singular: [klant], plural: [klanten], english: customers}\n",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(FOLDER)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(sorted(resource("data", "entities").glob("*.yaml")), load_ontology().kinds)


def small(tmp_path: Path, **changes: str) -> Lexicon:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(changes.get(name.removesuffix(".yaml"), text), encoding="utf-8")
    return load_lexicon(tmp_path)


def test_a_small_language(tmp_path: Path) -> None:
    lexicon = small(tmp_path)
    assert lexicon.language == tmp_path.name
    assert lexicon.demonyms.by_adjective == {"Laotiaanse": ("laos",)}
    assert lexicon.demonyms.by_inhabitant == {"Laotiaan": ("laos",), "Laotianen": ("laos",)}
    assert lexicon.institutions.by_noun == {"leger": ("army",), "ministerie van Defensie": ("army",)}
    assert lexicon.institutions.by_portfolio == {"Defensie": ("army",)}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("demonyms", "laos: {adjective: [x]}", r"demonyms\.yaml:1: unknown field 'adjective'"),
        ("demonyms", "laos: {plural: Laotianen}", ":1: expected a list"),
        (
            "institutions",
            "ministry: x\nroles: {army: {kind: GovernmentBody, english: [army]}}",
            ":2: field 'nouns' is missing",
        ),
        (
            "institutions",
            "ministry: x\nroles: {army: {kind: X, nouns: [leger], english: []}}",
            ":2: institution 'army' needs at least one",
        ),
        (
            "titles",
            "prefixes: []\nformer: []\nexceptions: []\ntitles:\n  - {forms: [Minister]}",
            ":5: forms of a title are given in",
        ),
        (
            "titles",
            "prefixes: []\nformer: []\nexceptions: []\ntitles:\n  - {forms: [a]}\n  - {forms: [a]}",
            ":6: form 'a' belongs to",
        ),
        (
            "titles",
            "prefixes: []\nformer: []\nexceptions: []\ntitles:\n  - {forms: [a], boss: true}",
            ":5: unknown field 'boss'",
        ),
        ("descriptions", "exceptions: []\nkinds: {Law: {de: {Wet: wetten}}}", ":2: noun 'Wet' is given in lower case"),
        ("descriptions", "exceptions: []\nkinds: {Law: {die: {wet: wetten}}}", ":2: unknown field 'die'"),
        ("people_groups", "- {plural: [a], english: x}\n- {plural: [a], english: y}", ":2: form 'a' belongs to"),
    ],
)
def test_rules_of_the_files(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(LanguageError, match=message):
        small(tmp_path, **{name: text})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "titles.yaml").unlink()
    with pytest.raises(LanguageError, match=r"titles\.yaml: cannot be read"):
        load_lexicon(tmp_path)


def test_the_dutch_lexicon_fits_the_catalogue(lexicon: Lexicon, catalogue: Catalogue) -> None:
    check_lexicon(lexicon, catalogue, FOLDER)
    kinds = load_ontology().kinds
    assert {row.kind for row in lexicon.institutions.roles.values()} <= kinds
    described = {*lexicon.descriptions.nouns.values(), *lexicon.descriptions.tails.values()}
    assert {kind for row in described for kind in row.kinds} <= kinds
    held = {known.role for known in catalogue.entities.values() if known.role}
    assert held <= set(lexicon.institutions.roles)


def test_unknown_names_are_found_by_the_check(tmp_path: Path) -> None:
    nothing = Catalogue({}, {})
    with pytest.raises(LanguageError, match=r"demonyms\.yaml: place 'laos' is the id of no known entity"):
        check_lexicon(small(tmp_path), nothing, tmp_path)
    head = "prefixes: []\nformer: []\nexceptions: []\ntitles:\n"
    for field, message in (("entity: mars", "names 'mars'"), ("institution: navy", "names the role 'navy'")):
        lexicon = small(tmp_path, demonyms="{}", titles=f"{head}  - {{forms: [chef], {field}}}")
        with pytest.raises(LanguageError, match=message):
            check_lexicon(lexicon, nothing, tmp_path)


def test_every_country_has_a_name_to_make_its_government(lexicon: Lexicon, catalogue: Catalogue) -> None:
    made = governments(lexicon, catalogue)
    countries = [known for known in catalogue.entities.values() if known.kind == "Country"]
    assert len({known.id for known in made}) == len(made) > 180
    assert len(countries) - len(made) < 10
    assert [known.id for known in made] == sorted(known.id for known in made)


def test_governments_are_made_by_rule(lexicon: Lexicon, catalogue: Catalogue) -> None:
    chinese = national_institution(lexicon, catalogue, EntityId("china"), "government")
    assert chinese is not None
    assert (chinese.id, chinese.kind, chinese.label) == ("chinese-government", "GovernmentBody", "Chinese overheid")
    assert {"Chinese regering", "Chinese staat", "Chinese autoriteiten"} <= set(chinese.aliases["nl"])
    assert {"Chinese government", "Chinese authorities"} <= set(chinese.aliases["en"])
    assert chinese.metonyms[:2] == ("Peking", "Beijing")
    assert chinese.country == "china"


def test_known_holders_of_an_office_go_first(lexicon: Lexicon, catalogue: Catalogue) -> None:
    def holder(place: str, role: str) -> str | None:
        known = national_institution(lexicon, catalogue, EntityId(place), role)
        return known.id if known else None

    assert holder("ireland", "privacy-regulator") == "dpc"
    assert holder("netherlands", "intelligence-service") == "aivd"
    assert holder("belgium", "privacy-regulator") == "gegevensbeschermingsautoriteit"
    assert holder("flanders", "government") == "flemish-government"
    assert holder("peru", "army") == "peruvian-army"
    assert holder("benelux", "army") is None
    assert holder("atlantis", "army") is None


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("minister", "minister"),
        ("Minister", "minister"),
        ("oud-minister", "minister"),
        ("defensieminister", "minister"),
        ("vicepremier", "vicepremier"),
        ("ex-premier", "premier"),
        ("KPN-topman", "topman"),
        ("topvrouw", "topman"),
        ("AP-voorzitter", "voorzitter"),
        ("Huawei-woordvoerster", "woordvoerder"),
        ("CEO", "ceo"),
        ("lid", "lid"),
    ],
)
def test_titles_are_found_in_all_their_forms(lexicon: Lexicon, word: str, form: str) -> None:
    title = lexicon.titles.lookup(word)
    assert title is not None
    assert title.forms[0] == form


@pytest.mark.parametrize("word", ["invalid", "verleider", "oorlogsschepen", "tafel", "overheid", "KPN", ""])
def test_other_words_are_no_titles(lexicon: Lexicon, word: str) -> None:
    assert lexicon.titles.lookup(word) is None


def test_what_titles_say(lexicon: Lexicon) -> None:
    lookup = lexicon.titles.lookup
    spokesman, minister, member, european = map(lookup, ("zegsvrouw", "minister", "Kamerlid", "europarlementariër"))
    assert spokesman is not None
    assert spokesman.spokesperson
    assert minister is not None
    assert minister.government
    assert member is not None
    assert member.institution == "parliament"
    assert european is not None
    assert european.entity == "european-parliament"
    assert lexicon.titles.is_former("oud-topman")
    assert lexicon.titles.is_former("voormalig")
    assert not lexicon.titles.is_former("topman")


@pytest.mark.parametrize(
    ("noun", "first", "neuter", "plural"),
    [
        ("provider", "TelecomOperator", False, False),
        ("telecombedrijf", "TelecomOperator", True, False),
        ("internetgigant", "TechnologyCompany", False, False),
        ("camerafabrikant", "TechnologyCompany", False, False),
        ("energiebedrijf", "Organization", True, False),
        ("bedrijven", "Organization", True, True),
        ("privacywaakhond", "Regulator", False, False),
        ("Krant", "NewsPublisher", False, False),
        ("weekblad", "NewsPublisher", True, False),
        ("bezorgapp", "Product", False, False),
        ("sleepwet", "Law", False, False),
        ("veiligheidsdienst", "IntelligenceService", False, False),
        ("oppositiepartij", "PoliticalParty", False, False),
        ("statistiekbureau", "StatisticsOffice", True, False),
    ],
)
def test_descriptions(lexicon: Lexicon, noun: str, first: str, neuter: bool, plural: bool) -> None:
    description = lexicon.descriptions.lookup(noun)
    assert description is not None
    assert (description.kinds[0], description.neuter, description.plural) == (first, neuter, plural)


def test_a_noun_may_describe_several_kinds(lexicon: Lexicon) -> None:
    service = lexicon.descriptions.lookup("dienst")
    assert service is not None
    assert service.kinds == ("IntelligenceService", "GovernmentBody", "Product")
    assert lexicon.descriptions.lookup("tafel") is None
    assert lexicon.descriptions.lookup("voorraad") is None


@pytest.mark.parametrize(
    ("word", "rest", "english"),
    [
        ("klanten", "", "customers"),
        ("T-Mobile-klanten", "T-Mobile", "customers"),
        ("Xiaomi-gebruikers", "Xiaomi", "users"),
        ("prepaidklanten", "prepaid", "customers"),
        ("patiënt", "", "patients"),
    ],
)
def test_groups_of_people(lexicon: Lexicon, word: str, rest: str, english: str) -> None:
    split = lexicon.people.split(word)
    assert split is not None
    assert (split[0], split[1].english) == (rest, english)


@pytest.mark.parametrize("word", ["servers", "verleden", "schouders", "KPN", "olifant", ""])
def test_other_words_are_no_people(lexicon: Lexicon, word: str) -> None:
    assert lexicon.people.split(word) is None


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Pd"]), max_size=20))
def test_lookups_take_any_word(lexicon: Lexicon, word: str) -> None:
    split = lexicon.people.split(word)
    assert split is None or word.casefold().endswith((*split[1].plural, *split[1].singular))
    title = lexicon.titles.lookup(word)
    assert title is None or word.casefold().endswith(title.forms)


@given(st.sampled_from(sorted(load_lexicon(FOLDER).titles.tails)), st.sampled_from(["tech", "KPN-", "landbouw"]))
def test_every_tail_is_found_in_compounds(lexicon: Lexicon, form: str, head: str) -> None:
    found = lexicon.titles.lookup(head + form)
    assert found is not None
    assert form.endswith(found.forms)


def test_lexicons_are_values(lexicon: Lexicon) -> None:
    assert replace(lexicon, language="nl") == lexicon == load_lexicon(FOLDER)


def test_no_made_institution_takes_the_name_of_something_else(lexicon: Lexicon, catalogue: Catalogue) -> None:
    holders: dict[EntityId, tuple[str, str]] = {}
    for place in lexicon.demonyms.places:
        for role in lexicon.institutions.roles:
            made = national_institution(lexicon, catalogue, place, role)
            if made is not None:
                assert catalogue.entities.get(made.id, made) == made
                assert holders.setdefault(made.id, (place, role)) == (place, role)
    assert len(holders) > 5000
