from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
import spacy
from spacy.tokens import Doc

from graphbuild.confidence import Confidence
from graphbuild.ontology import load_ontology
from graphbuild.pipeline.combine import ReaderCandidates, apart, asides, together
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.encoder import MentionSpan, ScoredRelation
from graphbuild.types import Certainty, EntityId, Mention, MentionForm, Stance

CONFIDENCE = Confidence(bias=0.0, reader=1.0, matched=2.0, pattern=1.0, alone=(1.0, 0.5))
STAGE = ReaderCandidates(load_ontology(), CONFIDENCE, "nl", 0.1)
BY_PATTERN = Candidate(1, "partnersWith", 2, 0, 7, 2, "nl/partnersWith/samenwerken", 0.8)
FOUND = ScoredRelation(0, "partnersWith", 1, 0, 0.5, 0.9, (0.1, 0.2, 0.7), 1, 0.8)


@dataclass
class FakeReading:
    found: list[ScoredRelation]

    def relations(self, mentions: Sequence[MentionSpan], groups: Sequence[int], minimum: float) -> list[ScoredRelation]:
        assert len(mentions) == len(groups) == 2
        return [relation for relation in self.found if relation.probability >= minimum]


def read(by_pattern: Sequence[Candidate], *found: ScoredRelation) -> list[Candidate]:
    words = ["Chinese", "Noordnet", "werkt", "samen", "met", "Qiming", "."]
    starts: list[bool | int | None] = [index == 0 for index in range(len(words))]
    doc = Doc(spacy.blank("nl").vocab, words=words, sent_starts=starts)
    doc._.mentions = (
        Mention(0, 7, "Chinese", "Country", EntityId("china"), MentionForm.ADJECTIVE),
        Mention(8, 16, "Noordnet", "TelecomOperator", EntityId("noordnet")),
        Mention(33, 39, "Qiming", "TechnologyCompany", EntityId("qiming")),
    )
    doc._.candidates = tuple(by_pattern)
    doc._.reading = FakeReading(list(found))
    return list(STAGE(doc)._.candidates)


def test_what_only_the_reader_found_is_added_with_what_it_read() -> None:
    (candidate,) = read([], FOUND)
    assert (candidate.subject, candidate.object, candidate.source) == (1, 2, 2)
    assert (candidate.stance, candidate.certainty) == (Stance.DENIES, Certainty.POSSIBLE)
    assert (candidate.start, candidate.end, candidate.rule) == (0, 7, "nl/partnersWith/reader")


@pytest.mark.parametrize("found", [FOUND, replace(FOUND, subject=1, object=0)])
def test_what_both_found_keeps_the_pattern_and_gains_confidence(found: ScoredRelation) -> None:
    (candidate,) = read([BY_PATTERN], found)
    assert candidate.rule == BY_PATTERN.rule
    assert candidate.confidence > CONFIDENCE(BY_PATTERN.confidence, None)
    assert candidate.read is found


def test_what_only_a_pattern_found_is_less_sure() -> None:
    alone = CONFIDENCE(BY_PATTERN.confidence, None)
    assert read([BY_PATTERN]) == [replace(BY_PATTERN, confidence=alone)]


def test_the_silence_of_the_reader_tells_nothing_about_an_adjective() -> None:
    hinted = replace(BY_PATTERN, object=0)
    assert read([hinted]) == [replace(hinted, confidence=CONFIDENCE.pattern_alone(hinted.confidence))]


def test_what_the_reader_hardly_believes_is_left_out() -> None:
    assert read([], replace(FOUND, probability=0.09)) == []


def test_without_a_reader_the_confidence_is_that_of_patterns_alone() -> None:
    doc = Doc(spacy.blank("nl").vocab, words=["niets"])
    doc._.candidates = (BY_PATTERN,)
    (candidate,) = STAGE(doc)._.candidates
    assert candidate.confidence == pytest.approx(CONFIDENCE.pattern_alone(0.8))


def test_another_relation_of_the_same_pair_is_another_candidate() -> None:
    assert len(read([BY_PATTERN], replace(FOUND, relation="suppliesTo"))) == 2


def test_what_is_said_of_one_member_of_a_list_is_said_of_all() -> None:
    mentions = [Mention(0, 1, name, "Organization", EntityId(name)) for name in "ABCD"]
    of_a = Candidate(0, "suppliesTo", 3, 0, 9, None, "reader", 0.6)
    of_b = replace(of_a, subject=1, confidence=0.3)
    among = Candidate(0, "partnersWith", 1, 0, 9, None, "reader", 0.5)
    found = together([of_a, of_b, among], (0, 1, 2), mentions, "subject")
    assert among in found
    assert sorted((c.subject, round(c.confidence, 2)) for c in found if c is not among) == [
        (0, 0.3),
        (1, 0.3),
        (2, 0.3),
    ]


def test_lists_elsewhere_change_nothing() -> None:
    mentions = [Mention(0, 1, name, "Organization", EntityId(name)) for name in "ABCD"]
    candidate = Candidate(0, "suppliesTo", 3, 0, 9, None, "reader", 0.6)
    assert together([candidate], (1, 2), mentions, "subject") == [candidate]


def parsed(noun: str, number: str) -> Doc:
    """A, B, <noun> van C: an aside after a list."""
    words = ["Noordnet", "en", "Velto", ",", "de", noun, "van", "LinkUp"]
    heads = [0, 2, 0, 5, 5, 2, 7, 5]
    functions = ["ROOT", "cc", "conj", "punct", "det", "appos", "case", "nmod"]
    morphs = ["", "", "", "", "", f"Number={number}", "", ""]
    doc = Doc(spacy.blank("nl").vocab, words=words, heads=heads, deps=functions, morphs=morphs)
    names = {"Noordnet": "Organization", "Velto": "Organization", "LinkUp": "Product"}
    doc._.mentions = tuple(
        Mention(token.idx, token.idx + len(token), token.text, names[token.text], EntityId(token.text))
        for token in doc
        if token.text in names
    )
    return doc


def test_an_aside_about_one_is_set_aside() -> None:
    assert asides(parsed("maker", "Sing")) == {2: 1}


def test_an_aside_is_told_by_the_order_of_words_where_the_parse_hangs_it_elsewhere() -> None:
    doc = parsed("maker", "Sing")
    for token in doc:
        token.pos_ = {"de": "DET", "maker": "NOUN"}.get(token.text, "X")
    doc[5].head, doc[5].dep_ = doc[0], "parataxis"
    assert asides(doc) == {2: 1}


def test_places_behind_each_member_of_a_list_are_its_own() -> None:
    words = ["Noordnet", "uit", "Gent", "en", "Velto", "uit", "Namen"]
    doc = Doc(spacy.blank("nl").vocab, words=words)
    doc._.mentions = tuple(
        Mention(token.idx, token.idx + len(token), token.text, "Organization", EntityId(token.text))
        for token in doc
        if token.text[0].isupper()
    )
    assert asides(doc, [(0, 2)]) == {1: 0, 3: 2}
    assert asides(doc[4:].as_doc()) == {}


def test_what_is_said_of_one_member_is_not_said_of_another() -> None:
    of_a, of_b = (Candidate(index, "develops", 2, 0, 9, None, "reader", 0.6) for index in (0, 1))
    assert apart([of_a, of_b], (0, 1), {2: 1}) == [of_b]
    assert apart([of_a, of_b], (0, 1), {2: None}) == [of_a, of_b]


def test_an_aside_about_several_is_not() -> None:
    assert asides(parsed("makers", "Plur")) == {}


def test_what_is_said_in_an_aside_stays_with_one_member() -> None:
    mentions = [Mention(0, 1, name, "Organization", EntityId(name)) for name in "ABC"]
    of_b = Candidate(1, "develops", 2, 0, 9, None, "reader", 0.6)
    assert together([of_b], (0, 1), mentions, "subject", {2}) == [of_b]
    assert len(together([of_b], (0, 1), mentions, "subject")) == 2


def test_a_post_that_a_pattern_gives_to_one_is_not_given_to_another_by_the_reader_alone() -> None:
    by_pattern = replace(BY_PATTERN, relation="affiliatedWith", rule="nl/affiliatedWith/office")
    other = replace(FOUND, relation="affiliatedWith", subject=1, object=1)
    assert [candidate.rule for candidate in read([by_pattern], other)] == [by_pattern.rule]
    assert len(read([], other)) == 1
