"""Which patterns are looked for in a sentence at all: those that have mentions of fitting kinds in reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc

from graphbuild.ontology import load_ontology
from graphbuild.pattern_language import Pattern, WordClass
from graphbuild.patterns import load_patterns
from graphbuild.pipeline.admissible import Admissible
from graphbuild.pipeline.standing import Standing
from graphbuild.resources import resource
from graphbuild.types import Mention
from tests.pipeline.parsed_sentences import mark, parse

ONTOLOGY = load_ontology()
PATTERNS = load_patterns(resource("languages", "nl", "patterns"), "nl", ONTOLOGY).patterns
SUPPLIES = next(one for one in PATTERNS if one.relation == "suppliesTo")
WORKS_FOR = next(one for one in PATTERNS if one.relation == "affiliatedWith")
KINDS = {"Tulp": "TelecomOperator", "Lotus": "TechnologyCompany"}


def delivery(first: str, second: str) -> Doc:
    doc = parse(f"{first} PROPN nsubj 1", "levert VERB! ROOT 1", "aan ADP case 3", f"{second} PROPN obl 1")
    return mark(doc, *dict.fromkeys((first, second)), kinds=KINDS)


def admits(doc: Doc, pattern: Pattern = SUPPLIES, sentence: int = 0) -> bool:
    return Admissible(Standing(doc, WordClass()), ONTOLOGY).holds(pattern, list(doc.sents)[sentence])


def test_a_pattern_needs_mentions_of_fitting_kinds() -> None:
    assert admits(delivery("Lotus", "Tulp"))
    assert not admits(delivery("Lotus", "Tulp"), WORKS_FOR)


def test_a_pattern_needs_two_entities() -> None:
    doc = delivery("Tulp", "Tulp")
    assert not admits(doc)
    assert not Admissible(Standing(doc, WordClass()), ONTOLOGY).connects(doc[:])


@pytest.mark.parametrize(
    ("rows", "reached"),
    [
        (("Tulp PROPN ROOT 0", "", "levert VERB! ROOT 0", "", "Lotus PROPN ROOT 0"), []),
        (("Tulp PROPN ROOT 0", "", "( PUNCT punct 1", "Lotus PROPN ROOT 1"), ["Tulp", "Lotus"]),
        (("Tulp PROPN nsubj 1", "levert VERB! ROOT 1", ": PUNCT punct 1", "", "Lotus PROPN ROOT 0"), ["Tulp", "Lotus"]),
        (("Tulp PROPN nsubj 1", "levert VERB! ROOT 1", "", "Lotus PROPN ROOT 0"), ["Tulp"]),
    ],
)
def test_a_sentence_reaches_over_brackets_and_colons_only(rows: tuple[str, ...], reached: list[str]) -> None:
    doc = mark(parse(*rows), "Tulp", "Lotus", kinds=KINDS)
    verb = next((token for token in doc if token.text in ("levert", "(")), doc[0])
    standing = Standing(doc, WordClass())
    assert [standing.mentions[index].text for index in standing.reach(verb.sent)] == reached


def test_a_mention_over_the_end_of_a_sentence_puts_all_in_reach() -> None:
    doc = mark(parse("Tulp PROPN ROOT 0", "", "Lotus PROPN ROOT 0", "", "Kraan PROPN ROOT 0"), "Kraan", kinds=KINDS)
    (last,) = doc._.mentions
    both: Mention = replace(last, start=0, end=doc[1].idx + len(doc[1]), text="Tulp Lotus")
    doc._.mentions = (both, last)
    assert Standing(doc, WordClass()).reach(next(iter(doc.sents))) == [0, 1]
