"""Reads knowledge files (YAML) so that every value knows its file and line, for errors that say where."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NoReturn

import yaml

from graphbuild.errors import KnowledgeError


class _TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Takes every scalar as text; uses libyaml, ten times as fast, where PyYAML was built with it."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[object]]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a knowledge file: a text, a list or a mapping, with its place in the file.

    Scalars are always taken as text, so that `NO`, `Ja` or `1984` are names like any other.
    """

    node: yaml.Node
    path: Path
    error: type[KnowledgeError]

    @property
    def line(self) -> int:
        """The line of the file where the value starts, from 1."""
        return int(self.node.start_mark.line) + 1

    def fail(self, message: str) -> NoReturn:
        """Raises this file's error for this value, with file and line."""
        raise self.error(self.path, message, self.line)

    def text(self) -> str:
        """Gives a scalar as text in Unicode form NFC, without outer white space; it may not be empty."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("expected a text here, not a list or mapping")
        text: str = self.node.value.strip()
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return text or self.fail("expected a text here, found nothing")

    def texts(self) -> tuple[str, ...]:
        """Gives a list of texts, in the order of the file; a text twice is an error."""
        texts = tuple(entry.text() for entry in self.items())
        if len(set(texts)) < len(texts):
            twice = sorted({text for text in texts if texts.count(text) > 1})
            self.fail(f"listed twice: {', '.join(twice)}")
        return texts

    def flag(self) -> bool:
        """Gives `true` or `false`; anything else is an error."""
        text = self.text()
        if text not in ("true", "false"):
            self.fail(f"expected true or false, not {text!r}")
        return text == "true"

    def items(self) -> list[Entry]:
        """Gives the values of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("expected a list here: [one, two]")
        return [Entry(node, self.path, self.error) for node in self.node.value]

    def mapping(self) -> dict[str, Entry]:
        """Gives the values of a mapping by their keys; a key twice is an error."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("expected a mapping here: {key: value}")
        entries: dict[str, Entry] = {}
        for key_node, value_node in self.node.value:
            key = Entry(key_node, self.path, self.error)
            name = key.text()
            if name in entries:
                key.fail(f"key {name!r} appears twice")
            entries[name] = Entry(value_node, self.path, self.error)
        return entries

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Entry]:
        """Gives a mapping that has all the required keys and no others than those and the optional ones."""
        entries = self.mapping()
        for key in entries:
            if key not in required and key not in optional:
                known = ", ".join(sorted({*required, *optional}))
                entries[key].fail(f"unknown field {key!r}; known are: {known}")
        for key in required:
            if key not in entries:
                self.fail(f"field {key!r} is missing")
        return entries


def read_knowledge(path: Path, error: type[KnowledgeError]) -> Entry:
    """Reads one YAML file; gives its top value.

    Raises `error` when the file cannot be read, is empty or is not YAML.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_TextLoader)
    except (OSError, UnicodeDecodeError) as cause:
        raise error(path, f"cannot be read: {cause}") from cause
    except yaml.MarkedYAMLError as cause:
        line = cause.problem_mark.line + 1 if cause.problem_mark else None
        raise error(path, f"is not valid YAML: {cause.problem}", line) from cause
    except yaml.YAMLError as cause:
        raise error(path, f"is not valid YAML: {cause}") from cause
    if node is None:
        raise error(path, "is empty")
    return Entry(node, path, error)
