"""What stands over an article: title, outlet, authors, and every publication date that it gives with where it was found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from ..records import DateEvidence, Day, FieldEvidence, HeadingField, Record, Zone, ZoneKind
from .bylines import names_in_byline, names_of_bio
from .days import days_in, first_day, not_after
from .outlet import outlet_of_zones
from .wording import is_outlet

LONGEST_DATELINE = 120
UNTIL = re.compile(r"\b(?:until|till|through|bis(?: zum)?|jusqu['’]au|hasta(?: el)?|até|fino al|tot|до)\s*$", re.I)
"""Stands before the day to which something can be seen: no day of a report."""
CITIES = re.compile(r"(?:\W*[^\W\da-zа-яա-ֆ][\w'’.-]*\W*){0,5}")
"""What stands before a dateline's date: a few words with capitals, the places."""
CLOSES = re.compile(r"\s*\)?(?:\([^)]{1,40}\)|/[^/]{1,40}/)?[\s,]*(?:[.:–—]|-\s|--)")

PRINTED = frozenset(("dateline", "text"))
DAYS_OFF = 2
"""Days by which a printed day may lie before the field's: more, and it is the day of something else."""
LOCAL = frozenset(("meta", "time", "url", "dateline", "text"))
EARLIEST_EAST, LATEST_WEST = 10, 12
"""Hours of UTC from which somewhere it is the next day (UTC+14), and until which somewhere it is the day before (UTC-12)."""


class Heading(Record):
    """Metadata as read; `dates` in order of trust, the first one holds."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    dates: tuple[DateEvidence, ...] = ()
    evidence: tuple[FieldEvidence, ...] = ()
    of_page: bool = False
    """Whether it is a web page's: how often headings are right was counted on those alone."""


def heading_of_zones(text: str, zones: Iterable[Zone]) -> Heading:
    """The heading as far as the zones' own words give it: for pasted text and PDF, and where a page's metadata is silent."""
    held = tuple(zones)
    title = next((zone.span.of(text) for zone in held if zone.kind is ZoneKind.HEADLINE), None)
    outlet = outlet_of_zones(text, held)
    title = " ".join(title.split()) if title else None
    authors = tuple(name for name in authors_of_zones(text, held) if name != outlet and not is_outlet(name))
    given = (
        (HeadingField.TITLE, (title,), "headline"),
        (HeadingField.OUTLET, (outlet,), "text"),
        (HeadingField.AUTHORS, authors, "byline"),
    )
    return Heading(
        title=title,
        outlet=outlet,
        authors=authors,
        dates=tuple(dates_of_zones(text, held)),
        evidence=evidence_of(given),
    )


def evidence_of(given: Iterable[tuple[HeadingField, Iterable[str | None], str]]) -> tuple[FieldEvidence, ...]:
    """What each part of a source gives; parts that give nothing left out."""
    filled = ((field, tuple(v for v in values if v), found_in) for field, values, found_in in given)
    return tuple(dict.fromkeys(FieldEvidence(field=f, values=values, found_in=where) for f, values, where in filled if values))


def authors_of_zones(text: str, zones: Iterable[Zone]) -> tuple[str, ...]:
    """From bylines, else from author boxes; in order, each once."""
    held = tuple(zones)
    bylines = [zone.span.of(text) for zone in held if zone.kind is ZoneKind.BYLINE]
    names = [name for line in bylines for name in names_in_byline(line)]
    if not names:
        names = [name for zone in held if zone.kind is ZoneKind.BIO for name in names_of_bio(zone.span.of(text))]
    return tuple(dict.fromkeys(names))


def dates_of_zones(text: str, zones: Iterable[Zone]) -> Iterator[DateEvidence]:
    """`dateline` (a date line or byline), `dateline` at the first paragraph's opening, then `caption`, the latest first.

    A date inside the body's prose is about events, one in a comment about the comment: neither is taken.
    """
    held = tuple(zones)
    for zone in held:
        value = first_day(zone.span.of(text)) if zone.kind is ZoneKind.BYLINE else None
        if value:
            yield DateEvidence(value=value, found_in="dateline")
    body = next((zone for zone in held if zone.kind is ZoneKind.BODY), None)
    opening = _opening_date(body.span.of(text)) if body else None
    if opening:
        yield DateEvidence(value=opening, found_in="dateline")
    words = [zone.span.of(text) for zone in held if zone.kind is ZoneKind.CAPTION]
    captions = {day.value for line in words for day in days_in(line) if not UNTIL.search(line, 0, day.start)}
    for value in sorted(captions, reverse=True):
        yield DateEvidence(value=value, found_in="caption")


def _opening_date(paragraph: str) -> Day | None:
    """The date of a dateline: `CITY, Month 4, 2020 (Agency) - ...`, `City, October 2, 2020. ...`."""
    opening = paragraph[:LONGEST_DATELINE]
    found = min(days_in(opening), key=lambda day: day.start, default=None)
    if found is None or not CITIES.fullmatch(opening[: found.start]):
        return None
    return found.value if CLOSES.match(opening[found.end :]) else None


def chosen(dates: Iterable[DateEvidence], *, given: Day | None, fetched_at: datetime) -> tuple[DateEvidence, ...]:
    """The dates a page may truly carry, the one that holds first: what the user gave, then in the order found; each once."""
    first = [DateEvidence(value=given, found_in="given")] if given else []
    possible = [each for each in dates if not_after(each.value, fetched_at)]
    return tuple(dict.fromkeys([*first, *_on_local_calendar(_as_printed(possible))]))


def _as_printed(dates: Sequence[DateEvidence]) -> Sequence[DateEvidence]:
    """Where the page's first field gives a day that the page prints nowhere, and prints another by its headline which a field of another
    kind gives too, that one goes first: systems count days of their own (made, moved, imported), readers are shown the day of the report."""
    if not dates or any(each.value == dates[0].value and each.found_in in PRINTED for each in dates):
        return dates
    changed = {each.value for each in dates if each.found_in == "modified"}
    for each in dates[1:]:
        kinds = {d.found_in for d in dates if d.value == each.value} - {"caption", *PRINTED}
        older = days_between(each.value, dates[0].value) > DAYS_OFF
        is_report_day = each.found_in == "dateline" or (each.found_in == "text" and each.value not in changed)
        if is_report_day and kinds and not older:
            return [each, *dates]
    return dates


def days_between(first: Day, last: Day) -> int:
    """Days from the first to the last; negative when the first is the later."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _on_local_calendar(dates: Sequence[DateEvidence]) -> Sequence[DateEvidence]:
    """Where the first date is an instant in UTC, and the page also prints or links the neighbouring day that this instant falls on
    elsewhere, that day goes first with the instant: systems store UTC, newsrooms live by their own clock."""
    moment = dates[0].at if dates else None
    if moment is None or moment.utcoffset() != timedelta():
        return dates
    utc = moment.date()
    reachable = {(utc + timedelta(days=1)).isoformat()} if moment.hour >= EARLIEST_EAST else set[Day]()
    reachable |= {(utc - timedelta(days=1)).isoformat()} if moment.hour < LATEST_WEST else set[Day]()
    shown = [each for each in dates if each.found_in in LOCAL and (each.at is None or each.at.utcoffset() != timedelta())]
    local = next((each for each in shown if each.value in reachable), None)
    if local is None or any(each.value == dates[0].value for each in shown):
        return dates
    return [DateEvidence(value=local.value, found_in=local.found_in, at=moment), *dates]
