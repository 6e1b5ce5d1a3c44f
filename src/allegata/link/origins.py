"""Which reports go back to one primary source: copies of one text, and reports that carry one claimant's same figures.

Near-duplicates by MinHash LSH (Broder 1997) over five-word shingles of the reporting text; the pair is then measured exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rensa import RMinHash, RMinHashLSH

from ..records import REPORTING, Origin, Reading, identify
from .items import Item

Figures = tuple[tuple[str, int, int], ...]

SHINGLE = 5
COPY = 0.5
"""Jaccard of five-word shingles from which two texts count as copies of one text; two reports written apart on one
event share under .05 in our samples, a copy with a new first sentence stays above .6."""


def find_origins(readings: Sequence[Reading], items: Sequence[Item]) -> tuple[Origin, ...]:
    """Groups of captures, each with its reason; a report may go back to several origins, and one that shares none stands alone."""
    groups = [*copies(readings), *same_figures(items)]
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


def copies(readings: Sequence[Reading]) -> Iterable[Origin]:
    """Groups of reports whose reporting text is one and the same but for edits."""
    shingled = {r.capture.sha256: shingles(r) for r in readings}
    pairs = [(a, b) for a, b in near(shingled) if jaccard(shingled[a], shingled[b]) >= COPY]
    for group in components(pairs):
        first = min(
            (r for r in readings if r.capture.sha256 in group),
            key=lambda r: (r.article.published or "", r.article.outlet or ""),
        )
        yield Origin(id=identify("origin", "copy", group), reports=group, name=first.article.outlet, why="copies of one text")


def shingles(reading: Reading) -> frozenset[str]:
    """Five-word runs of the reporting zones."""
    text = " ".join(z.span.of(reading.article.text) for z in reading.article.zones if z.kind in REPORTING)
    words = text.casefold().split()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)) if words)


def near(shingled: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """Pairs that MinHash LSH holds to be near: 128 hashes in 32 bands find Jaccard .5 with probability .87, .63 with .998."""
    names = sorted(shingled)
    lsh = RMinHashLSH(0.5, 128, 32)
    sketches = []
    for number, name in enumerate(names):
        sketch = RMinHash(num_perm=128, seed=42)
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
        if figures and item.speaker and item.speaker.name and item.party not in ("unknown", "unattributed"):
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
