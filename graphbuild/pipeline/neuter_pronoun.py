"""Tells the pronoun "het" from the article in front of a noun that cannot take the article.

Parsers take "het" before a noun for its article. A plural or a noun of common gender never has it, so in "dat het
klantgegevens deelt" it is the subject, and the noun that the parser made the subject is the object.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from graphbuild.background import load_background
from graphbuild.grammar import Endings
from graphbuild.pipeline.particles import VERBS_TABLE
from graphbuild.pipeline.syntax import SUBJECTS

FORM = "het"
_VERBS = frozenset({"VERB", "AUX"})
_OPENS_CLAUSE = frozenset({"SCONJ", "VERB", "AUX"})


class NeuterPronoun:
    """spaCy component `graphbuild_neuter_pronoun`: makes such a "het" the subject of its clause."""

    def __init__(self, common: Endings) -> None:
        self.common = common

    def __call__(self, doc: Doc) -> Doc:
        """Mends part of speech and functions in place, and returns the same Doc."""
        for token in doc[1:]:
            if token.lower_ == FORM and token.pos_ == "DET" and token.nbor(-1).pos_ in _OPENS_CLAUSE:
                noun = token.head
                if self._follows(token, noun) and self._never_takes_it(noun):
                    _make_subject(token, noun)
        return doc

    def _follows(self, article: Token, noun: Token) -> bool:
        """Tells whether nothing but adjectives stands between the two."""
        between = article.doc[article.i + 1 : noun.i]
        return noun.i > article.i and noun.pos_ == "NOUN" and all(word.pos_ in ("ADJ", "NUM") for word in between)

    def _never_takes_it(self, noun: Token) -> bool:
        verbs = noun.vocab.lookups.get_table(VERBS_TABLE, {})
        if noun.lower_ in verbs:
            return False
        return "Plur" in noun.morph.get("Number", []) or self.common.has(noun.lower_)


def _make_subject(pronoun: Token, noun: Token) -> None:
    """Makes the pronoun the subject of the noun's verb, unless that has a subject beside the noun."""
    verb = noun.head
    if verb.pos_ not in _VERBS or any(child.dep_ in SUBJECTS and child.i != noun.i for child in verb.children):
        return
    if noun.dep_ in SUBJECTS:
        noun.dep_ = "obj"
    pronoun.head = verb
    pronoun.dep_ = "nsubj"
    pronoun.pos_ = "PRON"


@Language.factory(
    "graphbuild_neuter_pronoun",
    requires=["token.pos", "token.dep", "token.head"],
    assigns=["token.pos", "token.dep", "token.head"],
    default_config={"language": "nl"},
)
def make_neuter_pronoun(nlp: Language, name: str, language: str) -> NeuterPronoun:
    """Makes the component with the endings of a language folder; it must come after the parser."""
    del nlp, name
    return NeuterPronoun(load_background(language).grammar.never_neuter)
