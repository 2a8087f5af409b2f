"""Links anew what a change of articles touches: the result equals linking all the articles that there are then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graphbuild.joining.forms import NameForms, load_name_forms
from graphbuild.joining.link import by_article, renamed, solve, words
from graphbuild.joining.profile import Profile, profiles
from graphbuild.ontology import Ontology
from graphbuild.types import ArticleClaims, EntityId, Joining

Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that is there: what the pipeline gave for it, and which id in it has which id over all articles."""

    item: ArticleClaims
    ids: Mapping[EntityId, EntityId]


Find = Callable[[frozenset[Word]], Iterable[Kept]]
"""Gives the articles that are there with an entity, in no list, that has one of these words (see `words_of`)."""


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a change comes to.

    `articles` are to be written, with their ids over all articles: the new ones, and those whose ids are others now.
    `gone` are the ids of those to take out first: those that leave, and those that are written anew. `ids` are the
    renamings to keep of those written, `dropped` the joinings that no longer hold, `joinings` those that hold now.
    """

    articles: tuple[ArticleClaims, ...]
    gone: tuple[str, ...]
    ids: Mapping[str, Mapping[EntityId, EntityId]]
    dropped: tuple[Joining, ...]
    joinings: tuple[Joining, ...]


def words_of(item: ArticleClaims, ontology: Ontology) -> frozenset[Word]:
    """Gives the words by which to find an article in `Find`."""
    return frozenset(word for one in profiles(item, ontology, load_name_forms()) for word in _words(one))


def relink(new: Iterable[ArticleClaims], leaving: Iterable[Kept], find: Find, ontology: Ontology) -> Relinked:
    """Links new articles to those that are there, of which some leave; all as the pipeline gives them.

    Work follows how often the names of these articles, and those that share words with them, occur in others.
    """
    forms = load_name_forms()
    coming = {item.article.id: item for item in new}
    going = {kept.item.article.id: kept for kept in leaving}
    first = [*coming.values(), *(kept.item for kept in going.values())]
    reach, near = _reach(first, find, ontology, forms)
    there = {**near, **going}
    before = [one for kept in there.values() for one in profiles(kept.item, ontology, forms) if _words(one) & reach]
    staying = [one for one in before if one.place[0] not in going]
    added = [one for item in coming.values() for one in profiles(item, ontology, forms)]
    _, dropped = solve(before, ontology, forms)
    ids, joinings = solve([*staying, *added], ontology, forms)
    now = by_article(ids)
    others = {name: {**kept.ids, **now.get(name, {})} for name, kept in there.items() if name not in going}
    moved = sorted(name for name, renaming in others.items() if renaming != dict(there[name].ids))
    renamings = {**{name: now.get(name, {}) for name in coming}, **{name: others[name] for name in moved}}
    raw = {**{name: there[name].item for name in moved}, **coming}
    return Relinked(
        articles=tuple(renamed(raw[name], renamings[name], ontology) for name in sorted(raw)),
        gone=tuple(sorted({*going, *moved})),
        ids=renamings,
        dropped=tuple(sorted(set(dropped) - set(joinings))),
        joinings=joinings,
    )


def _reach(
    first: Iterable[ArticleClaims], find: Find, ontology: Ontology, forms: NameForms
) -> tuple[frozenset[Word], dict[str, Kept]]:
    """Gives all words that have an influence on names of these articles, and the articles that have such names."""
    open_words = frozenset(w for item in first for one in profiles(item, ontology, forms) for w in _words(one))
    reach: frozenset[Word] = frozenset()
    near: dict[str, Kept] = {}
    while open_words:
        reach |= open_words
        near.update((kept.item.article.id, kept) for kept in find(open_words))
        known = [one for kept in near.values() for one in profiles(kept.item, ontology, forms)]
        open_words = frozenset(w for one in known if _words(one) & reach for w in _words(one)) - reach
    return reach, near


def _words(profile: Profile) -> frozenset[Word]:
    """Gives the words of a name, and its id in its article: other names may be spelled alike there."""
    return words(profile.coarse, profile.names) | {("id", profile.place[1])}
