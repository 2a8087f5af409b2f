"""Finds the names in an article and says which entity each stands for: `doc._.mentions`, `doc._.entities`.

Two witnesses are heard: the catalogue knows names for sure, the statistical model (the encoder's reader where
the pipeline has one, else the pipeline's NER) finds those that are in no list and types them by context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.background import Background, load_background
from graphbuild.catalogue import KnownEntity
from graphbuild.grammar import Grammar
from graphbuild.lexicon import Lexicon
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.pipeline.authorities import ACTING_PLACES, AUTHORITY, acting
from graphbuild.pipeline.described import describing
from graphbuild.pipeline.encoder import Reading
from graphbuild.pipeline.groups import OF_WHOM, people_groups
from graphbuild.pipeline.identity import GROUPS, REFERENCE, NameSpan, bare, bare_name, identify, overlaps
from graphbuild.pipeline.known_names import NameFinder
from graphbuild.pipeline.meaning import Context, Meanings
from graphbuild.pipeline.national import NationalNames, home_country
from graphbuild.types import Article, Entity, EntityId, Mention

PERSON = "Person"
FUNCTION_WORDS = frozenset({"ADP", "CCONJ", "DET", "PRON", "SCONJ"})


def context_of(doc: Doc, background: Background) -> Context:
    """Gathers the model's names in a Doc: of the encoder's reading, else of the pipeline's own NER."""
    reading: Reading | None = doc._.reading
    lexicon = background.lexicon
    if reading is None:
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    else:
        found = [(name.start, name.end, name.kind) for name in reading.names() if name.kind != REFERENCE]
    names = [trimmed(doc, *place, background) for place in found]
    if reading is None:
        names = [*names, *(group for group in people_groups(doc.text, lexicon) if not overlaps(group, names))]
    starts = frozenset(sentence.start_char for sentence in doc.sents)
    return Context(doc.text, tuple(name for name in names if is_plausible(name, lexicon, background.grammar)), starts)


def trimmed(doc: Doc, start: int, end: int, kind: str, background: Background) -> NameSpan:
    """Gives a name that the model found without what is no part of it, and with what is.

    "Chinezen in" ends before "in", "miljoenen" goes on to whom it counts ("miljoenen klanten"); a person's name
    starts after a title ("AP-voorzitter Anna Bos") and with the particles before it: "De Jonge" is not "Jonge".
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or (span.start_char, span.end_char) != (start, end):
        text, base = (doc.text, 0) if span is None else (span.text, span.start_char)
        return NameSpan(start, end, text[start - base : end - base], kind)
    first, last = span.start, span.end
    while last - first > 1 and doc[last - 1].pos_ in FUNCTION_WORDS:
        last -= 1
    if kind in GROUPS and doc[last - 1].lower_ in background.grammar.amounts:
        last += last < span.sent.end and doc[last].pos_ == "NOUN"
    if kind == PERSON:
        while last - first > 1 and background.lexicon.titles.lookup(doc[first].text):
            first += 1
        while first > span.sent.start + 1 and doc[first - 1].text in background.grammar.name_particles:
            first -= 1
    span = doc[first:last]
    return NameSpan(span.start_char, span.end_char, span.text, kind)


def is_plausible(name: NameSpan, lexicon: Lexicon, grammar: Grammar) -> bool:
    """Tells whether what the model found can be a name: it has a capital, and is more than an adjective or amount."""
    empty = {*lexicon.demonyms.by_adjective, *grammar.amounts}
    words = [word for word in bare(name.text).split() if word not in empty]
    return bool(words) and (name.kind in GROUPS or any(letter.isupper() for letter in name.text))


class NameRecognizer:
    """spaCy component `graphbuild_names`."""

    def __init__(self, background: Background, ontology: Ontology) -> None:
        self.background, self.ontology = background, ontology
        self.catalogue, self.lexicon = background.catalogue, background.lexicon
        forms: dict[str, tuple[EntityId, ...]] = dict(self.catalogue.forms(self.lexicon.language))
        for form, meanings in self.catalogue.metonyms().items():
            forms[form] = tuple(dict.fromkeys((*forms.get(form, ()), *meanings)))
        self.finder = NameFinder(forms)
        self.meanings = Meanings(background, ontology)
        self.national = NationalNames(background)

    def __call__(self, doc: Doc) -> Doc:
        """Writes mentions and entities and returns the same Doc."""
        context = self.at_home(context_of(doc, self.background))
        names, listed = self.listed(context)
        names = self.merge(names, context)
        names = sorted([*names, *self.repeated(names, context)], key=lambda name: name.start)
        ids = identify(names, context.text, self.ontology)
        kinds = {**settled_kinds(names, ids), **{identity: known.kind for identity, known in listed.items()}}
        mentions = [
            Mention(name.start, name.end, name.text, kinds[identity], identity, also=other_kinds(listed.get(identity)))
            for name, identity in zip(names, ids, strict=True)
        ]
        places = {identity: known.entity() for identity, known in listed.items() if known.kind in ACTING_PLACES}
        found = [context.overlapping(mention.start, mention.end) for mention in mentions]
        mentions, governments = acting(mentions, found, places, doc.text)
        doc._.mentions = tuple(mentions)
        listed.update(self.publisher(doc._.article))
        found_entities = self.entities(doc.text, doc._.mentions, listed, governments)
        doc._.entities = tuple(self.described(doc, entity, listed) for entity in found_entities)
        return doc

    def at_home(self, context: Context) -> Context:
        """Leaves out the fields that a minister of another country is named by: they are no ministry known here."""
        fields = set(self.national.abroad(context.text))
        return replace(context, found=tuple(name for name in context.found if (name.start, name.end) not in fields))

    def described(self, doc: Doc, entity: Entity, listed: Mapping[EntityId, KnownEntity]) -> Entity:
        """Gives an entity that is in no list with what the text says of it beside its name."""
        if entity.id in listed:
            return entity
        mentions = (mention for mention in doc._.mentions if mention.entity_id == entity.id)
        signs = {sign for mention in mentions for sign in describing(doc, mention, self.lexicon)}
        return replace(entity, described=tuple(sorted(signs)))

    def publisher(self, article: Article | None) -> dict[EntityId, KnownEntity]:
        """Gives what is known of the publisher of an article, which its text need not name."""
        publisher = article.publisher if article else None
        known = self.catalogue.entities.get(publisher) if publisher else None
        return {known.id: known} if known else {}

    def listed(self, context: Context) -> tuple[list[NameSpan], dict[EntityId, KnownEntity]]:
        """Gives the names that the lists know, apart from each other, and what the lists say of them."""
        names = list(self.meanings.names(self.finder.find(context.text), context))
        listed = {name.known: self.catalogue.entities[name.known] for name in names if name.known}
        home = home_country((listed[name.known] for name in names if name.known), self.background.grammar.home)
        for name, known in self.national.find(context.text, home):
            if not overlaps(name, names):
                names.append(name)
                listed[known.id] = known
        return sorted(names, key=lambda name: name.start), listed

    def merge(self, known: list[NameSpan], context: Context) -> list[NameSpan]:
        """Joins listed and found names: a longer found name beats the listed one inside it, else the list wins."""
        kept: list[NameSpan] = []
        beaten: set[NameSpan] = set()
        for found in context.found:
            inside = [name for name in known if name.start < found.end and found.start < name.end]
            if not inside:
                kept.append(found)
            elif self.is_longer_name(found, inside):
                kept.append(found)
                beaten.update(inside)
        return [*kept, *(name for name in known if name not in beaten)]

    def is_longer_name(self, found: NameSpan, inside: Sequence[NameSpan]) -> bool:
        """Tells whether a found name is more than the listed ones in it, as "Huawei Marine" is than Huawei.

        Words around a listed name make a longer name when one of them is capitalized and is not the adjective
        of a country ("Nederlandse Autoriteit Persoonsgegevens"); groups of people or companies keep theirs.
        """
        if any(name.start < found.start or found.end < name.end for name in inside):
            return False
        if found.kind in GROUPS:
            more = bare(found.text) not in {bare(name.text) for name in inside}
            return more and all(name.kind not in GROUPS for name in inside)
        rest = found.text
        for name in inside:
            rest = rest.replace(name.text, " ")
        own = [word for word in rest.replace("/", " ").split() if word[0].isupper() or word[0].isdigit()]
        return any(word not in self.lexicon.demonyms.by_adjective for word in own)

    def repeated(self, names: Sequence[NameSpan], context: Context) -> Iterator[NameSpan]:
        """Yields further places where a name found by the model is written that the model overlooked."""
        forms: dict[str, tuple[str, ...]] = {}
        for name in names:
            form = bare(name.text)
            if name.known is None and name.kind not in GROUPS and form[:1].isupper() and len(form) > 2:
                forms.setdefault(form, (name.kind,))
        for match in NameFinder(forms).find(context.text):
            if not any(name.start < match.end and match.start < name.end for name in names):
                text = context.text[match.start : match.end]
                yield NameSpan(match.start, match.end, text, match.meanings[0])

    def entities(
        self,
        text: str,
        mentions: Iterable[Mention],
        listed: Mapping[EntityId, KnownEntity],
        governments: Mapping[EntityId, Entity],
    ) -> tuple[Entity, ...]:
        """Gives the entities of the mentions, sorted by id, with every form that the text uses as a name."""
        forms: dict[EntityId, list[Mention]] = {identity: [] for identity in listed}
        for mention in mentions:
            if mention.entity_id not in governments:
                forms.setdefault(mention.entity_id, []).append(mention)
        found = [self.entity(text, forms[identity], listed.get(identity)) for identity in forms]
        return tuple(sorted([*found, *governments.values()], key=lambda entity: entity.id))

    def entity(self, text: str, mentions: Sequence[Mention], listed: KnownEntity | None) -> Entity:
        """Gives one entity: as listed, else named by its longest form; forms in the text are other names.

        A group is also named with whose or of where it is: "gebruikers van WeChat" where only "gebruikers" is marked.
        """
        surfaces = list(dict.fromkeys(bare_name(mention.text, mention.kind) for mention in mentions))
        surfaces += [whole for mention in mentions if mention.kind in GROUPS for whole in self.whose(text, mention)]
        if listed is None:
            entity = Entity(mentions[0].entity_id, mentions[0].kind, max(surfaces, key=len))
        else:
            entity = listed.entity()
        names = {*entity.aliases, *surfaces, *self.group_heads(entity.kind, surfaces)} - {entity.label}
        return replace(entity, aliases=tuple(sorted(names)))

    def whose(self, text: str, group: Mention) -> Iterator[str]:
        """Yields the name of a group together with what follows it: "klanten van KPN"."""
        whom = OF_WHOM.match(text, group.end)
        if whom is not None:
            yield bare_name(group.text, group.kind) + whom.group()

    def group_heads(self, kind: str, surfaces: Iterable[str]) -> Iterator[str]:
        """Yields what a group is called for short: "klanten" for "klanten van KPN" and for "KPN-klanten"."""
        if kind not in GROUPS:
            return
        for word in (word for surface in surfaces for word in surface.split()):
            head = word.rsplit("-", 1)[-1]
            if self.lexicon.people.split(head):
                yield head


def other_kinds(listed: KnownEntity | None) -> tuple[str, ...]:
    """Gives the kinds that texts may treat a listed entity as, beside its own; a city or region may act."""
    if listed is None:
        return ()
    return (*listed.also, AUTHORITY) if listed.kind in ACTING_PLACES else listed.also


def settled_kinds(names: Sequence[NameSpan], ids: Sequence[EntityId]) -> dict[EntityId, str]:
    """Gives each entity the kind that most of its names have; of equally frequent ones the first in the text."""
    counts: dict[EntityId, Counter[str]] = {}
    for name, identity in zip(names, ids, strict=True):
        counts.setdefault(identity, Counter())[name.kind] += 1
    return {identity: counter.most_common(1)[0][0] for identity, counter in counts.items()}


@Language.factory(
    "graphbuild_names",
    assigns=["doc._.mentions", "doc._.entities"],
    default_config={"language": "nl", "entity_files": []},
)
def make_name_recognizer(nlp: Language, name: str, language: str, entity_files: list[str]) -> NameRecognizer:
    """Makes the component for a language folder, with the user's own files of known entities."""
    del nlp, name
    return NameRecognizer(load_background(language, entity_files), load_ontology())
