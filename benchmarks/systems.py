"""How well claims are found by simpler means, by patterns, by the reader, and by both, on the same articles.

`python -m benchmarks.systems GOLD ARTICLES [GOLD ARTICLES ...]` prints a table. Every system gets the same names,
references and later stages; they differ in how two mentions come to be connected:

- co-occurrence: every two entities of a sentence, by the first relation that their kinds admit
- subject-verb-object: the subject and object of every verb, by the relation whose patterns know the verb
- patterns, reader, both: as graphbuild does it
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.tokens import Doc

from graphbuild.evaluate import Report, evaluate
from graphbuild.ontology import Ontology, load_ontology
from graphbuild.patterns import PatternSet
from graphbuild.pipeline.document import Candidate, mention_span
from graphbuild.pipeline.extract import yielded
from graphbuild.pipeline.load import load
from graphbuild.readers.registry import collect
from graphbuild.resolve import join
from graphbuild.types import Article, MentionForm

CONNECT = "graphbuild_relations"
GENERAL = ("partnersWith", "suppliesTo", "operates", "affiliatedWith", "basedIn", "collectsDataOn", "compels")
"""The relation of a mere co-occurrence: the first of these that fits."""
SURE = 0.95
SUBJECTS, OBJECTS = frozenset({"nsubj", "obl:agent"}), frozenset({"obj", "iobj", "obl", "nsubj:pass"})

Connect = Callable[[Doc], None]


def systems(nlp: Language, ontology: Ontology) -> dict[str, Connect]:
    """Gives each system by name: what it does to a Doc after the stage that finds candidates."""
    patterns: PatternSet = nlp.get_pipe(CONNECT).patterns  # type: ignore[attr-defined]
    verbs = relation_of_verb(patterns)
    return {
        "co-occurrence": lambda doc: only(doc, co_occurrences(doc, ontology)),
        "subject-verb-object": lambda doc: only(doc, verb_triples(doc, ontology, verbs)),
        "patterns": lambda doc: only(doc, doc._.candidates),
        "reader": forget_patterns,
        "both": leave,
    }


def only(doc: Doc, candidates: Iterator[Candidate] | Sequence[Candidate]) -> None:
    """Leaves a Doc these candidates, and nothing for the reader to add."""
    doc._.candidates = tuple(candidates)
    doc._.reading = None


def leave(doc: Doc) -> None:
    """Changes nothing."""
    del doc


def forget_patterns(doc: Doc) -> None:
    """Leaves everything to the reader."""
    doc._.candidates = ()


def relation_of_verb(patterns: PatternSet) -> Mapping[str, str]:
    """Gives the relation that most patterns with a verb as trigger have."""
    counts: dict[str, Counter[str]] = {}
    for (kind, word), found in patterns.by_trigger.items():
        if kind == "verb":
            counts.setdefault(word, Counter()).update(pattern.relation for pattern in found)
    return {verb: min(counter, key=lambda name: (-counter[name], name)) for verb, counter in counts.items()}


def co_occurrences(doc: Doc, ontology: Ontology) -> Iterator[Candidate]:
    """Yields every two entities named in a sentence, once, in the order of the text."""
    mentions = doc._.mentions
    for sentence in doc.sents:
        here = [
            index
            for index, mention in enumerate(mentions)
            if mention.form is MentionForm.NAME and sentence.start_char <= mention.start < sentence.end_char
        ]
        for subject, object_ in combinations(here, 2):
            kinds = mentions[subject].kinds, mentions[object_].kinds
            relation = next((name for name in GENERAL if ontology.fitting(name, *kinds)), None)
            if relation and mentions[subject].entity_id != mentions[object_].entity_id:
                yield connected(subject, relation, object_, sentence.start, sentence.end)


def verb_triples(doc: Doc, ontology: Ontology, verbs: Mapping[str, str]) -> Iterator[Candidate]:
    """Yields the mentions that head subject and object of the same verb, where a pattern knows the verb."""
    heads = {
        mention_span(doc, m).root.i: i for i, m in enumerate(doc._.mentions) if m.form is not MentionForm.ADJECTIVE
    }
    for verb in (token for token in doc if token.pos_ == "VERB"):
        relation = verbs.get(verb._.verb) or verbs.get(verb.lemma_)
        subjects = [heads[child.i] for child in verb.children if child.dep_ in SUBJECTS and child.i in heads]
        objects = [heads[child.i] for child in verb.children if child.dep_ in OBJECTS and child.i in heads]
        for subject in subjects if relation else ():
            for object_ in objects:
                kinds = doc._.mentions[subject].kinds, doc._.mentions[object_].kinds
                if relation and ontology.fitting(relation, *kinds):
                    yield connected(subject, relation, object_, verb.sent.start, verb.sent.end)


def connected(subject: int, relation: str, object_: int, start: int, end: int) -> Candidate:
    """Gives a candidate that counts in any case."""
    return Candidate(subject, relation, object_, start, end, None, "benchmark", SURE)


def read(nlp: Language, article: Article, connect: Connect) -> Doc:
    """Gives the Doc of an article, candidates found as a system finds them."""
    doc = nlp.make_doc(article.body)
    doc._.article = article
    for name, stage in nlp.pipeline:
        doc = stage(doc)
        if name == CONNECT:
            connect(doc)
    return doc


def measured(nlp: Language, gold: Path, articles: Path, connect: Connect, ontology: Ontology) -> Report:
    """Gives the report of a system on the articles of a folder."""
    found = [item for item in collect([str(articles)]) if isinstance(item, Article)]
    graph, _ = join([yielded(read(nlp, article, connect), article) for article in found], ontology)
    return evaluate(gold, graph, ontology)


def main(arguments: Sequence[str]) -> int:
    """Prints a table of the systems for each pair of folders; returns the exit status."""
    nlp, ontology = load("nl"), load_ontology()
    pairs = [(Path(gold), Path(articles)) for gold, articles in zip(arguments[::2], arguments[1::2], strict=True)]
    for gold, articles in pairs:
        table = Table("system", "P", "R", "edges F1", "claims F1", "stances", "missed: why", title=str(gold.name))
        for name, connect in systems(nlp, ontology).items():
            report = measured(nlp, gold, articles, connect, ontology)
            edges = report.levels["edges"]
            figures = (edges.precision, edges.recall, edges.f1, report.levels["claims"].f1, report.macro_stance_f1)
            why = ", ".join(f"{reason.name.lower()} {count}" for reason, count in report.reasons.items())
            table.add_row(name, *(f"{figure:.2f}" for figure in figures), why)
        Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
