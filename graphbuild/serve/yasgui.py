"""YASGUI as the editor of the query page: found in a folder of the user's, served from this address alone.

graphbuild holds no copy of YASGUI and loads none: who wants it installs the npm package `@zazuko/yasgui` or
`@triply/yasgui` into a folder of their own.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from graphbuild.errors import UsageError
from graphbuild.graph.namespaces import PREFIXES

SCRIPT, STYLE, START = "yasgui.min.js", "yasgui.min.css", "start.js"
PACKAGES = ("@zazuko/yasgui", "@triply/yasgui")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of a page with YASGUI: scripts, styles and requests from and to this address alone."""

_PLACES = (".", "build", *(f"{start}{name}/build" for start in ("", "node_modules/") for name in PACKAGES))
_NO_NAMES = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#.*""")


def find_yasgui(folder: Path | str) -> Path:
    """Gives the folder with YASGUI's script and style: the one given, or where npm puts them below it.

    Raises UsageError when they are in none of these places.
    """
    for place in _PLACES:
        found = Path(folder) / place
        if (found / SCRIPT).is_file() and (found / STYLE).is_file():
            return found.resolve()
    raise UsageError(
        f"no {SCRIPT} and {STYLE} in {folder} or where npm puts them below it; there, run: npm install {PACKAGES[0]}"
    )


def yasgui_route(folder: Path) -> Route:
    """Gives the route to YASGUI's script and style, which are in the folder, and to ours that starts it."""
    files = {
        SCRIPT: (folder / SCRIPT, "text/javascript"),
        STYLE: (folder / STYLE, "text/css"),
        START: (Path(__file__).with_name("yasgui_start.js"), "text/javascript"),
    }

    def give(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files:
            return Response(status_code=404)
        path, media_type = files[name]
        return FileResponse(path, media_type=media_type, headers={"X-Content-Type-Options": "nosniff"})

    return Route("/yasgui/{name}", give, name="yasgui")


def with_prefixes(text: str) -> str:
    """Gives a query with those of our prefixes declared that it uses, as YASGUI wants it."""
    bare = _NO_NAMES.sub(" ", text)
    used = [prefix for prefix in PREFIXES if re.search(rf"(?<![\w?$:.-]){prefix}:", bare)]
    missing = [prefix for prefix in used if not re.search(rf"(?i)\bPREFIX\s+{prefix}:", bare)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing) + text
