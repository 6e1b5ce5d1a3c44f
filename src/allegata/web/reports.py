"""The list of reports, one report with its claims marked, and where a claim's words stand in the source's bytes."""

from collections.abc import Iterable
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..data import rows as data_rows
from ..errors import Unreadable, VaultError
from ..records import Act, Capture, Factuality, Reading, Record, Span, TextBox
from ..records.wire import report_line
from ..work.comparing import others_of
from ..work.pictures import picture_of
from .cards import Card, cards_of, most_doubtful_first
from .formats import csv_answer, json_answer
from .holds import Holding, holding
from .marks import ShownZone, shown_zones
from .rights import shows
from .served import Served, served

AROUND = 160
"""Characters of the article shown on each side of a claim's words on the source page."""

BYTES_SHOWN = 400
"""Bytes of the source shown as text at most: enough to compare, not a copy of the page."""


class ReportLine(Record):
    """A report in a list."""

    capture: str
    title: str | None
    outlet: str | None
    published: str | None
    published_from: str | None
    url: str | None
    statements: int
    claims: int
    reviewed: int
    warnings: tuple[str, ...]


class UnreadLine(Record):
    """A capture that is kept and from which nothing could be read."""

    capture: str
    name: str | None
    url: str | None
    media_type: str
    size: int
    stage: str
    error: str
    reason: str


def report_lines(desk: Served) -> tuple[ReportLine, ...]:
    """All reports that were read, by the day they give."""
    decided = {d.subject for d in desk.book.store.decisions()}
    lines = (
        ReportLine(
            capture=r.capture.sha256,
            title=r.article.title,
            outlet=r.article.outlet,
            published=r.article.published,
            published_from=r.article.published_from,
            url=r.capture.url,
            statements=len(r.statements),
            claims=len(r.claims),
            reviewed=sum(1 for c in r.claims if c.id in decided),
            warnings=r.article.warnings,
        )
        for r in desk.book.store.readings()
    )
    return tuple(sorted(lines, key=lambda line: (line.published or "9999", line.outlet or "", line.capture)))


def unread_lines(captures: Iterable[Capture]) -> tuple[UnreadLine, ...]:
    """Those with a failure, in the order they came in."""
    return tuple(
        UnreadLine(
            capture=c.sha256,
            name=c.name,
            url=c.url,
            media_type=c.media_type,
            size=c.size,
            stage=c.failure.stage.value,
            error=c.failure.error,
            reason=c.failure.reason,
        )
        for c in captures
        if c.failure
    )


@shows
def listed(request: HttpRequest) -> HttpResponse:
    """The list as a page, with what could not be read and why."""
    desk = served(request)
    unread = unread_lines(desk.book.store.captures())
    return render(request, "desk/reports.html", {"lines": report_lines(desk), "unread": unread})


@shows
def listed_json(request: HttpRequest) -> HttpResponse:
    """Both lists as records."""
    desk = served(request)
    return json_answer({"reports": report_lines(desk), "unread": unread_lines(desk.book.store.captures())})


@shows
def listed_csv(request: HttpRequest) -> HttpResponse:
    """The reports that were read."""
    columns = ReportLine.__struct_fields__
    return csv_answer("reports", columns, ([getattr(line, c) for c in columns] for line in report_lines(served(request))))


def opened(request: HttpRequest, capture: str) -> tuple[Holding, Reading]:
    """The report with corrections put in; 404 when there is none."""
    store = served(request).book.store
    reading = store.reading(capture)
    if reading is None:
        raise Http404
    linked = store.linked()
    mine = {c.id for c in reading.claims}
    related = {x for r in linked.relations if {r.a, r.b} & mine for x in (r.a, r.b)}
    others = [r for r in store.readings_of(related) if r.capture.sha256 != capture]
    held = holding(served(request), (reading, *others), linked)
    return held, held.readings[0]


@shows
def one(request: HttpRequest, capture: str) -> HttpResponse:
    """The text with its marks, and the list of what was marked."""
    held, reading = opened(request, capture)
    cards = cards_of(served(request), held, reading)
    by_doubt = request.GET.get("order") == "doubt"
    return render(
        request,
        "desk/report.html",
        {
            "reading": reading,
            "article": reading.article,
            "capture": reading.capture,
            "stretches": stretches(reading),
            "cards": most_doubtful_first(cards) if by_doubt else cards,
            "by_doubt": by_doubt,
            "is_judged": any(c.confidence is not None for c in cards),
            "standings": {c.id: c.standing.value for c in cards},
            "others": others_of(served(request).book, reading.capture),
            **choices(),
        },
    )


def choices() -> dict[str, object]:
    """What a correction can choose from."""
    return {"events": data_rows("events.csv"), "factualities": list(Factuality), "acts": list(Act)}


def stretches(reading: Reading) -> list[tuple[str, list[ShownZone]]]:
    """Zones, with neighbours of one kind together, so that a page's furniture can be folded away."""
    return [(kind.value, list(zones)) for kind, zones in groupby(shown_zones(reading), key=lambda z: z.kind)]


@shows
def one_json(request: HttpRequest, capture: str) -> HttpResponse:
    """The report as `allegata read --json` gives it: what the machine found, no decision in it."""
    reading = served(request).book.store.reading(capture)
    if reading is None:
        raise Http404
    return HttpResponse(report_line(reading), "application/json")


@shows
def source(request: HttpRequest, capture: str, record: str) -> HttpResponse:
    """Where the words of a claim or statement stand: characters of the text, bytes of the capture, and those bytes as text."""
    held, reading = opened(request, capture)
    card = next((c for c in cards_of(served(request), held, reading) if c.id == record), None)
    if card is None:
        raise Http404
    text = reading.article.text
    spans = spans_of(card)
    raw, problem = bytes_of(served(request), capture)
    pieces = [
        {
            "span": span,
            "before": text[max(0, span.start - AROUND) : span.start],
            "words": span.of(text),
            "after": text[span.end : span.end + AROUND],
            "bytes": [(*r, shown_bytes(raw, r)) for r in reading.article.source_of(span)],
        }
        for span in spans
    ]
    shown = {
        "card": card,
        "reading": reading,
        "article": reading.article,
        "capture": reading.capture,
        "pieces": pieces,
        "problem": problem,
        "pages": sorted({box.page + 1 for box in boxes_of(reading, card)}),
    }
    return render(request, "desk/source.html", shown | {"warc": served(request).book.store.warc_of(capture)})


@shows
def page_picture(request: HttpRequest, capture: str, record: str, number: int) -> HttpResponse:
    """A page of a PDF, from 1, with the record's words marked."""
    held, reading = opened(request, capture)
    card = next((c for c in cards_of(served(request), held, reading) if c.id == record), None)
    boxes = boxes_of(reading, card) if card else ()
    raw, _ = bytes_of(served(request), capture)
    if raw is None or number - 1 not in {box.page for box in boxes}:
        raise Http404
    try:
        return HttpResponse(picture_of(raw, page=number - 1, marked=boxes), "image/png")
    except Unreadable as error:
        raise Http404 from error


def boxes_of(reading: Reading, card: Card) -> tuple[TextBox, ...]:
    """Where the record's words stand on the pages of a PDF."""
    return tuple(box for span in spans_of(card) for box in reading.article.boxes_of(span))


def spans_of(card: Card) -> tuple[Span, ...]:
    """The spans that carry the record."""
    if card.claim is not None:
        return (card.claim.span,)
    assert card.statement is not None
    return card.statement.content or card.statement.cue or card.statement.source


def bytes_of(desk: Served, capture: str) -> tuple[bytes | None, str | None]:
    """The capture's bytes from the vault, or why they cannot be shown. Reading them checks them against their hash."""
    try:
        return desk.book.vault.read(capture), None
    except VaultError as error:
        return None, str(error)


def shown_bytes(raw: bytes | None, at: tuple[int, int, int | None]) -> str | None:
    """Some bytes as text with escapes; None for a PDF's page, whose range counts characters."""
    start, end, page = at
    if raw is None or page is not None:
        return None
    some = raw[start : min(end, start + BYTES_SHOWN)]
    return "".join(chr(b) if 0x20 <= b < 0x7F else f"\\x{b:02x}" for b in some) + ("…" if end - start > BYTES_SHOWN else "")
