"""From one article to what it yields, by the language pipeline."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.errors import ArticleError
from graphbuild.pipeline.identity import GROUPS
from graphbuild.types import Article, ArticleClaims, EntityId, MentionForm

LONGEST = 300_000
"""The most characters that an article may have; a newspaper article has some 5,000. Longer ones need much memory."""


def read_article(nlp: Language, article: Article) -> Doc:
    """Gives the Doc of an article with all that the pipeline found in it."""
    doc = nlp.make_doc(article.body)
    doc._.article = article
    return nlp(doc)


def entities_in_claims(doc: Doc) -> set[EntityId]:
    """Gives the ids of all entities that a claim is about, or that are said to have made or passed it on."""
    ends = {identity for claim in doc._.claims for identity in (claim.subject, claim.object)}
    speakers = {one for claim in doc._.claims for one in (claim.source, claim.spokesperson) if one is not None}
    return ends | speakers | {one for claim in doc._.claims for step in claim.relayed_by for one in step}


def yielded(doc: Doc, article: Article) -> ArticleClaims:
    """Gives what a Doc holds: the entities that it names or makes claims about, their mentions, the claims.

    A group of people or companies, and a country only hinted at by an adjective, count where a claim needs
    them and not otherwise.
    """
    named = {m.entity_id for m in doc._.mentions if m.form is MentionForm.NAME and m.kind not in GROUPS}
    kept = named | entities_in_claims(doc) | {article.publisher}
    return ArticleClaims(
        article=article,
        entities=tuple(entity for entity in doc._.entities if entity.id in kept),
        mentions=tuple(mention for mention in doc._.mentions if mention.entity_id in kept),
        claims=doc._.claims,
    )


def extract(nlp: Language, article: Article) -> ArticleClaims:
    """Gives the entities, mentions and claims of one article; the same article gives the same result.

    Raises ArticleError for a text that is too long, and when the pipeline fails on it, so that other articles
    are not lost with it.
    """
    if len(article.body) > LONGEST:
        length = f"{len(article.body):,} characters long, the most is {LONGEST:,}"
        raise ArticleError(article.source_file, f"{length}; cut it into articles")
    try:
        doc = read_article(nlp, article)
    except Exception as error:
        raise ArticleError(article.source_file, f"could not be analysed, please report this: {error!r}") from error
    return yielded(doc, article)
