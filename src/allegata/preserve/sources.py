"""A source as a person names it (path, address, `-`) becomes what was received from it, one by one.

A file, page or pasted text gives one; a WARC, WACZ or gzip file gives itself first, marked as opened, then what is in it; a
folder gives its files in order of their names. A part that cannot be taken is given with its failure, and the rest goes on.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from ..errors import SourceError, TooLarge, Unreadable
from ..records import Channel
from .encodings import gunzip, gunzip_members
from .fetch import fetch
from .limits import MAX_BODY, MAX_CONTAINER, MAX_EXPANDED
from .members import in_memory, read
from .receive import Received, failed, receive
from .sniff import ARC, GZIP, WACZ, WARC, ZIP, sniff

_DIRECTORY = 64 * 1024 + 1024 * 1024
"""Bytes at the end of a ZIP file in which its list of members is looked for, when its name does not tell what it is."""

Fetch = Callable[..., Received]
"""As `fetch.fetch`: the address and `now=`."""


def open_source(
    source: str,
    *,
    now: datetime,
    url: str | None = None,
    stdin: bytes | None = None,
    fetch: Fetch = fetch,
) -> Iterator[Received]:
    """What comes from `source`: a path, an http(s) address, or `-` for standard input (or the bytes given as `stdin`).

    `url` is where the bytes of a file or of standard input are said to come from. Raises SourceError when nothing at all
    can be had: no such file, an address refused, no answer, too large.
    """
    if source == "-":
        raw = sys.stdin.buffer.read(MAX_CONTAINER + 1) if stdin is None else stdin
        yield from unpacked(_bounded(raw, "standard input"), now=now, channel=Channel.STDIN, url=url)
    elif source.lower().startswith(("http://", "https://")):
        received = fetch(source, now=now)
        yield received
    elif os.path.isdir(source):
        yield from _folder(Path(source), now)
    else:
        yield from _file(Path(source), now, url)


def unpacked(
    raw: bytes, *, now: datetime, channel: Channel, name: str | None = None, url: str | None = None
) -> Iterator[Received]:
    """The bytes of a file; of a WARC, WACZ or gzip file also what is in it."""
    kind = sniff(raw, name)
    if kind == WARC:
        yield from _warc(raw, now=now, channel=channel, name=name, url=url)
    elif kind == GZIP:
        yield from _gzip(raw, now=now, channel=channel, name=name, url=url)
    elif kind == ZIP and ((name or "").lower().endswith(".wacz") or b"datapackage.json" in raw[-_DIRECTORY:]):
        yield from _wacz(raw, now=now, channel=channel, name=name, url=url)
    elif kind == ARC:
        error = Unreadable(f"{name or 'the input'} is an ARC file, the form before WARC: make a WARC of it and add that")
        yield receive(raw, now=now, channel=channel, media_type=ARC, name=name, url=url, failure=failed(error))
    else:
        yield _page(raw, now=now, channel=channel, name=name, url=url)


def _page(
    raw: bytes, *, now: datetime, channel: Channel, name: str | None, url: str | None, part_of: str | None = None
) -> Received:
    error = None
    if len(raw) > MAX_BODY:
        error = TooLarge(
            f"{name or 'the input'} has {len(raw):,} bytes; documents are read up to {MAX_BODY:,}: add it in parts"
        )
    failure = None if error is None else failed(error)
    return receive(raw, now=now, channel=channel, name=name, url=url, part_of=part_of, failure=failure)


def _gzip(raw: bytes, *, now: datetime, channel: Channel, name: str | None, url: str | None) -> Iterator[Received]:
    inner = name.removesuffix(".gz") if name else None
    try:
        data = gunzip(raw, limit=MAX_BODY)
    except SourceError as error:
        told = type(error)(f"{name or 'the input'}: {error}")
        yield receive(raw, now=now, channel=channel, media_type=GZIP, name=name, url=url, failure=failed(told))
        return
    container = receive(raw, now=now, channel=channel, media_type=GZIP, name=name, url=url, opened=True)
    yield container
    yield _page(data, now=now, channel=channel, name=inner, url=url, part_of=container.capture.sha256)


def _warc(raw: bytes, *, now: datetime, channel: Channel, name: str | None, url: str | None) -> Iterator[Received]:
    from .warc import answers  # the parser is loaded only for archives

    data, error = _plain_warc(raw, name or "the input")
    failure = failed(error) if error else None
    container = receive(raw, now=now, channel=channel, media_type=WARC, name=name, url=url, failure=failure, opened=True)
    yield container
    yield from answers(data, now=now, name=name or "-", part_of=container.capture.sha256)


def _plain_warc(raw: bytes, name: str) -> tuple[bytes, SourceError | None]:
    """The records of a WARC file that may be compressed, as far as they can be had, and what of it cannot."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw, None
    try:
        inflated = gunzip_members(raw, limit=MAX_EXPANDED)
    except TooLarge as error:
        return b"", TooLarge(f"{name}: {error}")
    places = ", ".join(f"byte {at} ({why})" for at, why in inflated.broken[:5])
    told = SourceError(f"{name}: compressed data is broken at {places}; the rest is read") if inflated.broken else None
    return inflated.data, told


def _wacz(raw: bytes, *, now: datetime, channel: Channel, name: str | None, url: str | None) -> Iterator[Received]:
    """The file as it came, with what is wrong with it, then every answer in its WARC files. Most are unsigned, which is told by
    a check of the file alone."""
    from .wacz import check_wacz, warc_names
    from .warc import answers

    told = name or "the input"
    try:
        members = in_memory(raw, limit=MAX_EXPANDED)
        problems = [f"{each.subject}: {each.reason}" for each in check_wacz(members, must_be_signed=False).problems]
        files = [(each, *_plain_warc(read(members, each, limit=MAX_EXPANDED), each)) for each in warc_names(members)]
    except SourceError as error:
        refused = failed(type(error)(f"{told}: {error}"))
        yield receive(raw, now=now, channel=channel, media_type=WACZ, name=name, url=url, failure=refused, opened=True)
        return
    problems += [str(error) for _, _, error in files if error]
    failure = failed(Unreadable(f"{told}: {'; '.join(problems[:5])}; what is in it is read")) if problems else None
    container = receive(raw, now=now, channel=channel, media_type=WACZ, name=name, url=url, failure=failure, opened=True)
    yield container
    for each, data, _ in files:
        yield from answers(data, now=now, name=f"{name or '-'}/{each}", part_of=container.capture.sha256)


def _folder(folder: Path, now: datetime) -> Iterator[Received]:
    paths = sorted(_files_below(folder))
    if not paths:
        raise SourceError(f"{folder} holds no files; hidden ones are left out")
    for path in paths:
        try:
            yield from _file(path, now, None)
        except SourceError as error:
            # Nothing was taken in; the empty capture stands for it, so that the gap is seen.
            yield receive(b"", now=now, channel=Channel.FILE, name=path.name, failure=failed(error))


def _files_below(folder: Path) -> Iterator[Path]:
    """Files of the folder and its sub-folders, hidden ones left out, links to folders not followed."""
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(here, name) for name in names if not name.startswith("."))


def _file(path: Path, now: datetime, url: str | None) -> Iterator[Received]:
    try:
        # Not blocking: opening a named pipe would otherwise wait for a writer.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(f"{path} is not a file; give a file, a folder, an address or `-`")
            raw = _bounded(file.read(MAX_CONTAINER + 1), str(path))
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}; check the path and its rights"
        ) from error
    yield from unpacked(raw, now=now, channel=Channel.FILE, name=path.name, url=url)


def _bounded(raw: bytes, name: str) -> bytes:
    if len(raw) > MAX_CONTAINER:
        raise TooLarge(f"{name} has more than {MAX_CONTAINER:,} bytes; split it and add the parts")
    return raw
