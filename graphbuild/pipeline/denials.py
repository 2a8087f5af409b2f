"""Denials that do not repeat what they deny: "De provider ontkent dat." denies the claims of the sentence before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from graphbuild.pipeline.document import Candidate
from graphbuild.types import Certainty, Stance

DENIABLE = frozenset(
    {"sharesDataWith", "hasDataAccessTo", "collectsDataOn", "storesDataIn", "surveils", "tiedTo", "suppliesTo"}
    | {"acquires", "mergedWith", "investsIn", "partnersWith", "runsOn"}
)
"""What is said of somebody; acts of authorities and who leads whom are seldom what "dat" in a denial stands for."""

RULE = "denied-by-reference"
_SURE = 0.7
"""A denial by reference is so much as likely to be right as what it denies."""
LONGEST = 25
"""In longer sentences something else is denied."""


def refers_back(verb: Token, sentence: Span, anaphors: frozenset[str], accusations: frozenset[str]) -> bool:
    """Tells whether a verb of denial denies something said before: its object is "dat", "de aantijging" or missing."""
    if len(sentence) > LONGEST:
        return False
    for token in sentence:
        if token.lower_ in accusations:
            return True
        if token.lower_ in anaphors and token.i in (verb.i - 1, verb.i + 1, sentence.start) and not opens_clause(token):
            return True
    return not any(child.dep_ in ("obj", "ccomp", "xcomp", "obl") for child in verb.children)


def says_pronoun(verb: Token, anaphors: frozenset[str]) -> bool:
    """Tells whether what a verb of saying has for an object is a pronoun: "NRC meldt dat op gezag van ..."."""
    following = verb.doc[verb.i + 1 : verb.i + 2]
    return any(token.lower_ in anaphors and token.pos_ != "DET" and not opens_clause(token) for token in following)


def denies_pronoun(verb: Token, anaphors: frozenset[str]) -> bool:
    """Tells whether a pronoun right after a verb is all that it denies: "weerspreekt dat, al ...", "ontkent dat."."""
    if verb.i + 2 >= len(verb.doc) or verb.nbor(1).lower_ not in anaphors:
        return False
    after = verb.nbor(2)
    return after.is_punct or after.lower_ in ("en", "met", "ten", "tegen", "maar", "ook")


def opens_clause(token: Token) -> bool:
    """Tells whether "dat" opens a clause ("ontkent dat hij ..."): a subordinator, followed by more of its clause."""
    following = token.doc[token.i + 1 : token.sent.end]
    return token.dep_ == "mark" and any("Fin" in word.morph.get("VerbForm", []) for word in following)


def denied(before: Sequence[Candidate], sentence: Span, speakers: Iterable[int], ids: Sequence[str]) -> list[Candidate]:
    """Gives the candidates of an earlier sentence again, as denied in `sentence` by the speakers.

    `ids` are the entities of the mentions. Nobody denies what they said themselves.
    """
    open_claims = [one for one in before if one.relation in DENIABLE]
    said = [one for one in open_claims if one.source is not None] or open_claims
    return [
        _denied_by(one, speaker, sentence)
        for speaker in speakers
        for one in said
        if one.source is None or ids[one.source] != ids[speaker]
    ]


def _denied_by(one: Candidate, speaker: int, sentence: Span) -> Candidate:
    """Gives a claim as denied; what the reader thinks of it where it was made says nothing of the denial."""
    return replace(
        one,
        start=sentence.start,
        end=sentence.end,
        trigger=None,
        rule=f"{one.rule}/{RULE}",
        confidence=one.confidence * _SURE,
        stance=Stance.DENIES,
        certainty=Certainty.CERTAIN,
        source=speaker,
        read=None,
    )
