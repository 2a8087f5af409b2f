"""Keeping: the address, exports, citations, notes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.actions import click_edge, click_node, only, shown, toggle
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def export(page: Page, label: str) -> Path:
    page.locator("#export-menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return Path(waiting.value.path())


def test_address_holds_the_whole_view(open_page: OpenPage) -> None:
    page = open_page()
    toggle(page, "status", "denied")
    click_node(page, "kpn")
    page.locator("[data-view=table]").click()
    page.locator("#theme").click()
    page.locator("#language").click()
    address = page.evaluate("() => location.hash")
    other = open_page(address=address)
    assert shown(other) == 5
    expect(other.locator(".panel h2")).to_have_text("KPN")
    expect(other.locator("#view-table")).to_be_visible()
    expect(other.locator("html")).to_have_attribute("lang", "nl")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")


def test_going_back_undoes(open_page: OpenPage) -> None:
    page = open_page()
    only(page, "status", "denied")
    assert shown(page) == 1
    page.go_back()
    assert shown(page) == 6
    page.go_forward()
    assert shown(page) == 1


def test_camera_is_in_the_address(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#zoom-in").click()
    scale = page.evaluate("() => graphbuildPage.scale()")
    page.reload()
    page.wait_for_selector("html[data-ready=yes]")
    assert page.evaluate("() => graphbuildPage.scale()") == pytest.approx(scale, rel=0.02)


@pytest.mark.parametrize(
    "address",
    [
        "#view=nonsense&lang=xx&theme=pink",
        "#select=node nobody",
        "#select=pair a|b",
        "#focus=nobody 9",
        "#path=kpn",
        "#published=abc",
        "#limit=-4",
        "#sort=nothing",
        "#camera=1_2",
        "#status=",
        "#%%%",
        "#select=toString x",
        "#sort=toString",
    ],
)
def test_wrong_addresses_do_no_harm(open_page: OpenPage, address: str) -> None:
    expect(open_page(address=address).locator("#summary")).to_contain_text("of 6 statements")


def test_csv_has_what_is_visible_with_its_evidence(open_page: OpenPage) -> None:
    page = open_page()
    only(page, "relation", "sharesDataWith")
    rows = list(csv.DictReader(io.StringIO(export(page, "Statements with evidence").read_text("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[0]["quote"] == "Volgens NRC gaf T-Mobile gegevens aan het CBS."
    assert (rows[0]["source"], rows[0]["stance"], rows[0]["valid_until"]) == ("NRC", "asserts", "2019-04")
    assert {row["status"] for row in rows} == {"contested"}


def test_svg_holds_the_visible_graph(open_page: OpenPage) -> None:
    page = open_page()
    only(page, "status", "contested")
    root = ET.fromstring(export(page, "Drawing (SVG)").read_text("utf-8"))
    words = {span.text for span in root.iter("{http://www.w3.org/2000/svg}tspan")}
    assert words == {"CBS", "T-Mobile", "shares data with"}


def test_png_is_a_picture_of_the_whole(open_page: OpenPage) -> None:
    picture = Image.open(export(open_page(), "Picture (PNG)"))
    assert picture.format == "PNG"
    assert picture.width > 600
    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 20, "there is something on it"


def test_citation_is_copied(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    click_edge(page, "kpn", "tencent")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    text = page.evaluate("() => navigator.clipboard.readText()")
    claim = "KPN partners with Tencent (asserts, certain; NRC, in its own voice): “KPN werkt samen met Tencent.”."
    assert text == f'{claim} NRC, "KPN en Tencent", 2018-03, https://example.org/a1.'


def test_notes_are_saved_and_loaded_again(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    click_node(page, "kpn")
    page.locator("#note").fill("Navragen bij KPN")
    page.get_by_role("button", name="Close").click()
    click_edge(page, "t-mobile", "cbs")
    page.locator("#note").fill("<b>Let op</b>")
    saved = export(page, "Save notes")
    kept = json.loads(saved.read_text("utf-8"))["notes"]
    assert kept == {"node kpn": "Navragen bij KPN", "pair cbs|t-mobile": "<b>Let op</b>"}
    file = tmp_path / "notes.json"
    file.write_bytes(saved.read_bytes())
    other = open_page(address="#select=node kpn")
    other.set_input_files("#notes-file", file)
    expect(other.locator("#note")).to_have_value("Navragen bij KPN")
    expect(other.locator("#summary")).to_contain_text("2 notes loaded")


@pytest.mark.parametrize(
    "content", ["no json", "[]", '{"format": "other"}', '{"format": "graphbuild notes 1", "notes": {"node kpn": 3}}']
)
def test_files_that_hold_no_notes_are_refused(open_page: OpenPage, tmp_path: Path, content: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(content, encoding="utf-8")
    page = open_page()
    page.set_input_files("#notes-file", file)
    expect(page.locator("#summary")).to_contain_text("no notes")


def test_link_to_the_view_is_copied(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    only(page, "status", "denied")
    page.locator("#export-menu summary").click()
    page.get_by_role("button", name="Copy link").click()
    assert re.search(r"status=denied", page.evaluate("() => navigator.clipboard.readText()"))
