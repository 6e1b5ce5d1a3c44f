"""An RSS or Atom feed as a list of its entries: where each stands in the bytes, its address, and the feed's own title.

Cut at the tags by their bytes, so that an entry is a capture of its own, the same as long as the publisher leaves it alone. No
entity is resolved but the five of XML and numbers, no document type is read: there is nothing in a feed that could grow.
"""

import re
from html import unescape

from ..records import Record
from .sniff import UNTOLD

FEED = "application/rss+xml"
ATOM = "application/atom+xml"
MOST_ENTRIES = 5_000
"""Real feeds hold 10 to 100 entries, full archives of a blog some thousands."""
ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(rss|feed|rdf)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ROOT_WITHIN = 64 * 1024
_MARK = re.compile(rb"<!\[CDATA\[|<!--|<(/?)(?:[\w.-]+:)?(item|entry)(?=[\s/>])", re.IGNORECASE)
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,40})")
_TITLE = re.compile(rb"<title\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?([^<\]]{1,500})", re.IGNORECASE)
_LINK = re.compile(rb"<(?:[\w.-]+:)?link\b([^>]{0,2000})>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]{1,2000})?", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*[\"'](https?://[^\"'\s]{1,2000})", re.IGNORECASE)
_REL = re.compile(rb"\brel\s*=\s*[\"']([\w:./ -]*)", re.IGNORECASE)
_GUID = re.compile(rb"<guid\b([^>]{0,200})>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]{1,2000})", re.IGNORECASE)
_HEAD = 16 * 1024


class FeedEntry(Record):
    """Bytes `[start, end)` of the feed, and the address that the entry leads to."""

    start: int
    end: int
    address: str | None = None


class Feed(Record):
    """A feed's entries in its own order. `left_out` says why some were not taken."""

    media_type: str
    entries: tuple[FeedEntry, ...]
    title: str | None = None
    charset: str | None = None
    left_out: str | None = None


def is_feed(raw: bytes, media_type: str = UNTOLD) -> bool:
    """By its root element, whatever it is declared as."""
    return ("xml" in media_type or b"<" in raw[:64]) and ROOT.match(raw[:_ROOT_WITHIN]) is not None


def entries_of(raw: bytes, *, charset: str | None = None) -> Feed:
    """The entries of a feed; `charset` as its transport declares it. A feed cut off within an entry gives those before it."""
    root = ROOT.match(raw[:_ROOT_WITHIN])
    found: list[FeedEntry] = []
    begun, at, more = -1, root.end() if root else 0, 0
    while mark := _MARK.search(raw, at):
        at = mark.end()
        if mark[2] is None:
            at = raw.find(_ENDS[mark[0].upper()], at)
            if at < 0:
                break
        elif not mark[1] and begun < 0:
            begun = mark.start()
        elif mark[1] and begun >= 0:
            end = raw.find(b">", at) + 1 or len(raw)
            if len(found) == MOST_ENTRIES:
                more = raw.count(mark[0], at) + 1
                break
            found.append(FeedEntry(start=begun, end=end, address=_address(raw[begun : min(end, begun + _HEAD)])))
            begun, at = -1, end
    declared = _ENCODING.search(raw[:1024])
    title = _TITLE.search(raw[: found[0].start if found else _HEAD][:_HEAD])
    name = charset or (declared[1].decode("ascii") if declared else None)
    return Feed(
        media_type=ATOM if root and root[1].lower() == b"feed" else FEED,
        entries=tuple(found),
        title=_text(title[1], name) if title else None,
        charset=name,
        left_out=f"the feed has {more:,} entries more than the {MOST_ENTRIES:,} that were taken; cut it up" if more else None,
    )


def _address(entry: bytes) -> str | None:
    for found in _LINK.finditer(entry):
        href, rel = _HREF.search(found[1]), _REL.search(found[1])
        address = found[2] or (href[1] if href and (rel is None or rel[1].lower() == b"alternate") else None)
        if address:
            return _text(address, None)
    guid = _GUID.search(entry)
    return _text(guid[2], None) if guid and b"false" not in guid[1].lower() else None


def _text(raw: bytes, charset: str | None) -> str:
    try:
        text = raw.decode(charset or "utf-8", "replace")
    except LookupError:
        text = raw.decode("utf-8", "replace")
    return " ".join(unescape(text).split())
