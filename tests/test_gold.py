"""Gold files: what is read from them, and how errors in them are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.errors import KnowledgeError, UsageError
from graphbuild.gold import folded, read_gold, read_gold_file
from graphbuild.ontology import load_ontology
from graphbuild.readers import read_article
from graphbuild.types import Certainty, Stance

DATA = Path(__file__).parents[1] / "data"
ONTOLOGY = load_ontology()

ARTICLE = """article: a.txt
language: nl
published: 2020-01
publisher: NRC
entities:
  KPN:
    type: TelecomOperator
    aliases: [KPN, Koninklijke  KPN]
  Klanten van KPN: {type: PeopleGroup, optional: true, type_b: OrganizationGroup}
  NRC: {type: NewsPublisher}
claims:
  - {s: KPN, r: collectsDataOn, o: Klanten van KPN, quote: "woorden uit de tekst"}
  - s: KPN
    r: sharesDataWith
    o: NRC
    alt: [Klanten van KPN]
    stance: denies
    certainty: possible
    source: NRC
    from: 2018
    to: 2019-05-01
    optional: true
    disputed: [source]
    quote: meer woorden
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(ARTICLE, encoding="utf8")
    return tmp_path / "a.yaml"


def test_an_article_has_its_header_and_entities(path: Path) -> None:
    article = read_gold_file(path, ONTOLOGY)
    assert (article.source_file, article.published, article.publisher) == ("a.txt", "2020-01", "NRC")
    assert article.entities["KPN"].names == {"kpn", "koninklijke kpn"}
    assert article.names("KPN", "NRC") == {"kpn", "koninklijke kpn", "nrc"}
    assert [entity.optional for entity in article.entities.values()] == [False, True, False]


def test_a_claim_has_defaults_and_all_its_fields(path: Path) -> None:
    plain, full = read_gold_file(path, ONTOLOGY).claims
    assert (plain.stance, plain.certainty, plain.source) == (Stance.ASSERTS, Certainty.CERTAIN, None)
    assert (full.stance, full.certainty, full.source) == (Stance.DENIES, Certainty.POSSIBLE, "NRC")
    assert (full.valid_from, full.valid_until) == ("2018", "2019-05-01")
    assert full.alternatives == ("Klanten van KPN",)
    assert full.optional
    assert full.disputed == {"source"}


@pytest.mark.parametrize("nothing", ["null", "~", ""])
def test_a_date_may_be_unknown_and_claims_may_be_none(path: Path, nothing: str) -> None:
    text = ARTICLE.partition("claims:")[0].replace("2020-01", nothing) + f"claims: {nothing}\n"
    path.write_text(text, encoding="utf8")
    article = read_gold_file(path, ONTOLOGY)
    assert (article.published, article.claims) == (None, ())


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("type: TelecomOperator", "type: Telco", 7, "unknown type 'Telco'"),
        ("r: sharesDataWith", "r: leaksTo", 14, "unknown relation 'leaksTo'"),
        ("    o: NRC", "    o: Nrc", 15, "unknown entity 'Nrc'"),
        ("source: NRC", "source: Trouw", 19, "unknown entity 'Trouw'"),
        ("alt: [Klanten van KPN]", "alt: [Klanten]", 16, "unknown entity 'Klanten'"),
        ("stance: denies", "stance: doubts", 17, "unknown stance 'doubts'"),
        ("certainty: possible", "certainty: maybe", 18, "unknown certainty 'maybe'"),
        ("from: 2018", "from: vorig jaar", 20, "expected a year, year-month or date"),
        ("quote: meer woorden", "quotes: meer woorden", 24, "unknown field 'quotes'"),
        ("article: a.txt\n", "", 1, "field 'article' is missing"),
        ("optional: true, type_b", "optional: maybe, type_b", 9, "expected true or false"),
    ],
)
def test_an_error_names_file_and_line(path: Path, right: str, wrong: str, line: int, message: str) -> None:
    assert right in ARTICLE
    path.write_text(ARTICLE.replace(right, wrong), encoding="utf8")
    with pytest.raises(KnowledgeError, match=r"a\.yaml") as caught:
        read_gold_file(path, ONTOLOGY)
    assert message in str(caught.value)
    assert caught.value.line == line


def test_two_files_for_one_article_are_an_error(path: Path) -> None:
    path.with_name("b.yaml").write_text(ARTICLE, encoding="utf8")
    with pytest.raises(KnowledgeError, match=r"b\.yaml: article a\.txt has gold in another file too"):
        read_gold(path.parent, ONTOLOGY)


@pytest.mark.parametrize("folder", [".", "absent"])
def test_a_folder_without_gold_is_wrong_use(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UsageError, match="no gold"):
        read_gold(tmp_path / folder, ONTOLOGY)


def test_names_are_folded() -> None:
    assert folded("  Het   Financieele\nDAGBLAD ") == "het financieele dagblad"


def test_our_gold_quotes_words_of_its_articles_as_they_are_read() -> None:
    gold = read_gold(DATA / "gold", ONTOLOGY)
    bodies = {each.source_file: read_article(DATA / "articles" / each.source_file).body for each in gold}
    claims = [(each.source_file, claim) for each in gold for claim in each.claims]
    assert len(claims) > 300
    for source_file, claim in claims:
        assert folded(claim.quote) in folded(bodies[source_file])
