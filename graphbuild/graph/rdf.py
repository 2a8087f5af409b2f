"""Writes a knowledge graph as RDF: articles, entities, statements, and who attests them where.

The parts of an attestation's target have IRIs too (no blank nodes), so that the same graph gives the same
bytes and loading it twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graphbuild.graph.iris import DEFAULT_BASE, Naming, web_address
from graphbuild.graph.namespaces import PREFIXES, TYPE, term
from graphbuild.types import Article, Claim, Entity, EntityId, Joining, KnowledgeGraph, PartialDate, Stance, Statement

CONTEXT = 32
"""The most code points of text kept before and after a quote, to find it again in a changed text."""

_STRING = term("xsd:string")
_DATE_TYPES = {4: term("xsd:gYear"), 7: term("xsd:gYearMonth"), 10: term("xsd:date")}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def to_rdf(graph: KnowledgeGraph, *, version: str, base: str = DEFAULT_BASE) -> list[Quad]:
    """Gives the triples of a graph, each once and sorted, as quads of the default graph.

    `version` is the version of graphbuild that read the articles; `base` begins the IRI of everything.
    Raises UsageError for a base that cannot begin an IRI.
    """
    naming = Naming(base)
    bodies = {article.id: article for article in graph.articles}
    quads = set(_software(naming, version))
    for article in graph.articles:
        quads.update(_article(naming, article, graph.mentioned.get(article.id, ()), version))
    for entity in graph.entities:
        quads.update(_entity(naming, entity))
    for joining in graph.joinings:
        quads.update(_joining(naming, joining))
    for statement in graph.statements:
        quads.update(_statement(naming, statement))
        for claim in statement.attestations:
            quads.update(_attestation(naming, claim, bodies[claim.evidence.article_id], version))
    return in_order(quads)


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Sorts quads by graph, subject, predicate (types first) and object, by code point."""
    return sorted(quads, key=_sort_key)


def to_turtle(quads: Iterable[Quad]) -> bytes:
    """Gives the triples as Turtle in UTF-8; their order does not change the bytes."""
    return serialized(in_order(quads), RdfFormat.TURTLE)


def serialized(quads: list[Quad], form: RdfFormat) -> bytes:
    """Gives quads in an RDF format, in the order in which they come, with our prefixes where it has them."""
    content = serialize(quads, format=form, prefixes=PREFIXES)
    assert content is not None, "serialize gives bytes when it is given no output"
    return content


def _sort_key(quad: Quad) -> tuple[str, str, bool, str, str]:
    graph, subject, predicate = str(quad.graph_name), str(quad.subject), str(quad.predicate)
    return graph, subject, quad.predicate != TYPE, predicate, str(quad.object)


def _describe(
    subject: NamedNode, kind: NamedNode, properties: Iterable[tuple[str, NamedNode | Literal | None]]
) -> Iterator[Quad]:
    """Gives a node's type and those of its properties that have a value."""
    yield Quad(subject, TYPE, kind)
    for name, value in properties:
        if value is not None:
            yield Quad(subject, term(name), value)


def _software(naming: Naming, version: str) -> Iterator[Quad]:
    properties = [("rdfs:label", Literal("graphbuild")), ("schema:softwareVersion", Literal(version))]
    return _describe(naming.software(version), term("prov:SoftwareAgent"), properties)


def _article(naming: Naming, article: Article, mentioned: Iterable[EntityId], version: str) -> Iterator[Quad]:
    node, activity = naming.article(article.id), naming.activity(article, version)
    yield from _describe(
        node,
        term("schema:NewsArticle"),
        [
            ("gb:sourceFile", Literal(article.source_file)),
            ("schema:headline", _text(article.title, article.language)),
            ("schema:inLanguage", Literal(article.language)),
            ("schema:articleBody", Literal(article.body)),
            ("schema:datePublished", _date(article.published)),
            ("schema:publisher", naming.entity(article.publisher) if article.publisher else None),
            ("schema:url", web_address(article.url) if article.url else None),
            *(("schema:mentions", naming.entity(identity)) for identity in mentioned),
        ],
    )
    yield from _describe(
        activity,
        term("prov:Activity"),
        [("prov:used", node), ("prov:wasAssociatedWith", naming.software(version))],
    )


def _entity(naming: Naming, entity: Entity) -> Iterator[Quad]:
    properties: list[tuple[str, NamedNode | Literal | None]] = [("skos:prefLabel", Literal(entity.label))]
    properties += [("skos:altLabel", Literal(alias)) for alias in entity.aliases]
    properties += [("owl:sameAs", NamedNode(iri)) for iri in entity.same_as]
    return _describe(naming.entity(entity.id), term(f"gb:{entity.kind}"), properties)


def _joining(naming: Naming, joining: Joining) -> Iterator[Quad]:
    properties: list[tuple[str, NamedNode | Literal | None]] = [
        ("gb:joins", naming.entity(joining.entity)),
        ("gb:joiningRule", term(f"gb:{joining.rule}")),
        ("gb:sign", term(f"gb:{joining.sign.kind}")),
        ("gb:agreesOn", Literal(joining.sign.value)),
        *(("gb:joinedName", Literal(name)) for name in joining.names),
        *(("prov:wasDerivedFrom", naming.article(article)) for article in joining.articles),
    ]
    return _describe(naming.joining(joining), term("gb:Joining"), properties)


def _statement(naming: Naming, statement: Statement) -> Iterator[Quad]:
    subject, object_ = naming.entity(statement.subject), naming.entity(statement.object)
    relation = term(f"gb:{statement.relation}")
    yield from _describe(
        naming.statement(statement.subject, statement.relation, statement.object),
        term("gb:Statement"),
        [
            ("rdf:subject", subject),
            ("rdf:predicate", relation),
            ("rdf:object", object_),
            ("gb:status", term(f"gb:{statement.status}")),
        ],
    )
    if any(claim.stance is Stance.ASSERTS for claim in statement.attestations):
        yield Quad(subject, relation, object_)


def _attestation(naming: Naming, claim: Claim, article: Article, version: str) -> Iterator[Quad]:
    node = naming.attestation(claim)
    target = NamedNode(node.value + "/target")
    yield from _describe(
        node,
        term("gb:Attestation"),
        [
            ("gb:attests", naming.statement(claim.subject, claim.relation, claim.object)),
            ("gb:stance", term(f"gb:{claim.stance}")),
            ("gb:certainty", term(f"gb:{claim.certainty}")),
            ("prov:wasAttributedTo", naming.entity(claim.source) if claim.source else None),
            ("prov:wasDerivedFrom", naming.article(article.id)),
            ("prov:wasGeneratedBy", naming.activity(article, version)),
            ("gb:validFrom", _date(claim.valid_from)),
            ("gb:validUntil", _date(claim.valid_until)),
            ("gb:rule", Literal(claim.rule)),
            ("gb:confidence", _decimal(claim.confidence)),
            ("gb:spokesperson", naming.entity(claim.spokesperson) if claim.spokesperson else None),
            ("gb:informants", _text(claim.informants, article.language)),
            ("oa:hasTarget", target),
            *(("gb:dataCategory", term(f"dpv-pd:{category}")) for category in claim.data_categories),
        ],
    )
    yield from _relays(naming, node, claim)
    yield from _target(node, target, claim, naming.article(article.id), article.body)


def _relays(naming: Naming, attestation: NamedNode, claim: Claim) -> Iterator[Quad]:
    for position, step in enumerate(claim.relayed_by, 1):
        node = NamedNode(f"{attestation.value}/relay/{position}")
        yield Quad(attestation, term("gb:relay"), node)
        speakers = (("gb:relayedBy", naming.entity(one)) for one in step)
        yield from _describe(node, term("gb:Relay"), [("gb:position", _integer(position)), *speakers])


def _target(attestation: NamedNode, target: NamedNode, claim: Claim, article: NamedNode, body: str) -> Iterator[Quad]:
    quotation, position = NamedNode(attestation.value + "/quote"), NamedNode(attestation.value + "/position")
    start, end = claim.evidence.start, claim.evidence.end
    yield from _describe(
        target,
        term("oa:SpecificResource"),
        [("oa:hasSource", article), ("oa:hasSelector", quotation), ("oa:hasSelector", position)],
    )
    yield from _describe(
        quotation,
        term("oa:TextQuoteSelector"),
        [
            ("oa:exact", Literal(claim.evidence.quote)),
            ("oa:prefix", Literal(body[max(0, start - CONTEXT) : start])),
            ("oa:suffix", Literal(body[end : end + CONTEXT])),
        ],
    )
    yield from _describe(
        position, term("oa:TextPositionSelector"), [("oa:start", _integer(start)), ("oa:end", _integer(end))]
    )


def _text(text: str | None, language: str) -> Literal | None:
    if text is None:
        return None
    return Literal(text, language=language) if _LANGUAGE_TAG.fullmatch(language) else Literal(text)


def _date(date: PartialDate | None) -> Literal | None:
    if date is None:
        return None
    return Literal(date, datatype=_DATE_TYPES.get(len(date), _STRING))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=term("xsd:integer"))


def _decimal(number: float) -> Literal:
    """Gives the shortest decimal form, which is the one that a store gives back."""
    digits = format(Decimal(repr(float(number))), "f")
    return Literal(digits.rstrip("0").rstrip("."), datatype=term("xsd:decimal"))
