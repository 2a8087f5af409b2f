"""Finds exporters by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import entry_points

from graphbuild.errors import UnknownNameError
from graphbuild.exporters.exporter import Content, Exporter

GROUP = "graphbuild.exporters"
"""The group of entry points that exporters are registered under: format name -> class without arguments."""


@lru_cache
def exporters() -> Mapping[str, Exporter]:
    """Gives all registered exporters by format name, sorted; those of other packages come like our own."""
    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: entry.load()() for entry in entries}


def exporter(name: str) -> Exporter:
    """Gives the exporter of a format; raises UnknownNameError, which lists the known ones."""
    try:
        return exporters()[name]
    except KeyError:
        raise UnknownNameError("export format", name, exporters()) from None


def export(name: str, content: Content) -> bytes:
    """Gives a graph in a format such as `graphml`; raises UnknownNameError for a format nobody registered."""
    return exporter(name).export(content)
