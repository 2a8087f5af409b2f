from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from graphbuild.background import load_background
from graphbuild.ontology import load_ontology
from graphbuild.pipeline.encoder import FoundName, Link, MentionSpan
from graphbuild.pipeline.plurals import members_by_place, members_by_share
from graphbuild.pipeline.reference import ReferenceResolver
from graphbuild.types import Entity, EntityId, Mention, MentionForm

RESOLVER = ReferenceResolver(load_background("nl"), load_ontology())
NAMES = {
    "Noordnet": ("TelecomOperator", "organization/noordnet"),
    "Qiming": ("TechnologyCompany", "organization/qiming"),
    "Bos": ("Person", "person/bos"),
}
NOUNS = {"bedrijven", "bedrijf", "provider", "concern", "topman", "kantoor", "president"}
ADJECTIVES = {"Chinese", "Amerikaanse", "grote"}


def parsed(text: str) -> Doc:
    """A Doc with the parts of speech and subjects that the stage looks at, and a mention for each known name."""
    words = text.replace(".", " .").split()
    starts = [i == 0 or words[i - 1] == "." for i in range(len(words))]
    heads = [max(j for j in range(i + 1) if starts[j]) for i in range(len(words))]
    doc = Doc(
        spacy.blank("nl").vocab,
        words=words,
        pos=["NOUN" if word in NOUNS else "ADJ" if word in ADJECTIVES else "X" for word in words],
        heads=heads,
        deps=["nsubj" if start else "dep" for start in starts],
    )
    doc._.mentions = tuple(
        Mention(token.idx, token.idx + len(token), token.text, *found_as(token.text))
        for token in doc
        if token.text in NAMES
    )
    doc._.entities = tuple(Entity(found_as(name)[1], found_as(name)[0], name) for name in NAMES)
    return doc


def found_as(name: str) -> tuple[str, EntityId]:
    kind, identity = NAMES[name]
    return kind, EntityId(identity)


def references(doc: Doc) -> list[tuple[str, str]]:
    return [(m.text, m.entity_id) for m in RESOLVER(doc)._.mentions if m.form is MentionForm.REFERENCE]


def test_a_description_stands_for_the_last_entity_of_its_kind() -> None:
    doc = parsed("Noordnet belt Qiming. De provider zwijgt. Dat grote concern ook.")
    assert references(doc) == [
        ("De provider", "organization/noordnet"),
        ("Dat grote concern", "organization/noordnet"),
    ]


def test_a_description_before_a_name_only_describes_the_name() -> None:
    assert references(parsed("Noordnet belt. De provider Qiming zwijgt.")) == []


def test_an_indefinite_description_stands_for_nothing_known() -> None:
    assert references(parsed("Noordnet belt. Een provider zwijgt.")) == []


def test_a_pronoun_prefers_people_and_does_not_reach_far() -> None:
    assert references(parsed("Noordnet belt Bos. Hij zwijgt.")) == [("Hij", "person/bos")]
    assert references(parsed("Bos belt. Het regent. Het waait. Hij zwijgt.")) == []


def test_the_adjective_of_a_country_hints_at_the_country() -> None:
    doc = RESOLVER(parsed("De Amerikaanse president belt."))
    (hint,) = doc._.mentions
    assert (hint.text, hint.entity_id, hint.form) == ("Amerikaanse", "united-states", MentionForm.ADJECTIVE)
    assert EntityId("united-states") in {entity.id for entity in doc._.entities}


@dataclass
class FakeReading:
    """A reading that found one reference and links every mention to the one before it, with these shares."""

    start: int
    end: int
    shares: tuple[tuple[int, float], ...] = ()

    def names(self) -> list[FoundName]:
        return [FoundName(self.start, self.end, "Reference", 0.9)]

    def links(self, mentions: Sequence[MentionSpan]) -> list[Link]:
        return [Link(i, i - 1 if i else None, 0.9, self.shares) for i in range(len(mentions))]


def test_the_reader_decides_where_there_is_one() -> None:
    doc = parsed("Noordnet belt Qiming. De provider zwijgt.")
    start = doc.text.index("De provider")
    doc._.reading = FakeReading(start, start + len("De provider"))
    assert references(doc) == [("De provider", "organization/qiming")]


def test_a_reference_without_a_name_before_it_is_left_out() -> None:
    doc = parsed("De provider belt Qiming.")
    doc._.reading = FakeReading(0, len("De provider"))
    assert references(doc) == []


def test_a_plural_stands_for_each_antecedent_that_is_likely() -> None:
    doc = parsed("Noordnet belt Qiming en Bos. De bedrijven zwijgen.")
    start = doc.text.index("De bedrijven")
    doc._.reading = FakeReading(start, start + len("De bedrijven"), ((0, 0.5), (1, 0.4), (2, 0.05)))
    assert sorted(references(doc)) == [
        ("De bedrijven", "organization/noordnet"),
        ("De bedrijven", "organization/qiming"),
    ]


def test_a_singular_stands_for_one_however_likely_another() -> None:
    doc = parsed("Noordnet belt Qiming en Bos. Het bedrijf zwijgt.")
    start = doc.text.index("Het bedrijf")
    doc._.reading = FakeReading(start, start + len("Het bedrijf"), ((0, 0.5), (1, 0.4)))
    assert len(references(doc)) <= 1


def test_without_the_reader_a_plural_stands_for_the_nearest_that_are_named_together() -> None:
    assert references(parsed("Noordnet belt Qiming en Bos. Het regent. Beide bedrijven zwijgen.")) == [
        ("Beide bedrijven", "organization/noordnet"),
        ("Beide bedrijven", "organization/qiming"),
    ]
    assert references(parsed("Noordnet belt. Beide bedrijven zwijgen.")) == []


def test_a_number_must_be_the_number_of_entities() -> None:
    a, b, c = EntityId("a"), EntityId("b"), EntityId("c")
    assert members_by_place([[a], [b, a]], 2) == [a, b]
    assert members_by_place([[a, b, c]], 2) == []
    assert members_by_share({a: 0.5, b: 0.3, c: 0.02}, 3) == [a, b, c]
    assert members_by_share({a: 0.5, b: 0.3}, 3) == []
