"""Too many wrong passwords for a name close that name for a while, so that guessing does not pay."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock

ALLOWED = 5
WITHIN = timedelta(minutes=15)
NAMES = 10_000
"""Names remembered; the oldest are forgotten, so that made-up names cannot fill the memory."""


class Throttle:
    """Failed logins by name, in memory: a restart forgets them, and whoever can restart the desk can read the casebook."""

    def __init__(self) -> None:
        self._failed: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=ALLOWED))
        self._lock = Lock()

    def is_closed(self, name: str, now: datetime) -> bool:
        """Whether the name had too many failures lately."""
        with self._lock:
            failed = self._failed.get(name.casefold(), deque())
            return len(failed) == ALLOWED and now - failed[0] < WITHIN

    def failed(self, name: str, now: datetime) -> None:
        """Count one."""
        with self._lock:
            self._failed[name.casefold()].append(now)
            if len(self._failed) > NAMES:
                self._failed.pop(next(iter(self._failed)))

    def succeeded(self, name: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failed.pop(name.casefold(), None)
