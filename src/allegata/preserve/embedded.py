"""What a page or a style sheet needs to be seen as its readers saw it: the addresses of its images, styles and fonts.

Scripts, frames, films and sounds are left out: they are no part of what a report says, and a page is rendered without running
anything. Runs on a stranger's bytes: in the fetching process alone.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urldefrag, urljoin

from ..records import Record

MOST = 5_000
"""Addresses listed of one page."""
UNPARSED = "about:unparsed"
"""Stands for all addresses of a page that broke the parser."""
_LONGEST = 2_000
_CSS = re.compile(
    r"""@import\s+(?:url\(\s*)?["']?(?P<style>[^"')\s;]{1,2000})"""
    r"""|url\(\s*(?:"(?P<two>[^"\n]{1,2000})"|'(?P<one>[^'\n]{1,2000})'|(?P<url>[^"')\s]{1,2000}))\s*\)""",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+([0-9.]+)[wx])?\s*(?:,|$)")
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
_PICTURES = "img, picture source, input[type=image], image, [background]"


class Role(StrEnum):
    """What it is for. SCREENSHOT, PDF: made here of what was fetched."""

    IMAGE = "image"
    STYLE = "style"
    FONT = "font"
    SCREENSHOT = "screenshot"
    PDF = "pdf"


class Embedded(Record):
    """An address that a page or style sheet names, in full, without its fragment."""

    url: str
    role: Role


def embedded(raw: bytes, media_type: str, base: str) -> tuple[Embedded, ...]:
    """In order, each address once, at most MOST. `base`: the address that the bytes were had from."""
    if media_type == "text/css":
        found = _of_css(raw.decode("utf-8", "replace"), base)
    elif media_type in ("text/html", "application/xhtml+xml"):
        found = _of_page(raw, base)
    else:
        return ()
    once: dict[str, Embedded] = {}
    for each in found:
        once.setdefault(each.url, each)
        if len(once) == MOST:
            break
    return tuple(once.values())


def _of_page(raw: bytes, base: str) -> Iterator[Embedded]:
    from selectolax.lexbor import LexborHTMLParser  # loaded only for pages

    page = LexborHTMLParser(raw)
    named = page.css_first("base[href]")
    if named is not None:
        base = _joined(base, named.attributes.get("href") or "") or base
    # Styles first: without them a page is least like itself.
    for link in page.css("link[href]"):
        rel = (link.attributes.get("rel") or "").lower().split()
        if "stylesheet" in rel and "alternate" not in rel:
            yield from _one(base, link.attributes.get("href"), Role.STYLE)
    for film in page.css("video[poster]"):
        yield from _one(base, film.attributes.get("poster"), Role.IMAGE)
    for style in page.css("style"):
        yield from _of_css(style.text() or "", base)
    for element in page.css(_PICTURES):
        for said in _addresses(element.attributes):
            yield from _one(base, said, Role.IMAGE)
    for element in page.css("[style]"):
        yield from _of_css(element.attributes.get("style") or "", base)


def _addresses(said: dict[str, str | None]) -> Iterator[str | None]:
    yield from (said.get(name) for name in _SOURCES)
    yield from (_largest(said.get(name) or "") for name in _SETS)
    yield from (said.get(name) for name in ("background", "href", "xlink:href"))


def _largest(candidates: str) -> str | None:
    """Of a srcset the largest: one picture of each is evidence, its five smaller sizes are not."""
    found = [(float(size or 1), address) for address, size in _CANDIDATE.findall(candidates[:20_000]) if size.count(".") < 2]
    return max(found, key=lambda each: each[0])[1] if found else None


def _of_css(text: str, base: str) -> Iterator[Embedded]:
    for found in _CSS.finditer(_COMMENT.sub(" ", text)):
        if found["style"]:
            yield from _one(base, found["style"], Role.STYLE)
        else:
            address = found["two"] or found["one"] or found["url"]
            yield from _one(base, address, Role.FONT if _FONT.search(address) else Role.IMAGE)


def _one(base: str, said: str | None, role: Role) -> Iterator[Embedded]:
    address = _joined(base, said or "")
    if address:
        yield Embedded(url=address, role=role)


def _joined(base: str, said: str) -> str | None:
    """The address in full; None for what is no web address, or is in the page itself (`data:`)."""
    said = said.strip().replace(" ", "%20")
    if not said or said.startswith(("#", "data:", "blob:", "about:", "javascript:")):
        return None
    try:
        address = urldefrag(urljoin(base, said)).url
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) and len(address) <= _LONGEST else None
