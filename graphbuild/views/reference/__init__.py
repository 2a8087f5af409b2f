"""The reference page of the ontology: every term, and a picture of the classes and what relations they take."""

from __future__ import annotations

from graphbuild.views.reference.page import reference_page

__all__ = ["reference_page"]
