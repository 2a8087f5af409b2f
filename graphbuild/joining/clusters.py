"""Entities of single articles that were taken for one, and what must never be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from graphbuild.joining.forms import NameForms
from graphbuild.joining.profile import Place, Profile, compatible
from graphbuild.ontology import Ontology
from graphbuild.types import JoiningRule, Sign


@dataclass(eq=False, slots=True)
class Cluster:
    """Profiles that are taken for one entity, with what they tell together."""

    coarse: str
    profiles: list[Profile]
    kinds: set[str]
    names: set[str]
    signs: set[Sign]
    countries: set[str]
    places: set[Place]
    apart: set[Place]
    full_names: set[str]

    @property
    def first(self) -> Profile:
        """The first profile by article and id."""
        return min(self.profiles, key=lambda one: one.place)

    def take(self, other: Cluster) -> None:
        """Takes in all that another cluster holds."""
        self.profiles += other.profiles
        self.kinds |= other.kinds
        self.names |= other.names
        self.signs |= other.signs
        self.countries |= other.countries
        self.places |= other.places
        self.apart |= other.apart
        self.full_names |= other.full_names


def cluster_of(profile: Profile, forms: NameForms) -> Cluster:
    """Gives the cluster of one profile."""
    return Cluster(
        coarse=profile.coarse,
        profiles=[profile],
        kinds={profile.kind},
        names=set(profile.names),
        signs=set(profile.signs),
        countries=set(profile.countries),
        places={profile.place},
        apart=set(profile.apart),
        full_names=set() if forms.is_surname(profile.name) else {profile.name},
    )


class Clusters:
    """A partition of the profiles of all articles; `done` are the joins that made it, in order."""

    def __init__(self, profiles: Iterable[Profile], ontology: Ontology, forms: NameForms) -> None:
        self._ontology, self._forms = ontology, forms
        ordered = sorted(profiles, key=lambda one: one.place)
        self._of = {one.place: cluster_of(one, forms) for one in ordered}
        self.done: list[tuple[Profile, Profile, JoiningRule, Sign]] = []

    def __iter__(self) -> Iterator[Cluster]:
        """Gives the clusters in the order of their first profiles."""
        seen: set[int] = set()
        for cluster in self._of.values():
            if id(cluster) not in seen:
                seen.add(id(cluster))
                yield cluster

    def profiles(self) -> Iterator[Profile]:
        """Gives all profiles in the order of article and id."""
        for place, cluster in self._of.items():
            yield next(one for one in cluster.profiles if one.place == place)

    def join(self, one: Profile, other: Profile, rule: JoiningRule, sign: Sign) -> bool:
        """Joins the clusters of two profiles, and tells whether they are one now; a contradiction keeps them apart."""
        mine, yours = self._of[one.place], self._of[other.place]
        if mine is yours:
            return True
        if self.contradict(mine, yours):
            return False
        larger, smaller = (mine, yours) if len(mine.profiles) >= len(yours.profiles) else (yours, mine)
        larger.take(smaller)
        self._of.update((profile.place, larger) for profile in smaller.profiles)
        self.done.append((one, other, rule, sign))
        return True

    def contradict(self, one: Cluster, other: Cluster) -> bool:
        """Tells whether two clusters cannot be one entity."""
        return (
            not all(compatible(*pair, self._ontology) for pair in product(one.kinds, other.kinds))
            or bool(one.countries and other.countries and one.countries.isdisjoint(other.countries))
            or not (one.apart.isdisjoint(other.places) and other.apart.isdisjoint(one.places))
            or (one.coarse == "person" and self._other_names(one, other))
        )

    def _other_names(self, one: Cluster, other: Cluster) -> bool:
        """Tells whether full names of persons differ: Piet Jansen is not Kees Jansen."""
        pairs = product(one.full_names, other.full_names)
        return not all(self._forms.same_first_name(*sorted(pair, key=len)) for pair in pairs)
