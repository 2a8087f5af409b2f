"""The drawing: what it shows, and what a click on it answers."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.actions import click_edge, click_node, shown
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def overlapping(boxes: list[dict[str, float]]) -> list[tuple[object, object]]:
    return [
        (first["id"], second["id"])
        for number, first in enumerate(boxes)
        for second in boxes[number + 1 :]
        if first["left"] < second["right"]
        and second["left"] < first["right"]
        and first["top"] < second["bottom"]
        and second["top"] < first["bottom"]
    ]


@pytest.mark.parametrize(("name", "least"), [("sample", 7), ("gold", 60), ("large", 30)])
def test_names_do_not_overlap_at_the_start(open_page: OpenPage, name: str, least: int) -> None:
    page = open_page(name)
    boxes = page.evaluate("() => graphbuildPage.names()")
    assert len(boxes) >= least
    assert overlapping(boxes) == []


def test_zooming_in_brings_up_more_names(open_page: OpenPage) -> None:
    page = open_page("gold")
    before = len(page.evaluate("() => graphbuildPage.names()"))
    for _ in range(4):
        page.locator("#zoom-in").click()
    page.wait_for_function("before => graphbuildPage.names().length > before", arg=before)


@pytest.mark.parametrize(
    ("pair", "dashed", "two_tones", "bar", "to", "from_"),
    [
        (("tencent", "china"), False, False, False, False, True),
        (("t-mobile", "cbs"), True, True, False, False, True),
        (("tencent", "wechat"), True, False, True, True, False),
        (("kpn", "tencent"), False, False, False, False, False),
    ],
)
def test_edges_show_status_and_direction(
    open_page: OpenPage, pair: tuple[str, str], dashed: bool, two_tones: bool, bar: bool, to: bool, from_: bool
) -> None:
    edge = open_page().evaluate("([first, second]) => graphbuildPage.edge(first, second)", list(pair))
    assert bool(edge["dashes"]) == dashed
    assert edge["background"]["enabled"] == two_tones
    assert edge["arrows"]["middle"]["enabled"] == bar
    assert (edge["arrows"]["to"]["enabled"], edge["arrows"]["from"]["enabled"]) == (to, from_)


def test_statuses_have_different_lines(open_page: OpenPage) -> None:
    page = open_page(address="#relation=hasDataAccessTo sharesDataWith basedIn")
    pairs = [("tencent", "china"), ("huawei", "kpn"), ("t-mobile", "cbs"), ("tencent", "wechat")]
    edges = [page.evaluate("([first, second]) => graphbuildPage.edge(first, second)", list(pair)) for pair in pairs]
    assert len({str(edge["dashes"]) + str(edge["background"]["enabled"]) for edge in edges}) == 4


def test_contested_lines_are_drawn_in_two_tones(open_page: OpenPage) -> None:
    page = open_page(address="#status=contested", color_scheme="light")
    page.mouse.move(5, 5)
    with Image.open(io.BytesIO(page.locator("#canvas").screenshot())) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    assert {(0xB3, 0x59, 0x00), (0x2F, 0x6F, 0xD0)} <= colours


def test_click_on_edge_lists_every_attestation(open_page: OpenPage) -> None:
    page = open_page()
    click_edge(page, "t-mobile", "cbs")
    expect(page.locator(".panel .statement")).to_have_count(1)
    expect(page.locator(".panel .attestation")).to_have_count(2)
    first, second = (page.locator(".attestation").nth(number) for number in (0, 1))
    expect(first.locator("mark")).to_have_text("Volgens NRC gaf T-Mobile gegevens aan het CBS.")
    for text in ("NRC", "asserts", "certain", "2018 until 2019-04", "Location", "T-Mobile en het CBS", "2020"):
        expect(first.locator(".facts")).to_contain_text(text)
    expect(second.locator(".facts")).to_contain_text("denies")
    expect(page.locator(".statement .status")).to_have_text("contested")


def test_bundle_lists_all_statements_of_a_pair(open_page: OpenPage) -> None:
    page = open_page()
    click_edge(page, "kpn", "huawei")
    expect(page.locator(".panel .statement")).to_have_count(2)
    expect(page.locator(".panel .attestation")).to_have_count(3)


def test_evidence_stands_in_its_sentence(open_page: OpenPage) -> None:
    page = open_page(address="#select=statement huawei|hasDataAccessTo|kpn")
    quote = page.locator("blockquote")
    expect(quote.locator("mark")).to_have_text("Huawei kon mogelijk bij gegevens van KPN")
    expect(quote).to_have_text("Huawei kon mogelijk bij gegevens van KPN, schrijft Trouw.")


def test_evidence_after_a_character_outside_the_first_plane(open_page: OpenPage) -> None:
    page = open_page(address="#select=statement tencent|basedIn|china")
    expect(page.locator("blockquote mark")).to_have_text("Tencent zit in China.")


def test_article_shows_text_with_all_claims_marked(open_page: OpenPage) -> None:
    page = open_page(address="#select=statement kpn|partnersWith|tencent")
    page.get_by_role("button", name="Read the article").click()
    expect(page.locator(".panel h2")).to_have_text("KPN en Tencent")
    expect(page.locator(".article-text mark")).to_have_count(3)
    expect(page.locator(".claims li")).to_have_count(3)
    expect(page.locator(".panel a")).to_have_attribute("href", "https://example.org/a1")
    page.locator(".article-text .reference").nth(1).click()
    expect(page.locator(".claims li").nth(1).locator("button")).to_be_focused()


def test_click_on_node_shows_what_is_known_of_it(open_page: OpenPage) -> None:
    page = open_page()
    click_node(page, "kpn")
    panel = page.locator(".panel")
    expect(panel.locator("h2")).to_have_text("KPN")
    for text in ("telecom operator", "Koninklijke KPN", "Statements (3)", "Articles (2)", "supplies to"):
        expect(panel).to_contain_text(text)
    expect(panel.locator("a")).to_have_attribute("href", "https://example.org/entity/kpn")
    expect(panel.locator(".group")).to_have_count(3)


def test_large_graph_starts_with_its_most_connected_part(open_page: OpenPage) -> None:
    page = open_page("large")
    expect(page.locator("#limit-notice")).to_contain_text("1500 most connected of 1700")
    before = page.locator("#summary").inner_text()
    page.get_by_role("button", name="all", exact=True).first.click()
    expect(page.locator("#limit-notice")).to_have_count(0)
    assert page.locator("#summary").inner_text() != before


def test_dragging_the_background_moves_the_picture(open_page: OpenPage) -> None:
    page = open_page()
    before = page.evaluate("() => graphbuildPage.pointOf('kpn')")
    page.mouse.move(300, 700)
    page.mouse.down()
    page.mouse.move(340, 660, steps=4)
    page.mouse.up()
    after = page.evaluate("() => graphbuildPage.pointOf('kpn')")
    assert after["x"] - before["x"] == pytest.approx(40, abs=6)


def test_a_dragged_node_stays_there_and_can_be_put_back(open_page: OpenPage) -> None:
    page = open_page()
    start = page.evaluate("() => graphbuildPage.pointOf('kpn')")
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] - 40, steps=4)
    page.mouse.up()
    page.reload()
    page.wait_for_selector("html[data-ready=yes]")
    moved = page.evaluate("() => graphbuildPage.pointOf('kpn')")
    assert (moved["x"] - start["x"], moved["y"] - start["y"]) == (pytest.approx(60, abs=6), pytest.approx(-40, abs=6))
    page.go_back()
    page.wait_for_function("start => Math.abs(graphbuildPage.pointOf('kpn').x - start.x) < 6", arg=start)


def test_print_shows_the_drawing_as_lines(open_page: OpenPage) -> None:
    page = open_page(address="#select=node kpn", color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#paper svg")).to_be_visible()
    expect(page.locator("#canvas")).to_be_hidden()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".panel h2")).to_be_visible()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#paper svg")).to_have_count(0)


def test_show_neighbours_brings_in_what_the_limit_left_out(open_page: OpenPage) -> None:
    page = open_page("large", "#limit=5")
    expect(page.locator("#limit-notice")).to_contain_text("5 most connected of 1700")
    first = page.evaluate("() => graphbuildPage.names()[0].id")
    click_node(page, first)
    page.get_by_role("button", name="Show neighbours").click()
    expect(page.locator("#limit-notice")).not_to_contain_text(" 5 most")
    assert shown(page) > 5
