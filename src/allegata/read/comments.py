"""Which blocks of a page are one reader's comment: by the names of elements, by repetition in the tree, by times and signatures.

A reply that stands within another comment is a comment of its own.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from .blocks import Block
from .clocks import clock_in, clock_line
from .days import days_in
from .marks import Mark, marks_of
from .markup import Element
from .wording import is_sentence

NUMBERED_ID = re.compile(r"(?:li-|div-|article-|single-)?(?:comment|cmt|reply|kommentar|c)[-_]?\d+", re.I)
PARAGRAPHS = frozenset(["p", "span", "br", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "pre"])
"""Repeated, these are paragraphs of one comment as often as comments."""
PLAIN = frozenset(["li", "article", "tr", "dt", "dd"])
"""Repeated, these are comments whatever they are called."""
VARYING = re.compile(r"\d*|even|odd|alt|first|last|parent|(?:thread|depth|level|by).*")
"""Names that differ between comments of one list: `even thread-odd thread-alt depth-2 bypostauthor`."""
NUMBERED = re.compile(r"(?:\d{1,4}[.)]|[•◦▪‣*–—-])\s+\S")
SIGNED = re.compile(
    r".{1,60}?\s(?:says|said|wrote|writes|commented|schreibt|sagt|a écrit|dice|пишет|говорит)\b.{0,40}:?$", re.I
)
AGO = re.compile(r"\b\d+\s?(?:minutes?|hours?|days?|weeks?|months?|years?|mins?|hrs?|[hdwmy])\s+ago\b", re.I)
LONGEST_HEAD = 90


def comment_keys(blocks: Sequence[Block], indexes: Sequence[int]) -> dict[int, int]:
    """For each comment block (`indexes`, in order) a number that the blocks of one comment share."""
    firsts, kids = _tree_above(blocks, indexes)
    starts = _starts(firsts, kids)
    keys: dict[int, int] = {}
    loose: list[int] = []
    for index in indexes:
        key = _nearest(blocks[index].element, starts)
        if key is None:
            loose.append(index)
        else:
            keys[index] = key
    opening = {loose[at] for at in starts_by_words([blocks[index].text for index in loose])}
    last = None
    for index in loose:
        follows = last is not None and all(between not in keys for between in range(last + 1, index))
        keys[index] = keys[last] if last is not None and follows and index not in opening else index
        last = index
    return keys


def _tree_above(blocks: Sequence[Block], indexes: Sequence[int]) -> tuple[dict[Element, int], dict[Element, list[Element]]]:
    """Every element around comments with its first comment block, and the elements below it that hold comments."""
    firsts: dict[Element, int] = {}
    kids: dict[Element, list[Element]] = {}
    for index in indexes:
        element: Element | None = blocks[index].element
        while element is not None and element not in firsts:
            firsts[element] = index
            if element.parent is not None:
                kids.setdefault(element.parent, []).append(element)
            element = element.parent
    return firsts, kids


def _starts(firsts: Mapping[Element, int], kids: Mapping[Element, list[Element]]) -> dict[Element, int]:
    """Elements that are one comment each, with the block that it begins at."""
    starts: dict[Element, int] = {}
    todo: list[tuple[Element, str | None]] = [(e, None) for e in firsts if e.parent is None]
    while todo:
        element, known = todo.pop()
        below = kids.get(element, [])
        if known is None and (common := _repeated(below)):
            known = common
            start = None
            for child in below:
                start = firsts[child] if signature(child) == common or start is None else start
                starts[child] = start
        elif known is not None and signature(element) == known:
            starts.setdefault(element, firsts[element])
        if _is_item(element) if known is None else NUMBERED_ID.fullmatch(element.get("id")):
            starts.setdefault(element, firsts[element])
        todo += [(child, known) for child in below]
    return starts


def _repeated(below: Sequence[Element]) -> str | None:
    """The signature that most of these neighbours share, when they are comments rather than paragraphs of one."""
    if len(below) < 2:
        return None
    counts = Counter(signature(child) for child in below if child.tag not in PARAGRAPHS or _is_item(child))
    common = max(counts, key=lambda signature: counts[signature], default=None)
    return common if common is not None and counts[common] >= 2 else None


def signature(element: Element) -> str:
    """What neighbours of one kind have in common: the tag, and for boxes the first name that does not vary."""
    if element.tag in PLAIN:
        return element.tag
    names = (name.strip("0123456789_-") for name in element.get("class").lower().split())
    return f"{element.tag} {next((name for name in names if not VARYING.fullmatch(name)), '')}"


def _is_item(element: Element) -> bool:
    return bool(NUMBERED_ID.fullmatch(element.get("id"))) or Mark.ITEM in marks_of(element)


def _nearest(element: Element | None, starts: Mapping[Element, int]) -> int | None:
    while element is not None:
        if element in starts:
            return starts[element]
        element = element.parent
    return None


def starts_by_words(texts: Sequence[str]) -> set[int]:
    """Where a comment begins in a run of paragraphs: at a number or bullet, else at a signature or a time, else at each of them."""
    numbered = {i for i, text in enumerate(texts) if NUMBERED.match(text)}
    if numbered:
        return numbered
    signed = {i for i, text in enumerate(texts) if SIGNED.match(text)}
    if signed:
        return signed
    dated = [i for i, text in enumerate(texts) if len(text) < LONGEST_HEAD and is_dated(text)]
    return {_head_of(texts, i) for i in dated} if dated else set(range(len(texts)))


def is_dated(text: str) -> bool:
    """Whether a short line holds a clock time, a span such as `3 hours ago`, or is a date with little beside it."""
    if clock_in(text) or AGO.search(text):
        return True
    day = next(days_in(text), None)
    return day is not None and len(text) - (day.end - day.start) <= 45 and not is_sentence(text)


def _head_of(texts: Sequence[str], index: int) -> int:
    """A time stands alone under a name, or beside it on one line."""
    above = texts[index - 1] if index else ""
    alone = clock_line(texts[index]) is not None or len(texts[index]) < 30
    return index - 1 if above and alone and len(above) <= 40 and not is_sentence(above) else index
