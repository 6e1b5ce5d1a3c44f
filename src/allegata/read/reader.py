"""The verb of this room: by media type to the right reader, then what all articles share."""

import hashlib

from ..errors import TooLarge, Unreadable
from ..records import REPORTING, Article, Capture, Day, Record, SourceRun, Zone
from .decoding import Decoded, decode
from .heading import Heading, chosen, heading_of_zones
from .language import language_of
from .offsets import Piece, runs_of
from .pasted import zones_of_paste

LARGEST = 64_000_000
"""Bytes. The largest news page of some 10,000 measured has 9 MB; above this limit something else was fetched."""


class Page(Record):
    """What every reader gives: text, zones, the map to the source, and what the page says of itself."""

    text: str
    zones: tuple[Zone, ...]
    runs: tuple[SourceRun, ...]
    heading: Heading
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


def read(capture: Capture, raw: bytes, *, published: Day | None = None) -> Article:
    """Read an article out of the bytes of a capture.

    `published`, when the user knows it, goes above all dates found. Raises Unreadable when the bytes hold no text that can be
    read, TooLarge above the limits of size; never guesses a date: a page without one has `published` None.
    """
    if not raw.strip():
        raise Unreadable(f"the source is empty ({len(raw)} bytes); check that it was saved or fetched in full")
    if len(raw) > LARGEST:
        raise TooLarge(f"the source has {len(raw)} bytes; pages above {LARGEST} are not read")
    page = _page(capture, raw)
    return _article(capture, page, published)


def _page(capture: Capture, raw: bytes) -> Page:
    return _paste(decode(raw, declared=capture.charset))


def _paste(decoded: Decoded) -> Page:
    zones = zones_of_paste(decoded.text)
    return Page(
        text=decoded.text,
        zones=zones,
        runs=runs_of([Piece(decoded.text, 0, len(decoded.text))], decoded),
        heading=heading_of_zones(decoded.text, zones),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def _article(capture: Capture, page: Page, published: Day | None) -> Article:
    dates = chosen(page.heading.dates, given=published, fetched_at=capture.fetched_at)
    first = dates[0] if dates else None
    reporting = "\n".join(zone.span.of(page.text) for zone in page.zones if zone.kind in REPORTING)
    return Article(
        sha256=hashlib.sha256(page.text.encode()).hexdigest(),
        capture=capture.sha256,
        text=page.text,
        zones=page.zones,
        title=page.heading.title,
        outlet=page.heading.outlet,
        authors=page.heading.authors,
        published=first.value if first else None,
        published_from=first.found_in if first else None,
        published_at=first.at if first else None,
        dates=dates,
        language=language_of(reporting),
        encoding=page.encoding,
        runs=page.runs,
        warnings=page.warnings,
    )
