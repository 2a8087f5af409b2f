"""Where things that a result names are on the page with the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Store

from graphbuild.graph.iris import naming_of
from graphbuild.graph.namespaces import TYPE, term


class Links:
    """Gives addresses on the page with the graph for what a store names; the store must not change."""

    def __init__(self, store: Store) -> None:
        self._namings = [naming_of(iri) for iri in _subjects(store, TYPE, term("prov:SoftwareAgent"))]
        self._places = self._named(store)
        self.labels = sorted({value for _, value in _texts(store, term("skos:prefLabel"))})
        """The labels of all entities, sorted."""
        self.entities = [f"{naming.base}entity/" for naming in self._namings]
        """What the IRIs of entities begin with."""

    def place(self, value: str) -> str | None:
        """Gives the end of an address of an entity or article, by its IRI, label or file; None for anything else.

        A name that several have leads nowhere.
        """
        return self._of_iri(value) or self._places.get(value)

    def _of_iri(self, iri: str) -> str | None:
        for naming in self._namings:
            for kind, read in (("node", naming.entity_id), ("article", naming.article_id)):
                try:
                    return _fragment(kind, read(iri))
                except ValueError:
                    continue
        return None

    def _named(self, store: Store) -> dict[str, str]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in ("skos:prefLabel", "gb:sourceFile"):
            for iri, value in _texts(store, term(name)):
                place = self._of_iri(iri)
                if place:
                    found[value].add(place)
        return {value: place for value, places in found.items() if len(places) == 1 for place in places}


def _fragment(kind: str, identity: str) -> str:
    return f"#select={quote(f'{kind} {identity}', safe='')}"


def _subjects(store: Store, predicate: NamedNode, object_: NamedNode) -> list[str]:
    subjects = {quad.subject for quad in store.quads_for_pattern(None, predicate, object_)}
    return sorted(node.value for node in subjects if isinstance(node, NamedNode))


def _texts(store: Store, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value
