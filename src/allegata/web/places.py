"""The map: towns that reports name, on bare land. The table below it holds the same."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..data import rows as data_rows
from ..records import Precision, Record
from .formats import json_answer
from .holds import IncidentLine
from .incidents import all_lines
from .rights import shows
from .served import served

RINGED = frozenset({Precision.DISTRICT, Precision.REGION, Precision.FEATURE})
UNDRAWN = frozenset({"country", "continent"})
"""A dot in the middle of a country would say that something happened there."""


class PlaceLine(Record):
    """A place with its incidents. The first name is the one that the reports use most.

    `drawn`: `dot` for a town or site, `ring` for an area, None for what has no point or is too large for one.
    """

    id: str | None
    names: tuple[str, ...]
    lat: float | None
    lon: float | None
    incidents: tuple[IncidentLine, ...]
    claims: int
    drawn: str | None


def place_lines(lines: tuple[IncidentLine, ...]) -> tuple[PlaceLine, ...]:
    """Places by name; incidents of no known place stand under the names that the reports give."""
    grouped: dict[tuple[str | None, str], list[IncidentLine]] = defaultdict(list)
    for line in lines:
        grouped[line.place, "" if line.place else (line.names or ("",))[0]].append(line)
    made = (
        PlaceLine(
            id=place,
            names=held[0].names,
            lat=held[0].lat,
            lon=held[0].lon,
            incidents=tuple(held),
            claims=sum(i.claims for i in held),
            drawn=drawn_as(held[0]),
        )
        for (place, _), held in grouped.items()
    )
    return tuple(sorted(made, key=lambda p: (p.names or ("~",))[0].casefold()))


def drawn_as(line: IncidentLine) -> str | None:
    """How the place stands on the map."""
    precision = next((r["precision"] for r in data_rows("features.csv") if r["code"] == line.feature), None)
    if line.lat is None or line.lon is None or line.feature in UNDRAWN:
        return None
    return "ring" if precision in RINGED else "dot"


@shows
def shown(request: HttpRequest) -> HttpResponse:
    """The page."""
    lines = place_lines(all_lines(served(request)))
    return render(request, "desk/map.html", {"lines": lines, "drawn": sum(1 for p in lines if p.drawn)})


@shows
def shown_json(request: HttpRequest) -> HttpResponse:
    """GeoJSON (RFC 7946) of the places that have a point; a point stands for the whole place, not for where anything hit."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [p.lon, p.lat]},
            "properties": {
                "name": p.names[0] if p.names else "",
                "names": ", ".join(p.names),
                "claims": p.claims,
                "drawn": p.drawn,
                "incidents": len(p.incidents),
                "list": f"{reverse('incidents')}?place={p.id}",
            },
        }
        for p in place_lines(all_lines(served(request)))
        if p.drawn
    ]
    return json_answer({"type": "FeatureCollection", "features": features})
