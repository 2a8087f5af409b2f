from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphbuild.confidence import Confidence, load_confidence, logit, sigmoid
from graphbuild.errors import LanguageError
from graphbuild.resources import resource
from training.confidence import Case, fit, inputs_of, reliability


def test_the_fit_finds_the_weights_that_made_the_data() -> None:
    chance = np.random.default_rng(1)
    inputs = chance.normal(size=(20_000, 2))
    right = (chance.random(20_000) < 1 / (1 + np.exp(-(0.5 + inputs @ np.array([1.5, -1.0]))))).astype(float)
    assert fit(inputs, right) == pytest.approx([0.5, 1.5, -1.0], abs=0.1)


def test_inputs_tell_who_found_a_case() -> None:
    both, reader = inputs_of([Case(0.8, 0.9, True), Case(None, 0.9, True)])
    assert both.tolist() == pytest.approx([logit(0.9), 1.0, logit(0.8)])
    assert reader.tolist() == pytest.approx([logit(0.9), 0.0, 0.0])


def test_the_reliability_table_has_a_line_for_each_tenth_that_occurs() -> None:
    lines = list(reliability(np.array([0.05, 0.85, 0.87]), np.array([0.0, 1.0, 0.0])))
    assert [line.split() for line in lines] == [["0.0", "1", "0.00"], ["0.8", "2", "0.50"]]


def test_agreement_is_surer_than_either_alone() -> None:
    confidence = load_confidence(resource("languages", "nl"))
    assert confidence(0.6, 0.6) > max(confidence(0.6, None), confidence(None, 0.6))


def test_log_odds_and_back() -> None:
    assert sigmoid(logit(0.3)) == pytest.approx(0.3)


def test_a_number_that_is_none_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "confidence.yaml").write_text(
        "both: {bias: 0, reader: 1, matched: x, pattern: 1}\nalone: {bias: 0, pattern: 1}\n"
    )
    with pytest.raises(LanguageError, match=r"confidence.yaml:1: .*'x' is no number"):
        load_confidence(tmp_path)


def test_patterns_alone_are_weighed_by_their_own_line() -> None:
    confidence = Confidence(bias=9.0, reader=9.0, matched=9.0, pattern=9.0, alone=(1.0, 0.0))
    assert confidence.pattern_alone(0.25) == 0.25
