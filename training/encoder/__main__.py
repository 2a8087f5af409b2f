"""Trains, exports and measures the reader.

python -m training.encoder train WORK [--texts FILE ...]    from corpus and treebank to WORK/model.safetensors
python -m training.encoder export WORK FOLDER [--float]     from WORK to a calibrated folder for the Reader
python -m training.encoder evaluate FOLDER                  figures of such a folder on held-out passages
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from graphbuild.pipeline.encoder import Reader
from training.corpus import Passage, read_corpus, split
from training.encoder.calibrate import best_thresholds, fit_platt
from training.encoder.carrier import open_carrier
from training.encoder.dataset import KIND_NAMES, RELATION_NAMES, TAGS, Example, ExampleMaker
from training.encoder.evaluate import measure
from training.encoder.export import export
from training.encoder.forms import lower_case_words
from training.encoder.model import ReaderModel, Shape
from training.encoder.tagged import WORD_CLASSES, hand_tagged
from training.encoder.train import Material, Plan, train
from training.encoder.vocabulary import build_tokenizer, kept_pieces

_BEGIN, _SEPARATOR = 0, 2


def main(arguments: Sequence[str]) -> int:
    """Runs the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    passages = read_corpus(sorted(options.corpus.glob("*.ann")))
    if options.command == "train":
        plan = Plan(epochs=options.epochs, minutes=options.minutes, seed=options.seed)
        _train(options.work, passages, options.texts, options.treebank, plan, options.start)
    elif options.command == "export":
        _export(options.work, options.folder, passages, quantized=not options.float)
    else:
        reader = Reader.from_disk(options.folder, options.threads)
        held_out = _held_out(options.folder / "tokenizer.json", passages)
        print(measure(reader, held_out, reader.thresholds).report())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.encoder", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--corpus", type=Path, default=Path("data/training"))
    parser.add_argument("--threads", type=int, default=1)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train")
    training.add_argument("work", type=Path)
    training.add_argument("--texts", type=Path, nargs="*", default=[], help="plain texts, to choose pieces by")
    training.add_argument("--treebank", type=Path, default=Path("../shared/treebank"), help="for word classes")
    training.add_argument("--epochs", type=int, default=Plan.epochs)
    training.add_argument("--minutes", type=float, default=Plan.minutes, help="end by then, with fewer epochs")
    training.add_argument("--start", type=Path, help="go on from these weights of an earlier training")
    training.add_argument("--seed", type=int, default=Plan.seed)
    exporting = commands.add_parser("export")
    exporting.add_argument("work", type=Path)
    exporting.add_argument("folder", type=Path)
    exporting.add_argument("--float", action="store_true", help="store all weights as float32")
    commands.add_parser("evaluate").add_argument("folder", type=Path)
    return parser


def _train(
    work: Path, passages: Sequence[Passage], texts: Sequence[Path], treebank: Path, plan: Plan, start: Path | None
) -> None:
    work.mkdir(parents=True, exist_ok=True)
    carrier = open_carrier()
    lines = [sentence.text for passage in passages for sentence in passage.sentences]
    lines += [line for path in texts for line in path.read_text(encoding="utf-8").splitlines()]
    kept = kept_pieces(carrier, lines)
    tokenizer = build_tokenizer([carrier.pieces[number] for number in kept], carrier.scores[kept])
    tokenizer.save(str(work / "tokenizer.json"))
    (work / "pieces.json").write_text(json.dumps(kept), encoding="utf-8")
    torch.manual_seed(plan.seed)
    model = ReaderModel(carrier, kept, _shape())
    if start is not None:
        model.load_state_dict(load_file(start))
    make, sentences = _maker(tokenizer, passages), hand_tagged(treebank)
    train(model, Material(split(passages)[0], make, sentences), plan, work / "model.safetensors")


def _shape() -> Shape:
    return Shape(tags=len(TAGS), kinds=len(KIND_NAMES) + 1, relations=len(RELATION_NAMES), classes=len(WORD_CLASSES))


def _maker(tokenizer: Tokenizer, passages: Sequence[Passage]) -> ExampleMaker:
    return ExampleMaker(tokenizer, _BEGIN, _SEPARATOR, lower_case_words(passages))


def _held_out(tokenizer_file: Path, passages: Sequence[Passage]) -> list[Example]:
    make = _maker(Tokenizer.from_file(str(tokenizer_file)), passages)
    return [make([passage]) for passage in split(passages)[1]]


def _export(work: Path, folder: Path, passages: Sequence[Passage], quantized: bool) -> None:
    """Exports uncalibrated, measures on held-out passages, and exports again with what that gave."""
    kept = json.loads((work / "pieces.json").read_text(encoding="utf-8"))
    model = ReaderModel(open_carrier(), kept, _shape())
    model.load_state_dict(load_file(work / "model.safetensors"))
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as temporary:
        raw = Path(temporary) / "raw"
        export(model, tokenizer, raw, _settings(1.0, 0.0, {}), quantized)
        examples = _held_out(raw / "tokenizer.json", passages)
        candidates = measure(Reader.from_disk(raw), examples).candidates
    wanted = Counter(
        RELATION_NAMES[claim.relation]
        for example in examples
        for sentence in example.relation_sentences
        for claim in sentence.claims
    )
    scale, offset = fit_platt(candidates)
    thresholds = best_thresholds(candidates, wanted, scale, offset)
    export(model, tokenizer, folder, _settings(scale, offset, thresholds), quantized)


def _settings(scale: float, offset: float, thresholds: dict[str, float]) -> dict[str, object]:
    return {"calibration": {"scale": scale, "offset": offset}, "thresholds": thresholds}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
