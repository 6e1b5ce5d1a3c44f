"""Claims without a place or day of their own take it from the report, where the report leaves no choice; every rule says so.

Place: a claim of harm to people, when all incidents of the report are at one place. Day, first that gives one: the only day
of its paragraph; the only day that the report gives for an incident at that place; the only day in the headline; the day on
which it was said, for an event that is told with its place. Running counts, calls and threats take nothing, and nothing is
taken from durations, from "since ...", or from the day of publication.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache

import msgspec

from ..data import rows
from ..records import Act, Claim, Factuality, Moment, Period, Place, Statement, When, ZoneKind

DAY = len("2020-10-04")
FINE = frozenset({"site", "neighbourhood", "town", "near", "district", "feature", "none"})
"""Precisions that place an event below a region."""

TOLD = frozenset({Act.ASSERT, Act.ACCUSE, Act.ADMIT, Act.ANNOUNCE})
SPOKEN = frozenset({ZoneKind.BODY, ZoneKind.STANDFIRST})
Dated = Callable[[Claim], tuple[When, str] | None]


def is_incident(claim: Claim) -> bool:
    """Whether it tells of one thing that happened, or that somebody says did not."""
    running = bool(claim.quantities) and all(q.period is not Period.INCIDENT for q in claim.quantities)
    return not running and claim.factuality in (Factuality.ASSERTED, Factuality.DENIED, Factuality.POSSIBLE)


def is_one_day(time: When | None) -> bool:
    """Whether the time lies on one known day."""
    return bool(time and time.start and time.end and len(time.start) >= DAY and time.start[:DAY] == time.end[:DAY])


def is_counted(time: When) -> bool:
    """Whether it is a duration, a habit or a stretch since something, which dates nothing else."""
    return time.kind in ("SET", "DURATION") or "since" in f"{time.text} {time.rule}".lower()


def carry_places(claims: Sequence[Claim]) -> list[Claim]:
    """Harm to people without a place, at the one place of the report's incidents."""
    told = [c.places for c in claims if is_incident(c) and any(p.precision in FINE for p in c.places)]
    where = {frozenset(place_ids(places)) for places in told}
    if len(where) != 1:
        return list(claims)
    return [
        msgspec.structs.replace(c, places=told[0], rule=f"{c.rule}; place carried from the one place of the report")
        if not c.places and is_incident(c) and c.event in _harm()
        else c
        for c in claims
    ]


def carry_days(claims: Sequence[Claim], rules: Sequence[Dated], ids: Set[str]) -> list[Claim]:
    """Incidents without a time, of those with these ids, on the day that the first of the rules gives."""
    held = []
    for claim in claims:
        found = (
            next((f for rule in rules if (f := rule(claim))), None)
            if claim.id in ids and claim.when is None and is_incident(claim)
            else None
        )
        if found is not None:
            claim = msgspec.structs.replace(claim, when=found[0], rule=f"{claim.rule}; time carried from {found[1]}")
        held.append(claim)
    return held


def of_incident_there(claims: Iterable[Claim]) -> Dated:
    """The only day that the report gives for incidents at the claim's place."""
    dated = [c for c in claims if is_incident(c) and c.when and is_one_day(c.when) and not is_counted(c.when)]

    def found(claim: Claim) -> tuple[When, str] | None:
        ids = place_ids(claim.places)
        there = [c.when for c in dated if c.when and ids & place_ids(c.places)]
        return _carried(there, "the incident there") if _is_located(claim) else None

    return found


def of_times(times: Sequence[When], what: str) -> tuple[When, str] | None:
    """The one day of these times, when they name no other."""
    return _carried(times, what) if all(is_one_day(t) and not is_counted(t) for t in times) else None


def of_saying(claim: Claim, statement: Statement | None, said: When | None) -> tuple[When, str] | None:
    """The day on which an event that is told with its place was said to have happened; news is of its day."""
    if statement is None or said is None or not is_one_day(said) or statement.act not in TOLD or not _is_located(claim):
        return None
    return _carried([said], "the saying") if claim.factuality is Factuality.ASSERTED and statement.zone in SPOKEN else None


def _carried(times: Sequence[When], what: str) -> tuple[When, str] | None:
    days = {day for t in times if (day := _day(t.start))}
    if len(days) != 1:
        return None
    first, day = times[0], days.pop()
    return msgspec.structs.replace(first, start=day, end=day, rule=f"{first.rule}, carried from {what}"), what


def _day(moment: Moment | None) -> str | None:
    return moment[:DAY] if moment and len(moment) >= DAY else None


def _is_located(claim: Claim) -> bool:
    return any(p.precision in FINE for p in claim.places)


def place_ids(places: Iterable[Place]) -> set[str]:
    """What the places may be compared by: the best candidate's id, or the name of a place that no gazetteer has."""
    return {p.candidates[0].id if p.candidates else f"name:{p.name.casefold()}" for p in places}


@cache
def _harm() -> frozenset[str]:
    return frozenset(r["code"] for r in rows("events.csv") if r["family"] == "person")
