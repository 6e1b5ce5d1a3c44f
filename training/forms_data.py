"""Gold attack templates (MUC-4's form) as the network of forms sees them: pieces with role tags, mentions with set fills."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from allegata.extract.forms.pieces import LEAD, cut_windows, sentences
from allegata.extract.forms.roles import HEADS, ROLES
from allegata.resolve.dates import find_times
from training.data import CLS, PAD, SEP

Row = dict[str, Any]

STRINGS = {
    "hum_name": "hum_name", "perp_organization": "perp_org", "perp_individual": "perp_ind", "hum_description": "hum_desc",
    "phys_id": "phys", "instrument_id": "instrument",
}  # fmt: skip
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
IGNORED = -100


@dataclass(frozen=True)
class Mention:
    """A stretch of text (code points) that fills a slot; `labels`: head -> class; `templates`: numbers of those it fills."""

    start: int
    end: int
    role: str
    labels: dict[str, str]
    templates: frozenset[int]
    sure: bool = True


@dataclass(frozen=True)
class Window:
    """Pieces of one window with role tags, labels of each mention's first piece, and which templates that mention is of."""

    ids: list[int]
    tags: list[int]
    heads: dict[int, dict[str, int]] = field(default_factory=dict)
    templates: dict[int, frozenset[int]] = field(default_factory=dict)
    doc: tuple[int, ...] = ()


def rows(path: Path) -> list[Row]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def find_all(words: str, text: str) -> list[tuple[int, int]]:
    """Every place where the words stand as words, over line ends."""
    parts = [re.escape(p) for p in words.upper().strip().strip('"').split()]
    if not parts:
        return []
    return [m.span() for m in re.finditer(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", text.upper())]


def filled(row: Row) -> list[Mention]:
    """The mentions of all fills of a row. Of words that stand in many places, those in a sentence with another fill of the same
    template are sure; the others are neither right nor wrong."""
    text, cuts = row["text"], sentences(row["text"])
    sentence = {}
    for n, (start, end) in enumerate(cuts):
        for at in range(start, end):
            sentence[at] = n
    found: dict[tuple[int, int], Mention] = {}
    for number, incident in enumerate(row["incidents"]):
        held = _of_template(row, incident, number, text)
        by_slot: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for key, spans in held.items():
            by_slot[key] = spans
        hot: dict[int, set[tuple[str, int]]] = {}
        for key, spans in by_slot.items():
            for start, _ in spans:
                hot.setdefault(sentence.get(start, -1), set()).add(key)
        for (slot, n), spans in by_slot.items():
            labels, role = _labels(incident, slot, n)
            warm = [s for s in spans if len(hot[sentence.get(s[0], -1)]) > 1] or spans[:1]
            for span in spans:
                sure = role == "hum_name" or span in warm or len(spans) == 1
                old = found.get(span)
                if old is not None and (old.sure or not sure):
                    if old.role == role and sure:
                        found[span] = Mention(*span, role, old.labels, old.templates | {number})
                    continue
                found[span] = Mention(*span, role, labels, frozenset({number}), sure)
    return _apart(found)


def _apart(found: dict[tuple[int, int], Mention]) -> list[Mention]:
    kept: list[Mention] = []
    taken: set[int] = set()
    for m in sorted(found.values(), key=lambda m: (not m.sure, -(m.end - m.start), m.start)):
        here = set(range(m.start, m.end))
        if not here & taken:
            kept.append(m)
            taken |= here
    return sorted(kept, key=lambda m: m.start)


def _of_template(row: Row, incident: Row, number: int, text: str) -> dict[tuple[str, int], list[tuple[int, int]]]:
    held: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for slot in STRINGS:
        for n, fill in enumerate(incident[slot]):
            spans = sorted({s for words in fill["any"] for s in find_all(words, text)})
            if spans:
                held[slot, n] = spans
    for n, fill in enumerate(incident["incident_location"]):
        for part in {p for words in fill["any"] for p in re.split(r"\s*:\s*|\s+-\s+", words)[1:]}:
            spans = find_all(re.sub(r"\s*\([^)]*\)?", "", part), text)
            if spans:
                held["incident_location", n] = sorted({*held.get(("incident_location", n), []), *spans})
    for n, fill in enumerate(incident["incident_date"]):
        days = {d for words in fill["any"] for d in iso_days(words)}
        spans = [(t.spans[0].start, t.spans[-1].end) for t in times_of(row) if (t.value or "")[:10] in days]
        if spans and not all(w.strip().startswith("-") for w in fill["any"]):
            held["incident_date", n] = spans
    return held


def times_of(row: Row) -> tuple[Any, ...]:
    """The time expressions behind the dateline."""
    if "times" not in row:
        row["times"] = tuple(t for t in find_times(row["text"], published=row["published"]) if t.spans[0].start > 60)
    held: tuple[Any, ...] = row["times"]
    return held


def iso_days(words: str) -> list[str]:
    """`02 FEB 90` -> 1990-02-02, all that stand in the words."""
    found = re.findall(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d)\b", words.upper())
    return [f"19{y}-{MONTHS.index(m) + 1:02}-{int(d):02}" for d, m, y in found if m in MONTHS]


def _first(incident: Row, slot: str, otherwise: str = "") -> str:
    fills = incident[slot]
    return fills[0]["any"][0] if fills else otherwise


def _about(incident: Row, slot: str, names: Sequence[str], otherwise: str) -> str:
    """The set fill of `slot` that refers to one of the names."""
    for fill in incident[slot]:
        if set(fill.get("of") or ()) & set(names):
            return str(fill["any"][0])
    return otherwise


def _labels(incident: Row, slot: str, n: int) -> tuple[dict[str, str], str]:
    made = {
        "type": _first(incident, "incident_type"),
        "stage": _first(incident, "incident_stage"),
        "category": _first(incident, "perp_category", "NONE"),
    }
    if slot not in STRINGS:
        return made, {"incident_location": "place", "incident_date": "day"}[slot]
    fill = incident[slot][n]
    names = fill["any"]
    if slot == "perp_organization":
        made["confidence"] = _about(incident, "perp_confidence", names, "")
    elif slot == "phys_id":
        made["phys_type"] = _about(incident, "phys_type", names, "")
        made["phys_effect"] = _about(incident, "phys_effect", names, "NONE")
    elif slot in {"hum_name", "hum_description"}:
        keys = [*names, *(fill.get("of") or ())]
        made["hum_type"] = _about(incident, "hum_type", keys, "")
        made["hum_effect"] = _about(incident, "hum_effect", keys, "NONE")
    elif slot == "instrument_id":
        made["instrument_type"] = _about(incident, "instrument_type", names, "") or _first(incident, "instrument_type")
    return made, STRINGS[slot]


def windows_of(row: Row, tokenize: Any, *, length: int) -> list[Window]:
    """A row's windows with their labels."""
    mentions = filled(row)
    doc = tuple(sorted({HEADS["type"].index(_first(i, "incident_type")) for i in row["incidents"]}))
    made = []
    for lead, ids, offsets in cut_windows(row["text"], tokenize, length=length):
        tags, heads, templates = [0] * len(ids), {}, {}
        for m in mentions:
            inside = [n for n, (s, e) in enumerate(offsets) if s < m.end and e > m.start]
            for k, n in enumerate(inside):
                tags[n] = IGNORED if not m.sure else 1 + 2 * ROLES.index(m.role) + (k > 0)
            if inside and m.sure:
                shift = 1 + len(lead) + (1 if lead else 0)
                heads[inside[0] + shift] = {h: HEADS[h].index(c) for h, c in m.labels.items() if c in HEADS[h]}
                templates[inside[0] + shift] = m.templates
        front = [CLS, *lead, SEP] if lead else [CLS]
        made.append(Window([*front, *ids, SEP], [*[IGNORED] * len(front), *tags, IGNORED], heads, templates, doc))
    return made


Batch = tuple[np.ndarray, np.ndarray, np.ndarray, list[Window]]


def batches(windows: Sequence[Window], *, size: int, chance: random.Random) -> Iterator[Batch]:
    """ids, mask, tags, and the windows: those of like length together, shuffled."""
    order = list(windows)
    chance.shuffle(order)
    pools = [sorted(order[at : at + size * 12], key=lambda w: len(w.ids)) for at in range(0, len(order), size * 12)]
    groups = [pool[at : at + size] for pool in pools for at in range(0, len(pool), size)]
    chance.shuffle(groups)
    for group in groups:
        longest = max(len(w.ids) for w in group)
        ids, tags = np.full((len(group), longest), PAD), np.full((len(group), longest), IGNORED)
        mask = np.zeros((len(group), longest), np.float32)
        for n, w in enumerate(group):
            ids[n, : len(w.ids)], tags[n, : len(w.ids)], mask[n, : len(w.ids)] = w.ids, w.tags, 1
        yield ids, mask, tags, group
    assert LEAD
