"""What leaves for the public leaves late and coarse: a record of the past for accountability, of no use for aiming.

A person with the right may lift both; the default is to protect.
"""

from datetime import datetime, timedelta

import msgspec

from ..records import Candidate, Interval

EMBARGO = timedelta(days=7)
"""Claims about the last week do not leave in public data; a decision of this project, recorded in docs/decisions/0003."""

COARSE = 1
"""Decimals kept of a degree: about 11 km of latitude, so that a point says which town and not which street."""


def under_embargo(when: Interval, now: datetime, *, embargo: timedelta = EMBARGO) -> bool:
    """Whether the event is too recent to leave; an event with no date is not, as nothing places it in the last week."""
    last = when.end or when.start
    if not last or len(last) < len("2020-10-04"):
        return False
    return last[:10] > (now - embargo).date().isoformat()


def coarsened(place: Candidate, *, decimals: int = COARSE) -> Candidate:
    """The candidate with its point rounded."""
    if place.lat is None or place.lon is None:
        return place
    return msgspec.structs.replace(place, lat=round(place.lat, decimals), lon=round(place.lon, decimals))
