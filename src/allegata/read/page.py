"""HTML: the text of the blocks, its map to the bytes, and what a second parser says to it."""

import re
from collections.abc import Sequence
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from ..records import SourceRun
from .blocks import Block
from .decoding import Decoded
from .markup import Tree
from .offsets import Piece, runs_of

BETWEEN = Piece("\n", 0, 0)
MOST_LOST = 0.01
"""Share of the words that may be missing against a second parser before the article carries a warning."""
MOST_ATTRIBUTES = 100_000
"""Characters in one tag. lexbor takes quadratic time over an element's attributes, and over depth."""
EMBEDDED = re.compile(r"data:[\w/+.-]{3,80};base64,[A-Za-z0-9+/=]{1000,}")
"""Pictures and fonts in pages that were saved as one file; no words, and slow for lexbor."""
WORD = re.compile(r"\w+")
NO_TEXT = ("script", "style", "template", "head", "title", "iframe", "noembed", "noframes", "textarea", "xmp")


def text_of(blocks: Sequence[Block]) -> str:
    """The article's text: the blocks joined by line breaks."""
    return "\n".join(block.text for block in blocks)


def runs_of_blocks(blocks: Sequence[Block], decoded: Decoded) -> tuple[SourceRun, ...]:
    """The map of that text to the bytes."""
    pieces = chain.from_iterable([*block.pieces, BETWEEN] for block in blocks[:-1])
    return runs_of(chain(pieces, blocks[-1].pieces if blocks else ()), decoded)


def lost_words(decoded: Decoded, tree: Tree) -> str | None:
    """A warning when a second parser (lexbor, after the HTML standard) sees words that the tree does not hold."""
    if tree.capped or max(len(EMBEDDED.sub("", element.attributes)) for element in tree.elements) > MOST_ATTRIBUTES:
        return "not checked against a second parser: the page is nested too deep, or holds an element too large, to do so in bounded time"
    other = LexborHTMLParser(EMBEDDED.sub("data:,", decoded.text))
    other.strip_tags(list(NO_TEXT), recursive=True)
    theirs = WORD.findall(other.root.text(separator=" ") if other.root else "")
    ours = set(WORD.findall(tree.all_text()))
    lost = [word for word in theirs if word not in ours]
    if len(lost) <= MOST_LOST * len(theirs):
        return None
    share = 100 * len(lost) / len(theirs)
    return f"{share:.1f} % of the words that a second parser sees are not in the text, for instance {lost[0]!r}; look at the source"
