"""Packages of npm for tests, installed into a folder of their own; a test that cannot have one is skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 180


def installed(package: str, folder: Path) -> Path:
    """Installs a package without running its scripts; gives the folder that it was installed into."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix", str(folder)]
    try:
        done = subprocess.run(
            [npm, "install", *options, package], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {package} within {SECONDS} s")
    if done.returncode:
        pytest.skip(f"npm cannot install {package} here: {done.stderr.strip().splitlines()[-1:]}")
    return folder
