"""Tables for spreadsheets and pandas: a zip file with nodes, edges and attestations as CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from graphbuild.exporters.exporter import Content
from graphbuild.types import KnowledgeGraph, Stance
from graphbuild.views.network import SEPARATOR, clean

_NODES = ("id", "label", "kind", "aliases", "same_as")
_EDGES = ("subject", "relation", "object", "status", "asserting", "denying")
_ATTESTATIONS = (
    "subject", "relation", "object", "stance", "certainty", "source", "valid_from", "valid_until",
    "data_categories", "article", "source_file", "published", "start", "end", "quote", "rule", "confidence",
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the zip, the earliest it can hold, so that bytes do not depend on a clock."""


class CsvExporter:
    """nodes.csv, edges.csv (every statement, denied ones included) and attestations.csv in one zip file."""

    suffix = ".zip"

    def export(self, content: Content) -> bytes:
        """Gives the zip file; the tables in it are UTF-8 with a header line."""
        graph = content.graph
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            _add(archive, "nodes.csv", _NODES, _nodes(graph))
            _add(archive, "edges.csv", _EDGES, _edges(graph))
            _add(archive, "attestations.csv", _ATTESTATIONS, _attestations(graph))
        return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.getvalue().encode("utf-8"))


def _cell(value: object) -> object:
    """Keeps a spreadsheet from running a text as a formula, by an apostrophe before it."""
    if not isinstance(value, str):
        return "" if value is None else value
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _nodes(graph: KnowledgeGraph) -> Iterator[Sequence[object]]:
    for entity in graph.entities:
        names = SEPARATOR.join(entity.aliases), SEPARATOR.join(entity.same_as)
        yield entity.id, entity.label, entity.kind, *names


def _edges(graph: KnowledgeGraph) -> Iterator[Sequence[object]]:
    for statement in graph.statements:
        asserting = sum(claim.stance is Stance.ASSERTS for claim in statement.attestations)
        counts = asserting, len(statement.attestations) - asserting
        yield statement.subject, statement.relation, statement.object, statement.status.value, *counts


def _attestations(graph: KnowledgeGraph) -> Iterator[Sequence[object]]:
    articles = {article.id: article for article in graph.articles}
    for statement in graph.statements:
        for claim in statement.attestations:
            place = claim.evidence
            article = articles[place.article_id]
            yield (
                claim.subject, claim.relation, claim.object, claim.stance.value, claim.certainty.value,
                claim.source, claim.valid_from, claim.valid_until, SEPARATOR.join(claim.data_categories),
                article.id, article.source_file, article.published, place.start, place.end,
                clean(place.quote), claim.rule, claim.confidence,
            )  # fmt: skip
