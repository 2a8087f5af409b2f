"""The parts of a model folder: its configuration and its networks in ONNX Runtime."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import onnxruntime as ort

from graphbuild.errors import LanguageError
from graphbuild.pipeline.encoder_input import Floats, Integers

_NETWORKS = ("encoder", "links", "relations", "attributes")


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """What `config.json` of a model folder holds; see `training/encoder/export.py`, which writes it."""

    kinds: tuple[str, ...]
    relations: tuple[str, ...]
    symmetric: frozenset[str]
    classes: tuple[str, ...]
    window: int
    begin: int
    separator: int
    antecedents: int
    source_sentences: int
    scale: float
    offset: float
    thresholds: dict[str, float]


class Networks:
    """The networks of a model folder and its configuration, loaded."""

    def __init__(self, config: ReaderConfig, sessions: dict[str, ort.InferenceSession]) -> None:
        self.config = config
        self._sessions = sessions

    @classmethod
    def from_disk(cls, folder: Path, threads: int) -> Self:
        """Loads `config.json` and the networks. Raises LanguageError for a file that is missing or broken."""
        try:
            config = _read_config(json.loads(required(folder / "config.json").read_text(encoding="utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            raise LanguageError(folder / "config.json", f"not a valid configuration: {error!r}") from error
        return cls(config, {name: _session(required(folder / f"{name}.onnx"), threads) for name in _NETWORKS})

    def run(self, network: str, **inputs: Integers | Floats) -> list[Floats]:
        """The outputs of `encoder`, `links`, `relations` or `attributes`."""
        outputs: list[Floats] = self._sessions[network].run(None, inputs)
        return outputs


def required(path: Path) -> Path:
    """The path, if it is a file. Raises LanguageError otherwise."""
    if not path.is_file():
        raise LanguageError(path, "this file of the encoder is missing; export the model again")
    return path


def _session(path: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.enable_profiling = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise LanguageError(path, f"cannot be loaded: {error}") from error


def _read_config(data: dict[str, Any]) -> ReaderConfig:
    return ReaderConfig(
        kinds=tuple(data["kinds"]),
        relations=tuple(data["relations"]),
        symmetric=frozenset(data["symmetric"]),
        classes=tuple(data["classes"]),
        window=int(data["window"]),
        begin=int(data["begin"]),
        separator=int(data["separator"]),
        antecedents=int(data["antecedents"]),
        source_sentences=int(data["source_sentences"]),
        scale=float(data["calibration"]["scale"]),
        offset=float(data["calibration"]["offset"]),
        thresholds={str(name): float(value) for name, value in data["thresholds"].items()},
    )
