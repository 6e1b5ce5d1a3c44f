"""A full disk and a file that may not grow, at each write: a plain error, nothing that was acknowledged is lost, and work goes on after.

    python -m tests.prove.full

A child adds and decides until the disk (a small tmpfs, where this user may mount one) or the limit of a file's size stops it, at another
byte each time. Then there is room again, and everything that it told of has to be there.
"""

import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import DatabaseError

from allegata.errors import AllegataError
from allegata.records import DecisionKind
from allegata.work.book import create_book, open_book
from allegata.work.desk import decide
from tests.prove.casebook import NOW, fill
from tests.prove.kill import Told, check

PLAIN = (AllegataError, OSError, DatabaseError)
"""What the command line tells in one line."""
STEP = 2_048
"""Bytes by which the room left differs from one try to the next: a page of the database is 4,096, a report takes some 30 kB."""
MOST = 400


def work(folder: Path, seed: int, spoil: Callable[[], object], turns: int, told: Connection) -> None:
    """Until it is stopped by what `spoil` sets up; the last word is what stopped it."""
    spoil()
    try:
        with open_book(folder) as book:
            for turn in range(turns):
                (claim,) = fill(book, f"{seed} {turn}")
                told.send(("claim", claim))
                made = decide(book.store, book.log, kind=DecisionKind.ACCEPT, subject=claim, by="r", reason="why", now=NOW)
                told.send(("decision", made.id))
                told.send(("head", book.log.signed_head()))
        told.send(("end", "nothing stopped it"))
    except PLAIN as error:
        told.send(("plain", type(error).__name__))
    except BaseException as error:
        told.send(("uncaught", repr(error)))


def limited(size: int) -> None:
    """No file of this process may grow larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def one_try(folder: Path, seed: int, spoil: Callable[[], object], turns: int = MOST) -> list[Told]:
    """What a child told of."""
    fork, told = multiprocessing.get_context("fork"), list[Told]()
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=work, args=(folder, seed, spoil, turns, sender))
    child.start()
    sender.close()
    while True:
        try:
            told.append(receiver.recv())
        except (EOFError, OSError):
            child.join()
            return told


def judge(folder: Path, told: list[Told], seen: Counter[str], *, may_pass: bool = False) -> None:
    """Raises AssertionError for an error that is not plain, for none unless it `may_pass`, and for what is not as acknowledged."""
    kind, what = told[-1]
    assert kind == "plain" or (kind == "end" and may_pass), told[-1]
    seen[what] += 1
    check(folder, {each for each in told[:-1] if each[0] != "head"}, [note for each, note in told if each == "head"][-3:])
    with open_book(folder) as book:
        fill(book, "afterwards")


def limits(folder: Path, tries: int) -> Counter[str]:
    """With a limit of a file's size, from one that stops the first write to one that stops the database's growth."""
    seen: Counter[str] = Counter()
    for number in range(tries):
        copy = shutil.copytree(make(folder), folder / f"limit{number}")
        size = 200 + number * number * 700 // max(1, tries // 20)
        judge(copy, one_try(copy, number, partial(limited, size)), seen)
        shutil.rmtree(copy)
    return seen


def disks(folder: Path, tries: int) -> Counter[str]:
    """On a disk that is full after some more bytes each time. Raises PermissionError where none can be mounted."""
    seen: Counter[str] = Counter()
    book = make(folder)
    size = sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in book.rglob("*"))
    for number in range(tries):
        with small_disk(folder / "disk", size + number * STEP) as grow:
            copy = folder / "disk/book"
            try:
                shutil.copytree(book, copy)
            except shutil.Error:
                continue
            told = one_try(copy, number, bool)
            grow()
            judge(copy, told, seen)
    return seen


def make(folder: Path) -> Path:
    """A casebook with a report in it, made once."""
    path = folder / "book"
    if not path.exists():
        with create_book(path, title="Test", profile=None, now=NOW, by="tester") as book:
            fill(book, "before")
    return path


@contextmanager
def small_disk(at: Path, size: int) -> Iterator[Callable[[], None]]:
    """A disk in memory of that size; what it gives makes it large."""
    at.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(at)], capture_output=True).returncode:
        raise PermissionError("no disk can be mounted here")

    def grow() -> None:
        subprocess.run(["mount", "-o", "remount,size=200m", str(at)], check=True, capture_output=True)

    try:
        yield grow
    finally:
        subprocess.run(["umount", str(at)], check=True, capture_output=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print("file size limits:", dict(limits(Path(place), 100)))
        try:
            print("small disks:", dict(disks(Path(place), 100)))
        except PermissionError as refused:
            print("small disks: left out:", refused, file=sys.stderr)
