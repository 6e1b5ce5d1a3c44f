"""Dates as precise as they were stated, and arithmetic on them that never adds precision.

Years before our era are negative and there is no year 0: 1 BC is -1. TIMEX3 writes them `BC0001`, EDTF `0000`.
"""

from datetime import date, timedelta
from typing import NamedTuple

from allegata.records import Day, Moment


class Point(NamedTuple):
    """A year, a month or a day; what the source left out is None."""

    year: int
    month: int | None = None
    day: int | None = None


def exists(point: Point) -> bool:
    """Whether the calendar has that date (no 31 February, no month 13, no year 0)."""
    if point.year == 0 or abs(point.year) > 9999:
        return False
    if point.month is None:
        return point.day is None
    if not 1 <= point.month <= 12:
        return False
    return point.day is None or 1 <= point.day <= days_in_month(point.year, point.month)


def days_in_month(year: int, month: int) -> int:
    """Days of a month in the proleptic Gregorian calendar."""
    if month == 2:
        astronomical = year if year > 0 else year + 1
        leap = astronomical % 4 == 0 and (astronomical % 100 != 0 or astronomical % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def value(point: Point) -> str:
    """The TIMEX3 value: `2020-10-04`, `2020-10`, `2020`, `BC0490-08`."""
    year = f"{point.year:04d}" if point.year > 0 else f"BC{-point.year:04d}"
    return year + _rest(point)


def bound(point: Point) -> Day:
    """The EDTF level 0/1 form that records hold: `2020-10`, `-0489-08` for 490 BC."""
    if point.year > 0:
        return f"{point.year:04d}" + _rest(point)
    before = -(point.year + 1)
    return (f"-{before:04d}" if before else "0000") + _rest(point)


def _rest(point: Point) -> str:
    month = "" if point.month is None else f"-{point.month:02d}"
    return month + ("" if point.day is None else f"-{point.day:02d}")


def parse_day(text: Day) -> Point | None:
    """A point from an ISO date of any precision (a time behind it is left out); None when it is none or cannot exist."""
    parts = text.split("T")[0].split("-")
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() for p in parts) or len(parts[0]) != 4:
        return None
    point = Point(*(int(p) for p in parts))
    return point if exists(point) else None


def as_date(point: Point) -> date | None:
    """The day as a `date`; None when no day is stated or it lies before our era."""
    if point.month is None or point.day is None or point.year < 1 or not exists(point):
        return None
    return date(point.year, point.month, point.day)


def from_date(day: date) -> Point:
    """The point of a `date`."""
    return Point(day.year, day.month, day.day)


def first_day(point: Point) -> Point:
    """The first day that the point covers."""
    return Point(point.year, point.month or 1, point.day or 1)


def last_day(point: Point) -> Point:
    """The last day that the point covers."""
    month = point.month or 12
    return Point(point.year, month, point.day or days_in_month(point.year, month))


def shift_year(year: int, by: int) -> int:
    """Counts years across the missing year 0."""
    moved = year + by
    if year < 0 <= moved:
        return moved + 1
    return moved - 1 if moved <= 0 < year else moved


def shift(point: Point, by: int, unit: str) -> Point | None:
    """Moves by days (D), weeks (W), months (M), quarters (Q), years (Y), decades (DE) or centuries (CE).

    The result is as precise as point and unit both are: a year plus days is not known (None).
    """
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is not None:
        moved = Point(shift_year(point.year, by * years), point.month, point.day)
        if moved.day is not None and not exists(moved):
            moved = moved._replace(day=28)
        return moved if exists(moved) else None
    if unit in ("M", "Q"):
        if point.month is None:
            return None
        count = point.month - 1 + by * (3 if unit == "Q" else 1)
        year, month = shift_year(point.year, count // 12), count % 12 + 1
        day = None if point.day is None else min(point.day, days_in_month(year, month))
        moved = Point(year, month, day)
        return moved if exists(moved) else None
    day_held = as_date(point)
    if unit not in ("D", "W") or day_held is None:
        return None
    try:
        return from_date(day_held + timedelta(days=by * (7 if unit == "W" else 1)))
    except OverflowError:
        return None


def week(day: date) -> tuple[str, Point, Point]:
    """The ISO 8601 week of a day: `2020-W40`, its Monday, its Sunday."""
    monday = day - timedelta(days=day.weekday())
    year, number, _ = day.isocalendar()
    try:
        return f"{year:04d}-W{number:02d}", from_date(monday), from_date(monday + timedelta(days=6))
    except OverflowError:
        return f"{year:04d}-W{number:02d}", from_date(monday), from_date(day)


def at(point: Point, hours: int, minutes: int = 0) -> Moment | None:
    """A minute counted from midnight of a day; hours may run past 24 (the small hours of the next day)."""
    moved = shift(point, hours // 24, "D") if hours >= 24 else point
    return None if moved is None else f"{bound(moved)}T{hours % 24:02d}:{minutes:02d}"
