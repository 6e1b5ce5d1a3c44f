"""When the attack is said to have been: the day, month or year that an article's words tie to the harm.

Only what the words say or point to ("on Tuesday"); the day of publication is no answer.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ...records import Day, When
from .clauses import Clauses
from .scorer import Candidate, squash

SIZES = {"year": 4, "month": 7, "day": 10}
"""Characters of an ISO day that say so much."""


def days_at(size: str, times: Sequence[When], clauses: Clauses, published: Day | None, text: str) -> list[Candidate]:
    """Every mention of a year, month or day with its signs; several may mean the same one."""
    length = SIZES[size]
    said = [(value, when) for when in times if (value := as_fine(when, length)) is not None]
    held: dict[str, list[When]] = {}
    for value, when in said:
        held.setdefault(value, []).append(when)
    among = _among(held, len(times), text)
    return [
        Candidate(
            value=value,
            spans=when.spans[:1],
            signs=clauses.signs(when.spans[0]) | among[value] | _of_words(when) | _of_distance(value, published, length),
        )
        for value, when in said
    ]


def _among(held: Mapping[str, Sequence[When]], times: int, text: str) -> dict[str, dict[str, float]]:
    """What each value is among the others: said how often, how early, in which order, the latest."""
    most = max((len(found) for found in held.values()), default=0)
    starts = {value: min(w.spans[0].start for w in found) for value, found in held.items()}
    order = {value: n for n, value in enumerate(sorted(starts, key=starts.__getitem__))}
    return {
        value: {
            "share": len(found) / times,
            "most": float(len(found) == most),
            "early": 1 - starts[value] / max(1, len(text)),
            "order": squash(order[value]),
            "only": float(len(held) == 1),
            "latest": float(value == max(held)),
        }
        for value, found in held.items()
    }


def _of_words(when: When) -> dict[str, float]:
    made = {f"kind_{when.kind}": 1.0, f"fine_{_fineness(when)}": 1.0}
    return made | ({f"rule_{when.rule.split()[0]}": 1.0} if when.rule else {})


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
