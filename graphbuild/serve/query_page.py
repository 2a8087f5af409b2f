"""The page to query the graph: the query library as a menu, a form for parameters, the result as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, Store
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graphbuild.errors import GraphbuildError
from graphbuild.graph.namespaces import PREFIXES, term
from graphbuild.query.library import declared_parameters, library, library_query
from graphbuild.query.run import bind, parameter_terms
from graphbuild.serve.endpoint import check_allowed
from graphbuild.serve.worker import Question, Workers

MOST = 1000
"""The most rows that the page shows."""

_START = """SELECT ?subject ?relation ?object WHERE {
  ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object
}
LIMIT 20"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_TEMPLATES = Environment(
    loader=PackageLoader("graphbuild.serve", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Names and rows of a result; `cut` tells whether there were more rows than shown."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]
    cut: bool


async def query_page(request: Request) -> Response:
    """Shows the form, and the result when `run` is in the address."""
    fields = request.query_params
    values = {
        name.removeprefix("param."): value
        for name, value in fields.items()
        if name.startswith("param.") and value.strip()
    }
    problem, result, chosen = "", None, None
    text = fields.get("query", "")
    try:
        chosen = library_query(fields["name"]) if "name" in fields else None
        text = text or (chosen.text if chosen else _START)
        if "run" in fields:
            result = await run_in_threadpool(_run, request.app.state.workers, request.app.state.store, text, values)
    except GraphbuildError as error:
        problem = str(error)
    page = _TEMPLATES.get_template("query_page.html").render(
        chosen=chosen,
        queries=list(library().values()),
        parameters=_parameters(text),
        values=values,
        entities=_labels(request.app.state.store),
        prefixes=", ".join(PREFIXES),
        text=text,
        rows=min(30, text.count("\n") + 2),
        problem=problem,
        result=result,
        most=MOST,
        home=request.app.url_path_for("home"),
        endpoint=request.app.url_path_for("sparql"),
    )
    return HTMLResponse(page, 400 if problem else 200, headers={"Content-Security-Policy": _POLICY})


def _run(workers: Workers, store: Store, text: str, values: Mapping[str, str]) -> ShownTable:
    complete = bind(text, parameter_terms(store, text, values))
    check_allowed(complete)
    answer = workers.answer(Question(complete, rows="text/csv", triples="application/n-triples"))
    lines = answer.body.decode("utf-8")
    if answer.media_type != "text/csv":
        triples = lines.splitlines()
        return ShownTable(["triple"], [[line] for line in triples[:MOST]], len(triples) > MOST)
    names, *rows = list(csv.reader(io.StringIO(lines))) or [["answer"]]
    return ShownTable(names, [[_short(cell) for cell in row] for row in rows[:MOST]], len(rows) > MOST)


def _short(value: str) -> str:
    for prefix, start in PREFIXES.items():
        if value.startswith(start):
            return f"{prefix}:{value.removeprefix(start)}"
    return value


def _parameters(text: str) -> Sequence[object]:
    try:
        return declared_parameters(text)
    except GraphbuildError:
        return ()


def _labels(store: Store) -> list[str]:
    """The labels of all entities, for the browser to complete names from."""
    quads = store.quads_for_pattern(None, term("skos:prefLabel"), None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})
