"""The SPARQL store on disk: written whole, swapped in at once, opened for reading.

The same quads give the same answers, but not the same bytes on disk: Oxigraph keeps its data in RocksDB,
whose files hold times and numbers of its own. Whatever must be equal byte for byte is in the other outputs.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from oxrdflib import OxigraphStore
from pyoxigraph import Quad, RdfFormat, Store, parse
from rdflib import Dataset

from graphbuild.errors import StoreError
from graphbuild.graph.namespaces import ONTOLOGY_GRAPH, PREFIXES
from graphbuild.resources import resource

Result = TypeVar("Result")

FOLDER = "store"
MARKER = "graphbuild-store.json"
FORMAT = 2
"""The version of what a store holds and how; a store of another version must be built again."""


def write_store(directory: Path | str, quads: Iterable[Quad], beside: Callable[[Path], None] = lambda _: None) -> Path:
    """Writes `DIR/store` anew with these quads, and the ontology in a named graph; gives its path.

    `beside` may write files of its own into the folder before that takes its place.
    The store is built beside the old one and then takes its place, so that a reader finds either the old
    one or the new one whole. Raises StoreError when the folder cannot be written or is not a store of ours.
    """
    target = Path(directory) / FOLDER
    if target.exists() and any(target.iterdir()) and not (target / MARKER).exists():
        raise StoreError(f"{target} exists and is not a store of graphbuild; move it away or choose another folder")
    try:
        with _room_beside(target) as new:
            _fill(new, quads)
            beside(new)
            _swap(new, target)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot write the store {target}: {error}") from error
    return target


def change_store(directory: Path | str, change: Callable[[Path, Store], Result]) -> Result:
    """Changes a copy of a built folder's store, which takes its place when all went well; gives what `change` gives.

    `change` gets the path of the copy and the copy itself, which it must not keep: files are closed before the copy
    is moved. The copy shares its unchanged files with the original, so that it takes no time that grows with the
    store; that goes for the stores in it too. Raises StoreError as `open_store` and `write_store` do, and when another
    program changed the store meanwhile.
    """
    target = Path(directory) / FOLDER
    _check_marker(target)
    copied = _marked(target)
    try:
        with _room_beside(target) as new:
            store = _copy(target, new)
            changed = change(new, store)
            store.flush()
            del store
            if _marked(target) != copied:
                raise StoreError(f"another program changed {target} meanwhile, so this one changed nothing; try again")
            _swap(new, target)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot change the store {target}: {error}") from error
    return changed


def _copy(target: Path, new: Path) -> Store:
    """Copies a store with what is beside its triples; gives the copy, open to be changed."""
    open_store(target.parent).backup(str(new))
    shutil.copyfile(target / MARKER, new / MARKER)
    for within in sorted(path for path in target.iterdir() if path.is_dir()):
        Store.read_only(str(within)).backup(str(new / within.name))
    return Store(str(new))


@contextmanager
def _room_beside(target: Path) -> Iterator[Path]:
    """Gives a path beside a store at which no other program writes; what is left there in the end is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{FOLDER}.new-", dir=target.parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder) / FOLDER


def open_store(directory: Path | str) -> Store:
    """Opens the store of a built folder for reading; several programs may read it at once.

    Raises StoreError when it is missing, half-written, damaged, or not one of ours.
    """
    path = Path(directory) / FOLDER
    _check_marker(path)
    try:
        return Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot open the store {path}: {error}; if it is damaged, build it again") from error


def open_dataset(directory: Path | str) -> Dataset:
    """Opens the store as an rdflib Dataset for reading, whose queries Oxigraph answers.

    The default graph holds the data, the graph <https://w3id.org/graphbuild/ns> the ontology. Raises
    StoreError as `open_store` does.
    """
    dataset = Dataset(store=OxigraphStore(store=open_store(directory)))
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    return dataset


def read_quads(directory: Path | str) -> list[Quad]:
    """Gives the data of a store, without the ontology; raises StoreError as `open_store` does."""
    store = open_store(directory)
    return [quad for quad in store if quad.graph_name != ONTOLOGY_GRAPH]


def ontology_quads() -> list[Quad]:
    """Gives the ontology as it stands in every store: in a named graph of its own, without blank nodes."""
    triples = parse(path=resource("ontology", "graphbuild.ttl"), format=RdfFormat.TURTLE)
    return [Quad(triple.subject, triple.predicate, triple.object, ONTOLOGY_GRAPH) for triple in triples]


def _fill(path: Path, quads: Iterable[Quad]) -> None:
    store = Store(str(path))
    store.bulk_extend(quads)
    store.bulk_extend(ontology_quads())
    store.flush()
    del store
    (path / MARKER).write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")


def _swap(new: Path, target: Path) -> None:
    """Puts a finished store in the place of the old one, which stays whole until the new one stands."""
    old = target.with_name(f".{FOLDER}.old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _marked(path: Path) -> tuple[int, int]:
    """Gives what tells a store from one that took its place: every store has a marker file of its own."""
    marker = (path / MARKER).stat()
    return marker.st_ino, marker.st_mtime_ns


def _check_marker(path: Path) -> None:
    if not path.is_dir():
        raise StoreError(f"{path} is missing; build it with: graphbuild build PATH... --out {path.parent}")
    marker = path / MARKER
    if not marker.exists():
        raise StoreError(f"{path} lacks {MARKER}: it is half-written or not a store of graphbuild; build it again")
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{marker} cannot be read: {error}; build the store again") from error
    if found != FORMAT:
        raise StoreError(f"{path} has format {found}, this graphbuild reads format {FORMAT}; build it again")
