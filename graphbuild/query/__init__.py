"""SPARQL over built folders: running queries, the library of ready ones, results as text."""

from __future__ import annotations

from graphbuild.query.library import LibraryQuery, Parameter, ParameterKind, library, library_query
from graphbuild.query.output import FORMS, as_table, render
from graphbuild.query.run import execute, run_query

__all__ = [
    "FORMS",
    "LibraryQuery",
    "Parameter",
    "ParameterKind",
    "as_table",
    "execute",
    "library",
    "library_query",
    "render",
    "run_query",
]
