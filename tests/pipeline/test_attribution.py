"""Who says so, on sentences parsed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from graphbuild.pipeline.attribution import AttributionStage
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.encoder import ScoredRelation
from graphbuild.pipeline.quotations import quoted_tokens
from graphbuild.pipeline.stance import StanceStage
from graphbuild.resources import resource
from graphbuild.types import Certainty, EntityId, Mention, MentionForm, Stance
from tests.pipeline.parsed_sentences import VOCAB, claim, mark, parse, sources

STAGE = AttributionStage(resource("languages", "nl"))
NAMED = ("Telmaro", "Yunqiao", "Trouw", "Jansen", "KPN", "NRC", "Reuters")
KINDS = {"Trouw": "NewsPublisher", "NRC": "NewsPublisher", "Reuters": "NewsPublisher", "Jansen": "Person"}
CONTENT = ("Telmaro PROPN nsubj 1", "betaalt VERB! {relation} {head}", "Yunqiao PROPN obj 1")


def source(*rows: str, relation: str = "suppliesTo", trigger: str | None = "betaalt", sentence: int = 0) -> str | None:
    doc = mark(parse(*rows), *NAMED, kinds=KINDS)
    doc._.candidates = (claim(doc, "Telmaro", relation, "Yunqiao", trigger, sentence),)
    (one,) = sources(STAGE(doc))
    return one


def report(verb: str, *subject: str) -> tuple[str, ...]:
    """A report: <subject> <verb> dat Telmaro Yunqiao betaalt."""
    at = len(subject)
    return (
        *subject,
        f"{verb} VERB! ROOT {at}",
        f"dat SCONJ mark {at + 4}",
        f"Telmaro PROPN nsubj {at + 4}",
        f"Yunqiao PROPN obj {at + 4}",
        f"betaalt VERB! ccomp {at}",
    )


def test_a_plain_sentence_has_no_source() -> None:
    assert source("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1") is None


@pytest.mark.parametrize("verb", ["zegt", "meldt", "ontkent", "erkent", "schrijft"])
def test_the_subject_of_a_verb_of_saying_is_the_source(verb: str) -> None:
    assert source(*report(verb, "Trouw PROPN nsubj 1")) == "Trouw"


def test_a_verb_of_doing_makes_no_source() -> None:
    assert source(*report("levert", "Trouw PROPN nsubj 1")) is None


def test_a_spokesperson_speaks_for_the_organization() -> None:
    subject = ("Een DET det 1", "woordvoerder NOUN nsubj 4", "van ADP case 3", "KPN PROPN nmod 1")
    assert source(*report("zegt", *subject)) == "KPN"


def test_a_person_with_an_office_speaks_in_person() -> None:
    subject = ("Directeur NOUN nsubj 4", "Jansen PROPN appos 0", "van ADP case 3", "KPN PROPN nmod 0")
    assert source(*report("zegt", *subject)) == "Jansen"


def test_people_who_are_not_named_are_no_source() -> None:
    subject = ("Een DET det 1", "oud-werknemer NOUN nsubj 4", "van ADP case 3", "KPN PROPN nmod 1")
    assert source(*report("zegt", *subject)) is None


def told(*speaker: str) -> tuple[str, ...]:
    """Telmaro betaalt Yunqiao. Dat zegt <speaker> tegen Trouw; the parser takes "dat" for the subject."""
    last = len(speaker) + 1
    return (
        "Telmaro PROPN nsubj 1",
        "betaalt VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        ". PUNCT punct 1",
        "",
        "Dat PRON nsubj 1",
        "zegt VERB! ROOT 1",
        *speaker,
        f"tegen ADP case {last + 2}",
        f"Trouw PROPN nmod {last}",
    )


def test_who_says_it_is_the_source_not_the_paper_that_was_told() -> None:
    assert source(*told("Jansen PROPN obj 1")) == "Jansen"


@pytest.mark.parametrize(("verb", "expected"), [("concludeert", "Trouw"), ("meldt", "Trouw"), ("ontkent", None)])
def test_a_report_of_a_pronoun_points_back_but_a_denial_of_it_does_not(verb: str, expected: str | None) -> None:
    rows = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1", ". PUNCT punct 1", "")
    after = ("Trouw PROPN nsubj 1", f"{verb} VERB! ROOT 1", "dat SCONJ mark 4", "na ADP case 4", "inzage NOUN obl 1")
    doc = mark(parse(*rows, *after), *NAMED, kinds=KINDS)
    doc._.candidates = (claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 0),)
    assert sources(STAGE(doc))[0] == expected


QUOTED = ("“ PUNCT punct 2", "Telmaro PROPN nsubj 2", "betaalt VERB! ROOT 2", "Yunqiao PROPN obj 2", ". PUNCT punct 2")
LAST = ("Niets PRON nsubj 1", "helpt VERB! ROOT 1", "” PUNCT punct 1", ", PUNCT punct 1", "aldus ADP case 5")


def test_who_speaks_after_a_quotation_of_several_sentences_said_all_of_it() -> None:
    rows = (*QUOTED, "", "Het PRON expl 1", "regent VERB! ROOT 1", ". PUNCT punct 1", "", *LAST, "Jansen PROPN obl 1")
    assert source(*rows) == "Jansen"
    doc = mark(parse(*rows), *NAMED, kinds=KINDS)
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, 0.1, (0.0, 0.0, 1.0), None, 0.999)
    doc._.candidates = (replace(claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 0), read=read),)
    assert sources(STAGE(doc)) == ["Jansen"]


def test_a_quotation_of_nobody_is_of_who_says_the_same_elsewhere() -> None:
    headline = (
        "“ PUNCT punct 2",
        "Telmaro PROPN nsubj 2",
        "betaalt VERB! ROOT 2",
        "Yunqiao PROPN obj 2",
        "” PUNCT punct 2",
    )
    body = report("meldt", "NRC PROPN nsubj 1")
    between = ("", "Het PRON expl 1", "regent VERB! ROOT 1", ". PUNCT punct 1", "")
    doc = mark(parse(*headline, *between, *body), *NAMED, kinds=KINDS)
    quoted = claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 0)
    told = claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 2)
    doc._.candidates = (quoted, told)
    assert sources(STAGE(doc)) == ["NRC", "NRC"]
    doc._.candidates = (quoted, replace(told, relation="acquires"))
    assert sources(STAGE(doc)) == [None, "NRC"]


def test_a_quotation_is_never_of_nobody_where_somebody_speaks() -> None:
    rows = (*QUOTED[:4], "” PUNCT punct 2", ", PUNCT punct 2", "zegt VERB! parataxis 2", "Jansen PROPN nsubj 6")
    doc = mark(parse(*rows), *NAMED, kinds=KINDS)
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, 0.1, (0.0, 0.0, 1.0), None, 0.999)
    doc._.candidates = (replace(claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 0), read=read),)
    assert sources(STAGE(doc)) == ["Jansen"]


def test_the_answer_to_a_question_without_a_verb_is_of_who_spoke_before() -> None:
    said = ("Dat PRON obj 1", "zegt VERB! ROOT 1", "Jansen PROPN nsubj 1", ". PUNCT punct 1", "")
    claimed = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1")
    assert source(*said, "De DET det 1", "reden NOUN ROOT 1", "? PUNCT punct 1", "", *claimed, sentence=2) == "Jansen"
    assert (
        source(*said, "Wie PRON nsubj 1", "betaalt VERB! ROOT 1", "? PUNCT punct 1", "", *claimed, sentence=2) is None
    )


def test_what_an_aside_says_of_the_speaker_is_not_what_he_says() -> None:
    rows = ("Telmaro PROPN nsubj 4", "dat PRON nsubj 3", "Yunqiao PROPN obj 3", "betaalt VERB! acl:relcl 0")
    doc = mark(parse(*rows, "zegt VERB! ROOT 4", "niets PRON obj 4"), *NAMED, kinds=KINDS)
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, 0.1, (0.0, 0.0, 1.0), 0, 0.95)
    one = replace(claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt"), source=0, read=read)
    doc._.candidates = (one,)
    assert sources(STAGE(doc)) == [None]
    other = mark(parse(*rows, "zegt VERB! ROOT 4", "Jansen PROPN nsubj 4"), *NAMED, kinds=KINDS)
    other._.candidates = (replace(one, source=2, read=replace(read, source=2)),)
    assert sources(STAGE(other)) == ["Jansen"]


def test_a_denial_by_reference_stays_one_however_sure_the_reader_is_of_what_is_denied() -> None:
    rows = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1", ". PUNCT punct 1", "")
    doc = mark(parse(*rows, "KPN PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat PRON obj 1", ". PUNCT punct 1"), *NAMED)
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, 0.0, (0.0, 0.0, 1.0), None, 0.5)
    told = claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt", 0)
    doc._.candidates = (replace(told, read=read, certainty=Certainty.POSSIBLE),)
    asserted, denied = StanceStage(resource("languages", "nl"))(STAGE(doc))._.candidates
    assert (asserted.stance, denied.stance) == (Stance.ASSERTS, Stance.DENIES)
    assert denied.certainty is Certainty.CERTAIN
    assert sources(doc) == [None, "KPN"]


def test_a_report_of_a_clause_does_not_point_back() -> None:
    rows = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1", ". PUNCT punct 1", "")
    after = ("Trouw PROPN nsubj 1", "meldt VERB! ROOT 1", "dat SCONJ mark 4", "KPN PROPN nsubj 4")
    assert source(*rows, *after, "zwijgt VERB! ccomp 1") is None


def test_the_paper_is_the_source_of_what_nobody_with_a_name_told_it() -> None:
    assert source(*told("een DET det 3", "ingewijde NOUN obj 1")) == "Trouw"


def test_a_spokesperson_without_organization_speaks_for_the_one_named_before_not_for_the_paper() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "betaalt VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        ", PUNCT punct 4",
        "zegt VERB! parataxis 1",
        "een DET det 6",
        "woordvoerder NOUN nsubj 4",
        "tegen ADP case 8",
        "Trouw PROPN nmod 6",
    )
    assert source(*rows) == "Telmaro"


def test_an_adjective_of_a_country_is_nobody_who_speaks() -> None:
    subject = ("De DET det 2", "Chinese ADJ amod 2", "dienst NOUN nsubj 3")
    doc = mark(parse(*report("zegt", *subject)), *NAMED, kinds=KINDS)
    country = Mention(3, 10, "Chinese", "Country", EntityId("china"), MentionForm.ADJECTIVE)
    doc._.mentions = (country, *doc._.mentions)
    doc._.candidates = (claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt"),)
    assert sources(STAGE(doc)) == [None]


def read_as(probability: float, speaker: str | None) -> str | None:
    """The source of "Trouw zegt dat ..." where the reader takes another speaker, or nobody, for it."""
    doc = mark(parse(*report("zegt", "Trouw PROPN nsubj 1")), *NAMED, kinds=KINDS)
    named = [mention.text for mention in doc._.mentions]
    index = None if speaker is None else named.index(speaker)
    one = claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt")
    found = ScoredRelation(one.subject, one.relation, one.object, 0, 0.9, 0.0, (1.0, 0.0, 0.0), index, probability)
    doc._.candidates = (replace(one, source=index, read=found),)
    (source_of,) = sources(STAGE(doc))
    return source_of


def test_the_reader_overrules_cues_where_it_is_sure() -> None:
    assert read_as(0.95, "Telmaro") == "Telmaro"
    assert read_as(0.99, None) is None


def test_cues_overrule_a_reader_that_is_not_sure() -> None:
    assert read_as(0.6, "Telmaro") == "Trouw"
    assert read_as(0.9, None) == "Trouw"


def test_volgens_names_the_source_of_its_sentence() -> None:
    rows = (
        "Volgens ADP case 1",
        "Trouw PROPN obl 2",
        "betaalt VERB! ROOT 2",
        "Telmaro PROPN nsubj 2",
        "Yunqiao PROPN obj 2",
    )
    assert source(*rows) == "Trouw"


def test_what_stands_before_an_inverted_verb_is_said() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "betaalt VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        ", PUNCT punct 4",
        "meldt VERB! parataxis 1",
        "Reuters PROPN nsubj 4",
        "op ADP case 7",
        "gezag NOUN obl 4",
        "van ADP case 9",
    )
    assert source(*rows, "ingewijden NOUN nmod 7") == "Reuters"
    assert source(*rows, "KPN PROPN nmod 7") == "KPN", "the innermost speaker is the source"


def test_two_sources_give_two_candidates() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "betaalt VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        ", PUNCT punct 4",
        "schrijven VERB! parataxis 1",
        "NRC PROPN nsubj 4",
        "en CCONJ cc 7",
        "Trouw PROPN conj 5",
    )
    doc = mark(parse(*rows), *NAMED, kinds=KINDS)
    doc._.candidates = (claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt"),)
    assert sources(STAGE(doc)) == ["NRC", "Trouw"]


def test_the_office_of_the_speaker_is_not_what_the_speaker_says() -> None:
    rows = (
        "Volgens ADP case 2",
        "directeur NOUN nmod 2",
        "Telmaro PROPN obl 6",
        "van ADP case 4",
        "Yunqiao PROPN nmod 2",
        "is AUX! cop 6",
        "alles NOUN ROOT 6",
    )
    assert source(*rows, relation="affiliatedWith", trigger="directeur") is None


def test_a_sentence_may_point_back_to_the_one_before() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "betaalt VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        ". PUNCT punct 1",
        "",
        "Dat PRON obj 1",
        "meldt VERB! ROOT 1",
        "NRC PROPN nsubj 1",
        ". PUNCT punct 1",
    )
    assert source(*rows) == "NRC"


def test_a_quotation_goes_on_with_its_speaker() -> None:
    rows = (
        "“ PUNCT punct 1",
        "Onzin NOUN ROOT 1",
        "” PUNCT punct 1",
        ", PUNCT punct 4",
        "zegt VERB! parataxis 1",
        "Jansen PROPN nsubj 4",
        ". PUNCT punct 1",
        "",
        "“ PUNCT punct 2",
        "Telmaro PROPN nsubj 2",
        "betaalt VERB! ROOT 2",
        "Yunqiao PROPN obj 2",
        ". PUNCT punct 2",
        "” PUNCT punct 2",
    )
    assert source(*rows, sentence=1) == "Jansen"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Zij zei : “ Nee , nooit . ” En ging", "“ Nee , nooit . ”"),
        ("Er staat een “ maar niemand sluit", ""),
    ],
)
def test_quotations_are_found_and_open_ones_are_not(words: str, inside: str) -> None:
    listed = words.split()
    spaces = [word != "“" and k + 1 < len(listed) and listed[k + 1] not in {"”", ","} for k, word in enumerate(listed)]
    doc = Doc(VOCAB, words=listed, spaces=spaces)
    flags = quoted_tokens(doc)
    assert " ".join(token.text for token in doc if flags[token.i]) == inside


WORDS = ["zegt", "Trouw", "volgens", "“", "”", "'", ":", ",", "dat", "Jansen", "woordvoerder", "van", "?", "Telmaro"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_any_row_of_words_is_read_without_error(words: list[str]) -> None:
    listed = ["Telmaro", "Yunqiao", *words]
    doc = mark(Doc(VOCAB, words=listed, sent_starts=[True, *[False] * (len(listed) - 1)]), *NAMED, kinds=KINDS)
    doc._.candidates = (Candidate(0, "suppliesTo", 1, 0, len(doc), None, "test", 1.0),)
    assert STAGE(doc)._.candidates


DENIAL = ("KPN PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat PRON obj 1", ". PUNCT punct 1")


def denials(*second: str) -> list[tuple[str | None, str]]:
    """The sources and rules of candidates after "Telmaro betaalt Yunqiao." and a second sentence."""
    first = ("Telmaro PROPN nsubj 1", "betaalt VERB! ROOT 1", "Yunqiao PROPN obj 1", ". PUNCT punct 1", "")
    doc = mark(parse(*first, *second), *NAMED, kinds=KINDS)
    doc._.candidates = (claim(doc, "Telmaro", "suppliesTo", "Yunqiao", "betaalt"),)
    rules = [one.rule for one in STAGE(doc)._.candidates]
    return list(zip(sources(doc), rules, strict=True))


def test_a_denial_of_dat_denies_the_sentence_before() -> None:
    assert denials(*DENIAL) == [(None, "test"), ("KPN", "test/denied-by-reference")]


def test_a_denial_with_content_of_its_own_denies_nothing_before() -> None:
    own = ("KPN PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat SCONJ mark 4", "het PRON nsubj 4", "betaalt VERB! ccomp 1")
    assert denials(*own) == [(None, "test")]


def test_who_does_not_deny_is_no_denier() -> None:
    row = ("KPN PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat PRON obj 1", "niet ADV advmod 1", ". PUNCT punct 1")
    assert denials(*row) == [(None, "test")]


def test_a_warning_is_no_report_of_itself() -> None:
    rows = report("zegt", "Telmaro PROPN nsubj 1")
    assert source(*rows, relation="warnsAbout") is None


def test_of_several_who_say_it_each_speaks_for_itself() -> None:
    second = (
        "Yunqiao PROPN nsubj 5",
        "en CCONJ cc 2",
        "Telmaro PROPN conj 0",
        "hebben AUX! aux 5",
        "dat PRON obj 5",
        "gezegd VERB! ROOT 5",
        ". PUNCT punct 5",
    )
    assert denials(*second) == [("Telmaro", "test")]
