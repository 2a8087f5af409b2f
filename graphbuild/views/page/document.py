"""Puts the page together: one HTML file with the library, the program, the look and the data inside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pyvis
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from graphbuild.errors import OutputError
from graphbuild.views.page.model import ViewModel
from graphbuild.views.page.style import ASSETS

STYLE_SHEETS = ("base.css", "controls.css", "panel.css", "views.css", "print.css")
SCRIPTS = (
    "dom.js",
    "words.js",
    "data.js",
    "dates.js",
    "state.js",
    "selection.js",
    "paths.js",
    "counts.js",
    "shapes.js",
    "labels.js",
    "edges.js",
    "canvas.js",
    "camera.js",
    "motion.js",
    "suggest.js",
    "facets.js",
    "slider.js",
    "toolbar.js",
    "evidence.js",
    "panel.js",
    "article.js",
    "table.js",
    "timeline.js",
    "matrix.js",
    "notes.js",
    "download.js",
    "svg.js",
    "keyboard.js",
    "main.js",
)
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_document(model: ViewModel, network: Network) -> str:
    """Gives the whole page; the same model and network give the same text."""
    library = _library()
    program = _joined("js", SCRIPTS)
    style = _joined("css", STYLE_SHEETS)
    environment = Environment(
        loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("page.html.jinja").render(
        policy=_policy([library, program], style),
        library=_inline(library, "script"),
        program=_inline(program, "script"),
        style=_inline(style, "style"),
        data=Markup(json_for_script({**model, **_network_data(network)})),  # noqa: S704 - escaped for a script element
    )


def json_for_script(value: object) -> str:
    """JSON that may stand in a script element: it cannot end the element or open a comment in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda match: ESCAPES[match[0]], text)


def _network_data(network: Network) -> dict[str, object]:
    nodes = [{key: value for key, value in node.items() if value is not None} for node in network.nodes]
    return {"picture": {"nodes": nodes, "edges": network.edges, "options": network.options}}


def _library() -> str:
    """The script of vis-network that pyvis brings, without the pointer to its source map.

    A string in it holds a control character that HTML does not allow; escaped, it means the same.
    """
    folders = sorted((Path(pyvis.__file__).parent / "templates" / "lib").glob("vis-*"), key=_version)
    files = [folder / "vis-network.min.js" for folder in folders]
    found = [file for file in files if file.is_file()]
    if not found:
        raise OutputError("the installed pyvis has no vis-network in templates/lib; install pyvis 0.3.2 or later")
    text = found[-1].read_text(encoding="utf-8")
    text = re.sub(r"\n//# sourceMappingURL=\S+", "", text)
    return re.sub("[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", folder.name))


def _joined(folder: str, names: tuple[str, ...]) -> str:
    parts = [(ASSETS / folder / name).read_text(encoding="utf-8").strip() for name in names]
    text = "\n\n".join(parts)
    return f'"use strict";\n(() => {{\n{text}\n}})();\n' if folder == "js" else text + "\n"


def _inline(text: str, tag: str) -> Markup:
    if f"</{tag}" in text.lower():
        raise OutputError(f"a file of the page holds '</{tag}', which would end its element; write it otherwise")
    return Markup(text)  # noqa: S704 - files of the programs themselves, checked above


def _policy(scripts: list[str], style: str) -> str:
    """A Content-Security-Policy that lets nothing in but the scripts and the style of this very file."""
    hashes = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_digest(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
