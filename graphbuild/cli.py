"""The command line. Results go to stdout, progress and problems to stderr.

Exit status: 0 done; 1 some articles could not be read, the rest was built; 2 wrong use, or a broken file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress

from graphbuild.building import build as write_graph
from graphbuild.building import gather
from graphbuild.changing import Changed
from graphbuild.changing import add as add_to_graph
from graphbuild.changing import remove as remove_from_graph
from graphbuild.errors import ArticleError, GraphbuildError, OutputError, UsageError
from graphbuild.evaluate import evaluate as compare_with_gold
from graphbuild.evaluate import tables
from graphbuild.explain import explain as explained
from graphbuild.exporters import exporter, read_content
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.pipeline.extract import read_article
from graphbuild.pipeline.load import load
from graphbuild.push import BATCH, AuthKind, Credentials, Protocol
from graphbuild.push import push as push_graph
from graphbuild.query import explain_query, library, library_query, write_query, write_query_within
from graphbuild.readers.registry import find_files
from graphbuild.readers.registry import read_article as read_file
from graphbuild.serve import serve as run_server
from graphbuild.views.summary import summarize

PROBLEMS, WRONG_USE = 1, 2
PASSWORD = "GRAPHBUILD_PASSWORD"  # noqa: S105  the name of the variable that holds it

app = typer.Typer(name="graphbuild", no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `graphbuild build` wrote.")]
Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Articles: files and folders.")]
LanguageCode = Annotated[str, typer.Option(help="Language of the articles.")]
Fast = Annotated[bool, typer.Option("--fast", help="Leave the encoder out: quicker, finds fewer claims.")]
Entities = Annotated[list[Path], typer.Option(help="A file of known entities of your own; may be repeated.")]

NoValidate = Annotated[bool, typer.Option("--no-validate", help="Skip the SHACL shapes.")]
StoreOnly = Annotated[
    bool, typer.Option("--store-only", help="When articles come or go: leave the other files out, `export` makes them.")
]


@app.callback(invoke_without_command=True)
def describe(show_version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Reads Dutch news and builds a knowledge graph of who shares data with whom, evidence included."""
    if show_version:
        show([f"graphbuild {version('graphbuild')}"])
        raise typer.Exit


@app.command()
def build(
    paths: Paths,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write into.")],
    language: LanguageCode = "nl",
    fast: Fast = False,
    entities: Entities = [],  # noqa: B006  typer wants a list and does not change it
    base: Annotated[str, typer.Option(help="What every IRI begins with.")] = DEFAULT_BASE,
    no_validate: NoValidate = False,
    adding: Annotated[bool, typer.Option("--add", help="Add to the articles that DIR was built from.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="With --add: a file whose text changed replaces its earlier article.")
    ] = False,
    store_only: StoreOnly = False,
) -> None:
    """Read articles, extract their claims, and write graph, page, report and store into a folder."""
    if (store_only or replace) and not adding:
        raise UsageError("--store-only and --replace go with --add")
    if adding:
        with progress_over(paths) as progress:
            changed = add_to_graph(
                paths, out, replace=replace, language=language, fast=fast, entities=entities, base=base,
                shapes=not no_validate, store_only=store_only, progress=progress,
            )  # fmt: skip
        tell(changed, out)
        finish(changed.problems)
        return
    with progress_over(paths) as progress:
        report = write_graph(
            paths, out, language=language, fast=fast, entities=entities, base=base,
            shapes=not no_validate, progress=progress,
        )  # fmt: skip
    if not report.graph.articles and not report.problems:
        errors.print("no articles found: the graph is empty")
    show([f"{len(report.graph.articles)} articles, {len(report.graph.statements)} statements -> {out}"])
    finish(report.problems)


@app.command()
def remove(
    directory: Directory,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Ids, or names of their files.")],
    no_validate: NoValidate = False,
    store_only: StoreOnly = False,
) -> None:
    """Take articles out of a built folder: the graph is that of a build of the others."""
    tell(remove_from_graph(articles, directory, shapes=not no_validate, store_only=store_only), directory)


def tell(changed: Changed, out: Path) -> None:
    """Shows what came, what went, and which files have an earlier article that was kept."""
    if changed.namesakes:
        names = ", ".join(changed.namesakes)
        errors.print(f"kept beside an earlier article of that name; --replace replaces it: {names}", markup=False)
    counts = changed.counts
    went = f"{counts.removed} removed, " if counts.removed else ""
    show([f"{counts.articles} articles added, {went}{counts.statements} statements new or changed -> {out}"])


@app.command()
def summary(directory: Directory) -> None:
    """Show the counts of a graph and its strongest edges, each with a quote."""
    content = read_content(directory)
    show(summarize(content.graph, content.ontology))


@app.command()
def query(
    directory: Directory,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="The query; prefixes are set.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="A file with the query.")] = None,
    name: Annotated[str | None, typer.Option(help="A query of the library; --list shows them.")] = None,
    parameters: Annotated[
        list[str], typer.Option("--param", metavar="NAME=VALUE", help="A value for the query; may be repeated.")
    ] = [],  # noqa: B006
    format: Annotated[str, typer.Option(help="table, csv, tsv, json, xml or ttl.")] = "table",  # noqa: A002
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help="End the query after this time.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the query's algebra and do not run it.")] = False,
    allow_service: Annotated[bool, typer.Option("--allow-service", help="Let SERVICE ask other servers.")] = False,
    list_queries: Annotated[bool, typer.Option("--list", help="List the queries of the library.")] = False,
) -> None:
    """Ask the graph a question in SPARQL, or one of the library."""
    if list_queries:
        show([f"{entry.name}: {entry.title}" for entry in library().values()])
        return
    text = query_text(sparql, file, name)
    values, output = dict(map(parameter, parameters)), sys.stdout.buffer
    if explain:
        output.write(explain_query(directory, text, values).encode("utf-8"))
    elif timeout is None:
        write_query(directory, text, format, values, output, allow_service=allow_service)
    else:
        write_query_within(timeout, directory, text, format, values, output, allow_service=allow_service)
    output.flush()


def query_text(sparql: str | None, file: Path | None, name: str | None) -> str:
    """Gives the query that the command names in one of three ways; raises UsageError unless it is exactly one."""
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise UsageError("give one of: a query, --file FILE, --name NAME")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read {file}: {error}") from error
    return library_query(name).text if name is not None else str(sparql)


def parameter(text: str) -> tuple[str, str]:
    """Parts NAME=VALUE; raises UsageError for anything else."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise UsageError(f"--param takes NAME=VALUE, not {text!r}")
    return name, value


@app.command()
def export(
    directory: Directory,
    format: Annotated[str, typer.Option(help="html, graphml, gexf, csv, json, ttl, nq or jsonld.")],  # noqa: A002
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Instead of stdout.")] = None,
) -> None:
    """Write the graph in another format."""
    chosen = exporter(format)
    data = chosen.export(read_content(directory))
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise OutputError(f"cannot write {output}: {error.strerror or error}") from error


@app.command()
def push(
    directory: Directory,
    endpoint: Annotated[str, typer.Option(metavar="URL", help="Where the store takes triples.")],
    graph: Annotated[str | None, typer.Option(metavar="IRI", help="Named graph instead of the default one.")] = None,
    protocol: Annotated[Protocol, typer.Option(help="How triples are sent.")] = Protocol.AUTO,
    user: Annotated[str | None, typer.Option(envvar="GRAPHBUILD_USER", help=f"Name; password in {PASSWORD}.")] = None,
    auth: Annotated[AuthKind, typer.Option(envvar="GRAPHBUILD_AUTH", help="How they are sent.")] = AuthKind.BASIC,
    replace: Annotated[bool, typer.Option("--replace", help="Empty the graphs first.")] = False,
    batch: Annotated[int, typer.Option(min=1, help="Triples of one request.")] = BATCH,
) -> None:
    """Load the graph into another store: Graph Store Protocol, or SPARQL Update; again after a break to go on."""
    credentials = None if user is None else Credentials(user, os.environ.get(PASSWORD, ""), auth)
    with progress_bar("Pushing") as progress:
        pushed = push_graph(
            directory, endpoint, graph=graph, protocol=protocol, credentials=credentials, replace=replace,
            batch=batch, progress=progress,
        )  # fmt: skip
    again = f", {pushed.resumed} of them by an earlier push" if pushed.resumed else ""
    show([f"{pushed.triples} triples{again} -> {endpoint}"])


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of gold files (YAML).")],
    articles: Annotated[list[Path], typer.Option(metavar="DIR", help="The articles that the gold is about.")],
    language: LanguageCode = "nl",
    fast: Fast = False,
    entities: Entities = [],  # noqa: B006
    details: Annotated[bool, typer.Option("--details", help="List what was missed and what was too much.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Give the report as JSON.")] = False,
) -> None:
    """Compare what the articles yield with gold annotations: precision, recall, F1, accuracies."""
    with progress_over(articles) as progress:
        built = gather(articles, language=language, fast=fast, entities=entities, progress=progress)
    report = compare_with_gold(gold, built.graph)
    show([json.dumps(report.to_dict(), ensure_ascii=False, indent=1)] if as_json else tables(report, details=details))
    finish(built.problems)


@app.command()
def serve(
    directory: Directory,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="What a query may take.")] = 30,
    memory: Annotated[int, typer.Option(metavar="MB", min=64, help="The memory that a query may have.")] = 2048,
    yasgui: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where npm installed @zazuko/yasgui: its editor for queries.")
    ] = None,
) -> None:
    """Serve the page, a SPARQL 1.1 endpoint at /sparql, and a page for queries; read-only."""
    run_server(directory, host, port, seconds=timeout, megabytes=memory, yasgui=yasgui)


@app.command()
def explain(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A file with one article.")],
    language: LanguageCode = "nl",
    fast: Fast = False,
    entities: Entities = [],  # noqa: B006
) -> None:
    """Show for each sentence: mentions, parse, which rule fired and why, or why nothing came of it."""
    find_files([article])
    nlp = load(language, fast=fast, entities=entities)
    show(explained(read_article(nlp, read_file(article)), nlp))


def show(parts: Iterable[RenderableType]) -> None:
    """Prints to stdout, as wide as the terminal, or 160 columns where there is none."""
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, str))


@contextmanager
def progress_over(paths: Sequence[Path]) -> Iterator[Callable[[str], None]]:
    """Gives what to call after each file: it moves a bar on a terminal, and prints a line elsewhere."""
    total = len(find_files(paths))
    if not errors.is_terminal:
        yield lambda name: errors.print(f"read {name}", markup=False)
        return
    with Progress(console=errors, transient=True) as bar:
        task = bar.add_task("Reading", total=total)
        yield lambda name: bar.update(task, advance=1, description=name)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what to call with how much is done of how much: a bar on a terminal, else lines."""
    if not errors.is_terminal:
        yield lambda done, total: errors.print(f"{what.lower()}: {done} of {total}", markup=False)
        return
    with Progress(console=errors, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def finish(problems: Sequence[ArticleError]) -> None:
    """Names each article that could not be read, with the reason, and ends with the status that says so."""
    for problem in problems:
        errors.print(str(problem), markup=False)
    if problems:
        raise typer.Exit(PROBLEMS)


def main() -> None:
    """Runs the command line; an error of ours is shown as one message, never as a traceback."""
    try:
        app()
    except GraphbuildError as error:
        errors.print(f"graphbuild: {error}", markup=False)
        raise SystemExit(WRONG_USE) from error
