"""From files to results: reads articles, extracts their claims, joins them, and writes everything out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language

from graphbuild.errors import ArticleError, OutputError, UsageError
from graphbuild.exporters import Content, export
from graphbuild.graph.additions import BASE, VERSION, write_ledger
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.graph.validate import require_valid
from graphbuild.joining import link
from graphbuild.ontology import load_ontology
from graphbuild.pipeline.extract import extract
from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.resolve import join_linked
from graphbuild.types import Article, ArticleClaims, Claim, KnowledgeGraph, Status

Progress = Callable[[str], None]
"""Is told the name of each file once it is done."""

FILES = {"graph.ttl": "ttl", "graph.html": "html", "graph.graphml": "graphml"}
REPORT = "report.json"
PACKAGES = ("graphbuild", "networkx", "onnxruntime", "pyoxigraph", "pyshacl", "pyvis", "rdflib", "spacy")


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the graph, the articles that could not be read, the claims that could not be kept.

    `yields` are what the pipeline gave for each article, before joining.
    """

    graph: KnowledgeGraph
    problems: tuple[ArticleError, ...]
    misfits: tuple[Claim, ...]
    yields: tuple[ArticleClaims, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Gives the report as `report.json` has it; nothing in it depends on when or where the build ran."""
        statements = Counter(statement.status for statement in self.graph.statements)
        return {
            "articles": len(self.graph.articles),
            "entities": len(self.graph.entities),
            "statements": {status.value: statements[status] for status in Status},
            "attestations": sum(len(statement.attestations) for statement in self.graph.statements),
            "problems": [{"file": problem.source_file, "reason": problem.reason} for problem in self.problems],
            "claims_left_out": [
                {"article": claim.evidence.article_id, "claim": f"{claim.subject} {claim.relation} {claim.object}"}
                for claim in self.misfits
            ],
            "joined": [
                {
                    "entity": joining.entity,
                    "rule": joining.rule,
                    "sign": f"{joining.sign.kind} {joining.sign.value}",
                    "names": list(joining.names),
                    "articles": list(joining.articles),
                }
                for joining in self.graph.joinings
            ],
            "versions": {package: version(package) for package in PACKAGES},
        }


def gather(
    paths: Sequence[Path | str],
    *,
    language: str = "nl",
    fast: bool = False,
    entities: Sequence[Path | str] = (),
    progress: Progress = lambda _: None,
) -> Report:
    """Reads articles from files and folders and joins what they say into one graph; writes nothing.

    An article that cannot be read is a problem in the report and keeps no other from being read. `fast`
    leaves the encoder out; `entities` are files of known entities beside those that come with graphbuild.
    Raises UsageError for a path that does not exist, KnowledgeError for a broken file of knowledge.
    """
    found = collect(paths)
    nlp = load(language, fast=fast, entities=entities)
    yields, problems = extract_all(nlp, found, progress)
    linked = link(yields, load_ontology())
    graph, misfits = join_linked(linked, load_ontology())
    return Report(graph, tuple(problems), misfits, tuple(yields))


def build(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    base: str = DEFAULT_BASE,
    shapes: bool = True,
    language: str = "nl",
    fast: bool = False,
    entities: Sequence[Path | str] = (),
    progress: Progress = lambda _: None,
) -> Report:
    """Reads articles as `gather` does, and writes graph, page, report and store into the folder `out`.

    The same input gives the same bytes in every file but those of the store. `base` begins every IRI;
    `shapes` says whether to validate before anything is written.
    Raises what `gather` raises, ValidationError when the graph does not conform to the shapes, OutputError
    or StoreError when the folder cannot be written.
    """
    report = gather(paths, language=language, fast=fast, entities=entities, progress=progress)
    ontology = load_ontology()
    quads = to_rdf(report.graph, version=version("graphbuild"), base=base)
    if shapes:
        require_valid(quads, ontology)
    write_files(Content(quads, report.graph, ontology), report, Path(out))
    how = settings(base, language, entities, fast=fast)
    write_store(out, quads, lambda store: write_ledger(store, report.yields, ontology, how))
    return report


def settings(base: str, language: str, entities: Sequence[Path | str], *, fast: bool) -> dict[str, str]:
    """Gives what decides, beside the articles, what a build gives; raises UsageError for a file that is missing."""
    known = hashlib.sha256()
    for path in entities:
        try:
            known.update(Path(path).read_bytes())
        except OSError as error:
            raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    reader = "without encoder" if fast else "with encoder"
    own = known.hexdigest() if entities else "none"
    return {VERSION: version("graphbuild"), BASE: base, "language": language, "reader": reader, "own entities": own}


def extract_all(
    nlp: Language, found: Iterable[Article | ArticleError], progress: Progress
) -> tuple[list[ArticleClaims], list[ArticleError]]:
    """Gives what the readable articles yield, and the problems with the others."""
    yields: list[ArticleClaims] = []
    problems: list[ArticleError] = []
    for item in found:
        try:
            if isinstance(item, ArticleError):
                raise item
            yields.append(extract(nlp, item))
        except ArticleError as problem:
            problems.append(problem)
        progress(item.source_file)
    return yields, problems


def write_files(content: Content, report: Report, out: Path) -> None:
    """Writes the files of a build, without the store; raises OutputError when that fails."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, form in FILES.items():
            (out / name).write_bytes(export(form, content))
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1)
        (out / REPORT).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write to {out}: {error.strerror or error}") from error
