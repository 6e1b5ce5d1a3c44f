"""Sources into a casebook: keep the bytes, log them, read them, store what was found; each step can be repeated.

Order for each capture: bytes to the vault, then the leaf to the log, then the row, then the reading or the failure. A crash in between loses
nothing that was told to be kept, and adding the same source again goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from ..errors import AllegataError, SourceError, Unreadable
from ..preserve.receive import Received
from ..preserve.sources import open_source
from ..preserve.visit import VisitAccount
from ..records import Capture, Day, Entry, EntryKind, Failure, FailureStage, Reading
from ..records.wire import digest
from .book import Book
from .pipeline import follow
from .readers import Readers


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


def add(
    book: Book, source: str, *, readers: Readers, now: datetime, by: str, published: Day | None = None, url: str | None = None
) -> Iterator[Added]:
    """Everything that the source gives. A source that cannot be had is one Added with a failure; it raises nothing of SourceError."""
    try:
        for received in open_source(source, now=now, url=url):
            yield take(book, source, received, readers=readers, now=now, by=by, published=published)
    except SourceError as error:
        yield Added(source=source, capture=None, failure=failure_of(FailureStage.PRESERVE, error))


def take(
    book: Book, source: str, received: Received, *, readers: Readers, now: datetime, by: str, published: Day | None
) -> Added:
    """One body: preserved first, whatever can be read from it."""
    is_new = keep(book, received, now=now, by=by)
    capture = received.capture
    if not is_new:
        # Received before: the reading belongs to the capture as it was first logged.
        held = book.store.capture(capture.sha256)
        capture = msgspec.structs.replace(held, failure=capture.failure) if held else capture
    if capture.failure is not None:
        return Added(source=source, capture=capture, is_new=is_new, failure=capture.failure)
    if not received.is_page:
        return Added(source=source, capture=capture, is_new=is_new)
    known = None if is_new else book.store.reading(capture.sha256)
    if known is not None:
        return Added(source=source, capture=known.capture, reading=known)
    made = read_one(source, msgspec.structs.replace(received, capture=capture), readers=readers, published=published)
    if made.reading is not None:
        book.keep_reading(made.reading, now=now, by=by)
    elif made.failure is not None:
        book.keep_failure(capture.sha256, made.failure, now=now, by=by)
    return replace(made, is_new=is_new)


def keep(book: Book, received: Received, *, now: datetime, by: str) -> bool:
    """Bytes, leaf, row, in that order; returns whether the casebook did not hold the capture before."""
    capture = received.capture
    if book.store.capture(capture.sha256) is not None:
        return False
    kept = book.vault.keep(received)
    leaf = Entry(
        kind=EntryKind.CAPTURE,
        at=now,
        by=by,
        subject=capture.sha256,
        body={
            "warc_sha256": kept.warc_sha256,
            "size": capture.size,
            "channel": capture.channel.value,
            "part_of": capture.part_of,
            "digest": digest(msgspec.structs.replace(capture, failure=None)),
        },
    )
    book.log_once(leaf)
    if capture.failure is not None:
        book.log_failure(capture.sha256, capture.failure, now=now, by=by)
    book.store.add_capture(capture, kept.warc_sha256)
    return True


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
