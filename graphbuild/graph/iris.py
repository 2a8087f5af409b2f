"""The IRIs of things in a graph: derived from content, so that the same input always gives the same ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from graphbuild.errors import UsageError
from graphbuild.types import Article, Claim, EntityId, Joining

DEFAULT_BASE = "https://w3id.org/graphbuild/id/"
_DIGITS = 32
"""Hexadecimal digits kept of a SHA-256: 128 bits, so that no two things ever share an IRI by chance."""
_LEGAL = "!#$%&'()*+,/:;=?@[]~"
"""What a URL may hold besides letters, digits and `-._`; anything else is percent-encoded."""


def digest(*parts: str) -> str:
    """Gives a hash of some texts, different for a different division into parts."""
    content = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def web_address(url: str) -> NamedNode:
    """Gives the IRI of a web address, with the characters encoded that an IRI may not hold.

    Raises ValueError when the address is not absolute.
    """
    return NamedNode(quote(url, safe=_LEGAL))


@dataclass(frozen=True, slots=True)
class Naming:
    """Gives things their IRIs under `base`, and reads ids back from them.

    Raises UsageError for a base that is no absolute IRI or does not end in a slash or a hash.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base + "x")
        except ValueError as error:
            raise UsageError(f"the base {self.base!r} is no IRI: {error}") from error
        if not self.base.endswith(("/", "#")):
            raise UsageError(f"the base {self.base!r} must end in / or #")

    def entity(self, identity: EntityId) -> NamedNode:
        """The IRI of an entity: its id, percent-encoded where needed."""
        return NamedNode(f"{self.base}entity/{quote(identity)}")

    def article(self, identity: str) -> NamedNode:
        """The IRI of an article: its id, percent-encoded where needed."""
        return NamedNode(f"{self.base}article/{quote(identity)}")

    def statement(self, subject: EntityId, relation: str, object_: EntityId) -> NamedNode:
        """The IRI of the one statement on this subject, relation and object."""
        return NamedNode(f"{self.base}statement/{digest(subject, relation, object_)}")

    def attestation(self, claim: Claim) -> NamedNode:
        """The IRI of an attestation: made of its statement, article, source, stance and sentence."""
        evidence = claim.evidence
        triple = (claim.subject, claim.relation, claim.object)
        place = (evidence.article_id, str(evidence.start), str(evidence.end))
        return NamedNode(f"{self.base}attestation/{digest(*triple, *place, claim.source or '', claim.stance)}")

    def joining(self, joining: Joining) -> NamedNode:
        """The IRI of a joining: made of the entity, the rule and the sign."""
        parts = (joining.entity, joining.rule, joining.sign.kind, joining.sign.value)
        return NamedNode(f"{self.base}joining/{digest(*parts)}")

    def activity(self, article: Article, version: str) -> NamedNode:
        """The IRI of the reading of one article by one version of graphbuild."""
        return NamedNode(f"{self.base}activity/{digest(article.id, article.body, version)}")

    def software(self, version: str) -> NamedNode:
        """The IRI of a version of graphbuild."""
        return NamedNode(f"{self.base}software/graphbuild-{quote(version, safe='')}")

    def entity_id(self, iri: str) -> EntityId:
        """Reads an entity's id back from its IRI; raises ValueError for an IRI of something else."""
        return EntityId(self._identity(iri, "entity/"))

    def article_id(self, iri: str) -> str:
        """Reads an article's id back from its IRI; raises ValueError for an IRI of something else."""
        return self._identity(iri, "article/")

    def _identity(self, iri: str, folder: str) -> str:
        start = self.base + folder
        if not iri.startswith(start):
            raise ValueError(f"<{iri}> does not begin with <{start}>")
        return unquote(iri[len(start) :])


def naming_of(software: str) -> Naming:
    """Gives the naming of a graph from the IRI of the software that wrote it."""
    return Naming(software.rpartition("software/")[0])
