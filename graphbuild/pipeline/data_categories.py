"""Stage: what kind of personal data a claim about data is about (`data_categories`).

Words for data are looked up in the candidate's clause, else in its sentence. The names given are concepts of the
W3C Data Privacy Vocabulary, personal data extension, https://w3id.org/dpv/pd#.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.pipeline.clauses import anchor, clause_head, sentence_of
from graphbuild.pipeline.document import Candidate
from graphbuild.resources import resource

_JOINT = r"(?:s|en|e|-|\s)?-?"


@dataclass(frozen=True, slots=True)
class DataWords:
    """The relations that are about data, and for each concept the words that stand for it."""

    relations: frozenset[str]
    patterns: Mapping[str, re.Pattern[str]]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Gives (start, end, concept) for each word for data, in text order; of two that overlap the longer."""
        lower = text.lower()
        found = [
            (match.start(), match.end(), concept)
            for concept, pattern in self.patterns.items()
            for match in pattern.finditer(lower)
        ]
        chosen: list[tuple[int, int, str]] = []
        for one in sorted(found, key=lambda one: (one[0] - one[1], one)):
            if all(one[1] <= other[0] or one[0] >= other[1] for other in chosen):
                chosen.append(one)
        return sorted(chosen)


def read_data_words(folder: Path) -> DataWords:
    """Reads `data_categories.yaml` of a language folder.

    Raises LanguageError with file and line for a concept without words, or one that fails its examples.
    """
    fields = read_knowledge(folder / "data_categories.yaml", LanguageError).fields(("relations", "heads", "categories"))
    heads = "|".join(re.escape(head) for head in sorted(fields["heads"].texts(), key=lambda head: (-len(head), head)))
    categories = fields["categories"].mapping()
    patterns = {concept: _pattern(entry, heads) for concept, entry in categories.items()}
    words = DataWords(frozenset(fields["relations"].texts()), patterns)
    for concept, entry in categories.items():
        _check_examples(concept, entry, words)
    return words


def _pattern(entry: Entry, heads: str) -> re.Pattern[str]:
    fields = entry.fields(("must", "must_not"), ("kinds", "words"))
    kinds = fields["kinds"].texts() if "kinds" in fields else ()
    words = fields["words"].texts() if "words" in fields else ()
    if not kinds and not words:
        entry.fail("a concept needs 'kinds' or 'words'")
    rules = [_word_pattern(word) for word in words]
    if kinds:
        listed = "|".join(re.escape(kind) for kind in sorted(kinds, key=lambda kind: (-len(kind), kind)))
        rules.append(rf"(?:{listed}){_JOINT}(?:{heads})")
    return re.compile(rf"(?<![\w])(?:{'|'.join(rules)})(?![\w])")


def _word_pattern(word: str) -> str:
    """A word may hold a regular expression in (?:...) or [...]; a trailing * is any ending."""
    if "(" in word or "[" in word:
        return word.replace("*", r"\w*")
    return re.escape(word).replace(r"\*", r"[\w-]*")


def _check_examples(concept: str, entry: Entry, words: DataWords) -> None:
    fields = entry.mapping()
    for key, wanted in (("must", True), ("must_not", False)):
        found = {name for _, _, name in words.find(fields[key].text())}
        if (concept in found) is not wanted:
            fields[key].fail(f"{concept} must {'' if wanted else 'not '}match this; found {', '.join(sorted(found))}")


class DataCategoriesStage:
    """Fills in the kinds of data of each candidate whose relation is about data."""

    def __init__(self, folder: Path) -> None:
        """Reads `data_categories.yaml` of the language in `folder`; raises LanguageError."""
        self.words = read_data_words(folder)

    def __call__(self, doc: Doc) -> Doc:
        """Writes the new candidates on the Doc."""
        doc._.candidates = tuple(
            replace(candidate, data_categories=self._categories(doc, candidate))
            if candidate.relation in self.words.relations
            else candidate
            for candidate in doc._.candidates
        )
        return doc

    def _categories(self, doc: Doc, candidate: Candidate) -> tuple[str, ...]:
        sentence = sentence_of(doc, candidate)
        found = self.words.find(sentence.text)
        word = anchor(doc, candidate)
        head = clause_head(word).i
        near = set()
        for start, end, concept in found:
            span = sentence.char_span(start, end, alignment_mode="expand")
            if span is not None and clause_head(span.root).i == head:
                near.add(concept)
        return tuple(sorted(near or {concept for _, _, concept in found}))


@Language.factory("graphbuild_data_categories", assigns=["doc._.candidates"], default_config={"language": "nl"})
def make_data_categories(nlp: Language, name: str, language: str) -> DataCategoriesStage:  # noqa: ARG001
    """Makes the stage for a language folder of graphbuild."""
    return DataCategoriesStage(resource("languages", language))
