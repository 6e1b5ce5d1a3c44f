"""The parse that all steps of the room share: each paragraph of a reporting zone with its spaCy Doc and its offset.

Invariant: `doc.text == article.text[offset : offset + len(doc.text)]`, so a token stands at `offset + token.idx`.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from ..records import REPORTING, Article, Span, Zone

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    Parse = Callable[[str], Doc]

WINDOW = 12_000
"""Characters (about 2,000 words) that one Doc holds at most: the parser's memory and time stay bounded on a text without
a full stop, and no sentence of the development articles comes near."""

_BLANK_LINE = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*")
_SURROGATE = re.compile("[\ud800-\udfff]")


class ParsedZone(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph (or a window of a very long one) of a reporting zone. `offset` is its start in the article's text."""

    zone: Zone
    doc: "Doc"
    offset: int

    @property
    def end(self) -> int:
        """Where the paragraph ends in the article's text."""
        return self.offset + len(self.doc.text)

    def span(self, first: int, last: int) -> Span:
        """The article's span of the tokens `first` to `last`, both included.

        >>> zone.span(0, 1).of(article.text)  # doctest: +SKIP
        'The ministry'
        """
        end = self.doc[last]
        return Span(self.offset + self.doc[first].idx, self.offset + end.idx + len(end))

    def place(self, token: "Token") -> Span:
        """The article's span of one token."""
        return self.span(token.i, token.i)

    def tokens(self, span: Span) -> "tuple[Token, ...]":
        """The tokens that share a character with the article's span, in order; none when it lies outside."""
        low, high = span.start - self.offset, span.end - self.offset
        return tuple(t for t in self.doc if t.idx < high and t.idx + len(t) > low)


def parse_zones(article: Article, parse: "Parse") -> tuple[ParsedZone, ...]:
    """Parse headline, standfirst and body, paragraph by paragraph, in text order. Other zones are not read at all."""
    return tuple(
        ParsedZone(zone=zone, doc=parse(_SURROGATE.sub("�", article.text[start:end])), offset=start)
        for zone in article.zones
        if zone.kind in REPORTING
        for start, end in paragraphs(article.text, zone)
    )


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PLACE = r"(?:[A-Z][\w.,'’/ -]{1,60}?)?"
_AGENCY = r"\([^()\n]{2,40}\)"
_DATELINE = re.compile(
    rf"{_PLACE}(?:{_AGENCY}|\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}|[A-Z]{{4,}})(?:, \d{{4}})?[ ,]*(?:{_AGENCY})? ?[—–]\s*"
    rf"|{_PLACE}{_AGENCY} ?--?\s+"
)
"""`ANYTOWN, October 4 (Agency) — `: where and when a report was sent stands before its first sentence and is no part of it."""


def paragraphs(text: str, zone: Zone) -> Iterator[tuple[int, int]]:
    """Cut a zone at blank lines, and what is longer than WINDOW at white space; white space at the edges is left out."""
    start = zone.start
    for gap in _BLANK_LINE.finditer(text, zone.start, zone.end):
        yield from _windows(text, start, gap.start())
        start = gap.end()
    yield from _windows(text, start, zone.end)


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end
        if end - start > WINDOW:
            stop = next((i for i in range(start + WINDOW, start + WINDOW // 2, -1) if text[i].isspace()), start + WINDOW)
        trimmed = text[start:stop]
        low = start + len(trimmed) - len(trimmed.lstrip())
        high = start + len(trimmed.rstrip())
        dateline = _DATELINE.match(text, low, high)
        if dateline is not None:
            low = dateline.end()
        if low < high:
            yield low, high
        start = stop
