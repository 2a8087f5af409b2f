"""Runs spaCy's training loop on a configuration of this recipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training
from spacy.util import load_config, registry
from thinc.api import set_current_ops
from thinc.backends.numpy_ops import NumpyOps

from training.parser.tokenizer import adapt_tokenizer

CONFIGURATIONS = Path(__file__).parent / "config"


@registry.callbacks("graphbuild.training_tokenizer.v1")  # type: ignore[untyped-decorator]
def training_tokenizer() -> Callable[[Language], Language]:
    """Callback of the configurations: training texts are tokenized as the finished pipeline does."""
    return adapt_tokenizer


def train(configuration: str, output: Path, overrides: dict[str, object]) -> Language:
    """Trains by a file of the folder `config`; `output` gets the last model, weights averaged."""
    # numpy's own matrix product takes a third of the time that the one spaCy comes with takes.
    set_current_ops(NumpyOps(use_blis=False))
    config = load_config(CONFIGURATIONS / configuration, overrides=overrides, interpolate=False)
    nlp = init_nlp(config)
    output.mkdir(parents=True, exist_ok=True)
    run_training(nlp, output, stdout=sys.stderr, stderr=sys.stderr)
    return nlp
