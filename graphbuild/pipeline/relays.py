"""Through whom a claim came: who reported the words of its source, who spoke for it, and whom nobody names.

"NRC meldt dat KPN zegt dat ..." has KPN as its source, and NRC as the one that reported it. Nothing here changes who
the source is; where the order of the speakers is in doubt, none is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from graphbuild.cues import PlacedCue, place_cues
from graphbuild.pipeline.clauses import anchor, clause_head, depends, is_content
from graphbuild.pipeline.document import Candidate, mention_span
from graphbuild.pipeline.speakers import Speakers, ends_in, is_inverted, role_of, stretch
from graphbuild.types import EntityId

_ON_AUTHORITY = "on-authority"
_BESIDE = 0.25
"""By so much the words beside a verb of saying lie before ("volgens NRC") or behind it ("op gezag van NRC")."""
_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_VERBS = frozenset({"verb", "claim", "announce"})
_FEW = 4
"""So many words after a cue at most stand those whom it cites."""
_IN_NAME_OF = frozenset({"det", "amod", "nummod"})
_PLACES = {"after": -_BESIDE, "document": -_BESIDE, "holder": -_BESIDE, "outcome": -_BESIDE}


@dataclass(frozen=True, slots=True)
class Report:
    """Words by which somebody says something: the speakers (indexes of mentions), and what is said."""

    placed: PlacedCue
    speakers: tuple[int, ...]
    depth: int


def nesting(placed: PlacedCue) -> float:
    """Tells how far inside other reports a report lies: more for the inner one of two.

    A report beside what it says ("..., meldt NRC") lies outside of it. Ranks of reports in different branches of a
    sentence do not compare.
    """
    clause = clause_head(placed.head)
    level = float(sum(1 for _ in clause.ancestors))
    if clause.dep_ == "parataxis":
        level -= 1.5
    if placed.cue.group == _ON_AUTHORITY:
        return level + _BESIDE
    return level + _PLACES.get(placed.cue.value, 0.0)


class Relays:
    """Fills in for candidates through whom they came."""

    def __init__(self, doc: Doc, speakers: Speakers) -> None:
        self.doc, self.speakers, self.mentions = doc, speakers, speakers.mentions
        self.ids: list[EntityId] = [mention.entity_id for mention in doc._.mentions]

    def told(
        self, candidate: Candidate, reports: Sequence[Report], inside: Sequence[Report], later: tuple[int, ...]
    ) -> Candidate:
        """Gives a candidate with its relays, its spokesperson and its informants.

        `reports` are those of its sentence, `inside` those that say it, `later` who is said to tell it by a sentence
        that points back ("Dat meldt NRC").
        """
        informants = self._informants(candidate)
        if candidate.source is None:
            return replace(candidate, informants=informants)
        source = candidate.source
        steps = [later, *self._outer(inside, source)]
        voice = self.speakers.spokesperson(source)
        if voice is None and not self.mentions.is_person(source):
            voice = next((one for step in steps for one in step if self.speakers.is_spokesperson(one)), None)
        others = [tuple(one for one in step if one != voice) for step in steps]
        others.append(self._hearers(candidate, reports, (source, *(() if voice is None else (voice,)))))
        return replace(
            candidate,
            relayed_by=self._distinct(others, source),
            spokesperson=voice,
            informants=informants,
        )

    def _distinct(self, steps: Iterable[tuple[int, ...]], source: int) -> tuple[tuple[int, ...], ...]:
        """Leaves out who is there already; the source relays nothing to itself."""
        seen = {self.ids[source]}
        kept: list[tuple[int, ...]] = []
        for step in steps:
            fresh = {self.ids[index]: index for index in reversed(step) if self.ids[index] not in seen}
            seen.update(fresh)
            if fresh:
                kept.append(tuple(sorted(fresh.values())))
        return tuple(kept)

    def _outer(self, inside: Sequence[Report], source: int) -> list[tuple[int, ...]]:
        """Who reports the report of the source, the outermost first."""
        own = [nesting(one.placed) for one in inside if self._is_of(one, source)]
        if not own:
            return []
        outer = sorted((nesting(one.placed), one.placed.head.i, one.speakers) for one in inside)
        return [speakers for rank, _, speakers in outer if rank < max(own)]

    def _is_of(self, report: Report, source: int) -> bool:
        return self.ids[source] in {self.ids[index] for index in report.speakers}

    def _hearers(self, candidate: Candidate, reports: Sequence[Report], tellers: Sequence[int]) -> tuple[int, ...]:
        """The medium that those who tell it spoke to ("zegt hij tegen NRC", "vertelt hij in De Avondpost")."""
        ends = {self.ids[candidate.subject], self.ids[candidate.object]}
        for report in reports:
            if not any(self._is_of(report, teller) for teller in tellers):
                continue
            clause = clause_head(report.placed.head)
            for token in self.doc[report.placed.head.i + 1 : candidate.end]:
                index = self.mentions.at(token)
                if index is None or self.mentions.kind(index) != "NewsPublisher" or self.ids[index] in ends:
                    continue
                if self._follows_hearing(token, index) and clause_head(token).i == clause.i:
                    return (index,)
        return ()

    def _follows_hearing(self, token: Token, index: int) -> bool:
        first = mention_span(self.doc, self.doc._.mentions[index]).start
        before = self.doc[max(0, first - 2) : first]
        words = [word.lower_ for word in before if word.pos_ != "DET"]
        return bool(words) and words[-1] in self.speakers.speech.hearing and token.i >= first

    def _informants(self, candidate: Candidate) -> str | None:
        """The words for those who are cited without a name ("volgens twee bronnen", "zeggen ingewijden tegen NRC")."""
        sentence = self.doc[candidate.start : candidate.end]
        if not any(self._is_informant(token) for token in sentence):
            return None
        word = anchor(self.doc, candidate)
        for placed in place_cues(self.speakers.speech.cues, sentence):
            noun = self._unnamed(placed, sentence)
            if noun is not None and self._covers(placed, word, sentence):
                return self._phrase(noun)
        return None

    def _unnamed(self, placed: PlacedCue, sentence: Span) -> Token | None:
        """The word for people without a name who speak by a cue: those after "volgens", the subject of a verb."""
        if placed.cue.value in _VERBS:
            own = [child for child in placed.head.children if child.dep_ in _SUBJECTS]
            words = own or stretch(self.doc, placed.head.i + 1, sentence)[:_FEW]
        elif placed.cue.value == "after":
            words = stretch(self.doc, placed.tokens[-1].i + 1, sentence)[:_FEW]
        else:
            return None
        return next((word for word in words if self._is_informant(word)), None)

    @staticmethod
    def _covers(placed: PlacedCue, word: Token, sentence: Span) -> bool:
        """Tells whether what hangs on a word is said by a cue, or by the report that the cue is beside."""
        head = clause_head(placed.head)
        beside = is_inverted(head, sentence) or head.dep_ == "parataxis"
        if beside and word.i < head.i:
            return True
        return depends(word, head) if placed.cue.value == "after" else is_content(placed.head, word)

    def _is_informant(self, word: Token) -> bool:
        return ends_in(role_of(word), self.speakers.speech.informants)

    @staticmethod
    def _phrase(noun: Token) -> str:
        """A noun with the articles, numbers and adjectives right before it."""
        before = [child.i for child in noun.lefts if child.dep_ in _IN_NAME_OF]
        text: str = noun.doc[min([noun.i, *before]) : noun.i + 1].text
        return text
