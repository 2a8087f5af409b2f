"""Which mentions a word in argument position stands for.

A mention's own head, the antecedent of a relative pronoun, "ByteDance" for "moederbedrijf" in "moederbedrijf
ByteDance", and the owner for a bearer: "de klantgegevens van KPN" stand for KPN.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from graphbuild.pattern_language import WordClass
from graphbuild.pipeline.document import mention_span
from graphbuild.pipeline.syntax import (
    SUBJECTS,
    Forms,
    antecedent,
    children,
    grammatical_subject,
    members,
    preposition,
)
from graphbuild.types import Mention, MentionForm

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
        self.forms = Forms()
        self.mentions: Sequence[Mention] = doc._.mentions
        self.spans = [mention_span(doc, mention) for mention in self.mentions]
        self._fillers: dict[tuple[int, int], list[Filler]] = {}
        self.heads: dict[int, int] = {}
        self.by_head: dict[int, list[int]] = defaultdict(list)
        self.inside: dict[int, list[int]] = defaultdict(list)
        self.covering: dict[int, list[int]] = defaultdict(list)
        self.adjectives: dict[int, list[int]] = defaultdict(list)
        for index, (mention, span) in enumerate(zip(self.mentions, self.spans, strict=True)):
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
        self._lists_of: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for group in self.lists:
            for head in group:
                self._lists_of[head].append(group)
        self._sorted_heads = sorted(self.by_head)
        self._starts = sorted((span.start, index) for index, span in enumerate(self.spans))
        self._has_crossing = any(token.is_sent_start for span in self.spans for token in span[1:])

    def _lists(self, doc: Doc) -> Iterator[tuple[int, ...]]:
        """Yields the heads of mentions in lists such as "A, B en de C", whatever the parse made of them."""
        run: list[int] = []
        for (before, first), (after, second) in pairwise(self._with_places(doc)):
            between = _only_word_between(before, after) if first != second else ""
            joint = bool(between) and doc[first].sent == doc[second].sent
            last = joint and (between in _AND or (between == "als" and _has_both_before(before)))
            if joint and (between == "," or last) and not _starts_clause(doc[first], doc[second]):
                run = [*(run or [first]), second]
                if last:
                    yield tuple(run)
                    run = []
            else:
                run = []

    def _with_places(self, doc: Doc) -> list[tuple[Span, int]]:
        """Gives span and head of each mention, in text order; "A uit Gent" is one, with the head of A."""
        found: list[tuple[Span, int]] = []
        placed = [(span, self.heads[i], self.mentions[i].kind) for i, span in enumerate(self.spans)]
        for span, head, kind in sorted(placed, key=lambda one: (one[0].start_char, one[0].end_char, *one[1:])):
            where = span.start > 1 and doc[span.start - 1].lower_ in _WHERE and kind in _PLACES
            if where and found and found[-1][0].end == span.start - 1:
                found[-1] = (doc[found[-1][0].start : span.end], found[-1][1])
            else:
                found.append((span, head))
        return found

    def fillers(self, token: Token, depth: int = 0) -> list[Filler]:
        """Gives the mentions that the token and the words coordinated with it stand for, in text order."""
        if (token.i, depth) not in self._fillers:
            found: dict[int, float] = {}
            for member in self._members(token):
                for filler in self._single(member, depth):
                    found[filler.mention] = max(filler.weight, found.get(filler.mention, 0.0))
            self._fillers[token.i, depth] = [Filler(mention, found[mention]) for mention in sorted(found)]
        return self._fillers[token.i, depth]

    def coordinated(self, token: Token) -> frozenset[int]:
        """Gives the heads of the mentions that stand in one list with the token, itself included."""
        ours = next(iter(self._lists_of.get(token.i, ())), ())
        return frozenset({token.i, *ours, *(member.i for member in members(token))})

    def are_listed_together(self, first: int, second: int) -> bool:
        """Tells whether the heads of two mentions are one word, or stand in one list of mentions."""
        return first == second or any(second in group for group in self._lists_of.get(first, ()))

    def listed(self) -> tuple[tuple[int, ...], ...]:
        """Gives the mentions of each list that has several."""
        found = (tuple(index for head in heads for index in self.by_head.get(head, ())) for heads in self.lists)
        return tuple(members for members in found if len(members) > 1)

    def heads_between(self, start: int, end: int) -> list[int]:
        """Gives the tokens from `start` on, before `end`, that head mentions."""
        heads = self._sorted_heads
        return heads[bisect_left(heads, start) : bisect_left(heads, end)]

    def reach(self, sentence: Span) -> list[int]:
        """Gives the mentions that words of a sentence may stand for: those in it, and what it may reach beyond.

        A bracket that opens it explains a name before, a colon near its end lists names after. Where a mention runs
        over the end of a sentence, all mentions are in reach of all sentences.
        """
        doc, start, end = sentence.doc, sentence.start, sentence.end
        if self._has_crossing:
            start, end = 0, len(doc)
        if any(token.text == "(" for token in doc[max(start - 1, 0) : start + 1]):
            start = max(start - _BRACKETED, 0)
        if any(token.text == ":" for token in doc[start : end + _NEAR_COLON - 1]):
            end = doc[min(end + 2 * _NEAR_COLON, len(doc)) - 1].sent.end
        first, last = (bisect_left(self._starts, (place, 0)) for place in (doc[start].sent.start, end))
        return [index for _, index in self._starts[first:last]]

    def own(self, token: Token) -> set[int]:
        """Gives the tokens of the mentions that the token heads."""
        spans = (self.spans[index] for index in self.by_head.get(token.i, ()))
        return {index for span in spans for index in range(span.start, span.end)}

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
        for index in self.by_head.get(token.i, ()):
            start = self.spans[index].start
            if start >= _BRACKETED and token.doc[start - 1].text == "(":
                return self.covering.get(start - _BRACKETED, [])
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
        heads = self.heads_between(colon + 1, colon + _NEAR_COLON + 1)
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
        if not self.bearers.holds(self.forms(token)):
            return []
        found = [Filler(index, BEARER_WEIGHT) for index in self.inside.get(token.i, ())]
        for child in token.children:
            owner = child.dep_ == "nmod:poss" or (child.dep_ in ("nmod", "obl") and preposition(child) in OWNERS)
            if owner:
                found += [Filler(f.mention, f.weight * BEARER_WEIGHT) for f in self.fillers(child, depth + 1)]
        return found


def _only_word_between(before: Span, after: Span) -> str:
    """Gives the only word between two mentions that is no modifier of the second; "" if there is none or several."""
    found = ""
    for index in range(before.end, after.start):
        token = before.doc[index]
        if token.pos_ not in _MODIFIERS:
            if found:
                return ""
            found = token.lower_
    return found


def _has_both_before(first: Span) -> bool:
    """Tells whether "zowel" stands before the first member of "zowel A als B"."""
    return any(token.lower_ == _BOTH for token in first.doc[max(first.start - _NEAR_BOTH, 0) : first.start])


def _starts_clause(first: Token, second: Token) -> bool:
    """Tells whether the second name begins a clause of its own: "... aan A en B koopt ..."."""
    return second.dep_ in SUBJECTS and first.dep_ not in SUBJECTS and second.head.i > second.i
