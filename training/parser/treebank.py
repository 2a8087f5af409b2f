"""Universal Dependencies files of Dutch: reading, and one convention for files that follow several.

The cdb file was converted by a newer converter than the others and tagged automatically, LassySmall marks
fixed expressions with `ExtPos`, and all but cdb write compounds and particles into lemmas (`mee_doen`).
`normalize` brings all of them to what they and the text itself share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

TEST_FILE = "nl_alpino-test.conllu"
AUTOMATIC_FILE = "nl_alpino-cdb.conllu"

# What only some of the files have; a model of all of them would guess it by the style of the text.
_PARTIAL_FEATURES = frozenset({"ExtPos", "Mood"})
_DEMONYM_ENDINGS = ("s", "se", "sch", "sche")
_PARTIAL_VALUES = frozenset({"PronType=Art", "PronType=Tot", "PronType=Neg", "Case=Gen", "Case=Dat"})


class TreebankError(ValueError):
    """A CoNLL-U file is missing or broken; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; ``head`` is the index of its head in the sentence, its own index for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    features: str
    head: int
    relation: str
    space_after: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tree; ``source`` is the file name and sentence id."""

    words: tuple[Word, ...]
    source: str


def training_files(folder: Path) -> list[Path]:
    """The CoNLL-U files of the folder but the test file, sorted by name."""
    files = sorted(path for path in folder.glob("*.conllu") if path.name != TEST_FILE)
    if not files:
        raise TreebankError(f"{folder}: no CoNLL-U files here; see training/README.md for where to get them")
    return files


def read_treebank(path: Path) -> list[Sentence]:
    """The normalized trees of one file. Raises TreebankError if it is not there or breaks the format."""
    if not path.is_file():
        raise TreebankError(f"{path}: no such file; see training/README.md for where to get the treebanks")
    return [normalize(sentence) for sentence in _sentences(path)]


def normalize(sentence: Sentence) -> Sentence:
    """The sentence with the features that all files share, and with lemmas of the words as they stand."""
    particles: dict[int, list[str]] = {}
    for word in sentence.words:
        if word.relation == "compound:prt":
            particles.setdefault(word.head, []).append(word.form.lower())
    words = (_normalized(word, particles.get(index, ())) for index, word in enumerate(sentence.words))
    return replace(sentence, words=tuple(words))


def _normalized(word: Word, particles: Sequence[str]) -> Word:
    return replace(word, lemma=_plain_lemma(word, particles), features=_shared_features(word.features))


def _plain_lemma(word: Word, particles: Sequence[str]) -> str:
    first, mark, rest = word.lemma.partition("_")
    if mark and rest and first.lower() in particles:
        # "strekt .. uit" has `uit_strekken` in some files, `strekken` in others: the verb alone here.
        return rest.replace("_", "")
    if mark and rest and word.upos not in {"VERB", "AUX"}:
        return _compound_lemma(word)
    lemma = word.lemma.replace("_", "") or word.lemma
    if word.upos == "ADJ" and word.form[0].isupper() and word.form.endswith(_DEMONYM_ENDINGS):
        # Frog writes `nederlands`, the treebanks tagged by hand `Nederlands`.
        return lemma[0].upper() + lemma[1:]
    return lemma


def _compound_lemma(word: Word) -> str:
    """The compound as it is written, its last part as the lemma has it: `gezondheidszorg`, no `gezondheidzorg`."""
    last = word.lemma.rpartition("_")[2]
    for length in (3, 2):
        start = word.form.lower().rfind(last[:length].lower(), 1)
        if start > 0:
            before = word.form[:start]
            return (before if word.lemma[0].isupper() else before.lower()) + last
    return word.lemma.replace("_", "")


def _shared_features(features: str) -> str:
    kept = [
        feature
        for feature in features.split("|")
        if feature not in _PARTIAL_VALUES and feature.partition("=")[0] not in _PARTIAL_FEATURES
    ]
    return "|".join(kept) or "_"


def _sentences(path: Path) -> Iterator[Sentence]:
    rows: list[list[str]] = []
    name = ""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.startswith("# sent_id"):
                name = line.partition("=")[2].strip()
            elif line and not line.startswith("#"):
                rows.append(_row(line, f"{path}:{number}"))
            elif not line and rows:
                yield _sentence(rows, f"{path.name} {name}")
                rows = []
    if rows:
        yield _sentence(rows, f"{path.name} {name}")


def _row(line: str, place: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) != 10:
        raise TreebankError(f"{place}: {len(columns)} columns; CoNLL-U has ten, between tabs")
    return columns


def _sentence(rows: Sequence[list[str]], source: str) -> Sentence:
    words = [row for row in rows if row[0].isdigit()]  # not the empty nodes (8.1) of enhanced trees
    return Sentence(tuple(_word(row, index) for index, row in enumerate(words)), source)


def _word(row: Sequence[str], index: int) -> Word:
    _, form, lemma, upos, xpos, features, head, relation, _, other = row
    target = int(head) - 1 if head != "0" else index
    return Word(form, lemma, upos, xpos, features, target, relation, "SpaceAfter=No" not in other)
