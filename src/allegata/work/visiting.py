"""A live page into a casebook: the page and its report, what it needs to be seen, and the account of the visit.

Order: the page's bytes, its leaf, its row and its reading, as for any source; then each part; the account last, which names them. A crash
before it leaves captures that hold for themselves, and the next visit goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from functools import partial

from msgspec import structs

from ..errors import FetchRefused, SourceError
from ..preserve.embedded import Role
from ..preserve.feeds import ATOM, FEED
from ..preserve.fetch_apart import fetch_apart
from ..preserve.receive import Received
from ..preserve.render import browser as installed
from ..preserve.render import render as render_in
from ..preserve.unpack import contents
from ..preserve.visit import (
    NOT_MODIFIED,
    Fetch,
    Outcome,
    Part,
    Render,
    VisitAccount,
    account,
    parts_of,
    read_account,
    renderings,
    robots_of,
)
from ..records import Channel, Day, FailureStage
from .book import Book
from .intake import Added, failure_of, keep, take
from .readers import Readers


def is_live(source: str) -> bool:
    """Whether it is an address to be visited."""
    return source.lower().startswith(("http://", "https://"))


def renderer() -> Render | None:
    """Pictures by the browser that is installed; None when there is none."""
    path = installed()
    return partial(render_in, browser=path) if path else None


def visit(
    book: Book,
    url: str,
    *,
    readers: Readers,
    now: datetime,
    by: str,
    published: Day | None = None,
    fetch: Fetch = fetch_apart,
    render: Render | None = None,
) -> Iterator[Added]:
    """What the page gives, as `intake.add`; the account last. An address that must not be dialled leaves no account.

    `render`: makes pictures of the page; None for no pictures.
    """
    agent = book.folder.agent
    last = last_visit(book, url)
    page: Received | None = None
    failure = None
    known = False
    parts: list[Part] = []
    browser = None
    try:
        page = fetch(url, now=now, agent=agent, extra=conditions(book, last[1]) if last else ())
    except FetchRefused as error:
        yield Added(source=url, capture=None, failure=failure_of(FailureStage.PRESERVE, error))
        return
    except SourceError as error:
        failure = failure_of(FailureStage.PRESERVE, error)
        yield Added(source=url, capture=None, failure=failure)
    if page is not None and page.capture.status == NOT_MODIFIED and page.capture.failure is None:
        known = True
    elif page is not None:
        known = book.store.capture(page.capture.sha256) is not None
        for received in contents(page, now=now):
            yield take(book, url, received, readers=readers, now=now, by=by, published=published)
        browser, parts = _beside(book, page, now=now, by=by, fetch=fetch, render=render)
    robots = robots_of(url, now=now, fetch=fetch, agent=agent)
    told = account(
        url,
        now=now,
        page=page,
        failure=failure,
        parts=parts,
        robots=robots,
        browser=browser,
        previous=last[1] if last else None,
        previous_sha256=last[0] if last else None,
    )
    if page is not None and known:
        # Its vault file is from before: how it was had this time is kept with the account.
        told = structs.replace(told, exchange=page.exchange)
    is_new = keep(book, told, now=now, by=by)
    yield Added(source=url, capture=told.capture, is_new=is_new, visit=read_account(told.raw))


def _beside(
    book: Book, page: Received, *, now: datetime, by: str, fetch: Fetch, render: Render | None
) -> tuple[str | None, list[Part]]:
    """Keeps what the page needs to be seen and pictures of it; the browser's name and a line for each."""
    held: dict[str, Received] = {}
    parts: list[Part] = []
    for taken in parts_of(page, now=now, fetch=fetch, agent=book.folder.agent):
        if taken.received is not None:
            keep(book, taken.received, now=now, by=by)
            held[taken.part.url] = taken.received
        parts.append(taken.part)
    browser, pictures = renderings(page, held, now=now, render=render) if render else (None, ())
    for taken in pictures:
        if taken.received is not None:
            keep(book, taken.received, now=now, by=by)
        parts.append(taken.part)
    return browser, parts


def conditions(book: Book, last: VisitAccount) -> tuple[tuple[str, str], ...]:
    """Headers that ask a feed for what is newer than the last visit. A page is always had whole: that it still stands there is evidence."""
    held = book.store.capture(last.page) if last.page and last.failure is None else None
    if held is None or held.media_type not in (FEED, ATOM):
        return ()
    asked = (("If-None-Match", last.etag), ("If-Modified-Since", last.modified))
    return tuple((name, value) for name, value in asked if value and value.isascii() and value.isprintable())


def visits(book: Book, url: str | None = None) -> Iterator[tuple[str, VisitAccount]]:
    """The accounts of that address, or of all, in the order in which they were kept, each with its SHA-256."""
    for capture in book.store.captures():
        if capture.channel is Channel.VISIT and (url is None or capture.url == url):
            yield capture.sha256, read_account(book.vault.read(capture.sha256))


def last_visit(book: Book, url: str) -> tuple[str, VisitAccount] | None:
    """The last account of that address."""
    return next(reversed(tuple(visits(book, url))), None)


MADE = frozenset({Role.SCREENSHOT, Role.PDF})


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is different from the visit before: lines of the text as a unified diff, addresses of parts that came, went, or have other bytes."""

    outcome: Outcome
    lines: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    altered: tuple[str, ...]


def changes(book: Book, now: VisitAccount) -> Changes:
    """The visit against the one before it. Without readings of both pages there are no lines; the outcome tells all the same."""
    before = read_account(book.vault.read(now.previous)) if now.previous else None
    if before is None:
        return Changes(outcome=now.outcome, lines=(), came=(), went=(), altered=())
    # Pictures made here differ each time by their own dates.
    old, new = ({part.url: part.sha256 for part in each.parts if part.role not in MADE} for each in (before, now))
    was, said = (_text(book, each.page) for each in (before, now))
    then, today = (each.at.isoformat(timespec="seconds") for each in (before, now))
    lines = () if was is None or said is None else tuple(unified_diff(was, said, then, today, n=1, lineterm=""))
    return Changes(
        outcome=now.outcome,
        lines=lines,
        came=tuple(url for url in new if url not in old),
        went=tuple(url for url in old if url not in new),
        altered=tuple(url for url in new if old.get(url) not in (None, new[url])),
    )


def _text(book: Book, page: str | None) -> list[str] | None:
    reading = book.store.reading(page) if page else None
    return reading.article.text.splitlines() if reading else None
