"""One bit at random offsets of a casebook, and of every byte of a small one: each is found by a check, or nothing depends on it.

    python -m tests.prove.tamper 10000          random offsets of all files, half of them in the database
    python -m tests.prove.tamper every          every byte of vault, log, checkpoints and tokens (about 20 kB)

That nothing depends on a byte is shown: with the bit flipped, everything that the casebook says reads as before.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from allegata.errors import AllegataError
from allegata.records.wire import canonical
from allegata.work.book import open_book
from allegata.work.checking import check_casebook
from tests.prove.casebook import make_casebook

NOT_OF_THE_RECORD = ("keys/", "log/lock", "casebook.db-")
"""Keys sign and hold nothing of the record; a lock and SQLite's working files are empty or made anew."""

Flip = tuple[Path, int, int]
"""File, offset, bit."""


def files(folder: Path) -> list[Path]:
    """What is tampered with."""
    every = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in every if not str(path.relative_to(folder)).startswith(NOT_OF_THE_RECORD)]


def random_flips(folder: Path, number: int, seed: int) -> Iterator[Flip]:
    """Half of them in the database, the others evenly over the other files."""
    dice = random.Random(seed)
    database = folder / "casebook.db"
    others = [path for path in files(folder) if path != database]
    for turn in range(number):
        path = database if turn % 2 else dice.choice(others)
        yield path, dice.randrange(path.stat().st_size), dice.randrange(8)


def every_byte(folder: Path) -> Iterator[Flip]:
    """One bit of each byte of vault, log, checkpoints and tokens."""
    for path in files(folder):
        if path.parent != folder:
            yield from ((path, at, at % 8) for at in range(path.stat().st_size))


@contextmanager
def flipped(flip: Flip) -> Iterator[None]:
    """The file with that bit flipped, and as it was afterwards."""
    path, at, bit = flip
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    try:
        yield
    finally:
        path.write_bytes(whole)


def is_found(folder: Path) -> bool:
    """Whether a check names a problem or refuses the folder."""
    try:
        return bool(check_casebook(folder).problems)
    except AllegataError:
        return True


def said(folder: Path) -> bytes:
    """All that a casebook says: records, decisions, log, bytes, profile."""
    with open_book(folder) as book:
        captures = tuple(book.store.captures())
        return canonical(
            [
                captures,
                [book.vault.read(capture.sha256).hex() for capture in captures],
                tuple(book.store.readings()),
                book.store.decisions(),
                tuple(book.log.entries()),
                book.log.signed_head(),
                [sent.cosigned for sent in book.log.outbox.all()],
                book.profile,
                book.folder.title,
            ]
        )


def prove(folder: Path, flips: Iterable[Flip]) -> Counter[str]:
    """What became of the flips: `found`, `free` (nothing depends on the byte), by top folder or file. Raises AssertionError for
    one that changes what the casebook says and is not found."""
    before = said(folder)
    counted: Counter[str] = Counter()
    for flip in flips:
        where = flip[0].relative_to(folder).parts[0]
        with flipped(flip):
            outcome = "found" if is_found(folder) else "free"
            assert outcome == "found" or said(folder) == before, (
                f"{flip}: what the casebook says changed, and no check names it"
            )
        for left in folder.glob("casebook.db-*"):
            left.unlink()
        counted[f"{where} {outcome}"] += 1
    assert said(folder) == before
    return counted


def main(asked: str) -> None:
    """Print the counts and the time."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = make_casebook(Path(temporary))
        started = time.monotonic()
        flips = (
            every_byte(folder) if asked == "every" else random_flips(folder, int(asked), seed=int(os.environ.get("SEED", "7")))
        )
        counted = prove(folder, flips)
    print(f"{sum(counted.values()):,} flips in {time.monotonic() - started:.0f} s: none unseen that changes what is said")
    for name, number in sorted(counted.items()):
        print(f"  {name}: {number:,}")


if __name__ == "__main__":
    main(sys.argv[1])
