"""Dates as sources give them: imprecise, relative, anchored. Never more precise than the words.

A `Day` is an ISO 8601 / EDTF level 0 string of the precision stated: `2020`, `2020-10`, `2020-10-04`.
A bound of an interval may go to the minute: `2020-10-03T18:00`.
"""

from .base import Record
from .span import Spans

Day = str
Moment = str


class Interval(Record):
    """Two bounds, both included; None on a side that the source leaves open."""

    start: Moment | None = None
    end: Moment | None = None


class When(Record):
    """A time expression in the text and what it resolves to.

    `start`/`end` bound the time that is meant. `every_day` tells the two readings apart: "for three days" is true on
    every day of the interval, "this week" only on at least one. Nothing resolvable: start and end are None, never the
    publication date.
    """

    text: str
    spans: Spans
    start: Moment | None = None
    end: Moment | None = None
    rule: str | None = None
    """Which rule resolved it, for instance `weekday-before-anchor`."""
    anchor: str | None = None
    """What it was counted from: `published 2020-10-04`, or another expression's text."""
    kind: str = "DATE"
    """TIMEX3 type: DATE, TIME, DURATION, SET."""
    value: str | None = None
    """TIMEX3 value, for instance `2020-10-03TMO` or `P3D`."""
    every_day: bool | None = None
