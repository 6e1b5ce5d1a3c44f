"""What was read from a capture: the text, cut into zones, with metadata, every character mapped to the source.

Invariant: zones are sorted, do not overlap, and together cover all text but white space between them.
Invariant: `runs` are sorted and cover `text` from 0 to its end without a gap.
"""

from bisect import bisect_left
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

import msgspec

from .actor import Speaker
from .base import Record
from .span import Span
from .when import Day


class ZoneKind(StrEnum):
    """The role of a stretch of the article. Only STATING zones are read for statements, only REPORTING ones for claims."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    BIO = "bio"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"


REPORTING = frozenset({ZoneKind.HEADLINE, ZoneKind.STANDFIRST, ZoneKind.BODY})
STATING = REPORTING | {ZoneKind.CAPTION}
"""Zones that are read for statements: a caption may say who said what, but what it shows is no claim of the report's own."""


class ZoneForm(StrEnum):
    """In which form a source sets a zone's text. `post`: a post of a network, set into the page or captured as its own page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    QUOTE = "quote"
    POST = "post"


class Zone(Record):
    """`[start, end)` of the article's text with its role. A body has one zone per paragraph or block, and one a post."""

    kind: ZoneKind
    start: int
    end: int
    form: ZoneForm = ZoneForm.PARAGRAPH
    """Of web pages; what other sources set as lists or tables is not told apart."""
    said_by: str | None = None
    """Whose words the zone holds, where they are not the article's authors': a message of a channel, an embedded post."""
    said_at: datetime | None = None
    """For an item of a live blog, a comment or a post: its own time, when the page gives one. Naive, the clock as printed, when no zone
    is given."""
    said_on: Day | None = None
    """The day of a post whose hour the page does not give."""
    language: str | None = None
    """ISO 639-1 code, of zones of the text that are long enough to tell; None of the others and of boilerplate."""
    recognised: float | None = None
    """Mean confidence, 0 to 1, of the text recognition that the zone's words come from; None where the text is the source's own."""

    @property
    def span(self) -> Span:
        """The zone's stretch of text."""
        return Span(self.start, self.end)


class SourceRun(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Characters `[start, end)` of the text come from `width` bytes each, from byte `at` of the capture on.

    `width` 0: made by the reader (a line break between blocks). Inside base64 each character has the groups of four that hold it,
    so that neighbours may share bytes. With `page` set (PDF), `at` counts characters of that
    page's text layer and `width` is 1 or 0.
    """

    start: int
    end: int
    at: int
    width: int
    page: int | None = None


class TextBox(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where characters `[start, end)` of the text stand on a page of a PDF: a line of its text layer, or a recognised word.

    `page` from 0; points (1/72 inch) from the top left of the page as it is shown. `confidence`, 0 to 1: of text recognition, None in a
    text layer.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


class DateEvidence(Record):
    """One publication date that the page gives, and where it was found."""

    value: Day
    found_in: str
    """`json-ld`, `meta`, `time`, `url`, `caption`, `dateline`, `text`, `given`, ...; `elsewhere in text` (or script,
    meta, ...) where only a search of the whole page found one."""
    at: datetime | None = None
    """The full instant, when the page gives one with a zone."""


class HeadingField(StrEnum):
    """The fields of an article's heading that several parts of its source may give."""

    TITLE = "title"
    OUTLET = "outlet"
    AUTHORS = "authors"
    PUBLISHED = "published"
    MODIFIED = "modified"


class FieldEvidence(Record):
    """What one part of the source gives for a field of the heading."""

    field: HeadingField
    values: tuple[str, ...]
    """As given, tidied; several for authors."""
    found_in: str
    """`json-ld`, `meta`, `headline`, `title` (the title element), `element`, `byline`, `text`, ..."""


class FieldConfidence(Record):
    """How far a field of the heading can be trusted: the share of pages on which such a reading was right."""

    field: HeadingField
    support: str
    """`agreed`: another part of the source gives the same; `alone`: none other gives any; `disputed`: others give only something else."""
    share: float
    of: int
    """Pages it was counted on; docs/bench.md names them."""


class Article(Record):
    """The article read from one capture."""

    sha256: str
    """Of `text` in UTF-8."""
    capture: str
    """SHA-256 of the capture."""
    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Day | None = None
    published_from: str | None = None
    published_at: datetime | None = None
    dates: tuple[DateEvidence, ...] = ()
    """All that were found, the chosen one first; disagreement is kept."""
    modified: Day | None = None
    modified_at: datetime | None = None
    """The last change that the source states, apart from its publication."""
    evidence: tuple[FieldEvidence, ...] = ()
    """What each part of the source gives for title, outlet and authors; disagreement is kept."""
    confidence: tuple[FieldConfidence, ...] = ()
    language: str | None = None
    encoding: str | None = None
    voice: Speaker | None = None
    """Whose voice the article's own voice is, when its outlet is no medium but a body that speaks for a side."""
    runs: tuple[SourceRun, ...] = ()
    boxes: tuple[TextBox, ...] = ()
    """Of a PDF, in text order."""
    recognised_by: str | None = None
    """The program and languages of text recognition, where some of the text comes from it."""
    unread_pages: tuple[int, ...] = ()
    """Pages of a PDF, from 0, in which no text was found."""
    warnings: tuple[str, ...] = ()

    def zone_at(self, offset: int) -> Zone | None:
        """The zone that holds the character, or None for white space between zones."""
        return next((z for z in self.zones if z.start <= offset < z.end), None)

    def boxes_of(self, span: Span) -> tuple[TextBox, ...]:
        """Where the span's characters stand on the pages of a PDF."""
        first = bisect_left(self.boxes, span.start, key=lambda box: box.end - 1)
        return tuple(takewhile(lambda box: box.start < span.end, self.boxes[first:]))

    def source_of(self, span: Span) -> tuple[tuple[int, int, int | None], ...]:
        """Where the span's characters stand in the source: `(from, to, page)` byte ranges, merged where they join or overlap.

        With a page (PDF) the range counts characters of that page's text layer. Characters made by the reader give nothing.
        """
        found: list[tuple[int, int, int | None]] = []
        for run in self.runs:
            start, end = max(run.start, span.start), min(run.end, span.end)
            if start >= end or not run.width:
                continue
            at = run.at + (start - run.start) * run.width
            to = at + (end - start) * run.width
            if found and found[-1][0] <= at <= found[-1][1] and found[-1][2] == run.page:
                found[-1] = (found[-1][0], max(found[-1][1], to), run.page)
            else:
                found.append((at, to, run.page))
        return tuple(found)
