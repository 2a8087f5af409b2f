"""Writes the part of `ontology/shapes.ttl` that follows from the ontology: entities, relations, their ends.

`python -m graphbuild.graph.relation_shapes` brings the file up to date; a test fails when it is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphbuild.ontology import Ontology, load_ontology
from graphbuild.resources import resource
from graphbuild.types import Relation

MARKER = "# ---- below this line: written by `python -m graphbuild.graph.relation_shapes`"


def updated_shapes(text: str, ontology: Ontology) -> str:
    """Gives the text of the shapes file with everything below its marker line written anew.

    Raises ValueError when the marker is missing.
    """
    by_hand, found, rest = text.partition(MARKER)
    if not found:
        raise ValueError(f"the line that begins with {MARKER!r} is missing")
    marker_end = rest.partition("\n")[0]
    shapes = [_entity_shape(ontology), _predicate_shape(ontology)]
    shapes += [_end_shape(ontology, relation, end) for relation in ontology.relations.values() for end in _ENDS]
    return by_hand + MARKER + marker_end + "\n\n" + "\n".join(shapes)


_ENDS = {"Subject": "sh:targetSubjectsOf", "Object": "sh:targetObjectsOf"}


def _names(kinds: Iterable[str]) -> str:
    return " ".join(f"gb:{kind}" for kind in sorted(kinds))


def _typed(kinds: Iterable[str], message: str) -> str:
    """Demands that one of a node's classes is in the list, whatever other classes inference may add."""
    return (
        "    sh:property [ sh:path rdf:type ; sh:qualifiedMinCount 1 ;\n"
        f"        sh:qualifiedValueShape [ sh:in ( {_names(kinds)} ) ] ;\n"
        f'        sh:message "{message}" ] '
    )


def _entity_shape(ontology: Ontology) -> str:
    return (
        "shape:Entity a sh:NodeShape ;\n"
        "    sh:targetSubjectsOf skos:prefLabel ;\n"
        "    sh:targetObjectsOf schema:mentions, schema:publisher, prov:wasAttributedTo,\n"
        "        rdf:subject, rdf:object, gb:relayedBy, gb:spokesperson, gb:joins ;\n"
        "    sh:nodeKind sh:IRI ;\n"
        "    sh:property\n"
        "        [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ;\n"
        "          sh:minLength 1 ; sh:disjoint skos:altLabel ],\n"
        "        [ sh:path skos:altLabel ; sh:nodeKind sh:Literal ; sh:minLength 1 ],\n"
        "        [ sh:path owl:sameAs ; sh:nodeKind sh:IRI ] ;\n"
        f"{_typed(ontology.kinds, 'has no class of the ontology')}.\n"
    )


def _predicate_shape(ontology: Ontology) -> str:
    return (
        "shape:Predicate a sh:NodeShape ;\n"
        "    sh:targetClass gb:Statement ;\n"
        "    sh:property [ sh:path rdf:predicate ; sh:minCount 1 ; sh:maxCount 1 ;\n"
        f"        sh:in ( {_names(ontology.relations)} ) ] .\n"
    )


def _end_shape(ontology: Ontology, relation: Relation, end: str) -> str:
    allowed = relation.domain if end == "Subject" else relation.range
    if relation.symmetric:
        allowed = relation.domain | relation.range
    kinds = [kind for kind in ontology.kinds if any(ontology.is_a(kind, other) for other in allowed)]
    message = f"has a class that {end.lower()}s of gb:{relation.name} cannot have"
    return (
        f"shape:{relation.name}{end} a sh:NodeShape ;\n"
        f"    {_ENDS[end]} gb:{relation.name} ;\n"
        f"{_typed(kinds, message)}.\n"
    )


def main() -> None:
    """Writes the shapes file anew."""
    path = resource("ontology", "shapes.ttl")
    path.write_text(updated_shapes(path.read_text(encoding="utf-8"), load_ontology()), encoding="utf-8")


if __name__ == "__main__":
    main()
