"""Decides which entities that no list names are one over all articles, and gives each its id in the graph.

Form and context must both fit. Names that are alike join where a sign of their contexts agrees; then a short form
joins the one long form that it fits and shares a sign with. Nothing joins against a contradiction: other classes, other
countries, other first names, a claim that tells the two apart. Whatever the order of the articles, the same comes out,
for all choices go by content.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graphbuild.joining.clusters import Cluster, Clusters
from graphbuild.joining.forms import NameForms, load_name_forms
from graphbuild.joining.profile import Place, Profile, profiles, usable
from graphbuild.ontology import Ontology
from graphbuild.pipeline.identity import is_abbreviation
from graphbuild.types import ArticleClaims, Claim, EntityId, Joining, JoiningRule, Sign

PERSON, ORGANIZATION = "person", "organization"
_DIGITS = 12
"""Hexadecimal digits that tell entities of one name apart."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Articles with the ids that their entities have over all articles, sorted by id, and what was joined, and why."""

    articles: tuple[ArticleClaims, ...]
    joinings: tuple[Joining, ...]


def link(articles: Iterable[ArticleClaims], ontology: Ontology) -> Linked:
    """Joins the entities of articles that no list names; the order of the articles makes no difference.

    The articles must be as the pipeline gives them, not linked before.
    """
    ordered = sorted(articles, key=lambda item: item.article.id)
    forms = load_name_forms()
    ids, joinings = solve((one for item in ordered for one in profiles(item, ontology, forms)), ontology, forms)
    renamings = by_article(ids)
    return Linked(tuple(renamed(item, renamings.get(item.article.id, {}), ontology) for item in ordered), joinings)


def solve(
    found: Iterable[Profile], ontology: Ontology, forms: NameForms
) -> tuple[dict[Place, EntityId], tuple[Joining, ...]]:
    """Gives the id of each profile over all articles, and what was joined for that, and why."""
    clusters = Clusters(found, ontology, forms)
    _join_names(clusters, forms)
    _join_forms(clusters, forms)
    ids = _ids(clusters)
    return ids, _joinings(clusters, ids)


def by_article(ids: Mapping[Place, EntityId]) -> dict[str, dict[EntityId, EntityId]]:
    """Gives for each article which id in it has which id over all articles."""
    found: dict[str, dict[EntityId, EntityId]] = defaultdict(dict)
    for (article, local), identity in ids.items():
        found[article][local] = identity
    return found


def words(coarse: str, names: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Gives that by which forms of one name find each other: whole names, a person's last word, else the first.

    Names that share none, not even by way of others, have no influence on each other.
    """
    end = -1 if coarse == PERSON else 0
    return frozenset((coarse, word) for name in names for word in (name, name.split()[end]))


def _join_names(clusters: Clusters, forms: NameForms) -> None:
    """Joins names that are alike, but for a legal form, where a sign agrees."""
    groups: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for profile in clusters.profiles():
        groups[profile.coarse, profile.name].append(profile)
    for (coarse, name), group in sorted(groups.items()):
        by_sign: dict[Sign, list[Profile]] = defaultdict(list)
        for profile in group:
            for sign in usable(profile.signs, strong=coarse == PERSON and forms.is_surname(name)):
                by_sign[sign].append(profile)
        for sign in sorted(by_sign):
            _join_bucket(clusters, by_sign[sign], sign)


def _join_bucket(clusters: Clusters, bucket: Sequence[Profile], sign: Sign) -> None:
    """Joins profiles that share a sign with the first of them that nothing sets them apart from."""
    firsts: list[Profile] = []
    for profile in bucket:
        for first in firsts:
            rule = JoiningRule.SAME_NAME if first.place[1] == profile.place[1] else JoiningRule.LEGAL_FORM
            if clusters.join(first, profile, rule, sign):
                break
        else:
            firsts.append(profile)


def _join_forms(clusters: Clusters, forms: NameForms) -> None:
    """Joins each short form with the one long form that it fits and shares a sign with; with none when several do."""
    found = list(clusters)
    index: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for cluster in found:
        for word in words(cluster.coarse, cluster.names):
            index[word].append(cluster)
    chosen = []
    for short in found:
        for name in sorted({profile.name for profile in short.profiles}):
            near = {id(c): c for word in words(short.coarse, [name]) for c in index[word] if c is not short}
            fits = [(c, *fit) for c in near.values() if (fit := _fit(name, short, c, forms)) is not None]
            open_to = [one for one in fits if not clusters.contradict(short, one[0])]
            if len(open_to) == 1:
                long, rule, sign = open_to[0]
                chosen.append((short.first, long.first, rule, sign))
    for one, other, rule, sign in sorted(chosen, key=lambda item: (item[0].place, item[1].place, item[2])):
        clusters.join(one, other, rule, sign)


def _fit(name: str, short: Cluster, long: Cluster, forms: NameForms) -> tuple[JoiningRule, Sign] | None:
    """Gives the rule by which a name is a short form of a cluster's, with the first sign that both share."""
    for full in sorted({profile.name for profile in long.profiles}):
        rule = _rule(name, full, long, forms)
        shared = usable(short.signs & long.signs, strong=rule is JoiningRule.SURNAME) if rule else frozenset()
        if rule and shared:
            return rule, min(shared)
    return None


def _rule(name: str, full: str, long: Cluster, forms: NameForms) -> JoiningRule | None:
    if name == full:
        return None
    if long.coarse == PERSON:
        if forms.is_surname_of(name, full):
            return JoiningRule.SURNAME
        full_names = not forms.is_surname(name) and not forms.is_surname(full)
        return (
            JoiningRule.SHORT_NAME
            if full_names and len(name) < len(full) and forms.same_first_name(name, full)
            else None
        )
    if long.coarse != ORGANIZATION:
        return None
    if forms.is_short_of(name, full):
        return JoiningRule.SHORT_NAME
    return JoiningRule.ABBREVIATION if name in long.names and is_abbreviation(name.upper(), full) else None


def _ids(clusters: Iterable[Cluster]) -> dict[Place, EntityId]:
    """Gives each entity of each article its id: that of its fullest name, with more where several go by that."""
    by_base: dict[EntityId, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        by_base[_base(cluster)].append(cluster)
    return {
        profile.place: base if len(same) == 1 else _apart(base, cluster)
        for base, same in by_base.items()
        for cluster in same
        for profile in cluster.profiles
    }


def _base(cluster: Cluster) -> EntityId:
    used = Counter(profile.place[1] for profile in cluster.profiles)
    best = min(cluster.profiles, key=lambda one: (-len(one.name), -used[one.place[1]], one.place[1]))
    return best.place[1]


def _apart(base: EntityId, cluster: Cluster) -> EntityId:
    """Gives an id of its own, made of the first article where the entity goes by that name."""
    first = min(profile.place[0] for profile in cluster.profiles if profile.place[1] == base)
    return EntityId(f"{base}/{hashlib.sha256(first.encode()).hexdigest()[:_DIGITS]}")


def renamed(item: ArticleClaims, ids: Mapping[EntityId, EntityId], ontology: Ontology) -> ArticleClaims:
    """Gives what an article yields with the ids that its entities have over all articles."""
    changed = {local: identity for local, identity in ids.items() if local != identity}
    if not changed:
        return item
    claims = [_claim(claim, changed) for claim in item.claims]
    return replace(
        item,
        entities=tuple(replace(entity, id=changed.get(entity.id, entity.id)) for entity in item.entities),
        mentions=tuple(replace(one, entity_id=changed.get(one.entity_id, one.entity_id)) for one in item.mentions),
        claims=tuple(_distinct(claims, ontology)),
    )


def _claim(claim: Claim, ids: Mapping[EntityId, EntityId]) -> Claim:
    def new(identity: EntityId) -> EntityId:
        return ids.get(identity, identity)

    return replace(
        claim,
        subject=new(claim.subject),
        object=new(claim.object),
        source=new(claim.source) if claim.source else None,
        relayed_by=tuple(tuple(sorted({new(one) for one in step})) for step in claim.relayed_by),
        spokesperson=new(claim.spokesperson) if claim.spokesperson else None,
    )


def _distinct(claims: Sequence[Claim], ontology: Ontology) -> Iterator[Claim]:
    """Keeps, of claims that joining made one attestation, the most confident."""
    best: dict[object, Claim] = {}
    for claim in claims:
        ends = (claim.subject, claim.object)
        if ontology.relation(claim.relation).symmetric:
            ends = (min(ends), max(ends))
        place = (claim.evidence.start, claim.evidence.end)
        attestation = (claim.relation, ends, claim.source, claim.stance, place)
        if attestation not in best or claim.confidence > best[attestation].confidence:
            best[attestation] = claim
    yield from best.values()


def _joinings(clusters: Clusters, ids: Mapping[Place, EntityId]) -> tuple[Joining, ...]:
    """Gathers what was joined by entity, rule and sign; a sign that is an entity here has its id in the graph."""
    found: dict[tuple[EntityId, JoiningRule, Sign], list[Profile]] = defaultdict(list)
    for one, other, rule, sign in clusters.done:
        found[ids[one.place], rule, sign] += [one, other]
    return tuple(
        Joining(
            entity,
            rule,
            sign,
            names=tuple(sorted({label for one in joined for label in one.labels})),
            articles=tuple(sorted({one.place[0] for one in joined})),
        )
        for (entity, rule, sign), joined in sorted(found.items())
    )
