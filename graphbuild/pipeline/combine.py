"""Adds what the encoder's reader found to what the patterns found: `doc._.candidates`.

Patterns are precise and explain themselves, the reader finds what nobody wrote a pattern for. How sure a claim is
follows from both by a logistic regression, fitted on passages that neither had seen (`languages/nl/confidence.yaml`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from graphbuild.confidence import Confidence, load_confidence
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pattern_language import WordClass
from graphbuild.pipeline.document import Candidate, mention_span
from graphbuild.pipeline.encoder import Reading, ScoredRelation
from graphbuild.pipeline.reader import mention_spans
from graphbuild.pipeline.standing import Standing
from graphbuild.pipeline.syntax import described_before_comma
from graphbuild.resources import resource
from graphbuild.types import Certainty, EntityId, Mention, MentionForm, Stance

LEAST = 0.1
"""What only the reader found is left out under this confidence."""

ENDS = ("subject", "object")
AFFILIATED = "affiliatedWith"

_ASIDES = frozenset({"appos", "acl:relcl"})
_WHERE = frozenset({"uit", "in", "te"})

Edge = tuple[EntityId, str, EntityId, int]
"""Subject, relation, object, and the first token of the sentence."""


class ReaderCandidates:
    """spaCy component `graphbuild_combine`."""

    def __init__(self, ontology: Ontology, confidence: Confidence, language: str, minimum: float) -> None:
        self.ontology, self.confidence, self.language, self.minimum = ontology, confidence, language, minimum

    def __call__(self, doc: Doc) -> Doc:
        """Joins the candidates of patterns and reader and returns the same Doc."""
        reading: Reading | None = doc._.reading
        if reading is not None:
            doc._.candidates = self.joined(doc, doc._.candidates, self.read(doc, reading))
        else:
            doc._.candidates = tuple(self.unread(candidate) for candidate in doc._.candidates)
        return doc

    def read(self, doc: Doc, reading: Reading) -> list[Candidate]:
        """Gives what the reader found between names and references of the Doc, members of a list taken together."""
        candidates = list(self.found(doc, reading))
        lists = coordinations(doc)
        set_aside = asides(doc, lists)
        for members in lists:
            candidates = apart(candidates, members, set_aside)
            shared = [index for index in members if index not in set_aside]
            for end in ENDS:
                candidates = together(candidates, shared, doc._.mentions, end, set_aside)
        return candidates

    def found(self, doc: Doc, reading: Reading) -> Iterator[Candidate]:
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
            read=found,
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
        agreed = [self.both(c, read.get(self.edge(doc, c)), _is_read(doc, c)) for c in by_pattern]
        posts = {candidate.object for candidate in by_pattern if candidate.relation == AFFILIATED}
        alone = [self.alone(c) for c in by_reader if self.edge(doc, c) not in matched and not _is_taken(c, posts)]
        return (*agreed, *(c for c in alone if c.confidence >= LEAST))

    def both(self, by_pattern: Candidate, by_reader: Candidate | None, is_read: bool) -> Candidate:
        """Gives the pattern's candidate with the confidence that follows from both, and what the reader thinks of it.

        What the reader was not asked (`is_read`), its silence says nothing about. How sure the source is, the reader
        has read; later stages overrule it where they find a plain cue.
        """
        if not is_read:
            return self.unread(by_pattern)
        if by_reader is None or by_reader.read is None:
            return replace(by_pattern, confidence=self.confidence(by_pattern.confidence, None))
        confidence = self.confidence(by_pattern.confidence, by_reader.read.probability)
        return replace(
            by_pattern,
            confidence=confidence,
            certainty=by_reader.certainty,
            source=by_reader.source,
            read=by_reader.read,
        )

    def unread(self, by_pattern: Candidate) -> Candidate:
        """Gives the pattern's candidate with the confidence that follows where there is no reader to ask."""
        return replace(by_pattern, confidence=self.confidence.pattern_alone(by_pattern.confidence))

    def alone(self, by_reader: Candidate) -> Candidate:
        """Gives the reader's candidate with the confidence that follows from no pattern having found it."""
        return replace(by_reader, confidence=self.confidence(None, by_reader.confidence))


def _is_taken(by_reader: Candidate, posts: Set[int]) -> bool:
    """Tells whether a post that a pattern gives to one person is given to another by the reader alone.

    In "Bos, Kamerlid voor X, vraagt minister Vos ..." X is said of one. On held-out passages 10 of 12 such were wrong.
    """
    return by_reader.relation == AFFILIATED and by_reader.object in posts


def _is_read(doc: Doc, candidate: Candidate) -> bool:
    """Tells whether the reader is asked about a candidate: adjectives are no mentions to it."""
    ends = (doc._.mentions[candidate.subject], doc._.mentions[candidate.object])
    return all(mention.form is not MentionForm.ADJECTIVE for mention in ends)


def coordinations(doc: Doc) -> Sequence[tuple[int, ...]]:
    """Gives the lists of a Doc ("A, B en C"): the mentions of the members, by index."""
    known: Sequence[tuple[int, ...]] | None = doc._.lists
    return Standing(doc, WordClass()).listed() if known is None else known


def asides(doc: Doc, lists: Iterable[Sequence[int]] = ()) -> dict[int, int | None]:
    """Gives the mentions in what is said of one only, each with that one where it is known, by index.

    Such is D in "A, B en C, de maker van D" or "C dat D maakt", said of C, and of members of the lists that have a
    place each, "A uit D en B uit E", D and E.
    """
    spans = [mention_span(doc, mention) for mention in doc._.mentions]
    covering = {token.i: index for index, span in enumerate(spans) for token in span}
    found: dict[int, int | None] = {}
    for index, span in enumerate(spans):
        described = _described_by(span.root)
        if described is not None:
            found[index] = covering.get(described.i)
    for members in lists:
        places = {index: place for index in members if (place := _own_place(doc, index)) is not None}
        if any(index in places for index in members[:-1]):
            found.update({place: index for index, place in places.items()})
    return found


def _described_by(head: Token) -> Token | None:
    """Gives the word that the phrase around a mention's head describes, if it is an aside on one thing."""
    for word in (head, *head.ancestors):
        if word.i != head.i and "Sing" in word.morph.get("Number", []):
            before = described_before_comma(word) if word.pos_ == "NOUN" else None
            if before is not None:
                return before
            if word.dep_ in _ASIDES and word.i > word.head.i:
                return word.head
        if word.pos_ in ("VERB", "AUX") and word.dep_ not in _ASIDES:
            return None
    return None


def apart(
    candidates: Iterable[Candidate], members: Sequence[int], set_aside: Mapping[int, int | None]
) -> list[Candidate]:
    """Gives the candidates without those between what is said of one member of a list and another member."""

    def is_of_another(here: int, there: int) -> bool:
        described = set_aside.get(there)
        return here in members and described in members and here != described

    return [c for c in candidates if not is_of_another(c.subject, c.object) and not is_of_another(c.object, c.subject)]


def _own_place(doc: Doc, index: int) -> int | None:
    """Gives the mention of a place that follows another one directly: Gent in "A uit Gent"."""
    mentions: Sequence[Mention] = doc._.mentions
    end = mention_span(doc, mentions[index]).end
    for following in range(index + 1, min(index + 3, len(mentions))):
        start = mention_span(doc, mentions[following]).start
        if start == end + 1 and doc[end].lower_ in _WHERE and mentions[following].form is not MentionForm.ADJECTIVE:
            return following
    return None


def together(
    candidates: Sequence[Candidate],
    members: Sequence[int],
    mentions: Sequence[Mention],
    end: str,
    set_aside: Container[int] = frozenset(),
) -> list[Candidate]:
    """Gives the candidates of a list's members the same confidence, the mean, and those that are missing.

    What is said of one member of a list is said of all: "A, B en C leveren aan D" makes three claims. `end` is the
    end (subject or object) at which the list stands. What is said in an aside (see `asides`) stays with its member.
    """
    other = ENDS[1 - ENDS.index(end)]
    entities = {mentions[index].entity_id for index in members}
    found: dict[tuple[str, EntityId, int], dict[int, Candidate]] = {}
    rest: list[Candidate] = []
    for candidate in candidates:
        here, there = getattr(candidate, end), mentions[getattr(candidate, other)].entity_id
        if here in members and there not in entities and getattr(candidate, other) not in set_aside:
            found.setdefault((candidate.relation, there, candidate.start), {})[here] = candidate
        else:
            rest.append(candidate)
    for same in found.values():
        mean = sum(candidate.confidence for candidate in same.values()) / len(members)
        likely = max(same.values(), key=lambda candidate: candidate.confidence)
        for index in members:
            candidate = same.get(index) or moved(likely, end, index)
            read = candidate.read and replace(candidate.read, probability=mean)
            rest.append(replace(candidate, confidence=mean, read=read))
    return rest


def moved(candidate: Candidate, end: str, mention: int) -> Candidate:
    """Gives a candidate with another mention at one end."""
    return replace(candidate, subject=mention) if end == ENDS[0] else replace(candidate, object=mention)


@Language.factory(
    "graphbuild_combine",
    requires=["doc._.candidates"],
    assigns=["doc._.candidates"],
    default_config={"language": "nl", "minimum": 0.04},
)
def make_reader_candidates(nlp: Language, name: str, language: str, minimum: float) -> ReaderCandidates:
    """Makes the component; what the reader gives a probability (0 to 1) under `minimum` is not looked at."""
    del nlp, name
    return ReaderCandidates(load_ontology(), load_confidence(resource("languages", language)), language, minimum)
