"""JSON lines: one record a line, `{"record": KIND, ...}`; the form that other programs should read.

Two things stay out, as they may hold what must not leave: the articles' whole texts (the words of each statement and claim stand with
it), and who decided what for which reason (that something was decided, about what and when, is told).
"""

from typing import Any

import msgspec

from ..records import Dossier, Reading
from ..records.wire import to_plain
from .rows import statement_words

NAMES = {
    "dossier": "dossier.jsonl",
    "capture": "captures.jsonl",
    "article": "articles.jsonl",
    "statement": "statements.jsonl",
    "claim": "claims.jsonl",
    "incident": "incidents.jsonl",
    "relation": "relations.jsonl",
    "origin": "origins.jsonl",
    "tally": "tallies.jsonl",
    "decision": "decisions.jsonl",
    "grade": "grades.jsonl",
    "law": "law.jsonl",
}
"""The file of each kind of record in a package."""


def jsonl(dossier: Dossier) -> bytes:
    """First line: what this is and the log's head; then captures with articles, statements, claims, incidents, relations, origins, tallies."""
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines_of(dossier))


def files_by_kind(dossier: Dossier) -> dict[str, bytes]:
    """The same lines, a file for each kind of record: `claims.jsonl`, `tallies.jsonl`; a kind without records has an empty one."""
    made = {name: bytearray() for name in NAMES.values()}
    for line in lines_of(dossier):
        made[NAMES[line["record"]]] += msgspec.json.encode(line) + b"\n"
    return {name: bytes(data) for name, data in made.items()}


def lines_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Every line as it is before it is JSON."""
    lines: list[dict[str, Any]] = [head(dossier)]
    for reading in dossier.readings:
        lines.append(tagged("capture", reading.capture))
        lines.append(article_line(reading))
        lines += [{**tagged("statement", s), **told(reading, statement_words(reading, s))} for s in reading.statements]
        lines += [{**tagged("claim", c), **told(reading, c.span.of(reading.article.text))} for c in reading.claims]
    linked = dossier.linked
    for kind, records in (
        ("incident", linked.incidents),
        ("relation", linked.relations),
        ("origin", linked.origins),
        ("tally", linked.tallies),
    ):
        lines += [tagged(kind, r) for r in records]
    lines += [{"record": "decision", "kind": d.kind, "subject": d.subject, "at": d.at} for d in dossier.decisions]
    lines += [{"record": "grade", "subject": subject, "grade": grade} for subject, grade in dossier.grades.items()]
    lines += [
        {
            "record": "law",
            "subject": subject,
            "tags": dossier.law_tags.get(subject, ()),
            "character": dossier.characters.get(subject),
        }
        for subject in sorted({*dossier.law_tags, *dossier.characters})
    ]
    return lines


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


def article_line(reading: Reading) -> dict[str, Any]:
    """The article less its text and the maps of that text to the source; with all that each part of the source gives for its heading."""
    return {k: v for k, v in tagged("article", reading.article).items() if k not in ("text", "runs", "boxes")}


def told(reading: Reading, words: str) -> dict[str, str]:
    """The capture that a record comes from, and its words."""
    return {"capture": reading.capture.sha256, "words": words}


def tagged(kind: str, record: object) -> dict[str, Any]:
    """A record with its kind."""
    return {"record": kind, **to_plain(record)}
