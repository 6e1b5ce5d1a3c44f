"""HTML: the text of the blocks, its map to the bytes, and what a second parser says to it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from ..records import SourceRun
from .blocks import HIDING_STYLES, SILENT, UNSEEN, Block
from .decoding import Decoded
from .markup import Tree
from .offsets import Piece, runs_of

BETWEEN = Piece("\n", 0, 0)
MOST_LOST = 0.01
"""Share of the letters that may be missing against a second parser before the article carries a warning."""
MOST_ATTRIBUTES = 100_000
"""Characters in one tag. lexbor takes quadratic time over an element's attributes, and over depth."""
HIDDEN = ",".join(
    ["[hidden]", *(f"[style*='{name}:{space}{value}' i]" for name, value in HIDING_STYLES for space in ("", " "))]
)
CUT = 64
"""Characters. Below this a difference is counted letter by letter."""
EMBEDDED = re.compile(r"data:[\w/+.-]{3,80};base64,[A-Za-z0-9+/=]{1000,}")
"""Pictures and fonts in pages that were saved as one file; no words, and slow for lexbor."""


def text_of(blocks: Sequence[Block]) -> str:
    """The article's text: the blocks joined by line breaks."""
    return "\n".join(block.text for block in blocks)


def runs_of_blocks(blocks: Sequence[Block], decoded: Decoded) -> tuple[SourceRun, ...]:
    """The map of that text to the bytes."""
    pieces = chain.from_iterable([*block.pieces, BETWEEN] for block in blocks[:-1])
    return runs_of(chain(pieces, blocks[-1].pieces if blocks else ()), decoded)


def lost_text(decoded: Decoded, tree: Tree, text: str) -> str | None:
    """A warning when a second parser (lexbor, after the HTML standard) sees letters on the page that `text` does not hold.

    Counted without white space, so that it does not matter where either parser breaks lines.
    """
    large = [element.attributes for element in tree.elements if len(element.attributes) > MOST_ATTRIBUTES]
    if tree.capped or any(len(EMBEDDED.sub("", attributes)) > MOST_ATTRIBUTES for attributes in large):
        return "not checked against a second parser: the page is nested too deep, or holds an element too large, to do so in bounded time"
    other = LexborHTMLParser(EMBEDDED.sub("data:,", decoded.text))
    other.strip_tags(list(SILENT), recursive=True)
    for node in other.css(HIDDEN):
        node.decompose()
    theirs = _letters(other.root.text() if other.root else "")
    lost = _missing(theirs, _letters(text))
    if lost <= MOST_LOST * len(theirs):
        return None
    ours = set(text.split())
    words = (word for word in other.root.text(separator=" ").split() if word not in ours) if other.root else iter(())
    return (
        f"{100 * lost / len(theirs):.1f} % of the letters that a second parser sees are not in the text, for instance "
        f"{next(words, '?')!r}; look at the source"
    )


def _letters(text: str) -> str:
    for char in UNSEEN:
        text = text.replace(char, "")
    return "".join(text.split())


def _missing(theirs: str, ours: str) -> int:
    """How many characters of `theirs` are not in `ours`, order aside, after the stretches that both begin and end with."""
    if theirs == ours:
        return 0
    start = _shared(theirs, ours)
    end = _shared(theirs[start:][::-1], ours[start:][::-1])
    left = Counter(theirs[start : len(theirs) - end])
    left.subtract(ours[start : len(ours) - end])
    return sum(count for count in left.values() if count > 0)


def _shared(a: str, b: str) -> int:
    """Length of the beginning that two texts share, to within CUT."""
    low, high = 0, min(len(a), len(b))
    while high - low > CUT:
        middle = (low + high) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle
    return low
