"""A casebook -> a dossier that may leave -> a file: what was rejected is out, corrections are in, recent events and exact points are held back."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from ..errors import ExportError
from ..export import EXPORTERS
from ..link import link
from ..records import Claim, Dossier, Entry, EntryKind, Incident, Interval, Linked, Place, Reading, Standing, Statement
from ..records.wire import from_plain, to_plain
from ..review import Held, what_holds
from ..review.protection import coarsened, under_embargo
from .book import Book


def export_book(book: Book, kind: str, target: Path, *, now: datetime, by: str, embargo: bool = True) -> int:
    """Write one file; returns its size in bytes. The export is a leaf of the log, with the file's hash and whether the embargo was lifted.

    Raises ExportError for a kind that there is not, MissingSystemLibrary when the PDF's library is not installed.
    """
    if kind not in EXPORTERS:
        raise ExportError(f"there is no export {kind!r}; choose one of: {', '.join(EXPORTERS)}")
    data = EXPORTERS[kind](dossier_of(book, now=now, embargo=embargo))
    target.write_bytes(data)
    body: dict[str, str | int | None] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "embargo": "kept" if embargo else "lifted",
    }
    book.log.append(Entry(kind=EntryKind.EXPORT, at=now, by=by, subject=kind, body=body))
    return len(data)


def dossier_of(book: Book, *, now: datetime, embargo: bool = True) -> Dossier:
    """Everything of the casebook that may leave."""
    decisions = tuple(book.store.decisions())
    held = what_holds(decisions)
    readings = tuple(outgoing(r, held, now=now, embargo=embargo) for r in book.store.readings())
    size, root = book.log.root()
    return Dossier(
        title=book.folder.title,
        made_at=now,
        readings=readings,
        linked=coarse_links(link(readings)) if embargo else link(readings),
        profile=book.profile,
        standing={subject: h.standing for subject, h in held.items()},
        decisions=decisions,
        unread=tuple((c.sha256, c.failure.reason) for c in book.store.captures() if c.failure),
        log_size=size,
        log_root=root,
    )


def outgoing(reading: Reading, held: Mapping[str, Held], *, now: datetime, embargo: bool) -> Reading:
    """The reading less what was rejected or happened too recently, with corrections applied."""
    statements = tuple(corrected(s, held) for s in reading.statements if not rejected(s.id, held))
    alive = {s.id for s in statements}
    claims = tuple(
        coarse_claim(corrected(c, held)) if embargo else corrected(c, held)
        for c in reading.claims
        if not rejected(c.id, held)
        and (c.statement is None or c.statement in alive)
        and not (embargo and c.when and under_embargo(Interval(start=c.when.start, end=c.when.end), now))
    )
    return msgspec.structs.replace(reading, statements=statements, claims=claims)


def rejected(id: str, held: Mapping[str, Held]) -> bool:
    """Whether a person rejected the record."""
    return id in held and held[id].standing is Standing.REJECTED


R = TypeVar("R", Statement, Claim)


def corrected(record: R, held: Mapping[str, Held]) -> R:
    """The record with the fields that a person corrected; its id stays, as it names what was corrected."""
    change = held[record.id].change if record.id in held else {}
    return from_plain({**to_plain(record), **change}, type(record)) if change else record


def coarse_claim(claim: Claim) -> Claim:
    """The claim with its places' points rounded."""
    return msgspec.structs.replace(claim, places=tuple(coarse_places(claim.places)))


def coarse_places(places: Iterable[Place]) -> Iterable[Place]:
    """Places with every candidate's point rounded."""
    for place in places:
        yield msgspec.structs.replace(place, candidates=tuple(coarsened(c) for c in place.candidates))


def coarse_links(linked: Linked) -> Linked:
    """Incidents with their place's point rounded."""
    return msgspec.structs.replace(linked, incidents=tuple(coarse_incident(i) for i in linked.incidents))


def coarse_incident(incident: Incident) -> Incident:
    """The incident with its point rounded."""
    return msgspec.structs.replace(incident, place=coarsened(incident.place) if incident.place else None)
