from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graphbuild.errors import StoreError, UsageError, ValidationError
from graphbuild.graph.additions import BASE, VERSION, add_articles, change, write_ledger
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.ledger import FILE, opened
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.store import open_store, read_quads, write_store
from graphbuild.graph.validate import validate
from graphbuild.ontology import load_ontology
from graphbuild.resolve import join
from graphbuild.types import (
    Article,
    ArticleClaims,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Mention,
    PartialDate,
    Stance,
)

ONTOLOGY = load_ontology()
SETTINGS = {VERSION: "1", BASE: DEFAULT_BASE}
NAMES = [f"e{number}" for number in range(6)]
KINDS = ["TelecomOperator", "TechnologyCompany", "Product", "Person", "Country", "GovernmentBody"]
RELATIONS = ["sharesDataWith", "suppliesTo", "partnersWith", "operates", "fines", "tiedTo", "affiliatedWith"]
SENTENCE = "Dit is een zin van dertig tekens."


def build_at_once(directory: Path, yields: Sequence[ArticleClaims]) -> None:
    graph, _ = join(yields, ONTOLOGY)
    quads = to_rdf(graph, version="1")
    write_store(directory, quads, lambda store: write_ledger(store, yields, ONTOLOGY, SETTINGS))


entities = st.builds(
    Entity,
    id=st.sampled_from(NAMES).map(EntityId),
    kind=st.sampled_from(KINDS),
    label=st.sampled_from(["Zonnet", "Lynco", "Blik", "É 𝔸"]),
    aliases=st.lists(st.sampled_from(["Zon", "Lyn", "Blik BV"]), unique=True, max_size=2).map(tuple),
    same_as=st.just(()),
    also=st.lists(st.sampled_from(KINDS), unique=True, max_size=2).map(tuple),
)


@st.composite
def article_claims(draw: st.DrawFn, identity: str) -> ArticleClaims:
    """Gives what an article might yield: its claims are about its entities and suit some class of theirs."""
    named = draw(st.lists(entities, min_size=1, max_size=4, unique_by=lambda entity: entity.id))
    body = " ".join([SENTENCE] * 6)
    article = Article(identity, f"{identity}.txt", "nl", None, body, draw(st.sampled_from([None, PartialDate("2020")])))
    claims = []
    for number in range(draw(st.integers(0, 5))):
        subject, object_ = draw(st.sampled_from(named)), draw(st.sampled_from(named))
        relation = draw(st.sampled_from(RELATIONS))
        if subject.id == object_.id:
            continue
        start = number * (len(SENTENCE) + 1)
        claims.append(
            Claim(
                subject=subject.id,
                relation=relation,
                object=object_.id,
                stance=draw(st.sampled_from(list(Stance))),
                certainty=draw(st.sampled_from(list(Certainty))),
                source=draw(st.sampled_from([None, *(entity.id for entity in named)])),
                valid_from=None,
                valid_until=None,
                evidence=Evidence(identity, start, start + len(SENTENCE), SENTENCE),
                rule="nl/test",
                confidence=0.5,
            )
        )
    mentions = tuple(Mention(0, 3, "Dit", entity.kind, entity.id) for entity in named)
    return ArticleClaims(article, tuple(named), mentions, tuple(claims))


corpora = st.integers(2, 7).flatmap(lambda n: st.tuples(*(article_claims(f"a{number}") for number in range(n))))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpus=corpora, data=st.data())
def test_articles_in_one_build_or_in_several_give_the_same_graph(
    tmp_path_factory: pytest.TempPathFactory, corpus: tuple[ArticleClaims, ...], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(corpus))
    first, second = sorted(data.draw(st.tuples(st.integers(0, len(corpus)), st.integers(0, len(corpus)))))
    folder, store = tmp_path_factory.mktemp("parts"), Store()
    store.extend(to_rdf(join(shuffled[:first], ONTOLOGY)[0], version="1"))
    write_ledger(folder, shuffled[:first], ONTOLOGY, SETTINGS)
    for part in (shuffled[first:second], shuffled[second:]):
        with opened(folder) as ledger:
            _, touched = change(store, ledger, part, ONTOLOGY, SETTINGS)
        known = {quad.subject for quad in touched}
        assert known <= {quad.subject for quad in store}
    assert to_turtle(store) == to_turtle(to_rdf(join(corpus, ONTOLOGY)[0], version="1"))


def one(identity: str, kind: str, relation: str, also: tuple[str, ...] = ()) -> ArticleClaims:
    """An article that says that a company has a relation to something of some kind."""
    ends = (Entity(EntityId("x"), kind, "Ding", also=also), Entity(EntityId("maker"), "TechnologyCompany", "Lynco"))
    claim = Claim(
        EntityId("maker"), relation, EntityId("x"), Stance.ASSERTS, Certainty.CERTAIN, None, None, None,
        Evidence(identity, 0, len(SENTENCE), SENTENCE), "nl/test", 0.5,
    )  # fmt: skip
    mentions = tuple(Mention(0, 3, "Dit", entity.kind, entity.id) for entity in ends)
    return ArticleClaims(Article(identity, f"{identity}.txt", "nl", None, SENTENCE), ends, mentions, (claim,))


def test_a_class_that_later_articles_settle_otherwise_changes_earlier_statements(tmp_path: Path) -> None:
    early = one("a1", "Product", "develops")
    late = [one(name, "TelecomOperator", "suppliesTo") for name in ("a2", "a3")]
    build_at_once(tmp_path, [early])
    assert "gb:develops" in to_turtle(read_quads(tmp_path)).decode()
    added = add_articles(tmp_path, late, ONTOLOGY, SETTINGS)
    text = to_turtle(read_quads(tmp_path)).decode()
    assert "gb:develops" not in text
    assert "gb:suppliesTo" in text
    assert added.triples_out > 10
    assert validate(read_quads(tmp_path)) == []


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops")])
    article = one("a2", "Product", "operates")
    assert add_articles(tmp_path, [article], ONTOLOGY, SETTINGS).articles == 1
    before = set(open_store(tmp_path))
    again = add_articles(tmp_path, [article], ONTOLOGY, SETTINGS)
    assert (again.articles, again.triples_in, again.triples_out) == (0, 0, 0)
    assert set(open_store(tmp_path)) == before


def test_what_does_not_conform_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops")])
    before = set(open_store(tmp_path))
    wrong = one("a2", "Product", "develops")
    wrong = ArticleClaims(
        Article("a2", "", "nl", None, SENTENCE), wrong.entities, wrong.mentions, wrong.claims
    )  # a name of a source file is missing
    with pytest.raises(ValidationError, match="sourceFile"):
        add_articles(tmp_path, [wrong], ONTOLOGY, SETTINGS)
    assert set(open_store(tmp_path)) == before
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert add_articles(tmp_path, [one("a2", "Product", "develops")], ONTOLOGY, SETTINGS).articles == 1


def test_a_store_that_was_built_in_another_way_is_refused(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops")])
    with pytest.raises(UsageError, match="version: 1 then, 2 now"):
        add_articles(tmp_path, [], ONTOLOGY, {**SETTINGS, VERSION: "2"})


def test_a_store_without_a_whole_ledger_is_refused(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops")])
    (tmp_path / "store" / FILE).write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError, match="build the store again"):
        add_articles(tmp_path, [], ONTOLOGY, SETTINGS)
    (tmp_path / "store" / FILE).unlink()
    with pytest.raises(StoreError, match="cannot be added"):
        add_articles(tmp_path, [], ONTOLOGY, SETTINGS)
