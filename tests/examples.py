"""Small hand-made articles, entities and claims that tests share."""

from __future__ import annotations

from typing import Any

from graphbuild.types import Article, ArticleClaims, Certainty, Claim, Entity, EntityId, Evidence, Mention, Stance

ENTITIES = {
    "kpn": Entity(EntityId("kpn"), "TelecomOperator", "KPN"),
    "tencent": Entity(EntityId("tencent"), "TechnologyCompany", "Tencent"),
    "cbs": Entity(EntityId("cbs"), "StatisticsOffice", "CBS", ("Centraal Bureau voor de Statistiek",)),
    "nrc": Entity(EntityId("nrc"), "NewsPublisher", "NRC"),
    "china": Entity(EntityId("china"), "Country", "China"),
    "wechat": Entity(EntityId("wechat"), "Product", "WeChat"),
}


def article(number: int = 1, **changes: Any) -> Article:
    """Gives an article whose body is one sentence."""
    body = f"KPN werkt samen met Tencent, schrijft NRC in artikel {number}."
    fields: dict[str, Any] = {
        "id": f"{number:016x}",
        "source_file": f"{number:03}.txt",
        "language": "nl",
        "title": None,
        "body": body,
    }
    return Article(**{**fields, **changes})


def claim(subject: str = "kpn", relation: str = "partnersWith", object_: str = "tencent", **changes: Any) -> Claim:
    """Gives a claim of the first example article."""
    where = changes.pop("article", None) or article()
    end = where.body.index(",")
    fields: dict[str, Any] = {
        "stance": Stance.ASSERTS,
        "certainty": Certainty.CERTAIN,
        "source": None,
        "valid_from": None,
        "valid_until": None,
        "evidence": Evidence(where.id, 0, end, where.body[:end]),
        "rule": "nl/test",
        "confidence": 0.9,
    }
    return Claim(subject=EntityId(subject), relation=relation, object=EntityId(object_), **{**fields, **changes})


def article_claims(where: Article, *claims: Claim, entities: tuple[Entity, ...] | None = None) -> ArticleClaims:
    """Gives what an article yields: these claims, with the entities that they are about."""
    used = {c.subject for c in claims} | {c.object for c in claims} | {c.source for c in claims if c.source}
    found = entities if entities is not None else tuple(ENTITIES[name] for name in sorted(used))
    mentions = (Mention(0, 3, "KPN", "TelecomOperator", EntityId("kpn")),)
    return ArticleClaims(where, found, mentions, claims)
