"""Writes held-out passages as articles with gold, so that `graphbuild evaluate` can measure the whole path on them.

``python -m training.held_out FOLDER`` writes ``FOLDER/articles/*.txt`` and ``FOLDER/gold/*.yaml``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from training.corpus import AnnotatedClaim, AnnotatedSentence, Passage, read_corpus, split

_ARTICLE = re.compile(r"^(?:de|het|een) ", re.IGNORECASE)
_DEFAULTS = {"stance": "asserts", "certainty": "certain"}


def write(passages: Sequence[Passage], folder: Path) -> None:
    """Writes one article and one gold file for each passage; the names tell file and line of the passage."""
    for kind in ("articles", "gold"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for passage in passages:
        name = f"{Path(passage.file).stem}-{passage.line:04}"
        (folder / "articles" / f"{name}.txt").write_text(text_of(passage), encoding="utf-8")
        gold = yaml.safe_dump(gold_of(passage, f"{name}.txt"), allow_unicode=True, sort_keys=False)
        (folder / "gold" / f"{name}.yaml").write_text(gold, encoding="utf-8")


def text_of(passage: Passage) -> str:
    """The text of a passage, under its date. A first sentence without a final mark is a headline."""
    first, *others = [sentence.text for sentence in passage.sentences]
    parts = [first, " ".join(others)] if others and first[-1].isalnum() else [" ".join([first, *others])]
    return "\n\n".join([*([passage.date] if passage.date else []), *parts]) + "\n"


def gold_of(passage: Passage, article: str) -> dict[str, Any]:
    """The annotation of a passage as a gold file has it."""
    entities = {name: {"type": kind, "aliases": [name]} for name, kind in passage.kinds.items()}
    for sentence in passage.sentences:
        for mention in sentence.mentions:
            surface = sentence.text[mention.start : mention.end]
            named = not mention.is_reference or (surface[:1].isupper() and mention.start > 0)
            forms = [surface, _ARTICLE.sub("", surface)] if named and not mention.others else []
            known: list[str] = entities[mention.id]["aliases"]  # type: ignore[assignment]
            known += [form for form in dict.fromkeys(forms) if form not in known]
    claims = {
        (claim.subject, claim.relation, claim.object, claim.stance, claim.source): _claim(claim, sentence)
        for sentence in reversed(passage.sentences)
        for claim in reversed(sentence.claims)
    }
    return {
        "article": article,
        "language": "nl",
        "published": passage.date,
        "entities": entities,
        "claims": list(reversed(claims.values())),
    }


def _claim(claim: AnnotatedClaim, sentence: AnnotatedSentence) -> dict[str, str]:
    fields = {
        "s": claim.subject,
        "r": claim.relation,
        "o": claim.object,
        "stance": claim.stance,
        "certainty": claim.certainty,
        "source": claim.source,
        "from": claim.valid_from,
        "to": claim.valid_until,
        "quote": sentence.text,
    }
    return {name: value for name, value in fields.items() if value is not None and _DEFAULTS.get(name) != value}


def main(arguments: Sequence[str]) -> int:
    """Runs the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.held_out", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("data/training"))
    parser.add_argument("--files", default="*.ann", help="which files of the corpus, as a glob pattern")
    options = parser.parse_args(arguments)
    passages = split(read_corpus(sorted(options.corpus.glob(options.files))))[1]
    write(passages, options.folder)
    print(f"{len(passages)} passages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
