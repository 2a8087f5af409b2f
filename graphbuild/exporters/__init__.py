"""Writes graphs in the formats of other programs; each format is one class, found by entry point."""

from __future__ import annotations

from graphbuild.exporters.exporter import Content, Exporter, read_content
from graphbuild.exporters.registry import export, exporter, exporters

__all__ = ["Content", "Exporter", "export", "exporter", "exporters", "read_content"]
