"""Undo what the transport did to a body: gzip, deflate, Brotli, chunks. Bounded: no input expands past the limit.

Errors raised: TooLarge past the limit, Unreadable for bytes that are not what they are said to be.
"""

import re
import zlib

from ..errors import TooLarge, Unreadable
from ..records import Record

_STEP = 64 * 1024
_GZIP_MEMBER = b"\x1f\x8b\x08"
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_AS_IS = frozenset({"", "identity", "none", "utf-8"})
"""Content encodings that change nothing; some servers put a charset here."""


class Inflated(Record):
    """`broken`: the byte positions of gzip members that could not be inflated to their end, with zlib's words."""

    data: bytes
    broken: tuple[tuple[int, str], ...] = ()


def gunzip(raw: bytes, *, limit: int) -> bytes:
    """All members of a gzip file; Unreadable if any is truncated or damaged."""
    inflated = gunzip_members(raw, limit=limit)
    if inflated.broken:
        at, why = inflated.broken[0]
        raise Unreadable(
            f"the gzip data breaks off at the member that begins at byte {at}: {why}; get the file again if you can"
        )
    return inflated.data


def gunzip_members(raw: bytes, *, limit: int) -> Inflated:
    """What can be had from a file of gzip members: after a broken one it goes on at the next.

    A broken member's end is marked by an empty line, so that in a WARC the next record is found again.
    """
    out = bytearray()
    broken: list[tuple[int, str]] = []
    at = 0
    while at < len(raw):
        if raw[at] == 0:  # padding between members, which the format's tools let pass
            at += 1
            continue
        end, why = _inflate_member(raw, at, out, limit)
        if why is not None:
            broken.append((at, why))
            out += b"\r\n\r\n"
            end = raw.find(_GZIP_MEMBER, at + 1)
            end = len(raw) if end < 0 else end
        at = end
    return Inflated(data=bytes(out), broken=tuple(broken))


def _inflate_member(raw: bytes, start: int, out: bytearray, limit: int) -> tuple[int, str | None]:
    """Adds one member's bytes to `out`; gives where it ends and, if it does not hold together, why."""
    member = zlib.decompressobj(zlib.MAX_WBITS + 16)
    at = start
    while not member.eof:
        piece = member.unconsumed_tail
        if not piece:
            piece = raw[at : at + _STEP]
            at += len(piece)
        if not piece:
            return at, "the data ends too early"
        try:
            out += member.decompress(piece, _STEP * 16)
        except zlib.error as error:
            return at, str(error)
        if len(out) > limit:
            raise TooLarge(f"the compressed data expands to more than {limit:,} bytes; unpack it yourself and add the parts")
    return at - len(member.unused_data), None


def decode_content(raw: bytes, encoding: str, *, limit: int) -> bytes:
    """The body behind a Content-Encoding header. A body that is plainly not encoded is given back as it is: archives
    often keep the header over a decoded body."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in _AS_IS or not raw:
            continue
        if name in ("gzip", "x-gzip"):
            raw = gunzip(raw, limit=limit) if raw.startswith(b"\x1f\x8b") else raw
        elif name == "deflate":
            raw = _undeflate(raw, limit)
        elif name == "br":
            raw = _unbrotli(raw, limit)
        else:
            raise Unreadable(f"the body is encoded as {name!r}, which is not decoded here; the bytes are kept as they came")
    return raw


def _undeflate(raw: bytes, limit: int) -> bytes:
    # Servers send zlib's form, as the standard says, or bare deflate, as one early browser had it.
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(window)
        try:
            data = inflater.decompress(raw, limit + 1)
        except zlib.error:
            continue
        if len(data) > limit:
            raise TooLarge(f"the compressed data expands to more than {limit:,} bytes")
        if inflater.eof:
            return data
    raise Unreadable("the body is said to be deflated but cannot be inflated to its end; the bytes are kept as they came")


def _unbrotli(raw: bytes, limit: int) -> bytes:
    """RFC 7932. It has no mark at its beginning, so that a body which archives decoded already is known by its failing."""
    import brotli

    inflater, out = brotli.Decompressor(), bytearray()
    try:
        out += inflater.process(raw, output_buffer_limit=limit + 1)
        while not inflater.is_finished() and not inflater.can_accept_more_data() and len(out) <= limit:
            out += inflater.process(b"", output_buffer_limit=limit + 1 - len(out))
    except brotli.error as error:
        if not out and raw.lstrip()[:1] in (b"<", b"{", b"["):
            return raw
        raise Unreadable(
            "the body is said to be encoded as 'br' but cannot be unpacked; the bytes are kept as they came"
        ) from error
    if len(out) > limit:
        raise TooLarge(f"the compressed data expands to more than {limit:,} bytes")
    if not inflater.is_finished():
        raise Unreadable("the body is said to be encoded as 'br' but ends too early; the bytes are kept as they came")
    return bytes(out)


def dechunk(raw: bytes) -> bytes:
    """The body behind `Transfer-Encoding: chunked` (RFC 9112, 7.1). A body without any chunk header is given back as it is."""
    out = bytearray()
    at = 0
    while header := _CHUNK.match(raw, at):
        size, at = int(header[1], 16), header.end()
        if size == 0:
            return bytes(out)
        if at + size > len(raw):
            raise Unreadable(f"a chunk of {size} bytes was announced at byte {at}, but the body ends at {len(raw)}")
        out += raw[at : at + size]
        at += size
        at += 2 if raw[at : at + 2] == b"\r\n" else 0
    if not out:
        return raw
    raise Unreadable(f"no chunk header where one is due, at byte {at} of the chunked body")
