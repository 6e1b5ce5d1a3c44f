"""Running counts: the figures of one measure for one group by one claimant, in the order in which they were said."""

from collections import defaultdict
from collections.abc import Iterable

from ..records import Factuality, Quantity, Tally, TallyPoint, identify
from .items import Item

Key = tuple[str, str, str | None, str | None, str]


def find_tallies(items: Iterable[Item]) -> tuple[Tally, ...]:
    """One tally for each (claimant, measure, who, whose, window or cumulative) with at least one known figure."""
    found: dict[Key, list[tuple[Item, Quantity]]] = defaultdict(list)
    for item in items:
        if item.claim.factuality is Factuality.DENIED:
            continue
        for q in item.running:
            if q.low is not None or q.high is not None:
                found[item.claimant_key, q.measure, q.who, q.of_party, q.period.value].append((item, q))
    made = [tally(key, pairs) for key, pairs in found.items()]
    return tuple(sorted(made, key=lambda t: (t.party or "", t.claimant, t.measure, t.who or "", t.period, t.id)))


def tally(key: Key, pairs: list[tuple[Item, Quantity]]) -> Tally:
    """The points in the order said; a figure repeated from one origin is shown once for each report that has it."""
    ordered = sorted(pairs, key=lambda p: p[0].order)
    _, measure, who, of_party, period = key
    first = ordered[0][0]
    return Tally(
        id=identify("tally", key),
        claimant=first.claimant,
        party=first.party,
        measure=measure,
        who=who,
        of_party=of_party,
        period=period,
        points=tuple(
            TallyPoint(claim=i.id, said=i.said, start=q.start, end=q.end, low=q.low, high=q.high, bound=q.bound.value)
            for i, q in ordered
        ),
    )
