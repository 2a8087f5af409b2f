"""Prunes the encoder's vocabulary to the pieces that Dutch and English text uses."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from wordfreq import top_n_list

from training.encoder.carrier import Carrier

SPECIAL_PIECES = 4
"""The first pieces of the vocabulary: begin, padding, end (also our separator), unknown."""

UNKNOWN = 3
PIECES = 34_000
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT", "COMBINING")
_WORDS_PER_LANGUAGE = 60_000


def build_tokenizer(pieces: Sequence[str], scores: npt.NDArray[np.float32]) -> Tokenizer:
    """A unigram tokenizer as the pretrained encoder had: NFKC, white space folded, words marked by `▁`."""
    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"[\s\x00-\x1f\u200b]+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def kept_pieces(carrier: Carrier, texts: Iterable[str], size: int = PIECES) -> list[int]:
    """Ids of about `size` pieces in order: special ones, single characters, then the most used in the texts.

    Word lists of Dutch and English count as text too, each word in lower case and capitalized.
    """
    tokenizer = build_tokenizer(carrier.pieces, carrier.scores)
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(tokenizer.encode(text, add_special_tokens=False).ids)
    for language in ("nl", "en"):
        words = top_n_list(language, _WORDS_PER_LANGUAGE, wordlist="best")
        for encoding in tokenizer.encode_batch([*words, *(word.title() for word in words)]):
            counts.update(encoding.ids)
    kept = set(range(SPECIAL_PIECES))
    kept |= {number for number, piece in enumerate(carrier.pieces) if _is_kept_character(piece)}
    for number, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if len(kept) >= size:
            break
        kept.add(number)
    return sorted(kept)


def _is_kept_character(piece: str) -> bool:
    character = piece.removeprefix("▁") or "▁"
    if len(character) != 1:
        return False
    if not character.isalpha():
        return unicodedata.category(character)[0] in "NPSZ"
    return unicodedata.name(character, "").startswith(_SCRIPTS)
