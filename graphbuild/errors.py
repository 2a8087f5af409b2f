"""Every error that graphbuild raises on purpose.

GraphbuildError
|-- UsageError               the call itself is wrong (exit status 2)
|   |-- UnknownNameError     a name that is not registered; lists the known ones
|   `-- QueryError           a SPARQL query that cannot be parsed or run
|-- KnowledgeError           a data file of ours or of the user breaks its rules
|   |-- OntologyError
|   |-- CatalogueError
|   |-- LanguageError
|   `-- PatternError
|-- ArticleError             one article cannot be read; the build goes on without it (exit status 1)
|-- OutputError              the result cannot be written, or does not conform to the shapes
|   `-- ValidationError
|-- EndpointError            another store, asked over HTTP, cannot be reached or refuses
`-- StoreError               the store is missing, locked, half-written or foreign
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class GraphbuildError(Exception):
    """Base of all errors raised on purpose; its message is fit to be shown to the user."""


class UsageError(GraphbuildError):
    """The command or function was called in a way that cannot work."""


class UnknownNameError(UsageError):
    """A reader, exporter, language or query was asked for by a name that nothing is registered under."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}; known are: {', '.join(self.known) or 'none'}")


class QueryError(UsageError):
    """A SPARQL query cannot be parsed, or was stopped while it ran."""


class KnowledgeError(GraphbuildError):
    """A data file breaks its rules; names the file, the line where known, and what is wrong."""

    def __init__(self, path: Path | str, message: str, line: int | None = None) -> None:
        self.path, self.line = Path(path), line
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}")


class OntologyError(KnowledgeError):
    """The ontology lacks something that the programs rely on, or contradicts itself."""


class CatalogueError(KnowledgeError):
    """A file of known entities breaks its rules."""


class LanguageError(KnowledgeError):
    """A language folder lacks a file, or a file in it breaks its rules."""


class PatternError(LanguageError):
    """A claim pattern names an unknown relation, breaks domain and range, or fails its own examples."""


class ArticleError(GraphbuildError):
    """One article cannot be read; names it and says why."""

    def __init__(self, source_file: Path | str, reason: str) -> None:
        self.source_file, self.reason = str(source_file), reason
        super().__init__(f"{source_file}: {reason}")


class OutputError(GraphbuildError):
    """The result of a build or export cannot be written."""


class ValidationError(OutputError):
    """A graph does not conform to the shapes; the message lists the violations."""


class StoreError(GraphbuildError):
    """The store cannot be opened: missing, locked, half-written, or not one of ours."""


class EndpointError(GraphbuildError):
    """A store that is reached over HTTP gives no answer, or one that says no; names its address."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")
