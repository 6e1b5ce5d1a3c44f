"""The trained attribution model from the package's own files, as the callables that the extract room is given."""

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..extract import Attribution
from ..extract.attribution import attribute
from ..extract.hints import TAG_HINTS
from ..extract.pieces import CASES, QUOTES, STARTS
from ..extract.tagged import Model, attribute_with

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

CLS, SEP = 101, 102
BLANK = (CASES, QUOTES, STARTS, TAG_HINTS - 1)
"""Features of the marks of begin and end: in each table the row behind the last value."""


FOLDER = Path(str(files("allegata"))) / "models" / "attribution"
"""Where the weights that ship lie, with their tokenizer and judge; docs/models/attribution.md is their card."""


def load_attribution() -> Attribution:
    """Rules and model together; the rules alone where the package has no weights."""
    return attribute_with(load_model(FOLDER)) if (FOLDER / "tagger.onnx").is_file() else attribute


def load_model(folder: Path) -> Model:
    """The model of one folder: tagger.onnx, reader.onnx, tokenizer.json, judge.json. Takes a third of a second."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tagger, reader = _session(folder / "tagger.onnx"), _session(folder / "reader.onnx")
    judge = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
    weights, bias = np.array(judge["weights"]), float(judge["bias"])

    def tokenize(text: str) -> tuple[Sequence[int], Sequence[tuple[int, int]]]:
        found = tokenizer.encode(text, add_special_tokens=False)
        return found.ids, found.offsets

    def tag(ids: "Ints", features: "Ints") -> "tuple[Floats, Floats, Floats]":
        blank = np.array([BLANK])
        told = {
            "ids": np.concatenate([[CLS], ids, [SEP]])[None],
            "features": np.concatenate([blank, features, blank])[None],
            "mask": np.ones((1, len(ids) + 2), np.float32),
        }
        tags, inner, hidden = tagger.run(["tags", "inner", "hidden"], told)
        return tags[0, 1:-1], inner[0, 1:-1], hidden[0, 1:-1]

    def read(hidden: "Floats", cues: "Floats", hints: "Ints") -> "Floats":
        window = np.zeros(len(cues), np.int64)
        told = {"hidden": hidden[None], "window": window, "cue": cues, "hints": hints, "mask": np.ones_like(cues)}
        roles: Floats = reader.run(["roles"], told)[0]
        return roles

    def chance(signs: Sequence[float]) -> float:
        return float(1 / (1 + np.exp(-(np.dot(weights, signs) + bias))))

    least, inner = judge["least"], judge.get("least_inner", judge["least"])
    return Model(tokenize=tokenize, tag=tag, read=read, judge=chance, least=least, least_inner=inner, name=judge["name"])


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Without this, processors that lack VNNI saturate sums of 8-bit products, and the same report gives other statements there.
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
