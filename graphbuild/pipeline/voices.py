"""Who speaks in the sentences of a text that are quotations, or turns in a dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from graphbuild.pipeline.quotations import is_quotation, quoted_tokens, runs
from graphbuild.pipeline.relays import Report
from graphbuild.pipeline.speakers import Speakers

_LONGEST_TURN = 14
"""So many words may stand before the colon that opens a turn."""


class Voices:
    """The speakers of one Doc, sentence by sentence: `by_sentence`; `reports` are those of each sentence."""

    def __init__(self, doc: Doc, speakers: Speakers, reports: Sequence[Sequence[Report]]) -> None:
        self.doc, self.speakers, self.reports = doc, speakers, reports
        self.mentions = speakers.mentions
        self.quoted = quoted_tokens(doc)
        self.runs = runs(self.quoted)
        self.sentences = list(doc.sents)
        self.number = {token.i: k for k, sentence in enumerate(self.sentences) for token in sentence}
        self.quotes = [is_quotation(sentence, self.quoted) for sentence in self.sentences]
        self.by_sentence = self._voices()

    def _voices(self) -> list[tuple[int, ...]]:
        """Who speaks in each sentence that is a quotation or a turn in a dialogue."""
        turns = [self._turn(sentence) for sentence in self.sentences]
        dialogue = len([turn for turn in turns if turn]) > 1
        voices: list[tuple[int, ...]] = []
        turn: tuple[int, ...] = ()
        for k, opened in enumerate(turns):
            if opened:
                turn = opened
            elif self.outer(k) or not dialogue:
                turn = ()
            voices.append(turn or (self._quote_voice(k, voices) if self.quotes[k] else ()))
        return voices

    def _turn(self, sentence: Span) -> tuple[int, ...]:
        """Who opens a turn by name and colon: "Minister X (Y): ..."."""
        for token in sentence[:_LONGEST_TURN]:
            opens_with_preposition = token.i == sentence.start and token.pos_ == "ADP"
            if (
                opens_with_preposition
                or token.pos_ in ("VERB", "AUX")
                or (token.text in "\"“‘'" and token.i == sentence.start)
            ):
                return ()
            if token.text == ":" and token.i + 1 < sentence.end:
                named = self.mentions.within(self.doc[sentence.start : token.i])
                people = [index for index in named if self.mentions.is_person(index)]
                return tuple((people or named)[:1])
        return ()

    def outer(self, k: int) -> list[Report]:
        """The reports of a sentence that stand outside quotations."""
        return [report for report in self.reports[k] if not self.quoted[report.placed.head.i]]

    def _quote_voice(self, k: int, voices: list[tuple[int, ...]]) -> tuple[int, ...]:
        if self.outer(k):
            return self.outermost(k)
        if beside := self._beside(k):
            return beside
        for bound in self.bounds(k):
            if self.outer(bound):
                return self.outermost(bound)
        for before in range(k - 1, max(-1, k - 6), -1):
            if self.sentences[before].text.rstrip().endswith("?") and not self.quotes[before]:
                continue
            if voices[before] and self.quotes[before]:
                return voices[before]
            if self.outer(before):
                return self.outermost(before)
            break
        if k + 1 < len(self.sentences) and self.outer(k + 1) and not self.quotes[k + 1]:
            return self.outermost(k + 1)
        return self._first_person(k) or self._last_person(k)

    def bounds(self, k: int) -> tuple[int, ...]:
        """The sentences in which a quotation over several sentences ends and begins: who speaks is named there."""
        first, last = next(self.runs[token.i] for token in self.sentences[k] if self.quoted[token.i])
        return tuple(self.number[place] for place in (last, first) if self.number[place] != k)

    def _beside(self, k: int) -> tuple[int, ...]:
        """Who stands beside a quotation with any verb: "'...', somt X op", "X minimaliseert: '...'"."""
        sentence = self.sentences[k]
        for token in sentence:
            if self.quoted[token.i] or token.i == sentence.start:
                continue
            after_quote = self.quoted[token.i - 1] or (token.nbor(-1).text == "," and self.quoted[token.i - 2])
            if after_quote and token.pos_ in ("VERB", "AUX"):
                return self.speakers.from_here(token.i + 1, sentence)
            if token.text == ":" and token.i + 1 < sentence.end and self.quoted[token.i + 1]:
                return tuple(self.mentions.within(self.doc[sentence.start : token.i])[:1])
        return ()

    def outermost(self, k: int) -> tuple[int, ...]:
        """The speakers of the report that has all else of a sentence in what it says; the sentence must have one."""
        return min(self.outer(k), key=lambda report: report.depth).speakers

    def _first_person(self, k: int) -> tuple[int, ...]:
        """Whom "ik" stands for in a quotation."""
        for token in self.sentences[k]:
            if token.lower_ in ("ik", "mijn") and (index := self.mentions.at(token)) is not None:
                return (index,)
        return ()

    def _last_person(self, k: int) -> tuple[int, ...]:
        """The person last named in running text before sentence k."""
        for before in range(k - 1, max(-1, k - 8), -1):
            if self.quotes[before]:
                continue
            named = self.mentions.within(self.sentences[before])
            people = [index for index in named if self.mentions.is_person(index)]
            if people:
                return (people[0],)
        return ()
