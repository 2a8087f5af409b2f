"""Which clause a word stands in, and what depends on a word: the scope of cues.

By the dependency parse (labels of Universal Dependencies); a Doc without a parse is cut at punctuation and
subordinating words instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from graphbuild.pipeline.document import Candidate, mention_span

_CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_IN_PHRASE = frozenset({"nmod", "nmod:poss", "appos", "flat", "compound", "conj", "amod", "fixed"})
_FEW = 5
"""So many words back from a negation its phrase may be joined by a comma, "en" or "maar"."""

_CUTS = frozenset(",;:()–—\"“”„‘’'…")
_SUBORDINATORS = frozenset(
    [
        "dat",
        "of",
        "die",
        "omdat",
        "doordat",
        "terwijl",
        "toen",
        "als",
        "zodra",
        "wanneer",
        "hoewel",
        "nadat",
        "voordat",
        "zoals",
        "mits",
        "tenzij",
        "want",
        "maar",
    ]
)
STANDING = frozenset({"affiliatedWith", "basedIn", "operates", "develops", "subsidiaryOf", "jointVentureOf"})
"""Relations that a noun phrase may take for granted."""

_SPEECH_INSERTS = frozenset({"parataxis"})


def sentence_of(doc: Doc, candidate: Candidate) -> Span:
    """Gives the sentence that makes a candidate's claim."""
    return doc[candidate.start : candidate.end]


def anchor(doc: Doc, candidate: Candidate) -> Token:
    """Gives the word whose clause decides on the candidate.

    That is its trigger; without one the lowest word above its subject and object in the sentence, else the one
    of the two that stands in the sentence, else the sentence's root.
    """
    if candidate.trigger is not None:
        return doc[candidate.trigger]
    sentence = sentence_of(doc, candidate)
    ends = [token for token in (end_in(sentence, candidate.subject), end_in(sentence, candidate.object)) if token]
    if not ends:
        return sentence.root
    if not doc.has_annotation("DEP"):
        return ends[-1]
    if len(ends) == 1:
        return _innermost_content(clause_head(ends[0]))
    above = _lowest_common(ends[0], ends[1])
    return _clause_between(above, ends) or above


def _innermost_content(clause: Token) -> Token:
    """Goes down from "X zegt" to the clause that says what: a claim without its arguments in sight is made there."""
    for child in clause.children:
        if child.dep_ == "ccomp":
            return _innermost_content(child)
    return clause


def _clause_between(above: Token, ends: Iterable[Token]) -> Token | None:
    """The clause below `above` that one of the ends stands in, as when the other is only understood there.

    A relative or participle clause: "X, dat sinds 2012 Y levert"; a coordinated one; the content of a report.
    """
    wanted = {"acl", "acl:relcl", "parataxis"} if above.pos_ in _NOMINAL else {"ccomp", "csubj", "acl:relcl"}
    for end in reversed(list(ends)):
        path = [end, *end.ancestors]
        below = path[: next((k for k, word in enumerate(path) if word.i == above.i), 0)]
        for word in below:
            if word.dep_ in wanted or (above.pos_ not in _NOMINAL and word.dep_ == "conj" and _heads_clause(word)):
                return word
    return None


def end_in(sentence: Span, mention: int) -> Token | None:
    """Gives the head word of a mention when it stands in the sentence."""
    span = mention_span(sentence.doc, sentence.doc._.mentions[mention])
    inside = sentence.start <= span.start and span.end <= sentence.end
    return span.root if inside else None


def _lowest_common(first: Token, second: Token) -> Token:
    above = [first, *first.ancestors]
    places = {token.i for token in above}
    for token in (second, *second.ancestors):
        if token.i in places:
            return token
    return second


def clause_head(token: Token) -> Token:
    """Gives the head of the clause that a word stands in; without a parse, the first word of its stretch."""
    if not token.doc.has_annotation("DEP"):
        return _linear_clause(token)
    while (token.dep_ not in _CLAUSES or _is_bare_adverb(token)) and token.head.i != token.i:
        if token.dep_ == "conj" and _heads_clause(token):
            break
        token = token.head
    return token


def _is_bare_adverb(token: Token) -> bool:
    """Tells whether the parser took an adverb such as "samen" for a clause: nothing in it makes it one."""
    return token.pos_ == "ADV" and not any(child.dep_ in (*_SUBJECTS, "aux", "cop", "mark") for child in token.children)


def _heads_clause(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX", "ADJ"):
        return True
    return any(child.dep_ in _SUBJECTS or child.dep_ == "cop" for child in token.children)


def _linear_clause(token: Token) -> Token:
    sentence = token.sent if token.doc.has_annotation("SENT_START") else token.doc[:]
    first = sentence.start
    for place in range(token.i, sentence.start, -1):
        word = token.doc[place]
        if word.text in _CUTS or (word.lower_ in _SUBORDINATORS and place < token.i):
            first = place + 1
            break
        if word.lower_ in _SUBORDINATORS:
            first = place
            break
    return token.doc[min(first, token.i)]


def depends(token: Token, head: Token) -> bool:
    """Tells whether `token` is `head` or stands below it in the parse."""
    return token.i == head.i or head in token.ancestors


def same_clause(cue: Token, word: Token) -> bool:
    """Tells whether two words stand in one clause."""
    return clause_head(cue).i == clause_head(word).i


def same_predicate(cue: Token, word: Token) -> bool:
    """Tells whether two words stand in one clause, and no infinitive clause is between them."""
    return same_clause(cue, word) and _infinitive(cue) == _infinitive(word)


def _infinitive(token: Token) -> int:
    """The index of the infinitive clause that a word stands in, -1 when in none."""
    while token.dep_ not in _CLAUSES and token.head.i != token.i:
        if token.dep_ == "xcomp" and token.pos_ == "VERB" and any(child.lower_ == "te" for child in token.children):
            return token.i
        token = token.head
    return -1


def is_said_of(cue: Token, word: Token) -> bool:
    """Tells whether a word is in the subject of a predicate such as "onzin" or "niet gebleken", or follows it."""
    if not cue.doc.has_annotation("DEP"):
        return _linear_content(cue, word)
    head = clause_head(cue)
    if depends(word, head):
        return word.i == head.i or _branch(head, word).dep_ not in ("parataxis", "advcl", "conj")
    return head.dep_ == "parataxis" and depends(word, head.head)


def ends_inside(sentence: Span, candidate: Candidate) -> int:
    """Counts how many of a candidate's two ends stand in the sentence."""
    return sum(end_in(sentence, mention) is not None for mention in (candidate.subject, candidate.object))


def local_stretch(cue: Token, sentence: Span) -> tuple[int, int] | None:
    """Gives the words that a negation of one phrase covers ("in Gent, niet in Brugge", "niet aan A maar aan B").

    None when it negates its clause: when a verb stands between it and the next comma, "en" or "maar".
    """
    end = cue.i + 1
    while (
        end < sentence.end and sentence.doc[end].text not in _CUTS and sentence.doc[end].lower_ not in ("maar", "wel")
    ):
        if sentence.doc[end].pos_ in ("VERB", "AUX"):
            return None
        end += 1
    contrasted = end < sentence.end and (
        sentence.doc[end].lower_ == "maar" or (end + 1 < sentence.end and sentence.doc[end + 1].lower_ == "maar")
    )
    opener = _before_adverbs(cue, sentence)
    added = opener is not None and (opener.text == "," or opener.lower_ in ("en", "maar"))
    return (cue.i, end) if (contrasted or added) and end > cue.i + 1 else None


def _before_adverbs(cue: Token, sentence: Span) -> Token | None:
    place = cue.i - 1
    while place > sentence.start and cue.i - place < _FEW:
        word = sentence.doc[place]
        if word.text == "," or word.lower_ in ("en", "maar"):
            return word
        if word.pos_ in ("VERB", "AUX") and word.tag_ != "" and "Fin" in word.morph.get("VerbForm", []):
            return None
        place -= 1
    return None


def is_content(cue: Token, word: Token) -> bool:
    """Tells whether `word` is in what a word such as "ontkent", "onzin" or "blijkt" is about.

    That is the clause, infinitive or noun phrase under it, never its subject (but its subject clause is), or,
    where the cue is put in after or before it ("..., ontkent X"), the clause above.
    """
    if not cue.doc.has_annotation("DEP"):
        return _linear_content(cue, word)
    head = cue if cue.pos_ in ("VERB", "AUX") else clause_head(cue)
    if word.i == head.i:
        return False
    if depends(word, head):
        branch = _branch(head, word)
        return branch.dep_ not in _SPEECH_INSERTS and not _is_subject(branch)
    return head.dep_ in _SPEECH_INSERTS and depends(word, head.head)


def _is_subject(branch: Token) -> bool:
    """Tells whether a branch is its verb's subject; of two that the parser calls so the second is the object."""
    subjects = [child.i for child in branch.head.children if child.dep_ in ("nsubj", "nsubj:pass")]
    return branch.i in subjects[:1]


def _branch(head: Token, word: Token) -> Token:
    branch = word
    while branch.head.i != head.i:
        branch = branch.head
    return branch


def _linear_content(cue: Token, word: Token) -> bool:
    between = word.doc[min(cue.i, word.i) : max(cue.i, word.i)]
    subordinated = any(token.lower_ in ("dat", "of") for token in between)
    return (word.i > cue.i and subordinated) or (word.i < cue.i and _linear_clause(word).lower_ == "dat")


def phrase_head(word: Token) -> Token:
    """Gives the head of the widest noun phrase that a noun belongs to."""
    while word.dep_ in _IN_PHRASE and word.head.i != word.i:
        word = word.head
    return word


def is_granted(candidate: Candidate, word: Token, sentence: Span) -> bool:
    """Tells whether a noun phrase takes the candidate for granted: "X, de baas van Y, ontkent" says that X leads Y.

    `word` is the candidate's anchor. Both ends that stand in the sentence are then in one noun phrase with it, and
    what the clause around it says or denies does not touch the relation.
    """
    aside = word.dep_ == "appos"
    if (
        (candidate.relation not in STANDING and not aside)
        or not word.doc.has_annotation("DEP")
        or word.pos_ not in _NOMINAL
    ):
        return False
    if any(child.dep_ in _SUBJECTS or child.dep_ == "cop" for child in word.children):
        return False
    head = phrase_head(word)
    ends = [end_in(sentence, mention) for mention in (candidate.subject, candidate.object)]
    return head.dep_ not in _CLAUSES and all(end is None or depends(end, head) for end in ends)
