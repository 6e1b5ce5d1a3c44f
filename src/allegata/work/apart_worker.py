"""The worker of apart.py: requests on standard input, answers on standard output, until the input ends."""

import contextlib
import os
import sys
from typing import BinaryIO

import msgspec

from ..errors import AllegataError
from ..read import read
from .apart import LENGTH, READY, Answer, Asked


def main() -> None:
    """Serve until the input ends. The one argument: bytes of memory beside what the process takes idle."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _warm()
    limit(int(sys.argv[1]))
    out.write(READY)
    out.flush()
    requests = sys.stdin.buffer
    while (asked := part_of(requests)) is not None and (raw := part_of(requests)) is not None:
        told = msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(asked, type=Asked), raw))
        out.write(LENGTH.pack(len(told)))
        out.write(told)
        out.flush()


def _answer(asked: Asked, raw: bytes) -> Answer:
    try:
        return Answer(article=read(asked.capture, raw, published=asked.published, scans=asked.scans))
    except AllegataError as error:
        return Answer(error=type(error).__name__, reason=str(error))
    except MemoryError:
        return Answer(error="TooLarge", reason="reading it took more memory than a report may; it is kept and not read")
    except Exception as error:
        return Answer(failed=type(error).__name__)


def part_of(requests: BinaryIO) -> bytes | None:
    """The next part of a request, with its length before it; None at the input's end."""
    head = requests.read(LENGTH.size)
    return requests.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _warm() -> None:
    """Load what pages need later, so that it is not counted as theirs."""
    with contextlib.suppress(ImportError):
        import htmldate  # noqa: F401
        from py3langid import classify

        classify("its model is loaded at the first call")


def limit(memory: int) -> None:
    """No more address space than now and `memory`; nothing where the system has no such limit."""
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
