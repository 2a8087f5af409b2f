"""Changes which articles a built folder holds: adds some, replaces those whose file changed, takes some out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from graphbuild.building import FILES, REPORT, Progress, Report, extract_all, settings, write_files
from graphbuild.errors import ArticleError, UsageError
from graphbuild.exporters import read_content
from graphbuild.graph.additions import VERSION, Added, add_articles
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.ledger import Ledger, read_ledger
from graphbuild.graph.store import FOLDER, open_store
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.resolve import fits
from graphbuild.types import Article


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed, the articles that could not be read, and files of which an earlier text was kept."""

    counts: Added
    problems: tuple[ArticleError, ...] = ()
    namesakes: tuple[str, ...] = ()


def add(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    replace: bool = False,
    base: str = DEFAULT_BASE,
    shapes: bool = True,
    store_only: bool = False,
    language: str = "nl",
    fast: bool = False,
    entities: Sequence[Path | str] = (),
    progress: Progress = lambda _: None,
) -> Changed:
    """Adds articles to what `build` wrote into `out`: the graph is that of one build of all the articles.

    Articles that are there already are not read again. With `replace` an article takes the place of those from a file
    of the same name with another text; else both are kept, as files of one name in two folders are. `store_only`
    changes nothing but the store, which takes no longer for a larger one, and removes the other files, which would be
    out of date. Raises what `build` raises, and UsageError when the folder was built in another way than these
    arguments say.
    """
    folder, ontology = Path(out), load_ontology()
    open_store(folder)
    ledger = read_ledger(folder / FOLDER)
    there, found = _parted(ledger, collect(paths), progress)
    yields, problems = extract_all(load(language, fast=fast, entities=entities), found, progress)
    read = [item.article for item in yields]
    older = _older(ledger, [*there, *read])
    how = settings(base, language, entities, fast=fast)
    gone = [identity for one in older.values() for identity in one] if replace else []
    counts = add_articles(folder, yields, ontology, how, gone=gone, shapes=shapes)
    _write_again(folder, ontology, problems, read=[article.source_file for article in read], store_only=store_only)
    return Changed(counts, tuple(problems), () if replace else tuple(older))


def remove(articles: Sequence[str], out: Path | str, *, shapes: bool = True, store_only: bool = False) -> Changed:
    """Takes articles, given by id or by the name of their file, out of what `build` wrote into `out`.

    The graph is that of one build of the others; `store_only` is as in `add`. Raises UsageError, before anything is
    changed, for an article that is not there and for a name that several have; else what `add` raises.
    """
    folder, ontology = Path(out), load_ontology()
    open_store(folder)
    ledger = read_ledger(folder / FOLDER)
    gone = [_identified(ledger, name) for name in articles]
    how = ledger.settings() | {VERSION: version("graphbuild")}
    counts = add_articles(folder, [], ontology, how, gone=gone, shapes=shapes)
    _write_again(folder, ontology, [], read=[], store_only=store_only)
    return Changed(counts)


def _parted(
    ledger: Ledger, found: Iterable[Article | ArticleError], progress: Progress
) -> tuple[list[Article], list[Article | ArticleError]]:
    """Parts the articles that are there already from the rest."""
    there: list[Article] = []
    new: list[Article | ArticleError] = []
    for item in found:
        if isinstance(item, Article) and ledger.has_article(item.id):
            there.append(item)
            progress(item.source_file)
        else:
            new.append(item)
    return there, new


def _older(ledger: Ledger, articles: Sequence[Article]) -> dict[str, list[str]]:
    """Gives by file name the ids of articles in the store that came from a file of that name with another text."""
    current = {article.id for article in articles}
    found = {
        name: [identity for identity in ledger.articles_of_file(name) if identity not in current]
        for name in sorted({article.source_file for article in articles})
    }
    return {name: identities for name, identities in found.items() if identities}


def _identified(ledger: Ledger, name: str) -> str:
    if ledger.has_article(name):
        return name
    identities = ledger.articles_of_file(name)
    if not identities:
        raise UsageError(f"the store has no article with the id or file name {name!r}; nothing was removed")
    if len(identities) > 1:
        raise UsageError(f"several articles come from files named {name}; give the id of one: {', '.join(identities)}")
    return identities[0]


def _write_again(
    folder: Path, ontology: Ontology, problems: Sequence[ArticleError], *, read: Sequence[str], store_only: bool
) -> None:
    """Writes the files of a folder from its store, or removes them; problems with files stay until these are read."""
    if store_only:
        for name in (*FILES, REPORT):
            (folder / name).unlink(missing_ok=True)
        return
    content = read_content(folder)
    kinds = {entity.id: entity for entity in content.graph.entities}
    claims = read_ledger(folder / FOLDER).all_claims()
    misfits = tuple(claim for claim in claims if not fits(claim, kinds, ontology))
    earlier = [problem for problem in _earlier(folder) if problem.source_file not in read]
    noted = {(problem.source_file, problem.reason): problem for problem in (*earlier, *problems)}
    report = Report(content.graph, tuple(noted[key] for key in sorted(noted)), misfits)
    write_files(content, report, folder)


def _earlier(folder: Path) -> list[ArticleError]:
    try:
        told = json.loads((folder / REPORT).read_text(encoding="utf-8"))["problems"]
        return [ArticleError(problem["file"], problem["reason"]) for problem in told]
    except (OSError, ValueError, KeyError, TypeError):
        return []
