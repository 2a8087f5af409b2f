"""Measures a knowledge graph against gold: `evaluate` gives a `Report`, `tables` shows it."""

from graphbuild.evaluate.report import Extra, Missed, Reason, Report
from graphbuild.evaluate.scoring import evaluate
from graphbuild.evaluate.tables import tables

__all__ = ["Extra", "Missed", "Reason", "Report", "evaluate", "tables"]
