"""Running counts as a Vega-Lite chart, drawn to SVG on this machine (no browser, no network)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ..records import Tally

LEAST_POINTS = 2
"""A line needs two figures at different times; single figures stand in the table."""


def tally_chart(tallies: Sequence[Tally]) -> bytes | None:
    """SVG of the cumulative counts that have at least two figures at different times; None when no count has."""
    drawn = [t for t in tallies if t.period == "cumulative" and len({p.said for p in t.points if p.said}) >= LEAST_POINTS]
    if not drawn:
        return None
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(msgspec.json.encode(chart_spec(drawn)).decode())
    return svg.encode()


def chart_spec(tallies: Sequence[Tally]) -> dict[str, Any]:
    """The Vega-Lite specification, one panel a measure; the shape of the mark tells series apart, not the colour alone."""
    values = [
        {
            "series": f"{t.claimant}: {t.who or t.measure}",
            "measure": t.measure.replace("_", " "),
            "said": p.said,
            "value": p.low,
        }
        for t in tallies
        for p in t.points
        if p.said and p.low is not None
    ]
    series = {
        "field": "series",
        "type": "nominal",
        "title": "alleged by: of whom",
        "legend": {"orient": "bottom", "columns": 2, "labelLimit": 320},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "facet": {"row": {"field": "measure", "type": "nominal", "title": None}},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": 460,
            "height": 120,
            "mark": {"type": "line", "interpolate": "step-after", "point": {"size": 45}},
            "encoding": {
                "x": {
                    "field": "said",
                    "type": "temporal",
                    "title": "when it was said",
                    "timeUnit": "yearmonthdatehoursminutes",
                    "axis": {"format": "%e %b", "tickCount": "day"},
                },
                "y": {"field": "value", "type": "quantitative", "title": "alleged"},
                "color": {**series, "scale": {"scheme": "dark2"}},
                "shape": {**series, "legend": None},
            },
        },
        "config": {"font": "Noto Sans, DejaVu Sans, sans-serif"},
    }
