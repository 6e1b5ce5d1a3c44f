"""Live pages: which stretches are entries of their own, and the time over each.

Entries are found by boxes of one kind that hold one clock each, else by lines that are nothing but a clock; on pages that call
themselves live also by paragraphs that begin with one. A single clock is a page's own time, not an entry's.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ..records import Record, ZoneKind
from .blocks import Block
from .clocks import Clock, clock_in, clock_line
from .comments import signature
from .days import first_day, instant
from .markup import Element

FEWEST = 2
FEWEST_LED = 3
"""Paragraphs that begin with a clock: two of them stand in many a chronicle of one event."""
MOST_UPDATES = 300
SURE = 25
"""Characters that do not stand in two updates by accident."""
LONGEST_OPENING = 120
LONGEST_STAMP = 60
TEXT = frozenset((ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.STANDFIRST))
OPENS = frozenset((ZoneKind.BODY, ZoneKind.BYLINE, ZoneKind.BOILERPLATE, ZoneKind.STANDFIRST))


class Entry(Record):
    """Blocks `[start, end)`, the block that gives the time, and whether that block is nothing but the time."""

    clock: Clock
    start: int
    end: int
    at: int
    alone: bool


def entries_in_lines(texts: Sequence[str], kinds: Sequence[ZoneKind], *, live: bool) -> list[Entry]:
    """Entries of a page without boxes: from one clock to the next. `live`: the page says that it is live."""
    opened = list(_openings(texts, kinds, live))
    if not opened:
        return []
    last = max((i for i, kind in enumerate(kinds) if kind in TEXT), default=-1)
    ends = [at for at, _, _ in opened[1:]] + [last + 1]
    found = [
        Entry(clock=clock, start=at, end=end, at=at, alone=alone)
        for (at, clock, alone), end in zip(opened, ends, strict=True)
        if any(kind is ZoneKind.BODY for kind in kinds[at + alone : end])
    ]
    fewest = FEWEST if any(entry.alone for entry in found) else FEWEST_LED
    return found if len(found) >= fewest else []


def _openings(texts: Sequence[str], kinds: Sequence[ZoneKind], live: bool) -> Iterator[tuple[int, Clock, bool]]:
    top = next((i for i, kind in enumerate(kinds) if kind is ZoneKind.HEADLINE), -1)
    for index, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if index <= top or kind not in OPENS or (not text[:1].isdigit() and len(text) > LONGEST_STAMP):
            continue
        alone = clock_line(text)
        if alone is not None and (kind is not ZoneKind.BYLINE or text[:1].isdigit()):
            yield index, alone, True
        elif live and kind is ZoneKind.BODY and (led := clock_in(text, start=True)) and text[led[1] :].strip():
            yield index, led[0], False


def entries_of_page(
    blocks: Sequence[Block],
    kinds: Sequence[ZoneKind],
    stamps: Mapping[int, Clock],
    updates: Sequence[tuple[str, datetime]],
    *,
    live: bool,
) -> list[Entry]:
    """Entries of a page by its boxes, else by its linked data (`updates`: text and time of each), else by its lines."""
    stamped = {index: clock for index, clock in stamps.items() if kinds[index] in OPENS}
    boxed = _boxed(blocks, kinds, stamped) if len(stamped) >= FEWEST else []
    return (
        boxed
        or (_declared(blocks, kinds, updates) if updates else [])
        or entries_in_lines([block.text for block in blocks], kinds, live=live)
    )


def without_clock_lines(kinds: Sequence[ZoneKind], entries: Sequence[Entry]) -> list[ZoneKind]:
    """The kinds with the lines that only give an entry's time taken out of the body."""
    found = list(kinds)
    for entry in entries:
        if entry.alone and found[entry.at] in TEXT:
            found[entry.at] = ZoneKind.BOILERPLATE
    return found


def _declared(blocks: Sequence[Block], kinds: Sequence[ZoneKind], updates: Sequence[tuple[str, datetime]]) -> list[Entry]:
    """Paragraphs whose words stand in one of the updates that the page declares, each with that update's time."""
    flat = [(" ".join(text.split()), moment) for text, moment in updates[:MOST_UPDATES]]
    found: list[Entry] = []
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        words = " ".join(block.text.split())
        moment = next((m for text, m in flat if words in text), None) if kind in TEXT and len(words) >= SURE else None
        if moment is not None:
            clock = Clock(hour=moment.hour, minute=moment.minute, at=moment)
            found.append(Entry(clock=clock, start=index, end=index + 1, at=index, alone=False))
    return found


def stamps_of(blocks: Sequence[Block], times: Sequence[Element]) -> dict[int, Clock]:
    """Short blocks that give a clock time by a time element, or are nothing but one, by their index."""
    return dict(_stamps(blocks, times))


def _stamps(blocks: Sequence[Block], times: Sequence[Element]) -> Iterator[tuple[int, Clock]]:
    marked = [element for element in times if element.tag == "time"]
    places = [element.at for element in marked]
    for index, block in enumerate(blocks):
        if len(block.text) > LONGEST_OPENING:
            continue
        near = bisect_left(places, block.element.at)
        inside = [e for e in marked[near : near + 3] if e.end <= block.element.end and _stands_in(e, block)]
        clock = _clock_of(inside[0]) if inside else None
        clock = clock or clock_line(block.text)
        if clock is not None:
            yield index, clock


def _stands_in(element: Element, block: Block) -> bool:
    first = next((piece.at for piece in block.pieces if piece.taken), -1)
    last = max((piece.at for piece in block.pieces if piece.taken), default=-1)
    return any(
        first <= child[0] <= last or child[0] <= first < child[1] for child in element.children if isinstance(child, tuple)
    )


def _clock_of(element: Element) -> Clock | None:
    """The time of a time element that says the hour."""
    value = element.get("datetime")
    moment = instant(value)
    if moment is not None:
        return Clock(hour=moment.hour, minute=moment.minute, at=moment)
    found = clock_in(value.replace("T", " "))
    day = first_day(value)
    return Clock(hour=found[0].hour, minute=found[0].minute, day=day) if found else None


def _boxed(blocks: Sequence[Block], kinds: Sequence[ZoneKind], stamped: Mapping[int, Clock]) -> list[Entry]:
    """Boxes that hold one time and some body each, at least two of one kind."""
    places = [blocks[index].element.at for index in stamped]
    positions = [block.element.at for block in blocks]
    found: list[tuple[str, Entry]] = []
    for index, clock in stamped.items():
        box = _box(blocks[index].element, places)
        if box is None:
            continue
        start, end = bisect_left(positions, box.at, hi=index), _end(blocks, box, index)
        held = kinds[start:end]
        if ZoneKind.HEADLINE not in held and ZoneKind.BODY in [*kinds[start:index], *kinds[index + 1 : end]]:
            alone = clock_line(blocks[index].text) is not None
            found.append((signature(box), Entry(clock=clock, start=start, end=end, at=index, alone=alone)))
    counts = Counter(kind for kind, _ in found)
    return [entry for kind, entry in found if counts[kind] >= FEWEST]


def _box(element: Element, places: Sequence[int]) -> Element | None:
    """The widest element around that holds no other time."""
    box = None
    around: Element | None = element
    while around is not None and bisect_left(places, around.end) - bisect_left(places, around.at) <= 1:
        box, around = around, around.parent
    return box


def _end(blocks: Sequence[Block], box: Element, index: int) -> int:
    while index < len(blocks) and blocks[index].element.at < box.end:
        index += 1
    return index
