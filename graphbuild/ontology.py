"""Reads the ontology: its classes, its relations, and what each is called.

Relations are written down once, in `ontology/graphbuild.ttl`; everything else asks this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graphbuild.errors import OntologyError
from graphbuild.resources import resource
from graphbuild.types import Relation

GB = "https://w3id.org/graphbuild/ns#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
_ENTITY, _RELATED_TO = "Entity", "relatedTo"


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual of the ontology: its names and definitions, by language."""

    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    types: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """The classes and relations that graphs are made of.

    `parents` gives the direct superclass of each entity class, None for `Entity` itself; `themes` the
    group of each relation: `data`, `business` or `state`.
    """

    path: Path
    version: str
    terms: Mapping[str, Term]
    parents: Mapping[str, str | None]
    relations: Mapping[str, Relation]
    themes: Mapping[str, str]
    _ancestors: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    @property
    def kinds(self) -> frozenset[str]:
        """The classes that an entity can have, such as `TelecomOperator`; without the root `Entity`."""
        return frozenset(self.parents) - {_ENTITY}

    def ancestors(self, kind: str) -> tuple[str, ...]:
        """Gives the superclasses of a class, nearest first, without itself and the root `Entity`.

        Raises OntologyError for a class that the ontology does not have.
        """
        if kind not in self._ancestors:
            raise OntologyError(self.path, f"no class {kind!r}; known are: {', '.join(sorted(self.kinds))}")
        return self._ancestors[kind]

    def is_a(self, kind: str, other: str) -> bool:
        """Tells whether `kind` is `other` or below it; raises OntologyError if `kind` is unknown."""
        return other == kind or other in self.ancestors(kind)

    def allows(self, relation: str, subject_kind: str, object_kind: str) -> bool:
        """Tells whether domain and range admit the relation; a symmetric one may be read either way.

        Raises OntologyError for a relation or class that the ontology does not have.
        """
        known = self.relation(relation)
        if self._fits(known, subject_kind, object_kind):
            return True
        return known.symmetric and self._fits(known, object_kind, subject_kind)

    def fitting(
        self, relation: str, subject_kinds: Iterable[str], object_kinds: Iterable[str]
    ) -> tuple[str, str] | None:
        """Gives the first kinds of subject and object that the relation admits together, None if there are none.

        Raises OntologyError for a relation or class that the ontology does not have.
        """
        pairs = product(subject_kinds, object_kinds)
        return next((pair for pair in pairs if self.allows(relation, *pair)), None)

    def relation(self, name: str) -> Relation:
        """Gives the relation of that name; raises OntologyError when there is none."""
        if name not in self.relations:
            raise OntologyError(self.path, f"no relation {name!r}; known are: {', '.join(self.relations)}")
        return self.relations[name]

    def label(self, name: str, language: str) -> str:
        """Gives what a term is called in a language, else in English; raises OntologyError if unknown."""
        labels = self._term(name).labels
        return labels.get(language, labels["en"])

    def definition(self, name: str, language: str) -> str:
        """Gives a term's definition in a language, else in English; raises OntologyError if unknown."""
        definitions = self._term(name).definitions
        return definitions.get(language, definitions["en"])

    def _term(self, name: str) -> Term:
        if name not in self.terms:
            raise OntologyError(self.path, f"no term {name!r}")
        return self.terms[name]

    def _fits(self, relation: Relation, subject_kind: str, object_kind: str) -> bool:
        subject_fits = any(kind in relation.domain for kind in (subject_kind, *self.ancestors(subject_kind)))
        object_fits = any(kind in relation.range for kind in (object_kind, *self.ancestors(object_kind)))
        return subject_fits and object_fits


def load_ontology(path: Path | str | None = None) -> Ontology:
    """Reads an ontology file, by default the one that travels with graphbuild; a second call is free.

    Raises OntologyError when the file is missing, is no Turtle, or lacks what the programs rely on.
    """
    return _load(Path(path) if path is not None else resource("ontology", "graphbuild.ttl"))


@cache
def _load(path: Path) -> Ontology:
    triples = _Triples(path, _parse(path))
    parents = _class_tree(triples)
    relations = {name: _relation(triples, name) for name in _relation_names(triples)}
    ontology = Ontology(
        path=path,
        version=triples.literal("https://w3id.org/graphbuild/ns", _OWL + "versionInfo"),
        terms={name: _term(triples, name) for name in triples.names()},
        parents=parents,
        relations=relations,
        themes={name: triples.literal(GB + name, GB + "theme") for name in relations},
        _ancestors={name: _climb(path, parents, name) for name in parents},
    )
    _check(ontology)
    return ontology


def _parse(path: Path) -> list[Quad]:
    try:
        return list(parse(path=path, format=RdfFormat.TURTLE))
    except OSError as error:
        raise OntologyError(path, f"cannot be read: {error.strerror or error}") from error
    except SyntaxError as error:
        raise OntologyError(path, f"is no valid Turtle: {error.msg}", error.lineno) from error


class _Triples:
    """The triples of the file by subject and predicate IRI, with the look-ups that this module needs."""

    def __init__(self, path: Path, quads: Iterable[Quad]) -> None:
        self.path = path
        self._objects: dict[tuple[str, str], list[NamedNode | Literal]] = {}
        self._subjects: dict[str, None] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                key = quad.subject.value, quad.predicate.value
                self._objects.setdefault(key, []).append(quad.object)
                self._subjects[quad.subject.value] = None

    def names(self) -> list[str]:
        """The local names of all terms in our namespace, in the order of the file."""
        return [iri.removeprefix(GB) for iri in self._subjects if iri.startswith(GB)]

    def iris(self, subject: str, predicate: str) -> list[str]:
        objects = self._objects.get((subject, predicate), [])
        return [node.value for node in objects if isinstance(node, NamedNode)]

    def local_names(self, name: str, predicate: str) -> frozenset[str]:
        ours = (iri for iri in self.iris(GB + name, predicate) if iri.startswith(GB))
        return frozenset(iri.removeprefix(GB) for iri in ours)

    def by_language(self, name: str, predicate: str) -> dict[str, str]:
        objects = self._objects.get((GB + name, predicate), [])
        return {node.language: node.value for node in objects if isinstance(node, Literal) and node.language}

    def literal(self, subject: str, predicate: str) -> str:
        for node in self._objects.get((subject, predicate), []):
            if isinstance(node, Literal):
                return node.value
        raise OntologyError(self.path, f"<{subject}> lacks a text for <{predicate}>")


def _class_tree(triples: _Triples) -> dict[str, str | None]:
    parents: dict[str, str | None] = {_ENTITY: None}
    for name in triples.names():
        supers = sorted(triples.local_names(name, _RDFS + "subClassOf"))
        if len(supers) > 1:
            raise OntologyError(triples.path, f"gb:{name} has more than one superclass: {', '.join(supers)}")
        if supers:
            parents[name] = supers[0]
    return parents


def _climb(path: Path, parents: Mapping[str, str | None], name: str) -> tuple[str, ...]:
    found: list[str] = []
    parent = parents[name]
    while parent is not None and parent != _ENTITY:
        if parent in found or parent == name:
            raise OntologyError(path, f"gb:{name} is its own superclass")
        if parent not in parents:
            raise OntologyError(path, f"gb:{parent} is a superclass, but is not declared below gb:{_ENTITY}")
        found.append(parent)
        parent = parents[parent]
    return tuple(found)


def _relation_names(triples: _Triples) -> list[str]:
    return [name for name in triples.names() if triples.iris(GB + name, GB + "domainIncludes")]


def _relation(triples: _Triples, name: str) -> Relation:
    parents = triples.local_names(name, _RDFS + "subPropertyOf") - {_RELATED_TO}
    return Relation(
        name=name,
        domain=triples.local_names(name, GB + "domainIncludes"),
        range=triples.local_names(name, GB + "rangeIncludes"),
        symmetric=_OWL + "SymmetricProperty" in triples.iris(GB + name, _RDF_TYPE),
        inverse_labels=triples.by_language(name, GB + "inverseLabel"),
        parent=min(parents, default=None),
        labels=triples.by_language(name, _RDFS + "label"),
    )


def _term(triples: _Triples, name: str) -> Term:
    return Term(
        name=name,
        labels=triples.by_language(name, _RDFS + "label"),
        definitions=triples.by_language(name, _DEFINITION),
        types=frozenset(triples.iris(GB + name, _RDF_TYPE)),
    )


def _check(ontology: Ontology) -> None:
    """Raises OntologyError for a term without names, or a relation that contradicts the classes."""
    for term in ontology.terms.values():
        for what, texts in (("rdfs:label", term.labels), ("skos:definition", term.definitions)):
            if missing := {"nl", "en"} - set(texts):
                languages = ", ".join(sorted(missing))
                raise OntologyError(ontology.path, f"gb:{term.name} has no {what} in: {languages}")
    if not ontology.relations:
        raise OntologyError(ontology.path, "has no relations (properties with gb:domainIncludes)")
    for relation in ontology.relations.values():
        _check_relation(ontology, relation)


def _check_relation(ontology: Ontology, relation: Relation) -> None:
    for what, kinds in (("domain", relation.domain), ("range", relation.range)):
        if not kinds:
            raise OntologyError(ontology.path, f"gb:{relation.name} has no {what}")
        if unknown := kinds - ontology.kinds:
            names = ", ".join(sorted(unknown))
            raise OntologyError(ontology.path, f"{what} of gb:{relation.name} is no class: {names}")
    if relation.parent is not None and relation.parent not in ontology.relations:
        message = f"gb:{relation.name} is part of an unknown relation gb:{relation.parent}"
        raise OntologyError(ontology.path, message)
