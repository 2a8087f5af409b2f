"""Finding: search, filters and their counts, time, focus, paths, hiding, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import click_node, counts, find, only, open_facet, shown, toggle
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

FACETS = ("status", "relation", "certainty", "source", "publisher", "article")


def test_search_finds_names_and_aliases(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("centraal bur")
    expect(page.locator("#search-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_have_text("CBS")


def test_search_brings_in_what_has_no_statements(open_page: OpenPage) -> None:
    page = open_page()
    find(page, "eenzaam")
    expect(page.locator(".panel h2")).to_have_text("Wet eenzaamheid")
    assert page.evaluate("() => graphbuildPage.pointOf('lonely')") is not None


def test_suggestions_can_be_walked_and_left(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#search").fill("e")
    options = page.locator("#search-list [role=option]")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()


def test_status_filter_and_its_counts(open_page: OpenPage) -> None:
    page = open_page()
    assert counts(page, "status") == {"asserted": 3, "alleged": 1, "contested": 1, "denied": 1}
    toggle(page, "status", "asserted")
    assert shown(page) == 3
    toggle(page, "status", "asserted")
    assert shown(page) == 6


def test_world_according_to_one_source(open_page: OpenPage) -> None:
    page = open_page()
    only(page, "source", "nrc")
    assert shown(page) == 4, "what NRC is quoted with, and what its own article says"
    expect(page.locator("#summary")).to_contain_text("4 of 6 statements")
    assert counts(page, "status") == {"asserted": 4, "alleged": 0, "contested": 0, "denied": 0}


@pytest.mark.parametrize(
    "address",
    ["", "#status=asserted contested", "#source=nrc trouw", "#focus=kpn 1", "#type=TelecomOperator TechnologyCompany"],
)
def test_each_count_is_what_choosing_only_that_option_shows(open_page: OpenPage, address: str) -> None:
    page = open_page(address=address)
    tried = 0
    for facet in FACETS:
        open_facet(page, facet)
        for key, count in counts(page, facet).items():
            only(page, facet, key)
            assert shown(page) == count, (facet, key)
            page.keyboard.press("Control+z")
            tried += 1
    assert tried >= 20


def test_counts_hold_in_a_real_graph(open_page: OpenPage) -> None:
    page = open_page("gold", "#certainty=certain probable&focus=kpn 2")
    for facet in ("status", "relation", "source"):
        for key, count in list(counts(page, facet).items())[:4]:
            only(page, facet, key)
            assert shown(page) == count, (facet, key)
            page.keyboard.press("Control+z")


def test_type_filter_hides_nodes(open_page: OpenPage) -> None:
    page = open_page()
    assert counts(page, "type")["TelecomOperator"] == 2
    toggle(page, "type", "TechnologyCompany")
    assert shown(page) == 1
    assert page.evaluate("() => graphbuildPage.pointOf('huawei')") is None


def slide(page: Page, name: str, keys: str, times: int = 1) -> None:
    page.locator(f"#{name}").focus()
    for _ in range(times):
        page.keyboard.press(keys)


def test_time_of_publication(open_page: OpenPage) -> None:
    page = open_page()
    slide(page, "published-earliest", "ArrowRight")
    assert shown(page) == 4, "the article of 2018-03 is left out, that of 2020 and the undated one stay"
    page.locator("#undated").click()
    assert shown(page) == 1


def test_time_of_validity(open_page: OpenPage) -> None:
    page = open_page(address="#undated=no")
    slide(page, "valid-earliest", "ArrowRight")
    assert shown(page) == 1, "only what is said to hold at some time"
    page.reload()
    expect(page.locator("#summary")).to_contain_text("1 of 6")


@pytest.mark.parametrize(("hops", "nodes"), [("1 step", 3), ("2 steps", 5)])
def test_focus_on_the_surroundings_of_a_node(open_page: OpenPage, hops: str, nodes: int) -> None:
    page = open_page()
    click_node(page, "kpn")
    page.get_by_role("button", name=hops, exact=True).click()
    expect(page.locator("#summary")).to_contain_text(f"{nodes} of 10 entities")
    page.get_by_role("button", name="end focus").click()
    assert shown(page) == 6


def test_shortest_path_between_two_nodes(open_page: OpenPage) -> None:
    page = open_page()
    click_node(page, "huawei")
    page.get_by_role("button", name="Path from here").click()
    page.keyboard.type("wech")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_contain_text("Huawei to WeChat: 3 steps, 1 shortest paths")
    expect(page.locator(".paths > li > ul > li")).to_have_count(3)
    assert shown(page) == 4
    page.get_by_role("button", name="end path").click()
    assert shown(page) == 6


def test_no_path_is_said(open_page: OpenPage) -> None:
    page = open_page(address="#path=kpn cbs&lang=en")
    expect(page.locator(".panel .warning")).to_contain_text("No path between KPN and CBS")


def test_hide_and_bring_back(open_page: OpenPage) -> None:
    page = open_page()
    click_node(page, "tencent")
    page.get_by_role("button", name="Hide").click()
    assert shown(page) == 3
    page.get_by_role("button", name="bring back Tencent").click()
    assert shown(page) == 6


def test_undo_and_redo(open_page: OpenPage) -> None:
    page = open_page()
    toggle(page, "status", "denied")
    toggle(page, "status", "alleged")
    assert shown(page) == 4
    page.keyboard.press("Control+z")
    assert shown(page) == 5
    page.locator("#undo").click()
    assert shown(page) == 6
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("#redo").click()
    assert shown(page) == 5


def test_reset_takes_all_filters_away(open_page: OpenPage) -> None:
    page = open_page(address="#status=denied&hidden=kpn&published=2018-03_2018-04")
    assert shown(page) < 6
    page.get_by_role("button", name="Reset filters").click()
    assert shown(page) == 6
