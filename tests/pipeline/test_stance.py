"""Stance and certainty, on sentences parsed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from graphbuild.cues import read_cues, read_verb_forms
from graphbuild.errors import LanguageError
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.encoder_relations import ScoredRelation
from graphbuild.pipeline.stance import StanceStage, weighed
from graphbuild.resources import resource
from graphbuild.types import Certainty, Stance
from tests.pipeline.parsed_sentences import claim, mark, parse

FOLDER = resource("languages", "nl")
STAGE = StanceStage(FOLDER)
NAMED = ("Telmaro", "Yunqiao")
DENIED = (
    "Telmaro PROPN nsubj 1",
    "ontkent VERB! ROOT 1",
    "dat SCONJ mark 6",
    "het PRON nsubj 6",
    "Yunqiao PROPN obj 6",
    "data NOUN obj 6",
    "stuurt VERB! ccomp 1",
    ". PUNCT punct 1",
)


def judged(*rows: str, trigger: str | None = None, relation: str = "sharesDataWith") -> tuple[Candidate, ...]:
    doc = mark(parse(*rows), *NAMED)
    doc._.candidates = (claim(doc, *(NAMED[0], relation, NAMED[1]), trigger),)
    found: tuple[Candidate, ...] = STAGE(doc)._.candidates
    return found


def stance(*rows: str, trigger: str | None = None, relation: str = "sharesDataWith") -> Stance:
    (one,) = judged(*rows, trigger=trigger, relation=relation)
    return one.stance


def certainty(*rows: str, trigger: str | None = None, relation: str = "sharesDataWith") -> Certainty:
    (one,) = judged(*rows, trigger=trigger, relation=relation)
    return one.certainty


def plain(verb: str, *adverbs: str) -> tuple[str, ...]:
    """The sentence Telmaro <verb> Yunqiao <adverb> data; the verb is at place 1."""
    rows = ["Telmaro PROPN nsubj 1", f"{verb} VERB! ROOT 1", "Yunqiao PROPN iobj 1"]
    rows += [f"{adverb} ADV advmod 1" for adverb in adverbs]
    return (*rows, "data NOUN obj 1", ". PUNCT punct 1")


def test_a_plain_sentence_asserts_and_is_certain() -> None:
    (one,) = judged(*plain("geeft"), trigger="geeft")
    assert (one.stance, one.certainty) == (Stance.ASSERTS, Certainty.CERTAIN)


@pytest.mark.parametrize("word", ["niet", "nooit", "geen", "evenmin"])
def test_a_negation_in_the_clause_denies(word: str) -> None:
    assert stance(*plain("geeft", word), trigger="geeft") is Stance.DENIES


def test_not_only_is_no_negation() -> None:
    assert stance(*plain("geeft", "niet", "alleen"), trigger="geeft") is Stance.ASSERTS


@pytest.mark.parametrize("trigger", ["stuurt", None])
def test_what_somebody_denies_is_denied(trigger: str | None) -> None:
    assert stance(*DENIED, trigger=trigger) is Stance.DENIES


def test_a_denied_denial_is_none() -> None:
    rows = list(DENIED)
    rows.insert(2, "niet ADV advmod 1")
    moved = [" ".join([*row.split()[:3], str(int(row.split()[3]) + (int(row.split()[3]) > 1))]) for row in rows]
    assert stance(*moved, trigger="stuurt") is Stance.ASSERTS


def test_a_negation_in_the_clause_above_does_not_reach_down() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "zweeg VERB< ROOT 1",
        "niet ADV advmod 1",
        "toen SCONJ mark 6",
        "het PRON nsubj 6",
        "Yunqiao PROPN obj 6",
        "hielp VERB< advcl 1",
    )
    assert stance(*rows, trigger="hielp") is Stance.ASSERTS


def test_a_noun_phrase_takes_its_relation_for_granted() -> None:
    rows = (
        "Telmaro PROPN nsubj 6",
        ", PUNCT punct 2",
        "eigenaar NOUN appos 0",
        "van ADP case 4",
        "Yunqiao PROPN nmod 2",
        ", PUNCT punct 2",
        "zweeg VERB< ROOT 6",
        "niet ADV advmod 6",
    )
    assert stance(*rows, trigger="eigenaar", relation="operates") is Stance.ASSERTS


def test_a_negation_of_one_phrase_denies_that_phrase_only() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "levert VERB! ROOT 1",
        "niet ADV advmod 4",
        "aan ADP case 4",
        "Yunqiao PROPN obl 1",
        "maar CCONJ cc 7",
        "aan ADP case 7",
        "Qingsai PROPN conj 4",
    )
    doc = mark(parse(*rows), "Telmaro", "Yunqiao", "Qingsai")
    doc._.candidates = tuple(claim(doc, "Telmaro", "suppliesTo", other, "levert") for other in ("Yunqiao", "Qingsai"))
    assert [one.stance for one in STAGE(doc)._.candidates] == [Stance.DENIES, Stance.ASSERTS]


def test_a_negation_that_is_the_restriction_denies_nothing() -> None:
    rows = (
        "Telmaro PROPN nsubj 1",
        "laat VERB! ROOT 1",
        "Yunqiao PROPN obj 1",
        "niet ADV advmod 1",
        "toe ADP compound:prt 1",
    )
    assert stance(*rows, trigger="laat", relation="restricts") is Stance.ASSERTS
    other = ("Telmaro PROPN nsubj 1", "verbiedt VERB! ROOT 1", "Yunqiao PROPN obj 1", "niet ADV advmod 1")
    assert stance(*other, trigger="verbiedt", relation="restricts") is Stance.DENIES


@pytest.mark.parametrize(
    ("word", "expected"),
    [("mogelijk", Certainty.POSSIBLE), ("waarschijnlijk", Certainty.PROBABLE), ("gisteren", Certainty.CERTAIN)],
)
def test_adverbs_show_how_sure(word: str, expected: Certainty) -> None:
    assert certainty(*plain("geeft", word), trigger="geeft") is expected


def test_the_least_sure_hedge_counts() -> None:
    assert certainty(*plain("geeft", "waarschijnlijk", "mogelijk"), trigger="geeft") is Certainty.POSSIBLE


def test_what_is_only_asked_is_no_claim() -> None:
    rows = ("Geeft VERB! ROOT 0", "Telmaro PROPN nsubj 0", "Yunqiao PROPN iobj 0", "data NOUN obj 0", "? PUNCT punct 0")
    assert judged(*rows, trigger="Geeft") == ()


def test_what_is_only_supposed_is_no_claim() -> None:
    rows = ("Mocht AUX< aux 4", "Telmaro PROPN nsubj 4", "Yunqiao PROPN iobj 4", "data NOUN obj 4", "geven VERB ROOT 4")
    assert judged(*rows, trigger="geven") == ()


def test_a_doc_without_parse_is_judged_by_its_words() -> None:
    words = ["Telmaro", "ontkent", "dat", "het", "Yunqiao", "data", "stuurt", "."]
    doc = mark(Doc(STAGE_VOCAB, words=words, sent_starts=STARTS), *NAMED)
    doc._.candidates = (claim(doc, NAMED[0], "sharesDataWith", NAMED[1], "stuurt"),)
    (one,) = STAGE(doc)._.candidates
    assert one.stance is Stance.DENIES


STAGE_VOCAB = parse("x X ROOT 0").vocab
STARTS: list[bool | int | None] = [True, False, False, False, False, False, False, False]


@given(
    st.lists(
        st.sampled_from(["niet", "geen", "zou", "dat", "Telmaro", "Yunqiao", "?", ",", "als", "“", "ontkent"]),
        min_size=2,
        max_size=12,
    )
)
def test_any_row_of_words_is_judged_without_error(words: list[str]) -> None:
    doc = mark(Doc(STAGE_VOCAB, words=[*NAMED, *words]), *NAMED)
    doc._.candidates = (Candidate(0, "sharesDataWith", 1, 0, len(doc), None, "test", 1.0),)
    assert len(STAGE(doc)._.candidates) <= 1


CUE_FILES = ("stance.yaml", "certainty.yaml", "speech.yaml", "dates.yaml")


@pytest.mark.parametrize("name", CUE_FILES)
def test_every_group_of_cues_holds_its_examples(name: str) -> None:
    assert all(group.phrases for group in read_cues(FOLDER, name).groups)


def write(folder: Path, text: str) -> Path:
    (folder / "verb_forms.yaml").write_text("weak: {melden: [meldde, gemeld]}\nstrong: {}\n", encoding="utf8")
    (folder / "cues.yaml").write_text("groups:\n" + text, encoding="utf8")
    return folder


GROUP = '  - {{name: a, value: b, phrases: ["{phrase}"], must: ["{must}"], must_not: ["{must_not}"]{more}}}\n'


@pytest.mark.parametrize(
    ("phrase", "must", "must_not", "more", "complaint"),
    [
        ("*meldde", "Zij meldde.", "Nee.", "", "no forms of the verb 'meldde'"),
        ("*melden", "Zij zweeg.", "Nee.", "", "must match this"),
        ("*melden", "Zij meldde.", "Zij melden.", "", "must not match this"),
        ("*melden", "Zij meldde.", "Nee.", ", scope: everywhere", "unknown scope 'everywhere'"),
        ("*melden", "Zij meldde.", "Nee.", ", extra: 1", "unknown field 'extra'"),
    ],
)
def test_a_broken_cue_file_is_named_with_its_line(
    tmp_path: Path, phrase: str, must: str, must_not: str, more: str, complaint: str
) -> None:
    write(tmp_path, GROUP.format(phrase=phrase, must=must, must_not=must_not, more=more))
    with pytest.raises(LanguageError, match=complaint) as caught:
        read_cues(tmp_path, "cues.yaml")
    assert caught.value.line == 2


def test_a_missing_cue_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="verb_forms"):
        read_verb_forms(tmp_path)


def test_separable_verbs_match_joined_and_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        GROUP.format(phrase="*aan+melden", must="Zij meldde het gisteren aan.", must_not="Zij meldde het.", more=""),
    )
    cues = read_cues(tmp_path, "cues.yaml")
    for sentence in ("Zij heeft het aangemeld.", "Om het aan te melden.", "Dat hij zich aanmeldt."):
        assert cues.find(sentence), sentence


@pytest.mark.parametrize(
    ("by_cues", "probability", "expected"),
    [
        (Stance.DENIES, 0.5, Stance.DENIES),
        (Stance.DENIES, 0.05, Stance.ASSERTS),
        (Stance.ASSERTS, 0.5, Stance.ASSERTS),
        (Stance.ASSERTS, 0.9, Stance.DENIES),
    ],
)
def test_cues_and_reader_overrule_each_other_where_they_are_sure(
    by_cues: Stance, probability: float, expected: Stance
) -> None:
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, probability, (1.0, 0.0, 0.0), None, 1.0)
    assert weighed(by_cues, read) is expected
    assert weighed(by_cues, None) is by_cues


def test_what_is_confirmed_is_no_denial_however_sure_the_reader_is() -> None:
    read = ScoredRelation(0, "suppliesTo", 1, 0, 0.9, 0.99, (1.0, 0.0, 0.0), None, 1.0)
    assert weighed(Stance.ASSERTS, read, confirmed=True) is Stance.ASSERTS
    assert weighed(Stance.DENIES, read, confirmed=True) is Stance.DENIES
