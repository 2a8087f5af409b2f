"""Kinds of data: Dutch words to concepts of the W3C Data Privacy Vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.errors import LanguageError
from graphbuild.pipeline.data_categories import DataCategoriesStage, read_data_words
from graphbuild.resources import resource
from tests.pipeline.parsed_sentences import claim, mark, parse

FOLDER = resource("languages", "nl")
STAGE = DataCategoriesStage(FOLDER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("locatiegegevens", ["Location"]),
        ("verkeersgegevens en factuurgegevens", ["CommunicationsMetadata", "Transactional"]),
        ("klantgegevens", ["Profile"]),
        ("surfgedrag", ["BrowsingBehavior"]),
        ("betaalgegevens", ["Transactional"]),
        ("medische dossiers", ["MedicalHealth"]),
        ("persoonsgegevens", []),
        ("het klantenonderzoek", []),
        ("creditcardnummers", ["PaymentCardNumber"]),
    ],
)
def test_words_for_data_have_concepts(text: str, expected: list[str]) -> None:
    assert [concept for _, _, concept in STAGE.words.find(text)] == expected


ROWS = (
    "Telmaro PROPN nsubj 1",
    "geeft VERB! ROOT 1",
    "Yunqiao PROPN iobj 1",
    "locatiegegevens NOUN obj 1",
    ", PUNCT punct 6",
    "wat PRON nsubj 6",
    "klantgegevens NOUN acl:relcl 3",
)


@pytest.mark.parametrize(("relation", "expected"), [("sharesDataWith", ("Location",)), ("partnersWith", ())])
def test_only_claims_about_data_have_kinds_and_from_their_clause(relation: str, expected: tuple[str, ...]) -> None:
    doc = mark(parse(*ROWS), "Telmaro", "Yunqiao")
    doc._.candidates = (claim(doc, "Telmaro", relation, "Yunqiao", "geeft"),)
    (one,) = STAGE(doc)._.candidates
    assert one.data_categories == expected


HEAD = "relations: [sharesDataWith]\nheads: [gegevens]\ncategories:\n"


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('  Location: {kinds: [locatie], must: "Klantgegevens.", must_not: "Nee."}\n', "must match this"),
        ('  Location: {kinds: [locatie], must: "Locatiegegevens.", must_not: "Locatiegegevens."}\n', "must not match"),
        ('  Location: {must: "Locatiegegevens.", must_not: "Nee."}\n', "needs 'kinds' or 'words'"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, entry: str, complaint: str) -> None:
    (tmp_path / "data_categories.yaml").write_text(HEAD + entry, encoding="utf8")
    with pytest.raises(LanguageError, match=complaint) as caught:
        read_data_words(tmp_path)
    assert caught.value.line == 4


def test_every_concept_is_one_of_the_vocabulary() -> None:
    assert len(STAGE.words.patterns) >= 30
    assert all(name[0].isupper() and name.isalpha() for name in STAGE.words.patterns)
