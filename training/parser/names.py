"""Training texts for the name recognizer, from the annotated prose.

References ("het bedrijf", "hij") are no names; a name said again ("Vercauteren" after "Patrick Vercauteren") is
one, though the notation marks it as a reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from training.corpus import AnnotatedMention, AnnotatedSentence, Passage

# Words that open a description or stand for a name; capitalized where they begin a sentence.
_FUNCTION_WORDS = frozenset([
    "alle", "allebei", "als", "beide", "daar", "dat", "de", "deze", "die", "dit", "een", "één",
    "eerstgenoemde", "eigen", "elk", "er", "geen", "haar", "hem", "hen", "het", "hier", "hij", "hun", "ieder",
    "ik", "je", "jij", "jouw", "jullie", "mijn", "men", "mij", "onze", "ons", "u", "uw", "wij", "we", "wie",
    "zelf", "ze", "zij", "zijn", "zo", "'t", "'n", "’t",
])  # fmt: skip


def passage_documents(nlp: Language, passages: Iterable[Passage]) -> Iterator[Doc]:
    """One Doc a passage, its names as entities; names that end inside a token are left out."""
    for passage in passages:
        doc = nlp.make_doc(" ".join(sentence.text for sentence in passage.sentences))
        spans: list[Span] = []
        offset = 0
        for sentence in passage.sentences:
            spans += _spans(doc, sentence, passage.kinds, offset)
            offset += len(sentence.text) + 1
        doc.set_ents(filter_spans(spans))
        yield doc


def is_name(mention: AnnotatedMention, sentence: AnnotatedSentence) -> bool:
    """Whether the mention names its entity, by its spelling where the notation calls it a reference."""
    if not mention.is_reference:
        return True
    surface = sentence.text[mention.start : mention.end]
    first, last = surface.split()[0], surface.split()[-1]
    if surface == mention.id:
        return True
    if first.lower() in _FUNCTION_WORDS or not any(character.isupper() for character in surface):
        return False
    begins_sentence = not any(character.isalnum() for character in sentence.text[: mention.start])
    known = first in mention.id.split() or surface.isupper() or (" " in surface and last[0].isupper())
    return first[0].isupper() and (known or not begins_sentence)


def _spans(doc: Doc, sentence: AnnotatedSentence, kinds: dict[str, str], offset: int) -> Iterator[Span]:
    for mention in sentence.mentions:
        if is_name(mention, sentence):
            span = doc.char_span(offset + mention.start, offset + mention.end, label=kinds[mention.id])
            if span is not None:
                yield span
