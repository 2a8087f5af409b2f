"""The web application: its addresses, who may ask, how it is started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from graphbuild.exporters import exporter, read_content
from graphbuild.graph.store import open_store
from graphbuild.serve.endpoint import sparql
from graphbuild.serve.links import Links
from graphbuild.serve.query_page import query_page
from graphbuild.serve.worker import MEGABYTES, Workers
from graphbuild.serve.yasgui import find_yasgui, yasgui_route

PAGE = "graph.html"


def create_app(
    directory: Path | str,
    *,
    seconds: float = 30,
    workers: int = 2,
    megabytes: int = MEGABYTES,
    yasgui: Path | str | None = None,
) -> Starlette:
    """Gives the ASGI application for a built folder: the graph at `/`, SPARQL at `/sparql`, a form at `/query`.

    A query may take `seconds` and `megabytes` of memory; at most `workers` run at once. `yasgui` is a folder into
    which YASGUI was installed, for the query page to use. Raises StoreError when the folder has no store, UsageError
    when the other has no YASGUI.
    """
    folder, store = Path(directory), open_store(directory)
    editor = None if yasgui is None else find_yasgui(yasgui)
    pool = Workers(folder, count=workers, seconds=seconds, megabytes=megabytes)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        pool.close()

    app = Starlette(
        routes=[
            Route("/", home, name="home"),
            Route("/sparql", sparql, methods=["GET", "POST"], name="sparql"),
            Route("/query", query_page, name="query"),
            *([] if editor is None else [yasgui_route(editor)]),
        ],
        middleware=[
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
        ],
        lifespan=lifespan,
    )
    app.state.folder, app.state.workers, app.state.store = folder, pool, store
    app.state.links, app.state.yasgui = Links(store), editor is not None
    return app


def home(request: Request) -> Response:
    """Gives the page that the build wrote, or makes it when it is gone."""
    folder: Path = request.app.state.folder
    if (folder / PAGE).is_file():
        return FileResponse(folder / PAGE, media_type="text/html")
    return HTMLResponse(exporter("html").export(read_content(folder)))


def serve(
    directory: Path | str,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    seconds: float = 30,
    megabytes: int = MEGABYTES,
    yasgui: Path | str | None = None,
) -> None:
    """Serves a built folder until it is interrupted, as `create_app` says; raises StoreError and UsageError."""
    app = create_app(directory, seconds=seconds, megabytes=megabytes, yasgui=yasgui)
    uvicorn.run(app, host=host, port=port, log_level="warning")
