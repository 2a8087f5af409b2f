"""Scores against gold: by hand on a small example, and by the independent scorer where it is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from rich.console import Console

from graphbuild import building
from graphbuild.errors import UsageError
from graphbuild.evaluate import Reason, Report, evaluate, tables
from graphbuild.gold import read_gold
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.ontology import load_ontology
from graphbuild.types import (
    Article,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    KnowledgeGraph,
    PartialDate,
    Stance,
)
from tests.evaluation_examples import Extractor, statements

GOLD = Path(__file__).parents[1] / "data" / "gold"
SCORER = Path(__file__).parents[2] / "shared" / "score.py"
"""The scorer that all programs for this task are measured by; it shares no code with ours."""
ONTOLOGY = load_ontology()
BODY = "Zij zeggen van alles."

SMALL = """
article: a.txt
language: nl
published: 2020-01
entities:
  KPN: {type: TelecomOperator, aliases: [KPN, Koninklijke KPN]}
  Huawei: {type: TechnologyCompany, aliases: [Huawei]}
  Telfort: {type: TelecomOperator}
  NRC: {type: NewsPublisher, aliases: [NRC, NRC Handelsblad]}
  KPN customers: {type: PeopleGroup, aliases: [klanten], optional: true}
  AIVD: {type: IntelligenceService}
claims:
  - {s: Huawei, r: suppliesTo, o: KPN, source: NRC, from: 2018, to: 2019-05, quote: a}
  - {s: Huawei, r: hasDataAccessTo, o: KPN, alt: [KPN customers], certainty: possible, quote: b}
  - {s: Huawei, r: hasDataAccessTo, o: KPN, stance: denies, source: Huawei, quote: c}
  - {s: KPN, r: partnersWith, o: Huawei, quote: d}
  - {s: Telfort, r: jointVentureOf, o: KPN, quote: e}
  - {s: AIVD, r: investigates, o: KPN, optional: true, quote: f}
"""
ENTITIES = {
    "kpn": ("TelecomOperator", "Koninklijke KPN", ()),
    "huawei": ("Organization", "HUAWEI", ("Huawei Technologies",)),
    "telfort": ("TelecomOperator", "Telfort", ()),
    "nrc": ("NewsPublisher", "nrc  handelsblad", ()),
    "klanten": ("PeopleGroup", "klanten", ()),
    "aivd": ("IntelligenceService", "AIVD", ()),
    "ster": ("Organization", "Ster", ()),
}


def claim(subject: str, relation: str, object_: str, start: int = 0, **changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "stance": Stance.ASSERTS,
        "certainty": Certainty.CERTAIN,
        "source": None,
        "valid_from": None,
        "valid_until": None,
        "evidence": Evidence("1", start, len(BODY), BODY[start:]),
        "rule": "nl/test",
        "confidence": 0.95,
    }
    return Claim(EntityId(subject), relation, EntityId(object_), **{**fields, **changes})


def graph(*claims: Claim, mentioned: tuple[str, ...] = tuple(ENTITIES), **changes: Any) -> KnowledgeGraph:
    article = replace(Article("1", "a.txt", "nl", None, BODY), **changes)
    entities = tuple(
        Entity(EntityId(key), kind, label, aliases) for key, (kind, label, aliases) in sorted(ENTITIES.items())
    )
    ids = tuple(sorted(EntityId(key) for key in mentioned))
    return KnowledgeGraph((article,), entities, statements(claims), {"1": ids})


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Report]:
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf8")
    return lambda *claims, **changes: evaluate(tmp_path, graph(*claims, **changes), ONTOLOGY)


def counts(report: Report, level: str) -> tuple[int, int, int]:
    score = report.levels[level]
    return score.tp, score.fp, score.fn


def test_entities_match_by_any_name_without_case_and_optional_ones_count_for_nothing(
    small: Callable[..., Report],
) -> None:
    report = small()
    assert counts(report, "entities") == (5, 1, 0)
    assert str(report.accuracy["entity type"]) == "4/5 = 0.80"
    assert [(row.article, row.name) for row in report.extra_entities] == [("a.txt", "Ster")]
    without = small(mentioned=("kpn", "klanten"))
    assert counts(without, "entities") == (1, 0, 4)
    assert [row.name for row in without.missed_entities] == ["Huawei", "Telfort", "NRC", "AIVD"]


def test_nothing_found_is_all_missed(small: Callable[..., Report]) -> None:
    report = small()
    assert [counts(report, level) for level in ("pairs", "edges", "claims")] == [
        (0, 0, 2),
        (0, 0, 4),
        (0, 0, 5),
    ]
    assert report.levels["claims"].f1 == 0.0


def test_pairs_count_every_two_entities_once(small: Callable[..., Report]) -> None:
    report = small(claim("kpn", "fines", "huawei"), claim("huawei", "suppliesTo", "kpn"))
    assert counts(report, "pairs") == (1, 0, 1)


def test_an_alternative_object_is_as_right(small: Callable[..., Report]) -> None:
    report = small(claim("huawei", "hasDataAccessTo", "klanten", certainty=Certainty.PROBABLE))
    assert counts(report, "claims") == (1, 0, 4)
    assert str(report.accuracy["certainty (hedged only)"]) == "1/1 = 1.00"


def test_a_symmetric_relation_matches_in_either_order_and_others_do_not(small: Callable[..., Report]) -> None:
    report = small(claim("huawei", "partnersWith", "kpn"), claim("kpn", "suppliesTo", "huawei"))
    assert counts(report, "edges") == (1, 1, 3)
    assert report.relations["partnersWith"].tp == 1
    assert report.relations["suppliesTo"].fp == 1
    assert [row.reason for row in report.missed if row.relation == "suppliesTo"] == [Reason.DIRECTION]


def test_a_joint_venture_counts_as_subsidiary(small: Callable[..., Report]) -> None:
    report = small(claim("telfort", "subsidiaryOf", "kpn"))
    assert counts(report, "edges") == (1, 0, 3)
    assert report.relations["subsidiaryOf"].tp == 1


def test_stances_are_apart_in_claims_and_one_in_edges(small: Callable[..., Report]) -> None:
    report = small(claim("huawei", "hasDataAccessTo", "kpn", stance=Stance.DENIES))
    assert counts(report, "edges") == (1, 0, 3)
    assert counts(report, "claims") == (1, 0, 4)
    assert report.stances[Stance.DENIES].f1 == 1.0
    assert report.macro_stance_f1 == 0.5
    assert Reason.STANCE in {row.reason for row in report.missed}


def test_optional_gold_is_neither_required_nor_wrong(small: Callable[..., Report]) -> None:
    assert counts(small(claim("aivd", "investigates", "kpn")), "claims") == (0, 0, 5)
    assert counts(small(claim("aivd", "investigates", "huawei")), "claims") == (0, 1, 5)


def test_the_same_claim_of_two_sources_counts_once(small: Callable[..., Report]) -> None:
    report = small(claim("ster", "fines", "kpn"), claim("ster", "fines", "kpn", 4, source=EntityId("nrc")))
    assert counts(report, "claims") == (0, 1, 5)


def test_sources_match_by_name_and_the_publisher_is_no_source(small: Callable[..., Report]) -> None:
    by_nrc = claim("huawei", "suppliesTo", "kpn", source=EntityId("nrc"))
    by_publisher = claim("kpn", "partnersWith", "huawei", source=EntityId("ster"))
    report = small(by_nrc, by_publisher, publisher=EntityId("ster"))
    assert str(report.accuracy["source"]) == "2/2 = 1.00"
    assert str(small(by_nrc, by_publisher).accuracy["source"]) == "1/2 = 0.50"
    assert str(small(by_nrc, by_publisher).accuracy["source (attributed only)"]) == "1/1 = 1.00"


def test_dates_match_by_year_where_gold_has_them(small: Callable[..., Report]) -> None:
    report = small(claim("huawei", "suppliesTo", "kpn", valid_from=PartialDate("2018-11")))
    assert str(report.accuracy["dates"]) == "1/2 = 0.50"


def test_disputed_fields_are_not_judged(tmp_path: Path) -> None:
    disputed = SMALL.replace("quote: d", "disputed: [source, certainty], quote: d")
    (tmp_path / "a.yaml").write_text(disputed, encoding="utf8")
    wrong = claim("kpn", "partnersWith", "huawei", source=EntityId("nrc"), certainty=Certainty.POSSIBLE)
    report = evaluate(tmp_path, graph(wrong), ONTOLOGY)
    assert counts(report, "claims") == (1, 0, 4)
    assert set(report.accuracy) == {"entity type"}


@pytest.mark.parametrize(
    ("claims", "mentioned", "reason"),
    [
        ((), ("kpn",), Reason.NAME),
        ((), ("kpn", "telfort"), Reason.PAIR),
        ((claim("kpn", "acquires", "telfort"),), ("kpn", "telfort"), Reason.RELATION),
        ((claim("kpn", "subsidiaryOf", "telfort"),), ("kpn", "telfort"), Reason.DIRECTION),
        ((claim("telfort", "subsidiaryOf", "kpn", stance=Stance.DENIES),), ("kpn", "telfort"), Reason.STANCE),
    ],
)
def test_a_missed_claim_says_how_far_it_came(
    small: Callable[..., Report], claims: tuple[Claim, ...], mentioned: tuple[str, ...], reason: Reason
) -> None:
    report = small(*claims, mentioned=mentioned)
    (row,) = [row for row in report.missed if row.subject == "Telfort"]
    assert row.reason is reason
    assert report.reasons[reason] >= 1


def test_what_is_wrong_comes_with_its_rule_and_quote(small: Callable[..., Report]) -> None:
    (row,) = small(claim("ster", "fines", "kpn", confidence=0.4)).extra
    assert (row.article, row.subject, row.object, row.confidence) == ("a.txt", "Ster", "Koninklijke KPN", 0.4)
    assert (row.rule, row.quote) == ("nl/test", BODY)


def test_confidence_is_held_against_being_right_in_ten_bins(small: Callable[..., Report]) -> None:
    report = small(
        claim("huawei", "suppliesTo", "kpn", confidence=1.0),
        claim("ster", "fines", "kpn", confidence=0.9),
        claim("aivd", "fines", "kpn", confidence=0.05),
        claim("aivd", "investigates", "kpn", confidence=0.5),
    )
    filled = {row.low: (row.claims, row.right, row.confidence) for row in report.reliability if row.claims}
    assert len(report.reliability) == 10
    assert filled == {0.9: (2, 1, 0.95), 0.0: (1, 0, 0.05)}


def test_an_article_that_was_not_read_is_named_and_all_missed(small: Callable[..., Report]) -> None:
    report = small(claim("huawei", "suppliesTo", "kpn"), source_file="b.txt")
    assert report.missing == ("a.txt",)
    assert counts(report, "claims") == (0, 0, 5)


def test_a_folder_without_gold_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gold"):
        evaluate(tmp_path, graph(), ONTOLOGY)


def test_the_order_of_the_graph_changes_nothing() -> None:
    made = Extractor(ONTOLOGY, seed=3).graph(read_gold(GOLD, ONTOLOGY))
    random = Random(1)
    shuffled = KnowledgeGraph(
        made.articles,
        tuple(random.sample(made.entities, len(made.entities))),
        tuple(
            replace(each, attestations=tuple(random.sample(each.attestations, len(each.attestations))))
            for each in random.sample(made.statements, len(made.statements))
        ),
        {key: tuple(random.sample(ids, len(ids))) for key, ids in made.mentioned.items()},
    )
    assert evaluate(GOLD, shuffled).to_dict() == evaluate(GOLD, made).to_dict()


def test_gold_scores_full_marks_against_itself() -> None:
    report = evaluate(GOLD, Extractor(ONTOLOGY, seed=1, rate=0).graph(read_gold(GOLD, ONTOLOGY)))
    assert report.articles == 18
    assert list(report.levels) == ["entities", "pairs", "edges", "claims"]
    for score in report.levels.values():
        assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)
    types = report.accuracy["entity type"]
    assert types.right > types.of * 0.97, "two entities that share an alias may be taken for each other"
    assert all(share.right == share.of for name, share in report.accuracy.items() if name != "entity type")
    assert (report.missed, report.extra) == ((), ())


def test_tables_show_scores_and_errors(small: Callable[..., Report]) -> None:
    console = Console(width=250)
    with console.capture() as captured:
        for table in tables(small(claim("ster", "fines", "kpn")), details=True):
            console.print(table)
    shown = captured.get()
    for words in ("1 articles", "macro F1 0.000", "entities", "Telfort", "Ster", "fines", "0.9-1.0"):
        assert words in shown


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not at hand")
@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_the_independent_scorer(seed: int, tmp_path: Path) -> None:
    made = Extractor(ONTOLOGY, seed).graph(read_gold(GOLD, ONTOLOGY))
    turtle = tmp_path / "graph.ttl"
    turtle.write_bytes(to_turtle(to_rdf(made, version="test")))
    assert_same_scores(made, turtle)


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not at hand")
def test_scores_of_a_build_are_those_of_the_independent_scorer(built: tuple[Path, building.Report]) -> None:
    assert_same_scores(built[1].graph, built[0] / "graph.ttl")


def assert_same_scores(graph: KnowledgeGraph, turtle: Path) -> None:
    command = [sys.executable, str(SCORER), str(GOLD), str(turtle), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    ours = evaluate(GOLD, graph).to_dict()
    assert {"entities", "pairs", "edges", "claims", "stance", "accuracy", "relations"} <= set(theirs)
    assert {name: ours[name] for name in theirs} == theirs
