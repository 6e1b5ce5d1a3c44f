"""Sources into a casebook: keep the bytes, log them, read them, store what was found; each step can be repeated.

Order for each capture: bytes to the vault, then the leaf to the log, then the row, then the reading or the failure. A crash in between loses
nothing that was told to be kept, and adding the same source again goes on where it stopped.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from ..errors import AllegataError, SourceError, Unreadable
from ..preserve.receive import Received
from ..preserve.sources import open_source
from ..preserve.visit import VisitAccount
from ..records import Capture, Day, Entry, EntryKind, Failure, FailureStage, Reading
from ..records.wire import digest
from .book import Book, failure_entry
from .pipeline import follow
from .readers import Readers

GROUP = 20
"""Bodies that wait for the disk together. Nothing of them is acknowledged before all are there; reading 20 takes some seconds."""
GROUP_BYTES = 32 * 1024 * 1024
WRITERS = 8
"""Threads that wait for the disk at once."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of one received body: `is_new` if the casebook did not hold it, `reading` unless it could not be read."""

    source: str
    capture: Capture | None
    is_new: bool = False
    reading: Reading | None = None
    failure: Failure | None = None
    visit: VisitAccount | None = None
    """The account of a visit to a live page, if this is one."""
    is_unkept: bool = False
    """Whether reading or failure were made just now, and are to be kept."""


def add(
    book: Book, source: str, *, readers: Readers, now: datetime, by: str, published: Day | None = None, url: str | None = None
) -> Iterator[Added]:
    """Everything that the source gives, in groups that wait for the disk once. A source that cannot be had is one Added with a
    failure; it raises nothing of SourceError."""
    group: list[Received] = []
    failure = None
    try:
        for received in open_source(source, now=now, url=url):
            group.append(received)
            if len(group) == GROUP or sum(len(each.raw) for each in group) > GROUP_BYTES:
                yield from take_all(book, source, group, readers=readers, now=now, by=by, published=published)
                group = []
    except SourceError as error:
        failure = failure_of(FailureStage.PRESERVE, error)
    yield from take_all(book, source, group, readers=readers, now=now, by=by, published=published)
    if failure is not None:
        yield Added(source=source, capture=None, failure=failure)


def take(
    book: Book, source: str, received: Received, *, readers: Readers, now: datetime, by: str, published: Day | None
) -> Added:
    """One body: preserved first, whatever can be read from it."""
    return take_all(book, source, (received,), readers=readers, now=now, by=by, published=published)[0]


def take_all(
    book: Book, source: str, group: Sequence[Received], *, readers: Readers, now: datetime, by: str, published: Day | None
) -> list[Added]:
    """Some bodies: all are preserved before any is read, and all hold when this returns."""
    added: list[Added] = []
    made: dict[str, Reading | tuple[str, Failure]] = {}
    for received, is_new in zip(group, keep_all(book, group, now=now, by=by), strict=True):
        sha256 = received.capture.sha256
        one = _taken(book, source, received, is_new, made.get(sha256), readers=readers, published=published)
        added.append(one)
        if one.reading is not None and one.is_unkept:
            made[sha256] = one.reading
        elif one.failure is not None and one.is_unkept:
            made[sha256] = (sha256, one.failure)
    if made:
        book.keep_outcomes(made.values(), now=now, by=by)
    return added


def _taken(
    book: Book,
    source: str,
    received: Received,
    is_new: bool,
    made: Reading | tuple[str, Failure] | None,
    *,
    readers: Readers,
    published: Day | None,
) -> Added:
    """What became of one that is kept. `made`: what became of the same bytes just before."""
    capture = received.capture
    if not is_new:
        # Received before: the reading belongs to the capture as it was first logged.
        held = book.store.capture(capture.sha256)
        capture = msgspec.structs.replace(held, failure=capture.failure) if held else capture
    if capture.failure is not None:
        return Added(source=source, capture=capture, is_new=is_new, failure=capture.failure)
    if not received.is_page:
        return Added(source=source, capture=capture, is_new=is_new)
    known = made if isinstance(made, Reading) else None if is_new else book.store.reading(capture.sha256)
    if known is not None:
        return Added(source=source, capture=known.capture, reading=known)
    one = read_one(source, msgspec.structs.replace(received, capture=capture), readers=readers, published=published)
    return replace(one, is_new=is_new, is_unkept=True)


def keep(book: Book, received: Received, *, now: datetime, by: str) -> bool:
    """Bytes, leaf, row, in that order; returns whether the casebook did not hold the capture before."""
    return keep_all(book, (received,), now=now, by=by)[0]


def keep_all(book: Book, group: Sequence[Received], *, now: datetime, by: str) -> list[bool]:
    """All bytes, then all leaves, then all rows; of each whether the casebook did not hold the capture before."""
    new: dict[str, Received] = {}
    fresh = []
    for received in group:
        sha256 = received.capture.sha256
        fresh.append(sha256 not in new and book.store.capture(sha256) is None)
        if fresh[-1]:
            new[sha256] = received
    if not new:
        return fresh
    if len(new) == 1:
        kept = [book.vault.keep(each) for each in new.values()]
    else:
        with ThreadPoolExecutor(max_workers=WRITERS) as pool:
            kept = list(pool.map(book.vault.keep, new.values()))
    entries = []
    for received, where in zip(new.values(), kept, strict=True):
        entries.append(capture_entry(received.capture, where.warc_sha256, now=now, by=by))
        if received.capture.failure is not None:
            entries.append(failure_entry(received.capture.sha256, received.capture.failure, now=now, by=by))
    book.log_all(entries)
    with book.store.transaction():
        for received, where in zip(new.values(), kept, strict=True):
            book.store.add_capture(received.capture, where.warc_sha256)
    return fresh


def capture_entry(capture: Capture, warc_sha256: str, *, now: datetime, by: str) -> Entry:
    """The leaf of a capture."""
    return Entry(
        kind=EntryKind.CAPTURE,
        at=now,
        by=by,
        subject=capture.sha256,
        body={
            "warc_sha256": warc_sha256,
            "size": capture.size,
            "channel": capture.channel.value,
            "part_of": capture.part_of,
            "digest": digest(msgspec.structs.replace(capture, failure=None)),
        },
    )


def read_one(source: str, received: Received, *, readers: Readers, published: Day | None) -> Added:
    """The reading, or the reason why there is none."""
    capture = received.capture
    try:
        reading = follow(received.raw, capture=capture, readers=readers, published=published)
    except AllegataError as error:
        failure = failure_of(FailureStage.READ, error)
    except Exception as error:
        # A page that breaks a reader must not stop the others; the error's own words may hold source text, so only its kind is kept.
        reason = f"the reader failed on it ({type(error).__name__}); the fault is Allegata's: report it with the page"
        failure = failure_of(FailureStage.READ, Unreadable(reason))
    else:
        return Added(source=source, capture=capture, reading=reading)
    return Added(source=source, capture=msgspec.structs.replace(capture, failure=failure), failure=failure)


def failure_of(stage: FailureStage, error: AllegataError) -> Failure:
    """An error as a record."""
    return Failure(stage=stage, error=type(error).__name__, reason=str(error))
