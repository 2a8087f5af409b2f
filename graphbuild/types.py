"""What flows through graphbuild: articles, mentions, entities, claims, statements.

All types are immutable and hold plain values, so that any stage can be tested by hand-built input.
Character offsets count Unicode code points in `Article.body`; a range is half-open, `body[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

PartialDate = NewType("PartialDate", str)
"""A year, year-month or date as in ISO 8601: `2018`, `2018-04`, `2018-04-30`."""

EntityId = NewType("EntityId", str)
"""The part of an entity's IRI after `.../entity/`: `t-mobile`, or `person/rene-loman` when in no file."""


class Stance(StrEnum):
    """Whether the source says that the statement holds or that it does not."""

    ASSERTS = "asserts"
    DENIES = "denies"


class Certainty(StrEnum):
    """How sure the source is, as its words show."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Status(StrEnum):
    """What all attestations of one statement say together."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    CONTESTED = "contested"
    DENIED = "denied"


class MentionForm(StrEnum):
    """How a mention points to its entity: by a name, by a pronoun or description, by a country's adjective."""

    NAME = "name"
    REFERENCE = "reference"
    ADJECTIVE = "adjective"


class JoiningRule(StrEnum):
    """How two names fit that were taken for one entity's."""

    SAME_NAME = "sameName"
    LEGAL_FORM = "legalForm"
    ABBREVIATION = "abbreviation"
    SHORT_NAME = "shortName"
    SURNAME = "surname"


class SignKind(StrEnum):
    """In what the contexts of two names agree.

    Both have a claim about one entity; one entity is named beside both; both belong to one country; both hold an
    office that few hold; both are described by one word; both are of a class whose names say what they name.
    """

    CLAIM = "sharedClaim"
    MENTION = "sharedMention"
    COUNTRY = "sharedCountry"
    OFFICE = "sharedOffice"
    DESCRIPTION = "sharedDescription"
    CLASS = "sharedClass"


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """Something in the context of a name that may agree with the context of another: an entity's id, or a word."""

    kind: SignKind
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text with what is known about it. `body` is what all offsets refer to."""

    id: str
    source_file: str
    language: str
    title: str | None
    body: str
    published: PartialDate | None = None
    publisher: EntityId | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that stands for an entity; `kind` is its class, such as `TelecomOperator`.

    `also` are other classes that texts treat it as: an app is fined as if it were its company.
    """

    start: int
    end: int
    text: str
    kind: str
    entity_id: EntityId
    form: MentionForm = MentionForm.NAME
    also: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """All classes that the entity may be taken for, its own first."""
        return (self.kind, *self.also)


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that claims are about. `aliases` hold other names, in text or in files, without the label.

    `also` are other classes that it may be taken for; a graph settles on one `kind` and leaves none.
    `described` is how one article describes it: office, description, country; a graph leaves none.
    """

    id: EntityId
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    described: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Joining:
    """Names of several articles, or several names of one, that were taken for one entity, and why.

    `rule` tells how the names fit, `sign` in what their contexts agree; `names` are the forms that were joined,
    `articles` the ids of the articles that use them.
    """

    entity: EntityId
    rule: JoiningRule
    sign: Sign
    names: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim is written: `quote == body[start:end]` of the article."""

    article_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of one (subject, relation, object) at one place.

    `source` is None where the article speaks in its own voice. `confidence` is the probability, 0 to 1,
    that a careful reader would agree. `data_categories` are names of W3C DPV personal-data concepts.
    `relayed_by` tells through whom the words of the source came, step by step, first who is nearest to the article;
    several in one step tell it side by side. `spokesperson` is the person who spoke for the source, and `informants`
    are the words by which the text speaks of people whom it cites and does not name.
    """

    subject: EntityId
    relation: str
    object: EntityId
    stance: Stance
    certainty: Certainty
    source: EntityId | None
    valid_from: PartialDate | None
    valid_until: PartialDate | None
    evidence: Evidence
    rule: str
    confidence: float
    data_categories: tuple[str, ...] = ()
    relayed_by: tuple[tuple[EntityId, ...], ...] = ()
    spokesperson: EntityId | None = None
    informants: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """All that is said of one (subject, relation, object): its attestations, and the status that follows."""

    subject: EntityId
    relation: str
    object: EntityId
    status: Status
    attestations: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A property of the ontology. `domain` and `range` are class names; a subclass of one of them will do."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    inverse_labels: dict[str, str] = field(default_factory=dict, hash=False)
    parent: str | None = None
    labels: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    """What one article yields, depending on that article, the models and the patterns alone."""

    article: Article
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeGraph:
    """Articles, entities and statements after joining over all articles; every tuple is sorted by id.

    `mentioned` gives for each article id the ids of the entities that it mentions, `joinings` what was joined, and why.
    """

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    mentioned: dict[str, tuple[EntityId, ...]]
    joinings: tuple[Joining, ...] = ()


def status_of(attestations: tuple[Claim, ...]) -> Status:
    """Derives a statement's status: denied, contested, alleged (nobody is certain), or asserted.

    Asserted and denied at once, by whomever, is contested. `attestations` must not be empty.
    """
    asserting = [claim for claim in attestations if claim.stance is Stance.ASSERTS]
    if not asserting:
        return Status.DENIED
    if len(asserting) < len(attestations):
        return Status.CONTESTED
    if all(claim.certainty is not Certainty.CERTAIN for claim in asserting):
        return Status.ALLEGED
    return Status.ASSERTED
