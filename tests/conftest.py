"""What many tests need: the repository's own articles, built once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from graphbuild.building import Report, build
from graphbuild.pipeline.load import load
from tests.virtuoso import BINARY, Virtuoso, virtuoso

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "data" / "articles"
GOLD = ROOT / "data" / "gold"

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load("nl")


@pytest.fixture(scope="session")
def fast_nlp() -> Language:
    return load("nl", fast=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    out = tmp_path_factory.mktemp("built")
    return out, build([ARTICLES], out)


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A store of another maker; only outside of continuous integration may it be missing."""
    if BINARY is None and not os.environ.get("CI"):
        pytest.skip("Virtuoso is not installed; `make virtuoso` installs Debian's")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running
