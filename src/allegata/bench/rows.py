"""The tasks that take JSON lines: each row is read by itself, and a failed one is said so and loses no other."""

import gzip
import hashlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ..extract import extract
from ..preserve import preserve
from ..read import read
from ..read.language import language_of
from ..records import Article, Channel, Day, Place, Span, Zone, ZoneForm, ZoneKind
from ..resolve.dates import find_times
from ..resolve.places import find_toponyms
from ..work.readers import Readers

Row = dict[str, Any]

TOWNS = ("town", "city", "village", "neighbourhood")


def predict_rows(predict: Callable[[Row, Path], Row], source: Path, target: Path) -> int:
    """One line out for each line in; returns how many failed. Lines end at U+000A only: texts may hold other separators."""
    lines = [line for line in source.read_text(encoding="utf-8").split("\n") if line.strip()]
    failed = 0
    with target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, 1):
            made, bad = predicted(predict, line, source.parent)
            failed += bad
            out.write(json.dumps(made, ensure_ascii=False) + "\n")
            progress(number, len(lines))
    return failed


def predicted(predict: Callable[[Row, Path], Row], line: str, folder: Path) -> tuple[Row, bool]:
    """The prediction under the row's id; a line that is no row has none."""
    row, bad = attempt(lambda *_: row_of(line), {}, folder)
    if bad:
        return {"id": None, **row}, True
    made, bad = attempt(predict, row, folder)
    return {"id": row["id"], **made}, bad


def row_of(line: str) -> Row:
    """The line as a row; raises ValueError for one that is no JSON object with an id."""
    row = json.loads(line)
    if not isinstance(row, dict) or "id" not in row:
        raise ValueError("the line is no JSON object with an id")
    return row


def attempt(predict: Callable[[Row, Path], Row], row: Row, folder: Path) -> tuple[Row, bool]:
    """The prediction, or the error as a row: one bad item must not end a run of thousands."""
    try:
        return predict(row, folder), False
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}, True


def progress(done: int, of: int) -> None:
    """A counter where a person is watching."""
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


@cache
def readers() -> Readers:
    """The shipped readers, loaded once."""
    from ..work.readers import load_readers

    return load_readers()


def as_article(text: str, published: Day | None, language: str = "en") -> Article:
    """A gold text as an article of one body zone, so that offsets stay those of the gold."""
    return Article(
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        capture="",
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, start=0, end=len(text)),),
        published=published,
        published_from="given" if published else None,
        language=language,
    )


def pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    """Spans as the scorers write them."""
    return [[s.start, s.end] for s in spans]


def attribution(row: Row, folder: Path) -> Row:
    """Who says what: source, cue, content, act, medium, parent.

    Two speakers of one cue are one row. PolNeAR annotates outermost statements only, so nested ones are left out there; rows of
    sets that nest name their `lang`. A row without one is read in the language that it seems to be in.
    """
    language = row.get("lang") or language_of(row["text"]) or "en"
    article = as_article(row["text"], day(row), language)
    using = readers()
    found = extract(article, parse=using.parse, attribution=using.attribution, others=using.others).statements
    found = tuple({(s.source, s.cue, s.content): s for s in reversed(found)}.values())[::-1]
    if "lang" not in row:
        found = tuple(s for s in found if s.parent is None)
    at = {s.id: n for n, s in enumerate(found)}
    return {
        "statements": [
            {
                "source": pairs(s.source),
                "cue": pairs(s.cue),
                "content": pairs(s.content),
                "act": s.act.value,
                "medium": s.medium,
                "parent": at.get(s.parent) if s.parent else None,
            }
            for s in found
        ]
    }


def _is_body(zone: Zone) -> bool:
    """As the sets count it: a post that is set into the text with the line that signs it."""
    signs = zone.kind is ZoneKind.BYLINE and zone.form is ZoneForm.POST
    return signs or zone.kind in (ZoneKind.STANDFIRST, ZoneKind.BODY)


def page_of(row: Row, folder: Path) -> Article:
    """The page of a row, read from its file beside the set."""
    packed = (folder / row["html_file"]).read_bytes()
    raw = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
    capture = preserve(raw, media_type="text/html", now=datetime.now(UTC), channel=Channel.FILE, url=row.get("url"))
    return read(capture, raw)


def article(row: Row, folder: Path) -> Row:
    """A page's title, date, authors, body, captions and comments."""
    page = page_of(row, folder)
    zoned = {k: [z.span.of(page.text) for z in page.zones if z.kind is k] for k in ZoneKind}
    return {
        "title": page.title,
        "published": page.published,
        "authors": list(page.authors),
        "body": "\n".join(z.span.of(page.text) for z in page.zones if _is_body(z)),
        "captions": zoned[ZoneKind.CAPTION],
        "comments": zoned[ZoneKind.COMMENT],
    }


def timex(row: Row, folder: Path) -> Row:
    """Time expressions with TIMEX3 type and value."""
    found = find_times(row["text"], published=day(row))
    return {
        "expressions": [{"start": w.spans[0].start, "end": w.spans[-1].end, "type": w.kind, "value": w.value} for w in found]
    }


def geoparse(row: Row, folder: Path) -> Row:
    """Toponyms, associative ones too, with coordinates of the best candidate.

    A name without candidates (a road, a hamlet) lies where the next place does that the text names beside it.
    """
    text = as_article(row["text"], day(row))
    hints = extract(text, parse=readers().parse, attribution=lambda *_: ()).entities
    found = find_toponyms(text.text, hints=hints, gazetteer=readers().gazetteer, outlet=row.get("domain"))
    return {"places": toponym_rows(*found)}


def toponym_rows(literal: tuple[Place, ...], others: tuple[Place, ...]) -> list[Row]:
    """Rows of both in text order."""
    known = [(p.spans[0], p.candidates[0]) for p in literal if p.candidates and p.candidates[0].lat is not None]
    towns = [(span, best) for span, best in known if best.feature in TOWNS] or known
    made = []
    for place in sorted((*literal, *others), key=lambda p: p.spans):
        row = place_row(place.spans[0], place.candidates)
        if row["lat"] is None and towns:
            at = place.spans[0].start
            _, beside = min(towns, key=lambda t: abs(t[0].start - at))
            row |= {"lat": beside.lat, "lon": beside.lon}
        made.append(row)
    return made


def place_row(span: Span, candidates: tuple[Any, ...]) -> Row:
    """The first candidate stands for the place: a scorer asks for one."""
    best = candidates[0] if candidates else None
    geonames = best.id.removeprefix("geonames:") if best and best.id.startswith("geonames:") else None
    return {
        "start": span.start,
        "end": span.end,
        "lat": best.lat if best else None,
        "lon": best.lon if best else None,
        "geonameid": geonames,
    }


def day(row: Row) -> Day | None:
    """The publication day of a row, whatever precision it has."""
    published = row.get("published")
    return str(published)[:10] if published else None


def _muc(row: Row, folder: Path) -> Row:
    """Attack forms; what they need is loaded when they are asked for."""
    from .muc import muc

    return muc(row, folder)


TASKS: dict[str, Callable[[Row, Path], Row]] = {
    "attribution": attribution,
    "article": article,
    "timex": timex,
    "geoparse": geoparse,
    "muc": _muc,
}
