"""Stage: who says so (`source` of each candidate).

Within a sentence the source is the speaker of the innermost report that has the candidate in what it says.
Across sentences it is whoever goes on speaking: in a quotation, in a dialogue, or by a sentence such as
"Dat meldt X" that points back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from graphbuild.cues import CueSet, PlacedCue, place_cues, read_cues
from graphbuild.pipeline.clauses import (
    STANDING,
    anchor,
    clause_head,
    depends,
    ends_inside,
    is_content,
    is_granted,
    sentence_of,
)
from graphbuild.pipeline.combine import coordinations
from graphbuild.pipeline.denials import LONGEST, denied, denies_pronoun, refers_back, says_pronoun
from graphbuild.pipeline.document import Candidate, mention_span
from graphbuild.pipeline.relays import Relays, Report, nesting
from graphbuild.pipeline.speakers import Speakers, Speech, is_inverted, read_speech
from graphbuild.pipeline.stance import BOTH, OWN_ACTS
from graphbuild.pipeline.voices import Voices
from graphbuild.resources import resource
from graphbuild.types import EntityId

_ASIDES = frozenset({"acl:relcl", "appos"})
_RELATIVE = frozenset({"die", "dat", "wat", "waar", "wiens"})
_SAYING = frozenset({"verb", "claim", "announce", "back"})
_REPORTING = frozenset({"verb", "claim", "announce"})
SURE_OF_SOURCE, SURE_OF_NONE = 0.9, 0.98
"""From these probabilities on the reader overrules cues; chosen on held-out passages."""

_LONGEST_TAIL = 9
_AFTER_QUESTION = 2
"""So many sentences before an answer stands what the question is about."""


class AttributionStage:
    """Fills in the source of each candidate; one with several sources becomes several candidates."""

    def __init__(self, folder: Path) -> None:
        """Reads the cues of the language in `folder`; raises LanguageError."""
        self.speech = read_speech(folder)
        self.stances = read_cues(folder, "stance.yaml")

    def __call__(self, doc: Doc) -> Doc:
        """Writes the new candidates on the Doc."""
        if doc._.candidates:
            reading = _Reading(doc, self.speech, self.stances)
            candidates = list(reading.attributed())
            told = (*candidates, *reading.denied(candidates))
            doc._.candidates = tuple(reading.relayed(candidate) for candidate in told)
        return doc


class _Reading:
    """One Doc, read sentence by sentence."""

    def __init__(self, doc: Doc, speech: Speech, stances: CueSet) -> None:
        self.doc, self.speech, self.stances = doc, speech, stances
        self.speakers = Speakers(doc, speech)
        self.mentions = self.speakers.mentions
        self.relays = Relays(doc, self.speakers)
        self.lists = coordinations(doc)
        self.sentences = list(doc.sents)
        self.number = {token.i: k for k, sentence in enumerate(self.sentences) for token in sentence}
        self.reports: list[list[Report]] = []
        for sentence in self.sentences:
            self.reports.append(self._reports(sentence))
        self.voices = Voices(doc, self.speakers, self.reports)

    def _reports(self, sentence: Span) -> list[Report]:
        found = []
        for placed in place_cues(self.speech.cues, sentence):
            finder = {
                "verb": self.speakers.of_verb,
                "claim": self.speakers.of_verb,
                "announce": self.speakers.of_verb,
                "back": self._back,
                "after": self.speakers.after,
                "self": self.speakers.of_clause,
                "holder": self.speakers.gap,
                "document": self.speakers.document,
                "outcome": self.speakers.outcome,
                "dative": self.speakers.dative,
                "in-which": self.speakers.in_which,
            }.get(placed.cue.value)
            if finder is None:
                continue
            speakers = finder(placed, sentence)
            if (
                not speakers
                and placed.cue.value in ("verb", "claim", "after")
                and self.speakers.has_spokesperson(sentence)
            ):
                speakers = self._spoken_for(placed, sentence)
            if not speakers and placed.cue.value == "after" and self.speakers.has_document(placed, sentence):
                speakers = self._previous(sentence)
            if speakers:
                depth = sum(1 for _ in placed.head.ancestors)
                found.append(Report(placed, speakers, depth))
        return found

    def _spoken_for(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        """The organization that a bare "een woordvoerder" speaks for: named before in this sentence, or context."""
        return self._organizations(self.doc[sentence.start : placed.tokens[0].i])[:1] or self._context(sentence)

    def _context(self, sentence: Span) -> tuple[int, ...]:
        """The first organization of the nearest sentence before that names one."""
        k = self.number[sentence.start]
        for before in range(k - 1, max(-1, k - 4), -1):
            if groups := self._organizations(self.sentences[before]):
                return groups[:1]
        return ()

    def _organizations(self, words: Span) -> tuple[int, ...]:
        """The mentions of those who have a spokesperson."""
        named = self.mentions.within(words)
        return tuple(
            index for index in named if self.mentions.kind(index) not in ("Person", "Product", "NewsPublisher")
        )

    def _previous(self, sentence: Span) -> tuple[int, ...]:
        """Whose document is spoken of: who spoke last, else the organization of the sentence before."""
        for reports in reversed(self.reports[-2:]):
            if reports:
                return min(reports, key=lambda report: report.depth).speakers
        return self._context(sentence)

    def _back(self, placed: PlacedCue, sentence: Span) -> tuple[int, ...]:
        return (
            self.speakers.of_verb(placed, sentence)
            or self.speakers.outcome(placed, sentence)
            or self.speakers.document(placed, sentence)
        )

    def attributed(self) -> Iterable[Candidate]:
        """Gives the candidates with their sources.

        A quotation whose speaker is not named beside it, as in a headline, is of whoever says the same elsewhere.
        """
        found = [(candidate, self._chosen(candidate)) for candidate in self.doc._.candidates]
        told: dict[tuple[EntityId, str, EntityId], tuple[int, ...]] = {}
        for candidate, sources in found:
            if sources:
                told.setdefault(self._edge(candidate), sources)
        for candidate, chosen in found:
            k = self.number[candidate.start]
            unnamed = not chosen and self.voices.quotes[k] and not self.voices.by_sentence[k]
            sources = told.get(self._edge(candidate), ()) if unnamed else chosen
            if not sources:
                yield replace(candidate, source=None)
            for source in sources:
                yield replace(candidate, source=source)

    def _edge(self, candidate: Candidate) -> tuple[EntityId, str, EntityId]:
        subject, object_ = (self.doc._.mentions[index] for index in (candidate.subject, candidate.object))
        return subject.entity_id, candidate.relation, object_.entity_id

    def _chosen(self, candidate: Candidate) -> tuple[int, ...]:
        """Gives whom the reader is sure of, else whom cues name, else whom the reader names."""
        read: tuple[int, ...] = () if candidate.source is None else (candidate.source,)
        sources = read if self._is_sure(candidate) else self._own(candidate, self._sources(candidate)) or read
        aside = self._is_warning(candidate, sources) or self._describes_speaker(candidate, sources)
        return () if aside else sources

    def _describes_speaker(self, candidate: Candidate, sources: tuple[int, ...]) -> bool:
        """Tells of "X, dat Y betaalt, zegt ..." that the text says the aside on its speaker itself."""
        ids = {self.doc._.mentions[index].entity_id for index in sources}
        word = anchor(self.doc, candidate)
        for inner in (word, *word.ancestors):
            index = self.mentions.at(inner.head) if inner.dep_ in _ASIDES else None
            if index is not None and self.doc._.mentions[index].entity_id in ids:
                return True
        return False

    def _is_sure(self, candidate: Candidate) -> bool:
        """Tells whether the reader is sure who says so.

        It cannot know of a sentence that only points back, nor of a quotation's speaker who is named sentences later;
        and no quotation is of nobody.
        """
        k = self.number[candidate.start]
        spoken = self.voices.quotes[k] and bool(self.voices.by_sentence[k])
        if candidate.read is None or (spoken and (candidate.source is None or bool(self.voices.bounds(k)))):
            return False
        if candidate.source is not None:
            return candidate.read.source_probability >= SURE_OF_SOURCE
        elsewhere = self._pointed_back(k, anchor(self.doc, candidate), candidate) or self._answering(k)
        return not elsewhere and candidate.read.source_probability >= SURE_OF_NONE

    def relayed(self, candidate: Candidate) -> Candidate:
        """Gives a candidate that has its source with those through whom it came."""
        k, word, sentence = self.number[candidate.start], anchor(self.doc, candidate), sentence_of(self.doc, candidate)
        inside = [report for report in self.reports[k] if self._says(report, candidate, word, sentence)]
        return self.relays.told(candidate, self.reports[k], inside, self._pointed_back(k, word, candidate))

    def _own(self, candidate: Candidate, sources: tuple[int, ...]) -> tuple[int, ...]:
        """Gives of several sources the one that the claim is about, if any: "A en B weren X. Zij zeiden dat."."""
        ids = [mention.entity_id for mention in self.doc._.mentions]
        own = tuple(index for index in sources if ids[index] == ids[candidate.subject])
        return own[:1] or sources

    def _everyone(self, speakers: tuple[int, ...]) -> tuple[int, ...]:
        """Gives with each speaker those who stand in one list with it, one mention for each entity."""
        ids = [mention.entity_id for mention in self.doc._.mentions]
        listed = [index for one in speakers for index in next((g for g in self.lists if one in g), (one,))]
        return tuple({ids[index]: index for index in reversed(listed)}.values())[::-1]

    def denied(self, candidates: list[Candidate]) -> Iterable[Candidate]:
        """Gives what sentences such as "De provider ontkent dat." deny of one of the two sentences before."""
        ids = [mention.entity_id for mention in self.doc._.mentions]
        by_sentence: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            by_sentence.setdefault(self.number[candidate.start], []).append(candidate)
        for k, sentence in enumerate(self.sentences):
            repeats = any(one.relation not in STANDING for one in by_sentence.get(k, ()))
            speakers = self._deniers(k, repeats)
            before = by_sentence.get(k - 1) or by_sentence.get(k - 2) or []
            yield from denied(before, sentence, speakers, ids)

    def _deniers(self, k: int, repeats: bool) -> tuple[int, ...]:
        """Who denies in sentence k what was said before; `repeats` tells that the sentence makes claims of its own."""
        sentence = self.sentences[k]
        groups = {placed.cue.group for placed in place_cues(self.stances, sentence)}
        if "no-denial" in groups:
            return ()
        for report in self.reports[k]:
            verb = report.placed.head
            if report.placed.cue.group == "deny":
                if denies_pronoun(verb, self.speech.anaphors):
                    return report.speakers
                if not repeats and refers_back(verb, sentence, self.speech.anaphors, self.speech.accusations):
                    return report.speakers
        if repeats or len(sentence) > LONGEST:
            return ()
        if "untrue" in groups:
            return self.voices.by_sentence[k] or (self.voices.outermost(k) if self.voices.outer(k) else ())
        return ()

    def _sources(self, candidate: Candidate) -> tuple[int, ...]:
        sources = self._named_sources(candidate)
        if self._introduces(candidate, sources) or self._is_warning(candidate, sources):
            return ()
        return sources

    def _named_sources(self, candidate: Candidate) -> tuple[int, ...]:
        sentence = sentence_of(self.doc, candidate)
        word = anchor(self.doc, candidate)
        k = self.number[candidate.start]
        inside = [report for report in self.reports[k] if self._says(report, candidate, word, sentence)]
        if inside:
            return max(inside, key=lambda report: (nesting(report.placed), report.depth)).speakers
        if candidate.trigger is None and ends_inside(sentence, candidate) < BOTH and self.voices.outer(k):
            return self.voices.outermost(k)
        if self.voices.quoted[word.i]:
            return self.voices.by_sentence[k] or (self.voices.outermost(k) if self.voices.outer(k) else ())
        if self.voices.by_sentence[k] and not self.voices.quotes[k]:
            return self.voices.by_sentence[k]
        return self._added(k) or self._pointed_back(k, word, candidate) or self._answering(k)

    def _added(self, k: int) -> tuple[int, ...]:
        """Gives who ends the sentence after a comma and any verb ("..., weet De Tijd."): a medium or person."""
        sentence = self.sentences[k]
        for token in sentence[1:]:
            if token.nbor(-1).text == "," and token.pos_ in ("VERB", "AUX") and sentence.end - token.i <= _LONGEST_TAIL:
                found = self.speakers.from_here(token.i + 1, sentence)
                if found and self.mentions.kind(found[0]) in ("NewsPublisher", "Person"):
                    return found
        return ()

    def _is_warning(self, candidate: Candidate, speakers: tuple[int, ...]) -> bool:
        """Who warns or accuses does so by speaking; that is no report of the own warning."""
        return candidate.relation in ("warnsAbout", "accuses") and self._is_own_act(candidate, speakers)

    def _introduces(self, candidate: Candidate, speakers: tuple[int, ...]) -> bool:
        """Tells whether the claim introduces its speaker: "..., zegt X, baas van Y" is what the text says itself."""
        first = mention_span(self.doc, self.doc._.mentions[candidate.subject])[0]
        own = self._is_own_act(candidate, speakers) and not self.voices.quoted[first.i]
        return candidate.relation == "affiliatedWith" and own

    def _pointed_back(self, k: int, word: Token, candidate: Candidate) -> tuple[int, ...]:
        if k + 1 >= len(self.sentences) or is_granted(candidate, word, sentence_of(self.doc, candidate)):
            return ()
        for report in self.reports[k + 1]:
            if report.placed.cue.value == "back" or self._reports_pronoun(report):
                return self._everyone(report.speakers)
        return ()

    def _reports_pronoun(self, report: Report) -> bool:
        """Tells whether a report in running text is of what a pronoun stands for: "Trouw schrijft dat na ..."."""
        cue, verb = report.placed.cue, report.placed.head
        reported = cue.value in _REPORTING and cue.group != "deny" and not self.voices.quoted[verb.i]
        return reported and says_pronoun(verb, self.speech.anaphors)

    def _answering(self, k: int) -> tuple[int, ...]:
        """Gives who goes on speaking after a question without a verb: "Dat zegt X. De reden? ..."."""
        if k < _AFTER_QUESTION:
            return ()
        question = self.sentences[k - 1]
        asked = question.text.rstrip().endswith("?") and not any(token.pos_ in ("VERB", "AUX") for token in question)
        return self.voices.outermost(k - _AFTER_QUESTION) if asked and self.voices.outer(k - _AFTER_QUESTION) else ()

    def _says(self, report: Report, candidate: Candidate, word: Token, sentence: Span) -> bool:
        placed = report.placed
        value = placed.cue.value
        if word.i in {token.i for token in placed.tokens}:
            return value in _SAYING and candidate.trigger is None and candidate.relation not in OWN_ACTS | STANDING
        if not self.voices.quoted[word.i] and is_granted(candidate, word, sentence):
            return False
        if value in ("holder", "document", "outcome", "dative"):
            return True
        if value == "in-which":
            return word.i > placed.tokens[0].i
        if value in ("after", "self"):
            return self._in_reach(placed, word)
        if value == "back" and placed.tokens[0].i <= sentence.start + 1:
            return False
        if value == "announce" and self._is_own_act(candidate, report.speakers):
            return any(token.lower_ == "dat" for token in self.doc[placed.head.i : word.i])
        if word.i < placed.head.i:
            return self._before(placed, word, sentence)
        return (
            is_content(placed.head, word) or self._after_subordinator(placed, word) or self._inserted(report, sentence)
        )

    def _is_own_act(self, candidate: Candidate, speakers: tuple[int, ...]) -> bool:
        ids = {self.doc._.mentions[index].entity_id for index in speakers}
        return self.doc._.mentions[candidate.subject].entity_id in ids

    def _after_subordinator(self, placed: PlacedCue, word: Token) -> bool:
        """Tells whether a word follows "X zegt dat", with no other finite verb between them."""
        for place in range(placed.head.i + 1, word.i):
            token = self.doc[place]
            if token.lower_ in ("dat", "of", "te"):
                return True
            if token.text in ";:" or "Fin" in token.morph.get("VerbForm", []):
                return False
        return False

    def _inserted(self, report: Report, sentence: Span) -> bool:
        """Tells of "Bovendien, zegt hij, kan de fabrikant ...": what follows the inserted words is said too."""
        verb = report.placed.head
        if not is_inverted(verb, sentence):
            return False
        last = max(mention_span(self.doc, self.doc._.mentions[index]).end for index in report.speakers)
        return last + 1 < sentence.end and self.doc[last].text == "," and self.doc[last + 1].lower_ not in _RELATIVE

    def _before(self, placed: PlacedCue, word: Token, sentence: Span) -> bool:
        """Tells whether a word before a verb of saying is said: "..., zegt X", "Dat ..., ontkent X"."""
        if is_inverted(placed.head, sentence):
            return True
        if self.doc[sentence.start].lower_ == "dat" and any(t.text == "," for t in self.doc[word.i : placed.head.i]):
            return True
        return is_content(placed.head, word) and clause_head(word).dep_ in ("ccomp", "csubj", "xcomp")

    @staticmethod
    def _in_reach(placed: PlacedCue, word: Token) -> bool:
        head = clause_head(placed.head)
        if head.dep_ in ("parataxis", "advcl", "acl") and head.head.i != head.i:
            head = clause_head(head.head)
        return depends(word, head)


@Language.factory("graphbuild_attribution", assigns=["doc._.candidates"], default_config={"language": "nl"})
def make_attribution(nlp: Language, name: str, language: str) -> AttributionStage:  # noqa: ARG001 - a factory's signature
    """Makes the stage for a language folder of graphbuild."""
    return AttributionStage(resource("languages", language))
