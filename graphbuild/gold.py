"""Gold: what people found in articles, one YAML file per article, to measure extraction against.

    article: 003.txt                     # file name of the article
    language: nl
    published: 2022-03                   # year, year-month or date; null when the text does not say
    publisher: NOS                       # optional
    entities:
      CBS: {type: StatisticsOffice, aliases: [CBS, Centraal Bureau voor de Statistiek]}
    claims:
      - {s: T-Mobile, r: sharesDataWith, o: CBS, source: NRC, from: 2018, quote: "words of the text"}

Optional in an entity: `optional: true`, `type_b` (what a second annotator chose); in a claim: `stance`,
`certainty`, `source`, `from`, `to`, `alt` (other objects that are as right), `optional: true` (neither
required nor wrong), `disputed` (fields that two annotators differ on: `source`, `certainty`, `dates`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from graphbuild.errors import KnowledgeError, UsageError
from graphbuild.knowledge import Entry, read_knowledge
from graphbuild.ontology import Ontology
from graphbuild.types import Certainty, PartialDate, Stance

_TOP = (("article", "language", "entities", "claims"), ("published", "publisher"))
_ENTITY = (("type",), ("aliases", "optional", "type_b"))
_CLAIM = (
    ("s", "r", "o", "quote"),
    ("stance", "certainty", "source", "from", "to", "alt", "optional", "disputed"),
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NOTHING = ("null", "~")
_Choice = TypeVar("_Choice", bound=StrEnum)


def folded(name: object) -> str:
    """Gives a name as names are compared: without case, white space folded."""
    return " ".join(str(name).casefold().split())


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity that a text names. `names` are folded: its key in the file and its aliases."""

    key: str
    kind: str
    names: frozenset[str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim that a text makes; `subject`, `object`, `source` and `alternatives` are keys of entities.

    `alternatives` are objects that are as right. `disputed` holds fields that are not to be judged.
    """

    subject: str
    relation: str
    object: str
    quote: str
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.CERTAIN
    source: str | None = None
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    alternatives: tuple[str, ...] = ()
    optional: bool = False
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """What people found in one article; `entities` by key, in the order of the file."""

    source_file: str
    language: str
    published: PartialDate | None
    publisher: str | None
    entities: Mapping[str, GoldEntity]
    claims: tuple[GoldClaim, ...]

    def names(self, *keys: str) -> frozenset[str]:
        """Gives the folded names of entities together."""
        return frozenset().union(*(self.entities[key].names for key in keys))


def read_gold(folder: Path | str, ontology: Ontology) -> tuple[GoldArticle, ...]:
    """Reads all `*.yaml` files of a folder, sorted by name.

    Raises UsageError when the folder is missing or has none, KnowledgeError with file and line when a file
    breaks the rules: an unknown field, type or relation, or a claim about an entity that is not listed.
    """
    paths = sorted(Path(folder).glob("*.yaml"))
    if not paths:
        raise UsageError(f"no gold: {folder} is not a folder with .yaml files")
    articles: dict[str, GoldArticle] = {}
    for path in paths:
        article = read_gold_file(path, ontology)
        if article.source_file in articles:
            raise KnowledgeError(path, f"article {article.source_file} has gold in another file too")
        articles[article.source_file] = article
    return tuple(articles.values())


def read_gold_file(path: Path, ontology: Ontology) -> GoldArticle:
    """Reads the gold of one article; raises KnowledgeError, with file and line, when it breaks the rules."""
    fields = read_knowledge(path, KnowledgeError).fields(*_TOP)
    entities = {key: _entity(key, entry, ontology) for key, entry in fields["entities"].mapping().items()}
    claims = () if _is_nothing(fields["claims"]) else fields["claims"].items()
    return GoldArticle(
        source_file=fields["article"].text(),
        language=fields["language"].text(),
        published=_date(fields, "published"),
        publisher=_text(fields, "publisher"),
        entities=entities,
        claims=tuple(_claim(entry, entities, ontology) for entry in claims),
    )


def _entity(key: str, entry: Entry, ontology: Ontology) -> GoldEntity:
    fields = entry.fields(*_ENTITY)
    kind = _one_of(fields["type"], ontology.kinds, "type")
    aliases = [alias.text() for alias in fields["aliases"].items()] if "aliases" in fields else []
    names = frozenset(folded(name) for name in (key, *aliases))
    return GoldEntity(key, kind, names, _flag(fields, "optional"))


def _claim(entry: Entry, entities: Collection[str], ontology: Ontology) -> GoldClaim:
    fields = entry.fields(*_CLAIM)
    alternatives = fields["alt"].items() if "alt" in fields else []
    return GoldClaim(
        subject=_one_of(fields["s"], entities, "entity"),
        relation=_one_of(fields["r"], ontology.relations, "relation"),
        object=_one_of(fields["o"], entities, "entity"),
        quote=fields["quote"].text(),
        stance=_choice(fields, "stance", Stance.ASSERTS),
        certainty=_choice(fields, "certainty", Certainty.CERTAIN),
        source=_one_of(fields["source"], entities, "entity") if _text(fields, "source") else None,
        valid_from=_date(fields, "from"),
        valid_until=_date(fields, "to"),
        alternatives=tuple(_one_of(alternative, entities, "entity") for alternative in alternatives),
        optional=_flag(fields, "optional"),
        disputed=frozenset(fields["disputed"].texts()) if "disputed" in fields else frozenset(),
    )


def _one_of(entry: Entry, known: Collection[str], what: str) -> str:
    name = entry.text()
    if name not in known:
        entry.fail(f"unknown {what} {name!r}; known are: {', '.join(sorted(known))}")
    return name


def _choice(fields: Mapping[str, Entry], name: str, default: _Choice) -> _Choice:
    if name not in fields:
        return default
    kind = type(default)
    return kind(_one_of(fields[name], {choice.value for choice in kind}, name))


def _date(fields: Mapping[str, Entry], name: str) -> PartialDate | None:
    text = _text(fields, name)
    if text is not None and not _DATE.fullmatch(text):
        fields[name].fail(f"expected a year, year-month or date, not {text!r}")
    return PartialDate(text) if text is not None else None


def _text(fields: Mapping[str, Entry], name: str) -> str | None:
    return None if name not in fields or _is_nothing(fields[name]) else fields[name].text()


def _flag(fields: Mapping[str, Entry], name: str) -> bool:
    return name in fields and fields[name].flag()


def _is_nothing(entry: Entry) -> bool:
    """Tells an empty value, `null` and `~` from others."""
    return entry.node.value in ("", [], *_NOTHING)
