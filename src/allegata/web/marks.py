"""An article's text as pieces to be shown: zones apart from each other, claims and statements marked in those that are read for statements.

The text is cut at every boundary of a marked span, so that spans may overlap; each piece names the records it belongs to.
Joined, the pieces are the text: nothing is added, nothing lost, and only text is ever shown, never the source's markup.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ..records import STATING, Reading, Record, Span, Zone, ZoneForm, ZoneKind

CLAIM, CONTENT, SOURCE, CUE = "claim", "content", "source", "cue"


class Marked(Record):
    """A span that belongs to a record, in one of the four roles."""

    record: str
    role: str
    span: Span


class Piece(Record):
    """`[start, end)` of the text, with the ids of the records it belongs to and its roles; none: plain text.

    `opens`: ids of the records that begin here, each named once in an article.
    """

    start: int
    end: int
    text: str
    records: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


class ShownZone(Record):
    """A zone with its pieces; only one that is read for statements has marked ones."""

    kind: ZoneKind
    start: int
    pieces: tuple[Piece, ...]
    said: str = ""
    """Whose words it holds and when they were written, where it is no text of the report's own: a post, a message, a live entry."""
    recognised: float | None = None
    language: str | None = None

    @property
    def is_stating(self) -> bool:
        """Whether statements are read from it."""
        return self.kind in STATING


def marked_spans(reading: Reading) -> tuple[Marked, ...]:
    """Every span to be marked, of claims and of statements."""
    claims = (Marked(record=c.id, role=CLAIM, span=c.span) for c in reading.claims)
    parts = (
        Marked(record=s.id, role=role, span=span)
        for s in reading.statements
        for role, spans in ((CONTENT, s.content), (SOURCE, s.source), (CUE, s.cue))
        for span in spans
    )
    return tuple(sorted((*claims, *parts), key=lambda m: (m.span, m.record, m.role)))


def shown_zones(reading: Reading) -> Iterator[ShownZone]:
    """The article's zones in order."""
    marks, opened = marked_spans(reading), set[str]()
    for zone in reading.article.zones:
        inside = tuple(m for m in marks if m.span.touches(zone.span)) if zone.kind in STATING else ()
        pieces = tuple(cut(reading.article.text, zone, inside, opened))
        yield ShownZone(
            kind=zone.kind, start=zone.start, pieces=pieces, said=said(zone), recognised=zone.recognised, language=zone.language
        )


def said(zone: Zone) -> str:
    """`post by A (@a), 2020-10-03 10:56 UTC`; empty for the report's own words without a time."""
    by = f"{'post by ' if zone.form is ZoneForm.POST else ''}{zone.said_by}" if zone.said_by else ""
    at = f"{zone.said_at:%Y-%m-%d %H:%M} {zone.said_at.tzname() or ''}".strip() if zone.said_at else zone.said_on or ""
    return ", ".join(part for part in (by, at) if part)


def cut(text: str, zone: Zone, marks: Iterable[Marked], opened: set[str]) -> Iterator[Piece]:
    """The zone's text cut at each boundary of a mark. `opened` collects the records that have begun."""
    held = tuple(marks)
    bounds = {zone.start, zone.end}
    for mark in held:
        bounds |= {max(mark.span.start, zone.start), min(mark.span.end, zone.end)}
    edges = sorted(bounds)
    for start, end in pairwise(edges):
        over = [m for m in held if m.span.start <= start and end <= m.span.end]
        opens = tuple(dict.fromkeys(m.record for m in over if m.record not in opened))
        opened.update(opens)
        yield Piece(
            start=start,
            end=end,
            text=text[start:end],
            records=tuple(dict.fromkeys(m.record for m in over)),
            roles=tuple(sorted({m.role for m in over})),
            opens=opens,
        )
