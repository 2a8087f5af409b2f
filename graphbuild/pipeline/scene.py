"""The roles around a trigger, and the mentions that fill them.

A word triggers several patterns, which ask for the same roles; each is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from graphbuild.ontology import Ontology
from graphbuild.pattern_language import Pattern, Step, Steps
from graphbuild.pipeline.frames import ARGUMENTS, Frames, Role
from graphbuild.pipeline.nearby import apposition_roles, chained_roles, nearby_roles
from graphbuild.pipeline.standing import Filler, Standing
from graphbuild.pipeline.syntax import antecedent, children, described_before_comma, preposition
from graphbuild.pipeline.triggers import Trigger

LATER = 0.95
"""What a role loses in weight that is only a part of what was asked for, or a later alternative of a slot."""


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions that fill a slot together, being coordinated, and how surely they do (0 to 1)."""

    fillers: tuple[Filler, ...]
    weight: float
    guessed: bool = False


class Scenes:
    """The scenes of the triggers of one Doc."""

    def __init__(self, standing: Standing, frames: Frames, ontology: Ontology) -> None:
        self.standing, self.frames, self.ontology = standing, frames, ontology
        self._frames: dict[tuple[int, str], list[Role]] = {}
        self._scenes: dict[tuple[int, str, bool, bool], Scene] = {}

    def of(self, trigger: Trigger) -> Scene:
        """Gives the scene of a trigger, with the roles that its pattern allows for."""
        kind = "verb" if trigger.kind == "adjective" else trigger.kind
        place, nearby, party = (trigger.token.i, kind), trigger.pattern.nearby, names_a_party(trigger.pattern)
        if (*place, nearby, party) not in self._scenes:
            if place not in self._frames:
                self._frames[place] = self._frame(trigger.token, kind)
            frame = [role for role in self._frames[place] if (nearby or not role.guessed) and not (party and role.lent)]
            self._scenes[*place, nearby, party] = Scene(trigger.token, frame, self.standing, self.frames, self.ontology)
        return self._scenes[*place, nearby, party]

    def _frame(self, token: Token, kind: str) -> list[Role]:
        build: dict[str, Callable[[Token], list[Role]]] = {
            "verb": self.frames.verb,
            "noun": self.frames.noun,
            "kind": self.frames.noun,
            "phrase": self.frames.phrase,
        }
        roles = [*build[kind](token), *(apposition_roles(token, self.standing) if kind != "kind" else ())]
        if kind in ("noun", "kind"):
            roles += chained_roles(token, self.standing)
            governor = next((role.token for role in roles if role.function == "governor"), None)
            if kind == "noun" and governor is not None and token.dep_ in ARGUMENTS:
                roles += self.frames.lent(governor, list(nearby_roles(governor, self.standing)))
        else:
            roles += nearby_roles(token, self.standing)
        return roles


class Scene:
    """The frame of one trigger word."""

    def __init__(
        self, token: Token, frame: Sequence[Role], standing: Standing, frames: Frames, ontology: Ontology
    ) -> None:
        self.token, self.frame = token, frame
        self.standing, self.frames, self.ontology = standing, frames, ontology
        self._roles: dict[Steps, list[Role]] = {}
        self._groups: dict[Steps, list[Group]] = {}

    def roles(self, steps: Steps) -> list[Role]:
        """Gives the roles at the end of a path of grammatical functions, the surest first."""
        if steps not in self._roles:
            self._roles[steps] = self._at_end_of(steps)
        return self._roles[steps]

    def groups(self, steps: Steps) -> list[Group]:
        """Gives the mentions that fill the roles at the end of a path, the surest first."""
        if steps not in self._groups:
            filled = ((tuple(self.fillers(role)), role) for role in self.roles(steps))
            self._groups[steps] = [Group(fillers, role.weight, role.guessed) for fillers, role in filled if fillers]
        return self._groups[steps]

    def fillers(self, role: Role) -> list[Filler]:
        """Gives the mentions that fill a role."""
        if role.inside:
            return _surely(self.standing.inside.get(role.token.i, ()))
        if role.function == "attribute":
            place, standing = role.token.i, self.standing
            return _surely(standing.adjectives.get(place) or standing.by_head.get(place) or ())
        if role.function == "brackets" or (role.function == "self" and role.token.i == self.token.i):
            return _surely(self.standing.direct(role.token))
        found = self.standing.fillers(role.token)
        return self._described(found, role.token) if role.function == "self" and len(found) > 1 else found

    def forms(self, token: Token) -> list[str]:
        """Gives a token's forms, and the kinds of the mentions that it heads as `#kind`."""
        token = antecedent(token) or token
        kinds = {self.standing.mentions[index].kind for index in self.standing.by_head.get(token.i, ())}
        above = {name for kind in kinds for name in (kind, *self.ontology.ancestors(kind))}
        return [*self.standing.forms(token), *(f"#{name.lower()}" for name in sorted(above))]

    def _at_end_of(self, steps: Steps) -> list[Role]:
        roles = [role for role in self.frame if _fits(role, steps[0])]
        roles += self._wholes(roles)
        for step in steps[1:]:
            further: list[Role] = []
            for role in roles:
                below = self.frames.of(role.token)
                further += [
                    replace(r, weight=r.weight * role.weight, guessed=role.guessed) for r in below if _fits(r, step)
                ]
            roles = [*further, *self._wholes(further)]
        return sorted(roles, key=lambda role: -role.weight)

    def _wholes(self, roles: Sequence[Role]) -> Iterator[Role]:
        """Yields for a part what it is a part of: "de helft van het netwerk" is the network."""
        parts = self.frames.classes["part"]
        for role in roles:
            if role.inside or not parts.holds(self.standing.forms(role.token)):
                continue
            for child in children(role.token, "nmod", "obl"):
                if preposition(child) == "van" and not self.standing.by_head.get(child.i):
                    yield replace(role, token=child, weight=role.weight * LATER)

    def _described(self, listed: Sequence[Filler], word: Token) -> list[Filler]:
        """Gives of a list the one member that the trigger describes: C in "A, B en C, de maker van D".

        By the order of words, else by the parse, which makes it a singular apposition; all, when it is neither.
        """
        before = described_before_comma(self.token)
        last = () if before is None else self.standing.direct(before)
        one = [filler for filler in listed if filler.mention in last]
        if not one and self._is_singular_apposition_to(word):
            one = _surely(self.standing.direct(word))
        return one or list(listed)

    def _is_singular_apposition_to(self, described: Token) -> bool:
        if self.token.i <= described.i or self.token.dep_ != "appos":
            return False
        return "Sing" in self.token.morph.get("Number", [])


def names_a_party(pattern: Pattern) -> bool:
    """Tells whether the trigger is a noun for one of the parties ("leverancier"), not for what happens ("levering").

    Such a noun has nothing to do with the other phrases of its verb.
    """
    return "self" in (pattern.subject[0][0].function, pattern.object[0][0].function)


def _surely(mentions: Iterable[int]) -> list[Filler]:
    return [Filler(index, 1.0) for index in mentions]


def _fits(role: Role, step: Step) -> bool:
    if role.function != step.function:
        return False
    if not step.prepositions or role.preposition in step.prepositions:
        return True
    first, *_, last = f"{role.preposition} ".split(" ")[:-1] * 2
    return first != last and bool({first, last} - {"van"} & step.prepositions)
