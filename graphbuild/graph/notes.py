"""Writes as text what an article yields, and reads it back: equal to what was written."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from graphbuild.types import (
    Article,
    ArticleClaims,
    Certainty,
    Claim,
    Entity,
    Evidence,
    Mention,
    MentionForm,
    Sign,
    SignKind,
    Stance,
)


def written(value: object) -> str:
    """Gives plain values as JSON."""
    return json.dumps(value, ensure_ascii=False)


def written_yield(item: ArticleClaims) -> str:
    """Gives what an article yields, without the article itself."""
    fields = asdict(item)
    return written({name: fields[name] for name in ("entities", "mentions", "claims")})


def read_yield(article: Article, text: str) -> ArticleClaims:
    """Reads back what `written_yield` gave of an article."""
    parts = json.loads(text)
    return ArticleClaims(
        article,
        entities=tuple(read_entity(fields) for fields in parts["entities"]),
        mentions=tuple(_mention(fields) for fields in parts["mentions"]),
        claims=tuple(read_claim(fields) for fields in parts["claims"]),
    )


def read_entity(fields: dict[str, Any]) -> Entity:
    """Reads an entity back from its fields."""
    described = tuple(Sign(SignKind(sign["kind"]), sign["value"]) for sign in fields["described"])
    several = {name: tuple(fields[name]) for name in ("aliases", "same_as", "also")}
    return Entity(**{**fields, **several, "described": described})


def read_claim(fields: dict[str, Any]) -> Claim:
    """Reads a claim back from its fields."""
    return Claim(
        **{
            **fields,
            "stance": Stance(fields["stance"]),
            "certainty": Certainty(fields["certainty"]),
            "evidence": Evidence(**fields["evidence"]),
            "data_categories": tuple(fields["data_categories"]),
            "relayed_by": tuple(tuple(step) for step in fields["relayed_by"]),
        }
    )


def _mention(fields: dict[str, Any]) -> Mention:
    return Mention(**{**fields, "form": MentionForm(fields["form"]), "also": tuple(fields["also"])})
