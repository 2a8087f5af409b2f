"""How two names can be forms of one name: with and without legal form, long and short, surname, abbreviation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graphbuild.catalogue import load_catalogue
from graphbuild.errors import KnowledgeError
from graphbuild.knowledge import read_knowledge
from graphbuild.ontology import load_ontology
from graphbuild.resources import resource


@dataclass(frozen=True, slots=True)
class NameForms:
    """The words of `name_forms.yaml` in lower case; `branches` hold the names of all countries too."""

    legal: frozenset[str]
    particles: frozenset[str]
    branches: frozenset[str]

    def plain(self, name: str) -> str:
        """Gives a name in lower case without its legal form: "sunway" for "SunWay B.V."."""
        words = name.casefold().replace(",", " ").split()
        while len(words) > 1 and words[-1].strip(".") in self.legal:
            words.pop()
        return " ".join(words)

    def is_surname(self, name: str) -> bool:
        """Tells whether a person's name has no first name: "Jansen", "De Jonge"."""
        first, *rest = name.casefold().split()
        return not rest or first in self.particles

    def is_surname_of(self, short: str, full: str) -> bool:
        """Tells whether a name without first name is the surname of a full one."""
        return self.is_surname(short) and not self.is_surname(full) and full.endswith(f" {short}")

    def same_first_name(self, one: str, other: str) -> bool:
        """Tells whether two full names can be of one person: equal, or one with an initial for the first name."""
        mine, yours = one.split()[0], other.split()[0]
        if one == other:
            return True
        initial = min(mine, yours, key=len)
        return one.split()[1:] == other.split()[1:] and initial.endswith(".") and mine[0] == yours[0]

    def is_short_of(self, short: str, long: str) -> bool:
        """Tells whether a name is the first words of another, whose other words name no branch of it."""
        rest = long.removeprefix(f"{short} ").split() if long.startswith(f"{short} ") else []
        return bool(rest) and " ".join(rest) not in self.branches and self.branches.isdisjoint(rest)


@cache
def load_name_forms() -> NameForms:
    """Reads `name_forms.yaml` and the names of the countries; raises KnowledgeError when a file breaks its rules."""
    fields = read_knowledge(resource("joining", "name_forms.yaml"), KnowledgeError).fields(
        ("legal_forms", "particles", "branches")
    )
    countries = load_catalogue([resource("data", "entities", "countries.yaml")], load_ontology().kinds)
    names = {name.casefold() for known in countries.entities.values() for name in known.names()}
    legal, particles, branches = (frozenset(fields[key].texts()) for key in ("legal_forms", "particles", "branches"))
    return NameForms(legal, particles, branches | names)
