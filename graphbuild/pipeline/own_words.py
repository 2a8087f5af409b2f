"""Pronouns that stand for whoever says, thinks or denies what they are the subject of.

In "X ontkent dat het data doorstuurt" and "Volgens X heeft het geen toegang" the pronoun is X where the two agree; not
in "X verwijt Y dat het ..", where it is the one addressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from graphbuild.background import Background
from graphbuild.pipeline.document import mention_span
from graphbuild.pipeline.identity import GROUPS, REFERENCE
from graphbuild.pipeline.plurals import number_of
from graphbuild.pipeline.syntax import SUBJECTS, children, preposition
from graphbuild.types import EntityId, Mention, MentionForm

FORMS = frozenset({"het", "hij", "ze", "zij"})
NEUTER = "het"
MASCULINE = "hij"
PERSON = "Person"
COMPLEMENTIZERS = frozenset({"dat", "of"})
ACCORDING_TO = "volgens"
_ADDRESSEES = ("obj", "iobj")
_CLAUSES_UP = 3


def subjects_of_own_words(doc: Doc, background: Background) -> Iterator[tuple[Mention, Mention]]:
    """Yields such pronouns, each as a mention without an entity yet, with the mention that it stands for."""
    heads = {
        mention_span(doc, mention).root.i: mention
        for mention in doc._.mentions
        if mention.form is not MentionForm.ADJECTIVE and mention.kind not in GROUPS
    }
    for token in doc:
        if token.lower_ not in FORMS or token.pos_ != "PRON":
            continue
        speaker = speaker_before(token, heads)
        if speaker is not None and agrees(token, speaker, background):
            end = token.idx + len(token)
            yield Mention(token.idx, end, token.text, REFERENCE, EntityId(""), MentionForm.REFERENCE), speaker


def agrees(pronoun: Token, speaker: Mention, background: Background) -> bool:
    """Tells whether a pronoun can stand for one speaker: "het" for no person, "hij" for one, singular "ze"."""
    if pronoun.lower_ in (NEUTER, MASCULINE):
        return (speaker.kind == PERSON) == (pronoun.lower_ == MASCULINE)
    return number_of(pronoun.doc[pronoun.i : pronoun.i + 1], background) == 1


def speaker_before(pronoun: Token, heads: Mapping[int, Mention]) -> Mention | None:
    """Gives the mention of who says what the pronoun is the subject of, given the mentions by their heads."""
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS:
        return None
    if pronoun.i and pronoun.nbor(-1).lower_ in COMPLEMENTIZERS:
        return _subject_above(verb, pronoun, heads)
    return next(
        (
            heads[word.i]
            for word in children(verb, "obl", "obl:arg", "nmod")
            if word.i in heads and word.i < pronoun.i and preposition(word) == ACCORDING_TO
        ),
        None,
    )


def _subject_above(verb: Token, pronoun: Token, heads: Mapping[int, Mention]) -> Mention | None:
    """Gives the subject, or who it is "volgens", of the clause that a complement clause depends on."""
    for _ in range(_CLAUSES_UP):
        if verb.head.i == verb.i:
            return None
        verb = verb.head
        if any(word.i < pronoun.i for word in children(verb, *_ADDRESSEES)):
            return None
        said_by = [*children(verb, *SUBJECTS), *(w for w in children(verb, "obl") if preposition(w) == ACCORDING_TO)]
        known = [heads[word.i] for word in said_by if word.i in heads and word.i < pronoun.i]
        if known:
            return known[0]
        if any(word.dep_ in SUBJECTS and word.dep_ != "expl" for word in said_by):
            return None
    return None
