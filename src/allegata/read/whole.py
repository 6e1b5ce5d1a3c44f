"""What every reader gives of one source, and several of them made into one."""

from collections.abc import Iterable, Sequence

import msgspec

from ..records import Record, SourceRun, Zone, ZoneKind
from .clocks import Timed
from .decoding import Decoded
from .heading import Heading
from .offsets import Piece, runs_of
from .pdf import Layers


class Page(Record):
    """Text, zones, the map to the source, and what the page says of itself."""

    text: str
    zones: tuple[Zone, ...]
    runs: tuple[SourceRun, ...]
    heading: Heading
    timed: tuple[Timed, ...] = ()
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    layers: Layers | None = None
    """Of a PDF."""


def joined(pages: Sequence[Page], heading: Heading) -> Page:
    """The pages' texts one after the other, a line break between, under one heading. Pages without text add their warnings only."""
    text: list[str] = []
    zones: list[Zone] = []
    runs: list[SourceRun] = []
    timed: list[Timed] = []
    at = 0
    for page in pages:
        if not page.text:
            continue
        if text:
            runs.append(SourceRun(at, at + 1, 0, 0))
            at += 1
        timed += [Timed(clock=each.clock, zones=tuple(len(zones) + zone for zone in each.zones)) for each in page.timed]
        zones += [msgspec.structs.replace(zone, start=zone.start + at, end=zone.end + at) for zone in page.zones]
        runs += [SourceRun(run.start + at, run.end + at, run.at, run.width, run.page) for run in page.runs]
        text.append(page.text)
        at += len(page.text)
    return Page(
        text="\n".join(text),
        zones=tuple(zones),
        runs=tuple(runs),
        heading=heading,
        timed=tuple(timed),
        encoding=next((page.encoding for page in pages if page.encoding), None),
        warnings=tuple(dict.fromkeys(warning for page in pages for warning in page.warnings)),
    )


def line(decoded: Decoded, kind: ZoneKind) -> Page:
    """One line of text that is one zone, its white space collapsed; without text it is an empty page."""
    pieces = list(_collapsed(decoded.text))
    text = "".join(piece.text for piece in pieces)
    return Page(
        text=text,
        zones=(Zone(kind=kind, start=0, end=len(text)),) if text else (),
        runs=runs_of(pieces, decoded),
        heading=Heading(),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def _collapsed(text: str) -> Iterable[Piece]:
    at, end = 0, 0
    for word in text.split():
        at = text.index(word, end)
        if end:
            yield Piece(" ", end, 1)
        yield Piece(word, at, len(word))
        end = at + len(word)
