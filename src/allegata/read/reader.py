"""The verb of this room: by media type to the right reader, then what all articles share."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec

from ..errors import TooLarge, Unreadable
from ..records import REPORTING, Article, Capture, Channel, DateEvidence, Day, Scans, TextBox, Zone, ZoneForm
from .blocks import blocks_of
from .clocks import stated_offset, times_of
from .confidence import confidence_of
from .decoding import Decoded, decode
from .entries import entries_of_page, stamps_of, without_clock_lines
from .feed_entry import read_entry
from .heading import chosen, heading_of_zones
from .joining import stretches_of, timed_of, with_posts, zones_of
from .language import language_of, with_languages
from .mail import read_mail, read_saved_page
from .markup import Tree
from .metadata import Metadata, heading_of_page
from .offsets import Piece, runs_of
from .page import lost_text, runs_of_blocks, text_of
from .pasted import zones_of_paste
from .pdf import read_layers
from .posts import posts_of
from .sweeping import unswept
from .telegram import read_export
from .whole import Page
from .zoning import zone_kinds

LONGEST_NOTE = 300
LARGEST = 20_000_000
"""Bytes. Reading takes about 0.6 s a megabyte, so this bounds it at some 12 s; no page of the development sets comes near it."""
EMBEDDED = re.compile(rb"data:[\w/+.-]{3,80};base64,[A-Za-z0-9+/=]{1000,}")
"""Pictures and fonts within a page that was saved as one file: they take room, but no time."""

FEED = re.compile(
    r"\ufeff?(?>\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:rss|feed|rdf:rdf)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
"""The root of RSS 0.9 to 2.0 or Atom, after what may stand before a root in XML."""


def read(capture: Capture, raw: bytes, *, published: Day | None = None, scans: Scans | None = None) -> Article:
    """Read an article out of the bytes of a capture.

    `published`, when the user knows it, goes above all dates found. `scans`: what text recognition found on pages of a PDF that have no
    text layer. Raises Unreadable when the bytes hold no text that can be
    read, TooLarge above the limits of size; never guesses a date: a page without one has `published` None.
    """
    if not raw.strip():
        raise Unreadable(f"the source is empty ({len(raw)} bytes); check that it was saved or fetched in full")
    size = len(raw) if len(raw) <= LARGEST else len(raw) - sum(len(found) for found in EMBEDDED.findall(raw))
    if size > LARGEST:
        raise TooLarge(f"the source has {size:,} bytes; pages above {LARGEST:,} are not read: cut out the part that matters")
    with unswept():
        return _article(capture, _page(capture, raw, scans), published)


def _page(capture: Capture, raw: bytes, scans: Scans | None) -> Page:
    """By the declared media type, and by the first bytes where the type is missing or wrong."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return _pdf(raw, scans)
    if capture.media_type == "message/rfc822":
        return read_mail(raw, plain=_paste, html=partial(_html, capture))
    if capture.media_type == "multipart/related":
        return read_saved_page(raw, html=partial(_html, capture))
    if capture.media_type == "application/json":
        return read_export(decode(raw, declared=capture.charset))
    if capture.channel is Channel.FEED and start.startswith(b"<"):
        return read_entry(decode(raw, declared=capture.charset, html=True), capture, html=partial(_html, capture))
    if "html" in capture.media_type or "xml" in capture.media_type or start.startswith((b"<!doctype html", b"<html")):
        return _html(capture, no_feed(decode(raw, declared=capture.charset, html=True)))
    return _paste(no_feed(decode(raw, declared=capture.charset)))


def no_feed(decoded: Decoded) -> Decoded:
    """The same; raises Unreadable for a feed, which is a list of addresses and no report."""
    if FEED.match(decoded.text):
        raise Unreadable("an RSS or Atom feed; give the addresses of its entries")
    return decoded


def _html(capture: Capture, decoded: Decoded) -> Page:
    tree = Tree(decoded.text)
    metadata = Metadata(tree)
    blocks = blocks_of(tree)
    kinds = zone_kinds(tree, blocks, metadata.title(), metadata.description())
    posts = {index: post for post in posts_of(tree, blocks, kinds) for index in range(post.start, post.end)}
    kinds = with_posts(kinds, posts)
    stamps = {index: clock for index, clock in stamps_of(blocks, metadata.times).items() if index not in posts}
    entries = entries_of_page(blocks, kinds, stamps, metadata.updates(), live=metadata.is_live())
    stretches = stretches_of(blocks, without_clock_lines(kinds, entries), posts)
    zones = zones_of(blocks, stretches, posts)
    text = text_of(blocks)
    lost = lost_text(decoded, tree, text)
    empty = (
        None if any(zone.kind in REPORTING for zone in zones) else "no reporting found on the page; it may be loaded by script"
    )
    return Page(
        text=text,
        zones=zones,
        runs=runs_of_blocks(blocks, decoded),
        heading=heading_of_page(metadata, capture, text, [zone for zone in zones if zone.form is not ZoneForm.POST]),
        timed=timed_of(blocks, stretches, entries, stamps, posts),
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *tree.warnings, *(note for note in (lost, empty) if note)),
    )


def _pdf(raw: bytes, scans: Scans | None) -> Page:
    layers = read_layers(raw, scans)
    paste = zones_of_paste(layers.text, is_set=layers.is_set)
    return Page(
        text=layers.text,
        zones=tuple(_recognised(paste.zones, layers.boxes)),
        runs=layers.runs,
        heading=heading_of_zones(layers.text, paste.zones),
        timed=paste.timed,
        warnings=layers.warnings,
        layers=layers,
    )


def _recognised(zones: Iterable[Zone], boxes: Sequence[TextBox]) -> Iterator[Zone]:
    """The zones, those with words from text recognition marked with how sure it was of them, by their length."""
    words = [box for box in boxes if box.confidence is not None]
    starts = [box.start for box in words]
    for zone in zones:
        held = words[bisect_left(starts, zone.start) : bisect_left(starts, zone.end)]
        size = sum(box.end - box.start for box in held)
        sure = sum((box.end - box.start) * (box.confidence or 0.0) for box in held)
        yield msgspec.structs.replace(zone, recognised=round(sure / size, 3)) if size else zone


def _paste(decoded: Decoded) -> Page:
    paste = zones_of_paste(decoded.text)
    return Page(
        text=decoded.text,
        zones=paste.zones,
        runs=runs_of([Piece(decoded.text, 0, len(decoded.text))], decoded),
        heading=heading_of_zones(decoded.text, paste.zones),
        timed=paste.timed,
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def _article(capture: Capture, page: Page, published: Day | None) -> Article:
    dates = chosen(page.heading.dates, given=published, fetched_at=capture.fetched_at)
    first = dates[0] if dates else None
    changed = max((each for each in dates if each.found_in == "modified"), key=lambda each: each.value, default=None)
    reporting = "\n".join(zone.span.of(page.text) for zone in page.zones if zone.kind in REPORTING)
    return Article(
        sha256=hashlib.sha256(page.text.encode()).hexdigest(),
        capture=capture.sha256,
        text=page.text,
        zones=with_languages(page.text, _with_times(page, dates)),
        title=page.heading.title,
        outlet=page.heading.outlet,
        authors=page.heading.authors,
        published=first.value if first else None,
        published_from=first.found_in if first else None,
        published_at=first.at if first else None,
        dates=dates,
        modified=changed.value if changed else None,
        modified_at=changed.at if changed else None,
        evidence=page.heading.evidence,
        confidence=confidence_of(page.heading, dates) if page.heading.of_page else (),
        language=language_of(reporting),
        encoding=page.encoding,
        runs=page.runs,
        boxes=page.layers.boxes if page.layers else (),
        recognised_by=page.layers.recognised_by if page.layers else None,
        unread_pages=page.layers.unread if page.layers else (),
        warnings=page.warnings,
    )


def _with_times(page: Page, dates: Sequence[DateEvidence]) -> tuple[Zone, ...]:
    """The zones with when each was written, for comments and entries of live pages."""
    if not page.timed:
        return page.zones
    above = (zone.span.of(page.text)[:LONGEST_NOTE] for zone in page.zones if zone.kind in REPORTING)
    times = times_of(page.timed, dates[0].value if dates else None, _offset(dates, above))
    return tuple(
        msgspec.structs.replace(zone, said_at=times[index]) if index in times else zone for index, zone in enumerate(page.zones)
    )


def _offset(dates: Sequence[DateEvidence], lines: Iterable[str]) -> int | None:
    """The page's zone in minutes, as it says itself, else as its date of publication has it. A date in UTC tells nothing: systems
    write it so whatever clock the page shows."""
    stated = stated_offset(lines)
    offset = dates[0].at.utcoffset() if dates and dates[0].at else None
    return stated if stated is not None else int(offset.total_seconds()) // 60 if offset else None
