"""Which names of several articles are taken for one entity, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.read import read_graph
from graphbuild.graph.validate import validate
from graphbuild.joining import Kept, link, relink, words_of
from graphbuild.joining.profile import is_listed
from graphbuild.ontology import load_ontology
from graphbuild.resolve import join
from graphbuild.types import (
    Article,
    ArticleClaims,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Joining,
    JoiningRule,
    Mention,
    Sign,
    SignKind,
    Stance,
)

ONTOLOGY = load_ontology()
KNOWN = {
    "huawei": Entity(EntityId("huawei"), "TechnologyCompany", "Huawei"),
    "kpn": Entity(EntityId("kpn"), "TelecomOperator", "KPN"),
    "nrc": Entity(EntityId("nrc"), "NewsPublisher", "NRC"),
    "netherlands": Entity(EntityId("netherlands"), "Country", "Nederland"),
    "germany": Entity(EntityId("germany"), "Country", "Duitsland"),
}
BODY = "Dit is een zin van dertig tekens."
MINISTER = Sign(SignKind.OFFICE, "minister")


def unknown(label: str, kind: str = "Organization", *aliases: str, described: Iterable[Sign] = ()) -> Entity:
    coarse = kind.lower() if kind in ("Person", "City", "Law", "Product") else "organization"
    identity = f"{coarse}/{label.lower().replace(' ', '-').replace('.', '')}"
    return Entity(EntityId(identity), kind, label, aliases, described=tuple(described))


def article(number: int, *entities: Entity | str, claims: Sequence[tuple[str, str, str]] = ()) -> ArticleClaims:
    """What an article yields that names these entities and makes these claims about them."""
    named = tuple(KNOWN[entity] if isinstance(entity, str) else entity for entity in entities)
    ids = {entity.label: entity.id for entity in named}
    where = Article(f"{number:016x}", f"{number}.txt", "nl", None, BODY)
    evidence = Evidence(where.id, 0, len(BODY), BODY)
    made = tuple(
        Claim(ids[s], r, ids[o], Stance.ASSERTS, Certainty.CERTAIN, None, None, None, evidence, "nl/test", 0.5)
        for s, r, o in claims
    )
    mentions = tuple(Mention(0, 3, "Dit", entity.kind, entity.id) for entity in named)
    return ArticleClaims(where, named, mentions, made)


def together(*articles: ArticleClaims) -> list[set[tuple[int, str]]]:
    """Which labels of which articles are one entity, of those that no list names."""
    found: dict[EntityId, set[tuple[int, str]]] = {}
    for item in link(articles, ONTOLOGY).articles:
        for entity in item.entities:
            if not is_listed(entity.id):
                found.setdefault(entity.id, set()).add((int(item.article.id, 16), entity.label))
    return [found[identity] for identity in sorted(found)]


def rules(*articles: ArticleClaims) -> list[tuple[str, str, str]]:
    return [(one.rule.value, one.sign.kind.value, one.sign.value) for one in link(articles, ONTOLOGY).joinings]


def test_a_name_joins_where_something_is_named_beside_both() -> None:
    found = article(1, unknown("SunWay"), "huawei"), article(2, unknown("SunWay"), "huawei")
    assert together(*found) == [{(1, "SunWay"), (2, "SunWay")}]
    assert rules(*found) == [("sameName", "sharedMention", "huawei")]
    assert {entity.id for item in link(found, ONTOLOGY).articles for entity in item.entities} == {
        "huawei",
        "organization/sunway",
    }


@pytest.mark.parametrize("beside", [("huawei", "kpn"), ("nrc", "nrc")], ids=["others", "the same newspaper"])
def test_spelling_alone_joins_nothing(beside: tuple[str, str]) -> None:
    one, other = (article(n, unknown("SunWay"), name) for n, name in enumerate(beside, 1))
    assert len(together(one, other)) == 2
    assert rules(one, other) == []


def test_a_place_is_the_same_wherever_it_is_named() -> None:
    found = article(1, unknown("Lutje", "City")), article(2, unknown("Lutje", "City"))
    assert len(together(*found)) == 1
    assert rules(*found) == [("sameName", "sharedClass", "City")]


def test_a_legal_form_makes_no_other_name() -> None:
    found = article(1, unknown("SunWay B.V."), "huawei"), article(2, unknown("SunWay"), "huawei")
    assert len(together(*found)) == 1
    assert rules(*found) == [("legalForm", "sharedMention", "huawei")]


def test_classes_that_exclude_each_other_keep_names_apart() -> None:
    for kinds, entities in ((("TelecomOperator", "TechnologyCompany"), 1), (("TelecomOperator", "PoliticalParty"), 2)):
        found = [article(n, unknown("Zonnet", kind), "huawei") for n, kind in enumerate(kinds, 1)]
        assert len(together(*found)) == entities


def test_countries_that_differ_keep_names_apart() -> None:
    claims = [("Zonnet", "basedIn", "Nederland")], [("Zonnet", "basedIn", "Duitsland")]
    one = article(1, unknown("Zonnet"), "huawei", "netherlands", claims=claims[0])
    other = article(2, unknown("Zonnet"), "huawei", "germany", claims=claims[1])
    assert len(together(one, other)) == 2
    german = Sign(SignKind.COUNTRY, "germany")
    assert len(together(one, article(2, unknown("Zonnet", described=[german]), "huawei"))) == 2
    assert len(together(other, article(1, unknown("Zonnet", described=[german]), "huawei"))) == 1


@pytest.mark.parametrize("claim", [("Duitsland", "restricts", "Zonnet"), ("Zonnet", "suppliesTo", "Duitsland")])
def test_a_country_that_it_only_deals_with_is_not_its_own(claim: tuple[str, str, str]) -> None:
    one = article(1, unknown("Zonnet"), "huawei", "germany", claims=[claim])
    other = article(2, unknown("Zonnet"), "netherlands", "huawei", claims=[("Zonnet", "basedIn", "Nederland")])
    assert len(together(one, other)) == 1
    bare = [article(n, unknown("Zonnet"), "germany", claims=[claim]) for n in (1, 2)]
    assert len(together(*bare)) == 2, "to deal with one country is no sign"


JANSEN, PIET, KEES = unknown("Jansen", "Person"), unknown("Piet Jansen", "Person"), unknown("Kees Jansen", "Person")


def works(person: Entity, number: int) -> ArticleClaims:
    return article(number, person, "kpn", claims=[(person.label, "affiliatedWith", "KPN")])


def test_a_surname_joins_the_full_name_where_both_work_for_one_company() -> None:
    assert len(together(works(JANSEN, 1), works(PIET, 2))) == 1
    assert rules(works(JANSEN, 1), works(PIET, 2)) == [("surname", "sharedClaim", "kpn")]


def test_a_surname_alone_needs_more_than_the_same_subject() -> None:
    assert len(together(article(1, JANSEN, "kpn"), article(2, PIET, "kpn"))) == 2
    assert len(together(article(1, JANSEN, "kpn"), article(2, JANSEN, "kpn"))) == 2


def test_an_office_that_few_hold_is_enough_for_a_surname() -> None:
    one, other = (article(n, unknown("Jansen", "Person", described=[MINISTER])) for n in (1, 2))
    assert rules(one, other) == [("sameName", "sharedOffice", "minister")]


def test_a_surname_that_fits_two_people_joins_neither() -> None:
    assert len(together(works(JANSEN, 1), works(PIET, 2), works(KEES, 3))) == 3


def test_first_names_that_differ_are_two_people_and_an_initial_fits() -> None:
    initial = unknown("P. Jansen", "Person")
    assert len(together(works(PIET, 1), works(KEES, 2))) == 2
    assert rules(works(PIET, 1), works(initial, 2)) == [("shortName", "sharedClaim", "kpn")]
    assert len(together(works(KEES, 1), works(initial, 2))) == 2


def test_a_surname_with_a_particle_has_no_first_name() -> None:
    short, full = unknown("De Wit", "Person"), unknown("Anna de Wit", "Person")
    assert rules(works(short, 1), works(full, 2)) == [("surname", "sharedClaim", "kpn")]


@pytest.mark.parametrize(
    ("long", "entities"), [("Vrij Net Fonds", 1), ("Vrij Net Duitsland", 2), ("Vrij Net Fonds USA", 2)]
)
def test_a_short_name_is_no_branch_of_another_country(long: str, entities: int) -> None:
    assert len(together(article(1, unknown("Vrij Net"), "huawei"), article(2, unknown(long), "huawei"))) == entities


def test_an_abbreviation_joins_where_an_article_explains_it() -> None:
    short, long = unknown("SVN"), "Stichting Vrij Net"
    explained = article(2, unknown(long, "Organization", "SVN"), "huawei")
    assert rules(article(1, short, "huawei"), explained) == [("abbreviation", "sharedMention", "huawei")]
    assert len(together(article(1, short, "huawei"), article(2, unknown(long), "huawei"))) == 2
    assert len(together(article(1, short, "kpn"), explained)) == 2


def test_what_a_claim_tells_apart_stays_apart() -> None:
    short, long = unknown("Vrij Net"), unknown("Vrij Net Fonds")
    assert len(together(article(1, short, long, "huawei"))) == 1
    claims = [("Vrij Net", "subsidiaryOf", "Vrij Net Fonds")]
    assert len(together(article(1, short, long, "huawei", claims=claims))) == 2


def test_claims_that_become_one_attestation_are_told_once_and_the_graph_is_valid() -> None:
    short, long = unknown("Vrij Net"), unknown("Vrij Net Fonds")
    claims = [("Vrij Net", "sues", "Huawei"), ("Vrij Net Fonds", "sues", "Huawei")]
    graph, misfits = join([article(1, short, long, "huawei", claims=claims)], ONTOLOGY)
    assert [len(statement.attestations) for statement in graph.statements] == [1]
    assert [entity.label for entity in graph.entities] == ["Huawei", "Vrij Net"]
    assert not misfits
    quads = to_rdf(graph, version="1")
    assert validate(quads, ONTOLOGY) == []
    assert read_graph(quads) == graph


NAMES = [
    "Jansen",
    "Piet Jansen",
    "P. Jansen",
    "Kees Jansen",
    "Zonnet",
    "Zonnet BV",
    "Zonnet Mobiel",
    "Zonnet Duitsland",
]
SIGNS = [Sign(SignKind.COUNTRY, "germany"), Sign(SignKind.COUNTRY, "netherlands"), MINISTER]


@st.composite
def yields(draw: st.DrawFn, number: int) -> ArticleClaims:
    labels = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    named = []
    for label in labels:
        kind = (
            "Person" if "Jansen" in label else draw(st.sampled_from(["Organization", "TelecomOperator", "Regulator"]))
        )
        described = draw(st.lists(st.sampled_from(SIGNS), max_size=1))
        named.append(unknown(label, kind, described=described))
    others = draw(st.lists(st.sampled_from(["huawei", "kpn", "nrc"]), unique=True))
    claims = []
    for entity in named:
        for other in others[: draw(st.integers(0, 1))]:
            relation = "affiliatedWith" if entity.kind == "Person" else "suppliesTo"
            claims.append((entity.label, relation, KNOWN[other].label))
    return article(number, *named, *others, claims=claims)


corpora = st.integers(1, 6).flatmap(lambda n: st.tuples(*(yields(number) for number in range(n))))
BOUNDS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BOUNDS
@given(corpus=corpora, data=st.data())
def test_the_order_of_articles_makes_no_difference(corpus: tuple[ArticleClaims, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(corpus))
    assert link(shuffled, ONTOLOGY) == link(corpus, ONTOLOGY)
    first, second = (to_turtle(to_rdf(join(one, ONTOLOGY)[0], version="1")) for one in (corpus, shuffled))
    assert first == second


@BOUNDS
@given(corpus=corpora)
def test_every_entity_of_every_article_goes_to_one_entity_and_none_is_lost(corpus: tuple[ArticleClaims, ...]) -> None:
    linked = link(corpus, ONTOLOGY)
    assert [len(item.entities) for item in linked.articles] == [len(item.entities) for item in corpus]
    for before, after in zip(corpus, linked.articles, strict=True):
        ids = {old.id: new.id for old, new in zip(before.entities, after.entities, strict=True)}
        assert all(old == new for old, new in ids.items() if is_listed(old))
        assert [mention.entity_id for mention in after.mentions] == [ids[one.entity_id] for one in before.mentions]
        assert {claim.subject for claim in after.claims} == {ids[claim.subject] for claim in before.claims}


@BOUNDS
@given(corpus=corpora)
def test_what_was_joined_is_told_and_nothing_else(corpus: tuple[ArticleClaims, ...]) -> None:
    linked = link(corpus, ONTOLOGY)
    local: dict[EntityId, set[tuple[str, EntityId]]] = {}
    for before, after in zip(corpus, linked.articles, strict=True):
        for old, new in zip(before.entities, after.entities, strict=True):
            if not is_listed(old.id):
                local.setdefault(new.id, set()).add((before.article.id, old.id))
    several = {identity for identity, places in local.items() if len(places) > 1}
    assert {joining.entity for joining in linked.joinings} == several
    for joining in linked.joinings:
        assert set(joining.articles) <= {article for article, _ in local[joining.entity]}
        alone = joining.rule is JoiningRule.SAME_NAME and joining.sign.kind is SignKind.COUNTRY
        assert not (alone and joining.entity.startswith("person/jansen"))


@BOUNDS
@given(corpus=corpora)
def test_one_entity_is_in_one_country_and_has_one_first_name(corpus: tuple[ArticleClaims, ...]) -> None:
    linked = link(corpus, ONTOLOGY)
    countries: dict[EntityId, set[str]] = {}
    people: dict[EntityId, set[str]] = {}
    for item in linked.articles:
        for entity in item.entities:
            found = {sign.value for sign in entity.described if sign.kind is SignKind.COUNTRY}
            countries.setdefault(entity.id, set()).update(found)
            people.setdefault(entity.id, set()).add(entity.label)
    assert all(len(found) < 2 for found in countries.values())
    assert not any({"Piet Jansen", "Kees Jansen"} <= found for found in people.values())
    assert not any({"P. Jansen", "Kees Jansen"} <= found for found in people.values())


@BOUNDS
@given(corpus=corpora)
def test_the_graph_of_joined_articles_conforms_in_what_shacl_cannot_say(corpus: tuple[ArticleClaims, ...]) -> None:
    graph, _ = join(corpus, ONTOLOGY)
    assert read_graph(to_rdf(graph, version="1")) == graph


@BOUNDS
@given(corpus=corpora, data=st.data())
def test_articles_that_come_and_go_are_linked_as_in_one_build(
    corpus: tuple[ArticleClaims, ...], data: st.DataObject
) -> None:
    there: dict[str, tuple[Kept, ArticleClaims]] = {}
    joinings: set[Joining] = set()
    for _ in range(3):
        coming = [item for item in data.draw(st.sets(st.sampled_from(corpus))) if item.article.id not in there]
        leaving = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set()
        told = relink(
            coming,
            [there[name][0] for name in leaving],
            lambda wanted: [kept for kept, _ in there.values() if words_of(kept.item, ONTOLOGY) & wanted],
            ONTOLOGY,
        )
        raw = {item.article.id: item for item in coming} | {name: kept.item for name, (kept, _) in there.items()}
        for name in told.gone:
            del there[name]
        there.update(
            (one.article.id, (Kept(raw[one.article.id], told.ids[one.article.id]), one)) for one in told.articles
        )
        joinings = (joinings - set(told.dropped)) | set(told.joinings)
        at_once = link([kept.item for kept, _ in there.values()], ONTOLOGY)
        assert tuple(there[name][1] for name in sorted(there)) == at_once.articles
        assert tuple(sorted(joinings)) == at_once.joinings
