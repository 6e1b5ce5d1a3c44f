"""A live page with all that it needs to be seen, its account, and what changed since the last visit. Only loopback is dialled."""

import gzip
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from allegata.casebook.folder import MARK
from allegata.preserve.embedded import Role
from allegata.preserve.fetch_apart import fetch_apart
from allegata.preserve.render import render
from allegata.preserve.visit import Outcome, Render, Robots, VisitAccount
from allegata.records import Channel
from allegata.work.book import Book, create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.checking_packages import check_package
from allegata.work.intake import Added, add
from allegata.work.outgoing import export_book
from allegata.work.readers import load_readers
from allegata.work.visiting import MADE, Changes, changes, renderer, visit, visits
from tests.preserve.test_fetch import Site, site  # noqa: F401

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = """<html><head><title>Shelling</title><link rel=stylesheet href="/a.css"></head><body><article><h1>Shelling</h1>
<p>The ministry said on Sunday that {number} civilians were killed in the strike on the town.</p><p>The other side denied it.</p>
<img src="/one.png"><img src="/gone.png"><img src="http://10.0.0.1/inside.png"><script src="/x.js"></script></article></body></html>"""
CSS = b"@import 'more.css'; body { background: url(back.png) }"


def new_book(tmp_path: Path) -> Book:
    return create_book(tmp_path / "book", title="Test", profile=None, now=NOW, by="tester")


def serve(site: Site, number: str = "five") -> None:  # noqa: F811
    site.says("/page", PAGE.format(number=number).encode())
    site.says("/a.css", CSS, headers="Content-Type: text/css")
    site.says("/more.css", b"p { color: red }", headers="Content-Type: text/css")
    site.says("/one.png", b"\x89PNG one", headers="Content-Type: image/png")
    site.says("/back.png", b"\x89PNG back", headers="Content-Type: image/png")
    site.says("/gone.png", b"not here", status="404 Not Found")
    site.says("/robots.txt", b"User-agent: *\nDisallow: /private\n", headers="Content-Type: text/plain")


def go(book: Book, site: Site, path: str = "/page", now: datetime = NOW, render: Render | None = None) -> list[Added]:  # noqa: F811
    fetch = partial(fetch_apart, policy=site.policy)
    return list(visit(book, site.url(path), readers=load_readers(), now=now, by="tester", fetch=fetch, render=render))


def told(added: list[Added]) -> VisitAccount:
    account = added[-1].visit
    assert account is not None
    return account


def test_a_page_and_what_it_needs_to_be_seen(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    with new_book(tmp_path) as book:
        added = go(book, site)
        assert added[0].reading is not None
        account = told(added)
        had = {part.url.rpartition("/")[2]: book.vault.read(part.sha256) for part in account.parts if part.sha256}
        assert had == {
            "a.css": CSS,
            "more.css": b"p { color: red }",
            "one.png": b"\x89PNG one",
            "back.png": b"\x89PNG back",
        }
        missing = {part.url.rpartition("/")[2]: part.failure.error for part in account.parts if part.failure}
        assert missing == {"gone.png": "FetchFailed", "inside.png": "FetchRefused"}
        assert not account.is_complete
        assert (account.outcome, account.robots, account.status) == (Outcome.FIRST, Robots.ALLOWED, 200)
        assert len(list(book.store.readings())) == 1
        page = added[0].capture
        assert page is not None
        belongs = {c.part_of for c in book.store.captures() if c.channel in (Channel.EMBEDDED, Channel.VISIT)}
        assert belongs == {page.sha256}
        assert not any(b"/x.js" in asked for asked in site.asked)
    assert check_casebook(tmp_path / "book").problems == ()


def test_a_second_visit_tells_what_changed(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    with new_book(tmp_path) as book:
        go(book, site)
        same = go(book, site, now=NOW + DAY)
        assert (told(same).outcome, same[0].is_new) == (Outcome.UNCHANGED, False)
        nothing = Changes(outcome=Outcome.UNCHANGED, lines=(), came=(), went=(), altered=())
        assert changes(book, told(same)) == nothing
        serve(site, "ten")
        site.says("/one.png", b"\x89PNG other", headers="Content-Type: image/png")
        third = told(go(book, site, now=NOW + 2 * DAY))
        found = changes(book, third)
        assert third.outcome is Outcome.CHANGED
        assert [line for line in found.lines if line[0] in "+-" and "civilians" in line] == [
            "-The ministry said on Sunday that five civilians were killed in the strike on the town.",
            "+The ministry said on Sunday that ten civilians were killed in the strike on the town.",
        ]
        assert found.altered == (site.url("/one.png"),)
        assert [account.at for _, account in visits(book)] == [NOW, NOW + DAY, NOW + 2 * DAY]
    assert check_casebook(tmp_path / "book").problems == ()


def test_a_visit_that_finds_known_bytes_is_a_revisit(site: Site, tmp_path: Path) -> None:  # noqa: F811
    """The second time's request and answer are kept, with the digest of the bytes that were kept the first time."""
    serve(site)
    with new_book(tmp_path) as book:
        page = go(book, site)[0].capture
        account = go(book, site, now=NOW + DAY)[-1].capture
        assert page is not None
        assert account is not None
        file = book.vault.path(account.sha256).read_bytes()
        records = list(ArchiveIterator(BytesIO(file), parse_http=False, record_types=WarcRecordType.revisit))
        first = book.vault.path(page.sha256).read_bytes()
        digest = next(line for line in first.split(b"\r\n") if line.startswith(b"WARC-Payload-Digest"))
        assert [f"WARC-Payload-Digest: {r.headers['WARC-Payload-Digest']}".encode() for r in records] == [digest]
    assert check_casebook(tmp_path / "book").problems == ()


@pytest.mark.parametrize(
    ("wire", "error"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nlog in", "answered 403"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>half", "93 bytes of the page did not come"),
        (b"", "try again later"),
    ],
)
def test_what_could_not_be_had_is_on_record(site: Site, tmp_path: Path, wire: bytes, error: str) -> None:  # noqa: F811
    site.sends("/page", wire)
    site.says("/robots.txt", b"", headers="Content-Type: text/plain")
    with new_book(tmp_path) as book:
        added = go(book, site)
        account = told(added)
        assert added[0].failure is not None
        assert account.failure is not None
        assert error in account.failure.reason
        assert not account.is_complete
        assert not list(book.store.readings())
        serve(site)
        assert told(go(book, site, now=NOW + DAY)).outcome is Outcome.UNKNOWN
    assert check_casebook(tmp_path / "book").problems == ()


def test_robots_are_stated_and_the_agent_is_the_casebooks(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    site.says("/private", b"<p>Nothing.")
    new_book(tmp_path).store.close()
    mark = tmp_path / "book" / MARK
    mark.write_text(mark.read_text() + 'agent = "Mozilla/5.0 (record keeper)"\n')
    with open_book(tmp_path / "book") as book:
        assert told(go(book, site, "/private")).robots is Robots.DISALLOWED
    assert all(b"User-Agent: Mozilla/5.0 (record keeper)\r\n" in asked for asked in site.asked)


def test_an_address_that_must_not_be_dialled_leaves_nothing(site: Site, tmp_path: Path) -> None:  # noqa: F811
    with new_book(tmp_path) as book:
        added = list(visit(book, "http://169.254.169.254/latest", readers=load_readers(), now=NOW, by="tester"))
        assert [a.failure.error for a in added if a.failure] == ["FetchRefused"]
        assert list(book.store.captures()) == []


def test_a_picture_and_a_pdf(site: Site, tmp_path: Path) -> None:  # noqa: F811
    browser = renderer()
    if browser is None:
        pytest.skip("left out: no Chromium (apt-get install chromium)")
    serve(site)
    with new_book(tmp_path) as book:
        account = told(go(book, site, render=browser))
        made = {part.role: book.vault.read(part.sha256 or "")[:4] for part in account.parts if part.role in MADE}
        assert made == {Role.SCREENSHOT: b"\x89PNG", Role.PDF: b"%PDF"}
        assert account.browser is not None
        assert len(list(book.store.readings())) == 1
        again = told(go(book, site, now=NOW + DAY, render=browser))
        assert changes(book, again).altered == ()
    assert check_casebook(tmp_path / "book").problems == ()


def test_a_picture_that_fails_is_told(site: Site, tmp_path: Path) -> None:  # noqa: F811
    serve(site)
    with new_book(tmp_path) as book:
        account = told(go(book, site, render=partial(render, browser="/bin/true")))
        failed = [part for part in account.parts if part.role is Role.SCREENSHOT]
        assert [part.failure.error for part in failed if part.failure] == ["Unreadable"]
        assert list(book.store.readings())


def test_a_visited_page_goes_out_whole_and_comes_back(site: Site, tmp_path: Path) -> None:  # noqa: F811
    """The package holds page, parts, pictures and accounts; our check and the script inside take it; another casebook reads one report."""
    serve(site)
    browser = renderer()
    with new_book(tmp_path) as book:
        first = go(book, site, render=browser)
        go(book, site, now=NOW + DAY)
        export_book(book, "bagit", tmp_path / "package", now=NOW + 30 * DAY, by="packer")
        export_book(book, "wacz", tmp_path / "page.wacz", now=NOW + 30 * DAY, by="packer")
        held = {capture.sha256 for capture in book.store.captures()}
    assert check_package(tmp_path / "package").problems == ()
    assert (
        subprocess.run([sys.executable, "-I", "data/check.py"], cwd=tmp_path / "package", capture_output=True).returncode == 0
    )
    with zipfile.ZipFile(tmp_path / "page.wacz") as packed:
        names = {
            name.removeprefix("archive/").removesuffix(".warc") for name in packed.namelist() if name.startswith("archive/")
        }
        index = packed.read(next(name for name in packed.namelist() if name.startswith("indexes/")))
    assert names == held
    text = index.decode() if not index.startswith(b"\x1f\x8b") else gzip.decompress(index).decode()
    at_page = [line for line in text.splitlines() if f'"url": "{site.url("/page")}"' in line]
    assert json.loads(at_page[0].split(" ", 2)[2])["mime"] == "text/html"
    with create_book(tmp_path / "other", title="Other", profile=None, now=NOW, by="tester") as other:
        again = list(add(other, str(tmp_path / "page.wacz"), readers=load_readers(), now=NOW, by="tester"))
        assert [a.capture.sha256 for a in again if a.reading and a.capture] == [
            first[0].capture.sha256 if first[0].capture else ""
        ]
        assert not [a.failure for a in again if a.failure]
