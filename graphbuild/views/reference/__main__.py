"""Writes the reference page into a file: `python -m graphbuild.views.reference docs/ontology.html`."""

from __future__ import annotations

import sys
from pathlib import Path

from graphbuild.views.reference import reference_page

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference_page(), encoding="utf-8")
