"""Least and greatest figure of each measure, by party or by source, and the latest one as it was said."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from ..records import Factuality, Quantity, Range
from .items import Item, counts_people


def ranges_by(items: Iterable[Item], key: Callable[[Item], str]) -> tuple[Range, ...]:
    """One range for each (key, measure) over the totals of one incident; denied figures do not count, sub-counts neither.

    Objects are ranged by what they are: tanks and drones are no two figures for one thing.
    """
    found: dict[tuple[str, str, str], list[tuple[Item, Quantity]]] = defaultdict(list)
    for item in items:
        if item.claim.factuality is Factuality.DENIED:
            continue
        for quantity in item.totals:
            if quantity.low is not None or quantity.high is not None:
                what = "" if counts_people(quantity.measure) else quantity.who or ""
                found[key(item), quantity.measure, what].append((item, quantity))
    return tuple(range_of(by, measure, pairs) for (by, measure, _), pairs in sorted(found.items()))


def range_of(by: str, measure: str, pairs: list[tuple[Item, Quantity]]) -> Range:
    """Least low, greatest high (None: open above when no closed figure exceeds it), and the latest by when it was said."""
    lows = [q.low for _, q in pairs if q.low is not None]
    highs = [q.high if q.high is not None else q.low for _, q in pairs]
    # Of figures said at one time the greatest is the total: "seven in one attack and four in the other" counts parts.
    latest = max(pairs, key=lambda p: (p[0].said or "", p[1].low or 0, p[0].order))[1]
    known = [h for h in highs if h is not None]
    return Range(
        by=by,
        measure=measure,
        who=same([q.who for _, q in pairs]),
        low=min(lows) if lows else None,
        high=max(known) if known else None,
        latest_low=latest.low,
        latest_high=latest.high,
        claims=tuple(dict.fromkeys(i.id for i, _ in pairs)),
    )


def same(values: list[str | None]) -> str | None:
    """The one value they all have, or None."""
    return values[0] if len(set(values)) == 1 else None
