"""The link that the terminal prints when the desk starts: it lets in once, for some minutes, whoever sees that terminal."""

import secrets
from datetime import datetime, timedelta
from threading import Lock

VALID = timedelta(minutes=15)


class Once:
    """One token, held in memory only. `account`: who it logs in; None gives a link that never works."""

    def __init__(self, account: str | None, now: datetime) -> None:
        self.account = account
        self.token = secrets.token_urlsafe(24)
        self._until: datetime | None = now + VALID
        self._lock = Lock()

    def is_good(self, token: str, now: datetime) -> bool:
        """Whether the token would still let in."""
        return (
            self.account is not None
            and self._until is not None
            and now < self._until
            and secrets.compare_digest(token.encode(), self.token.encode())
        )

    def take(self, token: str, now: datetime) -> str | None:
        """The account, the first time; None afterwards, too late, or for another token."""
        with self._lock:
            if not self.is_good(token, now):
                return None
            self._until = None
            return self.account
