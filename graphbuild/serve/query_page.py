"""The page to query the graph: the query library as a menu, a form for parameters, the result as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graphbuild.errors import GraphbuildError
from graphbuild.graph.namespaces import PREFIXES
from graphbuild.query.library import declared_parameters, library, library_query
from graphbuild.query.run import bind, parameter_terms
from graphbuild.serve.endpoint import check_allowed
from graphbuild.serve.links import Links
from graphbuild.serve.worker import Question, Workers
from graphbuild.serve.yasgui import POLICY as YASGUI_POLICY
from graphbuild.serve.yasgui import SCRIPT, START, STYLE, with_prefixes

MOST = 1000
"""The most rows that the page shows."""

_START = """SELECT ?subject ?relation ?object WHERE {
  ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object
}
LIMIT 20"""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_TEMPLATES = Environment(
    loader=PackageLoader("graphbuild.serve", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a result says, and where that is on the page with the graph, None where it is not there."""

    text: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Names and rows of a result; `cut` tells whether there were more rows than shown."""

    names: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    cut: bool


async def query_page(request: Request) -> Response:
    """Shows the form, and the result when `run` is in the address."""
    fields = request.query_params
    values = {
        name.removeprefix("param."): value
        for name, value in fields.items()
        if name.startswith("param.") and value.strip()
    }
    state = request.app.state
    problem, result, chosen, complete = "", None, None, None
    text = fields.get("query", "")
    try:
        chosen = library_query(fields["name"]) if "name" in fields else None
        text = text or (chosen.text if chosen else _START)
        if "run" in fields:
            complete = bind(text, parameter_terms(state.store, text, values))
            if not (state.yasgui and fields.get("editor") == "yasgui"):
                result = await run_in_threadpool(_run, state.workers, state.links, complete)
    except GraphbuildError as error:
        problem = str(error)
    page = _TEMPLATES.get_template("query_page.html").render(
        chosen=chosen,
        queries=list(library().values()),
        parameters=_parameters(text),
        values=values,
        entities=state.links.labels,
        prefixes=", ".join(PREFIXES),
        text=text,
        rows=min(30, text.count("\n") + 2),
        problem=problem,
        result=result,
        most=MOST,
        home=request.app.url_path_for("home"),
        endpoint=request.app.url_path_for("sparql"),
        yasgui=_yasgui(request, complete or text, run=complete is not None),
    )
    policy = YASGUI_POLICY if state.yasgui else _POLICY
    return HTMLResponse(page, 400 if problem else 200, headers={"Content-Security-Policy": policy})


def _yasgui(request: Request, text: str, *, run: bool) -> Mapping[str, str] | None:
    """Gives what the page tells YASGUI; None where that is not installed."""
    if not request.app.state.yasgui:
        return None
    files = {name: request.app.url_path_for("yasgui", name=name) for name in (SCRIPT, STYLE, START)}
    return {
        "script": files[SCRIPT],
        "style": files[STYLE],
        "start": files[START],
        "query": with_prefixes(text),
        "run": "yes" if run else "no",
        "entities": next(iter(request.app.state.links.entities), ""),
    }


def _run(workers: Workers, links: Links, complete: str) -> ShownTable:
    check_allowed(complete)
    answer = workers.answer(Question(complete, rows="text/csv", triples="application/n-triples"))
    lines = answer.body.decode("utf-8")
    if answer.media_type != "text/csv":
        triples = lines.splitlines()
        return ShownTable(["triple"], [[Cell(line)] for line in triples[:MOST]], len(triples) > MOST)
    names, *rows = list(csv.reader(io.StringIO(lines))) or [["answer"]]
    cells = [[Cell(_short(value), links.place(value)) for value in row] for row in rows[:MOST]]
    return ShownTable(names, cells, len(rows) > MOST)


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
