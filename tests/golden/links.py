"""What linking found over all sample reports, held against expected_links.toml."""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from allegata.link import link
from allegata.link.items import Item, items_of
from allegata.records import Incident, Linked

from .facts import HERE, Verdict, place_of, readings


@cache
def linked() -> Linked:
    """All samples linked."""
    return link(tuple(readings().values()))


@cache
def items() -> dict[str, Item]:
    """Claim id -> item."""
    return {i.id: i for i in items_of(tuple(readings().values()))}


def slug_of(capture: str) -> str:
    """The sample's name."""
    return next(slug for slug, r in readings().items() if r.capture.sha256 == capture)


def verdicts() -> list[Verdict]:
    """All expectations over the samples together."""
    expected = tomllib.loads((HERE / "expected_links.toml").read_text(encoding="utf-8"))
    judges = {"origin": of_origin, "incident": of_incident, "tally": of_tally, "relation": of_relation}
    return [v for kind, judge in judges.items() for row in expected[kind] for v in judge(row)]


def of_origin(row: dict[str, Any]) -> Iterator[Verdict]:
    groups = [{slug_of(c) for c in o.reports} for o in linked().origins]
    yield Verdict(
        "links", "origin", row["name"], set(row["samples"]) in groups, str([g for g in groups if g & set(row["samples"])])
    )


def of_incident(row: dict[str, Any]) -> Iterator[Verdict]:
    best = max(linked().incidents, key=lambda i: overlap(i, row), default=None)
    if best is None or not overlap(best, row):
        yield Verdict("links", "incident", row["name"], False, "none")
        return
    found = {slug_of(items()[c].report) for c in best.claims}
    day = (best.when.start or "")[:10] == row["day"]
    yield Verdict("links", "incident", row["name"], found == set(row["samples"]) and day, f"{sorted(found)} {best.when.start}")
    for wanted in row.get("ranges", ()):
        had = [
            (r.low, r.high, r.latest_low) for r in best.by_party if (r.by, r.measure) == (wanted["party"], wanted["measure"])
        ]
        ok = any(
            (low, high) == (wanted["low"], wanted["high"]) and wanted.get("latest", latest) == latest
            for low, high, latest in had
        )
        yield Verdict("links", "range", f"{row['name']}: {wanted['party']} {wanted['measure']}", ok, str(had))


def overlap(incident: Incident, row: dict[str, Any]) -> float:
    """How well an incident fits the expected one: by place, day and reports."""
    if "place" in row and row["place"] not in incident.place_names:
        return 0.0
    found = {slug_of(items()[c].report) for c in incident.claims}
    same_day = bool((incident.when.start or "")[:10] == row["day"])
    share: float = len(found & set(row["samples"])) / len(found | set(row["samples"]))
    return share + same_day


def of_tally(row: dict[str, Any]) -> Iterator[Verdict]:
    keys = {items()[p.claim].speaker for t in linked().tallies if t.measure == row["measure"] for p in t.points}
    for point in row["points"]:
        ok = any(
            p.low == point["value"] and slug_of(items()[p.claim].report) == point["sample"] and t.party == row["party"]
            for t in linked().tallies
            if t.measure == row["measure"]
            for p in t.points
        )
        yield Verdict(
            "links",
            "tally",
            f"{row['claimant']} {row['measure']} {point['value']} in {point['sample']}",
            ok,
            f"{len(keys)} speakers",
        )


def of_relation(row: dict[str, Any]) -> Iterator[Verdict]:
    a, b = ends(row["from"]), ends(row["to"])
    pairs = {(r.a, r.b) for r in linked().relations if r.kind == row["kind"]}
    if row["kind"] in ("contradicts", "corroborates", "repeats"):
        pairs |= {(y, x) for x, y in pairs}
    ok = any((x, y) in pairs for x in a for y in b)
    words = f"{row['kind']}: {row['from']['words'][:40]} -> {row['to']['words'][:40]}"
    yield Verdict("links", "relation", words, ok, f"{len(a)} and {len(b)} claims")


def ends(row: dict[str, str]) -> set[str]:
    """Claims that touch the words, or whose statement does."""
    reading = readings()[row["sample"]]
    span = place_of(row["words"], reading.article.text)
    if span is None:
        return set()
    said = {s.id for s in reading.statements if any(x.touches(span) for x in (*s.content, *s.cue))}
    return {c.id for c in reading.claims if c.span.touches(span) or c.statement in said}
