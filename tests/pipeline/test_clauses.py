from __future__ import annotations

import spacy
from spacy.tokens import Doc

from graphbuild.pipeline.clauses import clause_head

WORDS = ["KPN", "werkt", "sinds", "2017", "samen", "met", "Tencent"]


def parsed(part_of_speech: str) -> Doc:
    """A sentence whose fifth word the parser took for a clause."""
    return Doc(
        spacy.blank("nl").vocab,
        words=WORDS,
        pos=["PROPN", "VERB", "ADP", "NUM", part_of_speech, "ADP", "PROPN"],
        heads=[1, 1, 3, 1, 1, 6, 4],
        deps=["nsubj", "ROOT", "case", "obl", "advcl", "case", "obl"],
    )


def test_an_adverb_makes_no_clause_of_its_own() -> None:
    assert clause_head(parsed("ADV")[6]).text == "werkt"


def test_a_verb_does() -> None:
    assert clause_head(parsed("VERB")[6]).text == "samen"
