"""How fast: reports kept for good, and a check of a large casebook beside SHA-256 alone.

    python -m tests.prove.speed 1000

The one argument: megabytes of the vault. Files of 500 kB, read once before, so that it is the work that is timed and not the disk.
"""

import hashlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from allegata.preserve.receive import Received, receive
from allegata.records import Channel
from allegata.work.book import Book, create_book
from allegata.work.checking import check_casebook
from allegata.work.intake import GROUP, keep_all
from tests.prove.casebook import NOW, TEXT, reading_of


def reports(number: int) -> Iterator[list[tuple[Received, str]]]:
    """In groups as they are added."""
    for start in range(0, number, GROUP):
        texts = [f"{TEXT.format(each)} {'Words. ' * 500}" for each in range(start, min(start + GROUP, number))]
        yield [(receive(text.encode(), now=NOW, channel=Channel.PASTE), text) for text in texts]


def keep_reports(book: Book, number: int) -> float:
    """Reports a second: bytes, leaves, rows, then readings with theirs; each group waits for the disk."""
    made = list(reports(number))
    began = time.perf_counter()
    for group in made:
        keep_all(book, [received for received, _ in group], now=NOW, by="tester")
        book.keep_outcomes([reading_of(received.capture, text) for received, text in group], now=NOW, by="tester")
    return number / (time.perf_counter() - began)


def fill_vault(book: Book, megabytes: int) -> None:
    """Captures of 500 kB."""
    dice = random.Random(5)
    for _ in range(max(1, megabytes * 2 // GROUP)):
        group = [receive(dice.randbytes(500_000), now=NOW, channel=Channel.FILE, name="a") for _ in range(GROUP)]
        keep_all(book, group, now=NOW, by="tester")


def timed(work: Callable[[], object]) -> float:
    """Seconds; the better of three."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def hash_all(folder: Path) -> None:
    """SHA-256 of each file, with as many threads as the check has."""
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        list(pool.map(lambda path: hashlib.sha256(path.read_bytes()).digest(), sorted(folder.rglob("*.warc"))))


def main(megabytes: int) -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as place:
        with create_book(Path(place) / "small", title="Test", profile=None, now=NOW, by="tester") as book:
            print(f"reports kept for good in groups of {GROUP}: {keep_reports(book, 400):.0f} a second")
        path = Path(place) / "large"
        with create_book(path, title="Test", profile=None, now=NOW, by="tester") as book:
            fill_vault(book, megabytes)
        alone = timed(lambda: hash_all(path / "vault"))
        whole = timed(lambda: check_casebook(path))
        assert not check_casebook(path).problems
        print(f"{megabytes} MB: SHA-256 alone {alone:.2f} s, verify {whole:.2f} s, {whole / alone:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
