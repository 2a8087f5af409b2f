"""From a text and what is known of it to an Article."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from graphbuild.errors import ArticleError
from graphbuild.readers.characters import clean
from graphbuild.readers.dates import load_dates
from graphbuild.readers.furniture import folded, load_furniture
from graphbuild.readers.header import Header, HeaderReader
from graphbuild.readers.language import language_of
from graphbuild.readers.paragraphs import paragraphs
from graphbuild.readers.prose import is_headline
from graphbuild.types import Article


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a reader found it. `published` and `publisher` are as the file writes them."""

    source_file: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def compose(draft: Draft) -> Article:
    """Makes an Article of a draft.

    The body is the paragraphs, parted by empty lines, without header and site furniture. The title is its
    first paragraph, because headlines make claims too and offsets must be able to point to them. The id is a
    hash of the file's name and the body, so that the same text in two files is two articles.
    Raises ArticleError when there is no text, or none in a language that graphbuild can read.
    """
    text = clean(draft.text)
    if not any(character.isalpha() for character in text):
        raise ArticleError(draft.source_file, "holds no words")
    language = language_of(text, draft.source_file)
    known = _known(draft, language)
    header, lines = HeaderReader(load_furniture(language), load_dates(language)).take(_lines(draft, text))
    texts = paragraphs(lines, load_furniture(language))
    if not texts:
        raise ArticleError(draft.source_file, "holds no text besides a header or page furniture")
    header, body = known.filled(header), "\n\n".join(texts)
    return Article(
        id=sha256(f"{draft.source_file}\0{body}".encode()).hexdigest()[:16],
        source_file=draft.source_file,
        language=language,
        title=texts[0] if len(texts) > 1 and is_headline(texts[0]) else None,
        body=body,
        published=header.published,
        publisher=header.publisher,
        url=header.url,
    )


def _lines(draft: Draft, text: str) -> list[str]:
    """Gives the lines of the text, under the title if the draft has one that the text does not begin with."""
    lines = text.split("\n")
    title = clean(draft.title or "").replace("\n", " ")
    first = next(line for line in lines if line)
    if not title or folded(title).startswith(folded(first)):
        return lines
    return [title, "", *lines]


def _known(draft: Draft, language: str) -> Header:
    dates, furniture = load_dates(language), load_furniture(language)
    return Header(
        published=dates.read(draft.published) if draft.published else None,
        publisher=furniture.publisher(clean(draft.publisher)) if draft.publisher else None,
        url=draft.url,
    )
