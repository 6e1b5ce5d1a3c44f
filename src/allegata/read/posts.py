"""Posts of networks that are set into a page: which blocks are one post, whose it is, and when it was written.

Invariant: a post is never the page's own heading: no title, author or date of the article is taken from it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from .. import data
from ..records import Day, Record, ZoneKind
from .blocks import Block
from .clocks import clock_in, said
from .days import first_day, instant
from .marks import Mark, is_post, marks_of
from .markup import Element, Tree

STATUS = re.compile(r"(?:twitter|x)\.com/(?:\w+|i/web)/status(?:es)?/(\d{1,20})", re.I)
EPOCH_MS = 1_288_834_974_657
"""Ids of posts on X count milliseconds from here in their upper 42 bits (its published id scheme, `snowflake`)."""
FIRST_TIMED = 29_700_859_247
"""Ids below this, of November 2010 and before, are running numbers."""
DAY_OFF = timedelta(days=1)
"""The printed day is the reader's or the writer's, the id's is UTC."""
SHORT_LABEL = 80
LABEL = re.compile(r"instagram|\[image or embed\]|view on (?:mastodon|threads)", re.I)
"""Lines of the networks' own: `View this post on Instagram`, in any language."""
LONGEST_POST = 5000
"""Characters. Telegram allows 4,096, and longer ones are cut where they are set into a page."""
LONGEST_SIGNATURE = 240
NAMING = frozenset((Mark.POST_AUTHOR, Mark.POST_ORIGIN))


Held = tuple[Element | None, Element | None]


class Post(Record):
    """Blocks `[start, end)` that are one post; `signed`: those of them that only say whose it is and when."""

    start: int
    end: int
    signed: frozenset[int]
    idle: frozenset[int]
    """Blocks that are neither the post's words nor its signature: buttons, counters."""
    by: str | None = None
    at: datetime | None = None
    on: Day | None = None


class _Signature(Record):
    by: str | None
    when: str
    start: int


def posts_of(tree: Tree, blocks: Sequence[Block], kinds: Sequence[ZoneKind]) -> list[Post]:
    """The posts within the article's text, in page order; those in its margins and comments stay what they are."""
    found: list[Post] = []
    known: dict[Element, Held] = {}
    index = 0
    while index < len(blocks):
        named, quoted = _held_by(blocks[index].element, known)
        holder = named or quoted
        end = index + 1
        while holder is not None and end < len(blocks) and blocks[end].element.at < holder.end:
            end += 1
        length = sum(len(block.text) for block in blocks[index:end])
        if holder is not None and ZoneKind.BODY in kinds[index:end] and length <= LONGEST_POST:
            post = _post(tree, holder, blocks, index, end)
            found += [post] if post else []
        index = end
    return found


def _held_by(element: Element, known: dict[Element, Held]) -> Held:
    """The outermost element around that is named as a post, and the innermost quotation; `known`: of elements asked before."""
    chain: list[Element] = []
    above: Element | None = element
    while above is not None and above not in known:
        chain.append(above)
        above = above.parent
    named, quoted = known[above] if above is not None else (None, None)
    for each in reversed(chain):
        named = named or (each if is_post(each) else None)
        quoted = each if each.tag == "blockquote" else quoted
        known[each] = named, quoted
    return named, quoted


def _post(tree: Tree, holder: Element, blocks: Sequence[Block], start: int, end: int) -> Post | None:
    """The post that the holder is; None for a quotation that no network signed."""
    signature = next(
        ((i, found) for i in range(end - 1, start - 1, -1) if (found := _signature(blocks[i].text)) is not None), None
    )
    if signature is None and not is_post(holder):
        return None
    names = {mark: tree.text_of(e) for e in holder.walk() for mark in marks_of(e) & NAMING}
    within = range(start, end)
    words = {i for i in within if _is_text(blocks[i].element, holder)} or {i for i in within if not _is_label(blocks[i])}
    signed = {i for i in within if blocks[i].text in names.values()}
    signed |= {signature[0]} if signature and not signature[1].start else set()
    idle = frozenset(i for i in within if i not in words | signed)
    at, on = _when(tree, holder, signature[1].when if signature else "")
    return Post(
        start=start,
        end=end,
        signed=frozenset(signed),
        idle=idle,
        by=signature[1].by if signature else names.get(Mark.POST_ORIGIN, names.get(Mark.POST_AUTHOR)),
        at=at,
        on=on if at is None else None,
    )


def _is_text(element: Element, holder: Element) -> bool:
    """Whether an element within the post that is named as its words holds the block."""
    for each in (element, *element.ancestors):
        if Mark.POST_TEXT in marks_of(each):
            return True
        if each is holder:
            return False
    return False


def _is_label(block: Block) -> bool:
    return len(block.text) <= SHORT_LABEL and block.link_share > 0.9 and bool(LABEL.search(block.text))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{row['pattern']})\s*$", re.I) for row in data.rows("page_posts.csv"))


def _signature(text: str) -> _Signature | None:
    """What a post's block ends with, when a network signs so. `start` 0: the block is nothing else."""
    offset = max(0, len(text) - LONGEST_SIGNATURE)
    tail = re.sub(r"\s", " ", text[offset:])
    for pattern in _patterns():
        found = pattern.search(tail)
        if found and _is_dated(found["when"]):
            name, handle = found["name"].strip(" ,·"), found["handle"] if "handle" in found.groupdict() else None
            by = f"{name} ({handle})" if name and handle else name or handle
            return _Signature(by=by or None, when=found["when"] or "", start=offset + found.start())
    return None


def _is_dated(when: str | None) -> bool:
    return not when or any(char.isdigit() for char in when)


def _when(tree: Tree, holder: Element, printed: str) -> tuple[datetime | None, Day | None]:
    """When the post was written: a time element's instant, the id of a post on X, else what the signature prints."""
    day = first_day(printed)
    for element in holder.walk():
        if element.tag == "time" and (moment := instant(element.get("datetime"))):
            return moment, None
    for address in _addresses(holder):
        moment = _of_id(address)
        if moment and (day is None or abs(moment.date() - date.fromisoformat(day)) <= DAY_OFF):
            return moment, day
    clock = clock_in(printed)
    if clock and clock[0].day:
        return said(clock[0], None, None), day
    return None, day


def _addresses(holder: Element) -> Iterator[str]:
    """The post's own address: what it is declared with, else the last link to a post, for links in its words come first."""
    yield f"x.com/i/status/{holder.get('data-tweetid')}" if holder.get("data-tweetid") else holder.get("cite")
    links = [element.get("href") for element in holder.walk() if element.tag == "a" and STATUS.search(element.get("href"))]
    yield from links[-1:]


def _of_id(address: str) -> datetime | None:
    found = STATUS.search(address)
    if not found or int(found[1]) < FIRST_TIMED:
        return None
    milliseconds = (int(found[1]) >> 22) + EPOCH_MS
    return datetime.fromtimestamp(milliseconds // 1000, UTC)
