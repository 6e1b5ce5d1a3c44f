"""When the attack is said to have been: the day, month or year that an article's words tie to the harm.

Only what the words say or point to ("on Tuesday"); the day of publication is no answer.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from ...records import Day, When
from .scorer import Candidate, squash
from .standing import Mentions, squashed

SIZES = {"year": 4, "month": 7, "day": 10}
"""Characters of an ISO day that say so much."""


def days_at(size: str, times: Sequence[When], mentions: Mentions, published: Day | None, text: str) -> list[Candidate]:
    """Every year, month or day that the words give, with its signs."""
    length = SIZES[size]
    spans: dict[str, list[When]] = {}
    for when in times:
        value = as_fine(when, length)
        if value is not None:
            spans.setdefault(value, []).append(when)
    most = max((len(s) for s in spans.values()), default=1)
    made = []
    for value, found in spans.items():
        held: Counter[str] = Counter()
        for when in found:
            mentions.count(held, when.spans[0])
            held[f"kind_{when.kind}"] += 1
            held["exact"] += bool(when.start and len(when.start) >= length and when.start[:length] == (when.end or "")[:length])
            for step in (10, 7, 4):
                held[f"fine_{step}"] += when.start is not None and _fineness(when) == step
        signs = squashed(held)
        signs["share"] = len(found) / len(times)
        signs["most"] = float(len(found) == most)
        signs["early"] = 1 - min(w.spans[0].start for w in found) / max(1, len(text))
        signs |= _of_distance(value, published, length)
        made.append(Candidate(value=value, spans=tuple(w.spans[0] for w in found), signs=signs))
    return _ranked(made)


def _fineness(when: When) -> int:
    """How many characters of the start are said: 10 for a day, 7 for a month, 4 for a year."""
    start, end = (when.start or "")[:10], (when.end or "")[:10]
    if start == end and len(start) == 10:
        return 10
    if start[:7] == end[:7] and len(start) >= 7:
        return 7
    return 4


def as_fine(when: When, length: int) -> str | None:
    """The year, month or day that both ends of the time lie in; None when the words are coarser, or go back before our era."""
    if when.start is None or when.end is None or when.kind == "SET" or when.start.startswith("-"):
        return None
    start, end = when.start[:length], when.end[:length]
    return start if start == end and len(start) == length else None


def _of_distance(value: str, published: Day | None, length: int) -> dict[str, float]:
    if not published:
        return {}
    made = {"is_published": float(value == published[:length]), "after": float(value > published[:length])}
    try:
        first = date(int(value[:4]), int(value[5:7] or 1), int(value[8:10] or 1))
        last = date.fromisoformat(published[:10])
    except ValueError:
        return made
    away = (last - first).days
    for name, low, high in (
        ("days_0", 0, 0),
        ("days_1_7", 1, 7),
        ("days_8_31", 8, 31),
        ("days_to_half_year", 32, 183),
        ("days_to_year", 184, 366),
        ("years_to_5", 367, 1830),
        ("years_to_20", 1831, 7300),
        ("years_more", 7301, 10**9),
    ):
        made[name] = float(low <= away <= high)
    return made


def _ranked(made: list[Candidate]) -> list[Candidate]:
    best = {k: max((d.signs.get(k, 0.0) for d in made), default=0.0) for k in ("hangs", "beside", "close", "with_victim", "n")}
    order = {d.value: n for n, d in enumerate(sorted(made, key=lambda d: d.spans[0]))}
    latest = max((d.value for d in made), default="")
    out = []
    for day in made:
        signs = dict(day.signs)
        for sign, value in best.items():
            signs[f"top_{sign}"] = float(value > 0 and signs.get(sign, 0.0) == value)
        signs["order"] = squash(order[day.value])
        signs["only"] = float(len(made) == 1)
        signs["latest"] = float(day.value == latest)
        out.append(msgspec.structs.replace(day, signs=signs))
    return out
