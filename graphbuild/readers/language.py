"""In which language a text is, and whether graphbuild can read that language."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from graphbuild.errors import ArticleError

SUPPORTED = {"nl": "Dutch"}
"""Languages that graphbuild has a folder for: ISO 639-1 code -> English name."""

_NAMES = {
    "af": "Afrikaans", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "fy": "Frisian", "it": "Italian", "lb": "Luxembourgish", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "zh": "Chinese",
    "zxx": "no language",
}  # fmt: skip
# The beginning tells the language; the rest would only cost time.
_ENOUGH = 5_000
# Names of firms say little about a language, so that a few words are taken as Dutch unless the guess is sure.
_SHORT = 200
_SURE_OF_SHORT, _SURE_OF_LONG = 0.8, 0.5


def language_of(text: str, source_file: str) -> str:
    """Gives the code of a text's language; raises ArticleError when graphbuild cannot read that language."""
    guess, probability = _identifier().classify(text[:_ENOUGH])
    sure = _SURE_OF_SHORT if len(text) < _SHORT else _SURE_OF_LONG
    if guess in SUPPORTED:
        return str(guess)
    if probability > sure:
        raise ArticleError(source_file, f"is not in Dutch but in {_NAMES.get(guess, guess)}; skipped")
    return "nl"


@lru_cache
def _identifier() -> LanguageIdentifier:
    """Loads the model of py3langid, which gives probabilities that do not depend on other calls."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
