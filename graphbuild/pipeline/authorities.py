"""Cities and regions that act: "Helmond weert de camera's" means the municipality, not the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graphbuild.pipeline.identity import NameSpan
from graphbuild.types import Entity, EntityId, Mention

PLACE, AUTHORITY = "Place", "GovernmentBody"
ACTING_PLACES = frozenset({"City", "Region"})
_BETWEEN = frozenset({", ", " en ", " of ", ", en ", " & "})


def authority(place: Entity) -> Entity:
    """Gives the government of a city or region, which has the names of the place."""
    return Entity(EntityId(f"{place.id}-authority"), AUTHORITY, place.label, place.aliases)


def acting(
    mentions: Sequence[Mention], found: Sequence[NameSpan | None], places: Mapping[EntityId, Entity], text: str = ""
) -> tuple[list[Mention], dict[EntityId, Entity]]:
    """Gives the mentions with those of acting places turned into their governments', and these governments.

    `found` is what the model takes each mention for, None where it found nothing there: then the other mentions of
    the place decide. `places` are the listed places that can act. The members of one list are of one sort: where the
    model takes some for places and some for governments, they are what most places of the text are.
    """
    votes: dict[EntityId, Counter[bool]] = {}
    for mention, name in zip(mentions, found, strict=True):
        if mention.entity_id in places and name is not None:
            votes.setdefault(mention.entity_id, Counter())[name.kind == AUTHORITY] += 1
    decided: dict[int, bool] = {}
    for index, (mention, name) in enumerate(zip(mentions, found, strict=True)):
        if mention.entity_id in places:
            counts = votes.get(mention.entity_id, Counter())
            decided[index] = counts[True] > counts[False] if name is None else name.kind == AUTHORITY
    mostly = sum(decided.values()) * 2 > len(decided)
    for members in lists(mentions, text):
        of_places = [index for index in members if index in decided]
        if len({decided[index] for index in of_places}) > 1:
            decided.update(dict.fromkeys(of_places, mostly))
    changed: list[Mention] = []
    governments: dict[EntityId, Entity] = {}
    for index, mention in enumerate(mentions):
        if not decided.get(index, False):
            changed.append(mention)
            continue
        government = authority(places[mention.entity_id])
        governments[government.id] = government
        changed.append(replace(mention, kind=AUTHORITY, entity_id=government.id, also=()))
    return changed, governments


def lists(mentions: Sequence[Mention], text: str) -> Iterator[list[int]]:
    """Yields the mentions, by index, that stand in lists such as "A, B en C", with nothing else between them."""
    run: list[int] = []
    for index, mention in enumerate(mentions):
        if run and text[mentions[run[-1]].end : mention.start] not in _BETWEEN:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
