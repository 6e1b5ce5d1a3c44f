"""Our own news items with time expressions (news.txt) as gold, and how far `find_times` reaches on them.

`python -m tests.resolve.news [odd|even]` prints F1 of span overlap, exact span, type and value; for `odd` what is missed, too.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from allegata.records import When
from allegata.resolve.dates import find_times

KINDS = {"D": "DATE", "T": "TIME", "L": "DURATION", "S": "SET"}
MARK = re.compile(r"\{([^{|}]+)\|([DTLS])\|([^|}]+)\}")


class Gold(NamedTuple):
    """An expression as a person marked it."""

    start: int
    end: int
    kind: str
    value: str


class Item(NamedTuple):
    """A short report with its day and its expressions."""

    published: str
    text: str
    gold: tuple[Gold, ...]


def items(file: str = "news.txt") -> list[Item]:
    """The items in the file's order."""
    lines = [x for x in (Path(__file__).parent / file).read_text(encoding="utf-8").split("\n") if x and x[0] != "#"]
    return [item(day[1:], text) for day, text in zip(lines[::2], lines[1::2], strict=True)]


def item(published: str, marked: str) -> Item:
    """The text without its marks, and what they marked."""
    text, gold, at = "", [], 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        gold.append(Gold(len(text), len(text) + len(m[1]), KINDS[m[2]], m[3]))
        text += m[1]
        at = m.end()
    return Item(published, text + marked[at:], tuple(gold))


def pairs(one: Item, *, language: str = "en") -> Iterator[tuple[Gold | None, When | None]]:
    """Gold and found expressions that overlap, one to one in text order; those alone stand beside None."""
    found = list(find_times(one.text, published=one.published, language=language))
    for gold in one.gold:
        hit = next((w for w in found if w.spans[0].start < gold.end and gold.start < w.spans[0].end), None)
        if hit is not None:
            found.remove(hit)
        yield gold, hit
    yield from ((None, w) for w in found)


def score(chosen: list[Item], *, language: str = "en") -> dict[str, float]:
    """F1 of `relaxed` (spans overlap), `strict` (spans equal), `type` and `value` (of overlapping ones)."""
    both = [p for one in chosen for p in pairs(one, language=language)]
    gold, found = sum(g is not None for g, _ in both), sum(w is not None for _, w in both)
    hits = [(g, w) for g, w in both if g is not None and w is not None]
    right = {
        "relaxed": len(hits),
        "strict": sum((g.start, g.end) == (w.spans[0].start, w.spans[0].end) for g, w in hits),
        "type": sum(g.kind == w.kind for g, w in hits),
        "value": sum(g.value == w.value for g, w in hits),
    }
    return {name: 2 * n / (gold + found) for name, n in right.items()}


def main(part: str) -> None:
    """Print the figures, and for the odd items what differs."""
    language, file = ("ru", "news_ru.txt") if part.startswith("ru") else ("en", "news.txt")
    chosen = items(file)
    chosen = chosen[::2] if part.endswith("odd") else chosen[1::2] if part.endswith("even") else chosen
    for one in chosen if part.endswith("odd") else []:
        for g, w in pairs(one, language=language):
            words = one.text[g.start : g.end] if g else None
            if g is None or w is None or words != w.text or g.value != w.value or g.kind != w.kind:
                print(one.published, g and (words, g.kind, g.value), "|", w and (w.text, w.kind, w.value, w.rule))
    n = sum(len(one.gold) for one in chosen)
    print(f"{len(chosen)} items, {n} expressions:", {k: round(v, 3) for k, v in score(chosen, language=language).items()})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
