"""What is known before any text is read: the catalogue, and the lexicon and grammar of one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphbuild.catalogue import Catalogue, load_catalogue
from graphbuild.errors import LanguageError, UnknownNameError
from graphbuild.grammar import Grammar, load_grammar
from graphbuild.lexicon import Lexicon, check_lexicon, governments, load_lexicon
from graphbuild.ontology import load_ontology
from graphbuild.resources import PACKAGE, resource

LANGUAGES = PACKAGE / "languages"


@dataclass(frozen=True, slots=True)
class Background:
    """The knowledge that the stages of one language's pipeline share; governments are in the catalogue."""

    folder: Path
    catalogue: Catalogue
    lexicon: Lexicon
    grammar: Grammar


def language_folder(language: str) -> Path:
    """Gives the folder of a language; raises UnknownNameError for one that graphbuild does not have."""
    known = sorted(path.name for path in LANGUAGES.iterdir() if (path / "grammar.yaml").is_file())
    if language not in known:
        raise UnknownNameError("language", language, known)
    return LANGUAGES / language


def load_background(language: str, entity_files: Sequence[str | Path] = ()) -> Background:
    """Reads a language's knowledge and the known entities, those of the user's files too; a second call is free.

    Raises KnowledgeError, with file and line, when a file breaks its rules.
    """
    return _load(language, tuple(str(path) for path in entity_files))


@cache
def _load(language: str, entity_files: tuple[str, ...]) -> Background:
    folder = language_folder(language)
    files = [*sorted(resource("data", "entities").glob("*.yaml")), *map(Path, entity_files)]
    catalogue = load_catalogue(files, load_ontology().kinds)
    lexicon, grammar = load_lexicon(folder), load_grammar(folder)
    check_lexicon(lexicon, catalogue, folder)
    for country in grammar.home:
        if country not in catalogue.entities:
            raise LanguageError(folder / "grammar.yaml", f"home {country!r} is the id of no known entity")
    return Background(folder, catalogue.extended(governments(lexicon, catalogue)), lexicon, grammar)
