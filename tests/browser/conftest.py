"""Opens pages in Debian's Chromium, and fails a test when a page complains or asks the network for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graphbuild.ontology import load_ontology
from graphbuild.types import KnowledgeGraph
from graphbuild.views.page import render_page
from tests.views.gold_graph import gold_graph
from tests.views.page_examples import hostile_graph, made_up_graph, sample_graph

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
GRAPHS: dict[str, Callable[[], KnowledgeGraph]] = {
    "sample": sample_graph,
    "hostile": hostile_graph,
    "gold": gold_graph,
    "large": lambda: made_up_graph(1700, 3000),
}

OpenPage = Callable[..., Page]


@cache
def page_text(name: str) -> str:
    return render_page(GRAPHS[name](), load_ontology())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Gives a function that opens the page of a graph at an address; checks the page's conduct at the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note_request(url: str, file: Path) -> None:
        if url.split("#")[0] != file.as_uri() and not url.startswith(("blob:", "data:")):
            complaints.append(f"request to {url}")

    def open_it(name: str = "sample", address: str = "", **options: Any) -> Page:
        file = tmp_path / f"{name}.html"
        file.write_text(page_text(name), encoding="utf-8")
        settings = {"viewport": {"width": 1366, "height": 768}, "locale": "en-GB", "accept_downloads": True, **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: note_request(request.url, file))
        page.goto(file.as_uri() + address)
        page.wait_for_selector("html[data-ready=yes]")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []
