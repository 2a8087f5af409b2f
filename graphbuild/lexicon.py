"""Reads the lexicon of a language folder, and makes institutions of countries from it.

The files are demonyms.yaml, institutions.yaml, titles.yaml, descriptions.yaml and people_groups.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from graphbuild.catalogue import Catalogue, KnownEntity
from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.types import EntityId
from graphbuild.vocabulary import (
    Demonym,
    Demonyms,
    Description,
    Descriptions,
    Institution,
    Institutions,
    Lexicon,
    PeopleNoun,
    PeopleNouns,
    Title,
    Titles,
)

__all__ = ["Lexicon", "check_lexicon", "governments", "load_lexicon", "national_institution"]

_Name = TypeVar("_Name", bound=str)

_SHORTEST_TAIL = 4
"""Compounds end in titles and nouns for people of at least so many letters; shorter ones are chance hits."""


def load_lexicon(folder: Path) -> Lexicon:
    """Reads a language folder such as `languages/nl`, whose name is the language code.

    Raises LanguageError, with file and line, when a file is missing or breaks its rules.
    """
    return Lexicon(
        language=folder.name,
        demonyms=_read_demonyms(folder / "demonyms.yaml"),
        institutions=_read_institutions(folder / "institutions.yaml"),
        titles=_read_titles(folder / "titles.yaml"),
        descriptions=_read_descriptions(folder / "descriptions.yaml"),
        people=_read_people(folder / "people_groups.yaml"),
    )


def national_institution(lexicon: Lexicon, catalogue: Catalogue, place: EntityId, role: str) -> KnownEntity | None:
    """Gives a place's government, army, privacy regulator ...: the known one, or else one made by rule.

    The Chinese government is made with id `chinese-government`, label `Chinese overheid`, all nouns of the
    role as aliases, and the capital as metonym. None for a place without adjective or English name.
    """
    known = catalogue.institutions.get((place, role))
    if known is not None:
        return catalogue.entities[known]
    demonym = lexicon.demonyms.places.get(place)
    if demonym is None or not demonym.adjectives or not demonym.english:
        return None
    return _make_institution(lexicon.language, demonym, lexicon.institutions.roles[role])


def governments(lexicon: Lexicon, catalogue: Catalogue) -> tuple[KnownEntity, ...]:
    """Gives the governments of all countries of the catalogue, sorted by id."""
    countries = (known.id for known in catalogue.entities.values() if known.kind == "Country")
    made = (national_institution(lexicon, catalogue, country, "government") for country in countries)
    return tuple(sorted((known for known in made if known is not None), key=lambda known: known.id))


def check_lexicon(lexicon: Lexicon, catalogue: Catalogue, folder: Path) -> None:
    """Raises LanguageError when a place, entity or role that the lexicon names is unknown."""
    for place in lexicon.demonyms.places:
        if place not in catalogue.entities:
            raise LanguageError(folder / "demonyms.yaml", f"place {place!r} is the id of no known entity")
    for form, title in lexicon.titles.by_form.items():
        if title.entity is not None and title.entity not in catalogue.entities:
            message = f"title {form!r} names {title.entity!r}, the id of no known entity"
            raise LanguageError(folder / "titles.yaml", message)
        if title.institution is not None and title.institution not in lexicon.institutions.roles:
            message = f"title {form!r} names the role {title.institution!r}, which institutions.yaml lacks"
            raise LanguageError(folder / "titles.yaml", message)


def _make_institution(language: str, demonym: Demonym, institution: Institution) -> KnownEntity:
    native = tuple(f"{demonym.adjectives[0]} {noun}" for noun in institution.nouns)
    english = tuple(f"{adjective} {noun}" for noun in institution.english for adjective in demonym.english)
    return KnownEntity(
        id=EntityId(_slug(english[0])),
        kind=institution.kind,
        label=native[0],
        aliases={language: native[1:], "en": english},
        country=demonym.place,
        role=institution.role,
        metonyms=demonym.capitals if institution.role == "government" else (),
    )


def _read_demonyms(path: Path) -> Demonyms:
    optional = ("adjectives", "singular", "plural", "english", "english_inhabitants", "capitals")
    places: dict[EntityId, Demonym] = {}
    for name, entry in _read(path).mapping().items():
        fields = entry.fields((), optional)
        values = {key: value.texts() for key, value in fields.items()}
        places[EntityId(name)] = Demonym(EntityId(name), **values)
    rows = list(places.values())
    return Demonyms(
        places,
        by_adjective=_index((form, row.place) for row in rows for form in row.adjectives),
        by_inhabitant=_index((form, row.place) for row in rows for form in (*row.singular, *row.plural)),
        by_capital=_index((form, row.place) for row in rows for form in row.capitals),
    )


def _read_institutions(path: Path) -> Institutions:
    top = _read(path).fields(("ministry", "roles"))
    ministry = top["ministry"].text()
    roles: dict[str, Institution] = {}
    for role, entry in top["roles"].mapping().items():
        fields = entry.fields(("kind", "nouns", "english"), ("portfolios", "domestic"))
        portfolios = _texts(fields, "portfolios")
        nouns = (*fields["nouns"].texts(), *(f"{ministry} {portfolio}" for portfolio in portfolios))
        english = fields["english"].texts()
        if not english or not nouns:
            entry.fail(f"institution {role!r} needs at least one noun in each language")
        kind = fields["kind"].text()
        roles[role] = Institution(role, kind, nouns, english, portfolios, _texts(fields, "domestic"))
    rows = list(roles.values())
    return Institutions(
        roles,
        by_noun=_index((noun, row.role) for row in rows for noun in row.nouns),
        by_portfolio=_index((name, row.role) for row in rows for name in row.portfolios),
        by_domestic_noun=_index((noun, row.role) for row in rows for noun in row.domestic),
    )


def _read_titles(path: Path) -> Titles:
    top = _read(path).fields(("prefixes", "former", "exceptions", "titles"))
    by_form: dict[str, Title] = {}
    tails: dict[str, Title] = {}
    for entry in top["titles"].items():
        title, compound = _read_title(entry)
        for form in title.forms:
            if form in by_form:
                entry.fail(f"form {form!r} belongs to another title already")
            by_form[form] = title
            if compound and len(form) >= _SHORTEST_TAIL:
                tails[form] = title
    prefixes, former, exceptions = (top[name].texts() for name in ("prefixes", "former", "exceptions"))
    return Titles(by_form, tails, prefixes, frozenset(former), exceptions)


def _read_title(entry: Entry) -> tuple[Title, bool]:
    optional = ("spokesperson", "government", "institution", "entity", "compound")
    fields = entry.fields(("forms",), optional)
    forms = fields["forms"].texts()
    if not forms or any(form != form.casefold() for form in forms):
        fields["forms"].fail("forms of a title are given in lower case, at least one")
    title = Title(
        forms=forms,
        spokesperson=_flag(fields, "spokesperson"),
        government=_flag(fields, "government"),
        institution=fields["institution"].text() if "institution" in fields else None,
        entity=EntityId(fields["entity"].text()) if "entity" in fields else None,
    )
    return title, _flag(fields, "compound", default=True)


def _read_descriptions(path: Path) -> Descriptions:
    """Reads kind -> gender (`de`, `het`) -> singular -> plural; a leading hyphen marks a tail."""
    top = _read(path).fields(("exceptions", "kinds"))
    nouns: dict[str, Description] = {}
    for kind, entry in top["kinds"].mapping().items():
        for gender, group in entry.fields((), ("de", "het")).items():
            for singular, plural in group.mapping().items():
                forms = {singular: False, plural.text(): True} if plural.text() != "-" else {singular: False}
                for noun, is_plural in forms.items():
                    if noun != noun.casefold():
                        plural.fail(f"noun {noun!r} is given in lower case")
                    kinds = nouns[noun].kinds if noun in nouns else ()
                    kinds = tuple(dict.fromkeys((*kinds, kind)))
                    nouns[noun] = Description(noun.lstrip("-"), kinds, gender == "het", is_plural)
    return Descriptions(
        nouns={noun: row for noun, row in nouns.items() if not noun.startswith("-")},
        tails={row.noun: row for noun, row in nouns.items() if noun.startswith("-")},
        exceptions=top["exceptions"].texts(),
    )


def _read_people(path: Path) -> PeopleNouns:
    by_form: dict[str, PeopleNoun] = {}
    plurals: set[str] = set()
    for entry in _read(path).items():
        fields = entry.fields(("plural", "english"), ("singular", "compound"))
        noun = PeopleNoun(_texts(fields, "singular"), fields["plural"].texts(), fields["english"].text())
        for form in (*noun.singular, *noun.plural):
            if form in by_form:
                entry.fail(f"form {form!r} belongs to another noun already")
            by_form[form] = noun
        if _flag(fields, "compound", default=True):
            plurals.update(form for form in noun.plural if len(form) >= _SHORTEST_TAIL)
    return PeopleNouns(by_form, frozenset(plurals))


def _read(path: Path) -> Entry:
    return read_knowledge(path, LanguageError)


def _texts(fields: Mapping[str, Entry], name: str) -> tuple[str, ...]:
    return fields[name].texts() if name in fields else ()


def _flag(fields: Mapping[str, Entry], name: str, *, default: bool = False) -> bool:
    return fields[name].flag() if name in fields else default


def _index(pairs: Iterable[tuple[str, _Name]]) -> dict[str, tuple[_Name, ...]]:
    found: dict[str, list[_Name]] = {}
    for word, value in pairs:
        found.setdefault(word, []).append(value)
    return {word: tuple(sorted(set(values))) for word, values in found.items()}


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")
