"""The built wheel works in an empty environment, from any folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ARTICLES, ROOT

LARGEST = 70_000_000
"""Bytes that the wheel may have."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_ontology_data_and_models(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "graphbuild/ontology/graphbuild.ttl",
        "graphbuild/ontology/shapes.ttl",
        "graphbuild/data/entities/countries.yaml",
        "graphbuild/languages/nl/pipeline/meta.json",
        "graphbuild/languages/nl/encoder/encoder.onnx",
        "graphbuild/py.typed",
    } <= names
    assert wheel.stat().st_size <= LARGEST
    assert not [name for name in names if name.endswith((".pkl", ".pickle"))]


@pytest.mark.slow
def test_an_installed_wheel_builds_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    article = min(ARTICLES.glob("*.txt"))
    command = [str(environment / "bin" / "graphbuild"), "build", str(article), "--out", "result"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "result" / "graph.ttl").stat().st_size > 1000
