"""Finds relation candidates: patterns applied to the parse and the mentions of a Doc."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pattern_language import Condition, Pattern, Slot
from graphbuild.patterns import PatternSet, load_patterns
from graphbuild.pipeline.admissible import Admissible
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.frames import Frames
from graphbuild.pipeline.scene import LATER, Group, Scene, Scenes
from graphbuild.pipeline.standing import Filler, Standing
from graphbuild.pipeline.triggers import find_triggers
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


class RelationFinder:
    """Sets `doc._.candidates` by the patterns of one language, and `doc._.lists`."""

    def __init__(self, patterns: PatternSet, ontology: Ontology) -> None:
        self.patterns = patterns
        self.ontology = ontology

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
        doc._.lists = standing.listed()
        admissible = Admissible(standing, self.ontology)
        scenes = Scenes(standing, Frames(self.patterns.classes, standing.forms), self.ontology)
        for trigger in find_triggers(doc, self.patterns, standing, admissible):
            yield from _Match(self.patterns, admissible, scenes.of(trigger), trigger.pattern).candidates()


class _Match:
    """One trigger with its scene."""

    def __init__(self, patterns: PatternSet, admissible: Admissible, scene: Scene, pattern: Pattern) -> None:
        self.patterns, self.admissible, self.scene, self.pattern = patterns, admissible, scene, pattern
        self.token, self.standing = scene.token, scene.standing
        self.mentions = self.standing.mentions

    def candidates(self) -> list[Candidate]:
        """Gives a candidate for each pair of the best filled slots that types and conditions allow."""
        pattern = self.pattern
        if not all(self._holds(condition) for condition in pattern.required):
            return []
        if any(self._holds(condition, sure=True) for condition in pattern.excluded):
            return []
        subjects = self._groups(pattern.subject, pattern.subject_kinds)
        if not subjects:
            return []
        found = self._best(subjects, self._groups(pattern.object, pattern.object_kinds))
        if not found and any(step.function == FELLOW for steps in pattern.object for step in steps):
            return [] if self._has_third_party() else self._among(subjects)
        return found

    def _has_third_party(self) -> bool:
        """Tells whether the text says with whom, so that the members of a list are not each other's fellows."""
        others = (steps for steps in self.pattern.object if steps[0].function == "prep")
        roles = (role for steps in others for role in self.scene.roles(steps) if role.weight >= SURE)
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
        if first.entity_id == second.entity_id:
            return False
        if not fellows and self._are_listed_together(subject, object_):
            return False
        return self.admissible.fits(self.pattern, first.kinds, second.kinds)

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
            found = self.scene.groups(steps)
            groups += (Group(group.fillers, group.weight * LATER**place, group.guessed) for group in found)
        return groups

    def _sole(self, kinds: frozenset[str], weight: float) -> list[Group]:
        """Gives the one entity of some kinds that the sentence names beside the one that the trigger describes.

        What has reported it does not count.
        """
        sentence = self.token.sent
        roles = (role for role in self.scene.frame if role.function == "self")
        described = {self.mentions[f.mention].entity_id for role in roles for f in self.scene.fillers(role)}
        fitting = [
            index
            for index, mention in enumerate(self.mentions)
            if sentence.start_char <= mention.start < sentence.end_char
            and mention.entity_id not in described
            and mention.kind != PUBLISHER
            and any(self.admissible.ontology.is_a(mention.kind, kind) for kind in kinds)
        ]
        if len({self.mentions[index].entity_id for index in fitting}) != 1:
            return []
        return [Group((Filler(fitting[0], 1.0),), weight, guessed=True)]

    def _ours(self, weight: float) -> list[Group]:
        """Gives whom "wij" or "ons" stands for in the sentence; a "KPN-woordvoerder" is told by the word itself."""
        if self.standing.inside[self.token.i]:
            return []
        sentence = self.token.sent
        spoken = self.patterns.classes["first-person"].words
        indexes = [
            index
            for index, mention in enumerate(self.mentions)
            if sentence.start_char <= mention.start < sentence.end_char and mention.text.lower() in spoken
        ]
        return [Group((Filler(index, 1.0),), weight) for index in indexes]

    def _holds(self, condition: Condition, *, sure: bool = False) -> bool:
        if not condition.steps:
            return any(condition.words.holds(self.standing.forms(token)) for token in self.token.sent)
        roles = (role for role in self.scene.roles(condition.steps) if not sure or role.weight >= SURE)
        return any(condition.words.holds(self.scene.forms(role.token)) for role in roles)


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
