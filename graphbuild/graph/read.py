"""Reads a knowledge graph back from RDF, whether it comes from a file or from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from graphbuild.errors import StoreError
from graphbuild.graph.iris import Naming, naming_of
from graphbuild.graph.namespaces import PREFIXES, term
from graphbuild.types import (
    Article,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Joining,
    JoiningRule,
    KnowledgeGraph,
    PartialDate,
    Sign,
    SignKind,
    Stance,
    Statement,
    Status,
)

_GB, _PERSONAL_DATA = PREFIXES["gb"], PREFIXES["dpv-pd"]


class Nodes:
    """The properties of every node of a graph, and which nodes have which type."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._typed: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self._values[quad.subject.value][quad.predicate.value].append(quad.object.value)
        for node in sorted(self._values):
            for kind in self._values[node][term("rdf:type").value]:
                self._typed[kind].append(node)

    def of_type(self, name: str) -> list[str]:
        """The IRIs of all nodes of a class such as `gb:Statement`, sorted."""
        return self._typed.get(term(name).value, [])

    def types(self, node: str) -> list[str]:
        """The names of the node's classes in our ontology."""
        kinds = self.all(node, "rdf:type")
        return [kind.removeprefix(_GB) for kind in kinds if kind.startswith(_GB)]

    def all(self, node: str, name: str) -> list[str]:
        """The values of a property such as `skos:altLabel`, sorted."""
        return sorted(self._values[node][term(name).value]) if node in self._values else []

    def maybe(self, node: str, name: str) -> str | None:
        """The value of a property, None when it has none; the first when it has several."""
        return next(iter(self.all(node, name)), None)

    def one(self, node: str, name: str) -> str:
        """The value of a property that must be there; raises StoreError when it is not."""
        value = self.maybe(node, name)
        if value is None:
            raise StoreError(f"the graph is not complete: <{node}> has no {name}; build it again")
        return value

    def with_property(self, name: str) -> list[str]:
        """The IRIs of all nodes that have a property, sorted."""
        iri = term(name).value
        return sorted(node for node, values in self._values.items() if values.get(iri))


def read_graph(quads: Iterable[Quad]) -> KnowledgeGraph:
    """Gives the knowledge graph that `to_rdf` wrote, equal to the one it was given.

    Raises StoreError when parts are missing or the triples are not graphbuild's.
    """
    nodes = Nodes(quads)
    try:
        return _read(nodes, _naming(nodes))
    except ValueError as error:
        raise StoreError(f"the graph holds a value that graphbuild does not write: {error}") from error


def _read(nodes: Nodes, naming: Naming) -> KnowledgeGraph:
    claims: dict[str, list[Claim]] = defaultdict(list)
    for node in nodes.of_type("gb:Attestation"):
        claims[nodes.one(node, "gb:attests")].append(_claim(nodes, naming, node))
    articles = nodes.of_type("schema:NewsArticle")
    return KnowledgeGraph(
        articles=tuple(sorted((_article(nodes, naming, node) for node in articles), key=lambda a: a.id)),
        entities=tuple(sorted(_entities(nodes, naming), key=lambda entity: entity.id)),
        statements=tuple(sorted(_statements(nodes, naming, claims), key=lambda s: (s.subject, s.relation, s.object))),
        joinings=tuple(sorted(_joining(nodes, naming, node) for node in nodes.of_type("gb:Joining"))),
        mentioned={naming.article_id(node): _mentioned(nodes, naming, node) for node in articles},
    )


def _joining(nodes: Nodes, naming: Naming, node: str) -> Joining:
    return Joining(
        entity=naming.entity_id(nodes.one(node, "gb:joins")),
        rule=JoiningRule(nodes.one(node, "gb:joiningRule").removeprefix(_GB)),
        sign=Sign(SignKind(nodes.one(node, "gb:sign").removeprefix(_GB)), nodes.one(node, "gb:agreesOn")),
        names=tuple(nodes.all(node, "gb:joinedName")),
        articles=tuple(sorted(naming.article_id(one) for one in nodes.all(node, "prov:wasDerivedFrom"))),
    )


def attestation_order(claim: Claim) -> tuple[str, int, int, str, str]:
    """Sorts the attestations of a statement by article, place, source and stance."""
    place = claim.evidence
    return place.article_id, place.start, place.end, claim.source or "", claim.stance


def _naming(nodes: Nodes) -> Naming:
    software = nodes.of_type("prov:SoftwareAgent")
    if not software:
        raise StoreError("no prov:SoftwareAgent tells which software wrote the graph; it is not graphbuild's")
    return naming_of(software[0])


def _date(value: str | None) -> PartialDate | None:
    return PartialDate(value) if value is not None else None


def _article(nodes: Nodes, naming: Naming, node: str) -> Article:
    publisher = nodes.maybe(node, "schema:publisher")
    return Article(
        id=naming.article_id(node),
        source_file=nodes.one(node, "gb:sourceFile"),
        language=nodes.one(node, "schema:inLanguage"),
        title=nodes.maybe(node, "schema:headline"),
        body=nodes.one(node, "schema:articleBody"),
        published=_date(nodes.maybe(node, "schema:datePublished")),
        publisher=naming.entity_id(publisher) if publisher is not None else None,
        url=nodes.maybe(node, "schema:url"),
    )


def _mentioned(nodes: Nodes, naming: Naming, node: str) -> tuple[EntityId, ...]:
    return tuple(sorted(naming.entity_id(iri) for iri in nodes.all(node, "schema:mentions")))


def _entities(nodes: Nodes, naming: Naming) -> Iterable[Entity]:
    for node in nodes.with_property("skos:prefLabel"):
        kinds = nodes.types(node)
        if len(kinds) != 1:
            raise StoreError(f"<{node}> has {len(kinds)} classes of the ontology instead of one")
        yield Entity(
            id=naming.entity_id(node),
            kind=kinds[0],
            label=nodes.one(node, "skos:prefLabel"),
            aliases=tuple(nodes.all(node, "skos:altLabel")),
            same_as=tuple(nodes.all(node, "owl:sameAs")),
        )


def _statements(nodes: Nodes, naming: Naming, claims: Mapping[str, list[Claim]]) -> Iterable[Statement]:
    for node in nodes.of_type("gb:Statement"):
        yield Statement(
            *_triple(nodes, naming, node),
            status=Status(nodes.one(node, "gb:status").removeprefix(_GB)),
            attestations=tuple(sorted(claims.get(node, ()), key=attestation_order)),
        )


def _triple(nodes: Nodes, naming: Naming, statement: str) -> tuple[EntityId, str, EntityId]:
    return (
        naming.entity_id(nodes.one(statement, "rdf:subject")),
        nodes.one(statement, "rdf:predicate").removeprefix(_GB),
        naming.entity_id(nodes.one(statement, "rdf:object")),
    )


def _claim(nodes: Nodes, naming: Naming, node: str) -> Claim:
    subject, relation, object_ = _triple(nodes, naming, nodes.one(node, "gb:attests"))
    source = nodes.maybe(node, "prov:wasAttributedTo")
    spokesperson = nodes.maybe(node, "gb:spokesperson")
    categories = nodes.all(node, "gb:dataCategory")
    return Claim(
        subject=subject,
        relation=relation,
        object=object_,
        stance=Stance(nodes.one(node, "gb:stance").removeprefix(_GB)),
        certainty=Certainty(nodes.one(node, "gb:certainty").removeprefix(_GB)),
        source=naming.entity_id(source) if source is not None else None,
        valid_from=_date(nodes.maybe(node, "gb:validFrom")),
        valid_until=_date(nodes.maybe(node, "gb:validUntil")),
        evidence=_evidence(nodes, naming, node),
        rule=nodes.one(node, "gb:rule"),
        confidence=float(nodes.one(node, "gb:confidence")),
        data_categories=tuple(category.removeprefix(_PERSONAL_DATA) for category in categories),
        relayed_by=_relays(nodes, naming, node),
        spokesperson=naming.entity_id(spokesperson) if spokesperson is not None else None,
        informants=nodes.maybe(node, "gb:informants"),
    )


def _relays(nodes: Nodes, naming: Naming, attestation: str) -> tuple[tuple[EntityId, ...], ...]:
    relays = sorted(nodes.all(attestation, "gb:relay"), key=lambda node: int(nodes.one(node, "gb:position")))
    return tuple(tuple(naming.entity_id(one) for one in nodes.all(node, "gb:relayedBy")) for node in relays)


def _evidence(nodes: Nodes, naming: Naming, attestation: str) -> Evidence:
    target = nodes.one(attestation, "oa:hasTarget")
    selectors = nodes.all(target, "oa:hasSelector")
    quotation = next((node for node in selectors if nodes.maybe(node, "oa:exact") is not None), target)
    position = next((node for node in selectors if nodes.maybe(node, "oa:start") is not None), target)
    return Evidence(
        article_id=naming.article_id(nodes.one(attestation, "prov:wasDerivedFrom")),
        start=int(nodes.one(position, "oa:start")),
        end=int(nodes.one(position, "oa:end")),
        quote=nodes.one(quotation, "oa:exact"),
    )
