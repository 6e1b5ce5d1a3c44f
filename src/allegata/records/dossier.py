"""What goes out to a reader: everything of a casebook that an export may show, already filtered."""

from datetime import datetime

from .base import Record
from .decision import Decision, Standing
from .incident import Linked
from .profile import Profile
from .reading import Reading


class Dossier(Record):
    """`standing`: record id -> what holds after review (absent: unreviewed). `captures_failed` is told, not hidden.

    `log_root` is the hex RFC 9162 tree head over `log_size` leaves at the moment of export.
    """

    title: str
    made_at: datetime
    readings: tuple[Reading, ...]
    linked: Linked
    profile: Profile | None = None
    standing: dict[str, Standing] = {}
    grades: dict[str, str] = {}
    """Incident id -> a person's grade of it."""
    law_tags: dict[str, tuple[str, ...]] = {}
    """Claim or incident id -> codes of data/law_tags.csv that a person set."""
    characters: dict[str, str] = {}
    """Incident id -> whether the conflict is international, as a person set it."""
    decisions: tuple[Decision, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    """(capture SHA-256, reason) of what was kept but could not be read."""
    log_size: int = 0
    log_root: str | None = None

    def reading(self, capture: str) -> Reading | None:
        """The reading of that capture, or None."""
        return next((r for r in self.readings if r.capture.sha256 == capture), None)
