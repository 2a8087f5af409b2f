"""Through whom a claim came, on sentences parsed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc

from graphbuild.pipeline.attribution import AttributionStage
from graphbuild.pipeline.claims import claim_of
from graphbuild.pipeline.document import Candidate
from graphbuild.resources import resource
from graphbuild.types import EntityId
from tests.pipeline.parsed_sentences import claim, mark, parse

STAGE = AttributionStage(resource("languages", "nl"))
NAMED = ("Telmaro", "Yunqiao", "Trouw", "Jansen", "KPN", "NRC", "Reuters", "KPN-woordvoerder")
KINDS = {"Trouw": "NewsPublisher", "NRC": "NewsPublisher", "Reuters": "NewsPublisher", "Jansen": "Person"}
BETAALT = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1")


def read(*rows: str) -> tuple[Doc, Candidate]:
    """The Doc, and its one candidate after attribution: that Telmaro pays Yunqiao."""
    doc = mark(parse(*rows), *NAMED, kinds=KINDS)
    doc._.candidates = (claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt"),)
    (one,) = STAGE(doc)._.candidates
    return doc, one


def chain(*rows: str) -> tuple[str | None, list[list[str]], str | None, str | None]:
    """Source, relays, spokesperson and informants, as words."""
    doc, one = read(*rows)
    words = [mention.text for mention in doc._.mentions]
    source, person = (None if index is None else words[index] for index in (one.source, one.spokesperson))
    return source, [[words[index] for index in step] for step in one.relayed_by], person, one.informants


def nested(*outer: str) -> tuple[str, ...]:
    """<outer> meldt dat KPN zegt dat Telmaro Yunqiao betaalt."""
    at = len(outer)
    return (
        *outer,
        f"meldt VERB! ROOT {at}",
        f"dat SCONJ mark {at + 3}",
        f"KPN PROPN nsubj {at + 3}",
        f"zegt VERB! ccomp {at}",
        f"dat SCONJ mark {at + 7}",
        f"Telmaro PROPN nsubj {at + 7}",
        f"Yunqiao PROPN obj {at + 7}",
        f"betaalt VERB! ccomp {at + 3}",
    )


def test_who_reports_what_the_source_says_is_a_relay() -> None:
    assert chain(*nested("Trouw PROPN nsubj 1")) == ("KPN", [["Trouw"]], None, None)


def test_those_who_report_together_are_one_step() -> None:
    outer = ("Trouw PROPN nsubj 3", "en CCONJ cc 2", "NRC PROPN conj 0")
    assert chain(*nested(*outer)) == ("KPN", [["Trouw", "NRC"]], None, None)


def test_a_sentence_that_points_back_names_the_outermost_relay() -> None:
    rows: tuple[str, ...] = (
        *nested("Trouw PROPN nsubj 1"),
        ". PUNCT punct 1",
        "",
        "Dat PRON obj 1",
        "schrijft VERB! ROOT 1",
    )
    assert chain(*rows, "Reuters PROPN nsubj 1")[:2] == ("KPN", [["Reuters"], ["Trouw"]])


def test_one_report_has_no_relay() -> None:
    rows: tuple[str, ...] = (*BETAALT, ", PUNCT punct 4", "zegt VERB! parataxis 1", "KPN PROPN nsubj 4")
    assert chain(*rows) == ("KPN", [], None, None)


@pytest.mark.parametrize(("word", "relays"), [("tegen", [["Trouw"]]), ("over", [])])
def test_the_medium_that_was_told_is_a_relay(word: str, relays: list[list[str]]) -> None:
    rows: tuple[str, ...] = (
        *BETAALT,
        ", PUNCT punct 4",
        "zegt VERB! parataxis 1",
        "KPN PROPN nsubj 4",
        f"{word} ADP case 7",
    )
    assert chain(*rows, "Trouw PROPN obl 4")[:2] == ("KPN", relays)


def test_the_paper_that_the_claim_is_about_is_no_relay() -> None:
    """What an inner clause says of a paper is not said to it."""
    rows: tuple[str, ...] = (
        "KPN PROPN nsubj 1",
        "zegt VERB! ROOT 1",
        "dat SCONJ mark 6",
        "Telmaro PROPN nsubj 6",
        "aan ADP case 5",
    )
    rows = (*rows, "Trouw PROPN obl 6", "betaalt VERB! ccomp 1", "voor ADP case 8", "Yunqiao PROPN obl 6")
    assert chain(*rows)[:2] == ("KPN", [])


def test_two_who_say_the_same_beside_each_other_pass_nothing_on() -> None:
    """By the parse nobody can tell who is inside of whom: "Volgens Trouw zegt KPN dat ..."."""
    rows: tuple[str, ...] = (
        "Volgens ADP case 1",
        "Trouw PROPN obl 2",
        "zegt VERB! ROOT 2",
        "KPN PROPN nsubj 2",
        "dat SCONJ mark 7",
    )
    source, relays, _, _ = chain(*rows, "Telmaro PROPN nsubj 7", "Yunqiao PROPN obj 7", "betaalt VERB! ccomp 2")
    assert (source, relays) in ((("Trouw"), []), (("KPN"), [["Trouw"]]))


SPOKEN = {
    "before": ("KPN-woordvoerder PROPN nsubj 4", "Jansen PROPN appos 5"),
    "between": ("woordvoerder NOUN nsubj 4", "Jansen PROPN appos 5", "van ADP case 8", "KPN PROPN nmod 5"),
}


@pytest.mark.parametrize("subject", SPOKEN.values(), ids=SPOKEN)
def test_a_spokesperson_with_a_name_is_kept(subject: tuple[str, ...]) -> None:
    source, relays, person, _ = chain(*BETAALT, ", PUNCT punct 4", "zegt VERB! parataxis 1", *subject)
    assert source in ("KPN", "KPN-woordvoerder")
    assert (relays, person) == ([], "Jansen")


def test_a_spokesperson_who_tells_what_the_organization_says_speaks_for_it_and_passes_nothing_on() -> None:
    assert chain(*nested("woordvoerder NOUN nsubj 2", "Jansen PROPN appos 0")) == ("KPN", [], "Jansen", None)
    assert chain(*nested("directeur NOUN nsubj 2", "Jansen PROPN appos 0")) == ("KPN", [["Jansen"]], None, None)


def test_a_person_who_is_no_spokesperson_is_none() -> None:
    rows: tuple[str, ...] = (
        *BETAALT,
        ", PUNCT punct 4",
        "zegt VERB! parataxis 1",
        "directeur NOUN nsubj 4",
        "Jansen PROPN appos 5",
    )
    assert chain(*rows, "van ADP case 8", "KPN PROPN nmod 5") == ("Jansen", [], None, None)


def test_a_person_beside_an_organization_speaks_for_it_only_as_its_spokesperson() -> None:
    rows: tuple[str, ...] = (
        "Volgens ADP case 1",
        "KPN PROPN obl 4",
        "tegen ADP case 3",
        "Jansen PROPN nmod 1",
        "betaalt VERB! ROOT 4",
    )
    assert chain(*rows, "Telmaro PROPN nsubj 4", "Yunqiao PROPN obj 4") == ("KPN", [], None, None)


def test_a_source_passes_nothing_on_to_itself() -> None:
    rows: tuple[str, ...] = (
        *BETAALT,
        ", PUNCT punct 4",
        "zegt VERB! parataxis 1",
        "KPN PROPN nsubj 4",
        ". PUNCT punct 1",
        "",
    )
    assert chain(*rows, "Dat PRON obj 1", "zegt VERB! ROOT 1", "KPN PROPN nsubj 1") == ("KPN", [], None, None)


def test_the_medium_that_another_speaker_told_did_not_hear_the_source() -> None:
    rows: tuple[str, ...] = ("Trouw PROPN nsubj 1", "meldt VERB! ROOT 1", "aan ADP case 3", "Reuters PROPN obl 1")
    inner = ("KPN PROPN nsubj 6", "zegt VERB! ccomp 1", "dat SCONJ mark 10", "Telmaro PROPN nsubj 10")
    rows = (*rows, "dat SCONJ mark 6", *inner, "Yunqiao PROPN obj 10", "betaalt VERB! ccomp 6")
    assert chain(*rows)[:2] == ("KPN", [["Trouw"]])


def test_people_without_a_name_are_kept_in_the_words_of_the_text() -> None:
    rows: tuple[str, ...] = ("Volgens ADP case 2", "twee NUM nummod 2", "ingewijden NOUN obl 3", "betaalt VERB! ROOT 3")
    assert chain(*rows, "Telmaro PROPN nsubj 3", "Yunqiao PROPN obj 3") == (None, [], None, "twee ingewijden")


def test_a_paper_that_reports_on_authority_of_people_without_a_name_is_the_source() -> None:
    rows = (*BETAALT, ", PUNCT punct 4", "meldt VERB! parataxis 1", "Reuters PROPN nsubj 4")
    of = ("op ADP case 7", "gezag NOUN obl 4", "van ADP case 9", "bronnen NOUN nmod 7")
    assert chain(*rows, *of) == ("Reuters", [], None, "bronnen")


def test_informants_of_another_clause_say_nothing_of_this_one() -> None:
    rows: tuple[str, ...] = (
        *BETAALT,
        "en CCONJ cc 4",
        "groeit VERB! conj 1",
        "volgens ADP case 6",
        "kenners NOUN obl 4",
    )
    assert chain(*rows)[3] is None


def test_a_claim_has_the_entities_of_its_chain_without_the_own_publisher() -> None:
    doc, one = read(*nested("Trouw PROPN nsubj 3", "en CCONJ cc 2", "NRC PROPN conj 0"))
    found = claim_of(doc, one, EntityId("telmaro"), EntityId("yunqiao"))
    assert found.relayed_by == ((EntityId("nrc"), EntityId("trouw")),)
    doc._.article = replace(doc._.article, publisher=EntityId("trouw"))
    assert claim_of(doc, one, EntityId("telmaro"), EntityId("yunqiao")).relayed_by == ((EntityId("nrc"),),)
    doc._.article = replace(doc._.article, publisher=EntityId("kpn"))
    own = claim_of(doc, one, EntityId("telmaro"), EntityId("yunqiao"))
    assert (own.source, own.relayed_by) == (None, ())
