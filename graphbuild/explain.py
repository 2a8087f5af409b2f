"""Shows, sentence by sentence, what the pipeline saw and why claims came of it or not; for writers of patterns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from spacy.language import Language
from spacy.tokens import Doc, Span

from graphbuild.errors import UsageError
from graphbuild.pipeline.claims import ClaimAssembler
from graphbuild.pipeline.document import Candidate
from graphbuild.types import Mention, MentionForm


def explain(doc: Doc, nlp: Language) -> Iterator[RenderableType]:
    """Yields one block for each sentence of a Doc that `nlp`, a pipeline of graphbuild, has read."""
    assembler = nlp.get_pipe("graphbuild_claims")
    if not isinstance(assembler, ClaimAssembler):
        raise UsageError("explain needs a pipeline whose claims graphbuild assembles, as graphbuild.load gives it")
    for number, sentence in enumerate(doc.sents, 1):
        parts = [mentions_table(sentence), parse_table(sentence), candidates_table(sentence, assembler)]
        yield Text(f"{number}. {sentence.text.strip()}", style="bold")
        yield Padding(Group(*parts), (0, 0, 1, 3))


def in_sentence(mention: Mention, sentence: Span) -> bool:
    """Tells whether a mention lies in a sentence."""
    return bool(sentence.start_char <= mention.start < sentence.end_char)


def mentions_table(sentence: Span) -> RenderableType:
    """Gives the mentions of a sentence with the entities that they stand for."""
    table = Table("mention", "form", "entity", "kind", title="Mentions", title_justify="left")
    for mention in sentence.doc._.mentions:
        if in_sentence(mention, sentence) and mention.form is not MentionForm.ADJECTIVE:
            table.add_row(mention.text, mention.form.value, mention.entity_id, mention.kind)
    return table if table.row_count else Text("No mentions.")


def parse_table(sentence: Span) -> RenderableType:
    """Gives the parse of a sentence, one word a row."""
    table = Table("word", "lemma", "part of speech", "function", "of", title="Parse", title_justify="left")
    for token in sentence:
        if not token.is_space:
            table.add_row(token.text, token._.verb or token.lemma_, token.pos_, token.dep_, token.head.text)
    return table


def candidates_table(sentence: Span, assembler: ClaimAssembler) -> RenderableType:
    """Gives the candidates of a sentence: which rule fired on which word, and what became of it."""
    table = Table(
        "claim",
        "stance",
        "certainty",
        "source",
        "through",
        "when",
        "rule",
        "trigger",
        "confidence",
        "result",
        title="Candidates",
        title_justify="left",
    )
    for candidate in sentence.doc._.candidates:
        if candidate.start == sentence.start:
            table.add_row(*candidate_row(sentence.doc, candidate, assembler))
    return table if table.row_count else Text("No pattern fired and the reader found nothing.")


def candidate_row(doc: Doc, candidate: Candidate, assembler: ClaimAssembler) -> tuple[str, ...]:
    """Gives the cells of one candidate."""
    mentions = doc._.mentions
    subject, object_ = (mentions[index].entity_id for index in (candidate.subject, candidate.object))
    return (
        f"{subject} {candidate.relation} {object_}",
        candidate.stance.value,
        candidate.certainty.value,
        "" if candidate.source is None else mentions[candidate.source].entity_id,
        through(doc, candidate),
        " - ".join(filter(None, (candidate.valid_from, candidate.valid_until))),
        candidate.rule,
        "" if candidate.trigger is None else doc[candidate.trigger].text,
        f"{candidate.confidence:.2f}",
        assembler.objection(doc, candidate) or "claim",
    )


def through(doc: Doc, candidate: Candidate) -> str:
    """Gives through whom a candidate came: from the article inwards, then who spoke without being the source."""
    mentions = doc._.mentions
    steps = [" and ".join(mentions[index].entity_id for index in step) for step in candidate.relayed_by]
    person = None if candidate.spokesperson is None else mentions[candidate.spokesperson].entity_id
    spokesperson = person and f"spokesperson {person}"
    return "; ".join(filter(None, (" < ".join(steps), spokesperson, candidate.informants)))
