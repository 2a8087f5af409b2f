from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from graphbuild.ontology import load_ontology
from graphbuild.views.reference import reference_page
from graphbuild.views.reference.picture import picture, tree
from tests.conftest import ROOT

PAGE = reference_page()
ONTOLOGY = load_ontology()
SVG = "{http://www.w3.org/2000/svg}"


class Links(HTMLParser):
    """The ids of a page and the places that its links lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [value for value in (found.get("id"),) if value]
        if tag == "a":
            self.targets.add(str(found["href"]))
        assert not {"src", "onclick"} & set(found)


def test_the_committed_page_is_what_the_ontology_gives() -> None:
    committed = (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8")
    assert committed == PAGE, "run `make docs`"


def test_the_page_has_every_term_once_with_its_texts_and_all_its_links_lead_somewhere() -> None:
    links = Links(PAGE)
    assert sorted(links.ids) == sorted(ONTOLOGY.terms)
    inside = {target.removeprefix("#") for target in links.targets if target.startswith("#")}
    assert inside == set(ONTOLOGY.terms)
    for term in ONTOLOGY.terms.values():
        for text in (*term.labels.values(), *term.definitions.values()):
            assert text.replace("&", "&amp;").replace("'", "&#39;") in PAGE, term.name


def test_the_picture_has_every_class_and_every_relation() -> None:
    image = ElementTree.fromstring(picture(ONTOLOGY))
    texts = {element.text for element in image.iter(f"{SVG}text")}
    assert {*ONTOLOGY.kinds, *ONTOLOGY.relations} <= texts


def ends(image: str, opacity: str) -> set[str]:
    return set(re.findall(rf'fill-opacity="{opacity}"><title>(\w+ may be \w+ of \w+)<', image))


def test_the_picture_shows_the_ends_that_the_ontology_allows() -> None:
    image = picture(ONTOLOGY)
    named = {f"{kind} may be subject of {r.name}" for r in ONTOLOGY.relations.values() for kind in r.domain}
    named |= {f"{kind} may be object of {r.name}" for r in ONTOLOGY.relations.values() for kind in r.range}
    assert ends(image, "1") == named
    assert "Regulator may be subject of fines" in ends(image, "0.35")
    assert "Law may be subject of fines" not in image


@pytest.mark.parametrize("kind", sorted(ONTOLOGY.kinds))
def test_the_tree_has_a_class_below_its_superclass(kind: str) -> None:
    rows = tree(ONTOLOGY)
    (row,) = [row for row, (name, _) in enumerate(rows) if name == kind]
    depth = rows[row][1]
    above = next(name for name, other in reversed(rows[:row]) if other < depth)
    assert above == ONTOLOGY.parents[kind]


def test_a_changed_ontology_changes_the_picture() -> None:
    relations = {**ONTOLOGY.relations}
    relations["fines"] = replace(relations["fines"], domain=frozenset({"Law"}))
    assert "Law may be subject of fines" in picture(replace(ONTOLOGY, relations=relations))
