"""Fit the judge on texts that the network did not see, and say how far its confidence holds: `python -m training.judge --help`."""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from allegata.bench.annotated import annotated
from allegata.bench.statements import calibration_error
from allegata.extract.decode import hear
from allegata.extract.tagged import Joined, alike, join, signs
from allegata.records import Span
from allegata.work.attribution import load_model
from allegata.work.readers import load_parser
from training.data import HELD_OUT, Row, Text, rows, texts

OWN = 3.0
"""Weight of a statement of our own reports beside one of PolNeAR's: it is reports of conflict whose confidence must hold."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", type=Path, required=True, help="folder with tagger.onnx, reader.onnx, tokenizer.json")
    ask.add_argument("--polnear", type=Path, required=True, help="PolNeAR's training articles; the last ones were held out")
    ask.add_argument("--name", default="model-1")
    given = ask.parse_args()
    judge = given.model / "judge.json"
    if not judge.exists():
        judge.write_text(json.dumps({"weights": [0.0], "bias": 0.0, "least": 0.0, "name": given.name}))
    model = load_model(given.model)
    parse = load_parser()
    polnear = list(texts(rows(given.polnear)[-HELD_OUT:], model.tokenize, parse))
    own = list(texts(list(annotated("dev", lang="en")), model.tokenize, parse))
    lots = [(t, found(t, model), weight) for lot, weight in ((polnear, 1.0), (own, OWN)) for t in lot]
    x, y, weights, groups, nested = table(lots)
    w, b = fit(x, y, weights)
    out = crossed(x, y, weights, groups)
    mine = weights == OWN
    pairs = [(float(p), bool(r)) for p, r in zip(out[mine], y[mine], strict=True)]
    least = best_threshold(out, y, mine & ~nested, sum(s["parent"] is None for t in own for s in t.row["statements"]))
    inner = best_threshold(out, y, mine & nested, sum(s["parent"] is not None for t in own for s in t.row["statements"]))
    held = {
        "weights": [round(float(v), 5) for v in w],
        "bias": round(b, 5),
        "least": least,
        "least_inner": inner,
        "name": given.name,
    }
    judge.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(
        f"{len(y)} statements, {int(y.sum())} whole; own dev, crossed: ECE {calibration_error(pairs):.3f}; least {least}, inner {inner}"
    )
    print(f"PolNeAR held out: least {best_threshold(out, y, ~mine, sum(len(t.row['statements']) for t in polnear))}")


def found(text: Text, model: Any) -> list[Joined]:
    """What network and rules find in a gold text, joined."""
    heard = hear(text.pieces, text.drafts, model.tag, model.read)
    return join(text.article.text, text.zones, heard, text.drafts)


def table(
    lots: Sequence[tuple[Text, list[Joined], float]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Signs, whether whole, weight, number of the text, whether inside another; PolNeAR annotates no inner ones: they are left out."""
    x, y, weights, groups, nested = [], [], [], [], []
    for number, (text, joined, weight) in enumerate(lots):
        for one in joined:
            if one.inner and weight != OWN:
                continue
            x.append(signs(one))
            y.append(is_whole(one, text.row["statements"]))
            weights.append(weight)
            groups.append(number)
            nested.append(one.inner)
    return np.array(x), np.array(y, float), np.array(weights), np.array(groups), np.array(nested)


def is_whole(one: Joined, gold: Sequence[Row]) -> bool:
    """Whether source, cue and content of a gold statement each share half or more with it (characters, not words)."""
    return any(
        all(alike(getattr(one.draft, r), tuple(Span(*p) for p in g[r])) >= 0.5 for r in ("source", "cue", "content"))
        for g in gold
    )


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, penalty: float = 2.0) -> tuple[np.ndarray, float]:
    """Logistic regression by Newton's method with an L2 penalty; weights and bias."""
    a = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(a.shape[1])
    keep = np.eye(len(w)) * penalty
    keep[-1, -1] = 1e-6
    for _ in range(100):
        p = 1 / (1 + np.exp(-a @ w))
        step = np.linalg.solve((a * (weights * p * (1 - p))[:, None]).T @ a + keep, a.T @ (weights * (y - p)) - keep @ w)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return w[:-1], float(w[-1])


def crossed(x: np.ndarray, y: np.ndarray, weights: np.ndarray, groups: np.ndarray, folds: int = 5) -> np.ndarray:
    """Each statement's chance from a judge that was fitted without its text."""
    order = sorted(set(groups.tolist()))
    random.Random(1).shuffle(order)
    fold = np.array([order.index(g) % folds for g in groups])
    out = np.zeros(len(y))
    for n in range(folds):
        w, b = fit(x[fold != n], y[fold != n], weights[fold != n])
        out[fold == n] = 1 / (1 + np.exp(-(x[fold == n] @ w + b)))
    return out


def best_threshold(chances: np.ndarray, y: np.ndarray, which: np.ndarray, gold: int) -> float:
    """The least chance at which F1 over some statements is best, in steps of .05."""

    def f1(least: float) -> float:
        kept = which & (chances >= least)
        return 2 * float(y[kept].sum()) / (int(kept.sum()) + gold)

    return max((round(0.05 * n, 2) for n in range(1, 15)), key=f1)


if __name__ == "__main__":
    main()
