"""Serves a built folder over HTTP: the page with the graph, a SPARQL endpoint, a page to query it."""

from __future__ import annotations

from graphbuild.serve.app import create_app, serve

__all__ = ["create_app", "serve"]
