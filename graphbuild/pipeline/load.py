"""Puts the pipeline of a language together, from text to claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops

from graphbuild.background import language_folder
from graphbuild.errors import LanguageError
from graphbuild.pipeline import (
    attribution,
    boundaries,
    claims,
    combine,
    data_categories,
    dates,
    names,
    neuter_pronoun,
    particles,
    reader,
    reference,
    relations,
    stance,
)

STAGES = (
    boundaries,
    particles,
    reader,
    neuter_pronoun,
    names,
    reference,
    relations,
    combine,
    attribution,
    stance,
    dates,
    data_categories,
    claims,
)
"""The modules whose import makes their components known to spaCy, in the order in which they run."""

THREADS = 2
THRESHOLD = 0.33
"""The least confidence of a claim: about where F1 of edges is best on held-out passages, in both tiers."""


def load(language: str = "nl", *, fast: bool = False, entities: Sequence[str | Path] = ()) -> Language:
    """Gives a spaCy pipeline that goes from text to claims: `nlp(text)._.claims`.

    `fast` leaves the encoder out: twice as quick, and it finds fewer names and claims. `entities` are
    files of known entities beside those that come with graphbuild.
    Raises UnknownNameError for a language that is not there, KnowledgeError when one of its files is broken.
    """
    folder = language_folder(language)
    try:
        # numpy's own matrix product is up to three times as fast here as the BLIS that thinc would take.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(folder / "pipeline", exclude=[] if fast else ["ner"])
    except (OSError, ValueError) as error:
        raise LanguageError(folder / "pipeline", f"the trained pipeline cannot be loaded: {error}") from error
    known = {"language": language, "entity_files": [str(path) for path in entities]}
    nlp.add_pipe("graphbuild_boundaries", before="parser")
    nlp.add_pipe("graphbuild_particles")
    if not fast:
        nlp.add_pipe("graphbuild_reader", config={"language": language, "threads": THREADS})
    nlp.add_pipe("graphbuild_neuter_pronoun", config={"language": language})
    nlp.add_pipe("graphbuild_names", config=known)
    nlp.add_pipe("graphbuild_reference", config=known)
    nlp.add_pipe("graphbuild_relations", config={"language": language})
    nlp.add_pipe("graphbuild_combine", config={"language": language})
    for stage in ("attribution", "stance", "dates", "data_categories"):
        nlp.add_pipe(f"graphbuild_{stage}", config={"language": language})
    nlp.add_pipe("graphbuild_claims", config={"threshold": THRESHOLD})
    return nlp
