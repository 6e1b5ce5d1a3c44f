"""kill -9 at random moments of adding, deciding, linking and exporting: nothing that was acknowledged is lost, no proof breaks.

    python -m tests.prove.kill 1000

A child works on a casebook and tells of each thing when the call for it has returned. It is killed, and everything that it told of
has to be there, under a head that continues every head told of before; the next one goes on where it stopped.
"""

import multiprocessing
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from allegata.errors import LogError
from allegata.preserve.problem import Fault
from allegata.records import DecisionKind, EntryKind
from allegata.work.book import create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.desk import decide
from allegata.work.linking import link_book
from allegata.work.outgoing import export_book
from tests.prove.casebook import fill, fill_together

LONGEST = 0.4
"""Seconds after which a child is killed at the latest; one thing takes 5 to 50 ms."""

EACH = 100
"""Kills of one casebook."""

HARMLESS = frozenset({Fault.UNFINISHED, Fault.STRAY})
"""Never acknowledged: bytes without a leaf, what an interrupted write left. A leaf without its row is healed by the next add."""

Told = tuple[str, str]
"""What was acknowledged: kind and id; for a head its note."""


def work(folder: Path, seed: int, told: Connection) -> None:
    """Until it is killed."""
    dice = random.Random(seed)
    with open_book(folder) as book:
        for turn in range(10**6):
            (claim,) = fill(book, f"{seed} {turn}")
            told.send(("claim", claim))
            kind = dice.choice((DecisionKind.ACCEPT, DecisionKind.REJECT))
            made = decide(book.store, book.log, kind=kind, subject=claim, by="r", reason="why", now=datetime.now(UTC))
            told.send(("decision", made.id))
            if turn % 2:
                for each in fill_together(book, *(f"{seed} {turn} {number}" for number in range(4))):
                    told.send(("claim", each))
            if dice.random() < 0.2:
                link_book(book)
                export_book(book, "jsonl", folder.parent / "out.jsonl", now=datetime.now(UTC), by="r")
                told.send(("export", str(book.log.root()[0])))
            told.send(("head", book.log.signed_head()))


def one_kill(folder: Path, seed: int, dice: random.Random) -> list[Told]:
    """What a child told of before it was killed."""
    fork, told = multiprocessing.get_context("fork"), list[Told]()
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=work, args=(folder, seed, sender))
    child.start()
    sender.close()
    time.sleep(dice.random() * LONGEST)
    child.kill()
    child.join()
    while True:
        try:
            told.append(receiver.recv())
        except (EOFError, OSError):
            return told


def check(folder: Path, told: set[Told], heads: list[str]) -> None:
    """Raises AssertionError for anything that was told of and is not there, or a head that is not continued."""
    with open_book(folder) as book:
        book.log.append_all(())  # takes back what the killed one left, as the next append does
        claims = {claim.id for reading in book.store.readings() for claim in reading.claims}
        decisions = {decision.id for decision in book.store.decisions()}
        exports = sum(entry.kind is EntryKind.EXPORT for entry in book.log.entries())
    assert {each for kind, each in told if kind == "claim"} <= claims
    assert {each for kind, each in told if kind == "decision"} <= decisions
    assert sum(kind == "export" for kind, _ in told) <= exports
    problems = check_casebook(folder, checkpoints={f"head {number}": note for number, note in enumerate(heads)}).problems
    broken = [p for p in problems if p.fault not in HARMLESS and not is_unacknowledged(p.subject, told)]
    assert not broken, broken


def is_unacknowledged(subject: str, told: set[Told]) -> bool:
    """A leaf whose row was never told of: the kill came between them."""
    kind, _, what = subject.partition(" ")
    return (
        kind in {"capture", "reading", "decision"} and (kind, what) not in told and ("claim", f"claim-{what[:12]}") not in told
    )


def prove(folder: Path, kills: int, seed: int = 7) -> int:
    """How many things were acknowledged in all."""
    dice, told, heads = random.Random(seed), set[Told](), list[str]()
    with create_book(folder / "book", title="Test", profile=None, now=datetime.now(UTC), by="tester"):
        pass
    for number in range(kills):
        new = one_kill(folder / "book", number, dice)
        told |= {each for each in new if each[0] != "head"}
        heads = [*heads, *(note for kind, note in new if kind == "head")][-3:]
        if number % 10 == 9 or number == kills - 1:
            check(folder / "book", told, heads)
    left = [path for path in (folder / "book").rglob("*.unfinished") if path.parent.parent.name != "vault"]
    assert left == [], "temporaries of the log are swept"
    try:
        with open_book(folder / "book") as book:
            fill(book, "after all")
    except LogError as error:
        raise AssertionError(f"the casebook does not go on: {error}") from error
    return len(told)


def main(kills: int) -> None:
    """Print what was proved."""
    started, acknowledged = time.monotonic(), 0
    for first in range(0, kills, EACH):  # a new casebook now and then, as one that grows makes each kill rarer
        with tempfile.TemporaryDirectory() as temporary:
            acknowledged += prove(Path(temporary), min(EACH, kills - first), seed=first)
    print(
        f"{kills:,} kills in {time.monotonic() - started:.0f} s: {acknowledged:,} things acknowledged, none lost, no proof broken"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
