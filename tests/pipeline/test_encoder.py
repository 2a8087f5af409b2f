from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphbuild
from graphbuild.errors import LanguageError
from graphbuild.pipeline.encoder import MentionSpan, Reader, Reading, group_by_links
from graphbuild.pipeline.encoder_input import (
    Pieces,
    assemble,
    candidate_pairs,
    link_features,
    locate,
    pair_features,
    pairs_back,
    split_windows,
)
from graphbuild.pipeline.encoder_names import best_tags, decode_names

FOLDER = Path(graphbuild.__file__).parent / "languages" / "nl" / "encoder"

TEXT = (
    "De Autoriteit Persoonsgegevens legt Waddentel een boete op. "
    "De toezichthouder deed eerder onderzoek naar de provider. "
    "Ericsson levert apparatuur aan Waddentel. Waddentel is gevestigd in Den Haag."
)
DENIAL = (
    "Waddentel deelt klantgegevens met Hanxing, schrijft de Volkskrant. "
    "De provider ontkent dat Hanxing bij zijn netwerk kon."
)


@cache
def reader() -> Reader:
    return Reader.from_disk(FOLDER, threads=1)


def bounds(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", text, re.DOTALL)]


def read(text: str) -> Reading:
    return reader().read(text, bounds(text))


def mentions_of(reading: Reading) -> list[MentionSpan]:
    return [MentionSpan(name.start, name.end, name.kind) for name in reading.names()]


def pieces(sentences: list[int]) -> Pieces:
    count = len(sentences)
    starts = np.arange(count, dtype=np.int64) * 4
    return Pieces(np.arange(10, 10 + count), starts, starts + 3, np.array(sentences, dtype=np.int64))


def test_names_carry_their_kind() -> None:
    found = {TEXT[name.start : name.end]: name.kind for name in read(TEXT).names()}

    assert found["Autoriteit Persoonsgegevens"] == "Regulator"
    assert found["Waddentel"] == "TelecomOperator"
    assert found["Ericsson"] == "TechnologyCompany"
    assert found["Den Haag"] == "City"
    assert found["de provider"] == "Reference"


def test_descriptions_are_linked_to_their_names() -> None:
    reading = read(TEXT)
    mentions = mentions_of(reading)
    surfaces = [TEXT[mention.start : mention.end] for mention in mentions]

    links = reading.links(mentions)

    assert links[surfaces.index("de provider")].antecedent == surfaces.index("Waddentel")
    assert links[surfaces.index("De toezichthouder")].antecedent == surfaces.index("Autoriteit Persoonsgegevens")
    assert links[surfaces.index("Ericsson")].antecedent is None


def test_relations_between_names_that_a_lexicon_gave() -> None:
    names = [("Ericsson", "TechnologyCompany"), ("Waddentel", "TelecomOperator"), ("Den Haag", "City")]
    places = sorted((match.start(), match.end(), kind) for name, kind in names for match in re.finditer(name, TEXT))
    mentions = [MentionSpan(*place) for place in places]
    groups = [[name for name, _ in names].index(TEXT[start:end]) for start, end, _ in places]

    found = read(TEXT).relations(mentions, groups, minimum=0.4)

    edges = {(item.sentence, groups[item.subject], item.relation, groups[item.object]) for item in found}
    assert edges >= {(2, 0, "suppliesTo", 1), (3, 1, "basedIn", 2)}


def test_relations_between_references_count_for_their_entities() -> None:
    reading = read(TEXT)
    mentions = mentions_of(reading)
    groups = group_by_links(mentions, reading.links(mentions))

    found = {(item.sentence, item.relation): item for item in reading.relations(mentions, groups, 0.4)}

    fine, inquiry = found[0, "fines"], found[1, "investigates"]
    assert (groups[fine.subject], groups[fine.object]) == (groups[inquiry.subject], groups[inquiry.object])
    assert fine.denies < 0.5
    assert fine.certainty[0] > 0.5


def test_a_report_and_its_denial_have_their_sources() -> None:
    reading = read(DENIAL)
    mentions = mentions_of(reading)
    groups = group_by_links(mentions, reading.links(mentions))

    found = {(item.sentence, item.relation): item for item in reading.relations(mentions, groups, 0.3)}

    report, denial = found[0, "sharesDataWith"], found[1, "hasDataAccessTo"]
    assert report.denies < 0.5 < denial.denies
    assert report.source is not None
    assert DENIAL[mentions[report.source].start :].lower().startswith(("de volkskrant", "volkskrant"))
    assert denial.source is not None
    assert groups[denial.source] == groups[denial.object]


def test_reading_twice_gives_the_same() -> None:
    first, second = read(TEXT), read(TEXT)
    mentions = mentions_of(first)
    groups = group_by_links(mentions, first.links(mentions))

    assert first.names() == second.names()
    assert first.relations(mentions, groups, 0.01) == second.relations(mentions, groups, 0.01)


def test_a_long_text_reads_like_its_parts() -> None:
    """Windows must not change what is found in the middle of a text of many windows."""
    long = " ".join([TEXT] * 40)
    names = read(long).names()

    surfaces = [long[name.start : name.end] for name in names]
    assert abs(surfaces.count("Ericsson") - 40) <= 2
    assert max(name.end for name in names) > len(long) - len(TEXT)


ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aE. \n\t\u200b\u0000\u0085\u2028\ufeff😀ﬁ\u0301ß"),
        st.sampled_from("KPN!?"),
    ),
    max_size=300,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY_TEXT)
def test_any_text_gives_offsets_within_it(text: str) -> None:
    reading = read(text)
    mentions = mentions_of(reading)

    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
    links = reading.links(mentions)
    assert len(links) == len(mentions)
    assert all(link.antecedent is None or link.antecedent < link.mention for link in links)
    relations = reading.relations(mentions, group_by_links(mentions, links), minimum=0.01)
    assert all(0.01 <= item.probability <= 1 for item in relations)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(st.tuples(st.integers(0, 140), st.integers(0, 30)), max_size=6))
def test_any_mentions_can_be_scored(places: list[tuple[int, int]]) -> None:
    """Mentions from elsewhere may overlap, lie between sentences, be empty or reach past the end."""
    mentions = [MentionSpan(start, start + size, "Nonsense") for start, size in sorted(places)]
    reading = read(TEXT)

    assert len(reading.links(mentions)) == len(mentions)
    reading.relations(mentions, list(range(len(mentions))))


@pytest.mark.parametrize("text", ["", " \n ", "😀", "a" * 30_000, "x. " * 4_000, "\x00\x01\x02", "KPN " * 20_000])
def test_odd_texts(text: str) -> None:
    reading = reader().read(text, [(0, len(text))] if text else [])

    assert all(0 <= name.start < name.end <= len(text) for name in reading.names())


@pytest.mark.slow
def test_a_hundred_thousand_words() -> None:
    text = " ".join(["Waddentel belt."] * 50_000)

    names = read(text).names()

    assert all(0 <= name.start < name.end <= len(text) for name in names)
    assert len(names) > 10_000


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"tokenizer\.json.*missing"):
        Reader.from_disk(tmp_path)


def test_a_broken_configuration_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(FOLDER, folder)
    (folder / "config.json").write_text(json.dumps({"kinds": []}), encoding="utf-8")

    with pytest.raises(LanguageError, match=r"config\.json.*not a valid configuration"):
        Reader.from_disk(folder)


def test_a_broken_network_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(FOLDER, folder)
    (folder / "links.onnx").write_bytes(b"no network")

    with pytest.raises(LanguageError, match=r"links\.onnx.*cannot be loaded"):
        Reader.from_disk(folder)


def test_windows_overlap_and_keep_every_piece_once() -> None:
    sentences = np.repeat(np.arange(30), 10)

    windows = split_windows(sentences, 60)

    kept = [piece for window in windows for piece in range(window.keep_from, window.keep_to)]
    assert kept == list(range(300))
    assert all(window.start < window.keep_from for window in windows[1:])
    assert all(window.end > window.keep_to for window in windows[:-1])


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    windows = split_windows(np.zeros(500, dtype=np.int64), 60)

    assert [piece for window in windows for piece in range(window.keep_from, window.keep_to)] == list(range(500))
    assert max(window.end - window.start for window in windows) <= 60 + 60 // 4


def test_input_marks_the_end_of_each_sentence() -> None:
    given_pieces = pieces([0, 0, 2])

    ids, places, separators = assemble(given_pieces, split_windows(given_pieces.sentences, 60)[0], 0, 2)

    assert ids.tolist() == [0, 10, 11, 2, 12, 2]
    assert places.tolist() == [1, 2, 4]
    assert separators.tolist() == [3, 5]


def test_a_mention_is_located_within_one_sentence() -> None:
    given_pieces = pieces([0, 0, 1])

    assert locate(given_pieces, 0, 6) == (0, 2)
    assert locate(given_pieces, 4, 12) == (1, 2)
    assert locate(given_pieces, 3, 4) is None


def test_pairs_have_an_end_in_the_sentence_and_the_nearest_mention_before() -> None:
    sentences, groups = np.array([0, 1, 1, 2]), np.array([7, 7, 8, 9])

    pairs = candidate_pairs(sentences, groups, 2)

    assert sorted(map(tuple, pairs.tolist())) == [(1, 3), (2, 3), (3, 1), (3, 2)]


def test_features_see_short_forms_and_initials() -> None:
    surfaces = ["Autoriteit Persoonsgegevens", "AP", "De Autoriteit"]
    features = link_features(surfaces, np.array([0, 1, 2]), np.array([[1, 0], [2, 0]]))

    initials, contained = -2, -5
    assert features[0, initials] == 1
    assert features[1, contained] == 1
    assert features[1, initials] == 0


def test_pair_features_tell_the_order_of_mentions() -> None:
    ranges, sentences, groups = np.array([[0, 2], [5, 6]]), np.array([0, 0]), np.array([4, 9])

    forth = pair_features(ranges, sentences, groups, 0, np.array([[0, 1]]))
    back = pair_features(ranges, sentences, groups, 0, np.array([[1, 0]]))

    assert (forth != back).sum() == 1


def test_pair_features_tell_how_often_an_entity_was_mentioned() -> None:
    ranges, sentences = np.array([[0, 1], [2, 3], [4, 5], [6, 7]]), np.array([0, 0, 1, 2])
    pairs = np.array([[1, 2]])

    often = pair_features(ranges, sentences, np.array([4, 4, 9, 9]), 1, pairs)
    seldom = pair_features(ranges, sentences, np.array([4, 5, 9, 9]), 1, pairs)

    assert (often != seldom).sum() == 1


def test_a_mention_is_no_antecedent_of_the_same_words() -> None:
    ranges = np.array([[0, 1], [2, 4], [2, 4], [6, 7]])

    assert pairs_back(ranges, 2).tolist() == [[1, 0], [2, 0], [3, 1], [3, 2]]


def test_an_inside_tag_needs_its_own_begin() -> None:
    outside, begin_person, inside_person, begin_law, inside_law = range(5)
    likely = np.full((2, 5), -9.0, dtype=np.float32)
    likely[0, begin_person] = -0.1
    likely[1, inside_law] = -0.1
    likely[1, inside_person] = -0.5

    assert best_tags(likely) == [begin_person, inside_person]
    assert {outside, begin_law} & set(best_tags(likely)) == set()


@pytest.mark.parametrize(("text", "name"), [("D66) wil", "D66"), ("Orange (BE) wil", "Orange (BE)"), ('"X", dus', "X")])
def test_punctuation_around_a_name_is_no_part_of_it(text: str, name: str) -> None:
    stop = text.index(" ", text.index(name[-1]))
    part = Pieces(np.array([1]), np.array([0]), np.array([stop]), np.array([0]))

    (found,) = decode_names(text, part, np.array([[0, 9, 0]], dtype=np.float32), ["Organization"])

    assert text[found.start : found.end] == name


def test_names_reach_to_word_bounds() -> None:
    text = "Telfoort belt"
    parts = Pieces(*(np.array(column) for column in ([1, 2, 3], [0, 3, 9], [3, 8, 13], [0, 0, 0])))
    scores = np.zeros((3, 3), dtype=np.float32)
    scores[:, 0] = [0, 9, 9]
    scores[0, 1] = 9

    names = decode_names(text, parts, scores, ["TelecomOperator"])

    assert [(name.start, name.end, name.kind) for name in names] == [(0, 8, "TelecomOperator")]
