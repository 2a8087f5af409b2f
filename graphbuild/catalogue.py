"""The catalogue: entities known beforehand, from `data/entities/*.yaml` and from files of the user.

An entity in a file looks like this; `id`, `kind` and `label` are required:

    - id: nos
      kind: NewsPublisher
      label: NOS                                  # the usual name in the Dutch press
      aliases:
        nl: [NOS Nieuws, NOS Journaal]            # all that texts in that language write, former names too
        en: [Dutch Broadcasting Foundation]
      country: netherlands                        # id of the country it belongs to
      role: public-broadcaster                    # its office in that country, see demonyms.yaml
      ambiguous: [NOS]                            # forms that may well mean something else
      metonyms: [Hilversum]                       # places and buildings that stand for it
      also: [Organization]                        # other kinds that texts treat it as
      same_as: [http://www.wikidata.org/entity/Q1]    # only when verified
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from graphbuild.errors import CatalogueError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.types import Entity, EntityId

_REQUIRED = ("id", "kind", "label")
_OPTIONAL = ("aliases", "country", "role", "ambiguous", "metonyms", "also", "same_as")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity of the catalogue.

    - `aliases`: language code -> names besides the label, as texts in that language write them
    - `country`: id of the country it belongs to
    - `role`: its office in that country, such as `privacy-regulator`; at most one entity per country and role
    - `ambiguous`: those of its forms that are also ordinary words or names of something else, so that a
      match needs support: capitalised inside a sentence, or tagged as a name
    - `metonyms`: names of places or buildings that may stand for it (`Peking` for the Chinese government)
    - `also`: other kinds that texts treat it as: TikTok is an app, and fined as if it were the company
    """

    id: EntityId
    kind: str
    label: str
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    country: EntityId | None = None
    role: str | None = None
    ambiguous: frozenset[str] = frozenset()
    metonyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    def forms(self, language: str) -> tuple[str, ...]:
        """Gives the label and the aliases of one language: what to look for in its texts."""
        return (self.label, *self.aliases.get(language, ()))

    def names(self) -> tuple[str, ...]:
        """Gives the label and the aliases of all languages, each once, without metonyms."""
        others = (alias for language in sorted(self.aliases) for alias in self.aliases[language])
        return tuple(dict.fromkeys((self.label, *others)))

    def entity(self) -> Entity:
        """Gives the entity as claims are about it."""
        return Entity(self.id, self.kind, self.label, self.names()[1:], self.same_as, self.also)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All known entities by id, and the holders of offices: (country id, role) -> entity id."""

    entities: Mapping[EntityId, KnownEntity]
    institutions: Mapping[tuple[EntityId, str], EntityId]

    def forms(self, language: str) -> dict[str, tuple[EntityId, ...]]:
        """Gives every form that texts of a language may hold with the ids of all entities it may name.

        Forms keep their case (`Trouw` is a newspaper, `trouw` is not). Metonyms are not among them.
        Builds the mapping anew on each call.
        """
        return _index((form, known.id) for known in self.entities.values() for form in known.forms(language))

    def metonyms(self) -> dict[str, tuple[EntityId, ...]]:
        """Gives every metonym (`Washington`) with the ids of the entities it may stand for."""
        return _index((form, known.id) for known in self.entities.values() for form in known.metonyms)

    def is_ambiguous(self, form: str, entity_id: EntityId) -> bool:
        """Tells whether the form needs support from the text before it may be taken for the entity."""
        return form in self.entities[entity_id].ambiguous

    def extended(self, more: Iterable[KnownEntity]) -> Catalogue:
        """Gives a catalogue that holds these entities too; on the same id or office the present one stays."""
        entities, institutions = dict(self.entities), dict(self.institutions)
        for known in more:
            entities.setdefault(known.id, known)
            if known.country and known.role:
                institutions.setdefault((known.country, known.role), known.id)
        return Catalogue(entities, institutions)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entity is written; kept instead of the parsed file, which is large."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def fail(self, message: str) -> NoReturn:
        raise CatalogueError(self.path, message, self.line)


def load_catalogue(paths: Iterable[Path], kinds: Collection[str]) -> Catalogue:
    """Reads files of known entities, in the order given; `kinds` are the class names of the ontology.

    Raises CatalogueError, with file and line, on an unknown kind, field or country, an id twice, two entities
    with the same office, and on a form that two entities share unless each lists it under `ambiguous`.
    """
    entities: dict[EntityId, KnownEntity] = {}
    places: dict[EntityId, _Place] = {}
    for path in paths:
        for entry in read_knowledge(path, CatalogueError).items():
            known = _read_entity(entry, kinds)
            if known.id in entities:
                entry.fail(f"id {known.id!r} is already that of {places[known.id]}")
            entities[known.id], places[known.id] = known, _Place(path, entry.line)
    _check_countries(entities, places)
    _check_forms(entities, places)
    return Catalogue(entities, _institutions(entities, places))


def _read_entity(entry: Entry, kinds: Collection[str]) -> KnownEntity:
    fields = entry.fields(_REQUIRED, _OPTIONAL)
    aliases = fields["aliases"].mapping() if "aliases" in fields else {}
    known = KnownEntity(
        id=_read_id(fields["id"]),
        kind=_read_kind(fields["kind"], kinds),
        label=fields["label"].text(),
        aliases={language: names.texts() for language, names in aliases.items()},
        country=_read_id(fields["country"]) if "country" in fields else None,
        role=fields["role"].text() if "role" in fields else None,
        ambiguous=frozenset(_texts(fields, "ambiguous")),
        metonyms=_texts(fields, "metonyms"),
        also=tuple(_read_kind(item, kinds) for item in fields["also"].items()) if "also" in fields else (),
        same_as=_texts(fields, "same_as"),
    )
    stray = known.ambiguous.difference(known.names(), known.metonyms)
    if stray:
        fields["ambiguous"].fail(f"no label, alias or metonym of {known.id}: {', '.join(sorted(stray))}")
    return known


def _read_kind(entry: Entry, kinds: Collection[str]) -> str:
    kind = entry.text()
    if kind not in kinds:
        entry.fail(f"unknown kind {kind!r}; known are: {', '.join(sorted(kinds))}")
    return kind


def _texts(fields: Mapping[str, Entry], name: str) -> tuple[str, ...]:
    return fields[name].texts() if name in fields else ()


def _read_id(entry: Entry) -> EntityId:
    text = entry.text()
    if not _SLUG.fullmatch(text):
        entry.fail(f"id {text!r} must be lower-case letters, digits and single hyphens")
    return EntityId(text)


def _check_countries(entities: Mapping[EntityId, KnownEntity], places: Mapping[EntityId, _Place]) -> None:
    for known in entities.values():
        if known.country and known.country not in entities:
            places[known.id].fail(f"country {known.country!r} of {known.id} is the id of no entity")
        if known.role and not known.country:
            places[known.id].fail(f"{known.id} has a role, so it needs a country")


def _check_forms(entities: Mapping[EntityId, KnownEntity], places: Mapping[EntityId, _Place]) -> None:
    """Lets two entities share a form only when both admit that it is ambiguous."""
    owners: dict[str, KnownEntity] = {}
    for known in entities.values():
        for form in known.names():
            other = owners.setdefault(form, known)
            if other is not known and not (form in known.ambiguous and form in other.ambiguous):
                where = f"{other.id} of {places[other.id]}"
                places[known.id].fail(f"{known.id} shares {form!r} with {where}; call it `ambiguous` in both")


def _institutions(
    entities: Mapping[EntityId, KnownEntity], places: Mapping[EntityId, _Place]
) -> dict[tuple[EntityId, str], EntityId]:
    institutions: dict[tuple[EntityId, str], EntityId] = {}
    for known in entities.values():
        if known.country and known.role:
            other = institutions.setdefault((known.country, known.role), known.id)
            if other != known.id:
                places[known.id].fail(f"{known.id} has the role {known.role!r} that {other} has")
    return institutions


def _index(pairs: Iterable[tuple[str, EntityId]]) -> dict[str, tuple[EntityId, ...]]:
    owners: dict[str, list[EntityId]] = {}
    for form, entity_id in pairs:
        holders = owners.setdefault(form, [])
        if entity_id not in holders:
            holders.append(entity_id)
    return {form: tuple(sorted(holders)) for form, holders in owners.items()}
