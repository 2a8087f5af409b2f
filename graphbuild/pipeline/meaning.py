"""Decides what a listed form means where several entities share it, or where it is an ordinary word too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from graphbuild.background import Background
from graphbuild.ontology import Ontology
from graphbuild.pipeline.identity import NameSpan, coarse
from graphbuild.pipeline.known_names import KnownName
from graphbuild.types import EntityId


@dataclass(frozen=True, slots=True)
class Context:
    """What speaks for or against a listed form in the text: the model's names, and sentence starts."""

    text: str
    found: tuple[NameSpan, ...]
    sentence_starts: frozenset[int]

    def overlapping(self, start: int, end: int) -> NameSpan | None:
        """Gives the model's name that shares characters with a range, None when there is none."""
        return next((name for name in self.found if name.start < end and start < name.end), None)

    def word_before(self, start: int) -> str:
        """Gives the word before a place in the text, in lower case; empty at the start."""
        words = self.text[max(0, start - 40) : start].split()
        return words[-1].casefold() if words else ""


class Meanings:
    """Chooses among the meanings of listed forms."""

    def __init__(self, background: Background, ontology: Ontology) -> None:
        self.catalogue, self.grammar, self.ontology = background.catalogue, background.grammar, ontology
        self.metonyms = background.catalogue.metonyms()

    def names(self, matches: Iterable[KnownName], context: Context) -> Iterator[NameSpan]:
        """Yields the matches that are names here, each with the entity that it stands for."""
        found = list(matches)
        sure = {m.meanings[0] for m in found if len(m.meanings) == 1 and self.unambiguous(m)}
        for match in found:
            identity = self.meaning(match, context, sure)
            if identity is not None:
                kind = self.catalogue.entities[identity].kind
                text = context.text[match.start : match.end]
                yield NameSpan(match.start, match.end, text, kind, identity)

    def unambiguous(self, match: KnownName) -> list[EntityId]:
        """Gives the meanings of a form that need no support."""
        ids = map(EntityId, match.meanings)
        return [identity for identity in ids if not self.catalogue.is_ambiguous(match.form, identity)]

    def meaning(self, match: KnownName, context: Context, sure: Collection[str]) -> EntityId | None:
        """Gives what a form stands for, None when it is likely no name of the list here.

        `sure` are the entities that the text names elsewhere by a form that leaves no doubt.
        """
        possible = self.possible(match, context, sure)
        if len(possible) < 2:
            return possible[0] if possible else None
        witness = context.overlapping(match.start, match.end)
        local = context.word_before(match.start) in self.grammar.place_prepositions
        standing_for = self.metonyms.get(match.form, ())

        def rank(identity: EntityId) -> tuple[bool, bool, bool, bool, str]:
            entity = self.catalogue.entities[identity]
            return (
                witness is None or witness.kind != entity.kind,
                identity not in sure,
                bool(standing_for) and (identity in standing_for) == local,
                entity.country not in self.grammar.home,
                identity,
            )

        return min(possible, key=rank)

    def possible(self, match: KnownName, context: Context, sure: Collection[str]) -> list[EntityId]:
        """Gives the meanings that the context allows.

        An ordinary word is taken for a name when the model says so, when the text names the same entity by
        another form, or when it is capitalized within a sentence and the model takes it for nothing else.
        """
        meanings, certain = [EntityId(m) for m in match.meanings], self.unambiguous(match)
        if len(meanings) == len(certain) == 1:
            return certain
        witness = context.overlapping(match.start, match.end)
        if witness is not None:
            return [m for m in meanings if self.agrees(m, witness.kind)] or certain
        supported = certain or [m for m in meanings if m in sure]
        return supported if supported or match.start in context.sentence_starts else meanings

    def agrees(self, identity: EntityId, kind: str) -> bool:
        """Tells whether the model's kind and the listed one belong to the same coarse class."""
        return coarse(self.catalogue.entities[identity].kind, self.ontology) == coarse(kind, self.ontology)
