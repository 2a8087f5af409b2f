"""Exchanges names in passages for others of their kind, so that no model learns who does what."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from training.corpus import AnnotatedMention, AnnotatedSentence, Passage

NAMES_FILE = Path(__file__).parent / "names.yaml"


class NameExchange:
    """Draws names by kind from a file of known names and from the passages themselves."""

    def __init__(self, passages: Iterable[Passage], chance: float, seed: int) -> None:
        known: Mapping[str, Sequence[str]] = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
        self._known = {kind: list(names) for kind, names in known.items()}
        self._invented = _invented_names(passages)
        self._chance = chance
        self._random = random.Random(seed)

    def __call__(self, passage: Passage) -> Passage:
        """The passage with some of its names exchanged, each everywhere and with its short form."""
        changes: dict[str, str] = {}
        for name, kind in sorted(passage.kinds.items()):
            if kind in self._known and self._random.random() < self._chance:
                changes.update(self._change(name, kind))
        if not changes:
            return passage
        pattern = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(old) for old in sorted(changes, key=len, reverse=True))})(?!\w)"
        )
        return replace(passage, sentences=tuple(_rewrite(part, pattern, changes) for part in passage.sentences))

    def _change(self, name: str, kind: str) -> dict[str, str]:
        pool = self._known[kind] if self._random.random() < 0.5 else self._invented[kind] or self._known[kind]
        new = self._random.choice(pool)
        old_words, new_words = name.split(), new.split()
        short = -1 if kind == "Person" else 0
        changes = {name: new}
        if len(old_words) > 1 and old_words[short][0].isupper() and len(old_words[short]) > 3:
            changes[old_words[short]] = new_words[short] if len(new_words[short]) > 3 else new
        return changes


def _invented_names(passages: Iterable[Passage]) -> dict[str, list[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for name, kind in passage.kinds.items():
            if name[0].isupper():
                names[kind].add(name)
    return defaultdict(list, {kind: sorted(found) for kind, found in sorted(names.items())})


def _rewrite(sentence: AnnotatedSentence, pattern: re.Pattern[str], changes: Mapping[str, str]) -> AnnotatedSentence:
    """The sentence with names exchanged, in mentions and between them; mentions move along."""
    parts: list[str] = []
    mentions: list[AnnotatedMention] = []
    length = position = 0

    def add(text: str) -> int:
        nonlocal length
        parts.append(pattern.sub(lambda match: changes[match[0]], text))
        length += len(parts[-1])
        return length

    for mention in sentence.mentions:
        start = add(sentence.text[position : mention.start])
        end = add(sentence.text[mention.start : mention.end])
        mentions.append(replace(mention, start=start, end=end))
        position = mention.end
    add(sentence.text[position:])
    return replace(sentence, text="".join(parts), mentions=tuple(mentions))
