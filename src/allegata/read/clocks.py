"""Clock times as pages write them over a comment or an entry of a live page: `14:35`, `2.15pm BST`, `4 Oct 2020, 22:41`.

Invariant: no zone is made up. A time whose zone the page does not give is a naive datetime, the clock as it is printed.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from itertools import pairwise

from .. import data
from ..records import Day, Record
from .days import days_in

LONGEST_CLOCK_LINE = 60
HALF_DAY = 720
DIGIT = re.compile(r"\d")
LABEL = re.compile(r"\b(?:updated?|posted|published|time|at|on|local|hrs?|uhr|ore|alle|um|à|las|в|о)\b", re.I)
"""Words that stand beside a clock and say nothing else."""
STATED_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?([+-−–])\s?(\d{1,2})(?::?(\d{2}))?\b")


class Clock(Record):
    """A clock time with what stands beside it: its day, its zone in minutes east of UTC; `at` when it is a full instant."""

    hour: int
    minute: int
    day: Day | None = None
    offset: int | None = None
    at: datetime | None = None


@cache
def _clock() -> re.Pattern[str]:
    zones = "|".join(sorted(map(re.escape, _offsets()), key=len, reverse=True))
    return re.compile(
        r"(?<![\d:.,/-])(?:(?P<h>[01]?\d|2[0-3])(?:[:.h]|\s:\s)(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:]|\.\d)\s?(?P<half>[ap]\.?\s?m\b\.?)?"
        r"|(?P<h12>1[0-2]|0?[1-9])\s?(?P<half12>[ap]\.?\s?m\b\.?))"
        rf"(?:,?\s?\(?(?P<zone>{zones})\b(?![+-−–]?\d)\)?)?",
        re.I,
    )


@cache
def _offsets() -> dict[str, int]:
    offsets: dict[str, int] = data.toml("times_en.toml")["zone_offsets"]
    return offsets


@cache
def _weekdays() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in data.toml("times_en.toml")["weekdays"])
    return re.compile(rf"\b(?:{names})\b\.?", re.I)


def clock_in(text: str, *, start: bool = False) -> tuple[Clock, int] | None:
    """The first clock time of a text, or the one that it begins with, and where what follows it begins."""
    found = _clock().match(text) if start else _clock().search(text)
    if not found:
        return None
    hour, minute = int(found["h"] or found["h12"]), int(found["m"] or 0)
    half = (found["half"] or found["half12"] or "").lower()
    if half and hour > 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    offset = _offsets().get(found["zone"].lower()) if found["zone"] else None
    day = next(days_in(text), None) if not start else None
    return Clock(hour=hour, minute=minute, day=day.value if day else None, offset=offset), found.end()


@lru_cache(maxsize=8192)
def clock_line(text: str) -> Clock | None:
    """The time of a line that is nothing but a time: date, weekday, zone and words such as `Updated at` may stand beside it.

    >>> clock_line("2.15pm BST")
    Clock(hour=14, minute=15, day=None, offset=None, at=None)
    """
    if len(text) > LONGEST_CLOCK_LINE or not DIGIT.search(text):
        return None
    found = clock_in(text)
    return found[0] if found is not None and not _rest_of(text) else None


def is_date_alone(text: str) -> bool:
    """Whether a line is nothing but a full date, with or without a clock and a weekday."""
    return len(text) <= LONGEST_CLOCK_LINE and next(days_in(text), None) is not None and not _rest_of(text)


def _rest_of(text: str) -> bool:
    """Whether anything but date, clock and zone stands in the line."""
    rest = text
    for day in days_in(text):
        rest = rest.replace(text[day.start : day.end], " ")
    rest = LABEL.sub(" ", _weekdays().sub(" ", STATED_OFFSET.sub(" ", _clock().sub(" ", rest))))
    rest = re.sub(r"\b[A-Z]{3,4}\b", " ", rest)  # a zone of unknown offset
    return any(char.isalnum() for char in rest)


def stated_offset(texts: Iterable[str]) -> int | None:
    """The zone that a line such as `Times are local (UTC+4)` gives for a page, in minutes; None when none or several do."""
    found = {_minutes(match) for text in texts for match in STATED_OFFSET.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _minutes(found: re.Match[str]) -> int:
    size = int(found.group(2)) * 60 + int(found.group(3) or 0)
    return size if found.group(1) == "+" else -size


def said(clock: Clock, day: Day | None, offset: int | None) -> datetime | None:
    """The clock's instant on its own day, else on `day`; naive when neither it nor `offset` gives a zone; None without a day."""
    if clock.at is not None:
        return clock.at
    on = clock.day or day
    if on is None:
        return None
    minutes = clock.offset if clock.offset is not None else offset
    zone = timezone(timedelta(minutes=minutes)) if minutes is not None and abs(minutes) < 24 * 60 else None
    return datetime.combine(date.fromisoformat(on), time(clock.hour, clock.minute), zone)


class Timed(Record):
    """Zones (by index) that were written at one time: a comment, or an entry of a live page."""

    clock: Clock
    zones: tuple[int, ...]


def times_of(timed: Sequence[Timed], published: Day | None, offset: int | None) -> dict[int, datetime]:
    """Zone index -> when it was written. Clocks without a day are of the day of publication, passing midnight where they must."""
    bare = [item for item in timed if item.clock.day is None and item.clock.at is None]
    days = dict(zip(map(id, bare), days_of([item.clock for item in bare], published), strict=True)) if published else {}
    moments = ((item, said(item.clock, days.get(id(item)), offset)) for item in timed)
    return {zone: moment for item, moment in moments if moment is not None for zone in item.zones}


def days_of(clocks: Sequence[Clock], first: Day) -> list[Day]:
    """The day of each of a page's bare clocks, the earliest on `first`. Passing midnight is a step of more than half a day against
    the order in which the page runs, oldest or newest first."""
    minutes = [clock.hour * 60 + clock.minute for clock in clocks]
    steps = [b - a for a, b in pairwise(minutes)]
    rising = sum(_is_later(step) for step in steps) >= sum(_is_later(-step) for step in steps)
    day, last, found = date.fromisoformat(first), 0, list[Day]()
    for now in minutes if rising else minutes[::-1]:
        day += timedelta(days=1) if last - now > HALF_DAY else timedelta()
        found.append(day.isoformat())
        last = now
    return found if rising else found[::-1]


def _is_later(step: int) -> bool:
    return 0 < step <= HALF_DAY or step < -HALF_DAY
