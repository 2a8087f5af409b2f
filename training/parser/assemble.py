"""Puts the trained parts together into the pipeline that graphbuild delivers."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import AttributeRuler

from training.parser.evaluate import NameFigures, TreeFigures
from training.parser.tokenizer import adapt_tokenizer

VERSION = "1.0.0"
SOURCES = (
    {
        "name": "UD_Dutch-Alpino",
        "url": "https://github.com/UniversalDependencies/UD_Dutch-Alpino",
        "license": "CC BY-SA 4.0",
        "author": "Daniel Zeman, Zdeněk Žabokrtský, Gosse Bouma, Gertjan van Noord",
    },
    {
        "name": "UD_Dutch-LassySmall",
        "url": "https://github.com/UniversalDependencies/UD_Dutch-LassySmall",
        "license": "CC BY-SA 4.0",
        "author": "Gosse Bouma, Gertjan van Noord",
    },
    {
        "name": "Alpino treebank, newspaper part (cdb)",
        "url": "https://www.let.rug.nl/vannoord/trees/",
        "license": "by permission of Gertjan van Noord",
        "author": "Gertjan van Noord and others",
    },
    {
        "name": "Annotated Dutch news prose of graphbuild (data/training)",
        "url": "",
        "license": "as graphbuild",
        "author": "the authors of graphbuild",
    },
    {
        "name": "multilingual-e5-small, from which the word vectors are distilled",
        "url": "https://huggingface.co/intfloat/multilingual-e5-small",
        "license": "MIT",
        "author": "Liang Wang and others",
    },
    {
        "name": "wordfreq, the word list of the vectors",
        "url": "https://github.com/rspeer/wordfreq",
        "license": "CC BY-SA 4.0",
        "author": "Robyn Speer",
    },
    {
        "name": "spacy-lookups-data, the verb lists",
        "url": "https://github.com/explosion/spacy-lookups-data",
        "license": "MIT",
        "author": "Explosion and contributors",
    },
)


def assemble(trees: Path, names: Path, lexicon: Lookups) -> Language:
    """One pipeline of the two trained ones, the verb lexicon in its vocabulary."""
    nlp = adapt_tokenizer(spacy.load(trees))
    name_model = spacy.load(names)
    name_model.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=name_model)
    _agree_auxiliaries(nlp)
    for table in lexicon.tables:
        nlp.vocab.lookups.set_table(table, lexicon.get_table(table))
    _forget_training(nlp)
    nlp.meta.update(
        name="nl_graphbuild",
        version=VERSION,
        description="Dutch tags, lemmas, trees and names for graphbuild",
        license="CC BY-SA 4.0",
        sources=list(SOURCES),
    )
    return nlp


def add_figures(nlp: Language, trees: TreeFigures, names: NameFigures) -> None:
    """Writes the figures (percent) into the description of the pipeline."""
    figures: dict[str, Any] = {"trees": asdict(trees), "names": asdict(names)}
    nlp.meta["performance"] = figures


def write(nlp: Language, folder: Path) -> None:
    """Puts the pipeline in place of what the folder holds; a reader meets the old one or the new one, whole."""
    fresh, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(fresh)
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _agree_auxiliaries(nlp: Language) -> None:
    """Adds the rule of Universal Dependencies that exactly auxiliaries and copulas are tagged AUX."""
    ruler = nlp.add_pipe("attribute_ruler", before="ner")
    assert isinstance(ruler, AttributeRuler)
    relations = ["aux", "aux:pass", "cop"]
    ruler.add([[{"POS": "AUX", "DEP": {"NOT_IN": relations}}]], {"POS": "VERB"})
    ruler.add([[{"POS": "VERB", "DEP": {"IN": relations}}]], {"POS": "AUX"})


def _forget_training(nlp: Language) -> None:
    """Takes paths and callbacks of the training out of the configuration: the pipeline stands by itself."""
    for key in nlp.config["paths"]:
        nlp.config["paths"][key] = None
    nlp.config["initialize"]["before_init"] = None
    nlp.config["initialize"]["vectors"] = None
