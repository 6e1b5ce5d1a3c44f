"""Quotations in a paragraph, by the quotation marks of ten languages, closed, open, or running on into the next paragraph.

Invariant: quotes of one paragraph are in text order and do not overlap; a quote within a quote is part of it.
"""

from collections.abc import Iterator

from ..records import Record, Span
from .parsed import ParsedZone

PAIRS = {
    "“": '”"“',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "〝": "〞〟",
    '"': '"”',
    "＂": "＂",
    "''": "''",
    "``": "''",
    "‘": "’",
    "'": "'",
}
"""Opening mark to the marks that may close it. Single marks count only where they cannot be an apostrophe."""

SINGLE = frozenset("‘'")
_BEFORE = frozenset("([{—–-/:")


class Quotation(Record, frozen=True, kw_only=True):
    """`span` holds the marks. `inner` does not. `closed`: an end mark was found. `runs_on`: the next paragraph goes on with it."""

    span: Span
    inner: Span
    closed: bool
    runs_on: bool = False
    paragraph: int


def find_quotes(zones: tuple[ParsedZone, ...]) -> tuple[tuple[Quotation, ...], ...]:
    """The quotations of each paragraph, in order.

    A mark that is never closed: the quote ends with its paragraph.
    """
    opens = [_opens(zone.text) for zone in zones]
    return tuple(tuple(_quotes_of(zone, n, n + 1 < len(zones) and opens[n + 1])) for n, zone in enumerate(zones))


def _opens(text: str) -> bool:
    mark = _mark_at(text, 0)
    return mark in PAIRS and mark not in SINGLE


def _mark_at(text: str, at: int) -> str:
    two = text[at : at + 2]
    return two if two in PAIRS else text[at : at + 1]


def _quotes_of(zone: ParsedZone, paragraph: int, next_opens: bool) -> list[Quotation]:
    return [
        Quotation(
            span=Span(zone.offset + start, zone.offset + end),
            inner=Span(zone.offset + inner, zone.offset + inner_end),
            closed=end > inner_end,
            runs_on=end == inner_end and next_opens,
            paragraph=paragraph,
        )
        for start, inner, inner_end, end in marked(zone.text)
    ]


def marked(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Each quotation of a paragraph: where it starts, where its inside starts and ends, where it ends.

    One that is never closed ends with the text, its inside too.
    """
    at = 0
    while at < len(text):
        mark = _mark_at(text, at)
        if mark not in PAIRS or not _may_open(text, at, mark):
            at += 1
            continue
        close = _closing(text, at + len(mark), mark)
        if close is None and mark in SINGLE:
            at += 1
            continue
        inner_end, end = close or (len(text), len(text))
        if inner_end > at + len(mark):
            yield at, at + len(mark), inner_end, end
        at = max(end, at + 1)


def _may_open(text: str, at: int, mark: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + len(mark)] if at + len(mark) < len(text) else " "
    if mark in SINGLE:
        return (before.isspace() or before in _BEFORE) and (after.isalnum() and not after.isdigit())
    if mark in {'"', "''", "»"}:
        return not after.isspace() and not before.isalnum()
    return True


def _closing(text: str, start: int, mark: str) -> tuple[int, int] | None:
    """Where the quote's inside ends and where its mark ends; None if it is never closed in this paragraph."""
    if len(mark) == 2:
        at = text.find("''", start)
        return None if at < 0 else (at, at + 2)
    nested = _balanced(text, start) if mark == "«" else None
    if nested is not None:
        return nested, nested + 1
    for at in range(start, len(text)):
        if text[at] not in PAIRS[mark]:
            continue
        after = text[at + 1] if at + 1 < len(text) else " "
        if mark in SINGLE and (after.isalnum() or text[at - 1].isspace()):
            continue
        return at, at + 1
    return None


def _balanced(text: str, start: int) -> int | None:
    """Where a guillemet closes that may hold others (`«The ship «Hope» sank», he said`); None when they do not come out even."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "«") - (text[at] == "»")
        if not depth:
            return at
    return None
