"""The frame of a trigger: which tokens stand in which grammatical function to it.

Functions are logical, not those of the surface: the subject of a passive is its object, the agent after "door"
its subject. Each role carries a weight: 1 for what the parse says outright, less for what follows less surely,
such as a prepositional phrase that the parser attached to a neighbouring noun.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from graphbuild.pattern_language import WordClass
from graphbuild.pipeline.syntax import (
    AGENT,
    OBLIQUES,
    SUBJECTS,
    children,
    forms_of,
    grammatical_subject,
    is_nominal,
    is_passive,
    preposition,
)

_NEXT_DOOR = 0.85
_NEXT_DOOR_OF = 0.7
_FARTHEST_DOOR = 0.7
_BRACKETS_END = 12
_FROM_VERB = 0.9
_MISTAKEN = 0.85
_UNMARKED = 0.7
ARGUMENTS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "obl:arg", "xcomp", "nmod", "appos", "compound:prt"})


@dataclass(frozen=True, slots=True)
class Role:
    """A token in a grammatical function to a trigger; `preposition` is set for the function `prep`.

    `inside` means the name inside the token, as in "Huawei-apparatuur", not what the token stands for;
    `guessed` that the place in the sentence, not the parse, gave the role; `lent` that a noun has it from its verb.
    """

    function: str
    token: Token
    weight: float
    preposition: str = ""
    inside: bool = False
    guessed: bool = False
    lent: bool = False


@dataclass(frozen=True, slots=True)
class Frames:
    """Builds frames; the word classes say which verbs control objects, support nouns, receive, or cause."""

    classes: Mapping[str, WordClass]
    forms: Callable[[Token], Collection[str]] = forms_of

    def of(self, token: Token) -> list[Role]:
        """Gives the roles around a word of any kind."""
        return self.verb(token) if token.pos_ in ("VERB", "AUX") else self.noun(token)

    def verb(self, token: Token) -> list[Role]:
        """Gives the roles around a verb or participle."""
        roles: list[Role] = []
        passive = is_passive(token) or self._is_attribute(token)
        subject = grammatical_subject(token, self.classes["object-control"].words)
        if subject is not None:
            roles.append(Role("object" if passive else "subject", subject, 1.0))
        for child in token.children:
            roles += self._verb_role(child, passive)
            if child.dep_ == "nsubj" and subject is not None and child.i != subject.i:
                roles.append(Role("object", child, 0.8))
        roles += self._causer(token)
        roles += self._neighbours(token, roles)
        if token.head.i != token.i:
            roles.append(Role("governor", token.head, 1.0))
        return roles

    def noun(self, token: Token) -> list[Role]:
        """Gives the roles around a noun: its own phrases, its name or predicate, and its verb's arguments."""
        roles = list(self._own_phrases(token))
        roles += self._selves(token)
        roles += self._from_governor(token)
        for verb in children(token, "acl:relcl"):
            roles += self.lent(verb, self.verb(verb))
        return [*roles, *_as_verb(roles)]

    def phrase(self, token: Token) -> list[Role]:
        """Gives the roles around a fixed phrase ("in zee"): its own, and those of the word that it depends on."""
        own = [*self._own_phrases(token), *self._selves(token)]
        governor = token.head
        if governor.i == token.i:
            return [*own, *self._sisters(token)]
        if governor.pos_ in ("VERB", "AUX"):
            above = self._around(governor, token, 1.0)
        else:
            above = [Role("self", governor, 0.8), Role("subject", governor, 0.8), *self._above_noun(governor, token)]
        return [*own, Role("governor", governor, 1.0), *above]

    def _above_noun(self, noun: Token, phrase: Token) -> Iterator[Role]:
        """Gives the roles of a verb whose argument the parser hung the phrase on: "legt [X aan banden]"."""
        verb = noun.head
        if phrase.dep_ not in ("nmod", "obl") or verb.pos_ not in ("VERB", "AUX") or noun.dep_ not in ARGUMENTS:
            return
        yield Role("governor", verb, _FROM_VERB)
        yield from self._around(verb, phrase, _FROM_VERB)

    def _around(self, verb: Token, phrase: Token, weight: float) -> list[Role]:
        roles = (role for role in self.verb(verb) if role.token.i != phrase.i and role.function != "governor")
        return [replace(role, weight=role.weight * weight) for role in roles]

    def _sisters(self, token: Token) -> Iterator[Role]:
        for child in children(token, "nsubj", "nsubj:pass"):
            yield Role("subject", child, 0.9)
        for child in children(token, "obj"):
            yield Role("object", child, 0.9)

    def _verb_role(self, child: Token, passive: bool) -> Iterator[Role]:
        if child.dep_ == "obj":
            yield Role("object", child, 1.0)
        elif child.dep_ == "compound:prt" and child.pos_ in ("NOUN", "PROPN"):
            # A particle is no noun: "koopt antennes bij" has an object.
            yield Role("object", child, _MISTAKEN)
        elif child.dep_ == "iobj":
            yield Role("indirect", child, 1.0)
        elif child.dep_ in ("ccomp", "xcomp", "advcl", "csubj") or _is_indirect_question(child):
            yield Role("clause", child, 1.0)
        elif child.dep_ == "obl:agent":
            yield Role("subject", child, 1.0)
        elif child.dep_ in OBLIQUES:
            phrase = preposition(child)
            if phrase == AGENT and passive:
                yield Role("subject", child, 1.0)
            elif phrase:
                yield Role("prep", child, 1.0, phrase)
            elif is_nominal(child):
                yield Role("indirect", child, 0.8)
                if child.pos_ == "NOUN" and not passive and not children(child.head, "obj"):
                    yield Role("object", child, _UNMARKED)

    def _is_attribute(self, token: Token) -> bool:
        """Tells whether a participle stands before a noun; one with a subject is a verb that the parser mistook."""
        return token.dep_ == "amod" and not token.lower_.endswith(("end", "ende")) and not children(token, *SUBJECTS)

    def _causer(self, token: Token) -> Iterator[Role]:
        head = token.head
        if token.dep_ in ("xcomp", "ccomp", "aux") and self.classes["causative"].holds(self.forms(head)):
            causer = grammatical_subject(head, self.classes["object-control"].words)
            if causer is not None:
                yield Role("causer", causer, 1.0)

    def _neighbours(self, token: Token, roles: list[Role]) -> Iterator[Role]:
        """Gives the phrases that the parser hung on an argument of the verb rather than on the verb."""
        for role in roles:
            if role.token.head.i == token.i and role.token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
                yield from _phrases_below(role.token, _NEXT_DOOR)
        for together in children(token, "advmod"):
            yield from _phrases_below(together, 1.0)

    def _own_phrases(self, token: Token) -> Iterator[Role]:
        for child in token.children:
            if child.dep_ == "nmod:poss":
                yield Role("poss", child, 1.0)
            elif child.dep_ in ("nmod", "obl", "obl:arg", "obl:agent"):
                phrase = preposition(child)
                if phrase:
                    yield Role("prep", child, 1.0, phrase)
                if phrase == "van":
                    below = _phrases_below(child, _NEXT_DOOR)
                    yield from (role for role in below if role.preposition != "van")
            elif child.dep_ in ("amod", "det", "nmod", "flat") and child.i < token.i:
                yield Role("attribute", child, 1.0)
            elif child.dep_ in ("acl", "ccomp", "xcomp"):
                yield Role("clause", child, 1.0)
            if child.dep_ == "case":
                yield Role("preposition", child, 1.0)
            if child.dep_ == "det":
                yield Role("determiner", child, 1.0)
            if child.i > token.i and child.dep_ in ("appos", "flat", "nmod", "obj", "nsubj") and not preposition(child):
                yield Role("apposed", child, 0.9)
        yield Role("compound", token, 1.0, inside=True)
        yield from _in_brackets(token)

    def _selves(self, token: Token) -> Iterator[Role]:
        yield Role("self", token, 1.0)
        for child in token.children:
            if child.dep_ in ("appos", "flat", "nmod") and not preposition(child) and is_nominal(child):
                yield Role("self", child, 1.0)
        if token.dep_ in ("appos", "flat") or (token.dep_ == "nmod" and not preposition(token)):
            yield Role("self", token.head, 1.0)
        if token.dep_ == "conj" and token.head.pos_ == "NOUN" and not children(token, "det", "nmod:poss"):
            yield from self._selves_of_first(token)
        if children(token, "cop") or token.dep_ == "root":
            for subject in _subjects_of_predicate(token):
                yield Role("self", subject, 1.0)
                yield Role("predicate", subject, 1.0, preposition(token))
        if token.dep_ == "nsubj" and children(token.head, "cop") and is_nominal(token.head):
            yield Role("self", token.head, 0.9)
        copular = self.classes["copula"].holds(self.forms(token.head)) and not preposition(token)
        if token.dep_ == "xcomp" or preposition(token) == "als" or (copular and token.dep_ in ("obl", "obj")):
            shared = grammatical_subject(token.head, self.classes["object-control"].words)
            if shared is not None:
                yield Role("self", shared, 0.9)

    def _selves_of_first(self, token: Token) -> Iterator[Role]:
        for role in self._selves(token.head):
            yield Role("self", role.token, role.weight * _FROM_VERB)

    def _from_governor(self, token: Token) -> Iterator[Role]:
        """Gives the arguments of the verb whose object or subject the noun is: "A doet met B een proef"."""
        governor = token.head
        if governor.i == token.i:
            return
        yield Role("governor", governor, 1.0)
        if token.dep_ not in ARGUMENTS or governor.pos_ not in ("VERB", "AUX"):
            return
        roles = [role for role in self.verb(governor) if role.token.i != token.i]
        if token.dep_ in SUBJECTS and not self.classes["support"].holds(self.forms(governor)):
            roles = [role for role in roles if role.function != "prep"]
        yield from self.lent(governor, roles)

    def lent(self, verb: Token, roles: list[Role]) -> Iterator[Role]:
        """Gives the roles that a verb lends to the noun that is its object: "X kreeg van Y een boete"."""
        receives = self.classes["receive"].holds(self.forms(verb))
        supports = receives or self.classes["support"].holds(self.forms(verb))
        copular = self.classes["copula"].holds(self.forms(verb))
        for role in roles:
            if role.function == "subject":
                weight = role.weight * (1.0 if supports else 0.6)
                yield replace(role, function="receiver" if receives else "holder", weight=weight)
            elif role.function == "object":
                yield replace(role, function="indirect", weight=role.weight * _FROM_VERB, lent=True)
            elif role.function in ("prep", "indirect"):
                yield replace(role, weight=role.weight * _FROM_VERB, lent=not copular)


def _subjects_of_predicate(noun: Token) -> list[Token]:
    """Gives the subjects of "X is [noun]", also where the parser hung them on the copula."""
    return [s for word in (noun, *children(noun, "cop")) for s in children(word, "nsubj", "nsubj:pass")]


def _is_indirect_question(verb: Token) -> bool:
    """Tells whether the parser took a clause with "of" (whether) for a second main clause."""
    return verb.dep_ == "conj" and any(word.lower_ == "of" and word.i < verb.i for word in verb.subtree)


def _phrases_below(noun: Token, weight: float) -> Iterator[Role]:
    for child in children(noun, "nmod", "obl", "obl:arg"):
        phrase = preposition(child)
        if phrase:
            yield Role("prep", child, weight * (_NEXT_DOOR_OF if phrase == "van" else 1.0), phrase)
            if weight > _FARTHEST_DOOR:
                yield from _phrases_below(child, weight * _NEXT_DOOR)


def _in_brackets(token: Token) -> Iterator[Role]:
    """Gives what stands in the brackets that open within the next few words: "Jan Vos (D66)"."""
    doc, end = token.doc, min(token.i + _BRACKETS_END, token.sent.end)
    for index in range(token.i + 1, end):
        if doc[index].text == "(":
            for inner in range(index + 1, end):
                if doc[inner].text == ")":
                    return
                yield Role("brackets", doc[inner], 1.0)
        elif doc[index].pos_ not in ("PROPN", "X", "NOUN"):
            return


def _as_verb(roles: list[Role]) -> Iterator[Role]:
    """Gives a noun's subject and object, by which it takes part in patterns like a verb."""
    for role in roles:
        if role.function == "prep" and role.preposition == AGENT:
            yield Role("subject", role.token, role.weight)
        elif role.function == "prep" and role.preposition == "van":
            yield Role("subject", role.token, role.weight * 0.85)
            yield Role("object", role.token, role.weight * 0.9)
        elif role.function == "poss":
            yield Role("subject", role.token, role.weight * 0.95)
            yield Role("object", role.token, role.weight * 0.5)
        elif role.function == "holder":
            yield Role("subject", role.token, role.weight * 0.9)
        elif role.function == "compound":
            yield Role("object", role.token, role.weight * 0.85, inside=True)
            yield Role("subject", role.token, role.weight * 0.7, inside=True)
