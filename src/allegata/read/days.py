"""Full dates as pages write them: `October 4, 2020`, `4 Oct 2020`, `2020-10-04T18:00+04:00`, `04.10.2020`.

Only dates that say day, month and year: a page's own date is never guessed from less.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

from .. import data
from ..records import Day, Record

EARLIEST = 1990
"""No web page is older; years below this in a date field are defaults such as 1970-01-01."""
ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d./-])")
URL_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:(?P<sep>[-/_.])(0?[1-9]|1[0-2])(?P=sep)(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?=[/_.-]|$)"
)
FEW_DIGITS = re.compile(r"\d(?:\D*+\d){3}")
"""The least that a full date has: `1.2.20`."""
INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})", re.I)


class DayFound(Record):
    """A full date in a text and where it stands."""

    value: Day
    start: int
    end: int
    sure: bool = True
    """False when day and month could be the other way round."""


def days_in(text: str, *, month_first: bool = False) -> Iterator[DayFound]:
    """All full dates of a text, in no order.

    `04/10/2020` is read day first unless `month_first`; either way it is marked as not sure when both are possible.
    """
    if not FEW_DIGITS.search(text):
        return
    for found in ISO.finditer(text):
        yield from _made(found, found.group(1), found.group(2), found.group(3))
    day_month, month_day = _named()
    for found in day_month.finditer(text):
        yield from _made(found, found.group(3), _month(found.group(2)), found.group(1))
    for found in month_day.finditer(text):
        yield from _made(found, found.group(3), _month(found.group(1)), found.group(2))
    for found in NUMBERS.finditer(text):
        yield from _numbers(found, month_first)


def first_day(text: str, *, month_first: bool = False) -> Day | None:
    """The first full date of a text, or None.

    >>> first_day("Published: 4 October 2020, 18:05")
    '2020-10-04'
    """
    found = min(days_in(text, month_first=month_first), key=lambda d: d.start, default=None)
    return found.value if found else None


def instant(text: str) -> datetime | None:
    """The full instant with its zone, if the text is an ISO 8601 time that has one; aware."""
    found = INSTANT.search(text)
    if not found:
        return None
    zone = found.group(3).upper().replace("UTC", "Z").replace("GMT", "Z")
    try:
        return datetime.fromisoformat(f"{found.group(1)}T{found.group(2)}{zone}")
    except ValueError:
        return None


def day_of(moment: datetime) -> Day:
    """The day of an instant in its own zone."""
    return moment.date().isoformat()


def not_after(value: Day, latest: datetime) -> bool:
    """Whether a page fetched at `latest` can carry this date (a day's grace for time zones)."""
    return (date.fromisoformat(value) - latest.astimezone(UTC).date()).days <= 1


def _numbers(found: re.Match[str], month_first: bool) -> Iterator[DayFound]:
    a, b, year = int(found.group(1)), int(found.group(3)), found.group(4)
    if len(year) == 2 and found.group(2) != ".":
        return
    full = year if len(year) == 4 else f"20{year}"
    if a == b or a > 12 or b > 12:
        month, day = (a, b) if b > 12 else (b, a)
        yield from _made(found, full, str(month), str(day))
    else:
        first = month_first and found.group(2) != "."
        month, day = (a, b) if first else (b, a)
        yield from _made(found, full, str(month), str(day), sure=found.group(2) == ".")


def _made(found: re.Match[str], year: str, month: str, day: str, *, sure: bool = True) -> Iterator[DayFound]:
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return
    if value.year >= EARLIEST:
        yield DayFound(value=value.isoformat(), start=found.start(), end=found.end(), sure=sure)


@cache
def _months() -> dict[str, int]:
    return {row["name"]: int(row["month"]) for row in data.rows("page_months.csv")}


def _month(name: str) -> str:
    return str(_months()[name.lower().rstrip(".")])


@cache
def _named() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`4th of October 2020` and `October 4th, 2020`, with the months of all languages in the table."""
    name = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    ordinal = r"(?:st|nd|rd|th|er|º|\.|-го|-ші|a|ª)?"
    day_month = (
        rf"(?<!\d)(\d{{1,2}}){ordinal}[\s.,/-]*(?:of|de|d['’])?\s*\b({name})\b\.?[\s,./-]*(?:de|del|of)?\s*(\d{{4}})(?!\d)"
    )
    month_day = rf"\b({name})\b\.?[\s-]*(\d{{1,2}})(?:st|nd|rd|th)?\s*[,\s.-]\s*(\d{{4}})(?!\d)"
    return re.compile(day_month, re.I), re.compile(month_day, re.I)
