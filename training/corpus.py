"""Reader of the annotated Dutch news prose in ``data/training`` (notation: ``data/training/README.md``).

``python -m training.corpus FILE...`` checks files and prints what they hold.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KINDS = frozenset([
    "TelecomOperator", "TechnologyCompany", "NewsPublisher", "CivilSocietyOrganization", "ResearchOrganization",
    "PoliticalParty", "GovernmentBody", "IntelligenceService", "Regulator", "StatisticsOffice", "Organization",
    "Person", "Country", "Region", "City", "Product", "Law", "PeopleGroup", "OrganizationGroup",
])  # fmt: skip
RELATIONS = frozenset([
    "sharesDataWith", "hasDataAccessTo", "collectsDataOn", "storesDataIn", "partnersWith", "suppliesTo",
    "develops", "operates", "subsidiaryOf", "jointVentureOf", "mergedWith", "acquires", "investsIn", "runsOn",
    "basedIn", "affiliatedWith", "investigates", "warnsAbout", "accuses", "restricts", "fines", "sues", "tiedTo",
    "surveils", "compels",
])  # fmt: skip
STANCES = frozenset({"asserts", "denies"})
CERTAINTIES = frozenset({"certain", "probable", "possible"})

_HEADER = re.compile(r"== (?P<style>[a-z]+) (?P<date>\d{4}(?:-\d\d){0,2}|-) :: (?P<title>.+)")
_MENTION = re.compile(r"\[\[(?P<surface>[^\[\]|]+)\|(?P<kind>[^\[\]|]+)(?:\|(?P<id>[^\[\]|]+))?\]\]")
_TRIPLE = re.compile(rf"(?P<subject>.+?) (?P<relation>{'|'.join(sorted(RELATIONS))}) (?P<object>.+)")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_AND = " + "
_ONE_IN = 10


class CorpusError(ValueError):
    """A training file breaks the notation; the message names the file, the line and what is expected."""


@dataclass(frozen=True, slots=True)
class AnnotatedMention:
    """``text[start:end]`` of a sentence names the entity ``id`` (then it has a kind) or refers back to it.

    A plural reference ("beide bedrijven") stands for ``id`` and for the entities in ``others``.
    """

    start: int
    end: int
    kind: str | None
    id: str
    is_reference: bool
    others: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entity that it stands for."""
        return (self.id, *self.others)


@dataclass(frozen=True, slots=True)
class AnnotatedClaim:
    """A claim that a sentence makes; subject, object and source are entity ids of its passage."""

    subject: str
    relation: str
    object: str
    stance: str = "asserts"
    certainty: str = "certain"
    source: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """One sentence without its markup, with mentions in text order and claims as written under it."""

    text: str
    mentions: tuple[AnnotatedMention, ...]
    claims: tuple[AnnotatedClaim, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated text; ``date`` is a year, year-month or date, or None; ``file`` is a bare file name."""

    style: str
    date: str | None
    title: str
    sentences: tuple[AnnotatedSentence, ...]
    file: str
    line: int

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of title and sentences, so that a passage keeps it when it moves to another file."""
        text = "\n".join([self.title, *(sentence.text for sentence in self.sentences)])
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each entity id of the passage."""
        mentions = (mention for sentence in self.sentences for mention in sentence.mentions)
        return {mention.id: mention.kind for mention in mentions if mention.kind is not None}


@dataclass(slots=True)
class _OpenSentence:
    text: str
    mentions: tuple[AnnotatedMention, ...]
    line: int
    claims: list[AnnotatedClaim] = field(default_factory=list)


def read_corpus(paths: Iterable[Path | str]) -> list[Passage]:
    """The passages of the files, in the order given. Raises CorpusError where a file breaks the notation."""
    return [passage for path in paths for passage in _read_file(Path(path))]


def split(passages: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """(train, held out): about a tenth is held out, chosen by content, so it stays so as files grow."""
    held_out = [passage for passage in passages if _is_held_out(passage)]
    train = [passage for passage in passages if not _is_held_out(passage)]
    return train, held_out


def _is_held_out(passage: Passage) -> bool:
    return int(passage.digest[:8], 16) % _ONE_IN == 0


def _read_file(path: Path) -> Iterator[Passage]:
    header: re.Match[str] | None = None
    header_line = 0
    sentences: list[_OpenSentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path}:{number}"
        if line.startswith("=="):
            if header is not None:
                yield _passage(header, sentences, path, header_line)
            header, header_line, sentences = _header(line, place), number, []
        elif line.startswith("->"):
            if not sentences:
                raise CorpusError(f"{place}: a claim without a sentence above it")
            sentences[-1].claims.append(_claim(line[2:].strip(), place))
        elif line.strip():
            if header is None:
                raise CorpusError(f"{place}: text before a header '== style date :: title'")
            sentences.append(_sentence(line.strip(), number, place))
    if header is not None:
        yield _passage(header, sentences, path, header_line)


def _header(line: str, place: str) -> re.Match[str]:
    match = _HEADER.fullmatch(line)
    if match is None:
        raise CorpusError(f"{place}: bad header; expected '== wire 2021-05-12 :: title'")
    return match


def _sentence(line: str, number: int, place: str) -> _OpenSentence:
    pieces: list[str] = []
    mentions: list[AnnotatedMention] = []
    length = position = 0
    for match in _MENTION.finditer(line):
        pieces += [line[position : match.start()], match["surface"]]
        start = length + match.start() - position
        length, position = start + len(match["surface"]), match.end()
        mentions.append(_mention(match, start, place))
    text = "".join([*pieces, line[position:]])
    if any(mark in text for mark in ("[[", "]]", "|")):
        raise CorpusError(f"{place}: broken mark-up; expected '[[surface|Kind]]' or '[[surface|=Id]]'")
    return _OpenSentence(text, tuple(mentions), number)


def _mention(match: re.Match[str], start: int, place: str) -> AnnotatedMention:
    surface, kind = match["surface"], match["kind"]
    end = start + len(surface)
    if kind.startswith("="):
        first, *others = kind[1:].split(_AND)
        return AnnotatedMention(start, end, None, first, True, tuple(others))
    if kind not in KINDS:
        raise CorpusError(f"{place}: unknown kind {kind!r}; the kinds are {', '.join(sorted(KINDS))}")
    return AnnotatedMention(start, end, kind, match["id"] or surface, False)


def _claim(line: str, place: str) -> AnnotatedClaim:
    triple, *settings = (part.strip() for part in line.split(" ; "))
    match = _TRIPLE.fullmatch(triple)
    if match is None:
        raise CorpusError(f"{place}: bad claim {triple!r}; expected '-> subject relation object'")
    fields = dict(_setting(setting, place) for setting in settings)
    return AnnotatedClaim(
        match["subject"].strip(),
        match["relation"],
        match["object"].strip(),
        stance=fields.get("stance", "asserts"),
        certainty=fields.get("certainty", "certain"),
        source=fields.get("source"),
        valid_from=fields.get("from"),
        valid_until=fields.get("to"),
    )


def _setting(setting: str, place: str) -> tuple[str, str]:
    key, _, value = setting.partition("=")
    valid = {
        "stance": value in STANCES,
        "certainty": value in CERTAINTIES,
        "source": bool(value),
        "from": _DATE.fullmatch(value) is not None,
        "to": _DATE.fullmatch(value) is not None,
    }
    if not valid.get(key, False):
        raise CorpusError(f"{place}: bad setting {setting!r}; the keys are {', '.join(valid)}")
    return key, value


def _passage(header: re.Match[str], sentences: Sequence[_OpenSentence], path: Path, line: int) -> Passage:
    date = None if header["date"] == "-" else header["date"]
    closed = tuple(
        AnnotatedSentence(open_.text, open_.mentions, tuple(open_.claims), open_.line) for open_ in sentences
    )
    passage = Passage(header["style"], date, header["title"], closed, path.name, line)
    _check_ids(passage, path)
    return passage


def _check_ids(passage: Passage, path: Path) -> None:
    known = passage.kinds
    for sentence in passage.sentences:
        used = [name for mention in sentence.mentions for name in mention.ids]
        for claim in sentence.claims:
            used += [claim.subject, claim.object, *([claim.source] if claim.source else [])]
        for name in used:
            if name not in known:
                raise CorpusError(f"{path}:{sentence.line}: {name!r} is named nowhere in this passage")


def main(arguments: Sequence[str]) -> int:
    """Checks the files named on the command line; prints counts, or the first error with exit status 1."""
    try:
        passages = read_corpus(arguments)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    mentions = sum(len(sentence.mentions) for sentence in sentences)
    claims = sum(len(sentence.claims) for sentence in sentences)
    print(f"{len(passages)} passages, {len(sentences)} sentences, {mentions} mentions, {claims} claims")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
