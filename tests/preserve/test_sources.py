"""Whatever is given, its bytes are received with a capture; what cannot be opened says why, and the rest goes on."""

import gzip
import hashlib
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from allegata.errors import SourceError, TooLarge
from allegata.preserve import limits, sources, unpack
from allegata.preserve.encodings import decode_content
from allegata.preserve.receive import Received, receive
from allegata.preserve.sources import open_source
from allegata.preserve.vault import warc_file
from allegata.records import Channel
from tests.hostile.make import HUGE, MAKERS, PAGE, make, response

from .vectors import unpacked

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)

# name -> (media type, failure of the first received or None, how many pages are to be read)
TAKEN = {
    "empty.html": ("application/octet-stream", None, 1),  # nothing to sniff; the reader says that it is empty
    "binary.bin": ("application/octet-stream", None, 1),
    "no-date.html": ("text/html", None, 1),
    "unknown-encoding.txt": ("application/octet-stream", None, 1),  # NUL and control bytes without a byte order mark
    "wrong-charset.html": ("text/html", None, 1),
    "mixed-encodings.html": ("text/html", None, 1),
    "no-text.html": ("text/html", None, 1),
    "deep.html": ("text/html", None, 1),
    "unclosed.html": ("text/html", None, 1),
    "nul-bytes.html": ("application/octet-stream", None, 1),
    "one-line.txt": ("text/plain", None, 1),
    "truncated.html.gz": ("application/gzip", "Unreadable", 0),
    "bomb.html.gz": ("application/gzip", "TooLarge", 0),  # 80 MB out of 80 kB
    "twice-compressed.html.gz": ("application/gzip", None, 1),  # opened once; the reader refuses what is inside
    "not-a-pdf.pdf": ("application/pdf", None, 1),
    "broken-record.warc": ("application/warc", None, 2),
    "short-record.warc": ("application/warc", None, 2),
    "swallowing-record.warc": ("application/warc", None, 2),
    "wordy-length.warc": ("application/warc", None, 2),
    "cut-off.warc": ("application/warc", None, 2),
    "broken-member.warc.gz": ("application/warc", "SourceError", 2),
    "only-beginnings.warc": ("application/warc", None, 0),  # linear in its size, not quadratic
    "garbage.warc": ("application/warc", None, 0),
}


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"huge.html"}))
def test_bad_input_is_received_and_its_failure_told(tmp_path: Path, name: str) -> None:
    path = make(tmp_path, name)[name]
    received = list(open_source(str(path), now=NOW))
    media_type, failure, pages = TAKEN[name]
    first = received[0].capture
    assert received[0].raw == path.read_bytes()
    assert (first.media_type, first.failure and first.failure.error) == (media_type, failure)
    assert sum(each.is_page for each in received) == pages
    for each in received:
        assert each.capture.sha256 == hashlib.sha256(each.raw).hexdigest()
        assert each.capture.size == len(each.raw)


def test_a_page_of_50_mb_is_accepted(tmp_path: Path) -> None:
    (received,) = open_source(str(make(tmp_path, "huge.html")["huge.html"]), now=NOW)
    assert received.is_page
    assert received.capture.size > HUGE - 2000


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("broken-record.warc", "passes the end of the file"),
        ("short-record.warc", "no record ends"),
        ("swallowing-record.warc", "no record ends"),
        ("wordy-length.warc", "missing or not a number"),
    ],
)
def test_a_broken_record_leaves_the_others(tmp_path: Path, name: str, reason: str) -> None:
    container, first, broken, last = open_source(str(make(tmp_path, name)[name]), now=NOW)
    assert container.opened
    assert [each.capture.url for each in (first, last)] == ["http://example.org/first", "http://example.org/last"]
    assert broken.capture.failure is not None
    assert reason in broken.capture.failure.reason
    assert {each.capture.part_of for each in (first, broken, last)} == {container.capture.sha256}


def test_a_broken_member_of_a_compressed_archive_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    container, first, last = open_source(str(make(tmp_path, "broken-member.warc.gz")["broken-member.warc.gz"]), now=NOW)
    assert container.capture.failure is not None
    assert "broken at byte" in container.capture.failure.reason
    assert [each.capture.url for each in (first, last)] == ["http://example.org/first", "http://example.org/last"]


def test_a_record_carries_its_own_circumstances(tmp_path: Path) -> None:
    path = tmp_path / "one.warc.gz"
    path.write_bytes(
        gzip.compress(response(gzip.compress(PAGE), url="http://example.org/a", http=b"Content-Encoding: gzip\r\n"))
    )
    container, page = open_source(str(path), now=NOW)
    assert page.raw == PAGE
    capture = page.capture
    assert (capture.url, capture.status, capture.media_type, capture.charset) == (
        "http://example.org/a",
        200,
        "text/html",
        "utf-8",
    )
    assert capture.channel is Channel.WARC
    assert capture.name == "one.warc.gz#1"
    assert capture.fetched_at == datetime(2020, 10, 4, 6, 30, tzinfo=UTC)  # the record's own date
    assert ("Content-Encoding", "gzip") in capture.headers
    assert container.capture.media_type == "application/warc"


@pytest.mark.parametrize(
    ("body", "header", "found", "failed"),
    [
        (b"4\r\nabcd\r\n0\r\n\r\n", b"Transfer-Encoding: chunked\r\n", b"abcd", False),
        (b"4;x=y\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n", b"Transfer-Encoding: chunked\r\n", b"abcdef", False),
        (
            b"<p>plain</p>",
            b"Transfer-Encoding: chunked\r\n",
            b"<p>plain</p>",
            False,
        ),  # archives keep the header, undo the chunks
        (b"<p>plain</p>", b"Content-Encoding: gzip\r\n", b"<p>plain</p>", False),
        (b"ff\r\nabcd", b"Transfer-Encoding: chunked\r\n", b"ff\r\nabcd", True),
        (b"4\r\nabcd\r\nzz", b"Transfer-Encoding: chunked\r\n", b"4\r\nabcd\r\nzz", True),
        (gzip.compress(PAGE * 9)[:-20], b"Content-Encoding: gzip\r\n", gzip.compress(PAGE * 9)[:-20], True),
        (b"\x28\xb5\x2f\xfd", b"Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfd", True),
        (b"abc", b"", b"abc", False),
        (b"", b"", b"", False),
    ],
)
def test_bodies_are_decoded_or_kept_as_they_are(tmp_path: Path, body: bytes, header: bytes, found: bytes, failed: bool) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(response(body, http=header))
    _, page = open_source(str(path), now=NOW)
    assert page.raw == found
    assert (page.capture.failure is not None) is failed


def test_a_body_that_looks_like_a_warc_stays_one_body(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    inner = response(PAGE, url="http://example.org/inner")
    path.write_bytes(response(inner) + response(PAGE))
    _, first, second = open_source(str(path), now=NOW)
    assert (first.raw, second.raw) == (inner, PAGE)


def test_a_record_that_differs_from_its_digest_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    record = response(PAGE).replace(
        b"Content-Type: application/http", b"WARC-Block-Digest: sha1:" + b"A" * 32 + b"\r\nContent-Type: application/http"
    )
    path.write_bytes(record)
    _, page = open_source(str(path), now=NOW)
    assert page.capture.failure is not None
    assert "digest" in page.capture.failure.reason


def test_a_vault_file_read_as_an_archive_gives_the_bodies_back(tmp_path: Path) -> None:
    """Resources too, which have no HTTP answer: what this system keeps it can also read."""
    given = [
        receive(PAGE, now=NOW, channel=Channel.FILE),
        receive(b"<p>", now=NOW, channel=Channel.FETCH, url="http://a.org/", status=200),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(map(warc_file, given)))
    _, *found = open_source(str(path), now=datetime(2026, 1, 1, tzinfo=UTC))
    assert [(each.raw, each.capture.media_type, each.capture.status) for each in found] == [
        (each.raw, each.capture.media_type, each.capture.status) for each in given
    ]
    assert {each.capture.fetched_at for each in found} == {NOW}
    assert found[1].capture.url == "http://a.org/"
    damaged = path.read_bytes().replace(b"A ministry said", b"B ministry said")
    _, first, second = open_source("-", now=NOW, stdin=damaged)
    assert [each.capture.failure is None for each in (first, second)] == [False, True]


def test_an_address_in_angle_brackets_is_freed_of_them(tmp_path: Path) -> None:
    _, page = open_source("-", now=NOW, stdin=response(PAGE, url="<http://example.org/>"))
    assert page.capture.url == "http://example.org/"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no files"):
        list(open_source(str(tmp_path), now=NOW))


def test_in_an_archive_only_successful_readable_answers_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    gone = response(PAGE).replace(b"200 OK", b"404 No")
    image = response(PAGE).replace(b"text/html; charset=utf-8", b"image/png; charset=none!")
    path.write_bytes(gone + image + response(PAGE))
    assert [each.is_page for each in open_source(str(path), now=NOW)] == [False, False, False, True]


def test_a_folder_gives_its_files_in_order_and_goes_on_past_what_it_cannot_take(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.html", "b/z.html", "a.txt", ".hidden"):
        (tmp_path / name).write_bytes(PAGE)
    os.mkfifo(tmp_path / "d.pipe")
    received = list(open_source(str(tmp_path), now=NOW))
    assert [each.capture.name for each in received] == ["a.txt", "z.html", "c.html", "d.pipe"]
    assert [each.capture.failure is None for each in received] == [True, True, True, False]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    (given,) = open_source("-", now=NOW, stdin=PAGE, url="http://example.org/")
    assert (given.raw, given.capture.channel, given.capture.url) == (PAGE, Channel.STDIN, "http://example.org/")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE)))
    (read,) = open_source("-", now=NOW)
    assert read.raw == PAGE


def test_an_address_is_fetched(tmp_path: Path) -> None:
    def fetch(url: str, *, now: datetime) -> Received:
        return next(open_source("-", now=now, stdin=url.encode()))

    (received,) = open_source("https://example.org/a", now=NOW, fetch=fetch)
    assert received.raw == b"https://example.org/a"


@pytest.mark.parametrize("name", ["absent.html", "a\x00b"])
def test_what_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        list(open_source(str(tmp_path / name), now=NOW))


def test_over_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_BODY", 50)
    monkeypatch.setattr(sources, "MAX_CONTAINER", 100)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 60)
    (kept,) = open_source(str(path), now=NOW)
    assert (kept.capture.size, kept.capture.failure and kept.capture.failure.error) == (60, "TooLarge")
    path.write_bytes(b"a" * 101)
    with pytest.raises(TooLarge):
        list(open_source(str(path), now=NOW))
    assert limits.MAX_BODY > HUGE


ARCHIVES = {
    # Of each file: answers read, failures told. The three that are not whole say where; ARC is the form before WARC.
    "jwarc-testdata/test-resources/org/netpreserve/jwarc/cc.warc.gz": (1, 0),
    "jwarc-testdata/test-resources/org/netpreserve/jwarc/gzip_extra_sl.warc.gz": (0, 0),
    "py-wacz-fixtures/tests/fixtures/example-collection-with-lists.warc": (18, 0),
    "py-wacz-fixtures/tests/fixtures/example-collection.warc": (1, 0),
    "py-wacz-fixtures/tests/fixtures/example-iana.warc": (24, 0),
    "py-wacz-fixtures/tests/fixtures/example-resource.warc.gz": (1, 0),
    "py-wacz-fixtures/tests/fixtures/example-warcinfo-metadata.warc": (1, 0),
    "warcio-testdata/test/data/bad.arc": (0, 1),
    "warcio-testdata/test/data/example-bad-non-chunked.warc.gz": (1, 0),
    "warcio-testdata/test/data/example-bad.warc.gz.bad": (2, 0),
    "warcio-testdata/test/data/example-digest.warc": (0, 0),
    "warcio-testdata/test/data/example-iana.org-chunked.warc": (1, 0),
    "warcio-testdata/test/data/example-resource.warc.gz": (1, 0),
    "warcio-testdata/test/data/example-space-in-target-uri.warc.gz": (1, 0),
    "warcio-testdata/test/data/example-space-in-url.arc": (0, 1),
    "warcio-testdata/test/data/example-trunc.warc": (1, 1),
    "warcio-testdata/test/data/example-wget-bad-target-uri.warc.gz": (3, 0),
    "warcio-testdata/test/data/example-wrong-chunks.warc.gz": (1, 1),
    "warcio-testdata/test/data/example.arc": (0, 1),
    "warcio-testdata/test/data/example.arc.gz": (0, 1),
    "warcio-testdata/test/data/example.warc": (1, 0),
    "warcio-testdata/test/data/example.warc.gz": (1, 0),
    "warcio-testdata/test/data/post-test.warc.gz": (3, 0),
}


def test_archives_of_others_are_read(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, "jwarc-testdata", "py-wacz-fixtures", "warcio-testdata")
    found = {}
    for name in ARCHIVES:
        given = list(open_source(str(folder / name), now=NOW))
        found[name] = (len(given) - 1, sum(each.capture.failure is not None for each in given))
    assert found == ARCHIVES


@pytest.mark.parametrize(
    ("body", "found", "failed"),
    [
        (brotli.compress(PAGE * 9), PAGE * 9, False),
        (PAGE, PAGE, False),  # archives keep the header over a decoded body
        (brotli.compress(PAGE * 9)[:-4], brotli.compress(PAGE * 9)[:-4], True),
    ],
)
def test_a_brotli_body_is_decoded(tmp_path: Path, body: bytes, found: bytes, failed: bool) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(response(body, http=b"Content-Encoding: br\r\n"))
    _, page = open_source(str(path), now=NOW)
    assert page.raw == found
    assert (page.capture.failure is not None) is failed


def test_a_brotli_bomb_is_refused() -> None:
    with pytest.raises(TooLarge):
        decode_content(brotli.compress(bytes(2_000_000)), "br", limit=1_000_000)
