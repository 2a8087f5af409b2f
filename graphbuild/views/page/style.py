"""How entity types look on the page: colour by family, shape and icon by type, read from `assets/types.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import yaml

from graphbuild.errors import OutputError
from graphbuild.ontology import Ontology

ASSETS = Path(__file__).parent / "assets"


class TypeStyle(TypedDict):
    """Colour on a light and on a dark background, name of a shape, and an icon as a path on a 24 x 24 grid."""

    light: str
    dark: str
    shape: str
    icon: str


class _Sheet(TypedDict):
    """What `types.yaml` holds."""

    families: dict[str, dict[str, str]]
    types: dict[str, dict[str, str]]
    default: dict[str, str]
    icons: dict[str, str]


class Styles:
    """The look of every entity type; a type that is not listed looks like its nearest listed superclass."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet

    def of(self, kind: str, ontology: Ontology) -> TypeStyle:
        """Gives the look of a class such as `Regulator`."""
        types = self._sheet["types"]
        listed = [name for name in (kind, *ontology.ancestors(kind)) if name in types]
        entry = types[listed[0]] if listed else self._sheet["default"]
        family, icon = self._sheet["families"][entry["family"]], self._sheet["icons"][entry["icon"]]
        return TypeStyle(light=family["light"], dark=family["dark"], shape=entry["shape"], icon=icon)


def load_styles() -> Styles:
    """Reads the look of the types; raises OutputError when an entry names an unknown family or icon."""
    path = ASSETS / "types.yaml"
    sheet: _Sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, entry in [*sheet["types"].items(), ("default", sheet["default"])]:
        if entry["family"] not in sheet["families"] or entry["icon"] not in sheet["icons"]:
            raise OutputError(f"{path}: {name} names a family or an icon that the file does not have")
    return Styles(sheet)
