"""Adds articles to a built store, or takes them out, by changing only what they touch.

The result equals a build of all the articles that there are then. An entity's class and label are settled over all
articles, so one article can change what others led to: the entities that it names are joined anew from the votes of
all articles in which they occur, and the statements on those whose class changed are tried again. Names that are in no
list are linked anew with those that share words with them; an article in which they get other ids is taken out and
written again. The work follows what comes and goes and how often its names occur elsewhere, not how many articles
there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from graphbuild.errors import StoreError, UsageError
from graphbuild.graph.iris import Naming
from graphbuild.graph.ledger import Key, Ledger, keys_of, opened
from graphbuild.graph.namespaces import TYPE, term
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import change_store
from graphbuild.graph.validate import require_valid
from graphbuild.joining import Kept, Linked, Relinked, link, relink
from graphbuild.joining.profile import is_listed
from graphbuild.joining.relink import Word
from graphbuild.ontology import Ontology
from graphbuild.resolve import fits, join_entities, join_entity, join_statements, mentioned_in, settle_kinds
from graphbuild.types import Article, ArticleClaims, Entity, EntityId, Joining, KnowledgeGraph

_DESCRIBING = (TYPE, term("skos:prefLabel"), term("skos:altLabel"), term("owl:sameAs"))
_TARGET_PARTS = ("", "/target", "/quote", "/position")
VERSION, BASE = "version", "base"
"""Names of settings that every ledger has."""


@dataclass(frozen=True, slots=True)
class Added:
    """What a change did: articles that came and went, statements and entities that changed, triples in and out."""

    articles: int
    removed: int
    statements: int
    entities: int
    triples_in: int
    triples_out: int


def write_ledger(store: Path, articles: Sequence[ArticleClaims], ontology: Ontology, settings: dict[str, str]) -> None:
    """Writes the ledger of a store that holds the graph of these articles, which are as the pipeline gives them.

    `settings` are what it was built with.
    """
    with opened(store, new=True) as ledger:
        fill(ledger, articles, ontology, settings)


def fill(ledger: Ledger, articles: Sequence[ArticleClaims], ontology: Ontology, settings: dict[str, str]) -> None:
    """Notes in an empty ledger all articles of a graph, which are as the pipeline gives them."""
    linked = link(articles, ontology)
    joined = join_entities(linked.articles)
    settled = settle_kinds(joined, [claim for item in linked.articles for claim in item.claims], ontology)
    ledger.set(settings)
    ledger.add(_kept(articles, linked), ontology)
    ledger.settle((entity, settled[identity].kind) for identity, entity in joined.items())


def _kept(articles: Iterable[ArticleClaims], linked: Linked) -> Iterator[Kept]:
    """Gives articles, as the pipeline gives them, with the ids that linking gave their entities."""
    ordered = sorted(articles, key=lambda item: item.article.id)
    for item, over_all in zip(ordered, linked.articles, strict=True):
        pairs = zip(item.entities, over_all.entities, strict=True)
        yield Kept(item, {own.id: other.id for own, other in pairs if not is_listed(own.id)})


def add_articles(
    directory: Path | str,
    articles: Iterable[ArticleClaims],
    ontology: Ontology,
    settings: dict[str, str],
    *,
    gone: Iterable[str] = (),
    shapes: bool = True,
) -> Added:
    """Adds what articles yield to the store of a built folder; those that are there already change nothing.

    `gone` are ids of articles to take out; those that are not there change nothing. `settings` must be those that
    the store was built with; `shapes` says whether to validate what changes. The old store stays whole until the new
    one stands. Raises UsageError for other settings, ValidationError when what changes does not conform to the
    shapes, StoreError when the store is missing, damaged or cannot be written.
    """

    def changed(path: Path, store: Store) -> Added:
        with opened(path) as ledger:
            _require_same(ledger.settings(), settings)
            added, touched = change(store, ledger, articles, ontology, settings, gone=gone)
        if shapes:
            require_valid(touched, ontology)
        return added

    return change_store(directory, changed)


def change(
    store: Store,
    ledger: Ledger,
    articles: Iterable[ArticleClaims],
    ontology: Ontology,
    settings: dict[str, str],
    *,
    gone: Iterable[str] = (),
) -> tuple[Added, list[Quad]]:
    """Changes the articles of a store and its ledger; gives what changed, and what to validate because of that."""
    leaving = sorted({identity for identity in gone if ledger.has_article(identity)})
    changes = _Changes(ledger, store, ontology, settings)
    return changes.apply(_new_ones(ledger, articles, leaving), leaving), changes.touched()


def _require_same(found: dict[str, str], given: dict[str, str]) -> None:
    other = sorted(name for name in {*found, *given} if found.get(name) != given.get(name))
    if other:
        pairs = "; ".join(f"{name}: {found.get(name)} then, {given.get(name)} now" for name in other)
        raise UsageError(f"the store was built in another way ({pairs}); build all articles again")


def _new_ones(ledger: Ledger, articles: Iterable[ArticleClaims], leaving: Iterable[str]) -> list[ArticleClaims]:
    """Gives the articles that will be new once some have left, each once, by id."""
    absent = set(leaving)
    found = {item.article.id: item for item in articles}
    return [found[identity] for identity in sorted(found) if identity in absent or not ledger.has_article(identity)]


class _Changes:
    """What becomes of a store when articles come to it and leave it."""

    def __init__(self, ledger: Ledger, store: Store, ontology: Ontology, settings: dict[str, str]) -> None:
        self._ledger, self._store, self._ontology = ledger, store, ontology
        self._version, self._base = settings[VERSION], settings[BASE]
        self._naming = Naming(self._base)
        self._new: list[Quad] = []
        self._read: dict[str, Kept] = {}

    def apply(self, new: Sequence[ArticleClaims], leaving: Sequence[str]) -> Added:
        """Changes the ledger and the store; gives what changed."""
        told = relink(new, [self._kept(identity) for identity in leaving], self._find, self._ontology)
        named = {entity.id for item in told.articles for entity in item.entities}
        named |= {entity for article in told.gone for entity in self._ledger.entities_of(article)}
        claims = [claim for item in told.articles for claim in item.claims]
        claims += [claim for article in told.gone for claim in self._ledger.claims_of(article)]
        old = {quad for article in self._ledger.articles(told.gone) for quad in self._article(article)}
        old.update(quad for joining in told.dropped for quad in self._joining(joining))
        self._note(new, told)
        entities, turned = self._settled(named)
        claims += [claim for identity in turned for claim in self._ledger.claims_about(identity)]
        keys = keys_of(claims, self._ontology)
        graph = self._part(told, entities, keys)
        self._new = to_rdf(graph, version=self._version, base=self._base)
        named.update(entity.id for entity in entities)
        old.update(quad for one in named for quad in self._description(self._naming.entity(one)))
        old.update(quad for key in sorted(keys) for quad in self._statement(key))
        coming, going = self._replace(old)
        return Added(len(new), len(leaving), len(keys), len(entities), coming, going)

    def _note(self, new: Iterable[ArticleClaims], told: Relinked) -> None:
        """Changes the articles of the ledger."""
        given = {item.article.id: item for item in new}
        for item in told.articles:
            identity = item.article.id
            given[identity] = given[identity] if identity in given else self._kept(identity).item
        self._ledger.remove(told.gone)
        self._ledger.add((Kept(given[name], told.ids[name]) for name in sorted(given)), self._ontology)

    def _find(self, words: frozenset[Word]) -> list[Kept]:
        return [self._kept(identity) for identity in self._ledger.articles_with(words)]

    def _kept(self, identity: str) -> Kept:
        """Gives an article as it was before the change."""
        if identity not in self._read:
            self._read[identity] = self._ledger.kept(identity)
        return self._read[identity]

    def _replace(self, old: set[Quad]) -> tuple[int, int]:
        """Puts the new triples into the place of the old ones; gives how many came and went."""
        outgoing = old.difference(self._new)
        incoming = [quad for quad in self._new if quad not in self._store]
        for quad in outgoing:
            self._store.remove(quad)
        self._store.extend(incoming)
        return len(incoming), len(outgoing)

    def touched(self) -> list[Quad]:
        """Gives what was written, with as much of the rest as the shapes need to see."""
        known = {quad.subject for quad in self._new if quad.predicate == _DESCRIBING[1]}
        start = self._base + "entity/"
        named = {quad.object for quad in self._new if isinstance(quad.object, NamedNode)}
        others = sorted((node for node in named - known if str(node)[1:].startswith(start)), key=str)
        return [*self._new, *(quad for node in others for quad in self._description(node))]

    def _settled(self, named: set[EntityId]) -> tuple[list[Entity], list[EntityId]]:
        """Gives the entities to write, each with the class that it settles on, and those whose class is another now."""
        votes = {identity: self._ledger.votes(identity) for identity in sorted(named)}
        self._ledger.forget(identity for identity, given in votes.items() if not given)
        joined = {identity: join_entity(given) for identity, given in votes.items() if given}
        before = {identity: self._ledger.joined(identity) for identity in joined}
        moved = [one for one, entity in joined.items() if _moved(before[one], entity)]
        affected = joined | {
            entity.id: entity for entity in self._undecided_neighbours(moved) if entity.id not in joined
        }
        written, turned = [], []
        for identity, entity in sorted(affected.items()):
            settled = self._settle(entity, joined)
            earlier = self._ledger.joined(identity)
            if earlier is not None and earlier[1] != settled.kind:
                turned.append(identity)
            written.append(settled)
        self._ledger.settle((affected[entity.id], entity.kind) for entity in written)
        return written, turned

    def _undecided_neighbours(self, moved: Iterable[EntityId]) -> Iterator[Entity]:
        """The entities that may be taken for several classes and have a claim with one of these at the other end."""
        claims = (claim for identity in moved for claim in self._ledger.claims_about(identity))
        for identity in sorted({end for claim in claims for end in (claim.subject, claim.object)}):
            found = self._ledger.joined(identity)
            if found is not None and found[0].also:
                yield found[0]

    def _settle(self, entity: Entity, joined: dict[EntityId, Entity]) -> Entity:
        """Gives an entity the class that suits most claims about it; one that can be of one class only needs none."""
        if not entity.also:
            return replace(entity, also=())
        claims = self._ledger.claims_about(entity.id)
        around = {entity.id: entity}
        for end in {end for claim in claims for end in (claim.subject, claim.object)} - {entity.id}:
            around[end] = joined[end] if end in joined else self._joined(end)
        return settle_kinds(around, claims, self._ontology)[entity.id]

    def _joined(self, identity: EntityId) -> Entity:
        found = self._ledger.joined(identity)
        if found is None:
            raise StoreError(f"the ledger of the store lacks the entity {identity}; build the store again")
        return found[0]

    def _part(self, told: Relinked, entities: Sequence[Entity], keys: set[Key]) -> KnowledgeGraph:
        """Gives the part of the graph that is written anew, with the articles that it rests on."""
        kinds = {entity.id: entity for entity in entities}
        for end in {end for subject, _, object_ in keys for end in (subject, object_)} - set(kinds):
            found = self._ledger.joined(end)
            if found is not None:
                kinds[end] = replace(found[0], kind=found[1], also=())
        claims = [claim for key in sorted(keys) for claim in self._ledger.claims_on(key)]
        statements = join_statements((c for c in claims if fits(c, kinds, self._ontology)), self._ontology)
        resting = {claim.evidence.article_id for one in statements for claim in one.attestations}
        resting |= {article for joining in told.joinings for article in joining.articles}
        return KnowledgeGraph(
            articles=tuple(self._ledger.articles(resting | {item.article.id for item in told.articles})),
            entities=tuple(entities),
            statements=statements,
            mentioned={item.article.id: mentioned_in(item) for item in told.articles},
            joinings=told.joinings,
        )

    def _article(self, article: Article) -> Iterator[Quad]:
        """Gives the triples that the store has on an article and on its being read."""
        for node in (self._naming.article(article.id), self._naming.activity(article, self._version)):
            yield from self._store.quads_for_pattern(node, None, None, None)

    def _joining(self, joining: Joining) -> Iterator[Quad]:
        return self._store.quads_for_pattern(self._naming.joining(joining), None, None, None)

    def _description(self, node: NamedNode) -> Iterator[Quad]:
        for predicate in _DESCRIBING:
            yield from self._store.quads_for_pattern(node, predicate, None, None)

    def _statement(self, key: Key) -> Iterator[Quad]:
        """Gives the triples that the store has on a statement: its own, its direct edge's, its attestations'."""
        node = self._naming.statement(*key)
        yield from self._store.quads_for_pattern(node, None, None, None)
        ends = self._naming.entity(key[0]), self._naming.entity(key[2])
        yield from self._store.quads_for_pattern(ends[0], term(f"gb:{key[1]}"), ends[1], None)
        for quad in list(self._store.quads_for_pattern(None, term("gb:attests"), node, None)):
            attestation = str(quad.subject)[1:-1]
            for part in _TARGET_PARTS:
                yield from self._store.quads_for_pattern(NamedNode(attestation + part), None, None, None)
            for step in list(self._store.quads_for_pattern(quad.subject, term("gb:relay"), None, None)):
                yield from self._store.quads_for_pattern(NamedNode(str(step.object)[1:-1]), None, None, None)


def _moved(before: tuple[Entity, str] | None, now: Entity) -> bool:
    """Tells whether an entity that was there may be taken for other classes than before."""
    return before is not None and (before[0].kind, before[0].also) != (now.kind, now.also)
