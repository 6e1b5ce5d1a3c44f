"""Weapons named in a paragraph: makes ("Smerch"), kinds ("multiple rocket launcher"), with their code in data/weapons.csv."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..data import rows

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Named(NamedTuple):
    """A weapon's name at characters `[start, end)` of the Doc, from token `first` to `last`."""

    first: int
    last: int
    start: int
    end: int
    code: str


@cache
def names() -> Mapping[str, tuple[tuple[str, str, bool], ...]]:
    """First two letters in lower case to (name in lower case, code, whether capitals matter), the longest name first."""
    held: dict[str, list[tuple[str, str, bool]]] = {}
    for row in rows("weapons.csv"):
        for name in row["names"].split("|"):
            held.setdefault(name[:2].lower(), []).append((name, row["code"], name[:1].isupper()))
    return {key: tuple(sorted(found, key=lambda n: -len(n[0]))) for key, found in held.items()}


@cache
def makes() -> frozenset[str]:
    """The capitalised words of weapons' names, in lower case: a `Bayraktar drone` is nobody's by that word."""
    return frozenset(
        w.lower() for r in rows("weapons.csv") for n in r["names"].split("|") for w in n.split() if w[:1].isupper()
    )


def find_weapons(doc: "Doc", words: Sequence[str]) -> list[Named]:
    """Weapons of a Doc in text order; where names overlap the longer one stands. `words`: the tokens in lower case."""
    known, text, found = names(), doc.text, []
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    past = 0
    for i, word in enumerate(words):
        candidates = known.get(word[:2])
        if candidates is None:
            continue
        start = doc[i].idx
        if start < past:
            continue
        for name, code, capital in candidates:
            end = _end(text if capital else lower, name, start)
            if end:
                last = i
                while last + 1 < len(doc) and doc[last + 1].idx < end:
                    last += 1
                found.append(Named(i, last, start, end, code))
                past = end
                break
    return found


def _end(text: str, name: str, start: int) -> int:
    """Where the name ends when it stands at `start` as whole words, a plural s allowed; 0 when it does not."""
    end = start + len(name)
    if not text.startswith(name, start):
        return 0
    if end < len(text) and text[end] == "s":
        end += 1
    return (
        end if end >= len(text) or not (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isdigit())) else 0
    )
