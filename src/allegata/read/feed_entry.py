"""One entry of an RSS or Atom feed as an article: its title over it, then its content, or its summary where it carries no more.

The HTML in an entry stands escaped, in CDATA or as elements; whichever, it is read as a page of its own and led back to the bytes.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape

import msgspec

from ..errors import Unreadable
from ..records import Capture, DateEvidence, Day, Record, Zone, ZoneKind
from .carried import resolved
from .days import day_of, first_day, instant
from .decoding import Decoded
from .heading import Heading
from .whole import Page, joined, line

BEGINS = re.compile(r"\s*<(?:[\w.-]+:)?(?:item|entry)[\s/>]", re.IGNORECASE)
TAG = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<close>/)?(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
TYPE = re.compile(r"\btype\s*=\s*[\"']([\w/+.-]+)", re.IGNORECASE)
CONTENT = (
    ("content", "encoded"),
    (None, "content"),
    ("atom", "content"),
    (None, "description"),
    (None, "summary"),
    ("atom", "summary"),
)
DATES = ("published", "pubdate", "date", "issued", "updated")
"""In order of trust: Atom, RSS 2.0, Dublin Core, old Atom; when an entry was changed says less."""
DEEPEST = 200


class Field(Record):
    """A child element: `[start, end)` is what stands between its tags."""

    prefix: str | None
    name: str
    attributes: str
    start: int
    end: int


Form = Callable[[Decoded], Page]


def read_entry(decoded: Decoded, capture: Capture, *, html: Form) -> Page:
    """The entry's page; `html` reads a page's source. Raises Unreadable for an entry with neither title nor text."""
    fields = tuple(fields_of(decoded.text))
    title = next((field for field in fields if field.name == "title" and field.prefix in (None, "atom")), None)
    head = line(_unescaped(inner_of(decoded, title)), ZoneKind.HEADLINE) if title else None
    body = _body(decoded, fields, html)
    pages = [page for page in (head, body) if page is not None and page.text]
    if not pages:
        raise Unreadable("the feed's entry has neither a title nor a text; fetch its address")
    return joined(pages, _heading(decoded, fields, capture, head, body))


def _unescaped(words: Decoded) -> Decoded:
    """RSS does not say whether a title is HTML; publishers write entities into it as if it were."""
    return resolved(words, [(0, len(words.text), False)], ENTITY, lambda entity: unescape(entity.group()))


def fields_of(source: str) -> Iterator[Field]:
    """The children of the entry, in order. What is not closed ends with the entry."""
    open_name: list[tuple[str | None, str, str, int]] = []
    for tag in TAG.finditer(source):
        name = tag["name"]
        if name is None or tag["attributes"].endswith("/"):
            continue
        if not tag["close"]:
            if len(open_name) < DEEPEST:
                open_name.append(((tag["prefix"] or "").lower() or None, name.lower(), tag["attributes"], tag.end()))
        elif any(each[1] == name.lower() for each in open_name):
            while open_name[-1][1] != name.lower():
                open_name.pop()
            prefix, found, attributes, start = open_name.pop()
            if len(open_name) == 1:
                yield Field(prefix=prefix, name=found, attributes=attributes, start=start, end=tag.start())


def inner_of(decoded: Decoded, field: Field) -> Decoded:
    """What the element says, each character led to its bytes: CDATA as it stands, entities resolved, tags kept."""
    kind = TYPE.search(field.attributes)
    as_it_stands = kind is not None and kind[1].lower() in ("xhtml", "application/xhtml+xml")
    pieces = ((start, end, is_data or as_it_stands) for start, end, is_data in _pieces(decoded.text, field.start, field.end))
    return resolved(decoded, pieces, ENTITY, lambda entity: unescape(entity.group()))


def _pieces(source: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """CDATA (True) and what stands between."""
    at = start
    while (begun := source.find("<![CDATA[", at, end)) >= 0:
        if begun > at:
            yield at, begun, False
        closed = source.find("]]>", begun, end)
        yield begun + len("<![CDATA["), closed if closed >= 0 else end, True
        at = closed + len("]]>") if closed >= 0 else end
    if at < end:
        yield at, end, False


def _body(decoded: Decoded, fields: tuple[Field, ...], html: Form) -> Page | None:
    """The fullest text that the entry carries."""
    for prefix, name in CONTENT:
        for field in fields:
            if (field.prefix, field.name) == (prefix, name):
                inner = inner_of(decoded, field)
                page = html(inner) if inner.text.strip() else None
                if page is not None and page.text.strip():
                    return _with_body(page)
    return None


def _with_body(page: Page) -> Page:
    """An entry's content is the article: where a short one looks like none to the rules for whole pages, all of it is body."""
    if any(zone.kind is ZoneKind.BODY for zone in page.zones):
        return page
    zones = tuple(
        Zone(kind=ZoneKind.BODY, start=zone.start, end=zone.end) if zone.kind is ZoneKind.BOILERPLATE else zone
        for zone in page.zones
    )
    return msgspec.structs.replace(page, zones=zones, warnings=tuple(w for w in page.warnings if "no reporting" not in w))


def _heading(decoded: Decoded, fields: tuple[Field, ...], capture: Capture, head: Page | None, body: Page | None) -> Heading:
    names = (_name(decoded, field) for field in fields if field.name in ("creator", "author"))
    outlet = next((value for key, value in capture.headers if key == "Feed-Title"), None)
    dates = tuple(_dates(decoded, fields))
    return Heading(
        title=head.text if head else None,
        outlet=outlet,
        authors=tuple(dict.fromkeys(name for name in names if name and name != outlet)),
        dates=dates or (body.heading.dates if body else ()),
    )


def _name(decoded: Decoded, field: Field) -> str:
    """An author's name: Atom's child element, RSS's words, of `mail@address (Name)` the name."""
    source = decoded.text[field.start : field.end]
    inside = re.search(r"<(?:[\w.-]+:)?name\b[^>]*>([^<]*)<", source)
    words = unescape(inside[1]) if inside else inner_of(decoded, field).text
    behind = re.fullmatch(r"\s*\S+@\S+\s*\(([^)]+)\)\s*", words)
    return " ".join((behind[1] if behind else words).split())[:200]


def _dates(decoded: Decoded, fields: tuple[Field, ...]) -> Iterator[DateEvidence]:
    for name in DATES:
        for field in fields:
            if field.name == name:
                words = inner_of(decoded, field).text.strip()
                moment = instant(words) or _mailed(words)
                value: Day | None = day_of(moment) if moment else first_day(words[:60])
                if value:
                    yield DateEvidence(value=value, found_in="feed", at=moment if moment and moment.tzinfo else None)


def _mailed(words: str) -> datetime | None:
    """RSS writes its dates as mails do (RFC 822)."""
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
