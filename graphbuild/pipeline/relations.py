"""Finds relation candidates: patterns applied to the parse and the mentions of a Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from spacy.language import Language
from spacy.tokens import Doc, Token

from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pattern_language import Condition, Pattern, Slot, Step
from graphbuild.patterns import PatternSet, load_patterns
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.frames import ARGUMENTS, Frames, Role
from graphbuild.pipeline.nearby import apposition_roles, chained_roles, nearby_roles
from graphbuild.pipeline.standing import Filler, Standing
from graphbuild.pipeline.syntax import antecedent, children, forms_of, preposition
from graphbuild.pipeline.triggers import Trigger, find_triggers
from graphbuild.resources import resource

FELLOW = "fellow"
SOLE = "sole"
OURS = "ours"
PUBLISHER = "NewsPublisher"
"""The kind that is mostly named for where a thing was said, so that it is no party to it."""
LEAST = 0.2
"""Candidates with less confidence are left out: fewer than one in four of them are right."""
SURE = 0.8
"""The weight from which on a role can rule a pattern out."""
LATER = 0.95
"""What each further alternative of a slot loses in weight against the one before it."""


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions that fill a slot together, being coordinated, and how surely they do (0 to 1)."""

    fillers: tuple[Filler, ...]
    weight: float
    guessed: bool = False


class RelationFinder:
    """Sets `doc._.candidates` by the patterns of one language."""

    def __init__(self, patterns: PatternSet, ontology: Ontology) -> None:
        self.patterns = patterns
        self.ontology = ontology
        self.frames = Frames(dict(patterns.classes))

    def __call__(self, doc: Doc) -> Doc:
        """Adds what the patterns find to the candidates of the Doc; the best rule for each pair and trigger."""
        best: dict[tuple[int, str, int], Candidate] = {}
        for candidate in self.find(doc):
            if candidate.confidence < LEAST:
                continue
            key = candidate.subject, candidate.relation, candidate.object
            if key not in best or candidate.confidence > best[key].confidence:
                best[key] = candidate
        doc._.candidates = (*doc._.candidates, *(best[key] for key in sorted(best)))
        return doc

    def find(self, doc: Doc) -> Iterator[Candidate]:
        """Yields the candidates of every trigger, the same pair possibly by several rules."""
        if not doc._.mentions:
            return
        standing = Standing(doc, self.patterns.classes["bearer"])
        frames: dict[tuple[int, str], list[Role]] = {}
        for trigger in find_triggers(doc, self.patterns, standing):
            kind = "verb" if trigger.kind == "adjective" else trigger.kind
            key = trigger.token.i, kind
            if key not in frames:
                frames[key] = self._frame(trigger.token, kind, standing)
            yield from _Match(self, standing, trigger, frames[key]).candidates()

    def _frame(self, token: Token, kind: str, standing: Standing) -> list[Role]:
        build: dict[str, Callable[[Token], list[Role]]] = {
            "verb": self.frames.verb,
            "noun": self.frames.noun,
            "kind": self.frames.noun,
            "phrase": self.frames.phrase,
        }
        roles = [*build[kind](token), *(apposition_roles(token, standing) if kind != "kind" else ())]
        if kind in ("noun", "kind"):
            roles += chained_roles(token, standing)
            governor = next((role.token for role in roles if role.function == "governor"), None)
            if kind == "noun" and governor is not None and token.dep_ in ARGUMENTS:
                roles += self.frames.lent(governor, list(nearby_roles(governor, standing)))
        else:
            roles += nearby_roles(token, standing)
        return roles


class _Match:
    """One trigger with its frame."""

    def __init__(self, finder: RelationFinder, standing: Standing, trigger: Trigger, frame: list[Role]) -> None:
        self.finder, self.standing, self.frame = finder, standing, frame
        self.token, self.pattern = trigger.token, trigger.pattern
        if not self.pattern.nearby:
            self.frame = [role for role in self.frame if not role.guessed]
        if names_a_party(self.pattern):
            self.frame = [role for role in self.frame if not role.lent]
        self.mentions = trigger.token.doc._.mentions

    def candidates(self) -> list[Candidate]:
        """Gives a candidate for each pair of the best filled slots that types and conditions allow."""
        pattern = self.pattern
        if not all(self._holds(condition) for condition in pattern.required):
            return []
        if any(self._holds(condition, sure=True) for condition in pattern.excluded):
            return []
        subjects = self._groups(pattern.subject, pattern.subject_kinds)
        found = self._best(subjects, self._groups(pattern.object, pattern.object_kinds))
        if not found and any(step.function == FELLOW for steps in pattern.object for step in steps):
            return [] if self._has_third_party() else self._among(subjects)
        return found

    def _has_third_party(self) -> bool:
        """Tells whether the text says with whom, so that the members of a list are not each other's fellows."""
        others = (steps for steps in self.pattern.object if steps[0].function == "prep")
        roles = (role for steps in others for role in self._roles(steps) if role.weight >= SURE)
        return any(role.token.pos_ in ("NOUN", "PROPN", "PRON") for role in roles)

    def _best(self, subjects: list[Group], objects: list[Group]) -> list[Candidate]:
        """Gives the pairs of the likeliest groups; none where guesses by place alone contradict each other."""
        best: list[Candidate] = []
        chosen: tuple[Group, Group] | None = None
        for subject, object_ in sorted(product(subjects, objects), key=_likelihood):
            if chosen and _likelihood((subject, object_)) > _likelihood(chosen):
                break
            found = self._pairs(subject, object_)
            if not found:
                continue
            if chosen is None:
                best, chosen = found, (subject, object_)
            elif not (subject.guessed or object_.guessed):
                best = [*best, *found]
            elif (subject.guessed or object_.guessed) and _named(found) - _named(best):
                return []
        return best

    def _among(self, groups: list[Group]) -> list[Candidate]:
        for group in groups:
            found = [c for c in self._pairs(group, group, fellows=True) if c.subject < c.object]
            if found:
                return found
        return []

    def _pairs(self, subject: Group, object_: Group, *, fellows: bool = False) -> list[Candidate]:
        pairs = product(subject.fillers, object_.fillers)
        weight = subject.weight * object_.weight
        allowed = [(s, o) for s, o in pairs if self._allowed(s.mention, o.mention, fellows=fellows)]
        return [self._candidate(s, o, weight) for s, o in allowed]

    def _are_listed_together(self, first: int, second: int) -> bool:
        """Tells whether two mentions stand in one list, "A, B en C": such do not act on each other."""
        heads = self.standing.heads
        return self.standing.are_listed_together(heads[first], heads[second])

    def _allowed(self, subject: int, object_: int, *, fellows: bool) -> bool:
        first, second = self.mentions[subject], self.mentions[object_]
        pattern = self.pattern
        if first.entity_id == second.entity_id:
            return False
        if not fellows and self._are_listed_together(subject, object_):
            return False
        if pattern.subject_kinds and not self._is_one_of(first.kind, pattern.subject_kinds):
            return False
        if pattern.object_kinds and not self._is_one_of(second.kind, pattern.object_kinds):
            return False
        return self.finder.ontology.fitting(pattern.relation, first.kinds, second.kinds) is not None

    def _is_one_of(self, kind: str, kinds: frozenset[str]) -> bool:
        return any(self.finder.ontology.is_a(kind, other) for other in kinds)

    def _candidate(self, subject: Filler, object_: Filler, weight: float) -> Candidate:
        sentence = self.token.sent
        confidence = self.pattern.confidence * weight * subject.weight * object_.weight
        return Candidate(
            subject=subject.mention,
            relation=self.pattern.relation,
            object=object_.mention,
            start=sentence.start,
            end=sentence.end,
            trigger=self.token.i,
            rule=self.pattern.rule,
            confidence=round(confidence, 4),
        )

    def _groups(self, slot: Slot, kinds: frozenset[str]) -> list[Group]:
        groups: list[Group] = []
        for place, steps in enumerate(slot):
            if steps[0].function == SOLE:
                groups += self._sole(kinds, LATER**place)
            if steps[0].function == OURS:
                groups += self._ours(LATER**place)
            for role in self._roles(steps):
                fillers = self._fillers(role)
                if fillers:
                    groups.append(Group(tuple(fillers), role.weight * LATER**place, role.guessed))
        return groups

    def _sole(self, kinds: frozenset[str], weight: float) -> list[Group]:
        """Gives the one entity of some kinds that the sentence names beside the one that the trigger describes.

        What has reported it does not count.
        """
        sentence = self.token.sent
        described = {self.mentions[f.mention].entity_id for role in self._described() for f in self._fillers(role)}
        fitting = [
            index
            for index, mention in enumerate(self.mentions)
            if sentence.start_char <= mention.start < sentence.end_char
            and mention.entity_id not in described
            and mention.kind != PUBLISHER
            and self._is_one_of(mention.kind, kinds)
        ]
        if len({self.mentions[index].entity_id for index in fitting}) != 1:
            return []
        return [Group((Filler(fitting[0], 1.0),), weight, guessed=True)]

    def _described(self) -> list[Role]:
        return [role for role in self.frame if role.function == "self"]

    def _ours(self, weight: float) -> list[Group]:
        """Gives whom "wij" or "ons" stands for in the sentence."""
        sentence = self.token.sent
        spoken = self.finder.patterns.classes["first-person"].words
        indexes = [
            index
            for index, mention in enumerate(self.mentions)
            if sentence.start_char <= mention.start < sentence.end_char and mention.text.lower() in spoken
        ]
        return [Group((Filler(index, 1.0),), weight) for index in indexes]

    def _fillers(self, role: Role) -> list[Filler]:
        if role.inside:
            return [Filler(index, 1.0) for index in self.standing.inside.get(role.token.i, ())]
        if role.function == "attribute":
            indexes = self.standing.adjectives.get(role.token.i) or self.standing.by_head.get(role.token.i, [])
            return [Filler(index, 1.0) for index in indexes]
        if role.function == "brackets" or (role.function == "self" and role.token.i == self.token.i):
            return [Filler(index, 1.0) for index in self.standing.direct(role.token)]
        if role.function == "self" and self._describes_one(role.token):
            return [Filler(index, 1.0) for index in self.standing.direct(role.token)]
        return self.standing.fillers(role.token)

    def _describes_one(self, described: Token) -> bool:
        """Tells of "A, B en C, de maker van D" that it describes C: a singular apposition to what stands before it."""
        singular_noun = "Sing" in self.token.morph.get("Number", [])
        after = self.token.i > described.i and self.token.dep_ == "appos"
        return singular_noun and after and bool(self.standing.direct(described))

    def _roles(self, steps: tuple[Step, ...]) -> list[Role]:
        roles = [role for role in self.frame if _fits(role, steps[0])]
        roles += self._wholes(roles)
        for step in steps[1:]:
            further: list[Role] = []
            for role in roles:
                below = self.finder.frames.of(role.token)
                further += [
                    replace(r, weight=r.weight * role.weight, guessed=role.guessed) for r in below if _fits(r, step)
                ]
            roles = [*further, *self._wholes(further)]
        return sorted(roles, key=lambda role: -role.weight)

    def _wholes(self, roles: list[Role]) -> Iterator[Role]:
        """Yields for a part what it is a part of: "de helft van het netwerk" is the network."""
        parts = self.finder.patterns.classes["part"]
        for role in roles:
            if role.inside or not parts.holds(forms_of(role.token)):
                continue
            for child in children(role.token, "nmod", "obl"):
                if preposition(child) == "van" and not self.standing.by_head.get(child.i):
                    yield replace(role, token=child, weight=role.weight * LATER)

    def _holds(self, condition: Condition, *, sure: bool = False) -> bool:
        if not condition.steps:
            words = condition.words
            return any(words.holds(forms_of(token)) for token in self.token.sent)
        roles = (role for role in self._roles(condition.steps) if not sure or role.weight >= SURE)
        return any(condition.words.holds(self._forms(role.token)) for role in roles)

    def _forms(self, token: Token) -> list[str]:
        """Gives a token's forms, and the kinds of the mentions that it heads as `#kind`."""
        token = antecedent(token) or token
        kinds = {self.mentions[index].kind for index in self.standing.by_head.get(token.i, ())}
        ontology = self.finder.ontology
        above = {name for kind in kinds for name in (kind, *ontology.ancestors(kind))}
        return [*forms_of(token), *(f"#{name.lower()}" for name in sorted(above))]


def names_a_party(pattern: Pattern) -> bool:
    """Tells whether the trigger is a noun for one of the parties ("leverancier"), not for what happens ("levering").

    Such a noun has nothing to do with the other phrases of its verb.
    """
    return "self" in (pattern.subject[0][0].function, pattern.object[0][0].function)


def _fits(role: Role, step: Step) -> bool:
    if role.function != step.function:
        return False
    if not step.prepositions or role.preposition in step.prepositions:
        return True
    first, *_, last = f"{role.preposition} ".split(" ")[:-1] * 2
    return first != last and bool({first, last} - {"van"} & step.prepositions)


def _named(candidates: list[Candidate]) -> set[tuple[int, int]]:
    return {(candidate.subject, candidate.object) for candidate in candidates}


def _likelihood(pair: tuple[Group, Group]) -> float:
    return -pair[0].weight * pair[1].weight


@Language.factory("graphbuild_relations", default_config={"language": "nl"})
def create_relations(nlp: Language, name: str, language: str) -> RelationFinder:
    """Makes the component for a language; raises PatternError when its patterns break their rules."""
    del nlp, name
    ontology = load_ontology()
    return RelationFinder(load_patterns(resource("languages", language, "patterns"), language, ontology), ontology)
