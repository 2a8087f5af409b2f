"""Finds institutions that are named by their country: "de Chinese overheid", "de Ierse privacywaakhond"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graphbuild.background import Background
from graphbuild.catalogue import KnownEntity
from graphbuild.lexicon import national_institution
from graphbuild.pipeline.identity import NameSpan, overlaps
from graphbuild.pipeline.known_names import KnownName, NameFinder, normal
from graphbuild.types import EntityId

Found = tuple[NameSpan, KnownEntity]
TITLE_REACH = 7
"""A title stands at most so many words before its field, with a name between: "minister A. de Wit van ..."."""


def home_country(entities: Iterable[KnownEntity], home: tuple[EntityId, ...]) -> EntityId:
    """Gives the country that a text is written from: of those of its language, the one it speaks most of.

    `entities` are those that the text mentions, once for each mention.
    """
    counts = Counter(known.country or known.id for known in entities)
    return max(home, key=lambda country: (counts[country], -home.index(country)))


class NationalNames:
    """Finds institutions of countries by what their kind is called: after an adjective, a title, or bare."""

    def __init__(self, background: Background) -> None:
        self.background = background
        lexicon = background.lexicon
        self.adjectives = NameFinder(lexicon.demonyms.by_adjective)
        self.nouns = NameFinder(lexicon.institutions.by_noun)
        self.portfolios = NameFinder(lexicon.institutions.by_portfolio)
        self.domestic = NameFinder(lexicon.institutions.by_domestic_noun)

    def find(self, text: str, home: EntityId) -> Iterator[Found]:
        """Yields the institutions that `text` names, with what is known of them, in the order of the text.

        What no adjective ties to a country belongs to the country `home`.
        """
        found = list(self.after_adjectives(text))
        for more in (self.ministries(text, home), self.bare(text, home)):
            taken = [name for name, _ in found]
            found += [item for item in more if not overlaps(item[0], taken)]
        yield from sorted(found, key=lambda item: item[0].start)

    def after_adjectives(self, text: str) -> Iterator[Found]:
        """Yields institutions named by a country's adjective and a noun: "de Ierse privacywaakhond"."""
        plain = normal(text)
        for adjective in self.adjectives.find(text):
            start = adjective.end + 1
            noun = self.nouns.at(plain, start) if plain[adjective.end : start] == " " else None
            for place in adjective.meanings if noun else ():
                found = self.institution(EntityId(place), noun.meanings) if noun else None
                if found is not None and noun is not None:
                    yield self.span(text, adjective.start, noun.end, found), found
                    break

    def ministries(self, text: str, home: EntityId) -> Iterator[Found]:
        """Yields ministries named by their field after a title: "minister De Wit van Buitenlandse Zaken".

        "De Duitse minister van Justitie" is told by the country, and brings in no ministry.
        """
        for field, before_title in self.titled(text):
            found = self.institution(home, field.meanings)
            if found is not None and before_title not in self.background.lexicon.demonyms.by_adjective:
                yield self.span(text, field.start, field.end, found), found

    def abroad(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields where a field follows a title and a country: "Justitie" in "de Duitse minister van Justitie"."""
        for field, before_title in self.titled(text):
            if before_title in self.background.lexicon.demonyms.by_adjective:
                yield field.start, field.end

    def titled(self, text: str) -> Iterator[tuple[KnownName, str]]:
        """Yields the fields of ministries that stand after a title, each with the word before the title."""
        for field in self.portfolios.find(text):
            words = text[: field.start].split()[-TITLE_REACH:]
            if len(words) < 2 or words[-1].casefold() not in self.background.grammar.of:
                continue
            titles = [i for i, word in enumerate(words[:-1]) if self.is_government_title(word)]
            if titles:
                yield field, words[titles[-1] - 1] if titles[-1] else ""

    def is_government_title(self, word: str) -> bool:
        """Tells whether a word is an office in a government, or the ministry itself."""
        title = self.background.lexicon.titles.lookup(word)
        return word.casefold() in self.background.grammar.ministry or (title is not None and title.government)

    def bare(self, text: str, home: EntityId) -> Iterator[Found]:
        """Yields institutions named by a definite noun alone: "het kabinet", not "de Vlaamse regering".

        A noun before a name only describes what the name says: "de privacywaakhond Noyb".
        """
        for noun in self.domestic.find(text):
            before, after = text[: noun.start].split()[-1:], text[noun.end :].lstrip(" ")[:1]
            definite = bool(before) and before[0].casefold() in self.background.grammar.definite_articles
            if not definite or after.isupper() or not text[noun.start].islower():
                continue
            found = self.institution(home, noun.meanings)
            if found is not None:
                yield self.span(text, noun.start, noun.end, found), found

    def institution(self, place: EntityId, roles: Iterable[str]) -> KnownEntity | None:
        """Gives the first of the roles' holders that the place has."""
        lexicon, catalogue = self.background.lexicon, self.background.catalogue
        holders = (national_institution(lexicon, catalogue, place, role) for role in roles)
        return next((known for known in holders if known is not None), None)

    def span(self, text: str, start: int, end: int, known: KnownEntity) -> NameSpan:
        """Gives the name at a place in the text."""
        return NameSpan(start, end, text[start:end], known.kind, known.id)
