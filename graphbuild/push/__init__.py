"""Loads a built graph into another store over HTTP: in batches, resumable, the same result however often."""

from __future__ import annotations

from graphbuild.push.push import BATCH, Pushed, push
from graphbuild.push.target import AuthKind, Credentials, Protocol

__all__ = ["BATCH", "AuthKind", "Credentials", "Protocol", "Pushed", "push"]
