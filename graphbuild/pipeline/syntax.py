"""Questions about a parsed clause: its subject, its voice, its prepositions, what a relative pronoun stands for.

Labels are those of Universal Dependencies as the Dutch treebanks use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
OBLIQUES = frozenset({"obl", "obl:arg", "obl:agent", "nmod", "advmod"})
SHARING = frozenset({"xcomp", "advcl", "ccomp", "aux", "aux:pass", "parataxis"})
_RELATIVE = frozenset({"die", "dat", "wat", "wie", "welke", "wiens", "wier", "waar"})
_PRONOMINAL = re.compile(
    r"(er|hier|daar|waar)(aan|achter|af|bij|binnen|boven|door|heen|in|langs|mee|na|naar|naast|"
    r"om|omtrent|onder|op|over|tegen|tot|toe|tussen|uit|van|vanuit|via|voor)(?:heen)?"
)
_FULL_FORM = {"mee": "met", "toe": "tot", "af": "van", "heen": "naar"}
AGENT = "door"
_STRESS = str.maketrans("áéíóú", "aeiou")
_PLURAL = re.compile(r"(?:'s|en|s)$")
_SHORTEST_PLURAL = 4
_PERCENT = frozenset({"procent", "percent", "%"})
_FIGURES = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?")
_HALF = 50.0
_MAJORITY, _MINORITY = "meerderheid", "minderheid"
_OPEN_SYLLABLE = re.compile(r"(?<![aeiou])[aeou][bcdfgklmnprstvz]$")
_HARDENED = {"v": "f", "z": "s"}
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM", "X", "SYM"})
_BEFORE_NOUN = frozenset({"DET", "ADJ", "NUM"})
_DEEPEST = 5


def forms_of(token: Token) -> tuple[str, ...]:
    """Gives the ways in which a word list may name the token: text, lemma, joined verb, end of a compound.

    Accents of stress are dropped ("kríjgt"), and a noun also counts without its plural ending, since a
    lemmatizer leaves rare plurals as they are. A percentage is also a majority or a minority.
    """
    lemma = token.lemma_.lower().replace("_", "").translate(_STRESS)
    lower = token.lower_.translate(_STRESS)
    forms = dict.fromkeys((token._.verb.lower(), lemma, lower))
    for form in (lemma, lower):
        last = form.rpartition("-")[2]
        forms[last] = None
        if token.pos_ not in _VERBS and len(last) > _SHORTEST_PLURAL:
            forms |= dict.fromkeys((_PLURAL.sub("", last), singular(last)))
    forms.pop("", None)
    if lemma in _PERCENT and (share := _percentage(token)) is not None:
        forms[_MAJORITY if share >= _HALF else _MINORITY] = None
    return tuple(forms)


def _percentage(unit: Token) -> float | None:
    """Gives the number before "procent" or "%", when it is written in figures."""
    figures = unit.nbor(-1).text.replace(",", ".") if unit.i else ""
    return float(figures) if _FIGURES.fullmatch(figures) else None


class Forms:
    """The forms of the tokens of one Doc, as `forms_of` gives them, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, ...]] = {}

    def __call__(self, token: Token) -> tuple[str, ...]:
        """Gives the forms of a token."""
        forms = self._known.get(token.i)
        if forms is None:
            forms = self._known[token.i] = forms_of(token)
        return forms


def singular(plural: str) -> str:
    """Gives the singular of a Dutch noun in -en by the rules of spelling: "palen" paal, "bonnen" bon, "lenzen" lens."""
    if not plural.endswith("en"):
        return plural
    stem = plural[:-2]
    if stem[-2:-1] == stem[-1:]:
        return stem[:-1]
    open_syllable = _OPEN_SYLLABLE.search(stem)
    if open_syllable is not None:
        stem = stem[:-1] + stem[-2] + stem[-1]
    return stem[:-1] + _HARDENED.get(stem[-1:], stem[-1:])


def children(token: Token, *labels: str) -> list[Token]:
    """Gives the dependents with one of these labels, from left to right."""
    return [child for child in token.children if child.dep_ in labels]


def is_nominal(token: Token) -> bool:
    """Tells whether the token is a noun, name, pronoun or number, so that it can be an argument."""
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X", "SYM", "ADJ")


def is_participle(token: Token) -> bool:
    """Tells whether the token is a past participle, by its tag or, without one, by its form."""
    if token.tag_.startswith("WW|vd") or "VerbForm=Part" in str(token.morph):
        return not token.lower_.endswith(("end", "ende"))
    return False


def is_passive(verb: Token) -> bool:
    """Tells whether a verb is in the passive; a past participle without auxiliary counts, as in headlines."""
    labels = {child.dep_ for child in verb.children}
    if "aux:pass" in labels or "nsubj:pass" in labels:
        return True
    if "aux" not in labels and "obj" not in labels and _has_agent(verb):
        return True
    if not is_participle(verb) or "aux" in labels or "cop" in labels:
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and is_participle(verb.head):
        return is_passive(verb.head)
    return not children(verb, "obj")


def _has_agent(verb: Token) -> bool:
    return any(preposition(child) == AGENT for child in children(verb, "obl", "obl:agent"))


def preposition(token: Token) -> str:
    """Gives the preposition of a noun phrase ("in opdracht van" as a whole), "" when it has none."""
    if token.lower_ == "waar":
        return "in"
    pronominal = _PRONOMINAL.fullmatch(token.lower_)
    if pronominal:
        return _FULL_FORM.get(pronominal[2], pronominal[2])
    for case in children(token, "case"):
        words = [case, *children(case, "fixed")]
        return " ".join(word.lower_ for word in sorted(words, key=lambda word: word.i))
    return ""


def members(token: Token) -> list[Token]:
    """Gives the heads of a coordinated phrase: the token, and what is joined to it."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found += members(child)
    return found


def grammatical_subject(verb: Token, object_control: frozenset[str], depth: int = 0) -> Token | None:
    """Gives the subject of a clause, its own or the one that it shares with the clause above.

    An infinitive takes the object of a verb in `object_control` ("verplicht X om te leveren"), else the subject;
    a coordinated clause that of the first; a participle before a noun has that noun.
    """
    own = relative_subject(verb) or next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        return own
    if depth > _DEEPEST or verb.head.i == verb.i:
        return None
    if verb.dep_ == "amod" or (verb.dep_ == "acl" and is_participle(verb)):
        return verb.head
    if verb.dep_ == "conj":
        return grammatical_subject(verb.head, object_control, depth + 1)
    if verb.dep_ in SHARING or verb.dep_ == "acl":
        return _controller(verb, object_control, depth)
    return None


def described_before_comma(noun: Token) -> Token | None:
    """Gives the word that a singular noun phrase after a comma describes: C in "A, B en C, de maker van D".

    It goes by the order of words, since parsers hang such a phrase on any member of the list, or on the verb.
    """
    if "Sing" not in noun.morph.get("Number", []):
        return None
    place = noun.i - 1
    while place > noun.sent.start and noun.doc[place].pos_ in _BEFORE_NOUN:
        place -= 1
    return noun.doc[place - 1] if place > noun.sent.start and noun.doc[place].text == "," else None


def relative_subject(verb: Token) -> Token | None:
    """Gives the "dat" or "die" that the parser took for a conjunction although it opens a relative clause."""
    for child in children(verb, "mark"):
        if child.lower_ in ("die", "dat") and (verb.dep_ == "acl:relcl" or _follows_noun(child)):
            return child
    return None


def _follows_noun(pronoun: Token) -> bool:
    before = pronoun.i - 2
    return before >= pronoun.sent.start and pronoun.nbor(-1).text == "," and pronoun.nbor(-2).pos_ in _NOUNS


def _controller(verb: Token, object_control: frozenset[str], depth: int) -> Token | None:
    head = verb.head
    if any(form in object_control for form in forms_of(head)):
        for label in ("obj", "iobj", "obl:arg"):
            if label == "obl:arg":
                bare = [child for child in children(head, label) if not preposition(child)]
            else:
                bare = children(head, label)
            if bare:
                return bare[0]
    if verb.dep_ == "acl":
        owners = children(head, "nmod:poss")
        if owners:
            return owners[0]
        head = head.head if head.dep_ in ("obj", "nsubj:pass", "obl", "obl:arg") else head
    if head.i == verb.i or head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN", "ADV", "PROPN"):
        return None
    return grammatical_subject(head, object_control, depth + 1)


def antecedent(pronoun: Token) -> Token | None:
    """Gives the noun that a relative pronoun ("die", "dat", "waarmee") stands for, None for other words.

    Where the parse has no relative clause, a pronoun right after a comma takes the word before the comma.
    """
    pronominal = _PRONOMINAL.fullmatch(pronoun.lower_)
    relative = pronominal is not None and pronominal[1] == "waar"
    if pronoun.lower_ not in _RELATIVE and not relative:
        return None
    for verb in _above(pronoun):
        if verb.dep_ == "acl:relcl" and verb.head.i < pronoun.i:
            return verb.head
    return pronoun.nbor(-2) if _follows_noun(pronoun) else None


def _above(token: Token) -> Iterator[Token]:
    for _ in range(_DEEPEST):
        if token.head.i == token.i:
            return
        token = token.head
        yield token
