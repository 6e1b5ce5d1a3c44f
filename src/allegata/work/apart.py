"""Reading in a process of its own: what breaks, hangs or swells there is killed, and the report's bytes stay kept.

One worker is kept warm; after a kill the next report starts another (a sixth of a second). The limits hold for one report's reading
alone, from bytes to zones, not for finding statements in it.
"""

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import IO

import msgspec

from .. import errors
from ..errors import AllegataError, TooLarge, Unreadable
from ..records import Article, Capture, Day, Record, Scans
from .scans import read_with_scans

SECONDS = 5.0
"""CPU time of the worker for one report."""
WAITING = 30.0
"""Seconds that a report may take by the clock, on a machine that is busy with other things."""
MEMORY = 512 * 1024 * 1024
"""Bytes that the worker may take for one report, beside what it takes idle."""
LENGTH = struct.Struct(">Q")
READY = b"!"
"""What a worker says first, when all is loaded."""
WORKER = "allegata.work.apart_worker"
_POLL = 0.05
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Asked(Record, frozen=True):
    """What the worker is told before the bytes."""

    capture: Capture
    published: Day | None
    scans: Scans | None = None


class Answer(Record, frozen=True):
    """What it gives back: the article, or the name of an error of errors.py and its message; `failed` for any other error's name."""

    article: Article | None = None
    error: str | None = None
    reason: str = ""
    failed: str | None = None


class Apart:
    """Reads reports in a worker, one at a time. `seconds`, `memory`: the limits; `command`: for tests."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY, command: Sequence[str] | None = None) -> None:
        self.seconds = seconds
        self.memory = memory
        self.command = tuple(command or (sys.executable, "-m", WORKER, str(memory)))
        self.worker: subprocess.Popen[bytes] | None = None
        self.lock = Lock()

    def read(self, capture: Capture, raw: bytes, *, published: Day | None = None, scans: Scans | None = None) -> Article:
        """The article, as `allegata.read.read` gives it. Raises what that raises, TooLarge past a limit, Unreadable when the worker dies."""
        with self.lock:
            worker = self._started()
            asked = msgspec.msgpack.encode(Asked(capture=capture, published=published, scans=scans))
            try:
                answer = self._ask(worker, (asked, raw))
            except BaseException:
                self._kill()
                raise
        if answer.article is not None:
            return answer.article
        if answer.error is None:
            raise Unreadable(f"the reader failed on it ({answer.failed}); the fault is Allegata's: report it with the page")
        kind = getattr(errors, answer.error, Unreadable)
        raise kind(answer.reason) if issubclass(kind, AllegataError) else Unreadable(answer.reason)

    def close(self) -> None:
        """End the worker."""
        with self.lock:
            self._kill()

    def _started(self) -> subprocess.Popen[bytes]:
        if self.worker is None or self.worker.poll() is not None:
            self._kill()
            known = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
            self.worker = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=known,
                close_fds=True,
            )
            # what the worker loads at its start is not counted as a page's
            if self.worker.stdout is not None and select.select([self.worker.stdout], [], [], WAITING)[0]:
                os.read(self.worker.stdout.fileno(), len(READY))
        return self.worker

    def _ask(self, worker: subprocess.Popen[bytes], parts: Sequence[bytes]) -> Answer:
        assert worker.stdin is not None
        assert worker.stdout is not None
        began, idle = time.monotonic(), _spent(worker.pid)
        try:
            for part in parts:
                worker.stdin.write(LENGTH.pack(len(part)))
                worker.stdin.write(part)
            worker.stdin.flush()
            told = self._answer(worker, worker.stdout, began, idle)
        except (BrokenPipeError, EOFError, msgspec.DecodeError):
            raise Unreadable(
                f"reading it ended the reader's process, or took more than {self.memory // 1_048_576} MB; it is kept and not read"
            ) from None
        return told

    def _answer(self, worker: subprocess.Popen[bytes], out: IO[bytes], began: float, idle: float) -> Answer:
        held = bytearray()
        wanted = LENGTH.size
        size: int | None = None
        while len(held) < wanted:
            if select.select([out], [], [], _POLL)[0]:
                some = os.read(out.fileno(), 1 << 20)
                if not some:
                    raise EOFError
                held += some
                if size is None and len(held) >= LENGTH.size:
                    size = LENGTH.unpack(held[: LENGTH.size])[0]
                    wanted = LENGTH.size + size
                continue
            spent = _spent(worker.pid) - idle
            if spent > self.seconds or time.monotonic() - began > WAITING:
                raise TooLarge(f"reading it took more than {self.seconds:g} seconds and was stopped; it is kept and not read")
        return msgspec.msgpack.decode(memoryview(held)[LENGTH.size :], type=Answer)

    def _kill(self) -> None:
        worker, self.worker = self.worker, None
        if worker is None:
            return
        worker.kill()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        worker.wait()


def _spent(pid: int) -> float:
    """CPU seconds of a process so far; the clock where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@cache
def _shared() -> Apart:
    return Apart()


def read_apart(capture: Capture, raw: bytes, *, published: Day | None = None) -> Article:
    """Read one report in the process's own worker; pages of a PDF that are pictures through text recognition first."""
    return read_with_scans(_shared().read, capture, raw, published)
