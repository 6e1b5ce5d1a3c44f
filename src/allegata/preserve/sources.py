"""A source as a person names it (path, address, `-`) becomes what was received from it, one by one.

A file, page or pasted text gives one; a container (unpack.py) gives itself first, marked as opened, then what is in it; a
folder gives its files in order of their names. A part that cannot be taken is given with its failure, and the rest goes on.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from ..errors import SourceError, TooLarge
from ..records import Channel
from .fetch_apart import fetch_apart
from .limits import MAX_CONTAINER
from .receive import Received, failed, receive
from .unpack import contents, unpacked

Fetch = Callable[..., Received]
"""As `fetch_apart`, which it is by default: the address and `now=`."""


def open_source(
    source: str,
    *,
    now: datetime,
    url: str | None = None,
    stdin: bytes | None = None,
    fetch: Fetch = fetch_apart,
) -> Iterator[Received]:
    """What comes from `source`: a path, an http(s) address, or `-` for standard input (or the bytes given as `stdin`).

    `url` is where the bytes of a file or of standard input are said to come from. Raises SourceError when nothing at all
    can be had: no such file, an address refused, no answer, too large.
    """
    if source == "-":
        raw = sys.stdin.buffer.read(MAX_CONTAINER + 1) if stdin is None else stdin
        yield from unpacked(_bounded(raw, "standard input"), now=now, channel=Channel.STDIN, url=url)
    elif source.lower().startswith(("http://", "https://")):
        yield from contents(fetch(source, now=now), now=now)
    elif os.path.isdir(source):
        yield from _folder(Path(source), now)
    else:
        yield from _file(Path(source), now, url)


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
