"""Measures the interactive page against pyvis's stock page, on the same made-up graphs in the same run.

    python -m benchmarks.page [NODES ...]        # by default 200, 1000 and 3000 nodes, with three times as many edges

For each page: how long writing takes, its size, the time from opening the file to the first picture that answers a
click, and the frames a second while the picture is dragged and zoomed. Both are drawn by Debian's Chromium without a
graphics card. The stock page asks for things from the network; those requests are refused at once.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pyvis.network import Network

from graphbuild.ontology import load_ontology
from graphbuild.types import KnowledgeGraph
from graphbuild.views.page import render_page
from tests.views.page_examples import made_up_graph

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MOST_SECONDS = 900
MOVE_SECONDS = 3.0
FRAMES = """seconds => new Promise((resolve) => {
  const times = [];
  const tick = (now) => {
    times.push(now);
    if (now - times[0] < seconds * 1000) requestAnimationFrame(tick);
    else resolve((times.length - 1) * 1000 / (now - times[0]));
  };
  requestAnimationFrame(tick);
})"""


@dataclass(frozen=True)
class Measured:
    """Seconds to write and to the first answered click, megabytes, and frames a second."""

    name: str
    write: float
    size: float
    answer: float
    drag: float
    zoom: float

    def __str__(self) -> str:
        return (
            f"{self.name:32} write {self.write:6.2f} s  {self.size:5.2f} MB  click answered {self.answer:7.2f} s  "
            f"drag {self.drag:5.1f} fps  zoom {self.zoom:5.1f} fps"
        )


def stock_page(graph: KnowledgeGraph) -> str:
    """Gives what pyvis writes by itself."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity in graph.entities:
        network.add_node(entity.id, label=entity.label)
    for statement in graph.statements:
        network.add_edge(statement.subject, statement.object, label=statement.relation)
    return str(network.generate_html())


def click_ours(page: Page) -> None:
    """Clicks the most connected node and waits for its panel."""
    page.wait_for_selector("html[data-ready=yes]", timeout=MOST_SECONDS * 1000)
    page.wait_for_function("() => graphbuildPage.names().length > 0", timeout=MOST_SECONDS * 1000)
    point = page.evaluate("() => graphbuildPage.pointOf(graphbuildPage.names()[0].id)")
    page.mouse.click(point["x"], point["y"])
    page.wait_for_selector(".panel h2", timeout=MOST_SECONDS * 1000)


def click_stock(page: Page) -> None:
    """Waits until the picture is no longer covered by the loading bar, clicks a node, waits until it is chosen."""
    page.wait_for_function(
        """() => {
          const bar = document.getElementById('loadingBar');
          return network && (!bar || bar.style.display === 'none');
        }""",
        timeout=MOST_SECONDS * 1000,
    )
    point = page.evaluate("""() => {
      const id = network.body.nodeIndices[0];
      const at = network.canvasToDOM(network.getPosition(id));
      const box = document.getElementById('mynetwork').getBoundingClientRect();
      return { x: box.left + at.x, y: box.top + at.y };
    }""")
    page.mouse.click(point["x"], point["y"])
    page.wait_for_function(
        "() => network.getSelection().nodes.length + network.getSelection().edges.length > 0",
        timeout=MOST_SECONDS * 1000,
    )


def frames(page: Page, move: Callable[[int], None]) -> float:
    """Frames a second that the page reaches while it is moved."""
    page.evaluate(f"seconds => {{ window.measuredFrames = ({FRAMES})(seconds); }}", MOVE_SECONDS)
    began, number = time.perf_counter(), 0
    while time.perf_counter() - began < MOVE_SECONDS:
        move(number)
        number += 1
    return float(page.evaluate("() => window.measuredFrames"))


def measure(browser: Browser, name: str, write: Callable[[], str], click: Callable[[Page], None]) -> Measured:
    """Writes a page, opens it, and measures it."""
    began = time.perf_counter()
    text = write()
    written = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(MOST_SECONDS * 1000)
        page.route("**/*", refuse_network)
        began = time.perf_counter()
        page.goto(file.as_uri(), timeout=MOST_SECONDS * 1000)
        try:
            click(page)
        except PlaywrightTimeout:
            page.close()
            return Measured(f"{name} (gave up)", written, len(text.encode()) / 1e6, MOST_SECONDS, 0.0, 0.0)
        answered = time.perf_counter() - began
        page.keyboard.press("Escape")
        box = page.locator("canvas").first.bounding_box()
        assert box is not None
        left, bottom = box["x"] + 12, min(760, box["y"] + box["height"] - 12)
        page.mouse.move(left, bottom)
        page.mouse.down()
        drag = frames(page, lambda step: page.mouse.move(left + step % 60 * 3, bottom - step % 40 * 3))
        page.mouse.up()
        zoom = frames(page, lambda step: page.mouse.wheel(0, 60 if step // 10 % 2 else -60))
        page.close()
    return Measured(name, written, len(text.encode()) / 1e6, answered, drag, zoom)


def refuse_network(route: Route) -> None:
    """Lets the file through and nothing else."""
    if route.request.url.startswith("file:"):
        route.continue_()
    else:
        route.abort()


def main(sizes: list[int]) -> None:
    """Prints a line for each page, and how many times faster ours answers."""
    ontology = load_ontology()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for nodes in sizes:
            graph = made_up_graph(nodes, nodes * 3)
            ours = measure(browser, f"graphbuild, {nodes} nodes", partial(render_page, graph, ontology), click_ours)
            print(ours, flush=True)
            stock = measure(browser, f"stock pyvis, {nodes} nodes", partial(stock_page, graph), click_stock)
            print(stock, flush=True)
            print(f"  answers {stock.answer / ours.answer:.0f} times as fast", flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [200, 1000, 3000])
