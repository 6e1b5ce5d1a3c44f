"""Two tables of ours with their answers, each cut in two by a hash: a half that the rules are made with, and one of which only totals are looked at.

`python -m tests.extract.halves` prints the totals; `errors` after it prints what is wrong in the seen half.
"""

import hashlib
import sys
from pathlib import Path

from .reading import claims_of
from .writing import written

SEEN, UNSEEN = "seen", "unseen"
TABLES = ("quantities_reports.txt", "factuality_clauses.txt")


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a table beside this file, cut at their bars."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line.strip() and not line.startswith("#")]


def half_of(sentence: str) -> str:
    return UNSEEN if hashlib.sha256(sentence.encode()).digest()[0] % 2 else SEEN


def wrong(name: str, half: str) -> list[tuple[str, str, str]]:
    """The rows of a half that are read otherwise than they should be: sentence, wanted, found."""
    judge = _numbers if name == TABLES[0] else _stances
    rows = [row for row in table(name) if half_of(row[0]) == half]
    return [(sentence, wanted, found) for sentence, wanted in rows if (found := judge(sentence, wanted)) != wanted]


def right(name: str, half: str) -> tuple[int, int]:
    """How many rows of a half are right, and how many there are."""
    rows = sum(half_of(row[0]) == half for row in table(name))
    return rows - len(wrong(name, half)), rows


def _numbers(sentence: str, wanted: str) -> str:
    """What is counted, in the order wanted where it is the same but for that."""
    found = [written(q) for claim in claims_of(sentence) for q in claim.quantities]
    return wanted if sorted(found) == sorted(filter(None, wanted.split("; "))) else "; ".join(found)


def _stances(sentence: str, wanted: str) -> str:
    """How the author stands to as many events as the row has; what a rule finds beyond them is the events' test to judge."""
    found = [claim.factuality.value for claim in claims_of(sentence)]
    return "; ".join(found[: len(wanted.split("; "))])


def main() -> None:
    for name in TABLES:
        for half in (SEEN, UNSEEN):
            good, rows = right(name, half)
            print(f"{name} {half}: {good} of {rows}, {100 * good / rows:.1f} %")
        if "errors" in sys.argv[1:]:
            for sentence, wanted, found in wrong(name, SEEN):
                print(f"  {sentence}\n    wanted: {wanted}\n    found:  {found}")


if __name__ == "__main__":
    main()
