"""Verbs with their separable particles, on Docs built by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graphbuild.pipeline.particles import (
    FORMS_TABLE,
    PARTICLES_TABLE,
    VERBS_TABLE,
    VerbLemmas,
    create_verb_lemmas,
)

VERBS = {
    "samenwerken": "samen",
    "werken": "",
    "doorsturen": "door",
    "sturen": "",
    "deelnemen": "deel",
    "nemen": "",
    "bekendmaken": "bekend",
    "maken": "",
    "ontkennen": "",
    "kopen": "",
    "laten": "",
    "zien": "",
    "inzien": "in",
}
FORMS = {"doorgestuurd": "doorsturen", "ontkent": "ontkennen", "gekocht": "kopen"}


@pytest.fixture
def lexical_vocab() -> Vocab:
    tables = Lookups()
    tables.add_table(VERBS_TABLE, VERBS)
    tables.add_table(FORMS_TABLE, FORMS)
    tables.add_table(PARTICLES_TABLE, dict.fromkeys(("door", "samen", "terug", "uit"), True))
    vocab = spacy.blank("nl").vocab
    for name in tables.tables:
        vocab.lookups.set_table(name, tables.get_table(name))
    return vocab


def build(vocab: Vocab, *rows: str) -> Doc:
    """A Doc from rows "form lemma POS relation head", heads counted from 0; "VERB!" is a finite verb."""
    words, lemmas, tags, relations, heads = zip(*(row.split() for row in rows), strict=True)
    return Doc(
        vocab,
        words=list(words),
        lemmas=list(lemmas),
        pos=[tag.rstrip("!") for tag in tags],
        morphs=["VerbForm=Fin" if tag.endswith("!") else "" for tag in tags],
        deps=list(relations),
        heads=[int(head) for head in heads],
    )


def verbs(doc: Doc) -> list[str]:
    return [token._.verb for token in VerbLemmas()(doc)]


PARSED = ("Noordnet Noordnet PROPN nsubj 1", "werkt werken VERB! ROOT 1", "samen samen ADV compound:prt 1")


@pytest.mark.parametrize("lexical", [True, False])
def test_particle_found_by_the_parser_joins_its_verb(lexical_vocab: Vocab, lexical: bool) -> None:
    doc = build(lexical_vocab if lexical else spacy.blank("nl").vocab, *PARSED)
    assert verbs(doc) == ["noordnet", "samenwerken", "samen"]
    assert doc[1].lemma_ == "werken"


def test_lemma_that_holds_the_particle_already_is_kept(lexical_vocab: Vocab) -> None:
    doc = build(lexical_vocab, "stuurt doorsturen VERB! ROOT 0", "door door ADP compound:prt 0")
    assert verbs(doc)[0] == "doorsturen"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("stuurt sturen VERB! ROOT 0", "data data NOUN obj 0", "door door ADP case 3", "naar naar ADP case 4",
          "China China PROPN obl 0"), "doorsturen"),
        (("neemt nemen VERB! ROOT 0", "deel deel NOUN obj 0", "aan aan ADP case 2", "proef proef NOUN obl 0"),
         "deelnemen"),
        (("maakte maken VERB! ROOT 0", "dat dat PRON obj 0", "bekend bekend ADJ xcomp 0", ". . PUNCT punct 0"),
         "bekendmaken"),
    ],
)  # fmt: skip
def test_particle_that_the_parser_missed_is_found_by_the_lexicon(
    lexical_vocab: Vocab, rows: tuple[str, ...], expected: str
) -> None:
    assert verbs(build(lexical_vocab, *rows))[0] == expected


def test_preposition_before_a_noun_is_no_particle(lexical_vocab: Vocab) -> None:
    doc = build(
        lexical_vocab,
        "stuurt sturen VERB! ROOT 0",
        "post post NOUN obj 0",
        "door door ADP case 3",
        "Europa Europa PROPN obl 0",
    )
    assert verbs(doc)[0] == "sturen"


def test_particle_is_not_sought_across_a_conjunction(lexical_vocab: Vocab) -> None:
    doc = build(
        lexical_vocab,
        "werkt werken VERB! ROOT 0",
        "omdat omdat SCONJ mark 3",
        "het het PRON nsubj 3",
        "samen samen ADV ROOT 3",
    )
    assert verbs(doc)[0] == "werken"


def test_infinitive_with_te_between(lexical_vocab: Vocab) -> None:
    doc = build(
        lexical_vocab,
        "probeert proberen VERB! ROOT 0",
        "data data NOUN obj 4",
        "door door ADP case 4",
        "te te ADP mark 4",
        "sturen sturen VERB xcomp 0",
    )
    assert verbs(doc)[4] == "doorsturen"


def test_any_verb_takes_a_particle_but_not_any_word(lexical_vocab: Vocab) -> None:
    doc = build(lexical_vocab, "koopt kopen VERB! ROOT 0", "uit uit ADP compound:prt 0")
    assert verbs(doc)[0] == "uitkopen"
    doc = build(lexical_vocab, "koopt kopen VERB! ROOT 0", "gisteren gisteren ADV compound:prt 0")
    assert verbs(doc)[0] == "kopen"


def test_verb_as_particle_stays_apart(lexical_vocab: Vocab) -> None:
    doc = build(lexical_vocab, "laat laten VERB! ROOT 0", "zien zien VERB compound:prt 0")
    assert verbs(doc) == ["laten", "zien"]


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("doorgestuurd", "doorgesturen", "doorsturen"),
        ("ontkent", "ontkenen", "ontkennen"),
        ("terugontkent", "terugontkenen", "terugontkennen"),
        ("onbekendt", "onbekenden", "onbekenden"),
    ],
)
def test_lexicon_mends_a_lemma_that_is_no_verb(lexical_vocab: Vocab, form: str, lemma: str, expected: str) -> None:
    doc = build(lexical_vocab, f"{form} {lemma} VERB ROOT 0")
    assert verbs(doc) == [expected]
    assert doc[0].lemma_ == expected


def test_lemma_of_a_known_verb_and_of_a_noun_is_left_alone(lexical_vocab: Vocab) -> None:
    doc = build(lexical_vocab, "ontkent inzien VERB! ROOT 0", "ontkent Ontkent NOUN obj 0")
    assert verbs(doc) == ["inzien", "ontkent"]
    assert doc[1].lemma_ == "Ontkent"


def test_doc_without_parse_or_words(lexical_vocab: Vocab) -> None:
    assert verbs(Doc(lexical_vocab, words=[])) == []
    assert verbs(Doc(lexical_vocab, words=["Huawei"], lemmas=["Huawei"])) == ["huawei"]


def test_factory_makes_the_component() -> None:
    assert isinstance(create_verb_lemmas(Language(), "graphbuild_particles"), VerbLemmas)
