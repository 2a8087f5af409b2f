"""Runs SPARQL queries on a built folder: prefixes known, parameters bound as values, errors in words."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import (
    Literal,
    NamedNode,
    QuerySolutions,
    Store,
)

from graphbuild.errors import QueryError
from graphbuild.graph.iris import naming_of
from graphbuild.graph.namespaces import PREFIXES, term
from graphbuild.graph.store import open_store
from graphbuild.query.algebra import algebra
from graphbuild.query.library import Parameter, ParameterKind, declared_parameters
from graphbuild.query.output import Result, Sink, write_result
from graphbuild.query.service import asks_other_servers

_ERROR = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"\bVALUES\s+[?$](\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NO_NAMES = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#.*""")
"""What may hold a colon without being a prefixed name: IRIs, strings, comments."""
_PREFIXED = re.compile(r"(?<![\w?$:.-])([A-Za-z][\w-]*):")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
ANY = "any"
"""The default of a parameter that need not be given: the query then covers everything."""
_LABEL, _OTHER_NAME = term("skos:prefLabel"), term("skos:altLabel")
_NOWHERE = NamedNode("urn:graphbuild:nothing")
"""Bound where the default of a parameter names an entity that the graph does not have: no row matches."""


def run_query(directory: Path | str, text: str, form: str = "table", values: Mapping[str, str] | None = None) -> str:
    """Runs a query on a built folder and gives its result as text; see `write_query`."""
    output = io.BytesIO()
    write_query(directory, text, form, values or {}, output)
    return output.getvalue().decode("utf-8")


def write_query(
    directory: Path | str,
    text: str,
    form: str,
    values: Mapping[str, str],
    output: Sink,
    *,
    allow_service: bool = False,
) -> None:
    """Runs a query on a built folder and writes its result, in UTF-8, as the rows come.

    `form` is table, csv, tsv, json, xml (for rows and yes or no) or ttl (for triples); a table and Turtle, which
    is sorted, are written when all is there. `values` are for the query's parameters: see `parameter_terms`.
    `allow_service` lets the query ask other servers. Raises QueryError for a query that cannot run, UsageError
    for a form that does not suit it, StoreError when the folder has no store.
    """
    result = execute(open_store(directory), text, values, allow_service=allow_service)
    write_result(result, output, form)


def execute(store: Store, text: str, values: Mapping[str, str], *, allow_service: bool = False) -> Result:
    """Runs a query with our prefixes; raises QueryError that says where the text is wrong."""
    complete = complete_query(store, text, values, allow_service=allow_service)
    try:
        return store.query(complete, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(explain_syntax_error(complete, error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query could not be run: {error}") from error


def explain_query(directory: Path | str, text: str, values: Mapping[str, str]) -> str:
    """Gives the algebra of a query with its parameters bound; raises QueryError when it cannot be read."""
    complete = complete_query(open_store(directory), text, values, allow_service=True)
    try:
        Store().query(complete, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(explain_syntax_error(complete, error)) from error
    return algebra(complete)


def complete_query(store: Store, text: str, values: Mapping[str, str], *, allow_service: bool = False) -> str:
    """Gives a query with its parameters bound; raises QueryError when it may not run or a value does not fit."""
    if not allow_service and asks_other_servers(text):
        raise QueryError("SERVICE asks another server, which queries may not; --allow-service lets this one")
    return bind(text, parameter_terms(store, text, values))


def bind(text: str, terms: Mapping[str, NamedNode | Literal]) -> str:
    """Gives variables of a query their values, where it says `VALUES ?name { UNDEF }`.

    What is put there is one RDF term in its escaped form, so that no value can change the query. Raises
    QueryError when the query has no such place for a variable.
    """
    places = set(_PLACEHOLDER.findall(text))
    for name in terms:
        if name not in places:
            raise QueryError(f"the query has no place for {name}; write VALUES ?{name} {{ UNDEF }} in it")
    return _PLACEHOLDER.sub(lambda found: _filled(found, terms), text)


def _filled(found: re.Match[str], terms: Mapping[str, NamedNode | Literal]) -> str:
    name = found[1]
    return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else found[0]


def parameter_terms(store: Store, text: str, values: Mapping[str, str]) -> dict[str, NamedNode | Literal]:
    """Gives the RDF terms for the parameters of a query, by name.

    A parameter that the query declares is read as its kind says; of any other, `<...>` is an IRI and the
    rest is text. An entity is given by name, id or IRI. Raises QueryError for a value that is missing, does
    not fit its kind, or names no entity or several.
    """
    declared = {parameter.name: parameter for parameter in declared_parameters(text)}
    terms = {name: _declared_value(store, declared[name], values.get(name)) for name in declared}
    terms |= {name: _free_value(value) for name, value in values.items() if name not in declared}
    return {name: term for name, term in sorted(terms.items()) if term is not None}


def _declared_value(store: Store, parameter: Parameter, value: str | None) -> NamedNode | Literal | None:
    """Gives the value of a parameter, None where it is left open."""
    if value is None and parameter.default is None:
        raise QueryError(f"give the {parameter.kind} {parameter.name}=...: {parameter.description}")
    if value is None and parameter.default == ANY:
        return None
    given = value if value is not None else str(parameter.default)
    if parameter.kind is ParameterKind.ENTITY:
        return find_entity(store, given) if value is not None else _default_entity(store, given)
    if parameter.kind is ParameterKind.NUMBER:
        return _number(parameter.name, given)
    if parameter.kind is ParameterKind.DATE and not _DATE.fullmatch(given):
        raise QueryError(f"{parameter.name} must be a year, year-month or date such as 2019-05, not {given!r}")
    return Literal(given)


def _default_entity(store: Store, name: str) -> NamedNode:
    """Gives the entity that a query names by itself, as it is written there: that needs no look at all names."""
    by_id = _entity_iri(store, name)
    matches = [by_id] if by_id else _named_exactly(store, _LABEL, name) or _named_exactly(store, _OTHER_NAME, name)
    return matches[0] if len(matches) == 1 else _NOWHERE


def _number(name: str, value: str) -> Literal:
    if not _NUMBER.fullmatch(value):
        raise QueryError(f"{name} must be a number such as 3 or 0.5, not {value!r}")
    return Literal(value, datatype=term("xsd:decimal"))


def _free_value(value: str) -> NamedNode | Literal:
    if value.startswith("<") and value.endswith(">"):
        try:
            return NamedNode(value[1:-1])
        except ValueError as error:
            raise QueryError(f"{value} is no IRI: {error}") from error
    return Literal(value)


def find_entity(store: Store, name: str) -> NamedNode:
    """Gives the entity of that name, id or IRI; a label counts before other names, case does not matter.

    Raises QueryError, with suggestions, when there is none, and with the candidates when there are several.
    """
    matches = _entities_named(store, name)
    if len(matches) == 1:
        return matches[0]
    if matches:
        candidates = ", ".join(f"<{match.value}>" for match in matches)
        raise QueryError(f"{name!r} names several entities; give the IRI of one of: {candidates}")
    labelled = store.quads_for_pattern(None, _LABEL, None)
    labels = {quad.object.value for quad in labelled if isinstance(quad.object, Literal)}
    close = get_close_matches(name, sorted(labels), n=3)
    hint = f"; did you mean: {', '.join(close)}?" if close else ""
    raise QueryError(f"no entity is named {name!r}{hint}")


def _entities_named(store: Store, name: str) -> list[NamedNode]:
    by_id = _entity_iri(store, name)
    if by_id is not None:
        return [by_id]
    return _labelled(store, _LABEL, name) or _labelled(store, _OTHER_NAME, name)


def _entity_iri(store: Store, name: str) -> NamedNode | None:
    software = store.quads_for_pattern(None, term("rdf:type"), term("prov:SoftwareAgent"))
    bases = [naming_of(str(quad.subject)[1:-1]).base for quad in software]
    for candidate in (name.removeprefix("<").removesuffix(">"), *(f"{base}entity/{name}" for base in bases)):
        try:
            node = NamedNode(candidate)
        except ValueError:
            continue
        if any(True for _ in store.quads_for_pattern(node, _LABEL, None)):
            return node
    return None


def _labelled(store: Store, name_property: NamedNode, name: str) -> list[NamedNode]:
    """Gives the nodes with a name as it is written, else those whose name differs in case alone."""
    return _named_exactly(store, name_property, name) or _named_in_any_case(store, name_property, name)


def _named_exactly(store: Store, name_property: NamedNode, name: str) -> list[NamedNode]:
    subjects = (quad.subject for quad in store.quads_for_pattern(None, name_property, Literal(name), None))
    return sorted((node for node in subjects if isinstance(node, NamedNode)), key=str)


def _named_in_any_case(store: Store, name_property: NamedNode, name: str) -> list[NamedNode]:
    """Has Oxigraph compare all names, which it does some ten times as fast as Python would."""
    same = f"UCASE(STR(?name)) = {Literal(name.upper())}"
    found = store.query(f"SELECT ?node WHERE {{ ?node {name_property} ?name FILTER({same}) }}")
    assert isinstance(found, QuerySolutions), "SELECT gives rows"
    nodes = {row["node"] for row in found}
    return sorted((node for node in nodes if isinstance(node, NamedNode)), key=str)


def explain_syntax_error(text: str, error: SyntaxError) -> str:
    """Gives a message with line, column, the line itself and a mark under the place of the error."""
    match = _ERROR.match(str(error))
    if match is None:
        return f"the query cannot be read: {error}"
    line, column = int(match["line"]), int(match["column"])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    reason = _unknown_prefixes(text) or _short_reason(match["message"], shown[column - 1 : column])
    mark = " " * (column - 1) + "^"
    return f"the query cannot be read: line {line}, column {column}: {reason}\n  {shown}\n  {mark}"


def _unknown_prefixes(text: str) -> str:
    """Names prefixes that nobody declared, the likeliest slip and the one that parsers word worst."""
    bare = _NO_NAMES.sub(" ", text)
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", bare)) | set(PREFIXES)
    unknown = sorted(set(_PREFIXED.findall(bare)) - declared)
    if not unknown:
        return ""
    return f"nobody declared the prefix {', '.join(unknown)}; known without PREFIX are: {', '.join(PREFIXES)}"


def _short_reason(message: str, found: str) -> str:
    """Names what was found, and of the tokens that were expected those that a person understands."""
    unexpected = f"unexpected {found!r}" if found else "something is missing before this place"
    start, expected, rest = message.partition("expected one of ")
    if not expected:
        return f"{unexpected}; {message}"
    tokens = [token.strip() for token in re.split(r",\s+(?![^\[]*\])", rest)]
    readable = [token for token in tokens if not token.startswith("[")]
    sentences = [token for token in readable if " " in token]
    return "; ".join(sentences) or f"{unexpected}; {start}expected one of {', '.join(readable)}"
