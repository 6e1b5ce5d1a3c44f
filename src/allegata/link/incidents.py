"""Claims -> incidents: same place, overlapping days, an event of one family.

Blocking is by place and family, so the cost grows with the claims about one place, not with all pairs. Where two
incidents fit a claim equally well, the claim joins none: a person decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from ..data import rows
from ..records import Candidate, Incident, Interval, Linked, identify
from .items import Item, interval_of
from .ranges import ranges_by

NEAR_DAYS = timedelta(days=0)

VAGUE_EVENTS = frozenset({"attack"})
"""Says that there was an attack and not how: agrees with every way of attack, like the events of kind `harm`."""


class Group:
    """Items held to be about one incident, while it grows; `incident` is the record."""

    def __init__(self, item: Item) -> None:
        self.items: list[Item] = []
        self.days: tuple[date, date] | None = None
        self.places: frozenset[str] = frozenset()
        self.family = item.family
        self.add(item)

    def add(self, item: Item) -> None:
        """Take the item in; days narrow to what all dated items share, places to what they have in common."""
        self.items.append(item)
        days = item.days
        if days:
            self.days = shared_days(days, self.days) if self.days else days
        if item.place_ids:
            self.places = (self.places & item.place_ids) or self.places or item.place_ids

    @property
    def incident(self) -> Incident:
        """The record: its id depends on its claims only."""
        ids = tuple(sorted(i.id for i in self.items))
        event = Counter(i.claim.event for i in self.items).most_common()
        best = min(event, key=lambda e: (says_no_way(e[0]), -e[1], e[0]))[0]
        return Incident(
            id=identify("incident", ids),
            event=best,
            claims=tuple(i.id for i in self.items),
            place=self.place,
            when=self.when,
            place_names=self.names,
            by_party=ranges_by(self.items, lambda i: i.party),
            by_source=ranges_by(self.items, lambda i: i.claimant),
        )

    @property
    def when(self) -> Interval:
        """The days that all dated claims share; with none dated, open towards the past and not after the first report."""
        if self.days:
            return interval_of(self.days)
        reported = [i.reported[1] for i in self.items if i.reported]
        return Interval(end=min(reported).isoformat()) if reported else Interval()

    @property
    def place(self) -> Candidate | None:
        """The gazetteer entry that most items share."""
        votes = Counter(c.id for i in self.items for c in candidates(i) if c.id in self.places)
        if not votes:
            return None
        top = max(votes, key=lambda k: (votes[k], k))
        return next(c for i in self.items for c in candidates(i) if c.id == top)

    @property
    def names(self) -> tuple[str, ...]:
        """The name the reports use most, then every other name of the place in alphabetical order."""
        place = self.place
        written = Counter(
            p.name for i in self.items for p in i.claim.places if place and any(c.id == place.id for c in p.candidates)
        )
        if not written:
            written = Counter(p.name for i in self.items for p in i.claim.places)
        if not written:
            return ()
        first = min(written, key=lambda n: (-written[n], n))
        known = {n.name for n in place.names if n.used_by or n.language} if place else set()
        return (first, *sorted((set(written) | known) - {first}))


def shared_days(a: tuple[date, date], b: tuple[date, date]) -> tuple[date, date]:
    """The days that both spans hold; where they hold none (a denial taken in by what it answers), `b` stands."""
    both = max(a[0], b[0]), min(a[1], b[1])
    return both if both[0] <= both[1] else b


def candidates(item: Item) -> Iterable[Candidate]:
    """The gazetteer entries an item's places may mean, less those that are outscored."""
    for place in item.claim.places:
        if place.best:
            yield place.best
        else:
            yield from place.candidates


def find_incidents(items: Sequence[Item]) -> list[Group]:
    """Groups of claims about one incident, oldest first. Dated and placed claims found groups; others join where one fits."""
    groups: list[Group] = []
    by_place: dict[tuple[str, str], list[Group]] = defaultdict(list)

    def take(item: Item, group: Group) -> None:
        group.add(item)
        for place in item.place_ids:
            if group not in by_place[place, item.family]:
                by_place[place, item.family].append(group)

    sides = {f"name:{i.party.casefold()}" for i in items}
    placed = [i for i in items if i.is_of_an_incident and i.place_ids - sides]
    order = sorted(placed, key=lambda i: (i.days is None, i.denies, i.said or "", i.id))
    for item in order:
        near = {id(g): g for p in item.place_ids - sides for g in by_place[p, item.family]}
        fitting = best_fit(item, near.values())
        if fitting is None:
            group = Group(item)
            group.items.clear()
            groups.append(group)
            take(item, group)
        else:
            take(item, fitting)
    join_by_answer(groups, items)
    join_the_unplaced(groups, items)
    return sorted(groups, key=lambda g: (g.days or (date.max, date.max), g.incident.id))


def best_fit(item: Item, groups: Iterable[Group]) -> Group | None:
    """The one group that fits best; None when none does."""
    scored = sorted(((fit(item, g), n, g) for n, g in enumerate(groups)), key=lambda s: (-s[0], s[1]))
    return scored[0][2] if scored and scored[0][0] > 0 else None


def fit(item: Item, group: Group) -> float:
    """How well a claim fits a group at the same place: 0 when days or events exclude each other."""
    overlap = days_fit(item, group)
    if not overlap or not events_fit(item, group):
        return 0.0
    figures = sum(
        1
        for q in item.totals
        for o in group.items
        for p in o.totals
        if (q.measure, q.low, q.high) == (p.measure, p.low, p.high)
    )
    shared_report = any(o.report == item.report for o in group.items)
    return overlap + min(figures, 3) * 0.2 + shared_report * 0.1


def days_fit(item: Item, group: Group) -> float:
    """1 for the same day, less for a window that only contains it, 0 when the days exclude each other."""
    if item.days and group.days:
        if item.days[0] > group.days[1] + NEAR_DAYS or group.days[0] > item.days[1] + NEAR_DAYS:
            return 0.0
        widest = max(item.days[1] - item.days[0], group.days[1] - group.days[0]).days
        return 1.0 / (1 + widest)
    guess, days = (item.reported, group.days) if group.days else (item.days or item.reported, group_reported(group))
    if guess and days:
        return 0.4 if guess[0] <= days[1] and days[0] <= guess[1] else 0.0
    return 0.1 if any(o.report == item.report for o in group.items) else 0.0


def group_reported(group: Group) -> tuple[date, date] | None:
    """The days around which an undated group was reported."""
    known = [i.reported for i in group.items if i.reported]
    return (min(k[0] for k in known), max(k[1] for k in known)) if known else None


def events_fit(item: Item, group: Group) -> bool:
    """Whether the event can be one with those of the group: equal, of one family of strikes, or silent on how it was done."""
    event = item.claim.event
    others = {i.claim.event for i in group.items}
    return event in others or item.family == group.family == "strike" or says_no_way(event) or any(map(says_no_way, others))


def says_no_way(event: str) -> bool:
    """Whether the event says what was suffered, and not how."""
    return event in VAGUE_EVENTS or any(r["code"] == event and r["kind"] == "harm" for r in rows("events.csv"))


def join_by_answer(groups: Sequence[Group], items: Sequence[Item]) -> None:
    """A claim that answers another in the same report is about the same incident."""
    held = {i.id: g for g in groups for i in g.items}
    for item in items:
        targets = {id(held[a]): held[a] for a in item.claim.answers if a in held}
        if item.id not in held and len(targets) == 1:
            (group,) = targets.values()
            group.add(item)
            held[item.id] = group


def join_the_unplaced(groups: Sequence[Group], items: Sequence[Item]) -> None:
    """A claim with no place joins the incident that its own report tells of right before it, else the only one that fits."""
    held = {i.id: g for g in groups for i in g.items}
    for item in sorted(items, key=lambda i: (i.report, i.claim.span.start)):
        if item.id in held or item.place_ids or not item.is_of_an_incident:
            continue
        near = {id(g): g for g in groups if any(o.report == item.report for o in g.items) and g.family == item.family}
        fitting = [g for g in near.values() if fit(item, g) > 0]
        gaps = [(gap, n) for n, g in enumerate(fitting) if (gap := told_before(item, g)) is not None]
        last = fitting[min(gaps)[1]] if gaps else None
        if last is not None or len(fitting) == 1:
            group = last or fitting[0]
            group.add(item)
            held[item.id] = group


GOES_ON = 400
"""Characters within which a claim without a place goes on with what was told before it: some seventy words."""


def told_before(item: Item, group: Group) -> int | None:
    """How far before the item its report last told of the group's incident; None when further than GOES_ON, or not before."""
    start = item.claim.span.start
    gaps = [start - o.claim.span.end for o in group.items if o.report == item.report and o.claim.span.start < start]
    nearest = min((max(0, g) for g in gaps), default=None)
    return nearest if nearest is not None and nearest <= GOES_ON else None


def with_ids_of(before: Linked | None, incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """Each incident under the id of the earlier one with which it shares most claims; an id goes to one incident only."""
    held = {claim: i.id for i in (before.incidents if before else ()) for claim in i.claims}
    shared = Counter((held[c], n) for n, i in enumerate(incidents) for c in i.claims if c in held)
    ids: dict[int, str] = {}
    for (earlier, n), _ in sorted(shared.items(), key=lambda s: (-s[1], s[0])):
        if n not in ids and earlier not in ids.values():
            ids[n] = earlier
    return tuple(msgspec.structs.replace(i, id=ids.get(n, i.id)) for n, i in enumerate(incidents))
