"""Shows an evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.markup import escape
from rich.table import Table

from graphbuild.evaluate.report import EntityRow, Report, Score

_LONGEST_QUOTE = 70


def tables(report: Report, *, details: bool = False) -> Iterator[Table]:
    """Gives tables for rich to print: scores and accuracy; with `details` also relations and each error."""
    yield _scores(f"{report.articles} articles", report.levels)
    stances = {str(stance): score for stance, score in report.stances.items()}
    yield _scores(f"claims by stance, macro F1 {report.macro_stance_f1:.3f}", stances)
    yield _accuracy(report)
    if report.missing:
        yield _rows("articles that were not read", ("article",), ([name] for name in report.missing))
    if details:
        yield _scores("edges by relation", report.relations)
        yield _reliability(report)
        yield _reasons(report)
        yield _missed(report)
        yield _extra(report)
        yield _entities("entities that were missed", report.missed_entities)
        yield _entities("entities that are wrong", report.extra_entities)


def _scores(title: str, scores: Mapping[str, Score]) -> Table:
    rows = (
        [name, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", *_counts(score)]
        for name, score in scores.items()
    )
    return _rows(title, ("", "precision", "recall", "F1", "right", "wrong", "missed"), rows)


def _counts(score: Score) -> list[str]:
    return [str(score.tp), str(score.fp), str(score.fn)]


def _accuracy(report: Report) -> Table:
    rows = ([name, str(share)] for name, share in report.accuracy.items())
    return _rows("of what matched", ("", "right"), rows)


def _reliability(report: Report) -> Table:
    rows = (
        [
            f"{row.low:.1f}-{row.high:.1f}",
            str(row.claims),
            f"{row.confidence:.2f}",
            f"{row.right / row.claims:.2f}",
        ]
        for row in report.reliability
        if row.claims
    )
    return _rows("confidence", ("bin", "claims", "confidence", "right"), rows)


def _reasons(report: Report) -> Table:
    rows = ([str(reason), str(count)] for reason, count in report.reasons.items())
    return _rows("why claims were missed", ("reason", "claims"), rows)


def _missed(report: Report) -> Table:
    rows = (
        [row.article, row.subject, row.relation, row.object, row.stance, row.reason, _short(row.quote)]
        for row in report.missed
    )
    return _rows("missed", ("article", "subject", "relation", "object", "stance", "why", "quote"), rows)


def _extra(report: Report) -> Table:
    rows = (
        [row.article, row.subject, row.relation, row.object, row.stance, f"{row.confidence:.2f}", row.rule]
        for row in report.extra
    )
    return _rows("wrong", ("article", "subject", "relation", "object", "stance", "confidence", "rule"), rows)


def _entities(title: str, entities: Iterable[EntityRow]) -> Table:
    return _rows(title, ("article", "name", "type"), ([row.article, row.name, row.kind] for row in entities))


def _rows(title: str, columns: Iterable[str], rows: Iterable[list[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def _short(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
