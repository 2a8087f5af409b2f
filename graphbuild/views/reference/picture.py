"""Draws the classes as a tree and the relations as columns beside it: which class may be at which end."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from graphbuild.ontology import Ontology

ROW, COLUMN, INDENT = 22, 24, 18
"""Pixels of a class's row, of a relation's column, and of one level of the tree."""
LEFT, TOP = 250, 150
"""Pixels of the tree and of the names of relations above the columns."""
_ROOT = "Entity"
_THEME_COLOURS = {"data": "#0b6e99", "business": "#7a4b94", "state": "#a3432a"}


def picture(ontology: Ontology) -> str:
    """Gives an SVG image of the ontology, the same for the same ontology.

    A circle says that a class may be subject (left half) or object (right half) of a relation; it is pale where
    that follows from a class above.
    """
    classes, relations = tree(ontology), _by_theme(ontology)
    width, height = LEFT + COLUMN * len(relations) + 70, TOP + ROW * len(classes) + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="The classes of the ontology, and the relations that each may take part in" '
        f'font-family="sans-serif" font-size="12">',
        *_stripes(len(classes), width),
        *_branches(classes),
        *(_class_name(row, name, depth) for row, (name, depth) in enumerate(classes)),
    ]
    for column, relation in enumerate(relations):
        colour = _THEME_COLOURS[ontology.themes[relation]]
        parts.append(_relation_name(column, relation, colour))
        for row, (name, _) in enumerate(classes):
            parts += _circle(ontology, relation, name, column, row, colour)
    parts += [*_legend(height - 20), "</svg>"]
    return "\n".join(parts) + "\n"


def tree(ontology: Ontology) -> list[tuple[str, int]]:
    """Gives the classes of entities with their depth, each right below its superclass, siblings by name."""
    children: dict[str, list[str]] = {}
    for name, parent in ontology.parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(name)

    def below(name: str, depth: int) -> Iterator[tuple[str, int]]:
        yield name, depth
        for child in sorted(children.get(name, ())):
            yield from below(child, depth + 1)

    return list(below(_ROOT, 0))


def _by_theme(ontology: Ontology) -> list[str]:
    themes = list(_THEME_COLOURS)
    return sorted(ontology.relations, key=lambda name: (themes.index(ontology.themes[name]), name))


def _stripes(rows: int, width: int) -> Iterator[str]:
    for row in range(0, rows, 2):
        yield f'<rect x="0" y="{TOP + row * ROW}" width="{width - 70}" height="{ROW}" fill="#f3f5f7"/>'


def _branches(classes: list[tuple[str, int]]) -> Iterator[str]:
    """Draws a line from each class to the one above it in the tree."""
    above: dict[int, int] = {}
    for row, (_, depth) in enumerate(classes):
        above[depth] = row
        if depth:
            x, y = 14 + (depth - 1) * INDENT, TOP + row * ROW + ROW // 2
            start = TOP + above[depth - 1] * ROW + ROW - 4
            yield f'<path d="M{x} {start}V{y}h{INDENT - 6}" fill="none" stroke="#9aa5b1"/>'


def _class_name(row: int, name: str, depth: int) -> str:
    x, y = 10 + depth * INDENT, TOP + row * ROW + 15
    return f'<a href={quoteattr("#" + name)}><text x="{x}" y="{y}">{escape(name)}</text></a>'


def _relation_name(column: int, name: str, colour: str) -> str:
    x, y = LEFT + column * COLUMN + COLUMN // 2, TOP - 8
    turned = f'transform="rotate(-55 {x} {y})" fill="{colour}"'
    return f'<a href={quoteattr("#" + name)}><text x="{x}" y="{y}" {turned}>{escape(name)}</text></a>'


def _circle(ontology: Ontology, relation: str, kind: str, column: int, row: int, colour: str) -> Iterator[str]:
    x, y = LEFT + column * COLUMN + COLUMN // 2, TOP + row * ROW + ROW // 2
    known = ontology.relations[relation]
    for allowed, sweep, end in ((known.domain, 0, "subject"), (known.range, 1, "object")):
        if kind != _ROOT and any(ontology.is_a(kind, other) for other in allowed):
            opacity = "1" if kind in allowed else "0.35"
            yield (
                f'<path d="M{x} {y - 7}A7 7 0 0 {sweep} {x} {y + 7}Z" fill="{colour}" fill-opacity="{opacity}">'
                f"<title>{kind} may be {end} of {relation}</title></path>"
            )


def _legend(y: int) -> Iterator[str]:
    text = "left half: may be subject; right half: may be object; pale: because a class above may. Relations of"
    yield f'<text x="10" y="{y}" fill="#444">{text}</text>'
    for number, (theme, colour) in enumerate(_THEME_COLOURS.items()):
        yield f'<text x="{545 + number * 65}" y="{y}" fill="{colour}" font-weight="bold">{theme}</text>'
