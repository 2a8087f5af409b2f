"""Which patterns can find anything in a sentence at all, by the kinds of the mentions that it may speak of.

Most triggers stand in sentences that name nobody who could be their subject or their object: to know that is
cheaper than to look for arguments.
"""

from __future__ import annotations

from itertools import product

from spacy.tokens import Span

from graphbuild.ontology import Ontology
from graphbuild.pattern_language import Pattern
from graphbuild.pipeline.standing import Standing
from graphbuild.types import EntityId

Kinds = tuple[str, ...]


class Admissible:
    """Tells of the sentences of one Doc which patterns have fitting mentions in reach."""

    def __init__(self, standing: Standing, ontology: Ontology) -> None:
        self.standing, self.ontology = standing, ontology
        self._reached: dict[int, dict[Kinds, set[EntityId]]] = {}
        self._found: dict[tuple[object, ...], bool] = {}
        self._fitting: dict[tuple[object, ...], bool] = {}

    def connects(self, sentence: Span) -> bool:
        """Tells whether a sentence has two entities in reach."""
        return len(set().union(*self._in_reach(sentence).values())) > 1

    def holds(self, pattern: Pattern, sentence: Span) -> bool:
        """Tells whether two entities in reach of a sentence are of kinds that the pattern connects."""
        key = sentence.start, pattern.relation, pattern.subject_kinds, pattern.object_kinds
        if key not in self._found:
            entities = self._in_reach(sentence)
            self._found[key] = any(
                len(entities[subject] | entities[object_]) > 1 and self.fits(pattern, subject, object_)
                for subject, object_ in product(entities, repeat=2)
            )
        return self._found[key]

    def fits(self, pattern: Pattern, subject: Kinds, object_: Kinds) -> bool:
        """Tells whether pattern and ontology admit mentions that may be taken for these kinds, their own first."""
        key = pattern.relation, pattern.subject_kinds, pattern.object_kinds, subject, object_
        if key not in self._fitting:
            self._fitting[key] = (
                self._is_one_of(subject[0], pattern.subject_kinds)
                and self._is_one_of(object_[0], pattern.object_kinds)
                and self.ontology.fitting(pattern.relation, subject, object_) is not None
            )
        return self._fitting[key]

    def _in_reach(self, sentence: Span) -> dict[Kinds, set[EntityId]]:
        """Gives the entities in reach of a sentence by the kinds that they may be taken for."""
        if sentence.start not in self._reached:
            found: dict[Kinds, set[EntityId]] = {}
            for index in self.standing.reach(sentence):
                mention = self.standing.mentions[index]
                found.setdefault(mention.kinds, set()).add(mention.entity_id)
            self._reached[sentence.start] = found
        return self._reached[sentence.start]

    def _is_one_of(self, kind: str, kinds: frozenset[str]) -> bool:
        return not kinds or any(self.ontology.is_a(kind, other) for other in kinds)
