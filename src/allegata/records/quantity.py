"""A number alleged: what is counted, of whom, within which bounds, for which stretch of time."""

from enum import StrEnum

from .base import Record
from .span import Spans
from .when import Moment


class Bound(StrEnum):
    """How the number limits the truth that is alleged. UNKNOWN: the source says that the number is not known."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"
    UNKNOWN = "unknown"


class Period(StrEnum):
    """What stretch a number counts: one incident, a window of time, or everything since a beginning."""

    INCIDENT = "incident"
    WINDOW = "window"
    CUMULATIVE = "cumulative"


class Quantity(Record):
    """One number alleged.

    "at least 5": low 5, high None. "up to 5": low 0, high 5. "about 5": low = high = 5, ABOUT. "no casualties": 0, EXACT.
    "the number is yet unknown": low = high = None, UNKNOWN.
    """

    measure: str
    """A code of data/measures.csv: killed, wounded, casualties, missing, displaced, detained, destroyed, damaged, captured, fired ..."""
    low: int | None
    high: int | None
    bound: Bound
    spans: Spans
    """The words that carry number and bound, for instance `at least five`."""
    who: str | None = None
    """What is counted, in the report's words or the data file's code: `civilians`, `uav`, `armoured vehicles`."""
    of_party: str | None = None
    """Whose: the party that is alleged to have borne it."""
    period: Period = Period.INCIDENT
    start: Moment | None = None
    end: Moment | None = None
    part_of: int | None = None
    """Index, in the claim's quantities, of the total that this one breaks down ("nine, including four women")."""
