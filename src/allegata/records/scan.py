"""What text recognition found on a page of a PDF that has no text layer."""

import msgspec

from .base import Record


class ScannedWord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word and its box in points from the page's top left. `line` and `paragraph` count within the page; `confidence` 0 to 1."""

    text: str
    paragraph: int
    line: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


class ScannedPage(Record):
    """One page's words in reading order; `failure`: why there are none."""

    page: int
    words: tuple[ScannedWord, ...] = ()
    failure: str | None = None


class Scans(Record):
    """The pages that were recognised, and by which program and languages."""

    by: str
    pages: tuple[ScannedPage, ...]
