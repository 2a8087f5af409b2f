"""Where the files that travel with graphbuild lie: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from graphbuild.errors import OutputError

PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Gives the path of a file or folder such as `resource("ontology", "graphbuild.ttl")`.

    A wheel carries `ontology/` and `data/` inside the package; a checkout has them beside it.
    Raises OutputError when neither place has it, which means that the installation is damaged.
    """
    for root in (PACKAGE, PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise OutputError(f"{'/'.join(parts)} is missing from {PACKAGE}; install graphbuild again")
