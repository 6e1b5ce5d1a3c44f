"""A WARC file's answers, each as received from its web server: cut at the records, decoded, with its failure if it has one.

The cutting is done here and strictly (ISO 28500, sections 4 and 5): lenient readers take a wrong length at its word and
swallow the records that follow, or read nothing, without an error. A record that does not hold together is given as the
bytes up to the next record's beginning, with the reason. FastWARC then parses the single record.
"""

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ..errors import SourceError, TooLarge, Unreadable
from ..records import Channel, Record
from .encodings import dechunk, decode_content
from .limits import MAX_BODY, MAX_WARC_HEADER
from .receive import Received, failed, receive

_BEGIN = re.compile(rb"(?:\A|\r?\n)(WARC/[01]\.\d+\r?\n)")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,40})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha512"})
_BETWEEN = re.compile(rb"[\r\n]*(?=WARC/|\Z)")


class Piece(Record):
    """Bytes `[start, end)` of an unpacked WARC that are one record, or that should have been one and why they are not."""

    start: int
    end: int
    broken: str | None = None


def pieces(data: bytes) -> Iterator[Piece]:
    """The records of a WARC file that is not (or no more) compressed. Together they cover it but for line breaks between."""
    at = 0
    while at < len(data):
        piece = _piece_at(data, at)
        yield piece
        at = max(piece.end, at + 1)
        while at < len(data) and data[at] in b"\r\n":
            at += 1


def _piece_at(data: bytes, start: int) -> Piece:
    def broken(why: str, search_from: int) -> Piece:
        following = _BEGIN.search(data, search_from)
        return Piece(start=start, end=following.start(1) if following else len(data), broken=why)

    if not data.startswith(b"WARC/", start):
        return broken("no record begins where one is due", start)
    header_end = _HEADERS_END.search(data, start, start + MAX_WARC_HEADER)
    if header_end is None:
        # On by half of what was searched, not by one line, or a file of nothing but beginnings would take hours.
        return broken(f"the record's header has no end within {MAX_WARC_HEADER:,} bytes", start + MAX_WARC_HEADER // 2)
    length = _LENGTH.search(data, start, header_end.end())
    if length is None:
        return broken("the record's Content-Length is missing or not a number", header_end.start())
    end = header_end.end() + int(length[1])
    if end > len(data):
        return broken(f"the record's Content-Length of {int(length[1]):,} bytes passes the end of the file", header_end.start())
    if not _BETWEEN.match(data, end):
        return broken(f"after the record's Content-Length of {int(length[1]):,} bytes no record ends", header_end.start())
    return Piece(start=start, end=end)


def answers(data: bytes, *, now: datetime, name: str, part_of: str) -> Iterator[Received]:
    """The HTTP responses and resources of an unpacked WARC, in order, and each broken record; others are passed over.

    The body is decoded (chunks, gzip, deflate). What cannot be decoded, or differs from its digest, is given with its
    bytes as they stand in the record and a failure. The time of capture is the record's own, `now` where it has none.
    `part_of` is the container's SHA-256.
    """
    for number, piece in enumerate(pieces(data), start=1):
        raw = data[piece.start : piece.end]
        place = f"{name}#{number}"
        if piece.broken is not None:
            error = Unreadable(f"{place}: {piece.broken}; the other records are read")
            yield _not_read(raw, error, now=now, name=place, part_of=part_of)
            continue
        try:
            record = next(iter(ArchiveIterator(BytesIO(raw), auto_decode="none", max_header_len=MAX_WARC_HEADER)), None)
        except (OSError, ValueError) as failure:
            error = Unreadable(f"{place}: the record cannot be parsed ({failure}); the other records are read")
            yield _not_read(raw, error, now=now, name=place, part_of=part_of)
            continue
        if record is None:
            continue
        if record.record_type == WarcRecordType.response and record.is_http:
            yield _answer(record, raw, now=now, name=place, part_of=part_of)
        elif record.record_type == WarcRecordType.resource:
            yield _resource(record, raw, now=now, name=place, part_of=part_of)


def _answer(record: WarcRecord, raw: bytes, *, now: datetime, name: str, part_of: str) -> Received:
    """One response; `raw` is the whole record, for its digest."""
    http = record.http_headers
    headers = tuple((str(key), str(value)) for key, value in http.items()) if http is not None else ()
    said = {key.lower(): value for key, value in headers}
    body = failure = None
    try:
        body = payload = record.reader.read()
        _check_digest(record, raw)
        if http is None or http.status_code is None:
            raise Unreadable("the record holds no HTTP answer with a status line")
        if "chunked" in said.get("transfer-encoding", "").lower():
            payload = dechunk(payload)
        payload = decode_content(payload, said.get("content-encoding", ""), limit=MAX_BODY)
        if len(payload) > MAX_BODY:
            raise TooLarge(f"the body has {len(payload):,} bytes, the limit is {MAX_BODY:,}")
        body = payload
    except (OSError, ValueError, SourceError) as error:
        known = error if isinstance(error, SourceError) else Unreadable(str(error))
        failure = failed(type(known)(f"{name}: {known}"))
    return receive(
        body or b"",
        now=record.record_date or now,
        channel=Channel.WARC,
        media_type=said.get("content-type"),
        url=_address(record),
        name=name,
        status=http.status_code if http is not None else None,
        headers=headers,
        part_of=part_of,
        failure=failure,
    )


def _resource(record: WarcRecord, raw: bytes, *, now: datetime, name: str, part_of: str) -> Received:
    """A body that was archived without its HTTP answer."""
    failure = None
    try:
        _check_digest(record, raw)
    except Unreadable as error:
        failure = failed(Unreadable(f"{name}: {error}"))
    return receive(
        _block(raw),
        now=record.record_date or now,
        channel=Channel.WARC,
        media_type=record.headers.get("Content-Type"),
        url=_address(record),
        name=name,
        part_of=part_of,
        failure=failure,
    )


def _block(raw: bytes) -> bytes:
    end = _HEADERS_END.search(raw)
    return raw[end.end() :] if end else b""


def _address(record: WarcRecord) -> str | None:
    """Some tools put the address in angle brackets, as a mistake in WARC 1.0 had it."""
    address = record.headers.get("WARC-Target-URI")
    return None if address is None else str(address).removeprefix("<").removesuffix(">")


def _check_digest(record: WarcRecord, raw: bytes) -> None:
    algorithm, _, value = str(record.headers.get("WARC-Block-Digest") or "").partition(":")
    if algorithm.lower() in _DIGESTS:
        found = hashlib.new(algorithm.lower(), _block(raw), usedforsecurity=False)
        # Tools write either form, and base32 with or without its padding.
        forms = (found.hexdigest(), b32encode(found.digest()).decode().rstrip("=").lower())
        if value.strip().rstrip("=").lower() not in forms:
            raise Unreadable(f"the record's bytes differ from its digest {algorithm}:{value}")


def _not_read(raw: bytes, error: SourceError, *, now: datetime, name: str, part_of: str) -> Received:
    return receive(
        raw,
        now=now,
        channel=Channel.WARC,
        media_type="application/warc",
        name=name,
        part_of=part_of,
        failure=failed(error),
    )
