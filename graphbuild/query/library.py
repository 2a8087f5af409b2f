"""The library of ready queries: one file each in `graphbuild/queries`, described in its first lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from graphbuild.errors import KnowledgeError, UnknownNameError
from graphbuild.resources import resource

_FIELD = re.compile(r"#\s*(?P<key>title|answers|expect)\s*:\s*(?P<text>.+)")
_PARAMETER = re.compile(
    r"#\s*param\s+(?P<name>[A-Za-z]\w*)\s*\((?P<kind>\w+)(?:,\s*default\s+(?P<default>[^)]+))?\)\s*:\s*(?P<text>.+)"
)


class ParameterKind(StrEnum):
    """What the value of a parameter stands for: it decides how the value is bound."""

    ENTITY = "entity"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that the caller gives a value; one without `default` must be given."""

    name: str
    kind: ParameterKind
    description: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """A query with what it is called, what it answers, its parameters and what to expect of its result."""

    name: str
    title: str
    answers: str
    expect: str
    parameters: tuple[Parameter, ...]
    text: str


def library() -> Mapping[str, LibraryQuery]:
    """Gives the queries of the library by name, sorted; raises KnowledgeError when a header is wrong."""
    return _read_folder(resource("queries"))


def library_query(name: str) -> LibraryQuery:
    """Gives a query of the library; raises UnknownNameError, which lists the known ones."""
    queries = library()
    if name not in queries:
        raise UnknownNameError("query", name, queries)
    return queries[name]


@cache
def _read_folder(folder: Path) -> Mapping[str, LibraryQuery]:
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}


def read_query(path: Path) -> LibraryQuery:
    """Reads one query with its header; raises KnowledgeError with file and line when the header is wrong."""
    text = path.read_text(encoding="utf-8")
    fields = {match["key"]: match["text"].strip() for match in _FIELD.finditer(text)}
    if missing := {"title", "answers", "expect"} - set(fields):
        raise KnowledgeError(path, f"the header lacks: {', '.join(sorted(missing))}", 1)
    return LibraryQuery(
        name=path.stem,
        title=fields["title"],
        answers=fields["answers"],
        expect=fields["expect"],
        parameters=declared_parameters(text, path),
        text=text,
    )


def declared_parameters(text: str, path: Path | str = "the query") -> tuple[Parameter, ...]:
    """Gives the parameters that comment lines such as `# param entity (entity): whom it is about` declare.

    Raises KnowledgeError when such a line cannot be read, or its parameter is not a variable of the query.
    """
    lines = enumerate(text.splitlines(), start=1)
    return tuple(_parameter(text, path, n, line) for n, line in lines if re.match(r"#\s*param\b", line))


def _parameter(text: str, path: Path | str, number: int, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line.strip())
    if match is None:
        raise KnowledgeError(path, "expected: # param NAME (KIND, default VALUE): DESCRIPTION", number)
    if match["kind"] not in list(ParameterKind):
        raise KnowledgeError(path, f"{match['kind']!r} is none of: {', '.join(ParameterKind)}", number)
    if not re.search(rf"[?$]{match['name']}\b", text):
        raise KnowledgeError(path, f"the query has no variable ?{match['name']}", number)
    default = match["default"].strip() if match["default"] else None
    return Parameter(match["name"], ParameterKind(match["kind"]), match["text"].strip(), default)
