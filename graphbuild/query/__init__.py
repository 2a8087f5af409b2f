"""SPARQL over built folders: running queries, the library of ready ones, results as text."""

from __future__ import annotations

from graphbuild.query.library import LibraryQuery, Parameter, ParameterKind, library, library_query
from graphbuild.query.limit import write_query_within
from graphbuild.query.output import FORMS, as_table, render, write_result
from graphbuild.query.run import execute, explain_query, run_query, write_query

__all__ = [
    "FORMS",
    "LibraryQuery",
    "Parameter",
    "ParameterKind",
    "as_table",
    "execute",
    "explain_query",
    "library",
    "library_query",
    "render",
    "run_query",
    "write_query",
    "write_query_within",
    "write_result",
]
