"""The steps from trees and annotated prose to training texts."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import spacy
from spacy.language import Language

from training.corpus import Passage, read_corpus
from training.parser.lexicon import verb_lookups
from training.parser.names import passage_documents
from training.parser.swap import name_pool, swap_names
from training.parser.texts import SOURCE_SPELLING, Spelling, document, groups
from training.parser.tokenizer import adapt_tokenizer
from training.parser.treebank import TEST_FILE, Sentence, TreebankError, read_treebank, training_files

TREES = """\
# sent_id = a
1\tHij\thij\tPRON\tVNW\tPerson=3|PronType=Prs\t2\tnsubj\t_\t_
2\tstrekt\tuit_strekken\tVERB\tWW\tMood=Ind|VerbForm=Fin\t0\troot\t_\t_
3\tde\tde\tDET\tLID\tDefinite=Def|PronType=Art\t4\tdet\t_\t_
4\tgezondheidszorg\tgezondheid_zorg\tNOUN\tN\tNumber=Sing\t2\tobj\t_\t_
4.1\tx\tx\tX\tX\t_\t_\t_\t_\t_
5\tuit\tuit\tADP\tVZ\t_\t2\tcompound:prt\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\tLET\t_\t2\tpunct\t_\t_

# sent_id = b
1\t"\t"\tPUNCT\tLET\t_\t2\tpunct\t_\tSpaceAfter=No
2\tNee\tnee\tINTJ\tTSW\t_\t0\troot\t_\tSpaceAfter=No
3\t"\t"\tPUNCT\tLET\t_\t2\tpunct\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\tLET\t_\t2\tpunct\t_\t_
"""
PROSE = """\
== wire 2021 :: Een
[[Noordnet|TelecomOperator]] koopt [[Qiming Systems|TechnologyCompany]] van [[Jan Vos|Person]].
[[Qiming|=Qiming Systems]] zwijgt, [[De provider|=Noordnet]] ook; [[Vos|=Jan Vos]] is [[Qiming-baas|Person|baas]].

== wire 2021 :: Twee
[[Zuidnet|TelecomOperator]] belt met [[Tianbo|TechnologyCompany]] en [[An Smit|Person]]; [[Smit|=An Smit]] ook.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return adapt_tokenizer(spacy.blank("nl"))


@pytest.fixture
def trees(tmp_path: Path) -> list[Sentence]:
    path = tmp_path / "a.conllu"
    path.write_text(TREES, encoding="utf-8")
    return read_treebank(path)


@pytest.fixture
def passages(tmp_path: Path) -> list[Passage]:
    path = tmp_path / "a.ann"
    path.write_text(PROSE, encoding="utf-8")
    return read_corpus([path])


def test_trees_are_normalized(trees: list[Sentence]) -> None:
    first = trees[0]
    assert [word.lemma for word in first.words] == ["hij", "strekken", "de", "gezondheidszorg", "uit", "."]
    assert [word.features for word in first.words[1:3]] == ["VerbForm=Fin", "Definite=Def"]
    assert [word.head for word in first.words] == [1, 1, 3, 1, 1, 1]
    assert first.source == "a.conllu a"


def test_test_file_is_never_trained_on(tmp_path: Path) -> None:
    for name in (TEST_FILE, "b.conllu", "a.conllu"):
        (tmp_path / name).write_text(TREES, encoding="utf-8")
    assert [path.name for path in training_files(tmp_path)] == ["a.conllu", "b.conllu"]


def test_missing_or_broken_trees_name_their_place(tmp_path: Path) -> None:
    with pytest.raises(TreebankError, match="no CoNLL-U files here"):
        training_files(tmp_path)
    with pytest.raises(TreebankError, match="no such file"):
        read_treebank(tmp_path / "a.conllu")
    (tmp_path / "a.conllu").write_text("1\tHij\n", encoding="utf-8")
    with pytest.raises(TreebankError, match=r"a\.conllu:1: 2 columns"):
        read_treebank(tmp_path / "a.conllu")


def test_sentences_become_one_text(nlp: Language, trees: list[Sentence]) -> None:
    doc = document(nlp.vocab, trees, SOURCE_SPELLING, Random(1))
    assert doc.text == 'Hij strekt de gezondheidszorg uit. "Nee". '
    assert [sentence.text for sentence in doc.sents] == ["Hij strekt de gezondheidszorg uit.", '"Nee".']
    assert (doc[1].dep_, doc[1].pos_, doc[3].head.text) == ("ROOT", "VERB", "strekt")


def test_every_respelling_keeps_the_trees(nlp: Language, trees: list[Sentence]) -> None:
    doc = document(nlp.vocab, trees, Spelling(1, 1, 1, 1), Random(1))
    assert doc.text.startswith("Hij strekt de gezondheidszorg uit\n")
    assert '"' not in doc.text or "'" not in doc.text
    assert [sentence.root.text for sentence in doc.sents] == ["strekt", "Nee"]
    assert next(token for token in doc if token.is_space).pos_ == "SPACE"


def test_groups_keep_every_sentence_once(trees: list[Sentence]) -> None:
    many = trees * 30
    grouped = list(groups(many, Random(1)))
    assert [sentence for group in grouped for sentence in group] == many
    assert {len(group) for group in grouped} >= {2, 5, 8}
    assert [len(group) for group in groups(many, Random(1))] == [len(group) for group in grouped]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Hij gebruikt de app.", ["Hij", "gebruikt", "de", "app", "."]),
        ("Dat doet de VS.", ["Dat", "doet", "de", "VS", "."]),
        ("Sneller met 5G.", ["Sneller", "met", "5G", "."]),
        ("Volgens dr. Vos (zo heet hij): ja", ["Volgens", "dr.", "Vos", "(", "zo", "heet", "hij", ")", ":", "ja"]),
        ("KPN’s T-Mobile-klanten", ["KPN’s", "T-Mobile-klanten"]),
        ("In ’69 of '70", ["In", "’69", "of", "'70"]),
        ("Brussel—Parijs", ["Brussel", "—", "Parijs"]),
    ],
)
def test_tokenizer(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp(text)] == tokens


def test_names_and_names_again_are_entities(nlp: Language, passages: list[Passage]) -> None:
    doc = next(passage_documents(nlp, passages))
    assert [(entity.text, entity.label_) for entity in doc.ents] == [
        ("Noordnet", "TelecomOperator"),
        ("Qiming Systems", "TechnologyCompany"),
        ("Jan Vos", "Person"),
        ("Qiming", "TechnologyCompany"),
        ("Vos", "Person"),
        ("Qiming-baas", "Person"),
    ]


def test_swapped_names_are_of_the_same_kind(nlp: Language, passages: list[Passage]) -> None:
    pool = name_pool(passages)
    assert pool["TelecomOperator", False] == ["Noordnet", "Zuidnet"]
    assert pool["Person", True] == ["Smit", "Vos"]
    swapped = [swap_names(passages[0], pool, Random(seed)) for seed in range(10)]
    docs = list(passage_documents(nlp, swapped))
    assert len({doc.text for doc in docs}) > 3
    for doc in docs:
        assert [entity.label_ for entity in doc.ents][:5] == [
            "TelecomOperator",
            "TechnologyCompany",
            "Person",
            "TechnologyCompany",
            "Person",
        ]
        assert "De provider ook" in doc.text


def test_verb_lexicon(trees: list[Sentence]) -> None:
    pytest.importorskip("spacy_lookups_data", reason="the verb lists come with the extra `train`")
    tables = verb_lookups(trees)
    forms, verbs = tables.get_table("verb_forms"), tables.get_table("verbs")
    assert forms["doorgestuurd"] == "doorsturen"
    assert forms["strekt"] == "strekken"
    assert (verbs["samenwerken"], verbs["ontkennen"]) == ("samen", "")
    assert "samen" in tables.get_table("verb_particles")
