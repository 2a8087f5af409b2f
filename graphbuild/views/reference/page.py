"""The reference page of the ontology as one HTML file without scripts or requests."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graphbuild.ontology import load_ontology
from graphbuild.views.reference.picture import picture
from graphbuild.views.reference.terms import load_terms, ontology_facts

_TEMPLATES = Environment(
    loader=PackageLoader("graphbuild.views.reference", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def reference_page() -> str:
    """Gives the page for the ontology that travels with graphbuild; the same ontology gives the same page."""
    return _TEMPLATES.get_template("page.html.jinja").render(
        facts=ontology_facts(),
        sections=load_terms(),
        picture=Markup(picture(load_ontology())),  # noqa: S704  made by us, every text in it escaped
    )
