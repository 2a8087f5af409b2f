"""The Dutch tokenizer of spaCy, corrected where it departs from the treebank or from how news is written."""

from __future__ import annotations

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex

# Abbreviations of spaCy's list that are everyday words too: there the full stop mostly ends the sentence.
_EVERYDAY_WORDS = frozenset([
    "abs", "al", "app", "bab", "bel", "best", "bet", "cap", "cas", "cass", "cert", "dat", "div", "fig", "form",
    "fra", "get", "hand", "herald", "ind", "int", "inv", "is", "it", "kon", "lat", "lit", "mand", "me", "mil",
    "mod", "mon", "no", "not", "nl", "or", "pan", "pas", "pers", "pol", "rapp", "rec", "red", "reg", "rep",
    "res", "rom", "tom", "top", "ver", "verd", "vert", "vid", "vol", "volg", "volt", "wac",
])  # fmt: skip
_AFTER_NAME = r"(?<=[0-9a-z][A-Z])\."  # "5G." and "SubscribR." are a word and a full stop
_GENERATIONS = [f"{number}G" for number in range(2, 8)]  # "5G" is no five grams


def adapt_tokenizer(nlp: Language) -> Language:
    """Changes the tokenizer of a Dutch pipeline in place, so that it is saved with it; gives the pipeline."""
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    tokenizer.rules = {form: rule for form, rule in tokenizer.rules.items() if not _is_misleading(form)}
    for year in range(100):
        for apostrophe in "'’":
            _keep_whole(tokenizer, f"{apostrophe}{year:02d}")
    for form in _GENERATIONS:
        _keep_whole(tokenizer, form)
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), _AFTER_NAME]).search
    # "KPN’s" is one word, as "KPN's" is.
    infixes = [str(infix).replace("’", "") for infix in nlp.Defaults.infixes or ()]
    tokenizer.infix_finditer = compile_infix_regex([*infixes, "—"]).finditer
    return nlp


def _keep_whole(tokenizer: Tokenizer, form: str) -> None:
    tokenizer.add_special_case(form, [{ORTH: form}])


def _is_misleading(form: str) -> bool:
    """Tells words and acronyms ("VS.", "IT.") that spaCy takes for abbreviations, and emoticons of brackets."""
    bare = form.removesuffix(".")
    if form.endswith(".") and bare.isalpha() and len(bare) > 1:
        return bare.isupper() or bare.lower() in _EVERYDAY_WORDS
    return any(mark in form for mark in "()") and not any(character.isalpha() for character in form)
