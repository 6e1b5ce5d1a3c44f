"""Score statements against annotated ones: whole statements, nested pairs, acts, speakers, denials, and how far confidence holds."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
ROLES = ("source", "cue", "content")
ENOUGH = 0.5
"""Share of words that two roles must have in common (Jaccard), each of the three, for a statement to count as found."""

_WORD = re.compile(r"\w+")
_SMALL = frozenset({"the", "a", "an", "of", "s", "and", "for", "its", "his", "her", "their"})


def score(gold: Sequence[Row], found: Mapping[str, Sequence[Row]]) -> dict[str, float]:
    """Figures between 0 and 1, and counts (`n_...`), over rows as `bench.annotated` gives them; `found`: statements by the row's id.

    `full`: F1 of whole statements. `nested`: of the gold statements inside another, those found by their content with their parent.
    `act`, `speaker`, `medium`: right, of the statements found whole (speaker: the gold's name or another as right, or both unknown).
    `denies`: of the found denials whose object stands in the report, those tied to it. `ece`: expected calibration error of
    `confidence`, ten bins.
    """
    n: Counter[str] = Counter()
    trust: list[tuple[float, bool]] = []
    for row in gold:
        _count(row, list(found.get(row["id"], ())), n, trust)
    figures = {
        "full": _ratio(2 * n["whole"], n["gold"] + n["found"]),
        "full_p": _ratio(n["whole"], n["found"]),
        "full_r": _ratio(n["whole"], n["gold"]),
    }
    figures |= {k: _ratio(n[k], n[f"n_{k}"]) for k in ("nested", "act", "speaker", "medium", "denies")}
    counts = {k: float(n[k]) for k in ("gold", "found", "n_nested", "n_act", "n_speaker", "n_medium", "n_denies")}
    return figures | {"ece": calibration_error(trust)} | counts


def _ratio(some: float, all_: float) -> float:
    return some / all_ if all_ else 0.0


def _count(row: Row, found: list[Row], n: Counter[str], trust: list[tuple[float, bool]]) -> None:
    gold = row["statements"]
    words = [m.span() for m in _WORD.finditer(row["text"])]
    ours = [{r: _words(s[r], words) for r in ROLES} for s in gold]
    theirs = [{r: _words(s[r], words) for r in ROLES} for s in found]
    shares = {(i, j): [alike(g[r], f[r]) for r in ROLES] for i, g in enumerate(ours) for j, f in enumerate(theirs)}
    whole = pair({k: sum(s) for k, s in shares.items() if min(s) >= ENOUGH})
    told = pair({k: 2 * s[2] + sum(s) / 9 for k, s in shares.items() if s[2] >= ENOUGH})
    n["gold"] += len(gold)
    n["found"] += len(found)
    n["whole"] += len(whole)
    trust += [(s["confidence"], j in whole.values()) for j, s in enumerate(found) if s.get("confidence") is not None]
    for i, statement in enumerate(gold):
        outer = statement["parent"]
        if outer is not None:
            n["n_nested"] += 1
            n["nested"] += i in told and outer in told and found[told[i]].get("parent") == told[outer]
        if i in whole:
            _compare(statement, found[whole[i]], whole, n)


def _compare(gold: Row, found: Row, whole: Mapping[int, int], n: Counter[str]) -> None:
    for field in ("act", "medium"):
        if gold[field] is not None:
            n[f"n_{field}"] += 1
            n[field] += found.get(field) == gold[field]
    n["n_speaker"] += 1
    n["speaker"] += same_speaker(gold, found)
    if gold["denies"] is not None and gold["denies"] in whole:
        n["n_denies"] += 1
        n["denies"] += found.get("denies") == whole[gold["denies"]]


def same_speaker(gold: Row, found: Row) -> bool:
    """Whether the name found is the annotated one, one of those as right, or a fuller form of it; nobody is nobody."""
    named = found.get("speaker")
    if gold["speaker"] is None:
        return named is None
    mine = _name(named or "")
    return any(
        wanted and wanted <= mine and len(mine) <= len(wanted) + 3 for wanted in map(_name, (gold["speaker"], *gold["also"]))
    )


def _name(written: str) -> set[str]:
    return {w for w in _WORD.findall(written.casefold()) if w not in _SMALL}


def _words(spans: Iterable[Sequence[int]], words: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(n for n, (start, end) in enumerate(words) for s, e in spans if start < e and s < end)


def alike(some: frozenset[int], others: frozenset[int]) -> float:
    """Jaccard; two empty roles are alike."""
    return len(some & others) / len(some | others) if some | others else 1.0


def pair(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """One to one, the best first."""
    held: dict[int, int] = {}
    taken: set[int] = set()
    for (i, j), _ in sorted(scores.items(), key=lambda kv: (-kv[1], kv[0])):
        if i not in held and j not in taken:
            held[i] = j
            taken.add(j)
    return held


def calibration_error(trust: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Mean distance of confidence and share of right ones, over bins of equal width, weighted by size (Guo et al. 2017)."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in trust:
        held.setdefault(min(int(chance * bins), bins - 1), []).append((chance, right))
    off = sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in held.values())
    return off / len(trust) if trust else 0.0
