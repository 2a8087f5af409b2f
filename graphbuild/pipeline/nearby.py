"""A frame without a parse: arguments by their place around the trigger and by the preposition before them.

Used beside the frame of the parse, at a lower weight, since a parser errs on one attachment in ten.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graphbuild.pipeline.frames import Role
from graphbuild.pipeline.standing import Standing
from graphbuild.pipeline.syntax import AGENT, SUBJECTS, is_passive, preposition

WEIGHT = 0.5
CHAINED = 0.7
_FARTHEST = 14
_WIDEST = 6
_SKIPPED = 2
_BREAKS = frozenset({";", ":", '"', "“", "”", "„", "'", "‘", "’", "?", "!", "(", ")"})
_RELATIVES = frozenset({"die", "dat", "wat", "wie", "waar", "waarin", "waarmee", "waarvan", "waardoor", "waarop"})
_CONJUNCTIONS = frozenset({"of", "omdat", "terwijl", "nadat", "voordat", "toen", "hoewel", "zodat", "want", "maar"})
_INNER = frozenset({"DET", "ADJ", "NUM", "NOUN", "PRON", "PROPN"})
_ARGUMENTS = frozenset({*SUBJECTS, "obj", "iobj"})


def nearby_roles(trigger: Token, standing: Standing) -> Iterator[Role]:
    """Yields mentions in the clause around a verb as roles: bare ones, and those after a preposition."""
    start, end = _stretch(trigger)
    bare: list[Token] = []
    for head in standing.heads_between(start, end):
        token = trigger.doc[head]
        if head == trigger.i or _belongs_elsewhere(token, trigger) or standing.is_bracketed(token):
            continue
        phrase = _preposition_before(token, standing)
        if phrase:
            yield Role("prep", token, WEIGHT, phrase, guessed=True)
            if phrase == AGENT:
                yield Role("subject", token, WEIGHT, guessed=True)
        else:
            bare.append(token)
    yield from _bare_roles(trigger, bare, standing)
    for token in trigger.doc[start:end]:
        if token.pos_ == "NOUN" and not standing.covering.get(token.i) and not _preposition_before(token, standing):
            yield Role("object", token, WEIGHT, guessed=True)


def chained_roles(noun: Token, standing: Standing) -> Iterator[Role]:
    """Yields what follows a noun or mention in an unbroken chain, whatever the parse made of it.

    In "de samenwerking van X met Y", X and Y stand after prepositions; in "fusie X en Y" X stands directly.
    """
    phrase, skipped = "", 0
    start = max(standing.own(noun), default=noun.i) + 1
    for token in noun.doc[start : noun.sent.end]:
        inside = bool(standing.covering.get(token.i))
        if token.pos_ == "ADP":
            phrase = token.lower_
        elif token.i in standing.by_head:
            yield Role("prep" if phrase else "apposed", token, CHAINED, phrase)
            if not phrase:
                yield Role("self", token, CHAINED)
        elif not inside and not phrase:
            skipped += 1
            if skipped > _SKIPPED or token.pos_ not in ("NOUN", "ADJ", "DET"):
                return
        elif not inside and token.pos_ not in _INNER and token.lower_ != "en":
            return


def apposition_roles(token: Token, standing: Standing) -> Iterator[Role]:
    """Yields the mention before a comma that the words after it describe: "X, [sinds 2007] directeur van Y"."""
    first = max(token.sent.start, token.i - _WIDEST)
    for index in range(token.i - 1, first, -1):
        before = token.doc[index]
        if before.text == ",":
            for mention in standing.covering.get(index - 1, ())[:1]:
                head = token.doc[standing.heads[mention]]
                yield Role("self", head, CHAINED)
                yield Role("subject", head, WEIGHT, guessed=True)
            return
        if before.is_punct or before.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") or standing.covering.get(index):
            return


def _bare_roles(trigger: Token, bare: list[Token], standing: Standing) -> Iterator[Role]:
    if not bare:
        return
    if trigger.pos_ in ("VERB", "AUX") and is_passive(trigger):
        yield Role("object", bare[0], WEIGHT, guessed=True)
        return
    first, rest = bare[0], bare[1:]
    yield Role("subject", first, WEIGHT, guessed=True)
    together = standing.coordinated(first)
    for token in rest:
        if token.i in together:
            continue
        yield Role("object", token, WEIGHT, guessed=True)
        yield Role("indirect", token, WEIGHT, guessed=True)


def _belongs_elsewhere(token: Token, trigger: Token) -> bool:
    """Tells whether the parse makes the token subject or object of a verb of another clause."""
    if token.dep_ not in _ARGUMENTS or token.head.pos_ not in ("VERB", "AUX"):
        return False
    ours = {trigger.i, trigger.head.i, *(child.i for child in trigger.children)}
    return token.head.i not in ours


def _stretch(trigger: Token) -> tuple[int, int]:
    sentence = trigger.sent
    start = end = trigger.i
    while start > sentence.start and trigger.i - start < _FARTHEST and not _is_border(trigger.doc[start - 1]):
        start -= 1
    end += 1
    while end < sentence.end and end - trigger.i < _FARTHEST and not _is_border(trigger.doc[end]):
        end += 1
    return start, end


def _is_border(token: Token) -> bool:
    if token.text in _BREAKS or token.pos_ == "SCONJ" or token.lower_ in _CONJUNCTIONS:
        return True
    return token.lower_ in _RELATIVES and token.i > token.sent.start and token.nbor(-1).text == ","


def _preposition_before(token: Token, standing: Standing) -> str:
    """Gives the preposition before the noun phrase that ends in the mention, "" for a bare one."""
    own_preposition = preposition(token)
    if own_preposition:
        return own_preposition
    own = standing.own(token)
    for index in range(token.i - 1, max(token.sent.start, token.i - _WIDEST) - 1, -1):
        before = token.doc[index]
        if before.pos_ == "ADP" and before.dep_ != "compound:prt":
            return before.lower_
        if index not in own and before.pos_ not in _INNER:
            return ""
    return ""
