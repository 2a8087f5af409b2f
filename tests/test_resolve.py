from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from graphbuild.ontology import load_ontology
from graphbuild.resolve import join
from graphbuild.types import Certainty, Claim, Entity, EntityId, Stance, Status, status_of
from tests.examples import ENTITIES, article, article_claims, claim

DENIED: dict[str, Any] = {"stance": Stance.DENIES}
POSSIBLE: dict[str, Any] = {"certainty": Certainty.POSSIBLE}


@pytest.mark.parametrize(
    ("attestations", "status"),
    [
        ([{}], Status.ASSERTED),
        ([POSSIBLE], Status.ALLEGED),
        ([POSSIBLE, {}], Status.ASSERTED),
        ([DENIED], Status.DENIED),
        ([DENIED, POSSIBLE], Status.CONTESTED),
        ([DENIED, {}], Status.CONTESTED),
    ],
)
def test_status_follows_from_all_attestations(attestations: list[dict[str, Any]], status: Status) -> None:
    assert status_of(tuple(claim(**fields) for fields in attestations)) is status


def test_both_directions_of_a_symmetric_relation_are_one_statement() -> None:
    one = article_claims(article(1), claim())
    other = article_claims(article(2), claim("tencent", "partnersWith", "kpn", article=article(2)))
    graph, misfits = join([one, other], load_ontology())
    assert [len(statement.attestations) for statement in graph.statements] == [2]
    assert not misfits


def test_the_order_of_articles_makes_no_difference() -> None:
    kinds: list[dict[str, Any]] = [{}, DENIED, POSSIBLE, {"source": EntityId("nrc")}]
    articles = [
        article_claims(article(number), claim(article=article(number), **fields))
        for number, fields in enumerate(kinds, 1)
    ]
    graphs = [join(order, load_ontology()) for order in permutations(articles)]
    assert len(graphs) == 24
    assert all(graph == graphs[0] for graph in graphs)


def test_an_entity_takes_the_kind_and_the_label_that_most_articles_give() -> None:
    identity = EntityId("organization/sunway")
    seen = [("Organization", "SunWay"), ("TechnologyCompany", "SunWay"), ("TechnologyCompany", "Sunway BV")]
    yields = [
        article_claims(article(number), entities=(Entity(identity, kind, label), ENTITIES["tencent"]))
        for number, (kind, label) in enumerate(seen, 1)
    ]
    graph, _ = join(yields, load_ontology())
    assert graph.entities == (
        Entity(identity, "TechnologyCompany", "SunWay", ("Sunway BV",)),
        ENTITIES["tencent"],
    )


def test_a_claim_that_no_longer_fits_is_given_back_and_not_lost() -> None:
    lost = claim("wechat", "runsOn", "wechat")
    odd: Claim = replace(lost, object=EntityId("kpn"))
    graph, misfits = join([article_claims(article(), odd)], load_ontology())
    assert misfits == (odd,)
    assert graph.statements == ()
    assert {entity.id for entity in graph.entities} == {ENTITIES["kpn"].id, ENTITIES["wechat"].id}


@pytest.mark.parametrize(("relation", "kind"), [("fines", "TechnologyCompany"), ("runsOn", "Product")])
def test_an_entity_of_several_kinds_takes_the_one_that_its_claims_need(relation: str, kind: str) -> None:
    app = Entity(EntityId("tiktok"), "Product", "TikTok", also=("TechnologyCompany",))
    subject = "wechat" if relation == "runsOn" else "kpn"
    found = article_claims(article(), claim(subject, relation, "tiktok"), entities=(app, ENTITIES[subject]))
    graph, misfits = join([found], load_ontology())
    assert [entity.kind for entity in graph.entities if entity.id == "tiktok"] == [kind]
    assert not misfits
