"""A page of a PDF as a picture with some words marked, drawn in a process of its own that is killed when it takes too long."""

import os
import subprocess
import sys

import msgspec

from ..errors import Unreadable
from ..records import Record, TextBox
from .apart import MEMORY
from .scans import LENGTH

SECONDS = 20.0
WORKER = "allegata.work.picture_worker"


class Drawn(Record):
    """What the worker is told before the bytes: the page, from 0, what is marked on it, and the memory it may take."""

    page: int
    marked: tuple[TextBox, ...]
    memory: int = MEMORY


def picture_of(raw: bytes, *, page: int, marked: tuple[TextBox, ...]) -> bytes:
    """A PNG. Raises Unreadable when the page cannot be drawn within the limits."""
    wanted = msgspec.msgpack.encode(Drawn(page=page, marked=tuple(box for box in marked if box.page == page)))
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    told = b"".join(LENGTH.pack(len(part)) + part for part in (wanted, raw))
    try:
        done = subprocess.run(
            (sys.executable, "-m", WORKER), input=told, capture_output=True, env=known, timeout=SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise Unreadable(
            f"page {page + 1} of the PDF cannot be drawn within {SECONDS:g} seconds and the memory it may take"
        ) from error
    return done.stdout
