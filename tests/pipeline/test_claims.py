from __future__ import annotations

from dataclasses import replace

import spacy
from spacy.tokens import Doc

from graphbuild.ontology import load_ontology
from graphbuild.pipeline.claims import ClaimAssembler
from graphbuild.pipeline.document import Candidate
from graphbuild.types import Entity, EntityId, Mention, PartialDate, Stance

WORDS = ["KPN", "werkt", "samen", "met", "Tencent", "."]
KPN, TENCENT = 0, 1
CANDIDATE = Candidate(KPN, "partnersWith", TENCENT, 0, 6, 1, "nl/test", 0.8)


def doc_with(*candidates: Candidate) -> Doc:
    doc = Doc(spacy.blank("nl").vocab, words=WORDS, spaces=[True, True, True, True, False, True])
    doc._.mentions = (
        Mention(0, 3, "KPN", "TelecomOperator", EntityId("kpn")),
        Mention(20, 27, "Tencent", "TechnologyCompany", EntityId("tencent")),
        Mention(20, 27, "Tencent", "TechnologyCompany", EntityId("kpn")),
    )
    doc._.entities = (
        Entity(EntityId("kpn"), "TelecomOperator", "KPN"),
        Entity(EntityId("tencent"), "TechnologyCompany", "Tencent"),
    )
    doc._.candidates = candidates
    return ClaimAssembler(load_ontology(), 0.5)(doc)


def test_a_candidate_becomes_a_claim_about_entities_with_its_sentence_as_evidence() -> None:
    (claim,) = doc_with(CANDIDATE)._.claims
    assert (claim.subject, claim.relation, claim.object) == ("kpn", "partnersWith", "tencent")
    assert claim.evidence.quote == "KPN werkt samen met Tencent."
    assert (claim.evidence.start, claim.evidence.end) == (0, 28)


def test_a_weak_candidate_and_one_about_a_single_entity_become_no_claim() -> None:
    assert doc_with(replace(CANDIDATE, confidence=0.4), replace(CANDIDATE, object=2))._.claims == ()


def test_ends_that_the_ontology_does_not_allow_become_no_claim() -> None:
    assert doc_with(replace(CANDIDATE, relation="runsOn"))._.claims == ()


def test_the_same_fact_twice_is_one_claim_and_its_denial_another() -> None:
    again = replace(CANDIDATE, subject=TENCENT, object=KPN, confidence=0.9, rule="nl/other")
    denied = replace(CANDIDATE, stance=Stance.DENIES)
    claims = doc_with(CANDIDATE, again, denied)._.claims
    assert sorted((claim.stance.value, claim.rule) for claim in claims) == [
        ("asserts", "nl/other"),
        ("denies", "nl/test"),
    ]


def test_the_most_specific_relation_is_kept() -> None:
    general, special = (replace(CANDIDATE, relation=name) for name in ("subsidiaryOf", "jointVentureOf"))
    assert [claim.relation for claim in doc_with(general, special)._.claims] == ["jointVentureOf"]


def test_a_city_that_acts_is_its_government_under_the_city_s_name() -> None:
    doc = doc_with()
    city = Mention(0, 3, "KPN", "City", EntityId("helmond"), also=("GovernmentBody",))
    doc._.mentions = (city, *doc._.mentions[1:])
    doc._.entities = (Entity(EntityId("helmond"), "City", "Helmond"), *doc._.entities)
    doc._.candidates = (replace(CANDIDATE, relation="restricts"),)
    (claim,) = ClaimAssembler(load_ontology(), 0.5)(doc)._.claims
    assert claim.subject == "helmond-authority"
    assert Entity(EntityId("helmond-authority"), "GovernmentBody", "Helmond") in doc._.entities


def test_an_app_may_be_treated_as_its_company() -> None:
    doc = doc_with()
    app = Mention(20, 27, "Tencent", "Product", EntityId("tencent"), also=("TechnologyCompany",))
    doc._.mentions = (doc._.mentions[0], app)
    doc._.candidates = (replace(CANDIDATE, relation="fines"),)
    assert len(ClaimAssembler(load_ontology(), 0.5)(doc)._.claims) == 1


def test_a_statement_takes_its_date_from_where_the_article_gives_it() -> None:
    since = PartialDate("2017")
    said_later = replace(CANDIDATE, source=TENCENT, valid_from=since, confidence=0.6)
    denied = replace(CANDIDATE, stance=Stance.DENIES)
    claims = doc_with(CANDIDATE, said_later, denied)._.claims
    assert [(c.stance.value, c.source, c.valid_from) for c in claims] == [
        ("asserts", None, since),
        ("asserts", "tencent", since),
        ("denies", None, None),
    ]


def test_a_date_of_its_own_stays() -> None:
    early, late = PartialDate("2017"), PartialDate("2019")
    claims = doc_with(
        replace(CANDIDATE, valid_from=early), replace(CANDIDATE, source=TENCENT, valid_from=late)
    )._.claims
    assert {c.valid_from for c in claims} == {early, late}
