"""Scores a graph against gold, article by article, then all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from graphbuild.evaluate.matching import (
    INTERCHANGEABLE,
    LEVELS,
    Expected,
    FoundEntity,
    Matching,
    Names,
    Prediction,
    match_claims,
    match_entities,
    reversed_edge,
    same_claim,
    same_edge,
    same_pair,
)
from graphbuild.evaluate.report import Bin, EntityRow, Extra, Missed, Reason, Report, Score, Share
from graphbuild.gold import GoldArticle, GoldClaim, GoldEntity, folded, read_gold
from graphbuild.graph.iris import Naming
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.types import Article, Certainty, Claim, Entity, EntityId, KnowledgeGraph, Stance

_BINS = 10
_ACCURACIES = (
    "entity type",
    "source",
    "source (attributed only)",
    "certainty",
    "certainty (hedged only)",
    "dates",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the graph says of one article; both in the order of their IRIs, which no input order changes."""

    entities: tuple[FoundEntity, ...] = ()
    claims: tuple[Prediction, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One article compared: entities, and claims at each level."""

    gold: GoldArticle
    found: Found
    entities: Matching[GoldEntity, FoundEntity]
    levels: Mapping[str, Matching[Expected, Prediction]]


def evaluate(gold_folder: Path | str, graph: KnowledgeGraph, ontology: Ontology | None = None) -> Report:
    """Compares a graph with the gold of a folder, by the rules for scores of the annotation guidelines.

    Articles are found by the names of their files; those without gold are left out. Raises UsageError when
    the folder has no gold, KnowledgeError when a file of it breaks the rules.
    """
    ontology = ontology or load_ontology()
    gold = read_gold(gold_folder, ontology)
    found = find(graph, ontology)
    results = [compare(article, found.get(article.source_file, Found()), ontology) for article in gold]
    missing = tuple(article.source_file for article in gold if article.source_file not in found)
    return summarize(results, missing)


def find(graph: KnowledgeGraph, ontology: Ontology) -> dict[str, Found]:
    """Gives what a graph says of each article, by the name of the article's file."""
    naming = Naming()
    entities = {entity.id: entity for entity in graph.entities}
    claims = [claim for statement in graph.statements for claim in statement.attestations]
    claims.sort(key=lambda claim: str(naming.attestation(claim)))
    found: dict[str, Found] = {}
    for article in graph.articles:
        mentioned = sorted(graph.mentioned.get(article.id, ()), key=lambda key: str(naming.entity(key)))
        own = (claim for claim in claims if claim.evidence.article_id == article.id)
        found[PurePath(article.source_file).name] = Found(
            tuple(FoundEntity(names_of(entities[key]), entities[key]) for key in mentioned),
            tuple(_prediction(claim, article, entities, ontology) for claim in own),
        )
    return found


def names_of(entity: Entity) -> Names:
    """Gives the label and the aliases, folded."""
    return frozenset(folded(name) for name in (entity.label, *entity.aliases))


def compare(gold: GoldArticle, found: Found, ontology: Ontology) -> Result:
    """Compares what was found in one article with its gold."""
    expected = [_expected(claim, gold, ontology) for claim in gold.claims]
    levels = {name: match_claims(level, expected, found.claims) for name, level in LEVELS.items()}
    return Result(gold, found, match_entities(gold, found.entities), levels)


def summarize(results: Sequence[Result], missing: Iterable[str] = ()) -> Report:
    """Adds up the comparisons of articles."""
    entities = _score(result.entities for result in results)
    levels = {name: _score(result.levels[name] for result in results) for name in LEVELS}
    claims = [result.levels["claims"] for result in results]
    return Report(
        articles=len(results),
        missing=tuple(missing),
        levels={"entities": entities, **levels},
        relations=_by_relation([result.levels["edges"] for result in results]),
        stances={stance: _score(_of_stance(matching, stance) for matching in claims) for stance in Stance},
        accuracy=_accuracy(check for result in results for check in _checks(result)),
        missed=tuple(row for result in results for row in _missed(result)),
        extra=tuple(row for result in results for row in _extra(result)),
        missed_entities=tuple(row for result in results for row in _missed_entities(result)),
        extra_entities=tuple(row for result in results for row in _extra_entities(result)),
        reliability=tuple(_reliability(claims)),
    )


def _prediction(claim: Claim, article: Article, entities: Mapping[EntityId, Entity], ontology: Ontology) -> Prediction:
    subject, object_ = entities[claim.subject], entities[claim.object]
    own_voice = claim.source is None or claim.source == article.publisher
    return Prediction(
        subject=names_of(subject),
        relation=INTERCHANGEABLE.get(claim.relation, claim.relation),
        object=names_of(object_),
        symmetric=ontology.relation(claim.relation).symmetric,
        source=None if own_voice or claim.source is None else names_of(entities[claim.source]),
        labels=(subject.label, object_.label),
        claim=claim,
    )


def _expected(claim: GoldClaim, gold: GoldArticle, ontology: Ontology) -> Expected:
    return Expected(
        subject=gold.names(claim.subject),
        relation=INTERCHANGEABLE.get(claim.relation, claim.relation),
        object=gold.names(claim.object, *claim.alternatives),
        symmetric=ontology.relation(claim.relation).symmetric,
        claim=claim,
    )


def _score(matchings: Iterable[Matching[Any, Any]]) -> Score:
    counts = [(len(each.pairs), len(each.extra), len(each.missed)) for each in matchings]
    return Score(*(sum(column) for column in zip(*counts, strict=True)))


def _by_relation(edges: Sequence[Matching[Expected, Prediction]]) -> dict[str, Score]:
    right = [gold.relation for matching in edges for gold, _ in matching.pairs]
    wrong = [prediction.relation for matching in edges for prediction in matching.extra]
    missed = [gold.relation for matching in edges for gold in matching.missed]
    names = sorted({*right, *wrong, *missed})
    return {name: Score(right.count(name), wrong.count(name), missed.count(name)) for name in names}


def _of_stance(matching: Matching[Expected, Prediction], stance: Stance) -> Matching[Expected, Prediction]:
    return Matching(
        tuple(pair for pair in matching.pairs if pair[0].stance is stance),
        tuple(prediction for prediction in matching.extra if prediction.stance is stance),
        tuple(gold for gold in matching.missed if gold.stance is stance),
    )


def _accuracy(checks: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    outcomes = list(checks)
    found = {name: [right for other, right in outcomes if other == name] for name in _ACCURACIES}
    return {name: Share(sum(rights), len(rights)) for name, rights in found.items() if rights}


def _checks(result: Result) -> Iterator[tuple[str, bool]]:
    """Gives what is judged of entities and claims that matched, and whether it is right."""
    for entity, found in result.entities.pairs:
        yield "entity type", entity.kind == found.entity.kind
    for gold, prediction in result.levels["claims"].pairs:
        disputed = gold.claim.disputed
        if "source" not in disputed:
            yield from _check_source(gold.claim.source, prediction.source, result.gold)
        if "certainty" not in disputed:
            yield from _check_certainty(gold.claim.certainty, prediction.claim.certainty)
        if "dates" not in disputed:
            yield from _check_dates(gold.claim, prediction.claim)


def _check_source(key: str | None, found: Names | None, gold: GoldArticle) -> Iterator[tuple[str, bool]]:
    right = found is None if key is None else bool(found and gold.names(key) & found)
    yield "source", right
    if key is not None:
        yield "source (attributed only)", right


def _check_certainty(gold: Certainty, found: Certainty) -> Iterator[tuple[str, bool]]:
    """Counts `probable` and `possible` as one, since annotators often differ on which."""
    right = (gold is Certainty.CERTAIN) == (found is Certainty.CERTAIN)
    yield "certainty", right
    if gold is not Certainty.CERTAIN:
        yield "certainty (hedged only)", right


def _check_dates(gold: GoldClaim, found: Claim) -> Iterator[tuple[str, bool]]:
    """Compares the years of the dates that gold has."""
    for expected, given in ((gold.valid_from, found.valid_from), (gold.valid_until, found.valid_until)):
        if expected is not None:
            yield "dates", (given or "")[:4] == expected[:4]


def _missed(result: Result) -> Iterator[Missed]:
    for gold in result.levels["claims"].missed:
        claim = gold.claim
        yield Missed(
            article=result.gold.source_file,
            subject=claim.subject,
            relation=claim.relation,
            object=claim.object,
            stance=claim.stance,
            reason=reason_of(gold, result.found),
            quote=claim.quote,
        )


def reason_of(gold: Expected, found: Found) -> Reason:
    """Tells how far the search for a claim of the gold came."""
    steps = (
        (same_claim, Reason.TAKEN),
        (same_edge, Reason.STANCE),
        (reversed_edge, Reason.DIRECTION),
        (same_pair, Reason.RELATION),
    )
    for like, reason in steps:
        if any(like(gold, prediction) for prediction in found.claims):
            return reason
    named = [any(entity.names & end for entity in found.entities) for end in (gold.subject, gold.object)]
    return Reason.PAIR if all(named) else Reason.NAME


def _extra(result: Result) -> Iterator[Extra]:
    for prediction in result.levels["claims"].extra:
        claim = prediction.claim
        yield Extra(
            article=result.gold.source_file,
            subject=prediction.labels[0],
            relation=claim.relation,
            object=prediction.labels[1],
            stance=claim.stance,
            confidence=claim.confidence,
            rule=claim.rule,
            quote=claim.evidence.quote,
        )


def _missed_entities(result: Result) -> Iterator[EntityRow]:
    for gold in result.entities.missed:
        yield EntityRow(result.gold.source_file, gold.key, gold.kind)


def _extra_entities(result: Result) -> Iterator[EntityRow]:
    for found in result.entities.extra:
        yield EntityRow(result.gold.source_file, found.entity.label, found.entity.kind)


def _reliability(claims: Iterable[Matching[Expected, Prediction]]) -> Iterator[Bin]:
    """Sorts claims that are right or wrong into bins of confidence; those like optional gold are neither."""
    judged = [(prediction.claim.confidence, True) for matching in claims for _, prediction in matching.pairs]
    judged += [(prediction.claim.confidence, False) for matching in claims for prediction in matching.extra]
    for number in range(_BINS):
        inside = [row for row in judged if min(int(row[0] * _BINS), _BINS - 1) == number]
        yield Bin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            claims=len(inside),
            right=sum(right for _, right in inside),
            confidence=sum(confidence for confidence, _ in inside) / len(inside) if inside else 0.0,
        )
