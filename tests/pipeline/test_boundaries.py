from __future__ import annotations

import pytest
import spacy

from graphbuild.pipeline.boundaries import BoundaryMarker


def starts(text: str) -> dict[str, bool | None]:
    doc = BoundaryMarker()(spacy.blank("nl")(text))
    return {f"{token.i} {token.text}": token.is_sent_start for token in doc}


def test_a_line_break_starts_a_sentence_and_other_space_does_not() -> None:
    found = starts("Kop zonder punt\n\nEen zin  met ruimte.\nNog een.")
    assert [word.split()[-1] for word, start in found.items() if start and word[0] != "0"] == ["Een", "Nog"]


@pytest.mark.parametrize("quote", ["“Wij zwijgen.”", '"Wij zwijgen."', "„Wij zwijgen.”", "'Wij zwijgen.'"])
def test_a_quotation_mark_belongs_to_the_sentence_that_it_opens_or_closes(quote: str) -> None:
    found = starts(f"Hij zei: {quote} En ging.")
    never = {word.split(" ", 1)[1] for word, start in found.items() if start is False}
    assert "Wij" in never
    assert quote[-1] in never


def test_a_sentence_may_start_only_after_a_final_mark() -> None:
    found = starts("Voorzitter Anna Bos zwijgt (zegt ze.) Zij, en hij: Ja! Nee. En toen… Niets.")
    open_ = [word.split(" ", 1)[1] for word, start in found.items() if start is None]
    assert open_ == ["Zij", "Nee", "En", "Niets"]
