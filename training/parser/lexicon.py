"""The verb lexicon of the pipeline: inflected forms, separable particles; from lists and the treebank.

Read by graphbuild/pipeline/particles.py. The word lists are those of the package `spacy-lookups-data` (MIT).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.lookups import Lookups, load_lookups
from spacy.strings import get_string_id

from graphbuild.pipeline.particles import FORMS_TABLE, PARTICLES_TABLE, VERBS_TABLE
from training.parser.treebank import Sentence

# Nouns and adjectives beside the prepositions and adverbs: "deelnemen", "bekendmaken".
_PARTICLES = (
    "aan", "achter", "achterna", "achterover", "achteruit", "af", "bekend", "beschikbaar", "bij", "bijeen",
    "binnen", "bloot", "boven", "buiten", "deel", "dicht", "dood", "door", "dwars", "gade", "gelijk",
    "gereed", "goed", "groot", "heen", "heer", "hoog", "in", "ineen", "klaar", "kwijt", "langs", "les",
    "leeg", "los", "mede", "mee", "mis", "na", "naar", "neer", "om", "omhoog", "omlaag", "omver", "onder",
    "op", "open", "opeen", "over", "overeen", "overhoop", "plaats", "prijs", "rond", "samen", "scherp",
    "schoon", "schuil", "stand", "stil", "stop", "stuk", "tegen", "tegemoet", "tekort", "teleur", "teniet",
    "terecht", "terug", "teweeg", "tewerk", "thuis", "toe", "tussen", "uit", "uiteen", "vast", "veilig",
    "vol", "voor", "voorbij", "vooruit", "voort", "vrij", "waar", "weer", "weg", "zwart",
)  # fmt: skip
_INFINITIVE_ENDINGS = ("en", "aan", "ien", "oen", "zijn")


def verb_lookups(sentences: Iterable[Sentence]) -> Lookups:
    """The tables of infinitives and of inflected forms; the treebank decides where the lists differ."""
    listed = load_lookups("nl", ["lemma_index", "lemma_exc", "lemma_lookup"])
    attested = _attested_forms(sentences)
    infinitives = {verb for verb in listed.get_table("lemma_index")["verb"] if _looks_infinitive(verb)}
    infinitives |= {lemma for lemma in attested.values() if _looks_infinitive(lemma)}
    # The general list comes with hashes instead of forms, which is what tables are keyed by anyway.
    forms = {form: lemma for form, lemma in listed.get_table("lemma_lookup").items() if lemma in infinitives}
    irregular = listed.get_table("lemma_exc")["verb"].items()
    forms |= {get_string_id(form): lemmas[0] for form, lemmas in irregular if lemmas[0] in infinitives}
    forms |= {get_string_id(form): lemma for form, lemma in attested.items()}
    tables = Lookups()
    tables.add_table(VERBS_TABLE, {verb: _particle(verb, infinitives) for verb in sorted(infinitives)})
    tables.add_table(FORMS_TABLE, dict(sorted(forms.items())))
    tables.add_table(PARTICLES_TABLE, dict.fromkeys(_PARTICLES, True))
    return tables


def _looks_infinitive(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) > 3 and word.endswith(_INFINITIVE_ENDINGS)


def _attested_forms(sentences: Iterable[Sentence]) -> dict[str, str]:
    """The most frequent lemma of each verb form in the treebank."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            if word.upos in {"VERB", "AUX"} and _looks_infinitive(word.lemma):
                counts[word.form.lower()][word.lemma] += 1
    return {form: min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma)) for form, lemmas in counts.items()}


def _particle(verb: str, infinitives: set[str]) -> str:
    """The longest particle that leaves a verb: "terug" of "terugbetalen", "" of "betalen"."""
    fitting = [word for word in _PARTICLES if verb.startswith(word) and verb[len(word) :] in infinitives]
    return max(fitting, key=len, default="")
