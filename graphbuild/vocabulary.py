"""What is known of the words of a language: demonyms, institutions, titles, descriptions, groups of people.

All look-ups take words as the text has them. `graphbuild.lexicon` reads these from a language folder.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graphbuild.types import EntityId


@dataclass(frozen=True, slots=True)
class Demonym:
    """The words that belong to a place.

    - `adjectives`: (`Chinese`, `Chinees`), the inflected form first; may be empty
    - `singular`, `plural`: inhabitants, (`Chinees`,) and (`Chinezen`,)
    - `english`: adjectives in English, the usual one first; `english_inhabitants`: (`Chinese people`,)
    - `capitals`: names of the capital when it may stand for the government (`Peking`, `Beijing`)
    """

    place: EntityId
    adjectives: tuple[str, ...] = ()
    singular: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    english_inhabitants: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demonyms:
    """All demonyms by place id, and the ways from a word to places: (`Congolese` has two)."""

    places: Mapping[EntityId, Demonym]
    by_adjective: Mapping[str, tuple[EntityId, ...]]
    by_inhabitant: Mapping[str, tuple[EntityId, ...]]
    by_capital: Mapping[str, tuple[EntityId, ...]]


@dataclass(frozen=True, slots=True)
class Institution:
    """An office that every country has, such as its government or its privacy regulator.

    - `kind`: class of its holder; `nouns`: what it is called after an adjective (`Chinese` + `overheid`);
      the first makes the label
    - `english`: the same in English, the usual one first
    - `portfolios`: policy fields of a ministry, as in `minister van Buitenlandse Zaken`
    - `domestic`: nouns that, bare, mean that of the article's own country (`het kabinet`, `de politie`)
    """

    role: str
    kind: str
    nouns: tuple[str, ...]
    english: tuple[str, ...]
    portfolios: tuple[str, ...] = ()
    domestic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Institutions:
    """All institutions by role, and the ways from a word to roles."""

    roles: Mapping[str, Institution]
    by_noun: Mapping[str, tuple[str, ...]]
    by_portfolio: Mapping[str, tuple[str, ...]]
    by_domestic_noun: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Title:
    """A noun for an office or role that ties a person to an organization.

    - `forms`: all spellings, female and Flemish ones too, lower-case; the first is the usual one
    - `spokesperson`: speaks for the organization, so that what is said counts as said by it
    - `government`: after an adjective of a country it ties to that country's government
    - `institution`: role of the institution of the article's own country that it ties to (`parliament`)
    - `entity`: id of the one organization that it ties to (`european-parliament`)
    """

    forms: tuple[str, ...]
    spokesperson: bool = False
    government: bool = False
    institution: str | None = None
    entity: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Titles:
    """All titles by form, the forms that compounds may end in, and prefixes like `oud-` and `vice`.

    `exceptions` are endings that only look like such compounds: `verleider` is no `leider`.
    """

    by_form: Mapping[str, Title]
    tails: Mapping[str, Title]
    prefixes: tuple[str, ...]
    former: frozenset[str]
    exceptions: tuple[str, ...] = ()

    def lookup(self, word: str) -> Title | None:
        """Gives the title that a word is, or ends in: `oud-minister`, `defensieminister`, `KPN-topman`."""
        folded = word.casefold()
        if folded in self.by_form:
            return self.by_form[folded]
        for prefix in self.prefixes:
            rest = folded.removeprefix(prefix).lstrip("-")
            if rest != folded and rest in self.by_form:
                return self.by_form[rest]
        tail = _longest_tail(folded, self.tails) if not folded.endswith(self.exceptions) else None
        return self.tails[tail] if tail else None

    def is_former(self, word: str) -> bool:
        """Tells whether a word says that the office is over: `oud-minister`, `ex-topman`, `voormalig`."""
        folded = word.casefold()
        return folded in self.former or folded.partition("-")[0] in self.former


@dataclass(frozen=True, slots=True)
class Description:
    """What the head noun of a definite description may stand for.

    `kinds` are class names, the likeliest first. `neuter` is True for `het` nouns, False for `de` nouns.
    `plural` is True when the word itself is plural (`de bedrijven`).
    """

    noun: str
    kinds: tuple[str, ...]
    neuter: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Head nouns of descriptions, the tails that compounds may end in, and endings that only look like those."""

    nouns: Mapping[str, Description]
    tails: Mapping[str, Description]
    exceptions: tuple[str, ...]

    def lookup(self, noun: str) -> Description | None:
        """Gives what a noun may describe; the noun itself goes before the longest tail that fits."""
        folded = noun.casefold()
        if folded in self.nouns:
            return self.nouns[folded]
        tail = _longest_tail(folded, self.tails) if not folded.endswith(self.exceptions) else None
        return self.tails[tail] if tail else None


@dataclass(frozen=True, slots=True)
class PeopleNoun:
    """A noun for people whom data may be about: singular and plural forms, and the plural in English."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]
    english: str


@dataclass(frozen=True, slots=True)
class PeopleNouns:
    """All nouns for data subjects by every form."""

    by_form: Mapping[str, PeopleNoun]
    plurals: frozenset[str]

    def split(self, word: str) -> tuple[str, PeopleNoun] | None:
        """Gives what stands before the noun, without hyphen, and the noun.

        `klanten` gives an empty first part, `T-Mobile-klanten` gives `T-Mobile`; a word that neither is
        nor ends in such a noun gives None. Compounds are recognized in the plural only.
        """
        folded = word.casefold()
        if folded in self.by_form:
            return "", self.by_form[folded]
        tail = _longest_tail(folded, self.plurals)
        if tail is None:
            return None
        return word[: len(word) - len(tail)].rstrip("-"), self.by_form[tail]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The knowledge of one language folder."""

    language: str
    demonyms: Demonyms
    institutions: Institutions
    titles: Titles
    descriptions: Descriptions
    people: PeopleNouns


def _longest_tail(word: str, tails: Collection[str]) -> str | None:
    """Gives the longest of the tails that the word ends in with at least two letters before it."""
    return next((word[start:] for start in range(2, len(word)) if word[start:] in tails), None)
