"""A leaf of the casebook's append-only log."""

from datetime import datetime
from enum import StrEnum

from .base import Record


class EntryKind(StrEnum):
    """What happened. Grades and redactions are decisions, whose kind the body names.

    DELETION is a tombstone. STAMP, COSIGNATURE: what came back for a checkpoint. WITNESSED: another log's head that was cosigned
    here. RESTORED: the database was put back to an older copy, and a person says so.
    """

    CASEBOOK = "casebook"
    CAPTURE = "capture"
    READING = "reading"
    FAILURE = "failure"
    DECISION = "decision"
    PROFILE = "profile"
    EXPORT = "export"
    DELETION = "deletion"
    STAMP = "stamp"
    COSIGNATURE = "cosignature"
    WITNESSED = "witnessed"
    RESTORED = "restored"


class Entry(Record):
    """One leaf: canonical JSON of this record is what is hashed. `body` holds hashes and ids, never source text."""

    kind: EntryKind
    at: datetime
    by: str
    subject: str
    body: dict[str, str | int | None]
