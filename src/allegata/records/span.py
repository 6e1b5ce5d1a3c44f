"""A stretch of an article's text: code-point offsets, half-open.

Invariant: what is quoted anywhere equals `span.of(article.text)`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """`[start, end)` in Unicode code points into `Article.text`; on the wire `[start, end]`.

    >>> Span(0, 5).of("Ganja was hit")
    'Ganja'
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that the span marks."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> "Span":
        """The same stretch, `by` code points further on."""
        return Span(self.start + by, self.end + by)


Spans = tuple[Span, ...]


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span over all of them; raises ValueError if there are none."""
    held = tuple(spans)
    return Span(min(s.start for s in held), max(s.end for s in held))


def quote(spans: Iterable[Span], text: str) -> str:
    """The words of several pieces, in text order, joined by an ellipsis."""
    return " … ".join(s.of(text) for s in sorted(spans))


class Stretches:
    """Many spans, none of them empty, to be asked whether any of them shares a character with another: in the logarithm of their number.

    >>> Stretches([Span(0, 5), Span(3, 9)]).touch(Span(8, 20))
    True
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        held = [s for s in spans if len(s)]
        self.starts, self.ends = sorted(s.start for s in held), sorted(s.end for s in held)

    def touch(self, span: Span) -> bool:
        """Whether one of them shares a character with `span`: those that begin before its end are more than those that ended before it."""
        return bisect_left(self.starts, span.end) > bisect_right(self.ends, span.start)
