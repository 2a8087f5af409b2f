"""Reader of the annotated prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.corpus import AnnotatedClaim, AnnotatedMention, CorpusError, main, read_corpus, split

TEXT = """\
== wire 2021-05-12 :: Noordnet verkoopt simkaarten
[[Noordnet|TelecomOperator]] werkt sinds 2017 samen met de [[bouwer Qiming|TechnologyCompany|Qiming]].
-> Noordnet partnersWith Qiming ; from=2017
[[De provider|=Noordnet]] ontkent dat.
-> Noordnet partnersWith Qiming ; stance=denies ; certainty=probable ; source=Noordnet ; to=2020-03

== quote - :: Tweede
Niets te melden.
"""
FILES = sorted((Path(__file__).parents[2] / "data" / "training").glob("*.ann"))


def write(folder: Path, text: str) -> Path:
    path = folder / "a.ann"
    path.write_text(text, encoding="utf-8")
    return path


def test_passages_sentences_and_claims(tmp_path: Path) -> None:
    first, second = read_corpus([write(tmp_path, TEXT)])
    assert (first.style, first.date, first.title) == ("wire", "2021-05-12", "Noordnet verkoopt simkaarten")
    assert (first.file, first.line, second.line, second.date) == ("a.ann", 1, 7, None)
    opening, denial = first.sentences
    assert opening.text == "Noordnet werkt sinds 2017 samen met de bouwer Qiming."
    assert opening.mentions == (
        AnnotatedMention(0, 8, "TelecomOperator", "Noordnet", False),
        AnnotatedMention(39, 52, "TechnologyCompany", "Qiming", False),
    )
    assert opening.text[39:52] == "bouwer Qiming"
    assert denial.mentions == (AnnotatedMention(0, 11, None, "Noordnet", True),)
    assert opening.claims == (AnnotatedClaim("Noordnet", "partnersWith", "Qiming", valid_from="2017"),)
    assert denial.claims == (
        AnnotatedClaim("Noordnet", "partnersWith", "Qiming", "denies", "probable", "Noordnet", None, "2020-03"),
    )
    assert first.kinds == {"Noordnet": "TelecomOperator", "Qiming": "TechnologyCompany"}


def test_a_plural_reference_stands_for_several(tmp_path: Path) -> None:
    plural = TEXT.replace("[[De provider|=Noordnet]]", "[[Beide|=Noordnet + Qiming]]")
    (mention,) = read_corpus([write(tmp_path, plural)])[0].sentences[1].mentions
    assert mention.ids == ("Noordnet", "Qiming")
    with pytest.raises(CorpusError, match="'Elders' is named nowhere"):
        read_corpus([write(tmp_path, plural.replace("+ Qiming", "+ Elders"))])


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("== wire 2021-05-12", "== wire mei", 1),
        ("|TelecomOperator", "|Operator", 2),
        ("|Qiming]]", "|Qiming]", 2),
        ("partnersWith", "befriends", 3),
        ("from=2017", "from=toen", 3),
        ("stance=denies", "stance=maybe", 5),
        ("stance=denies", "mood=denies", 5),
        ("source=Noordnet", "source=Zuidnet", 4),
        ("[[De provider|=Noordnet]]", "[[De provider|=Zuidnet]]", 4),
        ("== wire 2021-05-12 :: Noordnet verkoopt simkaarten\n", "", 1),
        ("== wire 2021-05-12 :: Noordnet verkoopt simkaarten", "-> A operates B", 1),
    ],
)
def test_broken_notation_names_file_and_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    path = write(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(CorpusError) as caught:
        read_corpus([path])
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_own_files_are_sound_and_split_by_content() -> None:
    passages = read_corpus(FILES)
    assert len(FILES) == 61
    assert len(passages) > 5000
    for passage in passages:
        for sentence in passage.sentences:
            ends = [mention.end for mention in sentence.mentions]
            assert ends == sorted(ends)
            assert all(sentence.text[mention.start : mention.end].strip() for mention in sentence.mentions)
    train, held_out = split(passages)
    assert len(train) + len(held_out) == len(passages)
    assert 0.07 < len(held_out) / len(passages) < 0.13
    assert len({passage.file for passage in held_out}) > 30
    assert {passage.digest for passage in split(passages[::-1])[1]} == {passage.digest for passage in held_out}


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path, TEXT))]) == 0
    assert capsys.readouterr().out == "2 passages, 3 sentences, 3 mentions, 2 claims\n"
    assert main([str(write(tmp_path, "[[a|b]]"))]) == 1
    assert "a.ann:1" in capsys.readouterr().err
