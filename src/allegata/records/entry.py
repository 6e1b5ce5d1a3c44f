"""A leaf of the casebook's append-only log."""

from datetime import datetime
from enum import StrEnum

from .base import Record


class EntryKind(StrEnum):
    """What happened."""

    CASEBOOK = "casebook"
    CAPTURE = "capture"
    READING = "reading"
    FAILURE = "failure"
    DECISION = "decision"
    PROFILE = "profile"
    EXPORT = "export"


class Entry(Record):
    """One leaf: canonical JSON of this record is what is hashed. `body` holds hashes and ids, never source text."""

    kind: EntryKind
    at: datetime
    by: str
    subject: str
    body: dict[str, str | int | None]
