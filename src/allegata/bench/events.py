"""Events of sentences: PLOVER's categories, and force by police as IndiaPoliceEvents asks for it; with the measures for both."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ..errors import SourceError
from ..extract.categories import category_of
from ..extract.policing import PoliceDeed, police_deeds
from .rows import Row, readers

POLICE = {PoliceDeed.FORCE: "FORCE", PoliceDeed.KILLING: "KILL"}


def plover(row: Row, folder: Path) -> Row:
    """`event`: the category of the main event of `text`, null where no word tells one."""
    told = category_of(readers().parse(plain(row["text"])))
    return {"event": told.category if told else None}


def plain(text: str) -> str:
    """Quotation marks of old wires as the parser knows them."""
    return text.strip("{}").replace("``", '"').replace("''", '"')


def police(row: Row, folder: Path) -> Row:
    """For each sentence that the row states, FORCE and KILL where told; the set's other labels are not answered. `labels`: those of all sentences."""
    spans = row["sentences"]
    told = police_deeds([row["text"][s["start"] : s["end"]] for s in spans])
    labels = [sorted(POLICE[d] for d in deeds) for deeds in told]
    sentences = [{"start": s["start"], "end": s["end"], "labels": own} for s, own in zip(spans, labels, strict=True)]
    return {"sentences": sentences, "labels": sorted({label for own in labels for label in own})}


def measure(task: str, gold: Path, found: Path) -> dict[str, float]:
    """Figures between 0 and 1. A row without a prediction counts as empty; one that the gold does not have is ignored.

    plover: F1 of the category over all sentences (`f1`, `p`, `r`), and over each category by itself. police: `FORCE` and `KILL`, F1 over
    sentences, known by their place in the row, with `_p` and `_r`. Raises SourceError for a file that cannot be read.
    """
    return MEASURES[task](read(gold), read(found))


def read(path: Path) -> dict[str, Row]:
    """Rows by id."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        return {str(row["id"]): row for row in map(json.loads, lines)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path} cannot be read as JSON lines with ids ({error}); check the path") from error


def measure_plover(gold: Mapping[str, Row], found: Mapping[str, Row]) -> dict[str, float]:
    """See `measure`."""
    n: Counter[str] = Counter()
    for key, row in gold.items():
        want, have = row["event"], found.get(key, {}).get("event")
        _count(n, "f1", want == have, told=have is not None, wanted=True)
        for category in {want, have} - {None}:
            _count(n, category, want == have, told=have == category, wanted=want == category)
    return {
        **figures(n, "f1", "p", "r"),
        **{c: figures(n, c, "p", "r")[c] for c in sorted({r["event"] for r in gold.values()})},
    }


def measure_police(gold: Mapping[str, Row], found: Mapping[str, Row]) -> dict[str, float]:
    """See `measure`."""
    n: Counter[str] = Counter()
    for key, row in gold.items():
        told = found.get(key, {}).get("sentences") or []
        for at, sentence in enumerate(row["sentences"]):
            have = set(told[at]["labels"]) if at < len(told) else set()
            for label in POLICE.values():
                right = label in have and label in sentence["labels"]
                _count(n, label, right, told=label in have, wanted=label in sentence["labels"])
    return {k: v for label in POLICE.values() for k, v in figures(n, label, f"{label}_p", f"{label}_r").items()}


def _count(n: Counter[str], key: str, right: bool, *, told: bool, wanted: bool) -> None:
    n[f"{key} right"] += right
    n[f"{key} told"] += told
    n[f"{key} wanted"] += wanted


def figures(n: Counter[str], key: str, p: str, r: str) -> dict[str, float]:
    """F1, precision and recall of one counted key."""
    right, told, wanted = (n[f"{key} {what}"] for what in ("right", "told", "wanted"))
    return {key: _share(2 * right, told + wanted), p: _share(right, told), r: _share(right, wanted)}


def _share(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


TASKS = {"plover": plover, "police": police}
MEASURES = {"plover": measure_plover, "police": measure_police}
