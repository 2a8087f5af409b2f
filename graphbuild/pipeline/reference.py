"""Resolves pronouns and descriptions ("hij", "de provider", "de Amerikaanse president") to entities.

References are mentions of their own, so that later stages treat "de provider" as they treat "KPN". Where the
pipeline has the encoder's reader, its links decide; without it, rules do: the last entity of a fitting kind,
subjects first, as in Lappin and Leass (1994).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from graphbuild.background import Background, load_background
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.document import mention_span
from graphbuild.pipeline.encoder import Link, Reading
from graphbuild.pipeline.identity import GROUPS, REFERENCE, coarse
from graphbuild.pipeline.known_names import NameFinder
from graphbuild.pipeline.own_words import NEUTER, subjects_of_own_words
from graphbuild.pipeline.plurals import members_by_place, members_by_share, number_of
from graphbuild.pipeline.reader import mention_spans
from graphbuild.types import EntityId, Mention, MentionForm

PRONOUN_REACH = 1
"""A pronoun stands for something in its own sentence or this many before it."""
PLURAL_REACH = 3
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pronoun or description at `doc[start:end]`, and the classes that it may stand for, likeliest first.

    `number` is how many it stands for, as `number_of` tells.
    """

    start: int
    end: int
    kinds: tuple[str, ...]
    reach: int | None
    number: int = 1


class ReferenceResolver:
    """spaCy component `graphbuild_reference`: adds references to `doc._.mentions`."""

    def __init__(self, background: Background, ontology: Ontology) -> None:
        self.background, self.ontology = background, ontology
        self.adjectives = NameFinder(background.lexicon.demonyms.by_adjective)

    def __call__(self, doc: Doc) -> Doc:
        """Adds a mention for each pronoun or description whose entity is found, and returns the same Doc."""
        reading: Reading | None = doc._.reading
        if reading is None:
            add(doc, resolve_by_rules(doc, self.pointers(doc), self.ontology))
        else:
            found = resolve_by_reading(doc, reading, self.background)
            add(doc, (reference for reference in found if self.describes(doc, reference)))
        self.add_own_words(doc)
        add(doc, self.countries(doc))
        self.complete_entities(doc)
        return doc

    def add_own_words(self, doc: Doc) -> None:
        """Adds the pronouns that stand for a speaker; "het" then stands for nothing else, whatever the reader says."""
        own = list(subjects_of_own_words(doc, self.background))
        certain = {pronoun.start for pronoun, _ in own if pronoun.text.lower() == NEUTER}
        doc._.mentions = tuple(
            mention
            for mention in doc._.mentions
            if mention.form is not MentionForm.REFERENCE or mention.start not in certain
        )
        add(doc, [standing_for(pronoun, speaker) for pronoun, speaker in own])

    def complete_entities(self, doc: Doc) -> None:
        """Adds the countries that only adjectives hint at to the Doc's entities."""
        known = {entity.id for entity in doc._.entities}
        hinted = {m.entity_id for m in doc._.mentions if m.form is MentionForm.ADJECTIVE} - known
        new = (self.background.catalogue.entities[identity].entity() for identity in hinted)
        doc._.entities = tuple(sorted([*doc._.entities, *new], key=lambda entity: entity.id))

    def pointers(self, doc: Doc) -> Iterator[Pointer]:
        """Yields the pronouns and descriptions of a parsed Doc that no name overlaps."""
        taken = {token.i for mention in doc._.mentions for token in mention_span(doc, mention)}
        for token in doc:
            if token.i in taken:
                continue
            pronoun = self.background.grammar.pronouns.get(token.lower_)
            if pronoun is not None:
                number = number_of(doc[token.i : token.i + 1], self.background)
                yield Pointer(token.i, token.i + 1, pronoun.kinds, PRONOUN_REACH, number)
            elif token.pos_ == "NOUN" and not any(child.i in taken for child in names_of(token)):
                yield from self.description(token, taken)

    def description(self, noun: Token, taken: Iterable[int]) -> Iterator[Pointer]:
        """Yields the description that a noun heads, when a definite determiner opens it."""
        meaning = self.background.lexicon.descriptions.lookup(noun.text)
        if meaning is None:
            return
        start = noun.i - 1
        while start > noun.sent.start and noun.doc[start].pos_ in ("ADJ", "NUM") and start not in taken:
            start -= 1
        if start >= noun.sent.start and noun.doc[start].lower_ in self.background.grammar.definite:
            number = number_of(noun.doc[start : noun.i + 1], self.background)
            yield Pointer(start, noun.i + 1, meaning.kinds, PLURAL_REACH if number != 1 else None, number)

    def describes(self, doc: Doc, reference: Mention) -> bool:
        """Tells whether a reference can be one to the entity that it was linked to.

        A description must have a noun for things of that kind; an article alone, before a name, is none.
        """
        head = mention_span(doc, reference)[-1]
        if head.pos_ != "NOUN":
            return head.pos_ != "DET"
        meaning = self.background.lexicon.descriptions.lookup(head.text)
        return meaning is not None and best_rank(reference.kinds, meaning.kinds, self.ontology) is not None

    def countries(self, doc: Doc) -> Iterator[Mention]:
        """Yields the countries that adjectives hint at: the United States in "de Amerikaanse president"."""
        text = doc.text
        for match in self.adjectives.find(text):
            country = self.background.catalogue.entities[EntityId(match.meanings[0])]
            word = text[match.start : match.end]
            yield Mention(match.start, match.end, word, country.kind, country.id, MentionForm.ADJECTIVE)


def names_of(noun: Token) -> Iterator[Token]:
    """Yields the words that may name what a noun describes: "KPN" in "de provider KPN", "KPN-" in compounds."""
    yield noun
    if noun.i + 1 < len(noun.doc):
        yield noun.doc[noun.i + 1]
    yield from (child for child in noun.children if child.dep_ in ("appos", "flat"))


def resolve_by_reading(doc: Doc, reading: Reading, background: Background) -> Iterator[Mention]:
    """Yields the references that the reader found and linked, directly or over other references, to names.

    A plural one ("beide bedrijven") is a mention for each entity that it stands for.
    """
    names: Sequence[Mention] = doc._.mentions
    text = doc.text
    found = [
        Mention(name.start, name.end, text[name.start : name.end], REFERENCE, EntityId(""), MentionForm.REFERENCE)
        for name in reading.names()
        if name.kind == REFERENCE and not overlaps(name.start, name.end, names)
    ]
    mentions = sorted([*names, *found], key=lambda mention: mention.start)
    resolved: list[tuple[Mention, ...]] = []
    for mention, link in zip(mentions, reading.links(mention_spans(mentions)), strict=True):
        if mention.form is MentionForm.NAME:
            resolved.append((mention,))
        else:
            number = number_of(mention_span(doc, mention), background)
            resolved.append(tuple(standing_for(mention, entity) for entity in meant(link, resolved, number)))
    yield from (m for several in resolved for m in several if m.form is MentionForm.REFERENCE)


def meant(link: Link, resolved: Sequence[tuple[Mention, ...]], number: int) -> list[Mention]:
    """Gives a mention of each entity that a reference is linked to: one, or several where it is plural."""
    if number != 1:
        shares: dict[EntityId, float] = {}
        examples: dict[EntityId, Mention] = {}
        for antecedent, probability in link.shares:
            for mention in resolved[antecedent]:
                shares[mention.entity_id] = shares.get(mention.entity_id, 0.0) + probability
                examples[mention.entity_id] = mention
        members = members_by_share(shares, number)
        if members:
            return [examples[identity] for identity in members]
    return [] if link.antecedent is None else list(resolved[link.antecedent])


def standing_for(reference: Mention, mention: Mention) -> Mention:
    """Gives a reference as one to the entity of another mention."""
    return replace(
        reference,
        kind=mention.kind,
        entity_id=mention.entity_id,
        form=MentionForm.REFERENCE,
        also=mention.also,
    )


def resolve_by_rules(doc: Doc, pointers: Iterable[Pointer], ontology: Ontology) -> Iterator[Mention]:
    """Yields the pronouns and descriptions for which entities of a fitting kind were mentioned before."""
    sentences = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
    before = [
        Earlier(span.start, sentences[span.start], span.root.dep_ in SUBJECTS, mention)
        for span, mention in ((mention_span(doc, mention), mention) for mention in doc._.mentions)
        if mention.kind not in GROUPS
    ]
    for pointer in pointers:
        sentence = sentences[pointer.start]
        fitting = [
            (earlier, rank)
            for earlier in before
            if earlier.start < pointer.start and (pointer.reach is None or sentence - earlier.sentence <= pointer.reach)
            for rank in [best_rank(earlier.mention.kinds, pointer.kinds, ontology)]
            if rank is not None
        ]
        span = doc[pointer.start : pointer.end]
        reference = Mention(span.start_char, span.end_char, span.text, REFERENCE, EntityId(""), MentionForm.REFERENCE)
        yield from (standing_for(reference, entity) for entity in chosen(fitting, pointer.number))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mention before a reference: its first token, its sentence, and whether it is the subject there."""

    start: int
    sentence: int
    is_subject: bool
    mention: Mention


def chosen(fitting: Sequence[tuple[Earlier, int]], number: int) -> list[Mention]:
    """Gives mentions of the entities that a reference stands for, of earlier ones with the ranks of their kinds."""
    if not fitting:
        return []
    if number == 1:
        best = max(fitting, key=lambda pair: (pair[0].sentence, -pair[1], pair[0].is_subject, pair[0].start))
        return [best[0].mention]
    examples = {earlier.mention.entity_id: earlier.mention for earlier, _ in fitting}
    numbers = sorted({earlier.sentence for earlier, _ in fitting}, reverse=True)
    sentences = [[e.mention.entity_id for e, _ in fitting if e.sentence == sentence] for sentence in numbers]
    return [examples[identity] for identity in members_by_place(sentences, number)]


def best_rank(kinds: Iterable[str], wanted: Sequence[str], ontology: Ontology) -> int | None:
    """Gives the best rank of the kinds that a mention may have: a city, which may act, can be "de gemeente"."""
    ranks = [rank for rank in (rank_of(kind, wanted, ontology) for kind in kinds) if rank is not None]
    return min(ranks, default=None)


def rank_of(kind: str, kinds: Sequence[str], ontology: Ontology) -> int | None:
    """Gives the place of the first of the classes that a kind belongs to, None when it is none of them.

    A description of a narrower class than is known of an entity fits too: "de provider" for an organization.
    """
    for rank, wanted in enumerate(kinds):
        if ontology.is_a(kind, wanted):
            return rank
        if kind == coarse(wanted, ontology):
            return len(kinds) + rank
    return None


def overlaps(start: int, end: int, mentions: Iterable[Mention]) -> bool:
    """Tells whether a range shares characters with a mention."""
    return any(mention.start < end and start < mention.end for mention in mentions)


def add(doc: Doc, references: Iterable[Mention]) -> None:
    """Adds references to a Doc's mentions where nothing is mentioned yet."""
    known: tuple[Mention, ...] = doc._.mentions
    new = [reference for reference in references if not overlaps(reference.start, reference.end, known)]
    doc._.mentions = tuple(sorted([*known, *new], key=lambda mention: mention.start))


@Language.factory(
    "graphbuild_reference",
    requires=["doc._.mentions"],
    assigns=["doc._.mentions"],
    default_config={"language": "nl", "entity_files": []},
)
def make_reference_resolver(nlp: Language, name: str, language: str, entity_files: list[str]) -> ReferenceResolver:
    """Makes the component for a language folder, with the user's own files of known entities."""
    del nlp, name
    return ReferenceResolver(load_background(language, entity_files), load_ontology())
