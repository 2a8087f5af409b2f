"""Joins what single articles yield into one graph: the same entity once, the same statement once.

What an article yields is never changed here, so joining can be repeated with other rules at any time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphbuild.joining import Linked, link
from graphbuild.ontology import Ontology
from graphbuild.types import (
    ArticleClaims,
    Claim,
    Entity,
    EntityId,
    KnowledgeGraph,
    Statement,
    status_of,
)


def most_common(values: Iterable[str]) -> str:
    """Gives the most frequent value; of equally frequent ones the first by code point."""
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def join_entity(same: Sequence[Entity]) -> Entity:
    """Joins what several articles say of one entity: the kind and label that most give, all names."""
    label = most_common(entity.label for entity in same)
    names = {name for entity in same for name in (entity.label, *entity.aliases)} - {label}
    return Entity(
        id=same[0].id,
        kind=most_common(entity.kind for entity in same),
        label=label,
        aliases=tuple(sorted(names)),
        same_as=tuple(sorted({iri for entity in same for iri in entity.same_as})),
        also=same[0].also,
    )


def join_entities(articles: Iterable[ArticleClaims]) -> dict[EntityId, Entity]:
    """Gives every entity of the articles once, by id."""
    found: dict[EntityId, list[Entity]] = defaultdict(list)
    for article in articles:
        for entity in article.entities:
            found[entity.id].append(entity)
    return {identity: join_entity(found[identity]) for identity in sorted(found)}


def settle_kinds(
    entities: dict[EntityId, Entity], claims: Sequence[Claim], ontology: Ontology
) -> dict[EntityId, Entity]:
    """Gives each entity the one kind, of those it may be taken for, that suits most of the claims about it."""
    kinds = {identity: (entity.kind, *entity.also) for identity, entity in entities.items()}
    suited: Counter[tuple[EntityId, str]] = Counter()
    for claim in claims:
        for kind in kinds[claim.subject]:
            suited[claim.subject, kind] += bool(ontology.fitting(claim.relation, [kind], kinds[claim.object]))
        for kind in kinds[claim.object]:
            suited[claim.object, kind] += bool(ontology.fitting(claim.relation, kinds[claim.subject], [kind]))
    return {
        identity: replace(entity, kind=max(kinds[identity], key=lambda kind: suited[identity, kind]), also=())
        for identity, entity in entities.items()
    }


def orient(claim: Claim, ontology: Ontology) -> Claim:
    """Gives a claim of a symmetric relation one direction, so that both directions are one statement."""
    if ontology.relations[claim.relation].symmetric and claim.subject > claim.object:
        return replace(claim, subject=claim.object, object=claim.subject)
    return claim


def attestation_order(claim: Claim) -> tuple[str, int, str, str, str]:
    """Sorts attestations by article, place, source and stance."""
    evidence = claim.evidence
    return evidence.article_id, evidence.start, claim.source or "", claim.stance, claim.rule


def join_statements(claims: Iterable[Claim], ontology: Ontology) -> tuple[Statement, ...]:
    """Gathers the claims on each (subject, relation, object); nothing is dropped, whoever contradicts it."""
    found: dict[tuple[EntityId, str, EntityId], list[Claim]] = defaultdict(list)
    for claim in claims:
        oriented = orient(claim, ontology)
        found[oriented.subject, oriented.relation, oriented.object].append(oriented)
    return tuple(
        Statement(*key, status=status_of(attestations), attestations=attestations)
        for key in sorted(found)
        for attestations in [tuple(sorted(found[key], key=attestation_order))]
    )


def fits(claim: Claim, entities: dict[EntityId, Entity], ontology: Ontology) -> bool:
    """Tells whether the kinds of both ends, as settled over all articles, suit the claim's relation."""
    return ontology.allows(claim.relation, entities[claim.subject].kind, entities[claim.object].kind)


def mentioned_in(item: ArticleClaims) -> tuple[EntityId, ...]:
    """Gives the entities that an article mentions, each once, sorted."""
    return tuple(sorted({mention.entity_id for mention in item.mentions}))


def join(articles: Iterable[ArticleClaims], ontology: Ontology) -> tuple[KnowledgeGraph, tuple[Claim, ...]]:
    """Joins articles, as the pipeline gives them, into a graph; the order in which they come makes no difference.

    Gives what `join_linked` gives.
    """
    return join_linked(link(articles, ontology), ontology)


def join_linked(linked: Linked, ontology: Ontology) -> tuple[KnowledgeGraph, tuple[Claim, ...]]:
    """Joins articles whose entities have their ids over all articles.

    Gives the graph, and the claims that cannot stand in it: an entity's kind, settled over all articles,
    may not suit a relation that it suited in one of them, and the shapes would refuse such a claim.
    """
    ordered = linked.articles
    claims = [claim for item in ordered for claim in item.claims]
    entities = settle_kinds(join_entities(ordered), claims, ontology)
    graph = KnowledgeGraph(
        articles=tuple(item.article for item in ordered),
        entities=tuple(entities[identity] for identity in sorted(entities)),
        statements=join_statements((claim for claim in claims if fits(claim, entities, ontology)), ontology),
        mentioned={item.article.id: mentioned_in(item) for item in ordered},
        joinings=linked.joinings,
    )
    return graph, tuple(claim for claim in claims if not fits(claim, entities, ontology))
