"""What a check of kept things found wrong: which thing, in which way, and what that means."""

from enum import StrEnum

from ..records import Record


class Fault(StrEnum):
    """MISSING: it should be there. ALTERED: not the bytes that were written. STRAY: nobody put it there on record.
    UNFINISHED: left by an interrupted write, harmless, never acknowledged. UNSAFE: it could harm who unpacks it.
    UNSIGNED: nobody, or not the one who is asked for, vouches for it."""

    MISSING = "missing"
    ALTERED = "altered"
    STRAY = "stray"
    UNFINISHED = "unfinished"
    UNSAFE = "unsafe"
    UNSIGNED = "unsigned"


class Problem(Record):
    """`subject`: the file or log entry, as a person can find it. `since`: between which signed heads it was as logged, if known."""

    fault: Fault
    subject: str
    reason: str
    since: str | None = None
