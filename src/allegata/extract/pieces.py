"""The text as the tagger reads it: word pieces of the reporting paragraphs, with what an uncased vocabulary loses, in windows.

Invariant: a piece's span lies in one paragraph, and pieces are in text order.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..records import Record, Span
from .parsed import SURROGATE
from .quotes import marked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Tokenize = Callable[[str], tuple[Sequence[int], Sequence[tuple[int, int]]]]
"""A text to the ids of its word pieces and each piece's `[start, end)` in code points, without marks of begin and end."""

CASES, QUOTES, STARTS = 6, 3, 2
"""How many values each feature has: case of the word, inside or outside of quotation marks, first piece of a paragraph."""

_WORD = re.compile(r"\w+|[^\w\s]")


class Pieces(Record, frozen=True, kw_only=True):
    """`ids` (n,), `features` (n, 3), `spans` n spans into the article's text, `words` (n,): the number of the word that a piece
    is part of, `paragraphs` (n,): of the paragraph; `starts` and `ends` (n,): the spans again."""

    ids: "Ints"
    features: "Ints"
    spans: tuple[Span, ...]
    words: "Ints"
    paragraphs: "Ints"
    starts: "Ints"
    ends: "Ints"

    def __len__(self) -> int:
        return len(self.spans)


def cut(text: str, paragraphs: Sequence[Span], tokenize: Tokenize) -> Pieces:
    """The word pieces of the paragraphs of a text, with features."""
    ids: list[int] = []
    features: list[tuple[int, int, int]] = []
    spans: list[Span] = []
    words: list[int] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        written = SURROGATE.sub("�", paragraph.of(text))
        found, places = tokenize(written)
        quoted = _quoted(written)
        of_word = _words(written)
        base = words[-1] + 1 if words else 0
        for n, (key, (start, end)) in enumerate(zip(found, places, strict=True)):
            word, case = of_word[start]
            ids.append(key)
            features.append((case, max(quoted[start:end], default=0), int(n == 0)))
            spans.append(Span(paragraph.start + start, paragraph.start + end))
            words.append(base + word)
            numbers.append(number)
    return Pieces(
        ids=np.array(ids, np.int64),
        features=np.array(features, np.int64).reshape(-1, 3),
        spans=tuple(spans),
        words=np.array(words, np.int64),
        paragraphs=np.array(numbers, np.int64),
        starts=np.array([s.start for s in spans], np.int64),
        ends=np.array([s.end for s in spans], np.int64),
    )


def _words(text: str) -> list[tuple[int, int]]:
    """For each character the number of its word and the word's case."""
    held = [(0, 0)] * len(text)
    for number, found in enumerate(_WORD.finditer(text)):
        held[found.start() : found.end()] = [(number, _case(found.group()))] * len(found.group())
    return held


def _case(word: str) -> int:
    if not word[0].isalnum():
        return 0
    if any(c.isdigit() for c in word):
        return 5
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4


def _quoted(text: str) -> bytearray:
    """For each character 0 outside of quotation marks, 1 inside, 2 a mark."""
    held = bytearray(len(text))
    for start, inner, inner_end, end in marked(text):
        held[start:end] = b"\x02" * (end - start)
        held[inner:inner_end] = b"\x01" * (inner_end - inner)
    return held


def windows(pieces: Pieces, length: int) -> Iterator[tuple[int, int, int]]:
    """`[start, end)` of windows of at most `length` pieces, and from which piece on the window is the one that judges.

    A window holds whole paragraphs, and before them up to an eighth of its length of what stands before. A paragraph that
    is longer is cut into windows that share half of their length.
    """
    total, before, first = len(pieces), length // 8, 0
    edges = [0, *(np.flatnonzero(np.diff(pieces.paragraphs)) + 1).tolist(), total] if total else []
    n = 0
    while n < len(edges) - 1:
        first = edges[n]
        start = max(0, first - before)
        last = n + 1
        while last + 1 < len(edges) and edges[last + 1] - start <= length:
            last += 1
        if edges[last] - start > length:
            start = first
        end = min(start + length, edges[last])
        yield start, end, first
        while end < edges[last]:
            start += length // 2
            first, end = start + length // 4, min(start + length, edges[last])
            yield start, end, first
        n = last
