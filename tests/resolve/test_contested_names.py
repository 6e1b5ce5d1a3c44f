"""Every name of a contested place is found in a sentence and means the same place, whoever uses it: contested_names.csv."""

import csv
from collections import Counter
from pathlib import Path

from allegata.records import Place
from allegata.resolve.places import find_places, km
from allegata.work.gazetteer import open_gazetteer

GAZETTEER = open_gazetteer()
TABLE = Path(__file__).with_name("contested_names.csv")
NEAR_KM = 25.0
LEAST = 0.985
"""Measured: see docs/bench.md. The floor only rises."""


def table() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def found(form: str, context: str) -> Place | None:
    """The place that the form is found to be, in a sentence beside the larger place's name; no hint of a parser."""
    text = f"The war in {context} goes on. Shelling was reported in {form} on Monday."
    start = text.index(f"in {form} on") + 3
    places = find_places(text, hints=(), gazetteer=GAZETTEER, profile=None)
    return next((p for p in places if p.spans[0].start == start and p.spans[0].end == start + len(form)), None)


def faults(row: dict[str, str]) -> list[str]:
    """Forms not found, and forms that do not mean the one place of the row."""
    readings = {form: found(form, row["context"]) for form in row["forms"].split("|")}
    best = {form: place.candidates[0] for form, place in readings.items() if place and place.candidates}
    ids = Counter(
        c.id
        for c in best.values()
        if c.lat is not None and c.lon is not None and km((c.lat, c.lon), (float(row["lat"]), float(row["lon"]))) < NEAR_KM
    )
    one = min(ids, key=lambda i: (-ids[i], i)) if ids else None
    return [form for form in readings if form not in best or best[form].id != one]


def test_the_names_of_one_place_are_joined() -> None:
    rows = table()
    bad = {(row["conflict"], form) for row in rows for form in faults(row)}
    forms = sum(len(row["forms"].split("|")) for row in rows)
    assert len(rows) >= 150
    assert len({row["conflict"] for row in rows}) >= 6
    assert len(bad) <= (1 - LEAST) * forms, sorted(bad)


def test_every_row_has_a_source_and_at_least_two_forms() -> None:
    for row in table():
        assert row["source"].startswith("https://"), row
        assert len(set(row["forms"].split("|"))) >= 2, row
        assert row["status"] in ("depopulated", "renamed", "disputed"), row
