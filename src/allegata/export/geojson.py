"""GeoJSON (RFC 7946): one point an incident, at the gazetteer's point for the place that the reports name.

The point is a town's, not an event's: `precision` and `coordinates_are` say so. Incidents with no point are features with null geometry.
"""

from typing import Any

import msgspec

from ..records import Dossier, Incident, Range


def feature_collection(dossier: Dossier) -> bytes:
    """All incidents of the dossier."""
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "title": dossier.title,
            "attribution": "places: GeoNames, CC BY 4.0; every event is alleged, by the claimants named in each feature",
            "log_root": dossier.log_root,
            "features": [feature(dossier, i) for i in dossier.linked.incidents],
        }
    )


def feature(dossier: Dossier, incident: Incident) -> dict[str, Any]:
    """One incident."""
    place = incident.place
    point = [place.lon, place.lat] if place and place.lat is not None else None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": point} if point else None,
        "properties": {
            "alleged_event": incident.event,
            "names": list(incident.place_names),
            "place": place.id if place else None,
            "coordinates_are": "the gazetteer's point for the place named, coarsened; not where something happened",
            "start": incident.when.start,
            "end": incident.when.end,
            "grade": dossier.grades.get(incident.id),
            "claims": list(incident.claims),
            "by_party": [figures(r) for r in incident.by_party],
            "by_source": [figures(r) for r in incident.by_source],
            "cites": [cite(dossier, c) for c in incident.claims],
        },
    }


def figures(r: Range) -> dict[str, Any]:
    """A range by party or source."""
    return {
        "by": r.by,
        "measure": r.measure,
        "who": r.who,
        "low": r.low,
        "high": r.high,
        "latest": [r.latest_low, r.latest_high],
    }


def cite(dossier: Dossier, claim: str) -> str | None:
    """Capture and span of a claim."""
    for reading in dossier.readings:
        for c in reading.claims:
            if c.id == claim:
                return f"sha256:{reading.capture.sha256}#{c.span.start}-{c.span.end}"
    return None
