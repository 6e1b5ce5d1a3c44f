"""A capture taken out of a casebook for good: the tombstone is logged first, then bytes and rows go. Its hash stays in the log.

Order: a crash after the leaf leaves bytes that a check names as strays; deleting again goes on where it stopped.
"""

from datetime import datetime

from ..errors import CasebookError
from ..records import Entry, EntryKind, Record
from .book import Book, not_deleted
from .linking import link_book


class Deleted(Record):
    """What became of it. `container`: a capture that is kept and holds the same bytes, of which this one is a part; `parts`: kept
    captures that were taken out of this one."""

    sha256: str
    container: str | None
    parts: tuple[str, ...]


def delete(book: Book, sha256: str, *, reason: str, ground: str, now: datetime, by: str) -> Deleted:
    """Delete a capture. `reason`: why; `ground`: the law, order or rule that asks for it. Both stand in the log for good and are
    seen by whoever checks it: they name no witness.

    Raises CasebookError if the casebook never held it, or reason or ground are missing.
    """
    if not reason.strip() or not ground.strip():
        raise CasebookError("a deletion needs a reason and a ground: they are all that stays, with the hash")
    logged = [e for e in book.log.entries() if e.subject == sha256 and e.kind in (EntryKind.CAPTURE, EntryKind.DELETION)]
    if not logged:
        raise CasebookError(
            f"the casebook holds no capture {sha256}: give the SHA-256 in full, as `allegata add --json` tells it"
        )
    captures = tuple(book.store.captures())
    if logged[-1].kind is not EntryKind.DELETION:
        body: dict[str, str | int | None] = {"reason": reason.strip(), "ground": ground.strip()}
        book.log_deletion(Entry(kind=EntryKind.DELETION, at=now, by=by, subject=sha256, body=body))
    book.vault.remove(sha256)
    if book.store.forget_capture(sha256):
        link_book(book)
    held = {e.subject for e in not_deleted(book.log.entries()) if e.kind is EntryKind.CAPTURE}
    container = next((c.part_of for c in captures if c.sha256 == sha256), None)
    return Deleted(
        sha256=sha256,
        container=container if container in held else None,
        parts=tuple(c.sha256 for c in captures if c.part_of == sha256 and c.sha256 in held),
    )
