from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graphbuild.errors import StoreError, UsageError, ValidationError
from graphbuild.graph.additions import BASE, VERSION, add_articles, change, fill, write_ledger
from graphbuild.graph.iris import DEFAULT_BASE
from graphbuild.graph.ledger import FOLDER, Ledger, read_ledger
from graphbuild.graph.rdf import to_rdf, to_turtle
from graphbuild.graph.store import change_store, open_store, read_quads, write_store
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
    Sign,
    SignKind,
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


listed = st.builds(
    Entity,
    id=st.sampled_from(NAMES).map(EntityId),
    kind=st.sampled_from(KINDS),
    label=st.sampled_from(["Zonnet", "Lynco", "Blik", "É 𝔸"]),
    aliases=st.lists(st.sampled_from(["Zon", "Lyn", "Blik BV"]), unique=True, max_size=2).map(tuple),
    same_as=st.just(()),
    also=st.lists(st.sampled_from(KINDS), unique=True, max_size=2).map(tuple),
)
UNLISTED = {
    "Noord": "noord",
    "Noord-Net": "noord-net",
    "Noord Net": "noord-net",
    "Noord Net BV": "noord-net-bv",
    "Noord Net Groep": "noord-net-groep",
}
unlisted = st.builds(
    lambda label, kind, described: Entity(
        EntityId(f"organization/{UNLISTED[label]}"), kind, label, described=tuple(described)
    ),
    st.sampled_from(sorted(UNLISTED)),
    st.sampled_from(["Organization", "TelecomOperator", "Regulator"]),
    st.lists(st.sampled_from([Sign(SignKind.COUNTRY, name) for name in ("china", "germany")]), max_size=1),
)
entities = st.one_of(listed, unlisted)


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
                relayed_by=draw(st.sampled_from([(), ((named[0].id,),), ((named[0].id,), (named[-1].id,))])),
            )
        )
    mentions = tuple(Mention(0, 3, "Dit", entity.kind, entity.id) for entity in named)
    return ArticleClaims(article, tuple(named), mentions, tuple(claims))


corpora = st.integers(2, 7).flatmap(lambda n: st.tuples(*(article_claims(f"a{number}") for number in range(n))))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpus=corpora, data=st.data())
def test_articles_in_one_build_or_in_several_give_the_same_graph(
    corpus: tuple[ArticleClaims, ...], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(corpus))
    first, second = sorted(data.draw(st.tuples(st.integers(0, len(corpus)), st.integers(0, len(corpus)))))
    store, ledger, _ = in_memory(shuffled[:first])
    for part in (shuffled[first:second], shuffled[second:]):
        _, touched = change(store, ledger, part, ONTOLOGY, SETTINGS)
        known = {quad.subject for quad in touched}
        assert known <= {quad.subject for quad in store}
    assert to_turtle(store) == to_turtle(to_rdf(join(corpus, ONTOLOGY)[0], version="1"))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpus=corpora, data=st.data())
def test_articles_that_are_taken_out_leave_the_graph_of_the_others(
    corpus: tuple[ArticleClaims, ...], data: st.DataObject
) -> None:
    names = [item.article.id for item in corpus]
    there, gone = data.draw(st.sets(st.sampled_from(names))), data.draw(st.sets(st.sampled_from(names)))
    coming = [item for item in corpus if item.article.id not in there]
    store, ledger, noted = in_memory([item for item in corpus if item.article.id in there])
    told, _ = change(store, ledger, coming, ONTOLOGY, SETTINGS, gone=gone)
    left = [item for item in corpus if item.article.id not in gone & there]
    assert (told.articles, told.removed) == (len(coming), len(gone & there))
    assert to_turtle(store) == to_turtle(to_rdf(join(left, ONTOLOGY)[0], version="1"))
    assert set(noted) == set(in_memory(left)[2])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(item=article_claims("a"))
def test_the_ledger_gives_back_what_the_pipeline_gave(item: ArticleClaims) -> None:
    assert in_memory([item])[1].kept("a").item == item


def in_memory(yields: Sequence[ArticleClaims]) -> tuple[Store, Ledger, Store]:
    """The store of what articles yield, its ledger, and what that is written in."""
    store, noted = Store(), Store()
    store.extend(to_rdf(join(yields, ONTOLOGY)[0], version="1"))
    ledger = Ledger(noted)
    fill(ledger, yields, ONTOLOGY, SETTINGS)
    return store, ledger, noted


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
    (tmp_path / "store" / FOLDER / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="store"):
        add_articles(tmp_path, [], ONTOLOGY, SETTINGS)
    with pytest.raises(StoreError, match="build the store again"):
        read_ledger(tmp_path / "store")
    shutil.rmtree(tmp_path / "store" / FOLDER)
    with pytest.raises(StoreError, match="cannot be added"):
        add_articles(tmp_path, [], ONTOLOGY, SETTINGS)


def test_an_article_that_comes_and_goes_at_once_is_replaced(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops"), one("a2", "Product", "develops")])
    newer = one("a1", "Product", "operates")
    told = add_articles(tmp_path, [newer], ONTOLOGY, SETTINGS, gone=["a1", "nothing"])
    assert (told.articles, told.removed) == (1, 1)
    text = to_turtle(read_quads(tmp_path)).decode()
    assert "gb:operates" in text
    assert text.count("a gb:Attestation") == 2


def test_a_copy_shares_the_files_of_the_store_and_its_ledger(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one(f"a{n}", "Product", "develops") for n in range(200)])
    tables = {path.stat().st_ino for path in tmp_path.rglob("*.sst")}
    add_articles(tmp_path, [one("b", "Product", "develops")], ONTOLOGY, SETTINGS, shapes=False)
    now = {path.stat().st_ino for path in tmp_path.rglob("*.sst")}
    assert len(tables & now) > len(tables) / 2
    assert any(path.parent.name == FOLDER for path in tmp_path.rglob("*.sst") if path.stat().st_ino in tables)


def test_what_another_program_changed_meanwhile_is_not_lost(tmp_path: Path) -> None:
    build_at_once(tmp_path, [one("a1", "Product", "develops")])

    def while_others_add(path: Path, store: Store) -> None:
        add_articles(tmp_path, [one("a2", "Product", "operates")], ONTOLOGY, SETTINGS, shapes=False)

    with pytest.raises(StoreError, match=r"another program changed .* try again"):
        change_store(tmp_path, while_others_add)
    assert "gb:operates" in to_turtle(read_quads(tmp_path)).decode()
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
