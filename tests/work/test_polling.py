"""Pages and feeds visited again, politely. Only loopback is dialled; the clock is given."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from allegata.preserve.fetch_apart import fetch_apart
from allegata.preserve.visit import Outcome, VisitAccount
from allegata.work.book import Book
from allegata.work.checking import check_casebook
from allegata.work.polling import Pace, due, poll
from allegata.work.readers import load_readers
from allegata.work.visiting import visits
from tests.preserve.test_fetch import Site, site  # noqa: F401

from .test_visiting import NOW, new_book, serve

HOUR = timedelta(hours=1)
ENTRY = "<item><title>{0}</title><link>{1}</link><description>The ministry said that {0} were killed.</description></item>"


class Clock:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.seconds += seconds

    def pace(self, delay: float = 5.0) -> Pace:
        return Pace(delay, clock=lambda: self.seconds, sleep=self.sleep)


def feed(site: Site, *pages: str, headers: str = 'ETag: "one"\r\nLast-Modified: Sun, 01 Nov 2026 10:00:00 GMT') -> None:  # noqa: F811
    entries = "".join(ENTRY.format(number, site.url(page)) for number, page in enumerate(pages, 5))
    body = f"<rss version='2.0'><channel><title>Wire</title>{entries}</channel></rss>".encode()
    site.says("/feed", body, headers=f"Content-Type: application/rss+xml\r\n{headers}")


def go(
    book: Book,
    site: Site,  # noqa: F811
    *paths: str,
    now: datetime = NOW,
    clock: Clock | None = None,
    follow: bool = False,
) -> list[VisitAccount]:
    fetch = partial(fetch_apart, policy=site.policy)
    pace = (clock or Clock()).pace()
    urls = [site.url(path) for path in paths]
    given = poll(book, urls, readers=load_readers(), clock=lambda: now, by="t", pace=pace, follow=follow, fetch=fetch)
    return [added.visit for added in given if added.visit is not None]


def lines(site: Site, path: str) -> list[bytes]:  # noqa: F811
    """The requests for that path."""
    return [asked for asked in site.asked if asked.startswith(f"GET {path} ".encode())]


def test_a_feed_is_asked_only_for_what_is_newer(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    feed(site, "/page")
    with new_book(tmp_path) as book:
        assert go(book, site, "/feed")[0].outcome is Outcome.FIRST
        assert b"If-None-Match" not in lines(site, "/feed")[0]
        site.sends("/feed", b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\nLast-Modified: x\r\n\r\n')
        second = go(book, site, "/feed", now=NOW + HOUR)[0]
        assert (second.outcome, second.status, second.failure) == (Outcome.UNCHANGED, 304, None)
        asked = lines(site, "/feed")[1]
        assert b'If-None-Match: "one"\r\n' in asked
        assert b"If-Modified-Since: Sun, 01 Nov 2026 10:00:00 GMT\r\n" in asked
        account = book.vault.path(list(visits(book))[-1][0]).read_bytes()
        assert b"revisit/server-not-modified" in account
        feed(site, "/page", "/page2")
        third = go(book, site, "/feed", now=NOW + 2 * HOUR)[0]
        assert third.outcome is Outcome.CHANGED
        assert third.previous == list(visits(book))[-2][0]
    assert check_casebook(tmp_path / "book").problems == ()


def test_new_entries_are_followed_once_and_the_host_is_given_time(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    site.says("/page2", b"<title>x</title><p>The army said that two soldiers were killed on Sunday in the village.")
    feed(site, "/page", "/page2")
    clock = Clock()
    with new_book(tmp_path) as book:
        told = go(book, site, "/feed", clock=clock, follow=True)
        assert [account.url for account in told] == [site.url(path) for path in ("/feed", "/page", "/page2")]
        assert clock.waited == [5.0, 5.0]
        assert len(go(book, site, "/feed", now=NOW + HOUR, clock=clock, follow=True)) == 1
        assert [len(lines(site, path)) for path in ("/feed", "/page", "/page2")] == [2, 1, 1]


def test_a_page_is_always_had_whole(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    site.says("/page", b"<p>The army denied it.", headers='Content-Type: text/html\r\nETag: "a"')
    with new_book(tmp_path) as book:
        go(book, site, "/page")
        go(book, site, "/page", now=NOW + HOUR)
    assert not any(b"If-None-Match" in asked for asked in lines(site, "/page"))


def test_which_are_due(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    site.says("/a", b"<p>a")
    site.says("/b", b"<p>b")
    site.says("/busy", b"later", status="429 Too Many", headers="Retry-After: 7200")
    site.says("/down", b"later", status="503 Down")
    with new_book(tmp_path) as book:
        go(book, site, "/b", now=NOW)
        go(book, site, "/a", "/busy", "/down", now=NOW + HOUR)

        def names(hours: float, every: int = 1) -> list[str]:
            return [url.rpartition("/")[2] for url in due(book, every=every * HOUR, now=NOW + hours * HOUR)]

        assert names(0) == []
        assert names(1) == ["b"]
        assert names(2) == ["b", "a", "down"]  # down gave no time: an hour
        assert names(3) == ["b", "a", "busy", "down"]  # busy asked for two hours
        assert names(1.5, every=0) == ["b", "a"]


@pytest.mark.parametrize(
    ("gaps", "waited"),
    [([0, 0, 0], [5, 5]), ([0, 2, 9], [3]), ([0, 5], [])],
)
def test_pace(gaps: list[float], waited: list[float]) -> None:
    clock = Clock()
    pace = clock.pace()
    for gap in gaps:
        clock.seconds += gap
        pace.wait("http://a.example/x")
        pace.asked("http://A.example/y")
        pace.wait("http://other.example/")
    assert clock.waited == waited
