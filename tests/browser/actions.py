"""What a reader does on a page, and what a reader sees."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def shown(page: Page) -> int:
    """The number of statements that the summary says are shown."""
    found = re.match(r"\d+", page.locator("#summary").inner_text())
    assert found is not None
    return int(found[0])


def open_facet(page: Page, facet: str) -> None:
    group = page.locator(f"[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()


def counts(page: Page, facet: str) -> dict[str, int]:
    """The number beside each option of a filter."""
    return {
        str(node.get_attribute("data-count")).split(" ", 1)[1]: int(re.findall(r"\d+", node.text_content() or "")[0])
        for node in page.locator(f"[data-facet={facet}] [data-count]").all()
    }


def option(page: Page, facet: str, key: str) -> str:
    """Selects the row of an option."""
    open_facet(page, facet)
    return f"[data-facet={facet}] li:has([data-count='{facet} {key}'])"


def toggle(page: Page, facet: str, key: str) -> None:
    page.locator(f"{option(page, facet, key)} input").click()


def only(page: Page, facet: str, key: str) -> None:
    row = page.locator(option(page, facet, key))
    row.hover()
    row.locator(".only").click()


def click_node(page: Page, identifier: str) -> None:
    point = page.evaluate("id => graphbuildPage.pointOf(id)", identifier)
    page.mouse.click(point["x"], point["y"])


def click_edge(page: Page, first: str, second: str) -> None:
    points = [page.evaluate("id => graphbuildPage.pointOf(id)", end) for end in (first, second)]
    page.mouse.click(sum(point["x"] for point in points) / 2, sum(point["y"] for point in points) / 2)


def find(page: Page, text: str) -> None:
    """Types into the search field and takes the first suggestion."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
