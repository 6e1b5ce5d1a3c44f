"""An outlet's name or host -> the place that it is named after, if its words say one ("Springfield Herald", springfieldherald.com)."""

import re
from collections.abc import Iterator
from functools import cache

from ..data import rows

LEAST = 4
"""Letters that a place's name in a host must have; shorter ones are mostly initials."""


def homes_of(outlet: str | None) -> Iterator[str]:
    """Names that may be the home's, likeliest first: what is left of the name without the words of the press."""
    if not outlet:
        return
    host = re.fullmatch(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:].*)?", outlet.strip().lower())
    if host is None:
        left = " ".join(w for w in re.findall(r"[\w'’-]+", outlet) if w.lower() not in press_words())
        if len(left) >= LEAST:
            yield left
        return
    label = max((p for p in host.group(1).split(".")[:-1] if p not in ("www", "co", "com", "news")), key=len, default="")
    yield from _in_label(label)


def _in_label(label: str) -> Iterator[str]:
    """A host's label without press words at its ends; letters of one word also cut in two, as "newhaven" is written apart."""
    seen = set()
    for rest in _stripped(label):
        for name in (rest.replace("-", " ").strip(), *(f"{rest[:n]} {rest[n:]}" for n in range(3, len(rest) - 3))):
            if len(name.replace(" ", "")) >= LEAST and name not in seen:
                seen.add(name)
                yield name


def _stripped(label: str) -> list[str]:
    """The label with as many press words taken off its ends as it has; then with two stray letters less."""
    rest, taken = label, True
    while taken:
        taken = False
        for word in sorted(press_words(), key=len, reverse=True):
            for cut in (rest.removesuffix(word).strip("-"), rest.removeprefix(word).strip("-")):
                if cut != rest and len(cut) >= LEAST:
                    rest, taken = cut, True
                    break
    return [rest, rest[:-2], rest[:-1]] if rest == label and len(label) > LEAST + 3 else [rest]


@cache
def press_words() -> frozenset[str]:
    """Words of newspapers' names that are no place's."""
    return frozenset(r["word"] for r in rows("place_words.csv") if r["role"] == "press")
