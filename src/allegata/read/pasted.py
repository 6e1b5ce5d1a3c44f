"""Plain text as people paste it: zones by layout and wording. The text itself is not touched.

Invariant: `text[zone.start:zone.end]` of every zone starts and ends with a character that is no white space.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..errors import TooLarge
from ..records import Record, Zone, ZoneKind
from .clocks import Timed, clock_in, clock_line
from .comments import LONGEST_HEAD, starts_by_words
from .days import days_in
from .entries import FEWEST, TEXT, Entry, entries_in_lines, without_clock_lines
from .wording import LONGEST_ANY, NAME, Wording, is_name, is_outlet, is_sentence, says

PARAGRAPH = 120
"""A line of this length that ends as a sentence is prose: headlines and links are shorter, or end without a stop."""
LONGEST_HEADLINE = 250
HEAD_LINES = 40
"""How far down the top matter of a page (menu, headline, byline) may reach before prose begins."""
LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
RULE = re.compile(r"[-=_*~#·•\s]{3,}")
FIELD = re.compile(r"(?:https?://\S+$|[\w-]{2,20}: )")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d+\s?(?:minutes?|hours?|days?|weeks?|months?|years?|mins?|hrs?|[hdwmy])\s+ago\b", re.I
)
MOST_LINES = 200_000
"""A book has 10,000; 200,000 take some 5 seconds."""
FAR_ABOVE = 300
"""Lines looked back for a name: more than any article has, few enough for a book of ten thousand."""
FURNITURE = (Wording.BOILERPLATE, Wording.REPLY, Wording.LIST, Wording.COMMENTS)


class Line(Record):
    """A paragraph of the paste: `[start, end)` without its outer white space; `indent` in characters."""

    text: str
    start: int
    end: int
    indent: int
    gap: bool
    """Whether an empty line stands above."""


class Paste(Record):
    """Zones, and which of them were written when: entries of a live page, comments with day and hour."""

    zones: tuple[Zone, ...]
    timed: tuple[Timed, ...] = ()


def zones_of_paste(text: str, *, is_set: bool = False) -> Paste:
    """Zones of a pasted page, sorted; together they cover all but white space. Raises TooLarge above MOST_LINES.

    `is_set`: paragraphs are known to be parted by empty lines, as those of a printed page.
    """
    count = sum(1 for _ in LINE.finditer(text))
    if count > MOST_LINES:
        raise TooLarge(f"the text has {count} lines; above {MOST_LINES} it is not read as one report: cut it into reports")
    lines = tuple(_paragraphs(text, is_set))
    kinds = _top(lines)
    kinds += _rest(lines, len(kinds))
    title = next((line.text for line, kind in zip(lines, kinds, strict=True) if kind is ZoneKind.HEADLINE), "")
    entries = entries_in_lines([line.text for line in lines], kinds, live=says(title, Wording.LIVE))
    zones = tuple(_joined(lines, without_clock_lines(kinds, entries)))
    return Paste(zones=zones, timed=(*_timed(lines, entries, zones), *_timed_comments(text, zones)))


def _timed(lines: Sequence[Line], entries: Sequence[Entry], zones: Sequence[Zone]) -> Iterator[Timed]:
    starts = [zone.start for zone in zones]
    for entry in entries:
        first, end = (bisect_left(starts, line.start) for line in (lines[entry.start], lines[entry.end - 1]))
        yield Timed(clock=entry.clock, zones=tuple(i for i in range(first, end + 1) if zones[i].kind in TEXT))


def _timed_comments(text: str, zones: Sequence[Zone]) -> Iterator[Timed]:
    """Comments with day and hour in one of their first short lines."""
    for index, zone in enumerate(zones):
        if zone.kind is ZoneKind.COMMENT:
            heads = [line for line in zone.span.of(text).splitlines()[:6] if line.strip() and len(line) <= LONGEST_HEAD][:3]
            found = next((clock for head in heads if (clock := clock_in(head)) and clock[0].day), None)
            if found:
                yield Timed(clock=found[0], zones=(index,))


def _paragraphs(text: str, is_set: bool) -> Iterator[Line]:
    """The lines; where prose is wrapped at a fixed width, the lines of one paragraph together."""
    lines = tuple(_lines(text))
    if not is_set and not _is_wrapped(lines):
        yield from lines
        return
    held: list[Line] = []
    for line in lines:
        if held and (line.gap or (not is_set and len(held[-1].text) < 40)):
            yield _merge(held, text)
            held = []
        held.append(line)
    if held:
        yield _merge(held, text)


def _merge(lines: Sequence[Line], text: str) -> Line:
    start, end = lines[0].start, lines[-1].end
    return Line(text=" ".join(text[start:end].split()), start=start, end=end, indent=lines[0].indent, gap=lines[0].gap)


def _lines(text: str) -> Iterator[Line]:
    end = 0
    for found in LINE.finditer(text):
        words = found.group().strip()
        if words:
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            gap = text.count("\n", end, start) > 1 or text.count("\r", end, start) > 1
            yield Line(text=words, start=start, end=start + len(words), indent=start - found.start(), gap=gap)
            end = start + len(words)


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Lines of 50 to 100 characters that mostly end in mid-sentence and are followed by another without a gap."""
    long = [(a, b) for a, b in pairwise(lines) if 50 <= len(a.text) <= 100 and not b.gap]
    return (
        len(long) >= 3
        and all(len(line.text) <= 110 for line in lines)
        and sum(not is_sentence(a.text) for a, _ in long) > 0.6 * len(long)
    )


def _is_prose(line: Line) -> bool:
    return len(line.text) >= PARAGRAPH and not _furniture(line) and not says(line.text, Wording.CAPTION)


def _furniture(line: Line) -> bool:
    return bool(RULE.fullmatch(line.text) or ADDRESS.fullmatch(line.text)) or any(says(line.text, role) for role in FURNITURE)


def _top(lines: Sequence[Line]) -> list[ZoneKind]:
    """Kinds of the lines above the first paragraph of prose: front matter, menu, headline, standfirst, byline, captions."""
    front = _front_matter(lines)
    return [ZoneKind.BOILERPLATE] * front + _head(lines[front:])


def _front_matter(lines: Sequence[Line]) -> int:
    """How many lines stand above a rule that closes a head of addresses or `Key: value` fields, the rule included."""
    rule = next((i for i, line in enumerate(lines[:HEAD_LINES]) if RULE.fullmatch(line.text)), None)
    if rule is None:
        return 0
    return rule + 1 if rule == 0 or any(FIELD.match(line.text) for line in lines[:rule]) else 0


def _head(lines: Sequence[Line]) -> list[ZoneKind]:
    head = next((i for i, line in enumerate(lines[:HEAD_LINES]) if _is_prose(line)), None)
    if head is None:
        head = 1 if len(lines) > 1 and _can_head(lines[0]) else 0
        head += 1 if head and len(lines) > 2 and is_outlet(lines[0].text) and _can_head(lines[1]) else 0
    head = _first_clock(lines, head)
    kinds: list[ZoneKind | None] = [_own_kind(line) for line in lines[:head]]
    free = [i for i, kind in enumerate(kinds) if kind is None and not is_outlet(lines[i].text)]
    title = next((i for i in free if _can_head(lines[i]) and len(lines[i].text.split()) >= 4), free[0] if free else None)
    return [kind or _head_kind(lines, i, title) for i, kind in enumerate(kinds)]


def _first_clock(lines: Sequence[Line], head: int) -> int:
    """On a live page, the first entry's clock ends the head, however short the entries are."""
    clocks = [i for i, line in enumerate(lines) if i and line.text[0].isdigit() and clock_line(line.text)]
    return min(head, clocks[0]) if len(clocks) >= FEWEST else head


def _can_head(line: Line) -> bool:
    return len(line.text) <= LONGEST_HEADLINE and not (is_sentence(line.text) and len(line.text) > PARAGRAPH)


def _head_kind(lines: Sequence[Line], index: int, title: int | None) -> ZoneKind:
    if index == title:
        return ZoneKind.HEADLINE
    if title is None or index < title:
        return ZoneKind.BOILERPLATE
    line = lines[index]
    if is_name(line.text) or is_outlet(line.text):
        return ZoneKind.BYLINE
    if CLOCK.match(line.text):  # the first item of a live page
        return ZoneKind.BODY
    if len(line.text.split()) < 4:
        return ZoneKind.BOILERPLATE
    follows = all(_own_kind(between) is ZoneKind.BYLINE for between in lines[title + 1 : index])
    return ZoneKind.STANDFIRST if follows else ZoneKind.BODY


def _own_kind(line: Line) -> ZoneKind | None:
    """What a line above the prose is by its own words; None when they do not tell."""
    if _furniture(line):
        return ZoneKind.BOILERPLATE
    if says(line.text, Wording.CAPTION):
        return ZoneKind.CAPTION
    if says(line.text, Wording.BYLINE) or _is_date_line(line.text):
        return ZoneKind.BYLINE
    return None


def _is_date_line(text: str) -> bool:
    """A line that is a date with little more than a place or a clock beside it."""
    found = next(days_in(text), None) if len(text) <= 90 else None
    return found is not None and len(text) - (found.end - found.start) <= 45 and not is_sentence(text)


def _rest(lines: Sequence[Line], first: int) -> list[ZoneKind]:
    """Kinds from the first paragraph of prose on: one walk down the page with what has been seen."""
    kinds: list[ZoneKind] = []
    last_prose = _last_prose(lines, first)
    state = ZoneKind.BODY
    for index in range(first, len(lines)):
        state = _next_state(state, lines[index], closed=index > last_prose)
        kinds.append(state if state is not ZoneKind.BODY else _body_kind(lines, index, last_prose))
        if state is ZoneKind.COMMENT and _furniture(lines[index]):
            kinds[-1] = ZoneKind.BOILERPLATE
    return kinds


def _last_prose(lines: Sequence[Line], first: int) -> int:
    """Index of the last paragraph before comments, or a comment form, begin."""
    last = first
    for index in range(first, len(lines)):
        if says(lines[index].text, Wording.COMMENTS) or says(lines[index].text, Wording.REPLY):
            break
        if _is_prose(lines[index]) and not _is_bio(lines, index):
            last = index
    return last


def _next_state(state: ZoneKind, line: Line, *, closed: bool) -> ZoneKind:
    """COMMENT from the heading of the comments on; BOILERPLATE from a form or a list of links on, until prose comes again.

    `closed`: the reporting has ended, no prose is taken for body any more.
    """
    if says(line.text, Wording.COMMENTS) and closed:
        return ZoneKind.COMMENT
    if says(line.text, Wording.REPLY) and closed and len(line.text) < PARAGRAPH:
        return ZoneKind.COMMENT if state is ZoneKind.COMMENT and line.text.lower() == "reply" else ZoneKind.BOILERPLATE
    if says(line.text, Wording.LIST) and state is ZoneKind.BODY:
        return ZoneKind.BOILERPLATE
    if (
        state is ZoneKind.BOILERPLATE
        and not closed
        and is_sentence(line.text)
        and len(line.text) >= 60
        and not _furniture(line)
    ):
        return ZoneKind.BODY
    return state


def _body_kind(lines: Sequence[Line], index: int, last_prose: int) -> ZoneKind:
    text, ended = lines[index].text, index > last_prose
    if _furniture(lines[index]):
        return ZoneKind.BOILERPLATE
    if says(text, Wording.CAPTION):
        return ZoneKind.CAPTION
    if _opens_bio(lines, index) or (ended and _is_bio(lines, index)):
        return ZoneKind.BIO
    if (says(text, Wording.BYLINE) and (ended or len(text) < 60)) or _is_date_line(text) or (ended and is_name(text)):
        return ZoneKind.BYLINE
    return ZoneKind.BOILERPLATE if ended and len(text) < 60 and not is_sentence(text) else ZoneKind.BODY


def _opens_bio(lines: Sequence[Line], index: int) -> bool:
    """A name alone, which is said again by one of the next two lines: the head of an author box."""
    name = lines[index].text
    return is_name(name) and any(after.text.startswith(name) for after in lines[index + 1 : index + 3])


def _is_bio(lines: Sequence[Line], index: int) -> bool:
    """A paragraph of an author box: under its name, or about a person whom no paragraph above has named."""
    if _follows_name(lines, index):
        return True
    text = lines[index].text
    if not says(text[:LONGEST_ANY], Wording.BIO):
        return False
    name = NAME.match(text)
    return name is None or not any(
        name.group() in above.text for above in lines[max(0, index - FAR_ABOVE) : index] if len(above.text) >= PARAGRAPH
    )


def _follows_name(lines: Sequence[Line], index: int) -> bool:
    """Whether one of the two lines above is a name alone with which this line begins."""
    return any(is_name(above.text) and lines[index].text.startswith(above.text) for above in lines[max(0, index - 2) : index])


def _joined(lines: Sequence[Line], kinds: Sequence[ZoneKind]) -> Iterator[Zone]:
    """One zone a line, but one a comment: its paragraphs, and the lines of an author box, stand together."""
    held: list[Line] = []
    kind: ZoneKind | None = None
    commented = [line for line, k in zip(lines, kinds, strict=True) if k is ZoneKind.COMMENT]
    starts = {commented[at].start for at in starts_by_words([line.text for line in commented])}
    for line, own in zip(lines, kinds, strict=True):
        together = own is kind and (own is ZoneKind.BIO or (own is ZoneKind.COMMENT and line.start not in starts))
        if held and not together and kind is not None:
            yield Zone(kind=kind, start=held[0].start, end=held[-1].end)
            held = []
        held.append(line)
        kind = own
    if held and kind is not None:
        yield Zone(kind=kind, start=held[0].start, end=held[-1].end)
