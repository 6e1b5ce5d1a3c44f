"""Fit the weights of extract/attacks on the training part of HRDsAttack: `python -m training.attacks TRAIN.jsonl [OUT.json]`.

Logistic regressions and conditional logits over the room's own signs, L-BFGS, L2. Nothing is drawn by chance: the folds go by a hash of
the id, so the same articles give the same weights. What stands on the victims' chances (places, days, violations) learns from
chances of models that had not seen the article.
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

from allegata.bench.attacks import BESIDE_THE_BEST, DOERS, HARMS, KINDS, titled
from allegata.bench.rows import readers
from allegata.extract.attacks.clauses import Clauses
from allegata.extract.attacks.days import days_at
from allegata.extract.attacks.document_signs import doer_signs, violation_signs
from allegata.extract.attacks.people import find_persons
from allegata.extract.attacks.people_signs import Ground, signs_of_all
from allegata.extract.attacks.scorer import NEVER, Candidate, Ranker, Scorer
from allegata.extract.attacks.standing import Mentions
from allegata.extract.attacks.telling import PLACES, TIMES, Weights, victims_at
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

STRENGTH = {"victim": 100.0, "harms": 60.0, "doers": 60.0, "kinds": 20.0, "place": 20.0, "time": 40.0}
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

    def know_victims(self, chances: Sequence[float]) -> None:
        """What stands on the victims' chances."""
        held = self.victims = victims_at(self.persons, chances)
        mentions = Mentions(self.zones, self.ground, held)
        self.chances = list(chances)
        self.harms = violation_signs(self.zones, self.violations, held)
        self.doers = doer_signs(self.zones, self.violations) | self.harms
        self.options = {level: places_at(level, self.places, mentions, self.article.text) for level in PLACES}

    def know_harms(self, chances: Mapping[Any, float]) -> None:
        """What stands on the harms' chances."""
        clauses = Clauses(self.zones, self.ground, self.victims, chances)
        text, published = self.article.text, self.article.published
        self.days = {size: days_at(size, self.times, clauses, published, text) for size in TIMES}


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


def table(signs: Sequence[Signs]) -> tuple[list[str], Any]:
    """The signs that are seen often enough, and their values, a row an example."""
    seen = Counter(name for s in signs for name, value in s.items() if value)
    names = sorted(name for name, n in seen.items() if n >= SEEN_IN)
    at = {name: n for n, name in enumerate(names)}
    values = np.zeros((len(signs), len(names)))
    for i, s in enumerate(signs):
        for name, value in s.items():
            if name in at:
                values[i, at[name]] = value
    return names, values


def fit(signs: Sequence[Signs], right: Sequence[bool], strength: float, least: float = 0.5, sure: float = NEVER) -> Scorer:
    """A logistic regression; the weights come back for raw signs."""
    names, values = table(signs)
    mean, spread = values.mean(0), values.std(0) + 1e-6
    scaled, wanted = (values - mean) / spread, np.array(right, float)

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
    weights = {n: float(w) for n, w in zip(names, raw, strict=True)}
    return Scorer(bias=bias, weights=weights, least=least, sure=sure)


Choice = Sequence[tuple[Candidate, bool]]
"""The options of one article, each with whether it is right."""


def fit_rank(choices: Sequence[Choice], strength: float, sure: float = NEVER) -> Ranker:
    """A conditional logit over the options of each article and "none of these", which is right where no option is."""
    all_signs: list[Signs] = [s for choice in choices for s in (*(o.signs for o, _ in choice), {NONE: 1.0})]
    right = np.array([y for choice in choices for y in (*(y for _, y in choice), not any(y for _, y in choice))], float)
    sizes = np.array([len(choice) + 1 for choice in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    names, values = table(all_signs)
    spread = values.std(0) + 1e-6
    scaled = values / spread

    def loss(w: Any) -> Any:
        z = scaled @ w
        powers = np.exp(z - np.repeat(np.maximum.reduceat(z, starts), sizes))
        whole, good = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        off = powers / np.repeat(whole, sizes) - powers * right / np.repeat(good, sizes)
        return -np.sum(np.log(good / whole)) + strength / 2 * w @ w, scaled.T @ off + strength * w

    raw = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / spread
    weights = {n: float(w) for n, w in zip(names, raw, strict=True)}
    return Ranker(none=weights.pop(NONE, 0.0), weights=weights, sure=sure)


NONE = "none of these"


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


def of_places(level: str) -> Callable[[Read], Choice]:
    """The names of a level, and which of them is the gold's."""
    return lambda r: [(o, bool(r.gold[level]) and norm(o.value) == norm(r.gold[level])) for o in r.options[level]]


def of_days(size: str) -> Callable[[Read], Choice]:
    """The mentions of years, months or days, and which of them mean the gold's: as fine as asked."""
    parts = TIMES[: TIMES.index(size) + 1]
    return lambda r: [(o, bool(r.gold[size]) and matches(o.value, [r.gold[p] for p in parts])) for o in r.days[size]]


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


def best_victims(reads: Sequence[Read]) -> float:
    """The least chance of a victim with the best F1 of exact names, taken as the bench takes them."""
    wanted = sum(bool(v["name"]) for r in reads for v in r.gold["victims"])

    def figure(least: float) -> float:
        told = right = 0
        for r in reads:
            named = [(p.name, c) for p, c in zip(r.persons, r.chances, strict=True)]
            floor = max(least, BESIDE_THE_BEST * max(r.chances, default=0.0))
            names = [words(n) for n, c in named if c >= floor]
            told += len(names)
            right += len({words(v["name"]) for v in r.gold["victims"] if v["name"]} & set(names))
        return 2 * right / (told + wanted)

    return max((n / 100 for n in range(10, 60)), key=figure)


SURE = 0.7
"""What the product tells was right that often on training articles that the weights had not seen; where the gold states nothing, nothing is
counted: annotators left much out that the articles say."""

LIKELIER = 0.5
"""And its chance is greater than that of all else together."""


def sure_from(chances: Sequence[float], right: Sequence[bool]) -> float:
    """The lowest chance from which on answers were right often enough; NEVER if there is none."""
    order = sorted(zip(chances, right, strict=True), reverse=True)
    hits, found = 0, NEVER
    for n, (chance, good) in enumerate(order, 1):
        hits += good
        if hits >= SURE * n and n >= ENOUGH:
            found = max(chance, LIKELIER)
    return found


ENOUGH = 10
"""Answers that a share is taken of."""


def train(reads: Sequence[Read]) -> Weights:
    """All models; thresholds from chances out of fold."""
    chances = out_of_fold(reads, of_persons, STRENGTH["victim"])
    for r, own in zip(reads, chances, strict=True):
        r.know_victims(own)
    pairs = [e for r in reads for e in of_persons(r)]
    flat, right = [c for own in chances for c in own], [y for _, y in pairs]
    victim = fit([s for s, _ in pairs], right, STRENGTH["victim"], best_victims(reads), sure_from(flat, right))
    harms, of_harms = _harms(reads)
    for r, known in zip(reads, of_harms, strict=True):
        r.know_harms(known)
    doers, doer_sure = _doers(reads)
    return Weights(
        victim=victim,
        harms=harms,
        doers=doers,
        doer_sure=doer_sure,
        kinds=_kinds(reads),
        places={level: _ranker(reads, level, of_places(level), "place") for level in PLACES},
        times={size: _ranker(reads, size, of_days(size), "time") for size in TIMES},
    )


def _ranker(reads: Sequence[Read], field: str, choices: Callable[[Read], Choice], what: str) -> Ranker:
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        part = fit_rank([choices(r) for r in reads if r.fold != fold], STRENGTH[what])
        for r in reads:
            if r.fold == fold and choices(r) and r.gold[field]:
                told.append(likeliest(part, choices(r)))
    return fit_rank([choices(r) for r in reads], STRENGTH[what], sure_from([c for c, _ in told], [y for _, y in told]))


def likeliest(ranker: Ranker, choice: Choice) -> tuple[float, bool]:
    """The chance of the likeliest value, its mentions together, and whether it is right."""
    chances: dict[str, float] = {}
    for (option, _), chance in zip(choice, ranker.chances([o.signs for o, _ in choice]), strict=True):
        chances[option.value] = chances.get(option.value, 0.0) + chance
    best = max(chances, key=chances.__getitem__)
    return chances[best], any(y for o, y in choice if o.value == best)


def _harms(reads: Sequence[Read]) -> tuple[dict[Any, Scorer], list[dict[Any, float]]]:
    """The models, and each article's chances out of fold."""
    made = {}
    chances: list[dict[Any, float]] = [{} for _ in reads]
    every: list[tuple[float, bool]] = []
    for harm, label in HARMS.items():
        right = [label in r.gold["violation_types"] for r in reads]
        pairs = list(zip([r.harms for r in reads], right, strict=True))
        at = {id(r): p for r, p in zip(reads, pairs, strict=True)}
        found = [own[0] for own in out_of_fold(reads, lambda r, at=at: [at[id(r)]], STRENGTH["harms"])]  # type: ignore[misc]
        for known, chance in zip(chances, found, strict=True):
            known[harm] = chance
        every += list(zip(found, right, strict=True))
        made[harm] = fit([s for s, _ in pairs], right, STRENGTH["harms"], sure=sure_from(found, right))
    unknown = sum("unknown" in r.gold["violation_types"] for r in reads)
    least = best_least([c for c, _ in every], [y for _, y in every], unknown)
    return {h: Scorer(bias=s.bias, weights=s.weights, least=least, sure=s.sure) for h, s in made.items()}, chances


def _doers(reads: Sequence[Read]) -> tuple[dict[str, Scorer], float]:
    """The models, and the share of the likeliest kind of doer from which on it is sure."""
    labels = {**{v: k for k, v in DOERS.items()}, "other non-state actors": "company", None: "none"}
    codes = {id(r): labels[r.gold["perpetrator_type"]] for r in reads}
    every = sorted(set(codes.values()))
    held: list[dict[str, float]] = [{} for _ in reads]
    for code in every:
        found = out_of_fold(reads, lambda r, code=code: [(r.doers, codes[id(r)] == code)], STRENGTH["doers"])  # type: ignore[misc]
        for own, chances in zip(held, found, strict=True):
            own[code] = chances[0]
    best = [max(own, key=own.__getitem__) for own in held]
    shares = [own[b] / sum(own.values()) for own, b in zip(held, best, strict=True)]
    right = [codes[id(r)] == b for r, b in zip(reads, best, strict=True)]
    told = [(c, y) for c, y, b in zip(shares, right, best, strict=True) if b != "none"]
    made = {c: fit([r.doers for r in reads], [codes[id(r)] == c for r in reads], STRENGTH["doers"]) for c in every}
    return made, sure_from([c for c, _ in told], [y for _, y in told])


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
    """Four digits a weight, one model a line."""
    import msgspec

    def short(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: short(v) for k, v in value.items()}
        return float(f"{value:.4g}")

    def lines(name: str, value: Any) -> str:
        models = isinstance(value, dict) and "weights" not in value
        inner = ",\n".join(lines(k, v) for k, v in value.items()) if models else ""
        return f"{json.dumps(name)}: " + (f"{{\n{inner}\n}}" if models else json.dumps(short(value), ensure_ascii=False))

    return "{\n" + ",\n".join(lines(k, v) for k, v in msgspec.to_builtins(weights).items()) + "\n}\n"


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
