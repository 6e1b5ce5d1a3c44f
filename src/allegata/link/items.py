"""A claim with what linking must know of it: who alleges it, when it was said, where and when it is placed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from types import MappingProxyType

from ..data import rows
from ..data.patterns import leaning
from ..records import Act, Claim, Factuality, Interval, Moment, Period, Quantity, Reading, Speaker, Statement
from .sides import informed
from .spellings import plain

UNATTRIBUTED = "unattributed"
UNKNOWN = "unknown"

INCIDENT_FAMILIES = frozenset({"strike", "person", "territory", "displacement", "relief"})
"""Families of data/events.csv whose claims are about something that happened at a moment and a place."""


class Item:
    """One claim in its report. `claimant` is the name shown in tables: `Person / Organisation` where both are known."""

    def __init__(self, reading: Reading, claim: Claim, aliases: Mapping[str, str] = MappingProxyType({})) -> None:
        self.reading = reading
        self.claim = claim
        self.aliases = aliases
        self.statement: Statement | None = reading.statement(claim.statement)

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def report(self) -> str:
        """The capture's SHA-256."""
        return self.reading.capture.sha256

    @property
    def speaker(self) -> Speaker | None:
        """Who alleges it; None in the own voice of a medium."""
        return self.reading.speaker(self.statement)

    @cached_property
    def claimant(self) -> str:
        """The name under which the claim stands in a table."""
        return claimant_name(self.reading, self.statement)

    @cached_property
    def claimant_key(self) -> str:
        """Equal for one claimant in all reports: the body where it is known, so that a ministry and its spokesman are one."""
        speaker = self.speaker
        if speaker is None or speaker.name is None:
            return self.claimant
        return (speaker.organisation or speaker.name).casefold()

    @property
    def party(self) -> str:
        """The party that the claimant speaks for; `unattributed` in the author's own voice, `unknown` where nothing tells."""
        if self.speaker is None:
            return UNATTRIBUTED
        return self.speaker.party or UNKNOWN

    def is_of_the_side_of(self, other: "Item") -> bool:
        """Whether both claimants are known to speak for one party."""
        return self.party == other.party and self.party not in (UNATTRIBUTED, UNKNOWN)

    @cached_property
    def said(self) -> Moment | None:
        """When it was said: the statement's own time, else the report's publication."""
        if self.statement and self.statement.said and self.statement.said.start:
            return self.statement.said.start
        article = self.reading.article
        zone = article.zone_at(self.claim.span.start)
        if zone and zone.said_at:
            return zone.said_at.strftime("%Y-%m-%dT%H:%M")
        if article.published_at:
            return article.published_at.strftime("%Y-%m-%dT%H:%M")
        return article.published

    @cached_property
    def order(self) -> tuple[str, str, str, int]:
        """Sorts claims by when they were said, as far as is known; then by report, and within one report by the text."""
        at = self.reading.article.published_at
        return (self.said or "", at.isoformat() if at else "", self.report, self.claim.span.start)

    def is_said_after(self, other: "Item") -> bool:
        """Whether it was said later: by the clock or the day, or further on in a report that gives both one time."""
        if self.report == other.report and self.said == other.said:
            return self.claim.span.start > other.claim.span.start
        return self.is_clocked_after(other)

    def is_clocked_after(self, other: "Item") -> bool:
        """Whether it was said later by day or clock alone, wherever it stands."""
        a, b = self.said or "", other.said or ""
        least = min(len(a), len(b))
        return a[:least] > b[:least]

    def is_clocked_before(self, other: "Item") -> bool:
        """Whether it was said earlier by day or clock alone."""
        return other.is_clocked_after(self)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """First and last day on which the event can lie; None when nothing tells."""
        when = self.claim.when
        start, end = (when.start, when.end) if when else (None, None)
        first, last = first_day(start), last_day(end or start)
        if first or last:
            return (first or last, last or first)  # type: ignore[return-value]
        return None

    @cached_property
    def reported(self) -> tuple[date, date] | None:
        """The days on which an undated event is most likely to lie: the report's day and the one before.

        Used only to tell which incident an undated claim could be about; it is never written as the claim's date.
        """
        day = last_day(self.reading.article.published)
        return (day - timedelta(days=1), day) if day else None

    @cached_property
    def place_ids(self) -> frozenset[str]:
        """The gazetteer ids of the best candidate of each place; all candidates where there is no ground to choose.

        A country places no incident: "fire at COUNTRY" is no more one event than the war is. A place that no gazetteer knows
        goes by its name, `name:drovna`.
        """
        found: set[str] = set()
        for place in self.claim.places:
            meant = (place.best,) if place.best else place.candidates
            found |= {c.id for c in meant if c.feature != "country"}
            if not place.candidates:
                found.add(f"name:{self.aliases.get(plain(place.name), place.name.casefold())}")
        return frozenset(found)

    @cached_property
    def family(self) -> str:
        """The event's family in data/events.csv; people who are missing with nobody to have taken them may be so after any strike."""
        missing = self.claim.event == "disappearance" and not self.claim.perpetrators
        return "strike" if missing else family(self.claim.event)

    @cached_property
    def kind(self) -> str:
        """Whether the event is an attack, a harm suffered, a deed ... : `kind` of data/events.csv."""
        return next((row["kind"] for row in rows("events.csv") if row["code"] == self.claim.event), "other")

    @property
    def is_attack(self) -> bool:
        """Whether it tells of an attack, or of what an attack did to people; not of what was done to things."""
        return self.kind == "attack" or (self.kind == "harm" and harms_people(self.claim.event))

    @property
    def act(self) -> Act | None:
        """The speech act; what is said of harm that the other side did is an accusation, whatever the verb. None: in nobody's words."""
        act = self.statement.act if self.statement else Act.ASSERT if self.speaker else None
        if act is not Act.ASSERT or self.denies or self.kind not in ("attack", "harm", "deed"):
            return act
        blamed = {a.party for a in self.claim.perpetrators if a.party}
        return Act.ACCUSE if blamed and self.party not in (UNATTRIBUTED, UNKNOWN, *blamed) else act

    @property
    def denies(self) -> bool:
        """Whether the claim says that something did not happen, or not that way."""
        return self.claim.factuality is Factuality.DENIED or bool(self.statement and self.statement.act is Act.DENY)

    @cached_property
    def totals(self) -> tuple[Quantity, ...]:
        """Quantities of this incident that break down no other."""
        if self.counts_parts:
            return ()
        return tuple(q for q in self.claim.quantities if q.part_of is None and q.period is Period.INCIDENT)

    @cached_property
    def counts_parts(self) -> bool:
        """Whether the words count some of those counted before: `the dead include two children`."""
        return leaning(parts=True).match(self.claim.span.of(self.reading.article.text)) is not None

    @cached_property
    def running(self) -> tuple[Quantity, ...]:
        """Quantities of a window or since a beginning, that break down no other."""
        return tuple(q for q in self.claim.quantities if q.part_of is None and q.period is not Period.INCIDENT)

    @property
    def is_of_an_incident(self) -> bool:
        """Whether the claim is about something that happened, or did not, at a moment and a place."""
        if self.family not in INCIDENT_FAMILIES:
            return False
        if self.claim.factuality in (Factuality.FUTURE, Factuality.HYPOTHETICAL):
            return False
        return bool(self.totals) or not self.running


def items_of(readings: Sequence[Reading]) -> tuple[Item, ...]:
    """One item a claim, in the order of the readings and of the text; speakers with what the other reports tell of them."""
    told, aliases = informed(readings)
    return tuple(Item(r, c, aliases) for r in told for c in sorted(r.claims, key=lambda c: c.span))


def claimant_name(reading: Reading, statement: Statement | None) -> str:
    """`Person / Organisation`, or the body, or `unattributed (OUTLET)` in a medium's own voice."""
    speaker = reading.speaker(statement)
    if speaker is None:
        return f"{UNATTRIBUTED} ({reading.article.outlet or reading.capture.name or reading.capture.sha256[:8]})"
    return speaker.full_name or UNKNOWN


@cache
def family(event: str) -> str:
    """Within what an event can be one with others: its family in data/events.csv, `other` for a code that is not there.

    Harm to people whose cause is not said ("five were killed") may come of any strike, so it links with strikes.
    """
    row = next((row for row in rows("events.csv") if row["code"] == event), None)
    if row is None:
        return "other"
    return "strike" if (row["family"], row["kind"]) == ("person", "harm") else row["family"]


@cache
def harms_people(event: str) -> bool:
    """Whether an event of kind `harm` is one to persons, by data/events.csv."""
    return any(row["code"] == event and row["family"] == "person" for row in rows("events.csv"))


@cache
def counts_people(measure: str) -> bool:
    """Whether a measure counts persons, by data/measures.csv."""
    return any(row["code"] == measure and row["of"] == "person" for row in rows("measures.csv"))


def first_day(moment: Moment | None) -> date | None:
    """The first day that the words can mean: `2020-10` -> 1 October."""
    if not moment or not moment[:4].isdigit():
        return None
    parts = [int(p) for p in moment[:10].split("-")]
    try:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None


def last_day(moment: Moment | None) -> date | None:
    """The last day that the words can mean: `2020-10` -> 31 October."""
    first = first_day(moment)
    if first is None or moment is None or len(moment) >= 10:
        return first
    if len(moment) >= 7:
        following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
        return following - timedelta(days=1)
    return date(first.year, 12, 31)


def interval_of(days: tuple[date, date] | None) -> Interval:
    """The two days as an interval; open where nothing is known."""
    return Interval(start=days[0].isoformat(), end=days[1].isoformat()) if days else Interval()
