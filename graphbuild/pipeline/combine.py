"""Adds what the encoder's reader found to what the patterns found: `doc._.candidates`.

Patterns are precise and explain themselves, the reader finds what nobody wrote a pattern for. Where both find
the same, their errors are taken to be independent, so that agreement raises the confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.encoder import Reading, ScoredRelation
from graphbuild.pipeline.reader import mention_spans
from graphbuild.types import Certainty, EntityId, Mention, MentionForm, Stance

Edge = tuple[EntityId, str, EntityId, int]
"""Subject, relation, object, and the first token of the sentence."""


class ReaderCandidates:
    """spaCy component `graphbuild_combine`."""

    def __init__(self, ontology: Ontology, language: str, minimum: float) -> None:
        self.ontology, self.language, self.minimum = ontology, language, minimum

    def __call__(self, doc: Doc) -> Doc:
        """Joins the candidates of patterns and reader and returns the same Doc."""
        reading: Reading | None = doc._.reading
        if reading is not None:
            doc._.candidates = self.joined(doc, doc._.candidates, list(self.read(doc, reading)))
        return doc

    def read(self, doc: Doc, reading: Reading) -> Iterable[Candidate]:
        """Yields what the reader found between names and references of the Doc."""
        mentions: Sequence[Mention] = doc._.mentions
        usable = [i for i, mention in enumerate(mentions) if mention.form is not MentionForm.ADJECTIVE]
        groups: dict[EntityId, int] = {}
        numbers = [groups.setdefault(mentions[i].entity_id, len(groups)) for i in usable]
        sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
        for found in reading.relations(mention_spans([mentions[i] for i in usable]), numbers, self.minimum):
            yield self.candidate(found, usable, sentences[found.sentence])

    def candidate(self, found: ScoredRelation, usable: Sequence[int], sentence: tuple[int, int]) -> Candidate:
        """Gives a relation that the reader found as a candidate."""
        certainty = max(zip(found.certainty, Certainty, strict=True), key=lambda pair: pair[0])[1]
        return Candidate(
            subject=usable[found.subject],
            relation=found.relation,
            object=usable[found.object],
            start=sentence[0],
            end=sentence[1],
            trigger=None,
            rule=f"{self.language}/{found.relation}/reader",
            confidence=found.probability,
            stance=Stance.DENIES if found.denies > 0.5 else Stance.ASSERTS,
            certainty=certainty,
            source=None if found.source is None else usable[found.source],
        )

    def edge(self, doc: Doc, candidate: Candidate) -> Edge:
        """Gives what makes two candidates one: the same entities in the same sentence, in either order if symmetric."""
        ends = [doc._.mentions[index].entity_id for index in (candidate.subject, candidate.object)]
        if self.ontology.relations[candidate.relation].symmetric:
            ends.sort()
        return ends[0], candidate.relation, ends[1], candidate.start

    def joined(
        self, doc: Doc, by_pattern: Sequence[Candidate], by_reader: Sequence[Candidate]
    ) -> tuple[Candidate, ...]:
        """Gives all candidates, those that both found once, the pattern's, with the confidence of both."""
        read = {self.edge(doc, candidate): candidate for candidate in by_reader}
        matched = {self.edge(doc, candidate) for candidate in by_pattern}
        agreed = [both(c, read.get(self.edge(doc, c))) for c in by_pattern]
        return (*agreed, *(c for c in by_reader if self.edge(doc, c) not in matched))


def both(by_pattern: Candidate, by_reader: Candidate | None) -> Candidate:
    """Gives the pattern's candidate with the confidence that follows when the reader found it too.

    How sure the source is, the reader has read; later stages overrule it where they find a plain cue.
    """
    if by_reader is None:
        return by_pattern
    doubt = (1 - by_pattern.confidence) * (1 - by_reader.confidence)
    return replace(by_pattern, confidence=1 - doubt, certainty=by_reader.certainty)


@Language.factory(
    "graphbuild_combine",
    requires=["doc._.candidates"],
    assigns=["doc._.candidates"],
    default_config={"language": "nl", "minimum": 0.1},
)
def make_reader_candidates(nlp: Language, name: str, language: str, minimum: float) -> ReaderCandidates:
    """Makes the component; what the reader gives a probability (0 to 1) under `minimum` is left out."""
    del nlp, name
    return ReaderCandidates(load_ontology(), language, minimum)
