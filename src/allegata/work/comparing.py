"""Two captures of one address in a casebook, and what differs between their articles."""

from collections.abc import Iterator

from ..errors import CasebookError
from ..read import compare
from ..records import ArticleChanges, Capture, Reading
from .book import Book

SHORTEST = 6
"""Letters of a SHA-256 that name a capture where no other begins so."""


def captures_at(book: Book, url: str) -> tuple[Capture, ...]:
    """The captures of an address from which something was read, the oldest first."""
    found = [c for c in book.store.captures() if url in (c.url, c.final_url) and c.failure is None]
    return tuple(sorted((c for c in found if book.store.reading(c.sha256) is not None), key=lambda c: c.fetched_at))


def pair_named(book: Book, first: str, second: str | None = None) -> tuple[Reading, Reading]:
    """The readings of two captures, the older first: those named by the beginnings of their SHA-256, or the last two of an address.

    Raises CasebookError when there are no two, or a name fits none or several.
    """
    if second is None and "://" in first:
        held = captures_at(book, first)
        if len(held) < 2:
            raise CasebookError(f"{first} was captured and read {len(held)} times; two captures are compared")
        names = held[-2].sha256, held[-1].sha256
    elif second is None:
        raise CasebookError(f"{first!r} is one capture; give two, or an address")
    else:
        names = _named(book, first), _named(book, second)
    was, now = (_read(book, name) for name in names)
    return (was, now) if was.capture.fetched_at <= now.capture.fetched_at else (now, was)


def changes_between(was: Reading, now: Reading) -> ArticleChanges:
    """What is different in the later one."""
    return compare(was.article, now.article)


def others_of(book: Book, capture: Capture) -> tuple[Capture, ...]:
    """Other captures of the same address, the oldest first."""
    urls = {url for url in (capture.url, capture.final_url) if url}
    found = [
        c for c in book.store.captures() if urls & {c.url, c.final_url} and c.sha256 != capture.sha256 and c.failure is None
    ]
    return tuple(sorted((c for c in found if book.store.reading(c.sha256) is not None), key=lambda c: c.fetched_at))


def _named(book: Book, name: str) -> str:
    found = list(_starting(book, name)) if len(name) >= SHORTEST else []
    if len(found) != 1:
        raise CasebookError(
            f"{name!r} names {len(found)} captures; give the SHA-256, or enough of its beginning ({SHORTEST} letters)"
        )
    return found[0]


def _starting(book: Book, name: str) -> Iterator[str]:
    return (c.sha256 for c in book.store.captures() if c.sha256.startswith(name.lower()))


def _read(book: Book, sha256: str) -> Reading:
    reading = book.store.reading(sha256)
    if reading is None:
        raise CasebookError(f"nothing was read from the capture {sha256}; there is no text to compare")
    return reading
