"""What one article tells of a name that is in no list: its forms, its class, and what it stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphbuild.joining.forms import NameForms
from graphbuild.ontology import Ontology
from graphbuild.types import ArticleClaims, Entity, EntityId, Sign, SignKind

Place = tuple[str, EntityId]
"""An article and the id that an entity has in it: what is joined."""

ALIKE_BY_NAME = ("Place", "Law", "PeopleGroup", "OrganizationGroup")
"""Classes whose names say what they name: "klanten van KPN" are the same people in every article."""
STRONG = frozenset({SignKind.CLAIM, SignKind.OFFICE})
"""What says more of a surname than that both articles are about the same field."""
COMPANIES = frozenset({"Organization", "TelecomOperator", "TechnologyCompany"})
_ACTING = ("Person", "Organization", "Product", "Law")
_BELONGING = frozenset({"basedIn", "affiliatedWith", "subsidiaryOf"})
_NO_SIGN = frozenset({"NewsPublisher"})
"""Who is named in an article as its source tells little of the others in it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity of one article. `name` is its longest form without legal form, `names` are all its forms.

    `signs` are what may agree with another article's; `apart` are those that a claim of the article tells apart from
    it, by their ids there.
    """

    place: Place
    coarse: str
    kind: str
    name: str
    names: frozenset[str]
    labels: tuple[str, ...]
    signs: frozenset[Sign]
    apart: frozenset[Place]

    @property
    def countries(self) -> frozenset[str]:
        """The countries that it belongs to."""
        return frozenset(sign.value for sign in self.signs if sign.kind is SignKind.COUNTRY)


def is_listed(identity: EntityId) -> bool:
    """Tells whether an id is of an entity that a list names: others have their coarse class before a slash."""
    return "/" not in identity


def profiles(item: ArticleClaims, ontology: Ontology, forms: NameForms) -> Iterator[Profile]:
    """Gives the profiles of the entities of an article that no list names, in its order."""
    by_id: dict[EntityId, list[Entity]] = {}
    for entity in item.entities:
        by_id.setdefault(entity.id, []).append(entity)
    keys = {identity: key(same[0], forms) for identity, same in by_id.items()}
    for identity, same in by_id.items():
        if is_listed(identity):
            continue
        entity = same[0]
        labels = tuple(sorted({name for one in same for name in (one.label, *one.aliases)}))
        yield Profile(
            place=(item.article.id, identity),
            coarse=coarse(identity),
            kind=entity.kind,
            name=forms.plain(entity.label),
            names=frozenset(forms.plain(name) for name in labels),
            labels=labels,
            signs=frozenset(_signs(item, entity, keys, by_id, ontology)),
            apart=frozenset((item.article.id, other) for other in _others(item, identity)),
        )


def coarse(identity: EntityId) -> str:
    """Gives the coarse class in an id: entities of different ones never join."""
    return identity.partition("/")[0]


def key(entity: Entity, forms: NameForms) -> str:
    """Gives what stands for an entity in the context of others: its id, or its class and name when in no list."""
    return entity.id if is_listed(entity.id) else f"{coarse(entity.id)}/{forms.plain(entity.label)}"


def _others(item: ArticleClaims, identity: EntityId) -> Iterator[EntityId]:
    """The entities at the other end of the claims about one."""
    for claim in item.claims:
        if claim.subject == identity:
            yield claim.object
        elif claim.object == identity:
            yield claim.subject


def _signs(
    item: ArticleClaims,
    entity: Entity,
    keys: dict[EntityId, str],
    by_id: dict[EntityId, list[Entity]],
    ontology: Ontology,
) -> Iterator[Sign]:
    yield from entity.described
    for claim in item.claims:
        if entity.id in (claim.subject, claim.object):
            other = claim.object if claim.subject == entity.id else claim.subject
            if other in by_id and by_id[other][0].kind != "Country":
                yield Sign(SignKind.CLAIM, keys[other])
            elif claim.relation in _BELONGING and claim.subject == entity.id:
                yield Sign(SignKind.COUNTRY, other)
    for identity, same in by_id.items():
        kind = same[0].kind
        if identity != entity.id and kind not in _NO_SIGN and any(ontology.is_a(kind, one) for one in _ACTING):
            yield Sign(SignKind.MENTION, keys[identity])
    if any(ontology.is_a(entity.kind, one) for one in ALIKE_BY_NAME):
        yield Sign(SignKind.CLASS, entity.kind)


def compatible(one: str, other: str, ontology: Ontology) -> bool:
    """Tells whether two classes can be of one entity: one below the other, or both kinds of companies."""
    if {one, other} <= COMPANIES:
        return True
    return ontology.is_a(one, other) or ontology.is_a(other, one)


def usable(signs: Iterable[Sign], strong: bool) -> frozenset[Sign]:
    """Gives the signs that count; for a surname alone only strong ones: a shared claim, or an office that few hold."""
    return frozenset(sign for sign in signs if not strong or sign.kind in STRONG)
