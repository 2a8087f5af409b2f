"""The last stage: candidates become claims about entities, checked against the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.authorities import AUTHORITY, PLACE, authority
from graphbuild.pipeline.document import Candidate
from graphbuild.types import Article, Claim, Entity, EntityId, Evidence, Mention

ClaimKey = tuple[str, str, str, str, str | None]


def evidence_of(doc: Doc, candidate: Candidate) -> Evidence:
    """Gives the sentence of a candidate as evidence, without the white space around it."""
    span = doc[candidate.start : candidate.end]
    text: str = span.text_with_ws
    start = span.start_char + len(text) - len(text.lstrip())
    quote = text.strip()
    article: Article | None = doc._.article
    return Evidence(article.id if article else "", start, start + len(quote), quote)


def claim_of(doc: Doc, candidate: Candidate, subject: EntityId, object_: EntityId) -> Claim:
    """Gives the claim that a candidate makes about two entities."""
    article: Article | None = doc._.article
    source = doc._.mentions[candidate.source].entity_id if candidate.source is not None else None
    own_voice = article is not None and source is not None and source == article.publisher
    return Claim(
        subject=subject,
        relation=candidate.relation,
        object=object_,
        stance=candidate.stance,
        certainty=candidate.certainty,
        source=None if own_voice else source,
        valid_from=candidate.valid_from,
        valid_until=candidate.valid_until,
        evidence=evidence_of(doc, candidate),
        rule=candidate.rule,
        confidence=candidate.confidence,
        data_categories=candidate.data_categories,
        relayed_by=() if own_voice else relays_of(doc, candidate),
        spokesperson=None if candidate.spokesperson is None else doc._.mentions[candidate.spokesperson].entity_id,
        informants=candidate.informants,
    )


def relays_of(doc: Doc, candidate: Candidate) -> tuple[tuple[EntityId, ...], ...]:
    """Gives through whom a candidate came, as entities; the article's own publisher is left out."""
    publisher = doc._.article.publisher if doc._.article else None
    steps = (tuple(doc._.mentions[index].entity_id for index in step) for step in candidate.relayed_by)
    others = (tuple(sorted({one for one in step if one != publisher})) for step in steps)
    return tuple(step for step in others if step)


def oriented(claim: Claim, ontology: Ontology) -> ClaimKey:
    """Gives what makes a claim the same as another: relation, ends (unordered if symmetric), stance, source."""
    ends = [claim.subject, claim.object]
    if ontology.relations[claim.relation].symmetric:
        ends.sort()
    return claim.relation, ends[0], ends[1], claim.stance, claim.source


def distinct(claims: Iterable[Claim], ontology: Ontology) -> list[Claim]:
    """Keeps one claim per (subject, relation, object, stance, source), the most confident, then the first."""
    best: dict[ClaimKey, Claim] = {}
    for claim in claims:
        key = oriented(claim, ontology)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return list(best.values())


def dated(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """Gives claims without a date the dates that the article gives elsewhere for the same statement and stance.

    A lead says that A supplies B, a later paragraph since when.
    """
    known: dict[ClaimKey, Claim] = {}
    for claim in sorted(claims, key=lambda claim: -claim.confidence):
        if claim.valid_from or claim.valid_until:
            known.setdefault((*oriented(claim, ontology)[:-1], None), claim)
    result = []
    for claim in claims:
        other = known.get((*oriented(claim, ontology)[:-1], None))
        if other is not None and not (claim.valid_from or claim.valid_until):
            claim = replace(claim, valid_from=other.valid_from, valid_until=other.valid_until)
        result.append(claim)
    return result


def most_specific(claims: list[Claim], ontology: Ontology) -> list[Claim]:
    """Drops a claim when another says the same two entities stand in a sub-relation of its relation."""
    parents = {
        (ontology.relations[claim.relation].parent, claim.subject, claim.object, claim.stance) for claim in claims
    }
    return [c for c in claims if (c.relation, c.subject, c.object, c.stance) not in parents]


class ClaimAssembler:
    """spaCy component `graphbuild_claims`: writes `doc._.claims`, in the order of the text."""

    def __init__(self, ontology: Ontology, threshold: float) -> None:
        self.ontology, self.threshold = ontology, threshold

    def __call__(self, doc: Doc) -> Doc:
        """Turns the candidates that hold up into claims and returns the same Doc."""
        authorities: dict[EntityId, Entity] = {}
        claims = [
            claim_of(doc, candidate, *self.ends(doc, candidate, authorities))
            for candidate in doc._.candidates
            if self.objection(doc, candidate) is None
        ]
        kept = most_specific(distinct(dated(claims, self.ontology), self.ontology), self.ontology)
        doc._.claims = tuple(sorted(kept, key=lambda c: (c.evidence.start, c.subject, c.relation, c.object, c.stance)))
        doc._.entities = tuple(sorted([*doc._.entities, *authorities.values()], key=lambda entity: entity.id))
        return doc

    def kinds(self, doc: Doc, candidate: Candidate) -> tuple[str, str] | None:
        """Gives the kinds of subject and object under which the ontology admits a candidate."""
        subject, object_ = (doc._.mentions[index] for index in (candidate.subject, candidate.object))
        return self.ontology.fitting(candidate.relation, subject.kinds, object_.kinds)

    def ends(self, doc: Doc, candidate: Candidate, authorities: dict[EntityId, Entity]) -> tuple[EntityId, EntityId]:
        """Gives the entities that a candidate is about; where a place acts, its government, which is added."""
        places = {entity.id: entity for entity in doc._.entities}
        found: list[EntityId] = []
        for index, kind in zip((candidate.subject, candidate.object), self.kinds(doc, candidate) or (), strict=True):
            mention: Mention = doc._.mentions[index]
            identity = mention.entity_id
            if kind == AUTHORITY and self.ontology.is_a(mention.kind, PLACE):
                acting = authority(places[identity])
                identity = acting.id
                authorities[identity] = acting
            found.append(identity)
        return found[0], found[1]

    def objection(self, doc: Doc, candidate: Candidate) -> str | None:
        """Says why a candidate becomes no claim, None when nothing speaks against it."""
        subject, object_ = (doc._.mentions[index] for index in (candidate.subject, candidate.object))
        if subject.entity_id == object_.entity_id:
            return "subject and object are the same entity"
        if self.kinds(doc, candidate) is None:
            return f"the ontology does not let a {subject.kind} stand in {candidate.relation} to a {object_.kind}"
        if candidate.confidence < self.threshold:
            return f"its confidence {candidate.confidence:.2f} is under {self.threshold:.2f}"
        return None


@Language.factory("graphbuild_claims", requires=["doc._.candidates"], assigns=["doc._.claims"])
def make_claim_assembler(nlp: Language, name: str, threshold: float = 0.0) -> ClaimAssembler:
    """Makes the component; candidates of a confidence (0 to 1) under `threshold` become no claim."""
    del nlp, name
    return ClaimAssembler(load_ontology(), threshold)
