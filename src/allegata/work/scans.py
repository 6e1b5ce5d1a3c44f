"""Pages of a PDF that are pictures, through tesseract where it is installed: in a process of its own, apart from reading.

Recognition guesses: its text is marked in every zone and box, and the program and its languages are kept with the article. Pages
that it does not come to in time stay unread, with the reason.
"""

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from select import select
from typing import Protocol

import msgspec

from ..errors import NoTextLayer
from ..records import Article, Capture, Day, Record, ScannedPage, Scans

SECONDS = 300.0
"""By the clock, for one document; a page of print takes 1 to 4 s a core."""
PAGE_SECONDS = 30
"""Processor time of tesseract for one page."""
MEMORY = 512 * 1024 * 1024
"""Bytes that each of the two processes may take, beside what the worker takes idle."""
MOST_PAGES = 100
MOST_TOLD = 64 * 1024 * 1024
WORKER = "allegata.work.scan_worker"
LENGTH = struct.Struct(">Q")
NAME = "tesseract"
MISSING = "tesseract, which would read them as pictures, is not installed (Debian: apt-get install tesseract-ocr)"
MOST_LANGUAGES = 4
"""Each makes it slower. ALLEGATA_OCR_LANGUAGES (`eng+rus`) chooses others than the first that are installed, English before all."""
CHOSEN = "ALLEGATA_OCR_LANGUAGES"


class ReadsScans(Protocol):
    """Reads a capture's bytes, with or without scans."""

    def __call__(self, capture: Capture, raw: bytes, *, published: Day | None, scans: Scans | None) -> Article:
        """Raises Unreadable or TooLarge."""


class Wanted(Record):
    """What the worker is told before the bytes."""

    tesseract: str
    languages: str
    most_pages: int
    page_seconds: int
    memory: int


class Recogniser(Record):
    """The program, and what it is called in the record."""

    path: str
    languages: str
    by: str


def read_with_scans(read: ReadsScans, capture: Capture, raw: bytes, published: Day | None) -> Article:
    """The article; where pages of a PDF have no text layer, with what text recognition finds on them."""
    article = None
    try:
        article = read(capture, raw, published=published, scans=None)
        if not article.unread_pages:
            return article
    except NoTextLayer as error:
        if recogniser() is None:
            raise NoTextLayer(f"{error}; {MISSING}") from error
    if recogniser() is None:
        assert article is not None
        return msgspec.structs.replace(article, warnings=(*article.warnings, f"pages without text: {MISSING}"))
    return read(capture, raw, published=published, scans=scans_of(raw))


@cache
def recogniser() -> Recogniser | None:
    """The installed tesseract with its languages; None when there is none that runs."""
    path = shutil.which(NAME)
    if path is None:
        return None
    try:
        listed = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=10, check=True).stdout
        version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    installed = [line for line in listed.split("\n")[1:] if line and line != "osd"]
    first = sorted(installed, key=lambda name: (name != "eng", name))[:MOST_LANGUAGES]
    languages = os.environ.get(CHOSEN) or "+".join(first)
    name = (version.stdout or version.stderr).split("\n")[0].strip()
    return Recogniser(path=path, languages=languages, by=f"{name}, {languages}") if languages else None


def scans_of(raw: bytes, *, seconds: float = SECONDS) -> Scans:
    """What tesseract finds on the pages without a text layer; pages that are not come to in time give nothing."""
    found = recogniser()
    assert found is not None
    wanted = Wanted(
        tesseract=found.path,
        languages=found.languages,
        most_pages=MOST_PAGES,
        page_seconds=PAGE_SECONDS,
        memory=MEMORY,
    )
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_THREAD_LIMIT": "1"}
    worker = subprocess.Popen(
        (sys.executable, "-m", WORKER),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=known,
        start_new_session=True,
    )
    try:
        return Scans(by=found.by, pages=tuple(_told(worker, msgspec.msgpack.encode(wanted), raw, time.monotonic() + seconds)))
    finally:
        _end(worker)


def _told(worker: "subprocess.Popen[bytes]", wanted: bytes, raw: bytes, until: float) -> Iterator[ScannedPage]:
    """The pages as the worker gives them, each with its length before it; those that came before it ended or was stopped count."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    with suppress(BrokenPipeError):
        for part in (wanted, raw):
            worker.stdin.write(LENGTH.pack(len(part)) + part)
        worker.stdin.close()
    held, total = bytearray(), 0
    while total <= MOST_TOLD and (left := until - time.monotonic()) > 0:
        if not select([worker.stdout], [], [], left)[0]:
            break
        some = os.read(worker.stdout.fileno(), 1 << 20)
        if not some:
            break
        held += some
        total += len(some)
        while len(held) >= LENGTH.size and len(held) >= LENGTH.size + (size := LENGTH.unpack(held[: LENGTH.size])[0]):
            body, held = bytes(held[LENGTH.size : LENGTH.size + size]), held[LENGTH.size + size :]
            with suppress(msgspec.MsgspecError):
                yield msgspec.msgpack.decode(body, type=ScannedPage)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    """The worker and the tesseract that it may be waiting for."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.pid, signal.SIGKILL)
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    worker.wait()
