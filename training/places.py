"""Fit the weights by which readings of place names are ranked: `python -m training.places SET.jsonl... [--try]`.

A conditional logit over each name's readings: right are those that are the gold entry, else those nearest to the gold point. The
second stage learns from chances that its own last weights gave, in turns. `--try` fits on all sets but one, tells the accuracy on
that one, for each in turn, and writes nothing. No chance is drawn: the same data gives the same weights.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from allegata.bench.rows import as_article, day, readers
from allegata.data import path
from allegata.extract import extract
from allegata.records import Span
from allegata.resolve import senses as module
from allegata.resolve.associative import find_associative
from allegata.resolve.mentions import find_mentions
from allegata.resolve.senses import Senses, alone_weights, together_weights
from allegata.resolve.signs import Option, Signs, km, signs_together

TURNS = 3
STRENGTH = {"alone": 3.0, "together": 3.0}
"""L2 on standardised signs; chosen by fitting on two sets and looking at the third."""

RIGHT_KM, NEAR_ENOUGH_KM = 25.0, 161.0

Group = tuple[list[Signs], list[bool], float]


class Text:
    """One text with its mentions and, by name, the gold entries of those that gold has too."""

    def __init__(self, row: dict[str, Any], hints: Any) -> None:
        text = row["text"]
        self.row, self.text = row, text
        whole, world = (Span(0, len(text)),), readers().gazetteer
        literal = find_mentions(text, hints=hints, gazetteer=world, profile=None, within=whole)
        others = find_associative(text, hints=hints, gazetteer=world, literal=literal, within=whole)
        self.mentions = (*literal, *others)
        self.gold: dict[str, list[dict[str, Any]]] = {}
        for g in row["toponyms"]:
            for m in self.mentions:
                if g["lat"] is not None and m.span.start < g["end"] and g["start"] < m.span.end:
                    self.gold.setdefault(m.key, []).append(g)
                    break

    def senses(self) -> Senses:
        return Senses(self.mentions, readers().gazetteer, None, self.text, self.row.get("domain"))


def read_texts(file: str) -> list[Text]:
    """All texts of a set; the parse is the slow part."""
    made = []
    for line in Path(file).read_text(encoding="utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            hints = extract(as_article(row["text"], day(row)), parse=readers().parse, attribution=lambda *_: ()).entities
            made.append(Text(row, hints))
    return made


def right(option: Option, gold: dict[str, Any], options: Sequence[Option]) -> bool:
    """Whether the option is what gold says; the nearest ones where no option has gold's number."""
    number = f"geonames:{gold['geonameid']}"
    if any(o.entry.candidate.id == number for o in options):
        return option.entry.candidate.id == number
    off = [km(o.point, (gold["lat"], gold["lon"])) if o.point else 2e4 for o in options]
    limit = RIGHT_KM if min(off) <= RIGHT_KM else NEAR_ENOUGH_KM
    return off[list(map(id, options)).index(id(option))] <= limit


def groups(texts: Iterable[Text], stage: str) -> list[Group]:
    """Signs of every reading of a name with gold, and which readings are right."""
    made: list[Group] = []
    for text in texts:
        senses = text.senses()
        for key, golds in text.gold.items():
            options = senses.options[key] if stage == "alone" else senses.judged(key)
            if len(options) < 2:
                continue
            signs = [dict(o.alone) for o in options]
            if stage == "together":
                others = senses.others(key)
                for s, o in zip(signs, options, strict=True):
                    s |= signs_together(o, others, named=senses.named, home=senses.home)
            seen: dict[tuple[bool, ...], int] = {}
            for gold in golds:
                told = tuple(right(o, gold, options) for o in options)
                seen[told] = seen.get(told, 0) + 1
            for told, n in seen.items():
                if any(told) and not all(told):
                    made.append((signs, list(told), n**0.5))
    return made


def fit(made: Sequence[Group], strength: float) -> dict[str, float]:
    """Weights of a conditional logit, for raw signs."""
    names = sorted({n for signs, _, _ in made for s in signs for n in s})
    at = {n: i for i, n in enumerate(names)}
    table = np.zeros((sum(len(s) for s, _, _ in made), len(names)))
    start, row = [], 0
    for signs, _, _ in made:
        start.append(row)
        for s in signs:
            for n, v in s.items():
                table[row, at[n]] = v
            row += 1
    spread = table.std(0) + 1e-6
    scaled = table / spread
    good = np.array([t for _, told, _ in made for t in told], float)
    group = np.repeat(np.arange(len(made)), [len(s) for s, _, _ in made])
    weight = np.array([w for _, _, w in made])

    def loss(w: Any) -> Any:
        z = scaled @ w
        z = np.exp(z - np.maximum.reduceat(z, start)[group])
        p = z / np.add.reduceat(z, start)[group]
        hit = np.add.reduceat(p * good, start) + 1e-12
        pull = (p - p * good / hit[group]) * weight[group]
        return -np.sum(weight * np.log(hit)) + strength / 2 * np.sum(w**2), scaled.T @ pull + strength * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x / spread
    return {n: round(float(v), 3) for n, v in zip(names, found, strict=True) if abs(v) >= 0.0005}


def use(stage: str, weights: dict[str, float]) -> None:
    """Put the weights where the judging looks for them."""
    held = module._weights(stage)
    held.clear()
    held.update(weights)


def train(texts: Sequence[Text]) -> None:
    """Both stages, the second in turns with the chances that it gives."""
    use("alone", {})
    use("alone", fit(groups(texts, "alone"), STRENGTH["alone"]))
    use("together", dict(alone_weights()))
    for _ in range(TURNS):
        use("together", fit(groups(texts, "together"), STRENGTH["together"]))


def accuracy(texts: Sequence[Text]) -> tuple[float, int]:
    """Share of mentions with gold coordinates whose first reading is within 161 km, and how many there are."""
    hits = total = 0
    for text in texts:
        senses = text.senses()
        for key, golds in text.gold.items():
            options = sorted(senses.options[key], key=lambda o: (-o.score, o.entry.candidate.id))
            for gold in golds:
                total += 1
                point = options[0].point if options else None
                hits += point is not None and km(point, (gold["lat"], gold["lon"])) <= NEAR_ENOUGH_KM
    return hits / max(1, total), total


def say(name: str, how: str, texts: Sequence[Text]) -> None:
    share, total = accuracy(texts)
    print(name, how, f"{share:.4f} of {total}", flush=True)


def main(*args: str) -> None:
    sets = {Path(a).stem: read_texts(a) for a in args if not a.startswith("--")}
    if "--try" in args:
        for held in sets:
            train([t for name, texts in sets.items() if name != held for t in texts])
            say(held, "unseen", sets[held])
        return
    train([t for texts in sets.values() for t in texts])
    for name, texts in sets.items():
        say(name, "seen", texts)
    lines = [
        "# How readings of a place name are weighed: `python -m training.places`, docs/models/places.md. Signs: resolve/signs.py.\n",
        "stage,sign,weight\n",
        *(f'alone,"{n}",{v}\n' for n, v in sorted(alone_weights().items())),
        *(f'together,"{n}",{v}\n' for n, v in sorted(together_weights().items())),
    ]
    Path(str(path("place_weights.csv"))).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
