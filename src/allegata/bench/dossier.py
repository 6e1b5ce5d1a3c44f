"""A folder of reports -> claims, relations, origins and a table of figures, as a dossier's scorer reads them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..link import link
from ..link.items import Item, items_of
from ..preserve import preserve
from ..records import Act, Channel, Incident, Linked, Period, Profile, Range, Reading
from ..work.pipeline import follow
from ..work.profiles import load_profile
from .rows import attempt, readers

Row = dict[str, Any]

ACTS = {
    Act.CONDEMN: "accuse",
    Act.PROMISE: "announce",
    Act.REQUEST: "demand",
    Act.ASK: "call",
    Act.DECLINE: "deny",
}
"""Our finer acts to the scorer's eleven; the others have the same name."""

SCOPES = {Period.INCIDENT: "incident", Period.WINDOW: "period", Period.CUMULATIVE: "cumulative"}


def predict_dossiers(source: Path, target: Path) -> int:
    """One line for the folder, or one for each folder in it that holds reports; returns how many failed."""
    folders = (
        [source]
        if reports_in(source)
        else sorted(p for p in source.iterdir() if p.is_dir() and (reports_in(p) or reports_in(p / "reports")))
    )
    failed = 0
    with target.open("w", encoding="utf-8") as out:
        for folder in folders:
            made, bad = attempt(lambda _, f: predict_dossier(f), {}, folder)
            failed += bad
            name = folder.parent.name if folder.name == "reports" else folder.name
            out.write(json.dumps({"id": name, "dossier": name, **made}, ensure_ascii=False) + "\n")
    return failed


def reports_in(folder: Path) -> list[Path]:
    """The report files of a folder, in order of their names."""
    return sorted(p for p in folder.glob("*.json") if p.stem.isdigit()) if folder.is_dir() else []


def profile_of(folder: Path) -> Profile | None:
    """The casebook profile beside the reports, if there is one."""
    for place in (folder, folder.parent):
        for file in sorted(place.glob("*profile*.toml")):
            return load_profile(file)
    return None


def predict_dossier(folder: Path) -> Row:
    """Everything of one dossier; a report that cannot be read is left out and named."""
    folder = folder if reports_in(folder) else folder / "reports"
    profile = profile_of(folder)
    read: dict[str, Reading] = {}
    unread = []
    for file in reports_in(folder):
        made, bad = attempt(
            lambda row, _: {"reading": reading_of(row, profile)}, json.loads(file.read_text(encoding="utf-8")), folder
        )
        if bad:
            unread.append({"report": file.stem, **made})
        else:
            read[file.stem] = made["reading"]
    linked = link(tuple(read.values()))
    return {**rows_of(read, linked), "unread": unread}


def reading_of(row: Row, profile: Profile | None) -> Reading:
    """One pasted report with the metadata that came with it."""
    text = row["text"]
    raw = text.encode("utf-8", "surrogatepass")
    capture = preserve(
        raw, media_type="text/plain; charset=utf-8", now=datetime.now(UTC), channel=Channel.PASTE, url=row.get("url")
    )
    bound = readers().under(profile) if profile else readers()
    published = str(row["published"]) if row.get("published") else None
    return follow(raw, capture=capture, readers=bound, published=published, outlet=row.get("outlet"))


def rows_of(read: dict[str, Reading], linked: Linked) -> Row:
    """Claims numbered in the order of the reports; relations and incidents by those numbers."""
    name = {r.capture.sha256: report for report, r in read.items()}
    items = items_of(tuple(read.values()))
    number = {item.id: n for n, item in enumerate(items)}
    group = {claim: incident.id for incident in linked.incidents for claim in incident.claims}
    running = {p.claim: t.id for t in linked.tallies for p in t.points}
    return {
        "claims": [claim_row(item, name, group.get(item.id) or running.get(item.id)) for item in items],
        "relations": [
            {"type": r.kind.value, "from": number[r.a], "to": number[r.b]}
            for r in linked.relations
            if r.a in number and r.b in number
        ],
        "origins": [[name[c] for c in origin.reports] for origin in linked.origins],
        "incidents": [{"id": i.id, "table": table_of(i)} for i in linked.incidents],
    }


def claim_row(item: Item, name: dict[str, str], target: str | None) -> Row:
    """One claim in the scorer's form."""
    act = item.act
    return {
        "report": name[item.report],
        "start": item.claim.span.start,
        "end": item.claim.span.end,
        "claimant": item.claimant,
        "claimant_party": item.party,
        "act": ACTS.get(act, act.value) if act else "report-without-attribution",
        "quantities": [
            {"measure": q.measure, "low": q.low, "high": q.high, "bound": q.bound.value, "scope": SCOPES[q.period]}
            for q in item.claim.quantities
        ],
        "incident": target,
    }


def table_of(incident: Incident) -> Row:
    """party -> measure -> range and latest."""
    table: Row = {}
    for r in incident.by_party:
        table.setdefault(r.by, {})[r.measure] = cell(r)
    return table


def cell(r: Range) -> Row:
    """`range` and `latest` as pairs; null above stays open."""
    return {"range": [r.low, r.high], "latest": [r.latest_low, r.latest_high]}
