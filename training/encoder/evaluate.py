"""Measures a model folder on held-out passages, through the same `Reader` that runs in the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphbuild.pipeline.encoder import MentionSpan, Reader, Reading, ScoredRelation, group_by_links
from graphbuild.pipeline.encoder_input import REFERENCE
from training.encoder.dataset import RELATION_NAMES, SYMMETRIC, Example

_ALMOST_NEVER = 1e-4


@dataclass(slots=True)
class Count:
    """Right, predicted and wanted items."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / max(1, self.predicted + self.wanted)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.predicted), self.right / max(1, self.wanted)
        return f"P {precision:.3f} R {recall:.3f} F1 {self.f1:.3f} ({self.wanted})"


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A relation that the model found with this probability, and whether the annotation has it."""

    relation: str
    probability: float
    right: bool


@dataclass(slots=True)
class Measures:
    """Figures over texts. Relations, attributes and links are scored on annotated mentions and entities.

    `end_to_end` counts relations between entities that the model itself found, by their first mentions.
    """

    names: Count = field(default_factory=Count)
    references: Count = field(default_factory=Count)
    links: Count = field(default_factory=Count)
    reference_links: Count = field(default_factory=Count)
    relations: Count = field(default_factory=Count)
    end_to_end: Count = field(default_factory=Count)
    stance: Count = field(default_factory=Count)
    denials: Count = field(default_factory=Count)
    certainty: Count = field(default_factory=Count)
    sources: Count = field(default_factory=Count)
    candidates: list[ScoredCandidate] = field(default_factory=list)

    def report(self) -> str:
        """One line for each figure."""
        return "\n".join(f"{name:16s} {getattr(self, name)}" for name in self.__slots__ if name != "candidates")


def measure(reader: Reader, examples: Sequence[Example], thresholds: dict[str, float] | None = None) -> Measures:
    """Figures of the reader on examples; a relation counts from its threshold on, 0.5 where none is given."""
    measures = Measures()
    limits = dict.fromkeys(RELATION_NAMES, 0.5) | (thresholds or {})
    for example in examples:
        reading = reader.read(example.text, example.bounds)
        _count_names(measures, reading, example)
        _count_links(measures, reading, example)
        _count_relations(measures, reading, example, limits)
        _count_end_to_end(measures, reading, example, limits)
    return measures


def _count_names(measures: Measures, reading: Reading, example: Example) -> None:
    found = {(name.start, name.end, name.kind) for name in reading.names()}
    wanted = set(example.mentions)
    for is_reference, count in ((False, measures.names), (True, measures.references)):
        predicted = {item for item in found if (item[2] == REFERENCE) is is_reference}
        right = {item for item in wanted if (item.kind == REFERENCE) is is_reference}
        count.right += len(predicted & right)
        count.predicted += len(predicted)
        count.wanted += len(right)


def _count_links(measures: Measures, reading: Reading, example: Example) -> None:
    for link in reading.links(example.mentions):
        group = example.groups[link.mention]
        if link.antecedent is None:
            right = group not in example.groups[: link.mention]
        else:
            right = group == example.groups[link.antecedent]
        counts = [measures.links]
        if example.mentions[link.mention].kind == REFERENCE:
            counts.append(measures.reference_links)
        for count in counts:
            count.right += int(right)
            count.predicted += 1
            count.wanted += 1


def _count_relations(measures: Measures, reading: Reading, example: Example, limits: dict[str, float]) -> None:
    wanted = {
        (sentence.number, claim.subject, RELATION_NAMES[claim.relation], claim.object): claim
        for sentence in example.relation_sentences
        for claim in sentence.claims
    }
    measures.relations.wanted += len(wanted)
    scored = reading.relations(example.mentions, example.groups.tolist(), _ALMOST_NEVER)
    for item in scored:
        key = _key(item, example.groups.tolist())
        claim = wanted.get(key)
        measures.candidates.append(ScoredCandidate(item.relation, item.probability, claim is not None))
        if item.probability < limits[item.relation]:
            continue
        measures.relations.predicted += 1
        if claim is None:
            continue
        measures.relations.right += 1
        _add(measures.stance, int(item.denies > 0.5) == claim.stance)
        measures.denials.right += int(claim.stance == 1 and item.denies > 0.5)
        measures.denials.predicted += int(item.denies > 0.5)
        measures.denials.wanted += claim.stance
        _add(measures.certainty, item.certainty.index(max(item.certainty)) == claim.certainty)
        source = -1 if item.source is None else int(example.groups[item.source])
        _add(measures.sources, source == claim.source)


def _key(item: ScoredRelation, groups: Sequence[int]) -> tuple[int, int, str, int]:
    subject, object_ = groups[item.subject], groups[item.object]
    if item.relation in SYMMETRIC:
        subject, object_ = min(subject, object_), max(subject, object_)
    return item.sentence, subject, item.relation, object_


def _add(count: Count, right: bool) -> None:
    count.right += int(right)
    count.predicted += 1
    count.wanted += 1


def _count_end_to_end(measures: Measures, reading: Reading, example: Example, limits: dict[str, float]) -> None:
    """Edges between entities, which are known by the names that the text gives them."""
    mentions = [MentionSpan(name.start, name.end, name.kind) for name in reading.names()]
    groups = group_by_links(mentions, reading.links(mentions))
    annotated = {
        (span.start, span.end): int(group) for span, group in zip(example.mentions, example.groups, strict=True)
    }
    meant: dict[int, int] = {}
    for mention, group in zip(mentions, groups, strict=True):
        if mention.kind != REFERENCE and (mention.start, mention.end) in annotated:
            meant.setdefault(group, annotated[mention.start, mention.end])
    wanted = {
        (sentence.group_pairs[row], RELATION_NAMES[relation])
        for sentence in example.relation_sentences
        for row, relation in zip(*sentence.labels.nonzero(), strict=True)
        if RELATION_NAMES[relation] not in SYMMETRIC or sentence.group_pairs[row][0] < sentence.group_pairs[row][1]
    }
    found = set()
    for item in reading.relations(mentions, groups):
        ends = (meant.get(groups[item.subject], -1), meant.get(groups[item.object], -1 - groups[item.object]))
        if item.relation in SYMMETRIC:
            ends = min(ends), max(ends)
        if item.probability >= limits[item.relation]:
            found.add((ends, item.relation))
    measures.end_to_end.right += len(found & wanted)
    measures.end_to_end.predicted += len(found)
    measures.end_to_end.wanted += len(wanted)
