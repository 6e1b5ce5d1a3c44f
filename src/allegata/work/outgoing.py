"""A casebook -> a dossier that may leave -> a file: what was rejected is out, corrections are in, recent events and exact points are held back."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from ..errors import ExportError
from ..export import EXPORTERS
from ..link import link
from ..records import Claim, Dossier, Entry, EntryKind, Incident, Interval, Linked, Place, Reading, Statement
from ..review import Held, what_holds
from ..review.protection import coarsened, under_embargo
from .book import Book
from .redacting import without_redacted
from .standing import characters_now, corrected, grades_now, law_now, rejected, relations_now


def export_book(book: Book, kind: str, target: Path, *, now: datetime, by: str, embargo: bool = True) -> int:
    """Write one file or package; returns its size in bytes. The export is a leaf of the log, with the file's hash and whether the
    embargo was lifted.

    Raises ExportError for a kind that there is not, MissingSystemLibrary when the PDF's library is not installed.
    """
    from .packing import PACKERS, pack  # which makes packages of what this room lets out

    if kind in PACKERS:
        return pack(book, kind, target, now=now, by=by, embargo=embargo)
    if kind not in EXPORTERS:
        raise ExportError(f"there is no export {kind!r}; choose one of: {', '.join([*EXPORTERS, *PACKERS])}")
    data = EXPORTERS[kind](dossier_of(book, now=now, embargo=embargo))
    target.write_bytes(data)
    body: dict[str, str | int | None] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "embargo": "kept" if embargo else "lifted",
    }
    book.log.append(Entry(kind=EntryKind.EXPORT, at=now, by=by, subject=kind, body=body))
    return len(data)


Leaves = Callable[[Reading, Reading], bool]
"""Whether a report leaves, by its reading as it is and by what of it may leave."""


def any_report(before: Reading, after: Reading) -> bool:
    """Every report is named, if with nothing of what it says."""
    return True


def dossier_of(book: Book, *, now: datetime, embargo: bool = True, leaves: Leaves = any_report) -> Dossier:
    """Everything of the casebook that may leave. Links are made anew from it, so that no figure that was held back is in a range."""
    decisions = tuple(book.store.decisions())
    held = what_holds(decisions)
    both = ((r, outgoing(r, held, now=now, embargo=embargo)) for r in book.store.readings())
    readings = tuple(after for before, after in both if leaves(before, after))
    linked = link(readings, before=book.store.linked())
    linked = msgspec.structs.replace(linked, relations=relations_now(linked.relations, held))
    size, root = book.log.root()
    return Dossier(
        title=book.folder.title,
        made_at=now,
        readings=readings,
        linked=coarse_links(linked) if embargo else linked,
        profile=book.profile,
        standing={subject: h.standing for subject, h in held.items()},
        grades=grades_now(held),
        law_tags=law_now(held),
        characters=characters_now(held),
        decisions=decisions,
        unread=tuple((c.sha256, c.failure.reason) for c in book.store.captures() if c.failure),
        log_size=size,
        log_root=root,
    )


def outgoing(reading: Reading, held: Mapping[str, Held], *, now: datetime, embargo: bool) -> Reading:
    """The reading less what was redacted, rejected or is too recent, with corrections applied.

    A claim that the report does not date is as recent as its saying, or else as its report. A statement of which no claim is left
    leaves no more than they do.
    """
    reading = without_redacted(reading, held)
    said = {s.id: s for s in reading.statements if not rejected(s.id, held)}
    claims = tuple(
        c
        for c in reading.claims
        if not rejected(c.id, held)
        and (c.statement is None or c.statement in said)
        and not (embargo and under_embargo(recency(reading, said.get(c.statement or ""), c), now))
    )
    left = {c.id for c in claims}
    statements = tuple(
        corrected(s, held)
        for s in said.values()
        if (left & set(s.claims) if s.claims else not (embargo and under_embargo(recency(reading, s, None), now)))
    )
    shown = tuple(coarse_claim(corrected(c, held)) if embargo else corrected(c, held) for c in claims)
    return msgspec.structs.replace(reading, statements=statements, claims=shown)


def recency(reading: Reading, statement: Statement | None, claim: Claim | None) -> Interval:
    """When the thing told of was, as far as is known: the claim's time, else that of its saying, else the report's day."""
    for when in (claim.when if claim else None, statement.said if statement else None):
        if when is not None and (when.start or when.end):
            return Interval(start=when.start, end=when.end)
    return Interval(start=reading.article.published, end=reading.article.published)


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
