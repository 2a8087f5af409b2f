"""Relations from parses made by hand: voices, clauses, lists, bearers, and what must not become a claim."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from graphbuild.ontology import load_ontology
from graphbuild.pattern_language import WordClass
from graphbuild.patterns import load_patterns
from graphbuild.pipeline.document import Candidate
from graphbuild.pipeline.relations import RelationFinder
from graphbuild.pipeline.standing import Standing
from graphbuild.pipeline.syntax import singular
from graphbuild.types import EntityId, Mention, MentionForm

ONTOLOGY = load_ontology()
VOCAB = spacy.blank("nl").vocab
KINDS = {"Tulp": "TelecomOperator", "Lotus": "TechnologyCompany", "Kraan": "TechnologyCompany", "Raad": "Regulator"}

CLASSES = """
object-control: [verplichten]
causative: [laten]
copula: [zijn, worden]
part: [helft]
first-person: [wij]
support: [opleggen, sluiten]
receive: [krijgen]
goods: [-antenne]
bearer: [netwerk, technicus]
"""
STRONG = "geven: [gaf]"
SUPPLIES = """
relation: suppliesTo
patterns:
  - id: deliver
    verbs: [leveren]
    unless: {object: [gegevens]}
    subject: subject
    object: prep(aan)
    must: "[A|TechnologyCompany] levert aan [B|TelecomOperator]."
  - id: run
    verbs: [beheren]
    subject: subject
    object: object
    must: "[A|TechnologyCompany] beheert [B|TelecomOperator]."
  - id: have-done
    verbs: [beheren]
    subject: subject
    object: causer
    must: "[B|TelecomOperator] laat [A|TechnologyCompany] beheren. => A > B"
  - id: supplier
    nouns: [leverancier]
    subject: self
    object: prep(van) / compound
    nearby: false
    must: "[A|TechnologyCompany], leverancier van [B|TelecomOperator]."
"""
PARTNERS = """
relation: partnersWith
patterns:
  - id: work
    verbs: [samenwerken]
    subject: subject
    object: prep(met) / fellow
    must: "[A|TechnologyCompany] en [B|TelecomOperator] werken samen."
  - id: league
    phrases: [in zee]
    subject: subject
    object: prep(met)
    must: "[A|TechnologyCompany] in zee met [B|TelecomOperator]."
"""
FINES = """
relation: fines
patterns:
  - id: penalty
    nouns: [boete]
    subject: holder / prep(van)
    object: indirect / receiver
    must: "[A|Regulator] legt [B|TelecomOperator] een boete op."
"""


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> RelationFinder:
    folder: Path = tmp_path_factory.mktemp("patterns")
    files = {"classes": CLASSES, "strong_verbs": STRONG, "supplies": SUPPLIES, "partners": PARTNERS, "fines": FINES}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return RelationFinder(load_patterns(folder, "xx", ONTOLOGY), ONTOLOGY)


def parsed(*rows: str) -> Doc:
    """A sentence from rows "form lemma POS label head"; heads count from 0, a form may be marked with `=`.

    "Hij=Tulp" is a mention of Tulp; names in KINDS are mentions of themselves; "Lotus+antennes" writes
    "Lotus-antennes" with Lotus as mention inside.
    """
    forms, lemmas, pos, deps, heads, names = [], [], [], [], [], []
    for row in rows:
        form, lemma, tag, label, head = row.split()
        form, _, name = form.partition("=")
        names.append(name or form.partition("+")[0])
        forms.append(form.replace("+", "-"))
        lemmas.append(lemma)
        pos.append(tag.partition("/")[0])
        deps.append(label)
        heads.append(int(head))
    marks = [row.split()[2].partition("/")[2] for row in rows]
    morphs = [mark.replace("part", "VerbForm=Part") for mark in marks]
    doc = Doc(VOCAB, words=forms, lemmas=lemmas, pos=pos, deps=deps, heads=heads, morphs=morphs)
    for token, lemma in zip(doc, lemmas, strict=True):
        token._.verb = lemma
    mentions = []
    for token, name in zip(doc, names, strict=True):
        if name in KINDS:
            length = len(name) if token.text.startswith(f"{name}-") else len(token)
            text = token.text[:length]
            mentions.append(Mention(token.idx, token.idx + length, text, KINDS[name], EntityId(name), MentionForm.NAME))
    doc._.mentions = tuple(mentions)
    return doc


def claims(finder: RelationFinder, doc: Doc) -> set[str]:
    finder(doc)
    mentions = doc._.mentions
    found: tuple[Candidate, ...] = doc._.candidates
    return {f"{mentions[c.subject].entity_id} {c.relation} {mentions[c.object].entity_id}" for c in found}


ACTIVE = (
    "Lotus Lotus PROPN nsubj 1",
    "levert leveren VERB root 1",
    "antennes antenne NOUN obj 1",
    "aan aan ADP case 4",
    "Tulp Tulp PROPN obl 1",
)
SENTENCES = {
    "a part stands for its whole": (
        (
            "De de DET det 1",
            "helft helft NOUN nsubj:pass 7",
            "van van ADP case 3",
            "antennes antenne NOUN nmod 1",
            "is zijn AUX aux:pass 7",
            "aan aan ADP case 6",
            "Tulp Tulp PROPN obl 7",
            "geleverd leveren VERB/part root 7",
            "door door ADP case 9",
            "Lotus Lotus PROPN obl:agent 7",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "names by way of example": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "levert leveren VERB root 1",
            "aan aan ADP case 3",
            "operators operator NOUN obl 1",
            ", , PUNCT punct 6",
            "waaronder waaronder ADV advmod 6",
            "Tulp Tulp PROPN appos 1",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "a list does not act on itself": (
        (
            "Tulp Tulp PROPN nsubj 3",
            "en en CCONJ cc 2",
            "Lotus Lotus PROPN obj 3",
            "beheren beheren VERB root 3",
            "antennes antenne NOUN obl 3",
        ),
        set(),
    ),
    "no fellows where a third party is told": (
        (
            "Tulp Tulp PROPN nsubj 3",
            "en en CCONJ cc 2",
            "Lotus Lotus PROPN conj 0",
            "samenwerken samenwerken VERB root 3",
            "met met ADP case 5",
            "bouwers bouwer NOUN obl 3",
        ),
        set(),
    ),
    "a verb with a subject is no participle before a noun": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "beheren beheren NOUN amod 2",
            "netwerk netwerk NOUN root 2",
            "van van ADP case 4",
            "Tulp Tulp PROPN nmod 2",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "active": (ACTIVE, {"Lotus suppliesTo Tulp"}),
    "passive with agent": (
        (
            "Antennes antenne NOUN nsubj:pass 6",
            "worden worden AUX aux:pass 6",
            "door door ADP case 3",
            "Lotus Lotus PROPN obl:agent 6",
            "aan aan ADP case 5",
            "Tulp Tulp PROPN obl 6",
            "geleverd leveren VERB/part root 6",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "participle before a noun": (
        (
            "De de DET det 4",
            "door door ADP case 2",
            "Lotus Lotus PROPN obl 3",
            "beheerde beheren VERB/part amod 4",
            "Tulp Tulp PROPN root 4",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "relative clause": (
        (
            "Lotus Lotus PROPN root 0",
            ", , PUNCT punct 5",
            "dat dat PRON nsubj 5",
            "aan aan ADP case 4",
            "Tulp Tulp PROPN obl 5",
            "levert leveren VERB acl:relcl 0",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "relative clause that the parser missed": (
        (
            "Later later ADV advmod 2",
            ", , PUNCT punct 2",
            "zegt zeggen VERB root 2",
            "Lotus Lotus PROPN nsubj 2",
            ", , PUNCT punct 8",
            "dat dat SCONJ mark 8",
            "aan aan ADP case 7",
            "Tulp Tulp PROPN obl 8",
            "levert leveren VERB advcl 2",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "infinitive shares the subject": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "zegt zeggen VERB root 1",
            "aan aan ADP case 3",
            "Tulp Tulp PROPN obl 5",
            "te te ADP mark 5",
            "leveren leveren VERB xcomp 1",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "infinitive takes the object of an obliging verb": (
        (
            "Raad Raad PROPN nsubj 1",
            "verplicht verplichten VERB root 1",
            "Lotus Lotus PROPN obj 1",
            "aan aan ADP case 4",
            "Tulp Tulp PROPN obl 6",
            "te te ADP mark 6",
            "leveren leveren VERB xcomp 1",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "causative": (
        (
            "Tulp Tulp PROPN nsubj 1",
            "laat laten VERB root 1",
            "alles alles PRON obj 3",
            "beheren beheren VERB xcomp 1",
            "door door ADP case 5",
            "Lotus Lotus PROPN obl:agent 3",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "coordinated subjects": (
        (
            "Lotus Lotus PROPN nsubj 3",
            "en en CCONJ cc 2",
            "Kraan Kraan PROPN conj 0",
            "leveren leveren VERB root 3",
            "aan aan ADP case 5",
            "Tulp Tulp PROPN obl 3",
        ),
        {"Lotus suppliesTo Tulp", "Kraan suppliesTo Tulp"},
    ),
    "coordinated subjects that the parser took apart": (
        (
            "Lotus Lotus PROPN nsubj 3",
            "en en CCONJ cc 2",
            "Kraan Kraan PROPN nsubj 3",
            "leveren leveren VERB root 3",
            "aan aan ADP case 5",
            "Tulp Tulp PROPN obl 3",
        ),
        {"Lotus suppliesTo Tulp", "Kraan suppliesTo Tulp"},
    ),
    "coordinated verbs share the subject": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "groeit groeien VERB root 1",
            "en en CCONJ cc 3",
            "levert leveren VERB conj 1",
            "aan aan ADP case 5",
            "Tulp Tulp PROPN obl 3",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "owner of a bearer": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "beheert beheren VERB root 1",
            "het het DET det 3",
            "netwerk netwerk NOUN obj 1",
            "van van ADP case 5",
            "Tulp Tulp PROPN nmod 3",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "name inside a bearer": (
        ("Lotus Lotus PROPN nsubj 1", "beheert beheren VERB root 1", "Tulp+netwerk Tulp-netwerk NOUN obj 1"),
        {"Lotus suppliesTo Tulp"},
    ),
    "apposition": (
        (
            "Lotus Lotus PROPN nsubj 5",
            ", , PUNCT punct 2",
            "leverancier leverancier NOUN appos 0",
            "van van ADP case 4",
            "Tulp Tulp PROPN nmod 2",
            "groeit groeien VERB root 5",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "a singular apposition describes the last of a list": (
        (
            "Kraan Kraan PROPN nsubj 8",
            "en en CCONJ cc 2",
            "Lotus Lotus PROPN conj 0",
            ", , PUNCT punct 4",
            "leverancier leverancier NOUN/Number=Sing appos 2",
            "van van ADP case 6",
            "Tulp Tulp PROPN nmod 4",
            ", , PUNCT punct 4",
            "groeien groeien VERB root 8",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "copula": (
        (
            "Lotus Lotus PROPN nsubj 2",
            "is zijn AUX cop 2",
            "leverancier leverancier NOUN root 2",
            "van van ADP case 4",
            "Tulp Tulp PROPN nmod 2",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "compound before a name": (
        ("Tulp+leverancier Tulp-leverancier NOUN nsubj 2", "Lotus Lotus PROPN appos 0", "groeit groeien VERB root 2"),
        {"Lotus suppliesTo Tulp"},
    ),
    "reference in brackets is not the subject": (
        (
            "Kraan Kraan PROPN nsubj 4",
            "( ( PUNCT punct 2",
            "Raad Raad PROPN nsubj 4",
            ") ) PUNCT punct 2",
            "levert leveren VERB root 4",
            "aan aan ADP case 6",
            "Tulp Tulp PROPN obl 4",
        ),
        {"Kraan suppliesTo Tulp"},
    ),
    "fellows": (
        (
            "Lotus Lotus PROPN nsubj 3",
            "en en CCONJ cc 2",
            "Tulp Tulp PROPN conj 0",
            "werken samenwerken VERB root 3",
            "samen samen ADP compound:prt 3",
        ),
        {"Lotus partnersWith Tulp"},
    ),
    "pronominal adverb in a relative clause": (
        (
            "Lotus Lotus PROPN nsubj 5",
            ", , PUNCT punct 4",
            "waarmee waarmee ADV advmod 4",
            "Tulp Tulp PROPN nsubj 4",
            "samenwerkt samenwerken VERB acl:relcl 0",
            "groeit groeien VERB root 5",
        ),
        {"Tulp partnersWith Lotus"},
    ),
    "headline without verb": (
        (
            "Tulp Tulp PROPN nsubj 2",
            "in in ADP case 2",
            "zee zee NOUN root 2",
            "met met ADP case 4",
            "Lotus Lotus PROPN nmod 2",
        ),
        {"Tulp partnersWith Lotus"},
    ),
    "support verb": (
        (
            "Raad Raad PROPN nsubj 1",
            "legt opleggen VERB root 1",
            "Tulp Tulp PROPN iobj 1",
            "een een DET det 4",
            "boete boete NOUN obj 1",
            "op op ADP compound:prt 1",
        ),
        {"Raad fines Tulp"},
    ),
    "receiving verb": (
        (
            "Tulp Tulp PROPN nsubj 1",
            "krijgt krijgen VERB root 1",
            "een een DET det 3",
            "boete boete NOUN obj 1",
            "van van ADP case 5",
            "Raad Raad PROPN nmod 3",
        ),
        {"Raad fines Tulp"},
    ),
    "preposition found without parse": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "levert leveren VERB root 1",
            "nu nu ADV advmod 1",
            "aan aan ADP dep 2",
            "Tulp Tulp PROPN dep 2",
        ),
        {"Lotus suppliesTo Tulp"},
    ),
    "two objects by place alone": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "beheert beheren VERB root 1",
            "nu nu ADV advmod 1",
            "Tulp Tulp PROPN dep 2",
            "dan dan ADV dep 2",
            "Kraan Kraan PROPN dep 4",
        ),
        set(),
    ),
    "excluded object": (
        (*ACTIVE[:2], "gegevens gegevens NOUN obj 1", *ACTIVE[3:]),
        set(),
    ),
    "types forbid": (
        ("Lotus Lotus PROPN nsubj 1", "legt opleggen VERB root 1", "een een DET det 3", "boete boete NOUN obj 1"),
        set(),
    ),
    "speaker is no argument": (
        (
            "Lotus Lotus PROPN nsubj 1",
            "zegt zeggen VERB root 1",
            "dat dat SCONJ mark 6",
            "het het PRON nsubj 6",
            "aan aan ADP case 5",
            "Tulp Tulp PROPN obl 6",
            "levert leveren VERB ccomp 1",
        ),
        set(),
    ),
    "nobody deals with itself": (
        (
            "Tulp Tulp PROPN nsubj 1",
            "levert leveren VERB root 1",
            "aan aan ADP case 3",
            "zichzelf=Tulp zich PRON obl 1",
        ),
        set(),
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_construction_gives_its_claims(finder: RelationFinder, name: str) -> None:
    rows, expected = SENTENCES[name]
    assert claims(finder, parsed(*rows)) == expected


def test_a_candidate_names_its_rule_trigger_and_sentence(finder: RelationFinder) -> None:
    doc = finder(parsed(*ACTIVE))
    (candidate,) = doc._.candidates
    assert (candidate.rule, candidate.trigger) == ("xx/suppliesTo/deliver", 1)
    assert (candidate.start, candidate.end) == (0, len(doc))
    assert 0 < candidate.confidence <= 1


def test_a_guess_by_place_is_less_sure_than_the_parse(finder: RelationFinder) -> None:
    (sure,) = finder(parsed(*ACTIVE))._.candidates
    (guess,) = finder(parsed(*SENTENCES["preposition found without parse"][0]))._.candidates
    assert guess.confidence < sure.confidence


def test_candidates_of_other_stages_are_kept(finder: RelationFinder) -> None:
    doc = parsed(*ACTIVE)
    other = Candidate(0, "tiedTo", 1, 0, 5, None, "reader", 0.5)
    doc._.candidates = (other,)
    assert finder(doc)._.candidates[0] == other
    assert len(doc._.candidates) == 2


def test_a_doc_without_mentions_has_no_candidates(finder: RelationFinder) -> None:
    doc = parsed(*ACTIVE)
    doc._.mentions = ()
    assert finder(doc)._.candidates == ()


LABELS = st.sampled_from(
    [
        "nsubj",
        "obj",
        "iobj",
        "obl",
        "nmod",
        "conj",
        "appos",
        "flat",
        "acl:relcl",
        "xcomp",
        "amod",
        "advcl",
        "cop",
        "mark",
    ]
)
WORDS = st.sampled_from(
    [
        "Lotus Lotus PROPN",
        "Tulp Tulp PROPN",
        "levert leveren VERB",
        "boete boete NOUN",
        "die die PRON",
        "zijn zijn PRON",
    ]
)


@st.composite
def any_parse(draw: st.DrawFn) -> Doc:
    size = draw(st.integers(1, 8))
    rows = []
    for place in range(size):
        head = draw(st.integers(0, size - 1)) if place else 0
        head = min(head, place - 1) if place else 0
        rows.append(f"{draw(WORDS)} {draw(LABELS) if place else 'root'} {head}")
    return parsed(*rows)


@given(any_parse())
@settings(max_examples=200, deadline=None)
def test_no_parse_breaks_the_engine_and_types_always_hold(finder: RelationFinder, doc: Doc) -> None:
    mentions = doc._.mentions
    for candidate in finder(doc)._.candidates:
        subject, object_ = mentions[candidate.subject], mentions[candidate.object]
        assert ONTOLOGY.allows(candidate.relation, subject.kind, object_.kind)
        assert subject.entity_id != object_.entity_id
        assert 0 < candidate.confidence <= 1
        assert doc[candidate.start].i <= (candidate.trigger or 0) < candidate.end


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("palen", "paal"),
        ("bonnen", "bon"),
        ("lenzen", "lens"),
        ("brieven", "brief"),
        ("beelden", "beeld"),
        ("scans", "scans"),
    ],
)
def test_the_singular_follows_dutch_spelling(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def test_places_do_not_break_a_list() -> None:
    doc = parsed(
        "Lotus Lotus PROPN root 0",
        "uit uit ADP case 2",
        "Gent Gent PROPN nmod 0",
        "en en CCONJ cc 4",
        "Kraan Kraan PROPN conj 0",
    )
    place = Mention(doc[2].idx, doc[2].idx + 4, "Gent", "City", EntityId("Gent"), MentionForm.NAME)
    doc._.mentions = tuple(sorted((*doc._.mentions, place), key=lambda mention: mention.start))
    assert Standing(doc, WordClass()).lists == ((0, 4),)
