"""The trained network as two int8 ONNX files and its tokenizer, where the package looks for them: `python -m training.export MODEL.pt OUT`."""

import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.net import WIDTH, Reader, Tagger


def main(weights: Path, out: Path) -> None:
    """Write tagger.onnx and reader.onnx; per channel, as a scale for the whole matrix costs accuracy."""
    held = torch.load(weights)
    tagger, reader = Tagger(), Reader()
    tagger.load_state_dict(held["tagger"])
    reader.load_state_dict(held["reader"])
    tagger.eval(), reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    length, cues = torch.export.Dim("length", min=4, max=512), torch.export.Dim("cues", min=1, max=4096)
    ids, features = torch.ones(1, 64, dtype=torch.long), torch.ones(1, 64, 4, dtype=torch.long)
    _write(
        tagger, (ids, features, torch.ones(1, 64)), out / "tagger.onnx",
        ["ids", "features", "mask"], ["tags", "inner", "hidden"], ({1: length}, {1: length}, {1: length}),
    )  # fmt: skip
    asked = torch.zeros(3, 64)
    asked[:, 5] = 1
    told = torch.ones(3, 64, dtype=torch.long)
    pairs = {0: cues, 1: length}
    _write(
        reader, (torch.randn(1, 64, WIDTH), torch.zeros(3, dtype=torch.long), asked, told, torch.ones(3, 64)), out / "reader.onnx",
        ["hidden", "window", "cue", "hints", "mask"], ["roles"], ({1: length}, {0: cues}, pairs, pairs, pairs),
    )  # fmt: skip


Shapes = tuple[dict[int, object], ...]
Tensors = tuple[torch.Tensor, ...]


def _write(
    module: torch.nn.Module, example: Tensors, path: Path, inputs: list[str], outputs: list[str], shapes: Shapes
) -> None:
    full = path.with_suffix(".fp32.onnx")
    names = {"input_names": inputs, "output_names": outputs, "dynamic_shapes": shapes}
    torch.onnx.export(module, example, str(full), dynamo=True, external_data=False, **names)
    onnx.checker.check_model(str(full))
    kinds = ["MatMul", "Gemm", "Gather"]
    quantize_dynamic(str(full), str(path), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=kinds)
    full.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
