"""Closed classes of words of a language: prepositions of place, determiners, pronouns (`grammar.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.types import EntityId


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun can stand for: coarse classes, the likeliest first."""

    kinds: tuple[str, ...]
    plural: bool


@dataclass(frozen=True, slots=True)
class Endings:
    """Words that are told by how they end: in one of `endings`, and in none of `exceptions`."""

    endings: tuple[str, ...]
    exceptions: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Tells whether a word, in lower case, is one of these."""
        return word.endswith(self.endings) and not word.endswith(self.exceptions)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of `grammar.yaml`, all in lower case but the name particles.

    - `home`: ids of the countries where the language is written, the default first
    - `place_prepositions`: words after which a name of a place means the place itself
    - `definite`: determiners that open a description of something mentioned before
    - `definite_articles`: those of them that let a bare noun name an institution
    - `of`, `ministry`: words between a title and a ministry's field, and for the ministry itself
    - `name_particles`: parts of surnames, as they are written where no first name goes before
    - `pronouns`: each pronoun with what it can stand for
    - `she_or_they`: those of them that are singular or plural by their verb
    - `numbers`: words that say how many entities a reference stands for
    - `amounts`: words for an amount of people, which name nobody by themselves
    - `never_neuter`: how nouns end that never take the neuter article
    """

    home: tuple[EntityId, ...]
    place_prepositions: frozenset[str]
    definite: frozenset[str]
    definite_articles: frozenset[str]
    of: frozenset[str]
    ministry: frozenset[str]
    name_particles: frozenset[str]
    pronouns: Mapping[str, Pronoun]
    she_or_they: frozenset[str]
    numbers: Mapping[str, int]
    amounts: frozenset[str]
    never_neuter: Endings


def load_grammar(folder: Path) -> Grammar:
    """Reads `grammar.yaml` of a language folder; raises LanguageError with file and line if it breaks rules."""
    path = folder / "grammar.yaml"
    fields = read_knowledge(path, LanguageError).fields(
        (
            "home",
            "place_prepositions",
            "definite",
            "definite_articles",
            "of",
            "ministry",
            "name_particles",
            "pronouns",
            "she_or_they",
            "numbers",
            "amounts",
            "never_neuter",
        )
    )
    pronouns: dict[str, Pronoun] = {}
    for entry in fields["pronouns"].mapping().values():
        parts = entry.fields(("forms", "kinds", "plural"))
        for form in parts["forms"].texts():
            if form in pronouns:
                entry.fail(f"pronoun {form!r} is listed already")
            pronouns[form] = Pronoun(parts["kinds"].texts(), parts["plural"].flag())
    return Grammar(
        home=tuple(EntityId(name) for name in fields["home"].texts()),
        place_prepositions=frozenset(fields["place_prepositions"].texts()),
        definite=frozenset(fields["definite"].texts()),
        definite_articles=frozenset(fields["definite_articles"].texts()),
        of=frozenset(fields["of"].texts()),
        ministry=frozenset(fields["ministry"].texts()),
        name_particles=frozenset(fields["name_particles"].texts()),
        pronouns=pronouns,
        she_or_they=frozenset(fields["she_or_they"].texts()),
        numbers=_numbers(fields["numbers"]),
        amounts=frozenset(fields["amounts"].texts()),
        never_neuter=_endings(fields["never_neuter"]),
    )


def _endings(entry: Entry) -> Endings:
    parts = entry.fields(("endings", "except"))
    return Endings(tuple(parts["endings"].texts()), tuple(parts["except"].texts()))


def _numbers(entry: Entry) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for number, words in entry.mapping().items():
        if not number.isdecimal():
            words.fail(f"{number!r} is no whole number; give words by number: '\"2\": [beide, twee]'")
        numbers.update(dict.fromkeys(words.texts(), int(number)))
    return numbers
