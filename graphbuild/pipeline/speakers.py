"""Whom the words of a report name as its speaker: "zegt een woordvoerder van KPN" names KPN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from graphbuild.cues import CueSet, PlacedCue, read_cues, read_words
from graphbuild.pipeline.clauses import clause_head
from graphbuild.pipeline.document import mention_span
from graphbuild.pipeline.quotations import MARKS
from graphbuild.pipeline.syntax import antecedent, grammatical_subject
from graphbuild.types import MentionForm

MUTE = frozenset({"PeopleGroup", "OrganizationGroup", "Region", "City", "Law"})
"""Kinds of mentions that are never a source."""

_BREAKS = frozenset(",.;:?!()–—") | MARKS
_OF = frozenset({"van", "bij", "binnen", "uit", "voor"})
_SHARED = frozenset({"xcomp", "conj", "advcl", "aux"})
_SHORTEST_END = 6
_FRONTED = frozenset({"dat", "dit"})
_SUBJECTS = ("nsubj", "nsubj:outer")


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of a language that name speakers; see speech.yaml."""

    cues: CueSet
    spokespeople: frozenset[str]
    representatives: frozenset[str]
    documents: frozenset[str]
    unnamed: frozenset[str]
    informants: frozenset[str]
    hearing: frozenset[str]
    anaphors: frozenset[str]
    accusations: frozenset[str]


_WORD_LISTS = (
    "spokespeople",
    "representatives",
    "documents",
    "unnamed",
    "informants",
    "hearing",
    "anaphors",
    "accusations",
)


def read_speech(folder: Path) -> Speech:
    """Reads `speech.yaml` of a language folder; raises LanguageError."""
    name = "speech.yaml"
    return Speech(
        read_cues(folder, name),
        *(read_words(folder, name, key) for key in _WORD_LISTS),
    )


class Mentions:
    """The mentions of a Doc by token, without countries that only an adjective hints at."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.by_token: dict[int, list[int]] = {}
        for index, mention in enumerate(doc._.mentions):
            if mention.form is MentionForm.ADJECTIVE:
                continue
            for token in mention_span(doc, mention):
                self.by_token.setdefault(token.i, []).append(index)

    def at(self, token: Token) -> int | None:
        """Gives the mention that a token belongs to, when it can speak."""
        return next(iter(self.all_at(token)), None)

    def all_at(self, token: Token) -> list[int]:
        """Gives all mentions at a token that can speak (a compound may hold two)."""
        return [index for index in self.by_token.get(token.i, ()) if self.kind(index) not in MUTE]

    def within(self, tokens: Iterable[Token]) -> list[int]:
        """Gives the mentions that can speak among the tokens, in text order."""
        return list(dict.fromkeys(index for token in tokens for index in self.all_at(token)))

    def kind(self, index: int) -> str:
        """Gives the class of a mention."""
        return str(self.doc._.mentions[index].kind)

    def is_person(self, index: int) -> bool:
        """Tells whether a mention is of a person."""
        return self.kind(index) == "Person"


class Speakers:
    """Finds who the words of a report name as speaker; every method gives indexes of mentions."""

    def __init__(self, doc: Doc, speech: Speech) -> None:
        self.mentions, self.speech, self.doc = Mentions(doc), speech, doc

    def in_phrase(self, tokens: list[Token]) -> tuple[int, ...]:
        """Reads one noun phrase, without clauses in it; coordinated speakers are all given."""
        found: list[int] = []
        part: list[Token] = []
        for token in [*tokens, None]:
            if token is None or (token.lower_ in ("en", "of", "als") and self.mentions.at(token) is None):
                found += self._one(part)
                part = []
            else:
                part.append(token)
        return tuple(dict.fromkeys(found))

    def _one(self, part: list[Token]) -> list[int]:
        named = self.mentions.within(part)
        if not named:
            return []
        people = [index for index in named if self.mentions.is_person(index)]
        roles = [token.lower_.rpartition("-")[2] for token in part]
        if any(ends_in(role, self.speech.spokespeople) for role in roles):
            others = [index for index in named if index not in people]
            return (others or people)[:1]
        if any(
            role in self.speech.unnamed or token.lower_ in self.speech.unnamed
            for role, token in zip(roles, part, strict=True)
        ):
            return people[:1]
        known = self.speech.representatives | self.speech.documents
        if any(ends_in(role, known) for role in roles):
            return (people or named)[:1]
        first = next(place for place, token in enumerate(part) if self.mentions.all_at(token))
        if any(token.lower_ in _OF and token.lower_ != "van" for token in part[:first]):
            return []
        return (people or named)[:1]

    def spokesperson(self, index: int) -> int | None:
        """Gives the person who speaks for an organization where it is mentioned: X in "woordvoerder X van KPN"."""
        if self.mentions.is_person(index):
            return None
        span = mention_span(self.doc, self.doc._.mentions[index])
        words = [*reversed(stretch(self.doc, span.start - 1, span.sent, step=-1)), *span]
        words += stretch(self.doc, span.end, span.sent)
        roles = [token for token in words if self._is_voice(token)]
        people = [other for other in self.mentions.within(words) if self.mentions.is_person(other)]
        if not roles or not people:
            return None
        return min(people, key=lambda other: abs(self._root(other).i - roles[0].i))

    def is_spokesperson(self, index: int) -> bool:
        """Tells whether a person is presented as somebody's voice: "woordvoerder X"."""
        first = mention_span(self.doc, self.doc._.mentions[index]).start
        before = self.doc[first - 1] if first else None
        return before is not None and self.mentions.is_person(index) and self._is_voice(before)

    def _is_voice(self, word: Token) -> bool:
        return ends_in(role_of(word), self.speech.spokespeople)

    def _root(self, index: int) -> Token:
        return mention_span(self.doc, self.doc._.mentions[index]).root

    def from_here(self, start: int, sentence: Span) -> tuple[int, ...]:
        """Reads the noun phrase that starts at a token: up to a comma, a verb or a preposition other than "van"."""
        tokens: list[Token] = []
        for place in range(start, sentence.end):
            token = self.doc[place]
            inside = self.mentions.at(token) is not None
            verb = _is_finite(token) and bool(tokens)
            if not inside and (token.text in _BREAKS or verb or token.lower_ in ("dat", "noch", "maar")):
                break
            if not inside and token.pos_ == "ADP" and token.lower_ not in _OF and tokens:
                break
            tokens.append(token)
        return self.in_phrase(tokens)

    def of_subject(self, subject: Token, sentence: Span) -> tuple[int, ...]:
        """Reads the noun phrase of a subject; a relative pronoun stands for its antecedent."""
        related = antecedent(subject) if self.mentions.at(subject) is None else None
        head = related if related is not None else subject
        start = max(head.left_edge.i, sentence.start)
        words = [word for word in head.subtree if _is_in_phrase(word, head)]
        return self.from_here(start, sentence) or self.in_phrase(words)

    def of_verb(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives the speakers of a verb of saying: what follows it after a comma, else its subject, else the nearest.

        Where nobody is named, the medium that was told is the source ("zeggen ingewijden tegen NRC"), unless a
        spokesperson told it.
        """
        named = self._named(placed.head, sentence)
        return named if named or self.has_spokesperson(sentence) else self._medium(placed.head, sentence)

    def _named(self, verb: Token, sentence: Span) -> tuple[int, ...]:
        if verb.pos_ not in ("VERB", "AUX") and (verb.dep_ != "ROOT" or _is_determined(verb)):
            return ()
        if is_inverted(verb, sentence):
            return self.from_here(verb.i + 1, sentence)
        if _is_passive(verb):
            return self._agent(verb, sentence)
        own = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if own:
            return self.of_subject(own[0], sentence)
        if verb.dep_ in _SHARED or verb.dep_.startswith("acl"):
            subject = grammatical_subject(verb, frozenset())
            return self.of_subject(subject, sentence) if subject is not None else ()
        return self._at_start(verb, sentence)

    def _medium(self, verb: Token, sentence: Span) -> tuple[int, ...]:
        """The news medium that is mentioned beside a verb whose speaker has no name."""
        for place in range(verb.i + 1, sentence.end):
            token = self.doc[place]
            if token.text in _BREAKS or token.lower_ in ("dat", "of"):
                break
            index = self.mentions.at(token)
            if index is not None and self.mentions.kind(index) == "NewsPublisher":
                return (index,)
        return ()

    def has_spokesperson(self, sentence: Span) -> bool:
        """Tells whether a sentence speaks of a spokesperson."""
        return any(self._is_voice(token) for token in sentence)

    def _agent(self, verb: Token, sentence: Span) -> tuple[int, ...]:
        for token in sentence:
            if token.lower_ == "door" and clause_head(token).i == clause_head(verb).i:
                return self.from_here(token.i + 1, sentence)
        return ()

    def _at_start(self, verb: Token, sentence: Span) -> tuple[int, ...]:
        """The noun phrase that opens the clause of a verb whose subject the parser missed, else what follows it."""
        place = verb.i - 1
        while (
            place >= sentence.start
            and self.doc[place].text not in ";:?!"
            and self.doc[place].lower_ not in ("dat", "of")
        ):
            place -= 1
        before = self.from_here(place + 1, sentence) if place + 1 < verb.i else ()
        follows = verb.i + 1 < sentence.end and verb.nbor(1).pos_ != "ADP"
        return before or (self.from_here(verb.i + 1, sentence) if follows else ())

    def after(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives the speakers that follow a preposition such as "volgens"."""
        return self.from_here(placed.tokens[-1].i + 1, sentence)

    def gap(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives those between the words of a cue ("die X heeft ingezien"), else after them ("in handen van X")."""
        if placed.tokens[0].lower_ == "in" and not self._mentions_document(placed.tokens[0], sentence):
            return ()
        between = [self.doc[place] for place in range(placed.tokens[0].i + 1, placed.tokens[-1].i)]
        return self.in_phrase(between) or self.after(placed, sentence)

    def _mentions_document(self, token: Token, sentence: Span) -> bool:
        before = self.doc[sentence.start : token.i]
        return any(ends_in(word.lower_.rpartition("-")[2], self.speech.documents) for word in before)

    def of_clause(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives the subject of the clause ("naar eigen zeggen"), or the possessor ("naar zijn zeggen")."""
        named = self.mentions.within(placed.tokens)
        if named:
            return tuple(named[:1])
        head = clause_head(placed.tokens[0])
        subject = grammatical_subject(head, frozenset())
        return self.of_subject(subject, sentence) if subject is not None else ()

    def document(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives the medium that is read, or whom a document belongs to ("in de voorwaarden van X staat")."""
        for token in sentence:
            if token.lower_ == "in" and clause_head(token).i == clause_head(placed.head).i:
                found = self.from_here(token.i + 1, sentence)
                if found and self.mentions.kind(found[0]) == "NewsPublisher":
                    return found
        for word in sentence:
            role = word.lower_.rpartition("-")[2]
            if role in self.speech.documents and clause_head(word).i == clause_head(placed.head).i:
                named = self.mentions.within(token for token in word.subtree if _is_in_phrase(token, word))
                if named:
                    return (named[0],)
        return ()

    def dative(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives whom something appeared to ("is de dienst niet gebleken")."""
        return self.from_here(placed.tokens[0].i + 1, sentence)

    def in_which(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives whom the document belongs to that "waarin" refers to: the last one before it."""
        for place in range(placed.tokens[0].i - 1, sentence.start - 1, -1):
            if ends_in(self.doc[place].lower_.rpartition("-")[2], self.speech.documents):
                named = self.mentions.within(self.doc[place : placed.tokens[0].i])
                return tuple(named[:1])
        return ()

    def has_document(self, placed: PlacedCue, sentence: Span) -> bool:
        """Tells whether the words after a cue name a document ("volgens de dagvaarding")."""
        after = self.doc[placed.tokens[-1].i + 1 : min(placed.tokens[-1].i + 4, sentence.end)]
        return any(ends_in(word.lower_, self.speech.documents) for word in after)

    def outcome(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """Gives who found out ("blijkt uit een rondgang van X")."""
        for token in placed.tokens:
            if token.lower_ == "uit":
                tokens = [self.doc[place] for place in range(token.i + 1, sentence.end)]
                stop = next(
                    (k for k, word in enumerate(tokens) if word.text in _BREAKS or _is_finite(word)), len(tokens)
                )
                named = self.mentions.within(tokens[:stop])
                people = [index for index in named if self.mentions.kind(index) == "NewsPublisher"]
                return tuple((people or named)[:1])
        return ()


def _is_determined(noun: Token) -> bool:
    """Tells whether a word has an article or possessor before it, so that it is a noun ("haar mail")."""
    return any(child.dep_ in ("det", "nmod:poss", "amod") and child.i < noun.i for child in noun.children)


def is_inverted(verb: Token, sentence: Span) -> bool:
    """Tells whether a verb stands before its subject: "..., zegt X", "Dat zegt X"; after a comma, mark or "zo"."""
    if verb.i == sentence.start:
        return False
    before = verb.nbor(-1)
    if before.i == sentence.start and before.lower_ in _FRONTED:
        return True
    if any(child.dep_ in _SUBJECTS and child.i < verb.i for child in verb.children):
        return False
    if before.lower_ == "zo" and before.i > sentence.start:
        return True
    return before.text in MARKS or before.text == ","


def role_of(token: Token) -> str:
    """Gives the last part of a compound in lower case: "woordvoerder" of "KPN-woordvoerder"."""
    return token.lower_.rpartition("-")[2]


def stretch(doc: Doc, start: int, sentence: Span, step: int = 1) -> list[Token]:
    """Gives the words from a place on, forwards or backwards, up to a mark or a finite verb."""
    words: list[Token] = []
    while sentence.start <= start < sentence.end:
        token = doc[start]
        if token.text in _BREAKS or _is_finite(token):
            break
        words.append(token)
        start += step
    return words


def ends_in(word: str, listed: frozenset[str]) -> bool:
    """Tells whether a word is listed, or ends in a listed one that is long enough to be sure."""
    return word in listed or any(len(end) > _SHORTEST_END and word.endswith(end) for end in listed)


def _is_finite(token: Token) -> bool:
    return "Fin" in token.morph.get("VerbForm", [])


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.children)


def _is_in_phrase(word: Token, head: Token) -> bool:
    """Tells whether a word belongs to the phrase of `head` without passing through a clause or an aside."""
    while word.i != head.i:
        if word.dep_.startswith(("acl", "parataxis", "advcl", "ccomp")):
            return False
        word = word.head
    return True
