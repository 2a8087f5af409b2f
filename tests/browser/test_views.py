"""The other views of the same selection, languages, themes, and access for all."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from graphbuild.ontology import load_ontology
from tests.browser.actions import only, shown
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHOICES = {"pair": "pair cbs|t-mobile", "node": "node kpn&focus=kpn 2", "article": "article a1"}
VIEWS = ("graph", "table", "timeline", "matrix")


def test_table_sorts(open_page: OpenPage) -> None:
    page = open_page(address="#view=table")
    rows = page.locator(".statements tbody tr")
    expect(rows).to_have_count(6)
    page.get_by_role("button", name="Object").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Object")
    expect(rows.first).to_contain_text("CBS")
    page.get_by_role("button", name="Object").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Object")
    expect(rows.first).to_contain_text("WeChat")


def test_table_follows_the_filters_and_opens_evidence_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(address="#view=table")
    only(page, "status", "alleged")
    rows = page.locator(".statements tbody tr")
    expect(rows).to_have_count(1)
    rows.locator("button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel .attestation")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()


def test_timeline_shows_periods_and_publications(open_page: OpenPage) -> None:
    page = open_page(address="#view=timeline")
    lines = page.locator(".time-line")
    expect(lines).to_have_count(6)
    expect(page.locator(".time-bar")).to_have_count(1)
    expect(lines.filter(has_text="shares data with")).to_contain_text("2018 until 2019-04")
    expect(lines.filter(has_text="CBS").locator(".time-dot")).to_have_count(1)
    lines.filter(has_text="CBS").locator("button").click()
    expect(page.locator(".panel .attestation")).to_have_count(2)


def test_matrix_of_operators_against_vendors(open_page: OpenPage) -> None:
    page = open_page(address="#view=matrix")
    expect(page.locator(".matrix tbody th")).to_have_text(["KPN"])
    expect(page.locator(".matrix .cell")).to_have_text(["2", "1"])
    page.locator(".matrix .cell").first.click()
    expect(page.locator(".panel .statement")).to_have_count(2)
    page.locator("#matrix-columns").select_option("Country")
    page.locator("#matrix-rows").select_option("TechnologyCompany")
    expect(page.locator(".matrix tbody th")).to_have_text(["Tencent"])


def test_two_languages(open_page: OpenPage) -> None:
    page = open_page(locale="nl-NL")
    expect(page.locator("h1")).to_have_text("Wie is met wie verbonden")
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text("Who is connected with whom")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-facet=relation]")).to_contain_text("shares data with")


def test_both_languages_have_all_words(open_page: OpenPage) -> None:
    for language in ("nl", "en"):
        for view in VIEWS:
            page = open_page("gold", f"#lang={language}&view={view}&select=node kpn&focus=kpn 2")
            assert "undefined" not in page.locator("body").inner_text()


def test_theme_follows_the_system_and_can_be_switched(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize(
    ("view", "scheme", "size"),
    [(view, "light", (1366, 768)) for view in VIEWS]
    + [("graph", "dark", (1366, 768)), ("table", "dark", (390, 844)), ("graph", "light", (390, 844))],
)
def test_no_serious_barrier(open_page: OpenPage, view: str, scheme: str, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(color_scheme=scheme, viewport=viewport)
    for selection, chosen in CHOICES.items():
        page.evaluate(f"() => {{ location.hash = '#view={view}&lang=en&select={chosen}'; }}")
        page.wait_for_function("kind => document.getElementById('panel').dataset.showing.includes(kind)", arg=selection)
        found = Axe().run(page, options={"runOnly": RULES})
        serious = [
            (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
            for violation in found.response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert serious == []


def test_everything_can_be_reached_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#view-table")).to_be_visible()
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.dataset.key || document.activeElement.id"))
    assert {"sort-subject", "row-0", "more-relation", "reset"} & seen
    assert any(name.startswith("row-") for name in seen)


def test_terms_are_explained(open_page: OpenPage) -> None:
    options = open_page().locator("[data-facet=relation] .option-name")
    title = options.filter(has_text="shares data with").get_attribute("title")
    assert title == f"shares data with: {load_ontology().definition('sharesDataWith', 'en')}"


def test_narrow_screen_opens_filters_on_demand(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    expect(page.locator("#filters")).to_be_hidden()
    page.locator("#toggle-filters").click()
    only(page, "status", "denied")
    page.locator("#toggle-filters").click()
    assert shown(page) == 1
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
