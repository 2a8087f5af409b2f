from __future__ import annotations

from dataclasses import replace

from graphbuild.pipeline.authorities import acting
from graphbuild.pipeline.identity import NameSpan
from graphbuild.types import Entity, EntityId, Mention

BORNE = Entity(EntityId("borne"), "City", "Borne", ("Borne",))


def mention(start: int) -> Mention:
    return Mention(start, start + 5, "Borne", "City", EntityId("borne"), also=("GovernmentBody",))


def name(start: int, kind: str) -> NameSpan:
    return NameSpan(start, start + 5, "Borne", kind)


def kinds(*found: NameSpan | None) -> list[tuple[str, str]]:
    mentions = [mention(20 * index) for index in range(len(found))]
    changed, _ = acting(mentions, found, {BORNE.id: BORNE})
    return [(m.entity_id, m.kind) for m in changed]


def test_a_place_that_the_model_takes_for_a_government_is_one() -> None:
    assert kinds(name(0, "GovernmentBody"), name(20, "City")) == [
        ("borne-authority", "GovernmentBody"),
        ("borne", "City"),
    ]


def test_where_the_model_is_silent_the_other_mentions_decide() -> None:
    assert kinds(name(0, "GovernmentBody"), None)[1] == ("borne-authority", "GovernmentBody")
    assert kinds(name(0, "City"), None)[1] == ("borne", "City")
    assert kinds(None) == [("borne", "City")]


def test_the_government_has_the_names_of_the_place() -> None:
    _, governments = acting([mention(0)], [name(0, "GovernmentBody")], {BORNE.id: BORNE})
    (government,) = governments.values()
    assert (government.label, government.kind) == ("Borne", "GovernmentBody")


def test_other_names_stay_as_they_are() -> None:
    other = Mention(0, 4, "Acme", "Organization", EntityId("acme"))
    changed, governments = acting([other], [name(0, "GovernmentBody")], {BORNE.id: BORNE})
    assert (changed, governments) == ([other], {})


def test_the_members_of_one_list_are_of_one_sort() -> None:
    text = "Best weigert. Oss, Best en Asten ook."
    names = ["Best", "Oss", "Best", "Asten"]
    starts = [0, text.index("Oss"), text.rindex("Best"), text.index("Asten")]
    mentions = [
        Mention(start, start + len(name), name, "City", EntityId(name.lower()))
        for start, name in zip(starts, names, strict=True)
    ]
    places = {EntityId(name.lower()): Entity(EntityId(name.lower()), "City", name) for name in names}
    kinds = ["GovernmentBody", "GovernmentBody", "GovernmentBody", "City"]
    found = [NameSpan(m.start, m.end, m.text, kind) for m, kind in zip(mentions, kinds, strict=True)]
    changed, _ = acting(mentions, found, places, text)
    assert [mention.kind for mention in changed] == ["GovernmentBody"] * 4
    changed, _ = acting(mentions, [replace(name, kind="City") for name in found[:2]] + found[2:], places, text)
    assert [mention.kind for mention in changed] == ["City"] * 4
