"""Fit the weights of extract/attacks on the training part of HRDsAttack: `python -m training.attacks TRAIN.jsonl [OUT.json]`.

Logistic regressions over the room's own signs, L-BFGS, L2; no chance is drawn but the folds, which go by a hash of the id. What
stands on the victims' chances (places, days, violations) learns from chances of models that had not seen the article.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from allegata.bench.attacks import DOERS, HARMS, KINDS, titled
from allegata.bench.rows import readers
from allegata.extract.attacks.days import days_at
from allegata.extract.attacks.document_signs import doer_signs, violation_signs
from allegata.extract.attacks.people import find_persons
from allegata.extract.attacks.people_signs import Ground, signs_of_all
from allegata.extract.attacks.scorer import Scorer
from allegata.extract.attacks.standing import Mentions
from allegata.extract.attacks.telling import Weights, victims_at
from allegata.extract.attacks.violations import find_violations
from allegata.extract.attacks.where import places_at
from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import REPORTING
from allegata.resolve import reporting_text
from allegata.resolve.dates import find_times
from allegata.resolve.places import find_places

Row = dict[str, Any]
Signs = Mapping[str, float]
FOLDS = 5
SEEN_IN = 4
"""Examples that a sign must be seen in to have a weight."""

STRENGTH = {"victim": 20.0, "harms": 60.0, "doers": 60.0, "kinds": 20.0, "place": 10.0, "time": 10.0}
"""L2 on standardised signs, chosen by cross-validation on the training part among 1, 3, 10, 20, 60, 200."""


class Read:
    """An article as the room sees it, with its gold attack."""

    def __init__(self, row: Row, article: Any, zones: Any, statements: Any, places: Any, times: Any) -> None:
        self.row, self.article, self.zones = row, article, zones
        self.gold = row["attacks"][0]
        self.fold = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % FOLDS
        self.violations = find_violations(zones)
        self.ground = Ground(zones, self.violations, statements)
        self.persons = find_persons(zones)
        self.signs = signs_of_all(self.persons, zones, self.ground)
        self.places, self.times = places, times
        self.right = [is_victim(p.name, self.gold) for p in self.persons]

    def after(self, chances: Sequence[float]) -> None:
        """What is known once the victims' chances are."""
        held = victims_at(self.persons, chances)
        mentions = Mentions(self.zones, self.ground, held)
        self.chances = list(chances)
        self.harms = violation_signs(self.zones, self.violations, held)
        self.doers = doer_signs(self.zones, self.violations) | self.harms
        text, published = self.article.text, self.article.published
        self.options = {level: places_at(level, self.places, mentions, text) for level in ("city", "region", "country")}
        self.days = {size: days_at(size, self.times, mentions, published, text) for size in ("year", "month", "day")}


def read(row: Row) -> Read:
    """Through the same steps as work/attacks.py."""
    using = readers()
    article = titled(row)
    zones = tuple(z for z in parse_zones(article, using.parse) if z.zone.kind in REPORTING)
    entities = tuple((e.label_, z.offset + e.start_char, z.offset + e.end_char) for z in zones for e in z.doc.ents)
    within = tuple(z.span for z in article.zones if z.kind in REPORTING)
    places = find_places(
        reporting_text(article), hints=entities, gazetteer=using.gazetteer, profile=using.profile_for(article), within=within
    )
    times = find_times(reporting_text(article), published=article.published)
    return Read(row, article, zones, attribute(article, zones), places, times)


def words(name: str | None) -> frozenset[str]:
    """A name as the scorer compares it."""
    return frozenset(re.findall(r"\w+", (name or "").lower()))


def is_victim(name: str, gold: Row) -> bool:
    """Whether half of the words are those of a named victim."""
    mine = words(name)
    return any(len(mine & words(v["name"])) * 2 >= len(mine | words(v["name"])) > 0 for v in gold["victims"] if v["name"])


def fit(signs: Sequence[Signs], right: Sequence[bool], strength: float, least: float = 0.5) -> Scorer:
    """A logistic regression; the weights come back for raw signs."""
    seen = Counter(name for s in signs for name, value in s.items() if value)
    names = sorted(name for name, n in seen.items() if n >= SEEN_IN)
    at = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(signs), len(names)))
    for i, s in enumerate(signs):
        for name, value in s.items():
            if name in at:
                table[i, at[name]] = value
    mean, spread = table.mean(0), table.std(0) + 1e-6
    scaled, wanted = (table - mean) / spread, np.array(right, float)

    def loss(w: Any) -> Any:
        z = scaled @ w[:-1] + w[-1]
        off = 1 / (1 + np.exp(-z)) - wanted
        return (
            np.sum(np.logaddexp(0, z) - wanted * z) + strength / 2 * np.sum(w[:-1] ** 2),
            np.append(scaled.T @ off + strength * w[:-1], off.sum()),
        )

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    raw = found[:-1] / spread
    bias = float(found[-1] - mean @ raw)
    return Scorer(bias=bias, weights={n: float(w) for n, w in zip(names, raw, strict=True)}, least=least)


def out_of_fold(
    reads: Sequence[Read], examples: Callable[[Read], Iterable[tuple[Signs, bool]]], strength: float
) -> list[list[float]]:
    """For each article the chances of its examples, by a model of the other folds."""
    held: list[list[float]] = [[] for _ in reads]
    for fold in range(FOLDS):
        train = [e for r in reads if r.fold != fold for e in examples(r)]
        scorer = fit([s for s, _ in train], [y for _, y in train], strength)
        for n, r in enumerate(reads):
            if r.fold == fold:
                held[n] = [scorer.chance(s) for s, _ in examples(r)]
    return held


def norm(value: Any) -> str | None:
    """A place or number as the scorer compares it (its aliases aside)."""
    if value is None or not str(value).strip():
        return None
    text = re.sub(r"^the ", "", re.sub(r"[.,]", "", str(value).lower()).strip())
    return text.lstrip("0") or "0" if text.isdigit() else ALIASES.get(text, text)


ALIASES = {
    "people's republic of china": "china", "united states of america": "united states", "usa": "united states", "us": "united states",
    "uk": "united kingdom", "russian federation": "russia", "islamic republic of iran": "iran", "burma": "myanmar",
}  # fmt: skip


def of_persons(r: Read) -> list[tuple[Signs, bool]]:
    """Each person: attacked or not."""
    return list(zip(r.signs, r.right, strict=True))


def of_places(level: str) -> Callable[[Read], list[tuple[Signs, bool]]]:
    """Each name of a level: the gold's or not."""
    return lambda r: [(o.signs, norm(o.name) == norm(r.gold[level])) for o in r.options[level]]


def of_days(size: str) -> Callable[[Read], list[tuple[Signs, bool]]]:
    """Each year, month or day: the gold's or not; articles whose gold states none so fine are left out."""

    def examples(r: Read) -> list[tuple[Signs, bool]]:
        wanted = [r.gold[part] for part in ("year", "month", "day")[: ("year", "month", "day").index(size) + 1]]
        if wanted[-1] is None:
            return [(o.signs, False) for o in r.days[size]] if size == "year" else []
        return [(o.signs, matches(o.value, wanted)) for o in r.days[size]]

    return examples


def matches(value: str, wanted: Sequence[str | None]) -> bool:
    """Whether a day has all parts that the gold states."""
    return all(w is None or norm(p) == norm(w) for p, w in zip(value.split("-"), wanted, strict=True))


def best_least(chances: Sequence[float], right: Sequence[bool], missed: int) -> float:
    """The threshold with the best F1; `missed`: right answers that no example is."""
    order = sorted(zip(chances, right, strict=True), reverse=True)
    best, least, hits = 0.0, 0.5, 0
    size = sum(right) + missed
    for n, (chance, good) in enumerate(order, 1):
        hits += good
        value = 2 * hits / (n + size)
        if value > best:
            best, least = value, chance
    return least


def train(reads: Sequence[Read]) -> Weights:
    """All scorers; thresholds from chances out of fold."""
    chances = out_of_fold(reads, of_persons, STRENGTH["victim"])
    for r, own in zip(reads, chances, strict=True):
        r.after(own)
    missed = sum(max(0, sum(bool(v["name"]) for v in r.gold["victims"]) - sum(r.right)) for r in reads)
    pairs = [e for r in reads for e in of_persons(r)]
    flat = [c for own in chances for c in own]
    least = best_least(flat, [y for _, y in pairs], missed)
    victim = fit([s for s, _ in pairs], [y for _, y in pairs], STRENGTH["victim"], least)
    return Weights(
        victim=victim,
        harms=_harms(reads),
        doers=_doers(reads),
        kinds=_kinds(reads),
        **{level: _of(reads, of_places(level), "place") for level in ("city", "region", "country")},
        **{size: _of(reads, of_days(size), "time") for size in ("year", "month", "day")},
    )


def _of(reads: Sequence[Read], examples: Callable[[Read], list[tuple[Signs, bool]]], what: str) -> Scorer:
    pairs = [e for r in reads for e in examples(r)]
    return fit([s for s, _ in pairs], [y for _, y in pairs], STRENGTH[what], LEAST[what])


LEAST = {"place": 0.1, "time": 0.1}
"""Chances under which no place or time is given: the words do not tie it to the attack."""


def _harms(reads: Sequence[Read]) -> dict[Any, Scorer]:
    made = {}
    every: list[tuple[float, bool]] = []
    for harm, label in HARMS.items():
        right = [label in r.gold["violation_types"] for r in reads]
        pairs = list(zip([r.harms for r in reads], right, strict=True))
        at = {id(r): p for r, p in zip(reads, pairs, strict=True)}
        found = out_of_fold(reads, lambda r, at=at: [at[id(r)]], STRENGTH["harms"])  # type: ignore[misc]
        every += [(own[0], y) for own, y in zip(found, right, strict=True)]
        made[harm] = fit([s for s, _ in pairs], right, STRENGTH["harms"])
    unknown = sum("unknown" in r.gold["violation_types"] for r in reads)
    least = best_least([c for c, _ in every], [y for _, y in every], unknown)
    return {h: Scorer(bias=s.bias, weights=s.weights, least=least) for h, s in made.items()}


def _doers(reads: Sequence[Read]) -> dict[str, Scorer]:
    labels = {**{v: k for k, v in DOERS.items()}, "other non-state actors": "company", None: "none"}
    codes = [labels[r.gold["perpetrator_type"]] for r in reads]
    return {code: fit([r.doers for r in reads], [c == code for c in codes], STRENGTH["doers"]) for code in sorted(set(codes))}


def _kinds(reads: Sequence[Read]) -> dict[str, Scorer]:
    made = {}
    for kind, label in KINDS.items():
        pairs = []
        for r in reads:
            for person, signs, right in zip(r.persons, r.signs, r.right, strict=True):
                if right:
                    gold = max(r.gold["victims"], key=lambda v: len(words(v["name"]) & words(person.name)))
                    pairs.append((signs, label in gold["types"]))
        made[kind] = fit([s for s, _ in pairs], [y for _, y in pairs], STRENGTH["kinds"])
    return made


def as_json(weights: Weights) -> str:
    """Four digits a weight; one scorer a line."""
    import msgspec

    def short(scorer: Row) -> Row:
        kept = {n: float(f"{w:.4g}") for n, w in scorer["weights"].items() if abs(w) > 1e-4}
        return {"bias": float(f"{scorer['bias']:.4g}"), "least": round(scorer["least"], 3), "weights": kept}

    raw = msgspec.to_builtins(weights)
    lines = []
    for name, held in raw.items():
        if "weights" in held:
            lines.append(f"{json.dumps(name)}: {json.dumps(short(held), ensure_ascii=False)}")
        else:
            inner = ",\n".join(f"{json.dumps(k)}: {json.dumps(short(v), ensure_ascii=False)}" for k, v in held.items())
            lines.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(paths: list[str]) -> None:
    """Read, fit, write."""
    rows = [json.loads(line) for line in Path(paths[0]).read_text(encoding="utf-8").split("\n") if line]
    reads = []
    for number, row in enumerate(rows, 1):
        reads.append(read(row))
        print(f"\r{number}/{len(rows)}", end="", file=sys.stderr, flush=True)
    target = Path(paths[1] if len(paths) > 1 else "src/allegata/models/attacks/weights.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(as_json(train(reads)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
