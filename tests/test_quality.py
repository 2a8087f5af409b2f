"""Floors for quality on the repository's own articles; a change that falls below one has to be a decision."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graphbuild.building import Report, gather
from graphbuild.evaluate import evaluate
from tests.conftest import ARTICLES, GOLD, ROOT
from training.corpus import read_corpus, split
from training.held_out import write

NEWSPAPERS = ROOT.parent / "shared"
"""Newspaper articles with gold, which may not be copied into the repository; measured where they are at hand."""

DIGEST = "7f4c56cef8174a2946e7eed046cf3729403d99a755d8fb78b96b3dd6972f497b"
"""SHA-256 of articles and gold, so that a floor always speaks of the same texts."""

FLOORS = {"entities": 0.915, "edges": 0.645, "claims": 0.64}

NEWSPAPER_FLOORS = {"entities": 0.915, "edges": 0.71, "claims": 0.715}

HELD_OUT_FLOORS = {"entities": 0.925, "edges": 0.575, "claims": 0.545}


def digest() -> str:
    total = hashlib.sha256()
    for path in sorted([*ARTICLES.glob("*.txt"), *GOLD.glob("*.yaml")], key=lambda path: path.name):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def test_the_floors_speak_of_these_texts() -> None:
    assert digest() == DIGEST


@pytest.mark.parametrize("level", sorted(FLOORS))
def test_quality_stays_above_its_floor(built: tuple[Path, Report], level: str) -> None:
    report = evaluate(GOLD, built[1].graph).to_dict()
    assert report[level]["f1"] >= FLOORS[level]


@pytest.mark.skipif(not (NEWSPAPERS / "articles").is_dir(), reason="the newspaper articles are not at hand")
def test_quality_on_newspapers_stays_above_its_floors() -> None:
    report = evaluate(NEWSPAPERS / "gold", gather([NEWSPAPERS / "articles"]).graph).to_dict()
    found = {level: report[level]["f1"] for level in NEWSPAPER_FLOORS}
    assert all(found[level] >= floor for level, floor in NEWSPAPER_FLOORS.items()), found


def test_types_are_right(built: tuple[Path, Report]) -> None:
    share = evaluate(GOLD, built[1].graph).accuracy["entity type"]
    assert share.right / share.of >= 0.91


def test_quality_on_held_out_passages_stays_above_its_floors(tmp_path: Path) -> None:
    """Whole articles of the training prose that no model was trained on and no writer of patterns has read."""
    write(split(read_corpus(sorted((ROOT / "data" / "training").glob("[2-4][0-9]_*.ann"))))[1], tmp_path)
    report = evaluate(tmp_path / "gold", gather([tmp_path / "articles"]).graph).to_dict()
    found = {level: report[level]["f1"] for level in HELD_OUT_FLOORS}
    assert all(found[level] >= floor for level, floor in HELD_OUT_FLOORS.items()), found
