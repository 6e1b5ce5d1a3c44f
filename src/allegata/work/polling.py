"""Pages and feeds visited again: which are due, in which order, and no host more often than it can bear."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from ..preserve.fetch_apart import fetch_apart
from ..preserve.visit import Fetch, Render, VisitAccount
from ..records import Channel
from .book import Book
from .intake import Added
from .readers import Readers
from .visiting import last_visit, visit, visits

DELAY = 5.0
"""Seconds between two pages of one host; what a page embeds comes with it, as in a browser."""
LEFT_ALONE = frozenset({429, 503})
AT_LEAST = timedelta(hours=1)
"""How long a host is left alone that asks for it without saying how long."""
MOST_FOLLOWED = 50
"""New entries of a feed whose pages are visited in one go; the others are, when it is asked again."""


class Pace:
    """Waits before a host is asked again. `clock`, `sleep`: seconds, as of `time`."""

    def __init__(
        self, delay: float = DELAY, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.delay = delay
        self.clock = clock
        self.sleep = sleep
        self.last: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Until this address's host may be asked."""
        host = urlsplit(url).hostname or ""
        left = self.last.get(host, float("-inf")) + self.delay - self.clock()
        if left > 0:
            self.sleep(left)

    def asked(self, url: str) -> None:
        """The host was asked just now."""
        self.last[urlsplit(url).hostname or ""] = self.clock()


def due(book: Book, *, every: timedelta, now: datetime) -> tuple[str, ...]:
    """Addresses whose last visit is `every` or longer ago, the longest waiting first; a host that asked to be left alone is, for so long."""
    last: dict[str, VisitAccount] = {account.url: account for _, account in visits(book)}
    waiting = [account for account in last.values() if now - account.at >= max(every, _left_alone(account))]
    return tuple(account.url for account in sorted(waiting, key=lambda account: account.at))


def _left_alone(account: VisitAccount) -> timedelta:
    if account.status not in LEFT_ALONE:
        return timedelta(0)
    return AT_LEAST if account.retry_after is None else timedelta(seconds=account.retry_after)


def poll(
    book: Book,
    urls: Iterable[str],
    *,
    readers: Readers,
    clock: Callable[[], datetime],
    by: str,
    pace: Pace,
    follow: bool = False,
    fetch: Fetch = fetch_apart,
    render: Render | None = None,
) -> Iterator[Added]:
    """Visits each in turn. `follow`: also the pages that the new entries of a feed lead to, unless they were visited before."""
    for url in urls:
        entries: list[str] = []
        pace.wait(url)
        for added in visit(book, url, readers=readers, now=clock(), by=by, fetch=fetch, render=render):
            yield added
            capture = added.capture
            if follow and capture is not None and capture.channel is Channel.FEED and capture.url:
                entries.append(capture.url)
        pace.asked(url)
        new = [each for each in dict.fromkeys(entries) if last_visit(book, each) is None][:MOST_FOLLOWED]
        for each in new:
            pace.wait(each)
            yield from visit(book, each, readers=readers, now=clock(), by=by, fetch=fetch, render=render)
            pace.asked(each)
