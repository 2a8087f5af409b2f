"""The encoder's reader as a spaCy component: it reads the text once, for all the stages that follow.

It also knows parts of speech better than the tagger does that works without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.background import language_folder
from graphbuild.pipeline.encoder import MentionSpan, Reader
from graphbuild.pipeline.identity import REFERENCE
from graphbuild.types import Mention, MentionForm

SURE = 0.9
"""The probability from which on the reader's part of speech counts, not the tagger's."""
VERBS = {"VERB", "AUX"}
"""Which of the two a verb is, the parser has said with its relations."""


class TextReader:
    """spaCy component `graphbuild_reader`: writes `doc._.reading` and `token.pos`."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Encodes the text once for all stages that follow and returns the same Doc."""
        bounds = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        doc._.reading = self.reader.read(doc.text, bounds)
        words = [token for token in doc if not token.is_space]
        places = [(word.idx, word.idx + len(word)) for word in words]
        for word, found in zip(words, doc._.reading.word_classes(places), strict=True):
            if found is not None and found[1] >= SURE and {found[0], word.pos_} != VERBS:
                word.pos_ = found[0]
        return doc


def mention_spans(mentions: Sequence[Mention]) -> list[MentionSpan]:
    """Gives mentions as the reader takes them: a reference has a class of its own."""
    return [MentionSpan(m.start, m.end, m.kind if m.form is MentionForm.NAME else REFERENCE) for m in mentions]


@Language.factory(
    "graphbuild_reader", assigns=["doc._.reading", "token.pos"], default_config={"language": "nl", "threads": 2}
)
def make_text_reader(nlp: Language, name: str, language: str, threads: int) -> TextReader:
    """Makes the component from a language folder; `threads` bounds the processor cores that it uses."""
    del nlp, name
    return TextReader(Reader.from_disk(language_folder(language) / "encoder", threads))
