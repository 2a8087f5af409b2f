"""What the stages of the pipeline write on a spaCy Doc: extension attributes and the candidate type."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from graphbuild.pipeline.encoder_relations import ScoredRelation
from graphbuild.types import Certainty, Mention, PartialDate, Stance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim in the making: two mentions that a rule or the reader has connected.

    `subject`, `object`, `source`, `spokesperson` and those in `relayed_by` are indexes into `doc._.mentions`; what
    they mean is told at `Claim`. `trigger` is the index of the token
    that carries the relation (its clause decides on stance, certainty, time), None when there is none.
    `start` and `end` are the token range of the sentence that makes the claim. `read` is what the reader
    thinks of it, None when it thinks nothing. Stages after relations fill in stance, certainty, source and dates.
    """

    subject: int
    relation: str
    object: int
    start: int
    end: int
    trigger: int | None
    rule: str
    confidence: float
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.CERTAIN
    source: int | None = None
    relayed_by: tuple[tuple[int, ...], ...] = ()
    spokesperson: int | None = None
    informants: str | None = None
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    data_categories: tuple[str, ...] = ()
    read: ScoredRelation | None = None


def register_extensions() -> None:
    """Declares graphbuild's attributes on Doc and Token; calling it again changes nothing.

    - `doc._.article`: the Article that the text comes from, or None for a bare text
    - `doc._.reading`: the Reading of the encoder, or None in a pipeline without it
    - `doc._.mentions`: tuple of Mention, in the order of the text
    - `doc._.entities`: tuple of Entity that the mentions stand for
    - `doc._.lists`: for each list ("A, B en C") the indexes of its mentions, or None where nobody has looked yet
    - `doc._.candidates`: tuple of Candidate
    - `doc._.claims`: tuple of Claim
    - `token._.verb`: the lemma with its separable particle joined
    """
    for name in ("mentions", "entities", "candidates", "claims"):
        Doc.set_extension(name, default=(), force=True)
    for name in ("article", "reading", "lists"):
        Doc.set_extension(name, default=None, force=True)
    Token.set_extension("verb", default="", force=True)


def mention_span(doc: Doc, mention: Mention) -> Span:
    """Gives the tokens that a mention touches; a name inside a compound gives the whole compound."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"mention {mention} lies outside the text of {len(doc.text)} characters")
    return span


register_extensions()
