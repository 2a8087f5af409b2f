"""Decides within one article which names stand for one entity, and gives each entity its id.

A name in no list gets an id made of its coarse class and its form, so that the same unknown name has the
same id in every article, and a person never joins a company by spelling alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graphbuild.ontology import Ontology
from graphbuild.types import EntityId

COARSE = ("Person", "Place", "Product", "Law", "PeopleGroup", "OrganizationGroup", "Organization")
REFERENCE = "Reference"
"""The class that the reader gives to pronouns and descriptions."""
GROUPS = frozenset({"PeopleGroup", "OrganizationGroup"})
ARTICLES = re.compile(r"^(?:de|het|een|'t|alle|veel|the)\s+", re.IGNORECASE)
GENITIVE = re.compile(r"(?<=\w)(?:'s|'(?=$))$")


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in the text. `known` holds the id when a list names the entity, None otherwise."""

    start: int
    end: int
    text: str
    kind: str
    known: EntityId | None = None


def overlaps(name: NameSpan, others: Iterable[NameSpan]) -> bool:
    """Tells whether a name shares characters with one of the others."""
    return any(other.start < name.end and name.start < other.end for other in others)


def slug(text: str) -> str:
    """Gives the ASCII form of a name for use in an IRI: lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or text.encode().hex()


def bare(text: str) -> str:
    """Gives a name without article, genitive ending and superfluous white space."""
    folded = " ".join(text.replace("’", "'").split())
    return GENITIVE.sub("", ARTICLES.sub("", folded)) or folded


def bare_name(text: str, kind: str) -> str:
    """Gives a name as `bare` does, but a person's with its particles: "De Wit" is not "Wit"."""
    return GENITIVE.sub("", " ".join(text.replace("’", "'").split())) if kind == "Person" else bare(text)


def coarse(kind: str, ontology: Ontology) -> str:
    """Gives the coarse class that a kind belongs to; kinds of different coarse classes never join."""
    return next((name for name in COARSE if ontology.is_a(kind, name)), kind)


def unknown_id(text: str, kind: str, ontology: Ontology) -> EntityId:
    """Gives the id of a name that is in no list."""
    return EntityId(f"{slug(coarse(kind, ontology))}/{slug(bare_name(text, kind))}")


def is_abbreviation(short: str, long: str) -> bool:
    """Tells whether `short` is made of letters of `long`, in order and starting with its first letter.

    After Schwartz and Hearst (2003), who match the letters of a short form from right to left; here from
    left to right, each letter of the short form has to be found, and most must begin a word.
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    if not 2 <= len(letters) <= 8 or len(long) <= len(short) or not short[:1].isupper():
        return False
    position, initials = 0, 0
    folded = long.casefold()
    for letter in letters:
        position = folded.find(letter, position)
        if position < 0:
            return False
        initials += position == 0 or not folded[position - 1].isalnum()
        position += 1
    return folded[0] == letters[0] and initials * 2 >= len(letters)


def ends_with_words(long: str, short: str) -> bool:
    """Tells whether `short` is the last words of `long`, as a surname is of a full name."""
    return long.casefold().endswith(f" {short.casefold()}")


def starts_with_words(long: str, short: str) -> bool:
    """Tells whether `short` is the first words of `long`, as "Amnesty" is of "Amnesty International"."""
    return long.casefold().startswith(f"{short.casefold()} ")


def is_short_form(short: NameSpan, long: NameSpan, ontology: Ontology) -> bool:
    """Tells whether one name can be a shorter form of another of the same coarse class."""
    kind = coarse(long.kind, ontology)
    if coarse(short.kind, ontology) != kind or kind in GROUPS:
        return False
    one, other = bare_name(short.text, kind), bare_name(long.text, kind)
    if kind == "Person":
        return ends_with_words(other, one) or starts_with_words(other, one)
    return kind == "Organization" and short.known is None and starts_with_words(other, one)


def definitions(names: Sequence[NameSpan], text: str) -> Iterable[tuple[NameSpan, NameSpan]]:
    """Yields (short, long) where a name in brackets abbreviates the name before it, or the other way round."""
    for before, inside in pairwise(names):
        if text[before.end : inside.start].strip() != "(" or not text[inside.end :].lstrip().startswith(")"):
            continue
        for short, long in ((inside, before), (before, inside)):
            if is_abbreviation(bare(short.text), bare(long.text)):
                yield short, long


def identify(names: Sequence[NameSpan], text: str, ontology: Ontology) -> list[EntityId]:
    """Gives each name its entity's id, in the same order.

    Names are one entity when a list says so, when they are written alike, when one abbreviates the other in
    brackets, and when one is a shorter form of exactly one longer name.
    """
    ids = [name.known or unknown_id(name.text, name.kind, ontology) for name in names]
    merged = dict(zip(ids, ids, strict=True))
    for short, long in definitions(names, text):
        merge(merged, ids[names.index(short)], ids[names.index(long)], names)
    for index, short in enumerate(names):
        if short.known is None:
            longer = {ids[j] for j, long in enumerate(names) if is_short_form(short, long, ontology)}
            if len(longer) == 1:
                merged[ids[index]] = longer.pop()
    return [final(merged, identity) for identity in ids]


def merge(merged: dict[EntityId, EntityId], short: EntityId, long: EntityId, names: Sequence[NameSpan]) -> None:
    """Joins two ids; a listed one wins, then that of the longer name."""
    known = {name.known for name in names}
    if short in known and long not in known:
        merged[long] = short
    elif short not in known:
        merged[short] = long


def final(merged: dict[EntityId, EntityId], identity: EntityId) -> EntityId:
    """Follows joined ids to the last one."""
    seen = {identity}
    while merged[identity] not in seen:
        identity = merged[identity]
        seen.add(identity)
    return identity
