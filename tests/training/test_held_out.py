from __future__ import annotations

from pathlib import Path

from graphbuild.gold import read_gold
from graphbuild.ontology import load_ontology
from training.corpus import Passage, read_corpus
from training.held_out import gold_of, text_of, write

PASSAGE = """== wire 2021-05-12 :: Simkaarten
[[Noordnet|TelecomOperator]] en [[Qiming|TechnologyCompany]] breken met [[Zhihu Tel|TelecomOperator]]
[[Beide bedrijven|=Noordnet + Qiming]] zeggen dat [[Zhihu|=Zhihu Tel]] data naar [[China|Country]] stuurt.
-> Zhihu Tel sharesDataWith China ; source=Noordnet ; from=2020
-> Zhihu Tel sharesDataWith China ; source=Noordnet ; from=2020
[[Zhihu|=Zhihu Tel]] ontkent dat.
-> Zhihu Tel sharesDataWith China ; stance=denies ; source=Zhihu Tel
"""


def passages(folder: Path) -> list[Passage]:
    path = folder / "passages.ann"
    path.write_text(PASSAGE, encoding="utf-8")
    return read_corpus([path])


def test_a_headline_is_a_paragraph_of_its_own_under_the_date(tmp_path: Path) -> None:
    (passage,) = passages(tmp_path)
    date, headline, body = text_of(passage).rstrip("\n").split("\n\n")
    assert (date, headline) == ("2021-05-12", "Noordnet en Qiming breken met Zhihu Tel")
    assert body.startswith("Beide bedrijven")
    assert body.endswith("Zhihu ontkent dat.")


def test_names_are_aliases_and_descriptions_are_not(tmp_path: Path) -> None:
    (passage,) = passages(tmp_path)
    entities = gold_of(passage, "a.txt")["entities"]
    assert entities["Zhihu Tel"] == {"type": "TelecomOperator", "aliases": ["Zhihu Tel", "Zhihu"]}
    assert entities["Noordnet"]["aliases"] == ["Noordnet"]


def test_a_claim_is_there_once_in_the_form_of_gold(tmp_path: Path) -> None:
    (passage,) = passages(tmp_path)
    asserted, denied = gold_of(passage, "a.txt")["claims"]
    assert (asserted["s"], asserted["source"], asserted["from"], "stance" in asserted) == (
        "Zhihu Tel",
        "Noordnet",
        "2020",
        False,
    )
    assert denied["stance"] == "denies"


def test_what_is_written_can_be_read_as_gold(tmp_path: Path) -> None:
    write(passages(tmp_path), tmp_path / "out")
    (gold,) = read_gold(tmp_path / "out" / "gold", load_ontology())
    assert (tmp_path / "out" / "articles" / gold.source_file).is_file()
    assert len(gold.claims) == 2
