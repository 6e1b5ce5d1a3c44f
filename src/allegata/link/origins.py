"""Which reports go back to one primary source: copies of one text, and reports that carry one claimant's same figures.

Near-duplicates by MinHash LSH (Broder 1997) over five-word shingles of the reporting text; the pair is then measured exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rensa import RMinHash, RMinHashLSH

from ..records import REPORTING, Origin, Reading, ZoneKind, identify
from .items import UNATTRIBUTED, UNKNOWN, Item

Figures = tuple[tuple[str, int, int], ...]

SHINGLE = 5
HASHES = 128
COPY = 0.5
"""Jaccard of five-word shingles from which two texts are copies of one text. In the sample reports copies with a new
first line or credit share .86 to .91."""
REWRITE = 0.1
"""From which one text is rewritten from the other: a rewritten agency story shares .14 to .15, two reports written apart
on one event at most .04."""


def find_origins(readings: Sequence[Reading], items: Sequence[Item]) -> tuple[Origin, ...]:
    """Groups of captures, each with its reason; a report may go back to several origins, and one that shares none stands alone."""
    groups = [*copies(readings, items), *same_figures(items)]
    kept = [g for n, g in enumerate(groups) if not any(set(g.reports) <= set(o.reports) for o in groups[:n])]
    grouped = {r for g in kept for r in g.reports}
    alone = [
        Origin(
            id=identify("origin", r.capture.sha256),
            reports=(r.capture.sha256,),
            name=r.article.outlet,
            why="no other report shares its text or its source",
        )
        for r in readings
        if r.capture.sha256 not in grouped
    ]
    return (*kept, *alone)


def copies(readings: Sequence[Reading], items: Sequence[Item]) -> Iterable[Origin]:
    """Groups of reports whose reporting text is one and the same, was rewritten from one, or is credited to one."""
    by_capture = {r.capture.sha256: r for r in readings}
    shingled = {sha256: shingles(r) for sha256, r in by_capture.items()}
    alike = {pair: jaccard(shingled[pair[0]], shingled[pair[1]]) for pair in near(shingled)}
    joined = {pair: share for pair, share in alike.items() if share >= REWRITE} | dict.fromkeys(crediting(readings, items), 0.0)
    for group in components(joined):
        least = min(share for pair, share in joined.items() if set(pair) <= set(group))
        why = COPIES if least >= COPY else REWRITTEN
        yield Origin(
            id=identify("origin", "copy", group), reports=group, name=credited([by_capture[g] for g in group]), why=why
        )


def crediting(readings: Sequence[Reading], items: Sequence[Item]) -> Iterable[tuple[str, str]]:
    """Pairs of reports of which one credits the other's outlet and carries a figure of its."""
    figures: dict[str, set[tuple[str, int | None, int | None]]] = defaultdict(set)
    for item in items:
        figures[item.report] |= {(q.measure, q.low, q.high) for q in item.totals if q.low}
    of_outlet: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.article.outlet:
            of_outlet[reading.article.outlet].append(reading)
    for reading in readings:
        credit = credits_of(reading)
        for outlet, others in of_outlet.items():
            if outlet != reading.article.outlet and outlet in credit:
                mine = reading.capture.sha256
                yield from ((o.capture.sha256, mine) for o in others if figures[o.capture.sha256] & figures[mine])


COPIES = "copies of one text"
REWRITTEN = "copies of one text, some of them rewritten"
"""Also for a report that credits another's outlet and carries its figures, however little of the wording is left."""


def credited(group: Sequence[Reading]) -> str | None:
    """Whose text it is: the outlet that most of the other reports name in a byline, dateline or credit; else the first one's outlet."""
    outlets = {r.article.outlet for r in group if r.article.outlet}
    named = Counter(o for r in group for o in outlets if o != r.article.outlet and o in credits_of(r))
    if named:
        return min(named, key=lambda o: (-named[o], o))
    first = min(group, key=lambda r: (r.article.published or "9999", r.article.outlet or ""))
    return first.article.outlet


def credits_of(reading: Reading) -> str:
    """The words in which a report says whose text it is: authors, byline, what stands about the body, the dateline."""
    article = reading.article
    body = [z.span.of(article.text) for z in article.zones if z.kind is ZoneKind.BODY]
    around = [z.span.of(article.text) for z in article.zones if z.kind in (ZoneKind.BYLINE, ZoneKind.BOILERPLATE)]
    return " ".join((*article.authors, *around, *(b[:80] for b in body[:1]), *body[1:][-1:]))


def shingles(reading: Reading) -> frozenset[str]:
    """Five-word runs of the reporting zones."""
    text = " ".join(z.span.of(reading.article.text) for z in reading.article.zones if z.kind in REPORTING)
    words = text.casefold().split()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)) if words)


def near(shingled: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """Pairs that may share a tenth of their shingles: 128 MinHashes, one a band, find Jaccard .1 with probability .999998."""
    names = sorted(name for name, held in shingled.items() if held)
    lsh = RMinHashLSH(REWRITE, HASHES, HASHES)
    sketches = []
    for number, name in enumerate(names):
        sketch = RMinHash(num_perm=HASHES, seed=42)
        sketch.update(sorted(shingled[name]))
        sketches.append(sketch)
        lsh.insert(number, sketch)
    return {(names[a], names[b]) for a, sketch in enumerate(sketches) for b in lsh.query(sketch) if a < b}


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared part of two sets; 0 for two empty ones."""
    return len(a & b) / len(a | b) if a or b else 0.0


def same_figures(items: Iterable[Item]) -> Iterable[Origin]:
    """Reports that carry the same figures of one named claimant, said on one day: all go back to that claimant's statement."""
    found: dict[tuple[str, Figures, str], dict[str, Item]] = defaultdict(dict)
    for item in items:
        figures = tuple(sorted((q.measure, q.low or 0, q.high or 0) for q in item.claim.quantities if q.low is not None))
        if figures and item.speaker and item.speaker.name and item.party not in (UNKNOWN, UNATTRIBUTED):
            found[item.claimant_key, figures, (item.said or "")[:10]].setdefault(item.report, item)
    for (key, figures, day), held in sorted(found.items(), key=lambda f: repr(f[0])):
        if len(held) > 1:
            name = next(iter(held.values())).claimant
            yield Origin(
                id=identify("origin", key, figures, day),
                reports=tuple(sorted(held)),
                name=name,
                why=f"the same figures of {name}",
            )


def components(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Connected components of the pairs, each sorted."""
    group: dict[str, set[str]] = {}
    for a, b in pairs:
        joined = group.get(a, {a}) | group.get(b, {b})
        for member in joined:
            group[member] = joined
    return sorted({tuple(sorted(g)) for g in group.values()})
