"""Gives each verb its dictionary form, the separable particle joined: "werkt .. samen" is `samenwerken`.

The parse tells which particle belongs to which verb. A lexicon in the trained pipeline (three tables of
`vocab.lookups`, made by training/parser/lexicon.py) mends what the statistical lemmatizer and the parser get
wrong: forms never seen ("ontkent"), and particles taken for adverbs or prepositions. Without the tables the
parse alone decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc, Span, Token

from graphbuild.pipeline.document import register_extensions

COMPONENT = "graphbuild_particles"
"""Name of the component for spaCy."""

FORMS_TABLE = "verb_forms"
"""Table from inflected form to infinitive, particle joined ("doorgestuurd": "doorsturen")."""

VERBS_TABLE = "verbs"
"""Table from infinitive to its separable particle, or "" where it has none ("samenwerken": "samen")."""

PARTICLES_TABLE = "verb_particles"
"""Table of the separable particles; each makes a verb with any base, so "appt .. door" needs no entry."""

# A particle that stands alone is followed by one of these, or by nothing; a preposition never is.
_AFTER_PARTICLE = frozenset({"ADP", "PUNCT", "CCONJ", "SCONJ", "VERB", "AUX", "SPACE"})
_FINITE = "VerbForm=Fin"


@dataclass(frozen=True, slots=True)
class VerbLexicon:
    """What is known about verbs; the maps are empty in a pipeline without tables."""

    forms: Mapping[str, str] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    particles: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, lookups: Lookups) -> VerbLexicon:
        """Gives the lexicon in a vocabulary's tables."""
        if not all(lookups.has_table(name) for name in (FORMS_TABLE, VERBS_TABLE, PARTICLES_TABLE)):
            return cls()
        return cls(*(lookups.get_table(name) for name in (FORMS_TABLE, VERBS_TABLE, PARTICLES_TABLE)))

    def infinitive(self, form: str, proposed: str) -> str:
        """Gives the infinitive of a form: the proposed one if that is a verb, else the lexicon's."""
        if not self.verbs or proposed in self.verbs:
            return proposed
        if form in self.forms:
            return self.forms[form]
        for length in range(2, len(form) - 2):
            particle, rest = form[:length], form[length:]
            if particle in self.particles and rest in self.forms:
                return particle + self.forms[rest]
        return proposed

    def is_separable(self, particle: Token, verb: Token) -> bool:
        """Tells whether the two are known to make a verb."""
        return self.verbs.get(joined(particle, verb)) == particle.lower_


class VerbLemmas:
    """spaCy component: sets `token._.verb`, mends lemmas of verbs; needs tags, lemmas, a parse."""

    def __call__(self, doc: Doc) -> Doc:
        """Sets `token._.verb`: a verb's joined infinitive, the lower-case lemma of other words."""
        lexicon = VerbLexicon.of(doc.vocab.lookups)
        for token in doc:
            if _is_verb(token):
                token.lemma_ = lexicon.infinitive(token.lower_, token.lemma_.lower())
            token._.verb = token.lemma_.lower()
        for sentence in _sentences(doc):
            for verb, particle in _particles(sentence, lexicon):
                verb._.verb = joined(particle, verb)
        return doc


@Language.factory(
    COMPONENT,
    assigns=["token._.verb", "token.lemma"],
    requires=["token.pos", "token.lemma", "token.dep", "token.head"],
)
def create_verb_lemmas(nlp: Language, name: str) -> VerbLemmas:  # noqa: ARG001  spaCy passes both
    """Makes the component for spaCy."""
    register_extensions()
    return VerbLemmas()


def _is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _sentences(doc: Doc) -> Iterator[Span]:
    if doc.has_annotation("SENT_START"):
        yield from doc.sents
    elif len(doc):
        yield doc[:]


def _particles(sentence: Span, lexicon: VerbLexicon) -> Iterator[tuple[Token, Token]]:
    """(verb, particle) for each verb with one: by the parse, then by the lexicon for particles left over."""
    taken: set[int] = set()
    for token in sentence:
        if token.dep_ == "compound:prt" and _makes_verb(token, token.head, lexicon):
            taken |= {token.i, token.head.i}
            yield token.head, token
    for token in sentence:
        if token.i not in taken:
            verb = _verb_after(token, sentence, lexicon) or _verb_before(token, sentence, lexicon)
            if verb is not None and verb.i not in taken:
                taken.add(verb.i)
                yield verb, token


def _makes_verb(particle: Token, verb: Token, lexicon: VerbLexicon) -> bool:
    """Tells "door appen", which is one verb, from "laten zien", which stays two."""
    if not _is_verb(verb) or _is_verb(particle):
        return False
    return not lexicon.verbs or particle.lower_ in lexicon.particles or lexicon.is_separable(particle, verb)


def _stands_alone(token: Token, sentence: Span) -> bool:
    if token.pos_ not in {"ADP", "ADV", "ADJ", "NOUN"}:
        return False
    if any(child.dep_ != "punct" for child in token.children):
        return False
    following = token.i + 1
    return following >= sentence.end or token.doc[following].pos_ in _AFTER_PARTICLE


def _verb_after(particle: Token, sentence: Span, lexicon: VerbLexicon) -> Token | None:
    """The infinitive of "door te sturen", if that makes a known separable verb."""
    position = particle.i + 2
    if position >= sentence.end or particle.doc[particle.i + 1].lower_ != "te":
        return None
    verb = particle.doc[position]
    return verb if _is_verb(verb) and lexicon.is_separable(particle, verb) else None


def _verb_before(particle: Token, sentence: Span, lexicon: VerbLexicon) -> Token | None:
    """The finite verb to the left in the clause, if it makes a known separable verb with the particle."""
    if not _stands_alone(particle, sentence):
        return None
    for token in reversed(particle.doc[sentence.start : particle.i]):
        if _is_verb(token) and _is_finite(token):
            return token if lexicon.is_separable(particle, token) else None
        if token.pos_ == "SCONJ":
            return None
    return None


def _is_finite(verb: Token) -> bool:
    return _FINITE in str(verb.morph)


def joined(particle: Token, verb: Token) -> str:
    """Gives the infinitive with the particle in front, once."""
    lemma = verb.lemma_.lower()
    return lemma if lemma.startswith(particle.lower_) else particle.lower_ + lemma
