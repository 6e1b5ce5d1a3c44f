"""The worker of fetch_apart.py: one request on standard input, one answer on standard output, then it ends."""

import os
import ssl
import sys

import msgspec

from ..errors import FetchFailed, SourceError
from ..records import Capture
from .addresses import PublicOnly, UnsafeAllowLoopback
from .embedded import UNPARSED, Embedded, Role, embedded
from .fetch import fetch
from .fetch_apart import LENGTH, Asked, Told

_CPU_SECONDS = 20
"""Inflating 64 MB takes a third of a second, a handshake some milliseconds."""
_COPIES = 6
"""Of the largest body, in memory at once: as it came, decoded, and both on their way out."""
_BESIDE = 64 * 1024 * 1024
_FILES = 32


def main() -> None:
    """Fetch once."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Asked)
    _limit(_COPIES * asked.limit + _BESIDE)
    for part in _answer(asked):
        out.write(LENGTH.pack(len(part)))
        out.write(part)
    out.flush()


def _answer(asked: Asked) -> tuple[bytes, bytes]:
    try:
        ports = frozenset(asked.ports)
        received = fetch(
            asked.url,
            now=asked.now,
            agent=asked.agent,
            extra=asked.extra,
            post=asked.post,
            policy=UnsafeAllowLoopback(ports=ports) if asked.unsafe_loopback else PublicOnly(ports=ports),
            certificates=ssl.create_default_context(cadata=asked.authorities) if asked.authorities else None,
            seconds=asked.seconds,
            limit=asked.limit,
        )
    except SourceError as error:
        return msgspec.msgpack.encode(Told(error=type(error).__name__, reason=str(error))), b""
    except MemoryError:
        told = Told(
            error="TooLarge", reason=f"{asked.url}: it took more memory than a page may; save it as a file and add that"
        )
        return msgspec.msgpack.encode(told), b""
    except Exception as error:
        told = Told(
            error=FetchFailed.__name__, reason=f"{asked.url}: fetching failed ({type(error).__name__}); try again later"
        )
        return msgspec.msgpack.encode(told), b""
    told = Told(capture=received.capture, exchange=received.exchange, embedded=_embedded(received.capture, received.raw))
    return msgspec.msgpack.encode(told), received.raw


def _embedded(capture: Capture, raw: bytes) -> tuple[Embedded, ...]:
    """What a page that came whole needs to be seen."""
    if capture.failure is not None:
        return ()
    try:
        return embedded(raw, capture.media_type, capture.final_url or "")
    except Exception:  # a page that breaks the parser is kept all the same
        return (Embedded(url=UNPARSED, role=Role.STYLE),)


def _limit(memory: int) -> None:
    """No more address space than now and `memory`, no files written, few opened, no core; nothing where the system has no such limits."""
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
