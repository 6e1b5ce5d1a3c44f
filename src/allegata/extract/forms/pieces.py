"""Text cut into sentences and into windows of word pieces, each window with the report's first words in front of it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

Tokenize = Callable[[str], tuple[Sequence[int], Sequence[tuple[int, int]]]]

LEAD = 40
"""Pieces of the report's beginning that stand before every window but the first: they say what the report is about."""

_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:DR|ST|MR|MS|LT))(?<!\b(?:GEN|COL|MAJ|SGT|CPT|REV|MRS|CAP|ENG|LIC))[.?!]['\")\]]*\s+|\n\s*\n", re.I
)
_DATELINE = re.compile(r"\[TEXT\]|--", re.I)


def body(text: str) -> int:
    """Where the report begins behind its dateline."""
    ends = [m.end() for m in _DATELINE.finditer(text[:400])]
    return ends[-1] if ends else 0


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of code points that cover the text."""
    cuts = [0, *(m.end() for m in _END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def cut_windows(
    text: str, tokenize: Tokenize, *, length: int
) -> Iterator[tuple[Sequence[int], list[int], list[tuple[int, int]]]]:
    """Windows of whole sentences, at most `length` pieces: (lead ids, ids, offsets into the text in code points)."""
    ids, offsets = tokenize(text)
    start = body(text)
    first = next((n for n, (s, _) in enumerate(offsets) if s >= start), 0)
    lead = list(ids[first : first + LEAD])
    starts = [s for s, _ in sentences(text)]
    number = [bisect_right(starts, s) for s, _ in offsets]
    last = [n + 1 == len(ids) or number[n + 1] != number[n] for n in range(len(ids))]
    at = 0
    while at < len(ids):
        reach = min(at + length, len(ids))
        stop = next((n + 1 for n in range(reach - 1, at, -1) if last[n]), reach)
        yield ([] if at == 0 else lead), list(ids[at:stop]), list(offsets[at:stop])
        at = stop
