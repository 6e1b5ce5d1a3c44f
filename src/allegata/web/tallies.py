"""Running counts by claimant: a chart, and the same figures as a table."""

from itertools import groupby
from typing import NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..export.charts import LEAST_POINTS, chart_spec
from ..export.rows import Row
from ..records import Tally, TallyPoint
from .formats import csv_answer, json_answer
from .holds import Holding, holding
from .rights import shows
from .served import Served, served

WIDTH, HEIGHT = 860, 170
"""Pixels of one panel."""


class Part(NamedTuple):
    """One claimant's part of the table, `height` rows high."""

    claimant: str
    party: str | None
    series: list[tuple[Tally, list[tuple[TallyPoint, Row]]]]
    height: int


def standing_tallies(desk: Served) -> tuple[Holding, tuple[Tally, ...]]:
    """The tallies without the figures of rejected claims; a tally with no figure left is left out."""
    store = desk.book.store
    linked = store.linked()
    held = holding(desk, store.readings_of({p.claim for t in linked.tallies for p in t.points}), linked)
    kept = (msgspec.structs.replace(t, points=tuple(p for p in t.points if held.counts(p.claim))) for t in linked.tallies)
    return held, tuple(t for t in kept if t.points)


def drawn(tallies: tuple[Tally, ...]) -> list[Tally]:
    """Those that make a line: cumulative, with figures at two times or more."""
    return [t for t in tallies if t.period == "cumulative" and len({p.said for p in t.points if p.said}) >= LEAST_POINTS]


@shows
def shown(request: HttpRequest) -> HttpResponse:
    """The page."""
    held, tallies = standing_tallies(served(request))
    return render(
        request, "desk/tallies.html", {"parts": by_claimant(held, tallies), "drawn": len(drawn(tallies)), "total": len(tallies)}
    )


def by_claimant(held: Holding, tallies: tuple[Tally, ...]) -> list[Part]:
    """The table: for each claimant, in alphabetical order, its tallies with the row that each figure comes from."""
    named = sorted(tallies, key=lambda t: (t.claimant.casefold(), t.party or "", t.measure, t.who or ""))
    parts = []
    for (claimant, party), group in groupby(named, key=lambda t: (t.claimant, t.party)):
        series = [(t, [(p, held.rows[p.claim]) for p in t.points]) for t in group]
        parts.append(Part(claimant, party, series, sum(len(points) for _, points in series)))
    return parts


@shows
def chart(request: HttpRequest) -> HttpResponse:
    """The Vega-Lite specification of the chart, at the page's size."""
    spec = chart_spec(drawn(standing_tallies(served(request))[1]))
    return json_answer(spec | {"spec": spec["spec"] | {"width": WIDTH, "height": HEIGHT}})


@shows
def shown_json(request: HttpRequest) -> HttpResponse:
    """The tallies as records."""
    return json_answer(standing_tallies(served(request))[1])


@shows
def shown_csv(request: HttpRequest) -> HttpResponse:
    """One row a figure."""
    of_tally = [f for f in Tally.__struct_fields__ if f != "points"]
    of_point = list(TallyPoint.__struct_fields__)
    rows = (
        [*(getattr(t, c) for c in of_tally), *(getattr(p, c) for c in of_point)]
        for t in standing_tallies(served(request))[1]
        for p in t.points
    )
    return csv_answer("tallies", [*of_tally, *of_point], rows)
