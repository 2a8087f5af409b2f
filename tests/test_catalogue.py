from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.catalogue import Catalogue, KnownEntity, load_catalogue
from graphbuild.errors import CatalogueError
from graphbuild.ontology import load_ontology
from graphbuild.resources import resource
from graphbuild.types import Entity, EntityId

KINDS = frozenset({"Country", "City", "TelecomOperator", "GovernmentBody", "TechnologyCompany"})
NETHERLANDS = "- {id: netherlands, kind: Country, label: Nederland, aliases: {en: [Netherlands]}}\n"
DELTA = "- {id: delta, kind: TelecomOperator, label: Delta Fiber, aliases: {nl: [Delta]}, ambiguous: [Delta]}\n"


def load(tmp_path: Path, *texts: str) -> Catalogue:
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}.yaml")
        paths[-1].write_text(text, encoding="utf-8")
    return load_catalogue(paths, KINDS)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(sorted(resource("data", "entities").glob("*.yaml")), load_ontology().kinds)


def test_an_entity_with_all_fields(tmp_path: Path) -> None:
    entity = """\
- id: the-state
  kind: GovernmentBody
  label: Nederlandse staat
  aliases: {nl: [de Staat], en: [Dutch State, Netherlands State]}
  country: netherlands
  role: government
  ambiguous: [de Staat]
  metonyms: [Binnenhof]
  also: [TechnologyCompany]
  same_as: ["http://example.org/1"]
"""
    catalogue = load(tmp_path, NETHERLANDS, entity)
    state = catalogue.entities[EntityId("the-state")]
    assert state.forms("nl") == ("Nederlandse staat", "de Staat")
    assert state.forms("de") == ("Nederlandse staat",)
    assert state.names() == ("Nederlandse staat", "Dutch State", "Netherlands State", "de Staat")
    assert state.also == ("TechnologyCompany",)
    assert catalogue.institutions == {("netherlands", "government"): "the-state"}
    assert catalogue.metonyms() == {"Binnenhof": ("the-state",)}
    assert catalogue.is_ambiguous("de Staat", state.id)
    assert not catalogue.is_ambiguous("Nederlandse staat", state.id)
    assert state.entity() == Entity(
        id=EntityId("the-state"),
        kind="GovernmentBody",
        label="Nederlandse staat",
        aliases=("Dutch State", "Netherlands State", "de Staat"),
        same_as=("http://example.org/1",),
        also=("TechnologyCompany",),
    )


def test_forms_of_a_language_hold_no_names_of_others(tmp_path: Path) -> None:
    assert load(tmp_path, NETHERLANDS).forms("nl") == {"Nederland": ("netherlands",)}


def test_a_form_that_all_its_entities_call_ambiguous_is_shared(tmp_path: Path) -> None:
    river = "- {id: river, kind: City, label: Delta, ambiguous: [Delta]}\n"
    assert load(tmp_path, DELTA, river).forms("nl")["Delta"] == ("delta", "river")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: x, kind: Planet, label: X}", r"0\.yaml:1: unknown kind 'Planet'; known are: City, Country"),
        ("- {id: x, kind: City, label: X, also: [Moon]}", ":1: unknown kind 'Moon'"),
        ("- {id: X y, kind: City, label: X}", ":1: id 'X y' must be lower-case"),
        ("- {id: x, kind: City, label: ''}", ":1: expected a text here, found nothing"),
        ("- {id: x, kind: City}", ":1: field 'label' is missing"),
        ("- {id: x, kind: City, label: X, place: y}", ":1: unknown field 'place'"),
        ("- {id: x, kind: City, label: X, country: mars}", ":1: country 'mars' of x is the id of no entity"),
        ("- {id: x, kind: City, label: X, role: army}", ":1: x has a role, so it needs a country"),
        ("- {id: x, kind: City, label: X, ambiguous: [Y]}", ":1: no label, alias or metonym of x: Y"),
        ("- {id: x, kind: City, label: X}\n- {id: x, kind: City, label: Y}", ":2: id 'x' is already that of .*:1"),
        ("- {id: x, kind: City, label: X}\n- {id: y, kind: City, label: X}", ":2: y shares 'X' with x of .*:1"),
        (DELTA + "- {id: y, kind: City, label: Delta}", ":2: y shares 'Delta' with delta"),
        ("- {id: y, kind: City, label: Delta}\n" + DELTA, ":2: delta shares 'Delta' with y"),
        ("id: x", ":1: expected a list"),
    ],
)
def test_rules_of_the_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        load(tmp_path, text)


def test_one_holder_for_each_office(tmp_path: Path) -> None:
    two = "".join(
        f"- {{id: {name}, kind: GovernmentBody, label: {name}, country: netherlands, role: army}}\n"
        for name in ("one", "two")
    )
    with pytest.raises(CatalogueError, match=":2: two has the role 'army' that one has"):
        load(tmp_path, NETHERLANDS, two)


def test_extending_keeps_what_is_there(tmp_path: Path) -> None:
    catalogue = load(tmp_path, NETHERLANDS)
    country = EntityId("netherlands")
    army = KnownEntity(EntityId("army"), "GovernmentBody", "leger", country=country, role="army")
    other = KnownEntity(EntityId("army-2"), "GovernmentBody", "landmacht", country=country, role="army")
    clash = KnownEntity(country, "City", "Nederland")
    extended = catalogue.extended([army, other, clash])
    assert list(extended.entities) == ["netherlands", "army", "army-2"]
    assert extended.entities[country].kind == "Country"
    assert extended.institutions == {("netherlands", "army"): "army"}
    assert list(catalogue.entities) == ["netherlands"]


names = st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=1, max_size=6, unique=True)


@given(names, st.data())
def test_every_form_leads_back_to_its_entity(labels: list[str], data: st.DataObject) -> None:
    entities = {}
    for number, label in enumerate(labels):
        identity = EntityId(f"e{number}")
        aliases = tuple(data.draw(st.lists(st.sampled_from(labels), unique=True)))
        entities[identity] = KnownEntity(identity, "City", label, {"nl": aliases})
    catalogue = Catalogue(entities, {})
    forms = catalogue.forms("nl")
    assert {i for ids in forms.values() for i in ids} == set(entities)
    for form, ids in forms.items():
        assert list(ids) == sorted(set(ids))
        assert all(form in entities[i].forms("nl") for i in ids)


def test_the_shipped_files_cover_the_field(shipped: Catalogue) -> None:
    counts = Counter(known.kind for known in shipped.entities.values())
    least = {
        "TelecomOperator": 200,
        "TechnologyCompany": 500,
        "Organization": 300,
        "NewsPublisher": 300,
        "GovernmentBody": 200,
        "Regulator": 90,
        "IntelligenceService": 60,
        "CivilSocietyOrganization": 120,
        "ResearchOrganization": 130,
        "PoliticalParty": 60,
        "StatisticsOffice": 15,
        "Product": 200,
        "Law": 100,
        "PeopleGroup": 15,
        "Country": 195,
        "Region": 90,
        "City": 600,
    }
    assert {kind: counts[kind] for kind in least if counts[kind] < least[kind]} == {}


def test_the_shipped_files_have_no_loose_ends(shipped: Catalogue) -> None:
    known_kinds = load_ontology().kinds
    for known in shipped.entities.values():
        assert not {known.kind, *known.also} - known_kinds
        assert known.country is None or shipped.entities[known.country].kind in ("Country", "Region", "City")
        assert all(len(form) > 1 or form in known.ambiguous for form in known.forms("nl")), known.id
        assert not [form for form in known.names() if re.search(r"\s{2}|^\W*$", form)], known.id


def test_long_forms_that_differ_in_case_are_ambiguous_together(shipped: Catalogue) -> None:
    """Long names are matched whatever their case, so a variant must not slip past the flag."""
    for known in shipped.entities.values():
        flagged = {form.casefold() for form in known.ambiguous}
        long = {form for form in known.forms("nl") if len(form) > 4 and form.casefold() in flagged}
        assert long <= known.ambiguous, known.id


@pytest.mark.parametrize(
    ("form", "identity"),
    [
        ("KPN", "kpn"),
        ("T-Mobile Nederland", "t-mobile"),
        ("Hikvision", "hikvision"),
        ("Algemene Inlichtingen- en Veiligheidsdienst", "aivd"),
        ("Gegevensbeschermingsautoriteit", "gegevensbeschermingsautoriteit"),
        ("Financieele Dagblad", "het-financieele-dagblad"),
        ("Volkskrant", "de-volkskrant"),
        ("WhatsApp", "whatsapp"),
        ("Algemene verordening gegevensbescherming", "avg"),
        ("Den Haag", "the-hague"),
        ("Verenigde Staten", "united-states"),
        ("Oeigoeren", "uyghurs"),
    ],
)
def test_names_of_the_press_are_known(shipped: Catalogue, form: str, identity: str) -> None:
    assert shipped.forms("nl")[form] == (identity,)


@pytest.mark.parametrize("form", ["Trouw", "De Tijd", "Orange", "Ster", "Bright", "Metro", "Base", "Ben", "Kamer"])
def test_ordinary_words_need_support(shipped: Catalogue, form: str) -> None:
    ids = shipped.forms("nl")[form]
    assert ids
    assert all(shipped.is_ambiguous(form, identity) for identity in ids)
