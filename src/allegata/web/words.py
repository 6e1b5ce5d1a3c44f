"""Codes, figures and moments in words; never more precise than the record."""

from urllib.parse import urlsplit

from ..data import rows
from ..export.rows import Row, figure
from ..records import Quantity, Range

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def label(code: str) -> str:
    """The words for an event's code, from its data file."""
    return next((r["label"] for r in rows("events.csv") if r["code"] == code), code.replace("_", " "))


def measure(code: str) -> str:
    """The words for what is counted, from its data file."""
    return next((r["label"] for r in rows("measures.csv") if r["code"] == code), code.replace("_", " "))


def source_name(row: Row) -> str:
    """What a link to the report says: its outlet, else the host of its address."""
    try:
        host = urlsplit(row.url or "").hostname
    except ValueError:
        host = None
    return row.outlet or host or "report"


def figure_words(quantity: Quantity) -> str:
    """A figure as it was alleged; codes of data files as words."""
    return figure(quantity).replace("_", " ")


def range_words(found: Range) -> str:
    """`1`, `1 to 2`, or that no number was given."""
    if found.low is None and found.high is None:
        return "no number given"
    if found.low is None:
        return f"up to {found.high}"
    if found.high is None:
        return f"at least {found.low}"
    return str(found.low) if found.low == found.high else f"{found.low} to {found.high}"


def moment(value: str | None) -> str:
    """`2031-03-04T05:00` -> `4 March 2031, 05:00`; `2031-03` -> `March 2031`; a form that is not known stays as it is."""
    if not value:
        return ""
    day, _, minute = value.partition("T")
    parts = day.split("-")
    if not all(p.isdigit() for p in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= len(MONTHS)):
        return value
    words = " ".join(
        [*([str(int(parts[2]))] if len(parts) > 2 else []), *([MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []), parts[0]]
    )
    return f"{words}, {minute[:5]}" if minute else words


def stretch(start: str | None, end: str | None) -> str:
    """From one moment to another, the day said once when it is the same."""
    if not start and not end:
        return "day not stated"
    if not start:
        return f"until {moment(end)}"
    if not end:
        return f"from {moment(start)}"
    if start == end:
        return moment(start)
    if "T" in start and "T" in end and start[:10] == end[:10]:
        return f"{moment(start)}–{end[11:16]}"
    return f"{moment(start)} to {moment(end)}"
