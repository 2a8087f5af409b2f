"""Explains a query: the algebra that it stands for, as an indented tree.

Oxigraph does not show its plan to Python. The tree is the SPARQL 1.1 algebra of the query, section 18.2 of the
recommendation, as rdflib translates it: what is joined with what and where filters apply, not in which order
an engine goes about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import rdflib
from pyparsing import ParseException
from rdflib import Variable
from rdflib.namespace import NamespaceManager
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from graphbuild.errors import QueryError
from graphbuild.graph.namespaces import PREFIXES

_STEP = "  "
_HIDDEN = frozenset({"_vars", "datasetClause", "lazy"})


def algebra(text: str) -> str:
    """Gives the algebra of a query that Oxigraph can read, one operator a line; raises QueryError for others."""
    try:
        tree = translateQuery(parseQuery(text), initNs=PREFIXES).algebra
    except (ParseException, ValueError, TypeError, KeyError, NotImplementedError) as error:
        raise QueryError(f"the query can be run, but not explained: {error}") from error
    return "\n".join(_shown(tree, _names(), 0)) + "\n"


def _names() -> NamespaceManager:
    names = NamespaceManager(rdflib.Graph(bind_namespaces="none"))
    for prefix, iri in PREFIXES.items():
        names.bind(prefix, iri)
    return names


def _shown(node: object, names: NamespaceManager, depth: int, label: str = "") -> Iterator[str]:
    """Gives the lines of a part of the tree; `label` says what it is to the part above."""
    start = _STEP * depth + (f"{label}: " if label else "")
    if isinstance(node, CompValue):
        yield start + node.name
        for key, value in node.items():
            if key not in _HIDDEN and value is not None and not _is_empty(value):
                yield from _shown(value, names, depth + 1, "" if key in ("p", "triples") else key)
    elif isinstance(node, Mapping):
        yield from (line for key, value in sorted(node.items()) for line in _shown(value, names, depth, str(key)))
    elif _is_group(node):
        if label:
            yield start.rstrip()
        for part in node:  # type: ignore[attr-defined]
            yield from _shown(part, names, depth + bool(label))
    else:
        yield start + _term(node, names)


def _is_group(node: object) -> bool:
    """Tells whether something is a list of parts, and not one triple, list of names, or term, which fit on a line."""
    if not isinstance(node, list | tuple | set):
        return False
    return any(not isinstance(part, Node | str) for part in node) or (
        isinstance(node, list) and not all(isinstance(part, Variable) for part in node)
    )


def _is_empty(value: object) -> bool:
    return isinstance(value, list | tuple | set | Mapping) and not value


def _term(node: object, names: NamespaceManager) -> str:
    if isinstance(node, list | tuple):
        return " ".join(_term(part, names) for part in node)
    if isinstance(node, set):
        return " ".join(sorted(_term(part, names) for part in node))
    n3 = getattr(node, "n3", None)
    return str(n3(names)) if n3 is not None else str(node)
