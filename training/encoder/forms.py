"""Tells name forms from other references: `Frescura` names Aldo Frescura, `de provider` does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from training.corpus import AnnotatedMention, AnnotatedSentence, Passage

_WORD = re.compile(r"[^\W_]+")
_DEMONYM = re.compile(r"\w+(?:se|sche)")
_FUNCTION_WORDS = frozenset(
    {"de", "het", "een", "die", "dat", "deze", "dit", "zijn", "haar", "hun", "hij", "zij", "ze", "hem", "wij"}
    | {"we", "ons", "onze", "ik", "mijn", "u", "uw", "jullie", "men", "er", "daar", "hier", "wie", "wat"}
    | {"welke", "ook", "zo", "van", "voor", "in", "op", "aan", "bij"}
)


def lower_case_words(passages: Iterable[Passage]) -> frozenset[str]:
    """The words that occur in lower case somewhere in the passages."""
    sentences = (sentence.text for passage in passages for sentence in passage.sentences)
    return frozenset(word for text in sentences for word in _WORD.findall(text) if word.islower())


def is_name_form(
    mention: AnnotatedMention, sentence: AnnotatedSentence, names: Set[str], common_words: Set[str]
) -> bool:
    """Whether the mention's own words name its entity.

    `names` are the surfaces that brought the entity in and its id; `common_words`: see `lower_case_words`.
    A capital counts unless it only opens the sentence or a demonym ("de Chinese fabrikant").
    """
    if not mention.is_reference:
        return True
    surface = sentence.text[mention.start : mention.end]
    words = [match for match in _WORD.finditer(surface) if match[0].casefold() not in _FUNCTION_WORDS]
    if " ".join(match[0].casefold() for match in words) in {_bare(name) for name in names}:
        return True
    parts = {part for name in names for part in _bare(name).split()} - common_words
    return any(
        match[0].casefold() in parts
        or (
            match[0][0].isupper()
            and not _DEMONYM.fullmatch(match[0])
            and (mention.start + match.start() > 0 or match[0].casefold() not in common_words)
        )
        for match in words
    )


def _bare(name: str) -> str:
    words = (word.casefold() for word in _WORD.findall(name))
    return " ".join(word for word in words if word not in _FUNCTION_WORDS)
