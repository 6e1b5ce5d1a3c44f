"""Fetching in a process of its own: what a server sends is parsed and decoded where nothing of the casebook is.

Each fetch has a new worker with an empty environment, no files but its own pipes, and limits of memory and processor time. It is
killed when it does not end in time, and what it gives back is bounded, parsed and hashed anew before it is believed.
"""

import hashlib
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from .. import errors
from ..errors import FetchFailed, SourceError
from ..records import Capture, Record
from .addresses import PublicOnly, UnsafeAllowLoopback
from .embedded import Embedded
from .exchange import Exchange
from .fetch import Post
from .limits import FETCH_SECONDS, MAX_BODY
from .receive import Received

LENGTH = struct.Struct(">Q")
WORKER = "allegata.preserve.fetch_worker"
_SLACK = 5.0
"""Seconds beyond the fetch's own deadline: to start, to decode, to hand over."""
_MAX_TOLD = 16 * 1024 * 1024
"""Bytes of all that is told beside the bodies: redirects, certificates, headers."""
_KEPT = ("PYTHONPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "LANG")
_STEP = 1 << 20


class Asked(Record):
    """What the worker is told. `authorities`: certificates to trust in place of the system's, PEM; for tests."""

    url: str
    now: datetime
    agent: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    post: Post | None = None
    ports: frozenset[int] = frozenset()
    unsafe_loopback: bool = False
    authorities: str | None = None
    seconds: float = FETCH_SECONDS
    limit: int = MAX_BODY


class Told(Record):
    """What it gives back before the bytes: the capture and what it embeds, or the name of an error of errors.py and its message."""

    capture: Capture | None = None
    exchange: Exchange | None = None
    embedded: tuple[Embedded, ...] = ()
    error: str | None = None
    reason: str = ""


def fetch_apart(
    url: str,
    *,
    now: datetime,
    agent: str | None = None,
    extra: tuple[tuple[str, str], ...] = (),
    post: Post | None = None,
    policy: PublicOnly = PublicOnly(),  # noqa: B008 (a frozen record)
    authorities: str | None = None,
    seconds: float = FETCH_SECONDS,
    limit: int = MAX_BODY,
    command: Sequence[str] | None = None,
) -> Received:
    """As `fetch.fetch`, from a worker. Raises what that raises, FetchFailed when the worker dies or does not end. `command`: for tests."""
    asked = Asked(
        url=url,
        now=now,
        agent=agent,
        extra=extra,
        post=post,
        ports=policy.ports,
        unsafe_loopback=isinstance(policy, UnsafeAllowLoopback),
        authorities=authorities,
        seconds=seconds,
        limit=limit,
    )
    # Three times the body: decoded, and as it came where that differs, which may be twice as long.
    told, raw = _run(command or (sys.executable, "-m", WORKER), asked, 3 * limit + _MAX_TOLD)
    if told.capture is None:
        kind = getattr(errors, told.error or "", FetchFailed)
        raise kind(told.reason) if issubclass(kind, SourceError) else FetchFailed(told.reason)
    if hashlib.sha256(raw).hexdigest() != told.capture.sha256 or told.capture.size != len(raw):
        raise FetchFailed(f"{url}: what the fetching process gave back is not what it says; fetch it again")
    return Received(raw=raw, capture=told.capture, exchange=told.exchange, embedded=told.embedded)


def _run(command: Sequence[str], asked: Asked, most: int) -> tuple[Told, bytes]:
    known = {name: os.environ[name] for name in _KEPT if name in os.environ}
    known["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=known, cwd="/", close_fds=True
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        with suppress(BrokenPipeError):
            worker.stdin.write(msgspec.msgpack.encode(asked))
            worker.stdin.close()
        held = _all_of(worker.stdout.fileno(), asked, most)
        return _parts(held, asked.url)
    finally:
        worker.kill()
        worker.stdout.close()
        with suppress(OSError):
            worker.stdin.close()
        worker.wait()


def _all_of(out: int, asked: Asked, most: int) -> bytes:
    deadline = time.monotonic() + asked.seconds + _SLACK
    held = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([out], [], [], left)[0]:
            break
        some = os.read(out, _STEP)
        if not some:
            return bytes(held)
        held += some
        if len(held) > most:
            raise FetchFailed(f"{asked.url}: the fetching process gave back more than it may; nothing of it is taken")
    raise FetchFailed(f"{asked.url}: the fetching process did not end in {asked.seconds + _SLACK:g} seconds and was stopped")


def _parts(held: bytes, url: str) -> tuple[Told, bytes]:
    parts: list[bytes] = []
    at = 0
    while at + LENGTH.size <= len(held) and len(parts) < 2:
        size = LENGTH.unpack_from(held, at)[0]
        at += LENGTH.size
        parts.append(held[at : at + size])
        at += size
    if len(parts) != 2 or at != len(held):
        raise FetchFailed(f"{url}: the fetching process ended before it was done, or passed its limit of memory; try again")
    try:
        return msgspec.msgpack.decode(parts[0], type=Told), parts[1]
    except msgspec.DecodeError as error:
        raise FetchFailed(f"{url}: what the fetching process gave back cannot be read; fetch it again") from error
