"""What each article yielded, kept beside the triples: joining more articles needs what the earlier ones said.

A graph holds what articles say together, such as the one class that an entity got. Which article voted for which
class cannot be read back from it, so the store has this ledger: articles, their entities and claims with their ids
over all articles, each entity as joined and settled; and what the pipeline gave for each article, which ids it has
over all articles, and the words by which names that are in no list find each other. It is a store of Oxigraph too, with
a named graph for each article: Oxigraph copies a store by links to files that never change, so that a copy takes no
longer for a longer ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graphbuild.errors import StoreError
from graphbuild.graph.notes import read_claim, read_entity, read_yield, written, written_yield
from graphbuild.joining import Kept, words_of
from graphbuild.joining.link import renamed
from graphbuild.joining.relink import Word
from graphbuild.ontology import Ontology
from graphbuild.resolve import orient
from graphbuild.types import Article, ArticleClaims, Claim, Entity, EntityId

FOLDER = "ledger"

Key = tuple[EntityId, str, EntityId]
"""Subject, relation and object of a statement."""

_ARTICLE, _FILE, _VOTES = NamedNode("ledger:article"), NamedNode("ledger:file"), NamedNode("ledger:votes")
_CLAIM, _ON = NamedNode("ledger:claim"), NamedNode("ledger:on")
_SUBJECT, _OBJECT = NamedNode("ledger:subject"), NamedNode("ledger:object")
_GIVEN, _IDS, _WORD = NamedNode("ledger:given"), NamedNode("ledger:ids"), NamedNode("ledger:word")
_JOINED, _KIND, _IS = NamedNode("ledger:joined"), NamedNode("ledger:kind"), NamedNode("ledger:is")
_NUMBER_DIGITS = 6
"""Of the number of a claim in its article, so that claims sort as they come."""


class Ledger:
    """The ledger of one store."""

    def __init__(self, store: Store, *, new: bool = False) -> None:
        """`new` says that the store is empty and much is to come."""
        self._store = store
        self._write = store.bulk_extend if new else store.extend

    def add(self, articles: Iterable[Kept], ontology: Ontology) -> None:
        """Notes what articles yield; none of them may be there yet."""
        self._write(quad for kept in articles for quad in _noted(kept, ontology))

    def remove(self, articles: Iterable[str]) -> None:
        """Forgets what articles yielded, by their ids."""
        for identity in articles:
            self._store.remove_graph(_node("article", identity))

    def settle(self, settled: Iterable[tuple[Entity, str]]) -> None:
        """Notes entities as joined over all articles, each with the class that it settled on."""
        pairs = list(settled)
        self.forget(entity.id for entity, _ in pairs)
        self._write(quad for entity, kind in pairs for quad in _settled(entity, kind))

    def forget(self, entities: Iterable[EntityId]) -> None:
        """Removes what was noted of entities by `settle`."""
        for identity in entities:
            for quad in list(self._store.quads_for_pattern(_node("entity", identity), None, None, DefaultGraph())):
                self._store.remove(quad)

    def has_article(self, identity: str) -> bool:
        """Tells whether an article is there."""
        node = _node("article", identity)
        return any(True for _ in self._store.quads_for_pattern(node, _ARTICLE, None, node))

    def articles(self, identities: Iterable[str]) -> list[Article]:
        """Gives articles by id, sorted."""
        nodes = [_node("article", identity) for identity in sorted(set(identities))]
        return [Article(**json.loads(_value(q))) for node in nodes for q in self._quads(node, _ARTICLE, None, node)]

    def articles_of_file(self, source_file: str) -> list[str]:
        """Gives the ids of the articles that came from files of that name, sorted."""
        return sorted(_article(quad) for quad in self._quads(None, _FILE, Literal(source_file)))

    def kept(self, article: str) -> Kept:
        """Gives what the pipeline gave for an article, with the ids over all articles; raises StoreError without."""
        node = _node("article", article)
        given, ids = ([_value(q) for q in self._quads(node, name, None, node)] for name in (_GIVEN, _IDS))
        if not (given and ids):
            raise StoreError(f"the ledger of the store lacks what article {article} yielded; build the store again")
        (noted,) = self.articles([article])
        return Kept(read_yield(noted, given[0]), json.loads(ids[0]))

    def articles_with(self, words: Iterable[Word]) -> list[str]:
        """Gives the ids of the articles with a name, in no list, that has one of these words; sorted."""
        return sorted({_article(quad) for word in words for quad in self._quads(None, _WORD, _word(word))})

    def entities_of(self, article: str) -> set[EntityId]:
        """Gives the ids of the entities that an article names."""
        quads = self._quads(None, _VOTES, None, _node("article", article))
        return {EntityId(_identity(quad.subject)) for quad in quads}

    def claims_of(self, article: str) -> list[Claim]:
        """Gives the claims that an article makes, in its order."""
        return _claims(self._quads(None, _CLAIM, None, _node("article", article)))

    def votes(self, entity: EntityId) -> list[Entity]:
        """Gives what each article takes an entity for, in the order of the articles."""
        quads = sorted(self._quads(_node("entity", entity), _VOTES, None), key=_article)
        # Most articles say the same of an entity: each content is read once.
        read = {content: [read_entity(fields) for fields in json.loads(content)] for content in set(map(_value, quads))}
        return [vote for quad in quads for vote in read[_value(quad)]]

    def joined(self, entity: EntityId) -> tuple[Entity, str] | None:
        """Gives an entity as last joined, and the class that it settled on; None for a new one."""
        node = _node("entity", entity)
        contents = [_value(quad) for name in (_JOINED, _KIND) for quad in self._quads(node, name, None)]
        return (read_entity(json.loads(contents[0])), contents[1]) if contents else None

    def claims_about(self, entity: EntityId) -> list[Claim]:
        """Gives the claims that have the entity at one of their ends, in the order of the articles."""
        node = _node("entity", entity)
        return self._contents(q for end in (_SUBJECT, _OBJECT) for q in self._quads(None, end, node))

    def claims_on(self, key: Key) -> list[Claim]:
        """Gives the claims on one statement, in the order of the articles."""
        return self._contents(self._quads(None, _ON, Literal(json.dumps(key))))

    def all_claims(self) -> list[Claim]:
        """Gives every claim, in the order of the articles."""
        return _claims(self._quads(None, _CLAIM, None))

    def settings(self) -> dict[str, str]:
        """Gives what the store was built with."""
        return {_identity(quad.subject): _value(quad) for quad in self._quads(None, _IS, None)}

    def set(self, settings: dict[str, str]) -> None:
        """Notes what a new store is built with."""
        self._write(Quad(_node("setting", name), _IS, Literal(value)) for name, value in sorted(settings.items()))

    def close(self) -> None:
        """Writes everything to disk and closes the files; the ledger cannot be used afterwards."""
        self._store.flush()
        del self._store, self._write

    def _contents(self, quads: Iterable[Quad]) -> list[Claim]:
        nodes = {quad.subject: quad.graph_name for quad in quads}
        return _claims(q for node, graph in nodes.items() for q in self._quads(node, _CLAIM, None, graph))

    def _quads(self, *pattern: Any) -> Iterator[Quad]:
        return self._store.quads_for_pattern(*pattern)


@contextmanager
def opened(store: Path, *, new: bool = False) -> Iterator[Ledger]:
    """Opens the ledger of a store to change it, or makes it; raises StoreError when it is missing or damaged."""
    _require(store, new=new)
    try:
        ledger = Ledger(Store(str(store / FOLDER)), new=new)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{store / FOLDER} cannot be used: {error}; build the store again") from error
    try:
        yield ledger
    finally:
        ledger.close()


def read_ledger(store: Path) -> Ledger:
    """Opens the ledger of a store for reading; raises StoreError when it is missing or damaged."""
    _require(store, new=False)
    try:
        return Ledger(Store.read_only(str(store / FOLDER)))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{store / FOLDER} cannot be read: {error}; build the store again") from error


def key_of(claim: Claim, ontology: Ontology) -> Key:
    """Gives the statement that a claim is about."""
    oriented = orient(claim, ontology)
    return oriented.subject, oriented.relation, oriented.object


def keys_of(claims: Sequence[Claim], ontology: Ontology) -> set[Key]:
    """Gives the statements that claims are about."""
    return {key_of(claim, ontology) for claim in claims}


def _require(store: Path, *, new: bool) -> None:
    if not new and not (store / FOLDER).is_dir():
        raise StoreError(f"{store / FOLDER} is missing: articles cannot be added to this store; build it again")


def _noted(kept: Kept, ontology: Ontology) -> Iterator[Quad]:
    """Gives what is noted of an article, in the named graph of the article."""
    node = _node("article", kept.item.article.id)
    yield Quad(node, _ARTICLE, Literal(written(asdict(kept.item.article))), node)
    yield Quad(node, _FILE, Literal(kept.item.article.source_file), node)
    yield Quad(node, _GIVEN, Literal(written_yield(kept.item)), node)
    yield Quad(node, _IDS, Literal(written(dict(sorted(kept.ids.items())))), node)
    for word in sorted(words_of(kept.item, ontology)):
        yield Quad(node, _WORD, _word(word), node)
    yield from _linked(renamed(kept.item, kept.ids, ontology), node, ontology)


def _linked(item: ArticleClaims, node: NamedNode, ontology: Ontology) -> Iterator[Quad]:
    """Gives what is noted of the entities and claims of an article, by their ids over all articles."""
    votes: dict[EntityId, list[dict[str, Any]]] = {}
    for entity in item.entities:
        votes.setdefault(entity.id, []).append(asdict(entity))
    for identity, same in votes.items():
        yield Quad(_node("entity", identity), _VOTES, Literal(written(same)), node)
    for number, claim in enumerate(item.claims):
        one = NamedNode(f"{node.value}#{number:0{_NUMBER_DIGITS}}")
        key = key_of(claim, ontology)
        yield Quad(one, _CLAIM, Literal(written(asdict(claim))), node)
        yield Quad(one, _ON, Literal(json.dumps(key)), node)
        yield Quad(one, _SUBJECT, _node("entity", key[0]), node)
        yield Quad(one, _OBJECT, _node("entity", key[2]), node)


def _settled(entity: Entity, kind: str) -> Iterator[Quad]:
    node = _node("entity", entity.id)
    yield Quad(node, _JOINED, Literal(written(asdict(entity))))
    yield Quad(node, _KIND, Literal(kind))


def _node(kind: str, identity: str) -> NamedNode:
    return NamedNode(f"{kind}:{quote(identity, safe='')}")


def _word(word: Word) -> Literal:
    return Literal(json.dumps(word))


def _identity(node: object) -> str:
    """Reads back what `_node` was given; of a claim, the id of its article."""
    return unquote(str(node)[1:-1].partition(":")[2].partition("#")[0])


def _article(quad: Quad) -> str:
    return _identity(quad.graph_name)


def _value(quad: Quad) -> str:
    return str(quad.object.value)  # type: ignore[union-attr]


def _claims(quads: Iterable[Quad]) -> list[Claim]:
    ordered = sorted(quads, key=lambda quad: (_article(quad), str(quad.subject)))
    return [read_claim(json.loads(_value(quad))) for quad in ordered]
