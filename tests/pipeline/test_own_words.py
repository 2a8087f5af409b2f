"""Pronouns that stand for who says what they are the subject of, and "het" that was taken for an article."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from graphbuild.background import load_background
from graphbuild.pipeline.neuter_pronoun import NeuterPronoun
from graphbuild.pipeline.own_words import subjects_of_own_words
from tests.pipeline.parsed_sentences import mark, parse

BACKGROUND = load_background("nl")
MENDED = NeuterPronoun(BACKGROUND.grammar.never_neuter)
KINDS = {"Telmaro": "TelecomOperator", "Bos": "Person", "NRC": "NewsPublisher"}


def stand_for(doc: Doc) -> list[tuple[str, str]]:
    return [(pronoun.text, speaker.text) for pronoun, speaker in subjects_of_own_words(doc, BACKGROUND)]


def complement(subject: str, verb: str, pronoun: str, finite: str = "zwijgt VERB! ccomp 1") -> Doc:
    rows = (f"{subject} PROPN nsubj 1", f"{verb} VERB! ROOT 1", "dat SCONJ mark 4", f"{pronoun} PRON nsubj 4", finite)
    return mark(parse(*rows), subject, kinds=KINDS)


def test_the_subject_of_what_is_said_is_who_says_it() -> None:
    assert stand_for(complement("Telmaro", "ontkent", "het")) == [("het", "Telmaro")]
    assert stand_for(complement("Bos", "zegt", "hij")) == [("hij", "Bos")]


def test_number_and_kind_must_agree() -> None:
    assert stand_for(complement("Bos", "zegt", "het")) == []
    assert stand_for(complement("Telmaro", "zegt", "hij")) == []


def test_an_accusation_is_about_the_one_addressed() -> None:
    rows = ("NRC PROPN nsubj 1", "verwijt VERB! ROOT 1", "Telmaro PROPN obj 1", "dat SCONJ mark 5", "het PRON nsubj 5")
    doc = mark(parse(*rows, "zwijgt VERB! ccomp 1"), "NRC", "Telmaro", kinds=KINDS)
    assert stand_for(doc) == []


def test_according_to_somebody_the_subject_is_that_one() -> None:
    rows = ("Volgens ADP case 1", "Telmaro PROPN obl 2", "heeft VERB! ROOT 2", "het PRON nsubj 2", "toegang NOUN obj 2")
    assert stand_for(mark(parse(*rows), "Telmaro", kinds=KINDS)) == [("het", "Telmaro")]


def test_a_pronoun_in_a_clause_of_its_own_stands_for_nothing_here() -> None:
    rows = ("Telmaro PROPN nsubj 1", "zwijgt VERB! ROOT 1", "", "Het PRON nsubj 1", "regent VERB! ROOT 1")
    assert stand_for(mark(parse(*rows), "Telmaro", kinds=KINDS)) == []


@pytest.mark.parametrize("noun", ["klantgegevens", "data", "locaties", "toegang", "apparatuur", "informatie"])
def test_het_before_a_noun_that_never_has_it_is_the_subject(noun: str) -> None:
    rows = ("Telmaro PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat SCONJ mark 5", "het DET det 4")
    doc = MENDED(parse(*rows, f"{noun} NOUN nsubj 5", "deelt VERB! ccomp 1"))
    assert [(t.text, t.pos_, t.dep_, t.head.text) for t in doc[3:5]] == [
        ("het", "PRON", "nsubj", "deelt"),
        (noun, "NOUN", "obj", "deelt"),
    ]


@pytest.mark.parametrize("noun", ["netwerk", "leven", "besluit", "ding", "advies"])
def test_het_before_other_nouns_stays_their_article(noun: str) -> None:
    rows = ("Telmaro PROPN nsubj 1", "ontkent VERB! ROOT 1", "dat SCONJ mark 5", "het DET det 4")
    doc = MENDED(parse(*rows, f"{noun} NOUN nsubj 5", "telt VERB! ccomp 1"))
    assert (doc[3].pos_, doc[3].dep_, doc[4].dep_) == ("DET", "det", "nsubj")


def test_a_clause_with_a_subject_gets_no_second_one() -> None:
    rows = ("Nu ADV advmod 1", "deelt VERB! ROOT 1", "het DET det 3", "gegevens NOUN obj 1", "Telmaro PROPN nsubj 1")
    assert MENDED(parse(*rows))[2].dep_ == "det"
