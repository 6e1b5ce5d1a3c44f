"""The dossier as one HTML file and as a PDF, from one template; reproducible: the same dossier gives the same bytes."""

import base64
import hashlib
import os
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from ..data import rows as data_rows
from ..errors import MissingSystemLibrary
from ..records import Article, Dossier, Incident, Reading, RelationKind, Tally
from .charts import tally_chart
from .rows import Row, answers, claimant, figure, law_invoked, rows, said, same_rows, statement_words, tag_words

PANGO = "the PDF needs the system library Pango; install it with: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"


def html(dossier: Dossier) -> bytes:
    """One file with no script and no outside reference; its policy allows only its own style, by hash."""
    style = read_text("dossier.css")
    policy = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment().get_template("dossier.html").render(**contents(dossier), style=style, style_hash=policy).encode()


def pdf(dossier: Dossier) -> bytes:
    """PDF/UA-1 from the same template. Raises MissingSystemLibrary when Pango is not installed."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise MissingSystemLibrary(PANGO) from error
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(dossier.made_at.timestamp())))
    # A dossier holds all that it shows: only data: addresses are read while it is drawn.
    nothing_outside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    document = HTML(string=html(dossier).decode(), url_fetcher=nothing_outside)
    made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=(dossier.log_root or dossier.title).encode()[:32])
    assert isinstance(made, bytes)
    return made


@cache
def environment() -> Environment:
    """The templates of this folder, escaping all text."""
    made = Environment(
        loader=FunctionLoader(read_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["label"] = label
    return made


def read_text(name: str) -> str:
    """A file of templates/."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def label(code: str) -> str:
    """The words for an event code, from its data file; a code with no words is shown as it is."""
    return next((r["label"] for r in data_rows("events.csv") if r["code"] == code), code.replace("_", " "))


def contents(dossier: Dossier) -> dict[str, Any]:
    """What the template shows, in its order."""
    made = rows(dossier)
    by_claim = {r.claim: r for r in made}
    ordered = sorted(dossier.readings, key=lambda r: (r.article.published or "", r.capture.sha256))
    return {
        "dossier": dossier,
        "incidents": [incident_part(dossier, i, by_claim) for i in dossier.linked.incidents],
        "tallies": [tally_part(t, by_claim) for t in dossier.linked.tallies],
        "chart": chart_uri(dossier),
        "loose": [r for r in made if r.incident is None],
        "reports": [report_part(r) for r in ordered],
        "other_days": other_days,
        "claims": len(made),
        "statements": sum(len(r.statements) for r in ordered),
    }


def incident_part(dossier: Dossier, incident: Incident, by_claim: dict[str, Row]) -> dict[str, Any]:
    """An incident with its rows, relations and what its reports go back to."""
    inside = set(incident.claims)
    held = [by_claim[c] for c in incident.claims if c in by_claim]
    reports = {r.capture for r in held}
    origins = [o for o in dossier.linked.origins if reports & set(o.reports) and len(set(o.reports) & reports) > 1]
    return {
        "incident": incident,
        "rows": same_rows(held),
        "claims": len(held),
        "reports": len(reports),
        "independent": len(dossier.linked.independent(reports)),
        "denied_by": denying_parties(dossier, inside, by_claim),
        "origins": origins,
        "tags": [tag_words(t) for t in dossier.law_tags.get(incident.id, ())],
        "answers": answers(incident.positions, dossier.readings),
        "relations": [
            (r, by_claim[r.a], by_claim[r.b])
            for r in dossier.linked.relations
            if r.a in by_claim and r.b in by_claim and {r.a, r.b} & inside
        ],
    }


def denying_parties(dossier: Dossier, inside: set[str], by_claim: dict[str, Row]) -> tuple[str, ...]:
    """The parties whose denials deny a claim of the incident; a denier of no known party by name."""
    denials = (
        by_claim[r.a] for r in dossier.linked.relations if r.kind is RelationKind.DENIES and r.b in inside and r.a in by_claim
    )
    return tuple(sorted({row.party or row.claimant for row in denials}))


def tally_part(tally: Tally, by_claim: dict[str, Row]) -> dict[str, Any]:
    """A running count with the row that each figure comes from."""
    return {"tally": tally, "points": [(p, by_claim[p.claim]) for p in tally.points if p.claim in by_claim]}


def other_days(article: Article) -> list[tuple[str, list[str]]]:
    """The days that the source gives beside the one that holds, each with where: disagreement is kept."""
    found: dict[str, list[str]] = {}
    for date in article.dates:
        if date.value != article.published:
            found.setdefault(date.value, []).append(date.found_in)
    return [(value, list(dict.fromkeys(places))) for value, places in found.items()]


def report_part(reading: Reading) -> dict[str, Any]:
    """A report with everything that is said in it, each sentence with its citation."""
    lines = []
    for s in sorted(reading.statements, key=lambda s: s.content or s.cue or s.source):
        spans = s.content or s.cue or s.source
        if spans:
            lines.append(
                {
                    "who": claimant(reading, s),
                    "party": s.speaker.party,
                    "act": s.act.value,
                    "direct": s.direct,
                    "medium": s.medium,
                    "said": said(reading, s),
                    "words": statement_words(reading, s),
                    "cite": f"{reading.capture.sha256[:8]}:{spans[0].start}–{spans[-1].end}",
                    "law": law_invoked(s),
                    "nested": s.parent is not None,
                }
            )
    return {"reading": reading, "lines": lines, "figure": figure}


def chart_uri(dossier: Dossier) -> str | None:
    """The running counts as a picture inside the page; None when there is nothing to draw."""
    svg = tally_chart(dossier.linked.tallies)
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode() if svg else None
