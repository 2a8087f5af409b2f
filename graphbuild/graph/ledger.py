"""What each article yielded, kept beside the triples: joining more articles needs what the earlier ones said.

A graph holds what articles say together, such as the one class that an entity got. Which article voted for which
class cannot be read back from it, so the store has this ledger, in SQLite: articles, their entities, their claims,
and each entity as joined and settled.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.ontology import Ontology
from graphbuild.resolve import orient
from graphbuild.types import Article, ArticleClaims, Certainty, Claim, Entity, EntityId, Evidence, Stance

FILE = "ledger.sqlite"

Key = tuple[EntityId, str, EntityId]
"""Subject, relation and object of a statement."""

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE vote (entity TEXT, article TEXT, number INTEGER, content TEXT NOT NULL,
    PRIMARY KEY (entity, article, number)) WITHOUT ROWID;
CREATE TABLE claim (article TEXT, number INTEGER, subject TEXT, relation TEXT, object TEXT, content TEXT NOT NULL,
    PRIMARY KEY (article, number)) WITHOUT ROWID;
CREATE INDEX claim_subject ON claim (subject, relation, object);
CREATE INDEX claim_object ON claim (object);
CREATE TABLE entity (id TEXT PRIMARY KEY, joined TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
"""


class Ledger:
    """The ledger of one store; changes are kept when `opened` ends without an error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, articles: Iterable[ArticleClaims], ontology: Ontology) -> None:
        """Notes what articles yield; none of them may be there yet."""
        for item in articles:
            identity = item.article.id
            self._run("INSERT INTO article VALUES (?, ?)", identity, _written(item.article))
            for number, entity in enumerate(item.entities):
                self._run("INSERT INTO vote VALUES (?, ?, ?, ?)", entity.id, identity, number, _written(entity))
            for number, claim in enumerate(item.claims):
                subject, relation, object_ = key_of(claim, ontology)
                row = (identity, number, subject, relation, object_, _written(claim))
                self._run("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", *row)

    def settle(self, joined: Entity, kind: str) -> None:
        """Notes an entity as joined over all articles, and the class that it settled on."""
        self._run("INSERT OR REPLACE INTO entity VALUES (?, ?, ?)", joined.id, _written(joined), kind)

    def has_article(self, identity: str) -> bool:
        """Tells whether an article is there."""
        return next(self._run("SELECT 1 FROM article WHERE id = ?", identity), None) is not None

    def articles(self, identities: Iterable[str]) -> list[Article]:
        """Gives articles by id, sorted."""
        rows = (next(self._run("SELECT content FROM article WHERE id = ?", one)) for one in sorted(set(identities)))
        return [Article(**json.loads(content)) for (content,) in rows]

    def votes(self, entity: EntityId) -> list[Entity]:
        """Gives what each article takes an entity for, in the order of the articles."""
        rows = self._run("SELECT content FROM vote WHERE entity = ? ORDER BY article, number", entity)
        return [_entity(content) for (content,) in rows]

    def joined(self, entity: EntityId) -> tuple[Entity, str] | None:
        """Gives an entity as last joined, and the class that it settled on; None for a new one."""
        row = next(self._run("SELECT joined, kind FROM entity WHERE id = ?", entity), None)
        return (_entity(row[0]), row[1]) if row else None

    def claims_about(self, entity: EntityId) -> list[Claim]:
        """Gives the claims that have the entity at one of their ends, in the order of the articles."""
        where = "WHERE subject = ?1 OR object = ?1 ORDER BY article, number"
        return [_claim(content) for (content,) in self._run(f"SELECT content FROM claim {where}", entity)]  # noqa: S608

    def claims_on(self, key: Key) -> list[Claim]:
        """Gives the claims on one statement, in the order of the articles."""
        where = "WHERE subject = ? AND relation = ? AND object = ? ORDER BY article, number"
        return [_claim(content) for (content,) in self._run(f"SELECT content FROM claim {where}", *key)]  # noqa: S608

    def all_claims(self) -> list[Claim]:
        """Gives every claim, in the order of the articles."""
        return [_claim(content) for (content,) in self._run("SELECT content FROM claim ORDER BY article, number")]

    def settings(self) -> dict[str, str]:
        """Gives what the store was built with."""
        return dict(self._run("SELECT name, value FROM setting"))

    def set(self, settings: dict[str, str]) -> None:
        """Notes what the store is built with."""
        for name, value in sorted(settings.items()):
            self._run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def _run(self, statement: str, *values: object) -> Iterator[Any]:
        return iter(self._connection.execute(statement, values))


@contextmanager
def opened(store: Path, *, new: bool = False) -> Iterator[Ledger]:
    """Opens the ledger of a store, or makes it; raises StoreError when it is missing or damaged."""
    path = store / FILE
    if not new and not path.exists():
        raise StoreError(f"{path} is missing: articles cannot be added to this store; build it again")
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute("PRAGMA synchronous = OFF" if new else "PRAGMA synchronous = NORMAL")
            if new:
                connection.executescript(_TABLES)
            with connection:
                yield Ledger(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be used: {error}; build the store again") from error


def key_of(claim: Claim, ontology: Ontology) -> Key:
    """Gives the statement that a claim is about."""
    oriented = orient(claim, ontology)
    return oriented.subject, oriented.relation, oriented.object


def keys_of(claims: Sequence[Claim], ontology: Ontology) -> set[Key]:
    """Gives the statements that claims are about."""
    return {key_of(claim, ontology) for claim in claims}


def _written(value: Article | Entity | Claim) -> str:
    return json.dumps(asdict(value), ensure_ascii=False)


def _entity(content: str) -> Entity:
    fields: dict[str, Any] = json.loads(content)
    for name in ("aliases", "same_as", "also"):
        fields[name] = tuple(fields[name])
    return Entity(**fields)


def _claim(content: str) -> Claim:
    fields = json.loads(content)
    return Claim(
        **{
            **fields,
            "stance": Stance(fields["stance"]),
            "certainty": Certainty(fields["certainty"]),
            "evidence": Evidence(**fields["evidence"]),
            "data_categories": tuple(fields["data_categories"]),
        }
    )
