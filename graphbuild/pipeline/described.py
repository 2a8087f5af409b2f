"""How a text describes a name where it gives it: "de Chinese fabrikant X", "minister X", "X, een provider"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from graphbuild.lexicon import Lexicon
from graphbuild.pipeline.document import mention_span
from graphbuild.types import Mention, Sign, SignKind
from graphbuild.vocabulary import Title

_BEFORE, _AFTER = 4, 6
"""So many words before and after a name may describe it."""
_STOPS = frozenset(".;:!?\"'“”„‘’()–—")


def describing(doc: Doc, mention: Mention, lexicon: Lexicon) -> Iterator[Sign]:
    """Yields what the words beside a mention say of it: office or description, and country."""
    span = mention_span(doc, mention)
    person = mention.kind == "Person"
    for token in [*_words_before(span), *_apposition(span)]:
        places = lexicon.demonyms.by_adjective.get(token.text, ())
        if len(places) == 1:
            yield Sign(SignKind.COUNTRY, places[0])
        elif person and (title := lexicon.titles.lookup(token.text)) is not None:
            yield Sign(SignKind.OFFICE if is_office(title) else SignKind.DESCRIPTION, title.forms[0])
        elif not person and _is_kind(token, mention.kind, lexicon):
            yield Sign(SignKind.DESCRIPTION, token.lower_)


def _is_kind(token: Token, kind: str, lexicon: Lexicon) -> bool:
    description = lexicon.descriptions.lookup(token.text)
    return description is not None and kind in description.kinds


def is_office(title: Title) -> bool:
    """Tells whether few hold an office at a time: it ties to a government, an institution or one organization."""
    return title.government or title.institution is not None or title.entity is not None


def _words_before(span: Span) -> list[Token]:
    """The words that stand right before a name in its phrase."""
    words: list[Token] = []
    place = span.start - 1
    while place >= span.sent.start and len(words) < _BEFORE:
        token = span.doc[place]
        if token.text in _STOPS or token.text == "," or token.pos_ not in ("ADJ", "NOUN", "PROPN"):
            break
        words.append(token)
        place -= 1
    return words


def _apposition(span: Span) -> list[Token]:
    """The words of a phrase that follows a name after a comma and describes it: ", de Chinese fabrikant"."""
    rest = span.doc[span.end : min(span.end + _AFTER, span.sent.end)]
    if len(rest) < 2 or rest[0].text != "," or rest[1].pos_ not in ("DET", "NOUN", "ADJ"):
        return []
    words: list[Token] = []
    for token in rest[1:]:
        if token.text in _STOPS or token.text == "," or token.pos_ not in ("DET", "ADJ", "NOUN"):
            break
        words.append(token)
    return words
