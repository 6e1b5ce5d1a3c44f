"""The parse that all steps of the room share: each paragraph of a zone that states something with its spaCy Doc and its offset.

Invariant: `doc.text == article.text[offset : offset + len(doc.text)]`, so a token stands at `offset + token.idx`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from ..records import STATING, Article, Span, Zone
from .languages import is_latin

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    Parse = Callable[[str], Doc]

WINDOW = 6_000
"""Characters (about 1,000 words) that one Doc holds at most, cut behind a full stop: the parser's memory and time stay bounded."""

BATCH = 32
"""Paragraphs parsed at once; spaCy's own 1,000 need three times the memory and save no time."""

UNBROKEN = 1_500
"""Characters without any full stop after which a text is cut at white space: the walks over one sentence are quadratic at
worst. The longest sentence of the development articles has 1,100."""

_STOP = re.compile(r"[.!?…][”\"'’»)\]]*\s")
_BREAK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*|(?<=[.!?:”\"'’»)\]])[ \t\r]*\n\s*(?=[A-ZÀ-Þ“\"«„‘'])")
SURROGATE = re.compile("[\ud800-\udfff]")


class ParsedZone(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph (or a window of a very long one) of a reporting zone. `offset` is its start in the article's text."""

    zone: Zone
    doc: "Doc"
    offset: int

    @property
    def text(self) -> str:
        """The paragraph's words; put together once, not at each asking as `doc.text` is."""
        held: str = self.doc.user_data.get("text") or self.doc.user_data.setdefault("text", self.doc.text)
        return held

    def of(self, span: Span) -> str:
        """The words of the article's span that stand in this paragraph."""
        return self.text[max(0, span.start - self.offset) : max(0, span.end - self.offset)]

    @property
    def end(self) -> int:
        """Where the paragraph ends in the article's text."""
        # not the length of doc.text, which is put together anew each time
        return self.offset + (self.doc[-1].idx + len(self.doc[-1].text_with_ws) if len(self.doc) else 0)

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
        first, last = 0, len(self.doc)
        while first < last:  # the first token that ends behind the span's start
            middle = (first + last) // 2
            token = self.doc[middle]
            if token.idx + len(token) > low:
                last = middle
            else:
                first = middle + 1
        held = []
        for i in range(first, len(self.doc)):
            token = self.doc[i]
            if token.idx >= high:
                break
            held.append(token)
        return tuple(held)


def parse_zones(article: Article, parse: "Parse") -> tuple[ParsedZone, ...]:
    """Parse headline, standfirst, body and captions, paragraph by paragraph, in text order. Other zones are not read at all, nor is a
    paragraph that stands in another script."""
    stretches = [(z, *s) for z in article.zones if z.kind in STATING for s in paragraphs(article.text, z)]
    stretches = [(z, start, end) for z, start, end in stretches if is_latin(article.text[start:end])]
    texts = [SURROGATE.sub("�", article.text[start:end]) for _, start, end in stretches]
    docs = _parse_all(texts, parse)
    return tuple(ParsedZone(zone=z, doc=d, offset=start) for (z, start, _), d in zip(stretches, docs, strict=True))


def _parse_all(texts: list[str], parse: "Parse") -> "Iterable[Doc]":
    """In batches where the parser offers it (spaCy's `pipe`): a third less time on paragraphs than one call each."""
    batches: Callable[..., Iterable[Doc]] | None = getattr(parse, "pipe", None)
    return map(parse, texts) if batches is None else batches(texts, batch_size=BATCH)


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PLACE = r"(?:[A-Z][\w.,'’/ -]{1,60}?)?"
_AGENCY = r"\([^()\n]{2,40}\)"
_DATELINE = re.compile(
    rf"{_PLACE}(?:{_AGENCY}|\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}|[A-Z]{{4,}})(?:, \d{{4}})?[ ,]*(?:{_AGENCY})? ?[—–]\s*(?=[A-ZÀ-Þ“\"«„‘'])"
    rf"|{_PLACE}{_AGENCY} ?--?\s+(?=[A-ZÀ-Þ“\"«„‘'])"
)
"""`ANYTOWN, October 4 (Agency) — `: where and when a report was sent stands before its first sentence and is no part of it."""


def paragraphs(text: str, zone: Zone) -> Iterator[tuple[int, int]]:
    """Cut a zone at blank lines and at line ends that end a sentence, and what is longer than WINDOW at full stops.

    White space at the edges and a dateline are left out.
    """
    start = zone.start
    for gap in _BREAK.finditer(text, zone.start, zone.end):
        yield from _windows(text, start, gap.start())
        start = gap.end()
    yield from _windows(text, start, zone.end)


def _stop(text: str, start: int, end: int) -> int:
    """Where the window that starts here ends: behind the last full stop within reach, else at white space, else anywhere."""
    reach, last = min(start + WINDOW, end), start
    for found in _STOP.finditer(text, start, reach):
        if found.end() - last > UNBROKEN:
            break
        last = found.end()
    if last == start:
        spaces = (i for i in range(start + UNBROKEN, start + UNBROKEN // 2, -1) if text[i].isspace())
        return next(spaces, start + UNBROKEN)
    return end if reach == end and end - last <= UNBROKEN else last


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end if end - start <= UNBROKEN else _stop(text, start, end)
        trimmed = text[start:stop]
        low = start + len(trimmed) - len(trimmed.lstrip())
        high = start + len(trimmed.rstrip())
        dateline = _DATELINE.match(text, low, high)
        if dateline is not None:
            low = dateline.end()
        if low < high:
            yield low, high
        start = stop
