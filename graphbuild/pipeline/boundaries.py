"""Sets the sentence boundaries that are sure before the parser finds the others.

A headline or heading without a full stop is a sentence of its own. Elsewhere newspapers end a sentence by a full
stop or the like, so that what follows another mark or a word starts none. A quotation mark belongs to the
sentence that it opens or closes.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

BREAK = "\n"
FINAL = (".", "!", "?", "…")
OPENING, CLOSING, STRAIGHT = frozenset("“„‘«‹"), frozenset("”’»›"), frozenset("\"'")
BRACKETS = frozenset(")]")


def opens(token: Token) -> bool:
    """Tells whether a token is a quotation mark that opens a quote."""
    straight = token.text in STRAIGHT and not token.whitespace_
    return token.text in OPENING or (straight and (token.i == 0 or bool(token.nbor(-1).whitespace_)))


def closes(token: Token) -> bool:
    """Tells whether a token is a quotation mark that closes a quote."""
    straight = token.text in STRAIGHT and token.i > 0 and not token.nbor(-1).whitespace_
    return token.text in CLOSING or (straight and not token.nbor(-1).is_space)


def may_follow(token: Token) -> bool:
    """Tells whether a sentence may start after a token: a final mark, with a quotation mark or bracket behind it."""
    while token.i and (closes(token) or token.text in BRACKETS):
        token = token.nbor(-1)
    return token.text.endswith(FINAL)


def belongs_to_last(token: Token) -> bool:
    """Tells whether a token surely continues the sentence of the token before it."""
    before = token.nbor(-1)
    return closes(token) or token.text in BRACKETS or opens(before) or not may_follow(before)


class BoundaryMarker:
    """spaCy component `graphbuild_boundaries`: marks where sentences surely start, and where surely not."""

    def __call__(self, doc: Doc) -> Doc:
        """Sets sentence starts that the parser will keep and returns the same Doc."""
        broken = False
        for token in doc:
            if token.is_space:
                broken = broken or BREAK in token.text
                token.is_sent_start = False if token.i else None
            elif broken:
                token.is_sent_start = True
                broken = False
            elif token.i and belongs_to_last(token):
                token.is_sent_start = False
        return doc


@Language.factory("graphbuild_boundaries", assigns=["token.is_sent_start"])
def make_boundary_marker(nlp: Language, name: str) -> BoundaryMarker:
    """Makes the component; it must come before the parser, which keeps the boundaries that it finds."""
    del nlp, name
    return BoundaryMarker()
