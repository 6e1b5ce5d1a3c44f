"""A capture says what the bytes are and how they came, as declared or as found, never more."""

import gzip
import hashlib
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.errors import TooLarge, Unreadable
from allegata.preserve import preserve
from allegata.preserve.encodings import dechunk, decode_content, gunzip, gunzip_members
from allegata.preserve.sniff import declared, sniff
from allegata.preserve.warc import pieces
from allegata.records import Channel
from allegata.records.wire import from_json, to_json
from tests.hostile.make import PAGE, response

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)

SNIFFED = [
    (b"<!DOCTYPE html><p>", None, "text/html"),
    (b"\xef\xbb\xbf  <html lang=en>", None, "text/html"),
    (b'<?xml version="1.0"?>\n<html>', None, "text/html"),
    (b"<!-- a sample --><html>", None, "text/html"),
    (b"<article>a piece of a page</article>", None, "text/html"),
    ("<html>".encode("utf-16"), None, "text/html"),  # with its byte order mark
    (b"A < b, and <the> rest is text", None, "text/plain"),
    (b"<1 km from the town", None, "text/plain"),
    ("Դատախազություն".encode(), None, "text/plain"),
    ("Прокуратура".encode("koi8-r"), None, "text/plain"),  # an encoding to be guessed is the reader's matter
    (b"no tag here", "a.HTML", "text/html"),
    (b"<html> quoted in a text", "a.txt", "text/plain"),
    (b"%PDF-1.7\n", "a.html", "application/pdf"),  # the bytes win over the name
    (b"WARC/1.0\r\n", None, "application/warc"),
    (gzip.compress(b"WARC/1.0\r\n"), None, "application/warc"),
    (gzip.compress(b"<html>"), "a.html", "application/gzip"),
    (b"\x1f\x8b\x08broken", None, "application/gzip"),
    (b"PK\x03\x04", "a.txt", "application/zip"),
    (b"\x00\x01\x02", "a.txt", "application/octet-stream"),
    (b"\x89PNG\r\n\x1a\n", None, "application/octet-stream"),
    (b"", "a.html", "application/octet-stream"),
]


@pytest.mark.parametrize(("raw", "name", "media_type"), SNIFFED)
def test_sniffing(raw: bytes, name: str | None, media_type: str) -> None:
    assert sniff(raw, name) == media_type


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (None, (None, None)),
        ("", (None, None)),
        ("text/html", ("text/html", None)),
        ("Text/HTML ; Charset='UTF-8'", ("text/html", "UTF-8")),
        ('text/html;a=b;charset="koi8-r"', ("text/html", "koi8-r")),
        ("application/octet-stream", (None, None)),  # means: not known
        ("application/octet-stream; charset=utf-8", (None, "utf-8")),
        ("html", (None, None)),
        ("text/html, text/plain", (None, None)),
    ],
)
def test_what_a_content_type_declares(header: str | None, said: tuple[str | None, str | None]) -> None:
    assert declared(header) == said


def test_the_declared_type_stands_and_a_meaningless_one_is_sniffed() -> None:
    def kind(media_type: str) -> str:
        return preserve(PAGE, now=NOW, channel=Channel.FETCH, media_type=media_type).media_type

    assert (kind("text/plain"), kind("application/octet-stream")) == ("text/plain", "text/html")


@given(st.binary(max_size=300))
def test_a_capture_is_its_sha256(raw: bytes) -> None:
    capture = preserve(raw, now=NOW, channel=Channel.PASTE)
    assert (capture.sha256, capture.size) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert capture == preserve(raw, now=NOW, channel=Channel.PASTE)


def test_the_time_is_utc_and_never_without_a_zone() -> None:
    baku = timezone(timedelta(hours=4))
    assert preserve(b"", now=NOW.astimezone(baku), channel=Channel.PASTE).fetched_at.isoformat() == "2020-10-04T08:00:00+00:00"
    with pytest.raises(ValueError, match="has no zone"):
        preserve(b"", now=datetime(2020, 10, 4), channel=Channel.PASTE)


@given(name=st.text(), key=st.text(), value=st.text(alphabet=st.characters()))
def test_any_name_and_header_can_be_stored(name: str, key: str, value: str) -> None:
    """File names and headers may hold bytes that are no UTF-8, which arrive as half characters."""
    for odd in ("", "\udcff"):
        capture = preserve(b"", now=NOW, channel=Channel.FILE, name=name + odd, headers=((key + odd, value + odd),))
        assert from_json(to_json(capture), type(capture)) == capture


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=4))
def test_gzip_members_are_joined(parts: list[bytes]) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert gunzip(packed, limit=20_000) == b"".join(parts)
    assert gunzip(packed + bytes(20), limit=20_000) == b"".join(parts)  # padded, as on tapes


@given(st.binary(min_size=1, max_size=3000), st.data())
def test_a_truncated_gzip_is_always_told(body: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(body)
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    with pytest.raises(Unreadable, match="breaks off"):
        gunzip(cut, limit=10_000)
    assert body.startswith(gunzip_members(cut, limit=10_000).data.removesuffix(b"\r\n\r\n"))


def test_nothing_expands_past_its_limit() -> None:
    zeros = bytes(5_000_000)
    for packed, encoding in ((gzip.compress(zeros), "gzip"), (zlib.compress(zeros), "deflate")):
        with pytest.raises(TooLarge):
            decode_content(packed, encoding, limit=4_999_999)
        assert decode_content(packed, encoding, limit=5_000_000) == zeros


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "X-GZIP"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),  # bare, as an old browser had it
        (gzip.compress(zlib.compress(PAGE)), "deflate, gzip"),  # in the order in which they were applied
        (PAGE, ""),
        (PAGE, "identity"),
        (PAGE, "gzip"),  # archived decoded, header kept
    ],
)
def test_content_encodings(packed: bytes, encoding: str) -> None:
    assert decode_content(packed, encoding, limit=10_000) == PAGE


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5))
def test_chunks_are_joined(parts: list[bytes]) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    assert dechunk(chunks + b"0\r\nTrailer: x\r\n\r\n") == b"".join(parts)


@given(
    st.lists(st.sampled_from([response(PAGE), response(b""), response(response(b"x")), response(PAGE, length="7")]), max_size=5)
)
def test_the_pieces_of_an_archive_cover_it(records: list[bytes]) -> None:
    data = b"".join(records)
    found = list(pieces(data))
    ends = [0, *(piece.end for piece in found)]
    starts = [*(piece.start for piece in found), len(data)]
    assert all(data[end:start].strip(b"\r\n") == b"" for end, start in zip(ends, starts, strict=True))
    assert [piece.broken is None for piece in found] == [b"Length: 7\r\n" not in record for record in records]
