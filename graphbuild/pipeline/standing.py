"""Which mentions a word in argument position stands for.

A mention's own head, the antecedent of a relative pronoun, "ByteDance" for "moederbedrijf" in "moederbedrijf
ByteDance", and the owner for a bearer: "de klantgegevens van KPN" stand for KPN.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from graphbuild.pattern_language import WordClass
from graphbuild.pipeline.document import mention_span
from graphbuild.pipeline.syntax import (
    SUBJECTS,
    antecedent,
    children,
    forms_of,
    grammatical_subject,
    members,
    preposition,
)
from graphbuild.types import MentionForm

BEARER_WEIGHT = 0.85
BOUND_WEIGHT = 0.8
LIST_WEIGHT = 0.9
POSSESSIVES = frozenset({"zijn", "haar", "hun", "diens", "z'n"})
OWNERS = frozenset({"van", "bij", "uit"})
_INSIDE = ("-", "–")
_AND = frozenset({"en", "of", "noch", "alsook", "&"})
_BOTH = "zowel"
_NEAR_BOTH = 4
_WHERE = frozenset({"uit", "in", "te"})
_PLACES = frozenset({"Country", "Region", "City"})
_MODIFIERS = frozenset({"DET", "ADJ", "NOUN"})
_EXAMPLES = (
    ("waaronder",),
    ("zoals",),
    ("als",),
    ("onder", "wie"),
    ("onder", "meer"),
    ("onder", "andere"),
    ("namelijk",),
)
_DEEPEST = 3
_NEAR_EXAMPLES = 5
_BRACKETED = 2
_NEAR_COLON = 4


@dataclass(frozen=True, slots=True)
class Filler:
    """A mention that fills a slot, by index, and how surely it is meant (0 to 1)."""

    mention: int
    weight: float


class Standing:
    """Looks up mentions by tokens of one Doc."""

    def __init__(self, doc: Doc, bearers: WordClass) -> None:
        self.bearers = bearers
        self.heads: dict[int, int] = {}
        self.by_head: dict[int, list[int]] = defaultdict(list)
        self.inside: dict[int, list[int]] = defaultdict(list)
        self.covering: dict[int, list[int]] = defaultdict(list)
        self.adjectives: dict[int, list[int]] = defaultdict(list)
        for index, mention in enumerate(doc._.mentions):
            span = mention_span(doc, mention)
            if mention.form is MentionForm.ADJECTIVE:
                self.heads[index] = span.root.i
                self.adjectives[span.root.i].append(index)
                continue
            last = span[-1]
            rest = last.text[mention.end - last.idx :] if mention.end < last.idx + len(last) else ""
            if len(rest) > 1 and rest[0] in _INSIDE:
                self.inside[last.i].append(index)
                self.heads[index] = last.i
                continue
            self.heads[index] = span.root.i
            self.by_head[span.root.i].append(index)
            for token in span:
                self.covering[token.i].append(index)
        self.lists = tuple(self._lists(doc))

    def _lists(self, doc: Doc) -> Iterator[tuple[int, ...]]:
        """Yields the heads of mentions in lists such as "A, B en de C", whatever the parse made of them."""
        run: list[int] = []
        for (before, first), (after, second) in pairwise(self._with_places(doc)):
            between = [token.lower_ for token in doc[before.end : after.start] if token.pos_ not in _MODIFIERS]
            joint = doc[first].sent == doc[second].sent and first != second and len(between) == 1
            last = joint and (between[0] in _AND or (between[0] == "als" and _has_both_before(before)))
            if joint and (between[0] == "," or last) and not _starts_clause(doc[first], doc[second]):
                run = [*(run or [first]), second]
                if last:
                    yield tuple(run)
                    run = []
            else:
                run = []

    def _with_places(self, doc: Doc) -> list[tuple[Span, int]]:
        """Gives span and head of each mention, in text order; "A uit Gent" is one, with the head of A."""
        found: list[tuple[Span, int]] = []
        for span, head, kind in sorted(
            (mention_span(doc, m), self.heads[i], m.kind) for i, m in enumerate(doc._.mentions)
        ):
            where = span.start > 1 and doc[span.start - 1].lower_ in _WHERE and kind in _PLACES
            if where and found and found[-1][0].end == span.start - 1:
                found[-1] = (doc[found[-1][0].start : span.end], found[-1][1])
            else:
                found.append((span, head))
        return found

    def fillers(self, token: Token, depth: int = 0) -> list[Filler]:
        """Gives the mentions that the token and the words coordinated with it stand for, in text order."""
        found: dict[int, float] = {}
        for member in self._members(token):
            for filler in self._single(member, depth):
                found[filler.mention] = max(filler.weight, found.get(filler.mention, 0.0))
        return [Filler(mention, found[mention]) for mention in sorted(found)]

    def coordinated(self, token: Token) -> frozenset[int]:
        """Gives the heads of the mentions that stand in one list with the token, itself included."""
        ours = next((group for group in self.lists if token.i in group), ())
        return frozenset({token.i, *ours, *(member.i for member in members(token))})

    def are_listed_together(self, first: int, second: int) -> bool:
        """Tells whether the heads of two mentions are one word, or stand in one list of mentions."""
        return first == second or any(first in group and second in group for group in self.lists)

    def _members(self, token: Token) -> list[Token]:
        return [token.doc[index] for index in sorted(self.coordinated(token))]

    def direct(self, token: Token) -> list[int]:
        """Gives the mentions that the token itself heads, or else belongs to."""
        return self.by_head.get(token.i) or self.covering.get(token.i) or []

    def _single(self, token: Token, depth: int) -> list[Filler]:
        direct = self._before_bracket(token) or self.direct(token)
        if direct:
            return [Filler(index, 1.0) for index in direct]
        if depth > _DEEPEST:
            return []
        noun = antecedent(token)
        if noun is not None:
            return self._single(noun, depth + 1)
        if token.dep_ == "nmod:poss" and token.lower_ in POSSESSIVES:
            return self._possessor(token, depth)
        return self._named(token) or self._listed(token) or self._examples(token) or self._owners(token, depth)

    def _possessor(self, token: Token, depth: int) -> list[Filler]:
        """Gives whose "zijn" it is: the first member of a list ("X en zijn dochter Y"), or the clause's subject."""
        noun = token.head
        if noun.dep_ == "conj":
            return self._bound(noun.head, depth)
        verb = next((word for word in noun.ancestors if word.pos_ in ("VERB", "AUX")), None)
        subject = grammatical_subject(verb, frozenset()) if verb is not None else None
        if subject is None or subject.i == noun.i or subject.is_ancestor(token):
            return []
        return self._bound(subject, depth)

    def _bound(self, token: Token, depth: int) -> list[Filler]:
        return [Filler(f.mention, f.weight * BOUND_WEIGHT) for f in self._single(token, depth + 1)]

    def is_bracketed(self, token: Token) -> bool:
        """Tells whether the token heads a mention that stands in brackets after another."""
        return bool(self._before_bracket(token))

    def _before_bracket(self, token: Token) -> list[int]:
        """Gives the mention that the token only explains: Jan Vos for "D66" in "Jan Vos (D66)"."""
        ours = self.by_head.get(token.i, [])
        for index in ours:
            span = mention_span(token.doc, token.doc._.mentions[index])
            if span.start >= _BRACKETED and token.doc[span.start - 1].text == "(":
                return self.covering.get(span.start - _BRACKETED, [])
        return []

    def _named(self, token: Token) -> list[Filler]:
        """Gives the names that follow a common noun directly: "moederbedrijf ByteDance"."""
        names = [child for child in children(token, "appos", "flat", "nmod", "conj") if self.by_head.get(child.i)]
        near = [name for name in names if not preposition(name) and name.dep_ != "conj"]
        return [Filler(index, 1.0) for name in near for member in members(name) for index in self.direct(member)]

    def _listed(self, token: Token) -> list[Filler]:
        """Gives the names that a colon lists: "drie bedrijven: A, B en C" are A, B and C."""
        end = len(token.doc)
        colon = next((i for i in range(token.i + 1, min(token.i + _NEAR_COLON, end)) if token.doc[i].text == ":"), None)
        if colon is None or any(token.doc[i].pos_ in ("VERB", "AUX") for i in range(token.i + 1, colon)):
            return []
        heads = [head for head in sorted(self.by_head) if colon < head <= colon + _NEAR_COLON]
        if not heads or not children(token, "nummod", "det"):
            return []
        group = self.coordinated(token.doc[heads[0]])
        return [Filler(index, LIST_WEIGHT) for head in sorted(group) for index in self.by_head.get(head, ())]

    def _examples(self, token: Token) -> list[Filler]:
        """Gives the names that stand for a plural by way of example: "170 gemeenten, waaronder A en B"."""
        start = self._after_example_word(token)
        head = next((i for i in range(start, min(start + _NEAR_EXAMPLES, token.sent.end)) if i in self.by_head), None)
        if not start or head is None or any(token.doc[i].pos_ in ("VERB", "AUX") for i in range(start, head)):
            return []
        group = self.coordinated(token.doc[head])
        return [Filler(index, LIST_WEIGHT) for member in sorted(group) for index in self.by_head.get(member, ())]

    def _after_example_word(self, noun: Token) -> int:
        """Gives the place after "waaronder" or "zoals" that follows a noun, past its verb; 0 when none does."""
        if noun.pos_ != "NOUN":
            return 0
        for index in range(noun.i + 1, min(noun.i + _NEAR_EXAMPLES, noun.sent.end)):
            words = [token.lower_ for token in noun.doc[index : index + 2]]
            found = next((known for known in _EXAMPLES if words[: len(known)] == list(known)), None)
            if found is not None:
                return index + len(found)
            if noun.doc[index].pos_ not in ("PUNCT", "VERB", "AUX", "ADP"):
                return 0
        return 0

    def _owners(self, token: Token, depth: int) -> list[Filler]:
        """Gives the owners of a bearer noun: "servers van KPN", "KPN-servers", "zijn servers"."""
        if not self.bearers.holds(forms_of(token)):
            return []
        found = [Filler(index, BEARER_WEIGHT) for index in self.inside.get(token.i, ())]
        for child in token.children:
            owner = child.dep_ == "nmod:poss" or (child.dep_ in ("nmod", "obl") and preposition(child) in OWNERS)
            if owner:
                found += [Filler(f.mention, f.weight * BEARER_WEIGHT) for f in self.fillers(child, depth + 1)]
        return found


def _has_both_before(first: Span) -> bool:
    """Tells whether "zowel" stands before the first member of "zowel A als B"."""
    return any(token.lower_ == _BOTH for token in first.doc[max(first.start - _NEAR_BOTH, 0) : first.start])


def _starts_clause(first: Token, second: Token) -> bool:
    """Tells whether the second name begins a clause of its own: "... aan A en B koopt ..."."""
    return second.dep_ in SUBJECTS and first.dep_ not in SUBJECTS and second.head.i > second.i
