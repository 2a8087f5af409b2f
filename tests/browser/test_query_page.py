from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.serve import create_app
from tests.npm import installed
from tests.running import running
from tests.small_graph import small_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_store(directory, to_rdf(small_graph(), version="1"))
    return directory


@pytest.fixture(scope="module", params=["@zazuko/yasgui", "@triply/yasgui"])
def yasgui(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(request.param, tmp_path_factory.mktemp("yasgui"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must ask no other server, and have nothing to complain about."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1:", "data:")) else complaints.append(r.url))
    yield page
    context.close()
    assert complaints == []


def test_yasgui_edits_and_runs_a_query_of_the_library(built: Path, yasgui: Path, page: Page) -> None:
    with running(create_app(built, workers=1, yasgui=yasgui)) as address:
        page.goto(f"{address}/query?name=profile")
        expect(page.locator("#yasgui .yasgui")).to_be_visible()
        expect(page.locator("textarea[name=query]")).to_be_hidden()
        page.get_by_label("whom or what it is about").fill("Blik")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("#yasgui .yasr table").first).to_be_visible()
        expect(page.locator("#yasgui .yasr")).to_contain_text("sharesDataWith")
        assert "PREFIX skos:" in page.locator("#yasgui .CodeMirror").first.inner_text()
        assert page.locator("section[data-plain]").count() == 0


def test_an_entity_in_yasguis_result_leads_to_the_graph(built: Path, yasgui: Path, page: Page) -> None:
    query = "SELECT ?who WHERE { ?who gb:fines ?whom }"
    with running(create_app(built, workers=1, yasgui=yasgui)) as address:
        page.goto(f"{address}/query?run=yes&editor=yasgui&query={query}")
        expect(page.get_by_label("SPARQL query")).to_be_hidden()
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_hidden()
        page.locator("#yasgui .yasr td a").first.click()
        expect(page).to_have_url(f"{address}/#select=node%20waakhond")


def test_without_yasgui_the_plain_editor_runs_the_query_and_links_to_the_graph(built: Path, page: Page) -> None:
    with running(create_app(built, workers=1)) as address:
        page.goto(f"{address}/query?name=profile")
        page.get_by_label("whom or what it is about").fill("Blik")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("heading", level=2)).to_contain_text("row")
        page.get_by_role("cell").get_by_role("link", name="Zonnet").first.click()
        expect(page).to_have_url(f"{address}/#select=node%20zonnet")


def test_without_scripts_a_page_with_yasgui_is_the_plain_one(built: Path, yasgui: Path, browser: Browser) -> None:
    with running(create_app(built, workers=1, yasgui=yasgui)) as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/query?name=profile&param.entity=Blik&run=yes")
        expect(page.get_by_role("cell", name="sharesDataWith").first).to_be_visible()
        context.close()
