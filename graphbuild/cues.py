"""Cue files of a language: words and phrases that show source, stance, certainty, dates and kinds of data.

A phrase is a line of words as in `speech.yaml`: `word`, `a|b`, `wor*`, `*verb` (any form of a verb of
`verb_forms.yaml`), `*particle+verb` (separable, joined or apart) and `...` (a gap within one clause).
Phrases are compiled to regular expressions over lower-case text, so that a match does not hang on a tagger.
Every group carries sentences that it must and must not match; they are checked when the file is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from spacy.tokens import Span, Token

from graphbuild.errors import LanguageError
from graphbuild.knowledge import Entry, read_knowledge

GAP = r"(?:[^\w.;:?!\"“”„«»]+[\w'’.&+-]+){0,8}?"
BETWEEN = r"[^\w.;:?!\"“”„«»]+"
SCOPES = frozenset({"clause", "content", "both", "predicate", "sentence"})
_WORD = re.compile(r"\w(?:[\w'’-]*\w)?")
_WEAK, _STRONG = 2, 5


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where a group of cues matches: `words` are the character ranges of its words, without gaps."""

    group: str
    value: str
    scope: str
    words: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the first word starts."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.words[-1][1]

    @property
    def size(self) -> int:
        """How many characters the words have together."""
        return sum(end - start for start, end in self.words)


@dataclass(frozen=True, slots=True)
class _Phrase:
    anchors: frozenset[str] | None
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[tuple[int, int], ...]]:
        for match in self.pattern.finditer(text):
            yield tuple(span for span in match.regs[1:] if span[0] >= 0)


@dataclass(frozen=True)
class CueGroup:
    """Phrases with one meaning. `value` and `scope` are explained at the top of each file."""

    name: str
    value: str
    scope: str
    phrases: tuple[_Phrase, ...]


@dataclass(frozen=True)
class CueSet:
    """All groups of one file."""

    groups: tuple[CueGroup, ...]

    def find(self, text: str) -> tuple[Cue, ...]:
        """Gives the cues of one sentence in text order; where two share a word, the one with more letters wins."""
        lower = text.lower()
        found = [
            Cue(group.name, group.value, group.scope, spans)
            for group, phrase in self._candidates(lower)
            for spans in phrase.find(lower)
        ]
        chosen: list[Cue] = []
        taken: set[int] = set()
        for cue in sorted(found, key=lambda cue: (-cue.size, cue.end - cue.start, cue.start, cue.group)):
            places = {place for start, end in cue.words for place in range(start, end)}
            if taken.isdisjoint(places):
                chosen.append(cue)
                taken |= places
        return tuple(sorted(chosen, key=lambda cue: (cue.start, cue.end)))

    def _candidates(self, lower: str) -> Iterator[tuple[CueGroup, _Phrase]]:
        """Yields the phrases that can match in a text: those without anchors, or with one among its words."""
        words = {None, *_WORD.findall(lower)}
        for number in sorted({number for word in words for number in self._by_anchor.get(word, ())}):
            yield self._phrases[number]

    @cached_property
    def _phrases(self) -> tuple[tuple[CueGroup, _Phrase], ...]:
        return tuple((group, phrase) for group in self.groups for phrase in group.phrases)

    @cached_property
    def _by_anchor(self) -> dict[str | None, list[int]]:
        """The numbers of the phrases by the words of which one must be there, None for those that need none."""
        numbers: dict[str | None, list[int]] = {}
        for number, (_, phrase) in enumerate(self._phrases):
            for anchor in (None,) if phrase.anchors is None else phrase.anchors:
                numbers.setdefault(anchor, []).append(number)
        return numbers


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue with the tokens of its words and the one that decides on its scope."""

    cue: Cue
    tokens: tuple[Token, ...]

    @property
    def head(self) -> Token:
        """The verb of the cue, else its first word."""
        return next((token for token in self.tokens if token.pos_ in ("VERB", "AUX")), self.tokens[0])


def place_cues(cues: CueSet, sentence: Span) -> list[PlacedCue]:
    """Finds the cues of a sentence."""
    placed = []
    for cue in cues.find(sentence.text):
        tokens = _tokens_of(sentence, cue)
        if tokens:
            placed.append(PlacedCue(cue, tuple(tokens)))
    return placed


def _tokens_of(sentence: Span, cue: Cue) -> list[Token]:
    tokens: list[Token] = []
    for first, last in cue.words:
        span = sentence.char_span(first, last, alignment_mode="expand")
        tokens += list(span) if span is not None else []
    return tokens


def read_verb_forms(folder: Path) -> dict[str, tuple[str, ...]]:
    """Reads `verb_forms.yaml`: all forms of each verb, the infinitive first. Raises LanguageError."""
    top = read_knowledge(folder / "verb_forms.yaml", LanguageError).fields(("weak", "strong"))
    forms: dict[str, tuple[str, ...]] = {}
    for kind, count in (("weak", _WEAK), ("strong", _STRONG)):
        for verb, entry in top[kind].mapping().items():
            parts = tuple(item.text() for item in entry.items())
            if (len(parts) < count if kind == "strong" else len(parts) != count) or verb in forms:
                entry.fail(f"{verb!r} must be given once, with {count} forms or (strong) more")
            forms[verb] = (verb, *(_weak_forms(*parts) if kind == "weak" else parts))
    return forms


def _weak_forms(past: str, participle: str) -> tuple[str, ...]:
    stem = past[:-2] if past.endswith(("de", "te")) else past
    third = stem if stem.endswith("t") else stem + "t"
    return (stem, third, past, past + "n" if past.endswith("e") else past + "en", participle)


def read_cues(folder: Path, name: str) -> CueSet:
    """Reads the cue file `name` of the language in `folder`.

    Raises LanguageError with file and line for a key, verb or scope that is unknown, for a group without
    examples, and for a group that fails one of its examples.
    """
    forms = read_verb_forms(folder)
    entries = read_knowledge(folder / name, LanguageError).mapping()["groups"].items()
    cues = CueSet(tuple(read_group(entry, forms) for entry in entries))
    for entry, group in zip(entries, cues.groups, strict=True):
        _check_examples(entry, group, cues)
    return cues


def read_words(folder: Path, name: str, key: str) -> frozenset[str]:
    """Reads the word list under `key` of a cue file. Raises LanguageError when it is missing."""
    top = read_knowledge(folder / name, LanguageError)
    entry = top.mapping().get(key)
    if entry is None:
        top.fail(f"the list {key!r} is missing")
    return frozenset(entry.texts())


def read_group(entry: Entry, forms: Mapping[str, tuple[str, ...]]) -> CueGroup:
    """Reads one group of cues; its examples are not checked yet. Raises LanguageError."""
    fields = entry.fields(("name", "value", "phrases", "must", "must_not"), ("scope",))
    scope = fields["scope"].text() if "scope" in fields else "content"
    if scope not in SCOPES:
        fields["scope"].fail(f"unknown scope {scope!r}; known are {', '.join(sorted(SCOPES))}")
    phrases = tuple(_phrase(item, forms) for item in fields["phrases"].items())
    return CueGroup(fields["name"].text(), fields["value"].text(), scope, phrases)


def _check_examples(entry: Entry, group: CueGroup, cues: CueSet) -> None:
    fields = entry.mapping()
    for key, wanted in (("must", True), ("must_not", False)):
        if not fields[key].items():
            fields[key].fail(f"group {group.name!r} needs an example here")
        for example in fields[key].items():
            if any(cue.group == group.name for cue in cues.find(example.text())) is not wanted:
                example.fail(f"group {group.name!r} must {'' if wanted else 'not '}match this")


def _phrase(entry: Entry, forms: Mapping[str, tuple[str, ...]]) -> _Phrase:
    pieces: list[str] = []
    anchors: frozenset[str] | None = None
    glue = ""
    for place, element in enumerate(entry.text().split()):
        if element == "...":
            glue = GAP + BETWEEN
            continue
        pattern, words = _element(element, forms, entry)
        pieces.append(glue + pattern)
        anchors = words if place == 0 else anchors
        glue = BETWEEN
    return _Phrase(anchors, re.compile(r"(?<![\w-])" + "".join(pieces) + r"(?![\w])"))


def _element(element: str, forms: Mapping[str, tuple[str, ...]], entry: Entry) -> tuple[str, frozenset[str] | None]:
    if element.startswith("*"):
        particle, _, verb = element[1:].rpartition("+")
        if verb not in forms:
            entry.fail(f"no forms of the verb {verb!r} in verb_forms.yaml; add them there")
        return _separable(particle, forms[verb]) if particle else _any_of(forms[verb])
    if "*" in element:
        return "(" + re.escape(element).replace(r"\*", r"[\w'’-]*").replace(r"\|", "|") + ")", None
    return _any_of(element.split("|"))


def _any_of(words: Iterable[str]) -> tuple[str, frozenset[str]]:
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(" + "|".join(re.escape(word) for word in listed) + r")(?![\w])", frozenset(listed)


def _separable(particle: str, verb: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    apart, _ = _any_of(verb)
    joined, words = _any_of([particle + form for form in verb])
    last = re.escape(particle)
    with_te = rf"({last})\s+te\s+({re.escape(verb[0])})"
    pattern = rf"(?:{apart}{GAP}{BETWEEN}({last})|{joined}|{with_te})"
    return pattern, words | set(verb) | {particle.split()[0]}
