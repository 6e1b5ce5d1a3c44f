"""JSON lines: every record whole, one a line, `{"record": KIND, ...}`; the form that other programs should read."""

from typing import Any

import msgspec

from ..records import Dossier
from ..records.wire import to_plain


def jsonl(dossier: Dossier) -> bytes:
    """First line: what this is and the log's head; then captures with articles, statements, claims, incidents, relations, origins, tallies."""
    lines: list[Any] = [head(dossier)]
    for reading in dossier.readings:
        lines.append(tagged("capture", reading.capture))
        lines.append(tagged("article", reading.article))
        lines += [{**tagged("statement", s), "capture": reading.capture.sha256} for s in reading.statements]
        lines += [{**tagged("claim", c), "capture": reading.capture.sha256} for c in reading.claims]
    linked = dossier.linked
    for kind, records in (
        ("incident", linked.incidents),
        ("relation", linked.relations),
        ("origin", linked.origins),
        ("tally", linked.tallies),
    ):
        lines += [tagged(kind, r) for r in records]
    lines += [tagged("decision", d) for d in dossier.decisions]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def head(dossier: Dossier) -> dict[str, Any]:
    """What a reader must know before the rows."""
    return {
        "record": "dossier",
        "title": dossier.title,
        "made_at": dossier.made_at.isoformat(),
        "log_size": dossier.log_size,
        "log_root": dossier.log_root,
        "offsets": "Unicode code points into the article's text, half-open",
        "places": "GeoNames, CC BY 4.0; ids and coordinates are candidates, not findings",
        "unread": [list(u) for u in dossier.unread],
    }


def tagged(kind: str, record: object) -> dict[str, Any]:
    """A record with its kind."""
    return {"record": kind, **to_plain(record)}
