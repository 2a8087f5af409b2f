"""Loads and checks claim patterns: which words, with which arguments, say which relation.

A language keeps them in `languages/<language>/patterns/*.yaml`. `classes.yaml` names word classes; each other
file is `relation: NAME` and a list of `patterns`. A pattern has an `id`, triggers (`verbs`, `nouns`,
`adjectives`, `phrases`, `kinds`), a `subject` and an `object` slot, conditions (`if`, `unless`: a mapping from
a path to words), `subject_kinds` and `object_kinds` where it holds for fewer types than the relation, a
`confidence`, and examples (`must`, `must_not`). `graphbuild.pattern_language` explains slots and examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from spacy.tokens import Token

from graphbuild.errors import PatternError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.ontology import Ontology
from graphbuild.pattern_language import (
    Condition,
    Example,
    Pattern,
    Slot,
    WordClass,
    parse_example,
    parse_slot,
    parse_steps,
)

TRIGGERS = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective", "phrases": "phrase", "kinds": "kind"}
CLASSES_FILE = "classes.yaml"
STRONG_FILE = "strong_verbs.yaml"
DEFAULT_CONFIDENCE = 0.8
_REQUIRED = ("id", "subject", "object", "must")
_OPTIONAL = (*TRIGGERS, "if", "unless", "subject_kinds", "object_kinds", "confidence", "nearby", "must_not")


@dataclass(frozen=True, slots=True)
class PatternSet:
    """All patterns of a language, its word classes, and an index from triggers to patterns.

    Keys of `by_trigger` are (trigger kind, word); an ending stands as "-ending", a phrase under its last word.
    `irregular` leads from the forms of strong verbs to their infinitives.
    """

    patterns: tuple[Pattern, ...]
    classes: Mapping[str, WordClass]
    by_trigger: Mapping[tuple[str, str], tuple[Pattern, ...]]
    irregular: Mapping[str, str]

    def infinitives(self, token: Token) -> list[str]:
        """Gives the infinitives of a form of a strong verb, its particle in front if it has one."""
        form = token.lower_
        base = self.irregular.get(form)
        if base is not None:
            particles = [child.lower_ for child in token.children if child.dep_ == "compound:prt"]
            return [base, *(particle + base for particle in particles)]
        splits = ((form[:place], form[place:]) for place in range(2, len(form) - 2))
        return [particle + self.irregular[rest] for particle, rest in splits if rest in self.irregular]


def load_patterns(folder: Path, language: str, ontology: Ontology) -> PatternSet:
    """Reads and checks all patterns of a folder against the ontology.

    Raises PatternError, with file and line, for an unknown relation, function, class, field or kind, for a
    rule that occurs twice, and for kinds that the relation's domain and range rule out.
    """
    classes = read_classes(folder / CLASSES_FILE)
    reader = _Reader(language, ontology, ontology.kinds, classes)
    files = sorted(path for path in folder.glob("*.yaml") if path.name not in (CLASSES_FILE, STRONG_FILE))
    patterns = tuple(pattern for path in files for pattern in reader.read(path))
    _check_rules(patterns)
    return PatternSet(patterns, classes, _index(patterns), read_strong_verbs(folder / STRONG_FILE))


def read_strong_verbs(path: Path) -> dict[str, str]:
    """Reads the forms of strong verbs, a list for each infinitive; gives the infinitive of each form."""
    forms: dict[str, str] = {}
    for infinitive, entry in read_knowledge(path, PatternError).mapping().items():
        forms |= dict.fromkeys((form.lower() for form in entry.texts()), infinitive)
    return forms


def read_classes(path: Path) -> dict[str, WordClass]:
    """Reads word classes: a list of words, of endings (`-gegevens`), and of classes named before (`@data`)."""
    classes: dict[str, WordClass] = {}
    for name, entry in read_knowledge(path, PatternError).mapping().items():
        classes[name] = _word_class(entry, classes)
    return classes


def _word_class(entry: Entry, classes: Mapping[str, WordClass]) -> WordClass:
    found = WordClass()
    for item in _items(entry):
        text = item.text().lower()
        if text.startswith("@"):
            if text[1:] not in classes:
                item.fail(f"unknown word class {text!r}; known are: {', '.join(sorted(classes))}")
            found = found.joined(classes[text[1:]])
        elif text.startswith("-"):
            found = found.joined(WordClass(endings=frozenset({text[1:]})))
        else:
            found = found.joined(WordClass(words=frozenset({text})))
    return found


def _items(entry: Entry) -> list[Entry]:
    """Gives the values of a list; a single text counts as a list of one."""
    return [entry] if isinstance(entry.node, yaml.ScalarNode) else entry.items()


@dataclass(frozen=True, slots=True)
class _Reader:
    language: str
    ontology: Ontology
    kinds: frozenset[str]
    classes: Mapping[str, WordClass]

    def read(self, path: Path) -> Iterator[Pattern]:
        fields = read_knowledge(path, PatternError).fields(("relation", "patterns"))
        relation = fields["relation"].text()
        if relation not in self.ontology.relations:
            known = ", ".join(sorted(self.ontology.relations))
            fields["relation"].fail(f"the ontology has no relation {relation!r}; known are: {known}")
        for entry in fields["patterns"].items():
            yield self._pattern(entry, relation, path)

    def _pattern(self, entry: Entry, relation: str, path: Path) -> Pattern:
        fields = entry.fields(_REQUIRED, _OPTIONAL)
        triggers = {TRIGGERS[key]: self._trigger(key, fields[key]) for key in TRIGGERS if key in fields}
        if not triggers:
            entry.fail(f"a pattern needs a trigger: {', '.join(TRIGGERS)}")
        return Pattern(
            rule=f"{self.language}/{relation}/{fields['id'].text()}",
            relation=relation,
            triggers=triggers,
            subject=_slot(fields["subject"]),
            object=_slot(fields["object"]),
            required=self._conditions(fields.get("if")),
            excluded=self._conditions(fields.get("unless")),
            subject_kinds=self._kinds(fields.get("subject_kinds")),
            object_kinds=self._kinds(fields.get("object_kinds")),
            confidence=_confidence(fields.get("confidence")),
            nearby="nearby" not in fields or fields["nearby"].flag(),
            must=self._examples(fields["must"], relation),
            must_not=self._examples(fields.get("must_not"), None),
            path=path,
            line=entry.node.start_mark.line + 1,
        )

    def _trigger(self, key: str, entry: Entry) -> WordClass:
        if key != "kinds":
            words = _word_class(entry, self.classes)
            several = sorted(word for word in words.words if " " in word)
            if several and key != "phrases":
                entry.fail(f"{several[0]!r} is more than one word; list it under phrases")
            return words
        named = self._kinds(entry)
        return WordClass(words=frozenset(kind for kind in self.kinds if self._is_below(kind, named)))

    def _is_below(self, kind: str, others: frozenset[str]) -> bool:
        return any(self.ontology.is_a(kind, other) for other in others)

    def _kinds(self, entry: Entry | None) -> frozenset[str]:
        items = _items(entry) if entry else []
        for item in items:
            if item.text() not in self.kinds:
                item.fail(f"unknown kind {item.text()!r}; known are: {', '.join(sorted(self.kinds))}")
        return frozenset(item.text() for item in items)

    def _conditions(self, entry: Entry | None) -> tuple[Condition, ...]:
        conditions = entry.mapping() if entry else {}
        return tuple(self._condition(key, value) for key, value in conditions.items())

    def _condition(self, key: str, value: Entry) -> Condition:
        words = _word_class(value, self.classes)
        if key == "words":
            return Condition((), words)
        try:
            return Condition(parse_steps(key), words)
        except ValueError as cause:
            value.fail(str(cause))

    def _examples(self, entry: Entry | None, relation: str | None) -> tuple[Example, ...]:
        return tuple(self._example(item, relation) for item in _items(entry)) if entry else ()

    def _example(self, item: Entry, relation: str | None) -> Example:
        try:
            example = parse_example(item.text(), item.node.start_mark.line + 1)
        except ValueError as cause:
            item.fail(str(cause))
        kinds = {mention.id: mention.kind for mention in example.mentions}
        for subject, object_ in example.pairs:
            if relation and not self.ontology.allows(relation, kinds[subject], kinds[object_]):
                item.fail(f"{relation} cannot hold from {kinds[subject]} to {kinds[object_]}")
        return example


def _slot(entry: Entry) -> Slot:
    try:
        return parse_slot(entry.text())
    except ValueError as cause:
        entry.fail(str(cause))


def _confidence(entry: Entry | None) -> float:
    if entry is None:
        return DEFAULT_CONFIDENCE
    try:
        confidence = float(entry.text())
    except ValueError:
        entry.fail(f"expected a number between 0 and 1, not {entry.text()!r}")
    if not 0 < confidence <= 1:
        entry.fail(f"a confidence lies between 0 and 1, not at {confidence}")
    return confidence


def _check_rules(patterns: tuple[Pattern, ...]) -> None:
    seen: set[str] = set()
    for pattern in patterns:
        if pattern.rule in seen:
            raise PatternError(pattern.path, f"rule {pattern.rule!r} appears twice", pattern.line)
        seen.add(pattern.rule)


def _index(patterns: tuple[Pattern, ...]) -> dict[tuple[str, str], tuple[Pattern, ...]]:
    found: dict[tuple[str, str], list[Pattern]] = {}
    for pattern in patterns:
        for kind, words in pattern.triggers.items():
            keys = {word.split()[-1] for word in words.words} | {f"-{ending}" for ending in words.endings}
            for key in sorted(keys):
                found.setdefault((kind, key), []).append(pattern)
    return {key: tuple(value) for key, value in found.items()}
