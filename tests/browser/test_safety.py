"""Texts, names and addresses are data: nothing in them runs, loads, or turns what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage, page_text

pytestmark = pytest.mark.browser

ADDRESSES = [
    "#select=pair long|markup",
    "#select=node markup",
    "#select=node long",
    "#select=article a1",
    "#view=table",
    "#view=timeline",
    "#view=matrix",
    "#view=table&select=statement markup|partnersWith|long",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_markup_in_data_stays_text(open_page: OpenPage, address: str) -> None:
    page = open_page("hostile", address)
    assert page.evaluate("() => window.broken") is None
    assert page.locator("script").count() == 3
    for tag in ("img", "i", "u", "s", "b"):
        assert page.locator(tag).count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 1366


def test_markup_is_shown_as_it_is_written(open_page: OpenPage) -> None:
    page = open_page("hostile", "#select=article a1")
    expect(page.locator(".article-text")).to_contain_text("<img src=x onerror='window.broken = true'>")
    expect(page.locator(".panel .facts")).to_contain_text("javascript:window.broken=true")


def test_policy_forbids_scripts_from_elsewhere(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page_text("sample"), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    refused = page.evaluate("""() => new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.broken = true";
      document.body.append(script);
      setTimeout(() => resolve(null), 1000);
    })""")
    assert refused == "script-src-elem"
    assert page.evaluate("() => window.broken") is None
    page.close()
