"""States' names read alike by the trained model: it is shown one name for every state, one seat, one adjective, one people.

The model would mark other words under another name of the same kind; what stands in a report must not depend on whose it is.
The rules, the parse and all spans keep the words as written.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from ..data import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .pieces import Tokenize

NAME, SEAT, ADJECTIVE, PEOPLE = "Norway", "Oslo", "Norwegian", "Norwegians"
"""What stands for the states' own names. No party to a war of today."""


def under_one_name(tokenize: "Tokenize") -> "Tokenize":
    """The tokenizer under which all states have one name; offsets are those of the text as written."""

    def tokenized(text: str) -> "tuple[Sequence[int], Sequence[tuple[int, int]]]":
        shown, edges = stand_in(text)
        ids, spans = tokenize(shown)
        return ids, _back(spans, edges)

    return tokenized


def stand_in(text: str) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The text as shown, and for each name exchanged `(start, end)` in the shown and in the written text, in order."""
    held, edges, at, length = [], [], 0, 0
    for first, last, other in named_states(text):
        before = text[at:first]
        start = length + len(before)
        held += [before, other]
        edges.append((start, start + len(other), first, last))
        at, length = last, start + len(other)
    return "".join([*held, text[at:]]), edges


def named_states(text: str) -> "Iterator[tuple[int, int, str]]":
    """Where a state is named, `(start, end)`, and what stands for the name, in text order."""
    for found in _pattern().finditer(text):
        word = found.group()
        yield found.start(), found.end(), _table()[word if word in _table() else word.title()]


def _back(spans: "Sequence[tuple[int, int]]", edges: list[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """The spans of pieces in the text as written: a piece of a name that was exchanged has the whole name's."""
    held, n, shift = [], 0, 0
    for start, end in spans:
        while n < len(edges) and edges[n][1] <= start:
            shift = edges[n][3] - edges[n][1]
            n += 1
        inside = n < len(edges) and edges[n][0] < end
        held.append((edges[n][2], edges[n][3]) if inside else (start + shift, end + shift))
    return held


@cache
def _table() -> dict[str, str]:
    held: dict[str, str] = {}
    for row in rows("countries.csv"):
        own = row["demonyms"].split("|")
        held |= {n: PEOPLE if n.endswith("s") and n[:-1] in own else ADJECTIVE for n in own}
        held |= dict.fromkeys(row["seats"].split("|"), SEAT)
        held |= dict.fromkeys((row["name"], *row["names"].split("|")), NAME)
    held.pop("", None)
    return held


@cache
def _pattern() -> re.Pattern[str]:
    """The names as written, longest first, and those of more than three letters in capitals."""
    names = sorted(_table(), key=len, reverse=True)
    forms = [*names, *(n.upper() for n in names if len(n) > 3 and n.title() == n)]
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
