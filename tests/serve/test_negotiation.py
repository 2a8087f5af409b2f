from __future__ import annotations

import pytest

from graphbuild.serve.negotiation import best_type, rows_type, triples_type


@pytest.mark.parametrize(
    ("accept", "rows", "triples"),
    [
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("text/csv", "text/csv", None),
        ("text/*", "text/csv", "text/turtle"),
        ("application/json", "application/sparql-results+json", "application/ld+json"),
        ("application/xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4", None, "application/rdf+xml"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml", None),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml", "text/turtle"),
        ("TEXT/CSV ; charset=utf-8 ; Q=0.3", "text/csv", None),
        ("image/png", None, None),
        ("text/csv;q=lots", None, None),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json", "text/turtle"),
    ],
)
def test_the_best_accepted_type_is_chosen(accept: str, rows: str | None, triples: str | None) -> None:
    assert (rows_type(accept), triples_type(accept)) == (rows, triples)


def test_of_equal_types_the_first_offered_is_chosen() -> None:
    assert best_type("b/b, a/a", ["a/a", "b/b"]) == "a/a"
