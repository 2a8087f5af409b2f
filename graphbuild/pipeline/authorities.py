"""Cities and regions that act: "Helmond weert de camera's" means the municipality, not the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphbuild.pipeline.identity import NameSpan
from graphbuild.types import Entity, EntityId, Mention

PLACE, AUTHORITY = "Place", "GovernmentBody"
ACTING_PLACES = frozenset({"City", "Region"})


def authority(place: Entity) -> Entity:
    """Gives the government of a city or region, which has the names of the place."""
    return Entity(EntityId(f"{place.id}-authority"), AUTHORITY, place.label, place.aliases)


def acting(
    mentions: Sequence[Mention], found: Sequence[NameSpan | None], places: Mapping[EntityId, Entity]
) -> tuple[list[Mention], dict[EntityId, Entity]]:
    """Gives the mentions with those of acting places turned into their governments', and these governments.

    `found` is what the model takes each mention for, None where it found nothing there: then the other mentions of
    the place decide. `places` are the listed places that can act.
    """
    votes: dict[EntityId, Counter[bool]] = {}
    for mention, name in zip(mentions, found, strict=True):
        if mention.entity_id in places and name is not None:
            votes.setdefault(mention.entity_id, Counter())[name.kind == AUTHORITY] += 1
    changed: list[Mention] = []
    governments: dict[EntityId, Entity] = {}
    for mention, name in zip(mentions, found, strict=True):
        place = places.get(mention.entity_id)
        counts = votes.get(mention.entity_id, Counter())
        acts = counts[True] > counts[False] if name is None else name.kind == AUTHORITY
        if place is None or not acts:
            changed.append(mention)
            continue
        government = authority(place)
        governments[government.id] = government
        changed.append(replace(mention, kind=AUTHORITY, entity_id=government.id, also=()))
    return changed, governments
