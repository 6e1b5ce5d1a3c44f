"""The map: towns that reports name, on bare land. The table below it holds the same."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..records import Record
from .formats import json_answer
from .holds import IncidentLine
from .incidents import all_lines
from .rights import shows
from .served import served


class PlaceLine(Record):
    """A place with its incidents. The first name is the one that the reports use most."""

    id: str | None
    names: tuple[str, ...]
    lat: float | None
    lon: float | None
    incidents: tuple[IncidentLine, ...]
    claims: int


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
        )
        for (place, _), held in grouped.items()
    )
    return tuple(sorted(made, key=lambda p: (p.names or ("~",))[0].casefold()))


@shows
def shown(request: HttpRequest) -> HttpResponse:
    """The page."""
    lines = place_lines(all_lines(served(request)))
    return render(request, "desk/map.html", {"lines": lines, "drawn": sum(1 for p in lines if p.lat is not None)})


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
                "incidents": len(p.incidents),
                "list": f"{reverse('incidents')}?place={p.id}",
            },
        }
        for p in place_lines(all_lines(served(request)))
        if p.lat is not None and p.lon is not None
    ]
    return json_answer({"type": "FeatureCollection", "features": features})
