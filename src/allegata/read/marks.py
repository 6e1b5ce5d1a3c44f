"""What an element's class, id, role and tag say about what stands in it: rules in data/page_marks.csv."""

import re
from collections import defaultdict
from enum import StrEnum
from functools import cache, lru_cache

from .. import data
from .markup import Element


class Mark(StrEnum):
    """Roles of page_marks.csv. BODY: may hold the article. EMBED: something set into the page. POST: a post of a network; POST_AUTHOR,
    POST_ORIGIN (whom it was forwarded from) and POST_TEXT: its parts. ITEM: one reader's comment, where an element is known to stand
    among comments. OVERLAY: boilerplate that no article stands in."""

    COMMENT = "comment"
    ITEM = "comment-item"
    REPLY = "reply"
    CAPTION = "caption"
    BIO = "bio"
    BYLINE = "byline"
    STANDFIRST = "standfirst"
    HEADLINE = "headline"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    EMBED = "embed"
    POST = "post"
    POST_AUTHOR = "post-author"
    POST_ORIGIN = "post-origin"
    POST_TEXT = "post-text"
    OVERLAY = "overlay"


NONE: frozenset[Mark] = frozenset()
ITEM_ONLY = frozenset((Mark.ITEM,))
STATES = frozenset(("no", "not", "has", "with", "without", "is"))
"""Names such as `no-paywall` or `has-sidebar` begin so: they say what is beside or missing, not what stands in the element."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
PREFERRED = (
    Mark.REPLY,
    Mark.COMMENT,
    Mark.CAPTION,
    Mark.POST,
    Mark.EMBED,
    Mark.BIO,
    Mark.BOILERPLATE,
    Mark.BYLINE,
    Mark.STANDFIRST,
    Mark.HEADLINE,
    Mark.BODY,
)
"""One name may match several roles; the more particular first."""


@cache
def _patterns() -> dict[tuple[str, Mark], re.Pattern[str]]:
    parts: dict[tuple[str, Mark], list[str]] = defaultdict(list)
    for row in data.rows("page_marks.csv"):
        parts[row["where"], Mark(row["role"])].append(row["pattern"])
    return {key: re.compile("|".join(f"(?:{p})" for p in patterns)) for key, patterns in parts.items()}


@cache
def _any_pattern() -> dict[str, re.Pattern[str]]:
    """All rules of one kind as one pattern: most names match none, and one look tells it."""
    parts: dict[str, list[str]] = defaultdict(list)
    for row in data.rows("page_marks.csv"):
        parts[row["where"]].append(row["pattern"])
    return {where: re.compile("|".join(f"(?:{p})" for p in patterns)) for where, patterns in parts.items()}


@lru_cache(maxsize=65536)
def _marks_of_word(where: str, word: str) -> frozenset[Mark]:
    if not _any_pattern()[where].fullmatch(word):
        return NONE
    patterns = _patterns()
    return frozenset(mark for mark in Mark if (pattern := patterns.get((where, mark))) and pattern.fullmatch(word))


def _word_of(name: str) -> str:
    return re.sub(r"[_:./]+|-{2,}", "-", CAMEL.sub("-", name)).lower().strip("-")


@lru_cache(maxsize=65536)
def _marks_of_name(name: str) -> tuple[frozenset[Mark], frozenset[Mark]]:
    """What the whole name says, and what its parts say, which counts where no whole name says anything."""
    word = _word_of(name)
    return _marks_of_word("name", word), _marks_in_parts(word)


def _marks_in_parts(word: str) -> frozenset[Mark]:
    """Names such as `c-article-body-2` or `abc123-related-links`: their endings and their inner words, without a body mark."""
    parts = [part for part in word.split("-") if not part.isdigit()]
    if parts and parts[0] in STATES:
        return NONE
    for start in range(len(parts)):
        marks = _marks_of_word("name", "-".join(parts[start:]))
        if marks:
            return marks
    return frozenset()


def marks_of(element: Element) -> frozenset[Mark]:
    """All roles that the element's own names, role and tag allow."""
    if element.marks is None:
        marks = _marks_of_word("tag", element.tag)
        element.marks = marks | _named(element) if element.attributes else marks
    return element.marks  # type: ignore[return-value]


def _named(element: Element) -> frozenset[Mark]:
    named = element.named
    marks = NONE
    for name in f"{named.get('class', '')} {named.get('id', '')}".split():
        whole, parts = _marks_of_name(name)
        marks |= whole
        if not marks - ITEM_ONLY:
            marks |= parts
    for attribute in ("role", "itemprop", "itemtype", "rel"):
        value = named.get(attribute)
        if value:
            words = value.lower().rsplit("/", 1)[-1].split()
            marks = marks.union(*(_marks_of_word("role", word) for word in words))
    return marks


def is_post(element: Element) -> bool:
    """Whether it is named as a post of a network; `telegram-post entry-content` is a site's name for its own article."""
    marks = marks_of(element)
    return Mark.POST in marks and (Mark.BODY not in marks or element.tag == "blockquote")


def first_of(marks: frozenset[Mark]) -> Mark | None:
    """The most particular role."""
    return next((mark for mark in PREFERRED if mark in marks), None)
