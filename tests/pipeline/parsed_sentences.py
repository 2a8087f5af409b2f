"""Sentences parsed by hand, with mentions and one candidate, for the stages that judge candidates."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from graphbuild.pipeline.document import Candidate
from graphbuild.types import Article, EntityId, Mention, MentionForm, PartialDate

VOCAB = spacy.blank("nl").vocab
FEATURES = {"!": "VerbForm=Fin|Tense=Pres", "<": "VerbForm=Fin|Tense=Past"}


def parse(*rows: str) -> Doc:
    """A Doc from rows "form POS relation head", heads counted from 0 in the row's sentence.

    "VERB!" is finite and present, "VERB<" finite and past; a row "ROOT"-related to itself starts no new sentence,
    an empty row does.
    """
    words: list[str] = []
    pos: list[str] = []
    morphs: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    offset, first = 0, True
    for row in rows:
        if not row:
            offset, first = len(words), True
            continue
        word, tag, relation, head = row.split()
        words.append(word)
        pos.append(tag.rstrip("!<"))
        morphs.append(FEATURES.get(tag[-1], ""))
        deps.append(relation)
        heads.append(int(head) + offset)
        starts.append(first)
        first = False
    spaces = [
        k + 1 < len(words) and words[k + 1] not in {".", ",", "?", ":", "”"} and words[k] != "“"
        for k in range(len(words))
    ]
    return Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        pos=pos,
        morphs=morphs,
        deps=deps,
        heads=heads,
        lemmas=words,
        sent_starts=starts,
    )


def mark(doc: Doc, *named: str, published: str | None = None, kinds: dict[str, str] | None = None) -> Doc:
    """Writes a mention on the Doc for each time that a named word stands in it; its id is the word in lower case."""
    mentions = []
    for token in doc:
        if token.text in named:
            kind = (kinds or {}).get(token.text, "Organization")
            identity = EntityId(token.lower_)
            mentions.append(Mention(token.idx, token.idx + len(token), token.text, kind, identity, MentionForm.NAME))
    doc._.mentions = tuple(mentions)
    date = PartialDate(published) if published else None
    doc._.article = Article("a", "a.txt", "nl", None, doc.text, date)
    return doc


def claim(
    doc: Doc, subject: str, relation: str, object_: str, trigger: str | None = None, sentence: int = 0
) -> Candidate:
    """A candidate about the first mentions of two words, in the given sentence."""
    places = [mention.text for mention in doc._.mentions]
    span = list(doc.sents)[sentence]
    index = next((token.i for token in span if token.text == trigger), None)
    return Candidate(places.index(subject), relation, places.index(object_), span.start, span.end, index, "test", 1.0)


def sources(doc: Doc) -> list[str | None]:
    """The words that name the sources of the Doc's candidates."""
    return [None if one.source is None else doc._.mentions[one.source].text for one in doc._.candidates]
