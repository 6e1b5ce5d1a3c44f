"""The blocks of a page into zones: one zone a block, but one a reader's comment, an author box and a post, each with its time and form."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..records import Zone, ZoneForm, ZoneKind
from .blocks import Block
from .clocks import Clock, Timed, clock_in
from .comments import comment_keys
from .days import first_day
from .entries import TEXT, Entry
from .forms import Forms
from .marks import Mark, marks_of
from .markup import Element
from .posts import Post


class Stretch(NamedTuple):
    """Blocks `[first, last]` that are one zone."""

    kind: ZoneKind
    first: int
    last: int


def stretches_of(blocks: Sequence[Block], kinds: Sequence[ZoneKind], posts: Mapping[int, Post]) -> list[Stretch]:
    """The zones as stretches of blocks, in order. Buttons within a comment are part of it. `posts`: of each block that is part of one."""
    keys = comment_keys(blocks, [i for i, kind in enumerate(kinds) if kind is ZoneKind.COMMENT])
    found: list[Stretch] = []
    for index, kind in enumerate(kinds):
        begin = _begin(found, index, kind, blocks, keys, posts)
        if begin < len(found):
            found[begin:] = [Stretch(kind, found[begin].first, index)]
        else:
            found.append(Stretch(kind, index, index))
    return found


def _begin(
    found: Sequence[Stretch],
    index: int,
    kind: ZoneKind,
    blocks: Sequence[Block],
    keys: Mapping[int, int],
    posts: Mapping[int, Post],
) -> int:
    """The place in `found` of the stretch that the block goes on with; its length when it begins a new one."""
    back = len(found) - 1
    if kind is ZoneKind.COMMENT:
        while back >= 0 and found[back].kind is ZoneKind.BOILERPLATE and len(found) - back <= LONGEST_GAP:
            back -= 1
        if back >= 0 and found[back].kind is kind and keys[found[back].first] == keys[index]:
            return back
    elif kind is ZoneKind.BIO and back >= 0 and found[back].kind is kind:
        same = _box_of_bio(blocks[found[back].first].element) is _box_of_bio(blocks[index].element)
        return back if same else len(found)
    elif kind is ZoneKind.BODY and index in posts and back >= 0 and found[back].kind is kind:
        return back if posts.get(found[back].first) is posts[index] else len(found)
    return len(found)


LONGEST_GAP = 4
"""Buttons and counters between a comment's lines; what is longer parts two comments."""


def _box_of_bio(element: Element) -> Element | None:
    """The outermost element around that is named as an author box."""
    return next((e for e in reversed([element, *element.ancestors]) if Mark.BIO in marks_of(e)), None)


def zones_of(blocks: Sequence[Block], stretches: Sequence[Stretch], posts: Mapping[int, Post]) -> tuple[Zone, ...]:
    """The stretches with their offsets in the text, in which the blocks are joined by line breaks."""
    zones: list[Zone] = []
    forms = Forms()
    start = 0
    for kind, first, last in stretches:
        end = start + sum(len(block.text) for block in blocks[first : last + 1]) + last - first
        post = posts.get(first)
        if post is None:
            zones.append(Zone(kind=kind, start=start, end=end, form=forms.of(blocks[first].element)))
        else:
            zones.append(
                Zone(
                    kind=kind,
                    start=start,
                    end=end,
                    form=ZoneForm.POST,
                    said_by=post.by,
                    said_at=post.at,
                    said_on=post.on,
                )
            )
        start = end + 1
    return tuple(zones)


def with_posts(kinds: Sequence[ZoneKind], posts: Mapping[int, Post]) -> list[ZoneKind]:
    """The kinds with every post's words as body, its signature as a byline, its buttons as boilerplate."""
    found = list(kinds)
    for index, post in posts.items():
        if index in post.idle:
            found[index] = ZoneKind.BOILERPLATE
        else:
            found[index] = ZoneKind.BYLINE if index in post.signed else ZoneKind.BODY
    return found


def timed_of(
    blocks: Sequence[Block],
    stretches: Sequence[Stretch],
    entries: Sequence[Entry],
    stamps: Mapping[int, Clock],
    posts: Mapping[int, Post],
) -> tuple[Timed, ...]:
    """Which zones were written when: those of a live page's entries, and comments that give their day and hour. A post has its own time."""
    found: list[Timed] = []
    for entry in entries:
        own = (i for i, s in enumerate(stretches) if entry.start <= s.first < entry.end and s.kind in TEXT)
        held = (i for i in own if stretches[i].first not in posts)
        found.append(Timed(clock=entry.clock, zones=tuple(held)))
    for place, (kind, first, last) in enumerate(stretches):
        clock = _clock_of_comment(blocks, first, last, stamps) if kind is ZoneKind.COMMENT else None
        if clock is not None:
            found.append(Timed(clock=clock, zones=(place,)))
    return tuple(found)


def _clock_of_comment(blocks: Sequence[Block], first: int, last: int, stamps: Mapping[int, Clock]) -> Clock | None:
    """Of the time element in its head, else of a short line with day and hour."""
    for index in range(first, min(last + 1, first + 4)):
        stamp = stamps.get(index)
        if stamp is not None and (stamp.at is not None or stamp.day is not None):
            return stamp
        text = blocks[index].text
        found = clock_in(text) if len(text) <= 120 and first_day(text) else None
        if found is not None and found[0].day is not None:
            return found[0]
    return None
