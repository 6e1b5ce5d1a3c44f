"""The outlet as a page's own words name it: a legal line, a line over or under the headline, the author box. For pages without fields."""

import re
from collections.abc import Iterator, Sequence

from ..records import Zone, ZoneKind
from .wording import Wording, is_outlet, says

YEARS = r"(?:(?:19|20)\d\d(?:\s?[-–—,/]\s?(?:(?:19|20)?\d\d|present|today))?)"
SIGN = r"(?:©|\(c\)|&copy;|copyright)"
NAME = r"(?P<name>[^\n.|·•,;:©()\[\]–—]{2,60}(?:\.[a-z]{2,4}\b)?)"
AFTER = re.compile(rf"{SIGN}\s*{SIGN}?\s*{YEARS}?[\s,:.–—-]*(?:by\s+)?{NAME}", re.I)
BEFORE = re.compile(rf"{NAME}\s*[,|–—-]?\s*{SIGN}\s*{YEARS}\W*$", re.I)
LEGAL = re.compile(
    r"\b(?:rights|reserved|privacy|terms|policy|cookies?|reproduction|photo|image|getty|afp|shutterstock)\b", re.I
)
FIRM = re.compile(r"[\s,]*\b(?:inc|ltd|llc|gmbh|plc|co|corp|s\.?a)\b\.?$", re.I)
SMALL = frozenset(
    ("of", "the", "and", "&", "for", "de", "la", "le", "del", "di", "der", "die", "das", "und", "et", "y", "in", "on")
)
STAFF = re.compile(
    r"\b(?:editor(?:-in-chief)?|staff (?:writer|reporter)|reporter|correspondent|publisher|founder)s? (?:of|at|for|with) "
    r"(?:the )?(?P<name>(?:[A-ZÀ-Þ][\w'’-]*\s?){1,5})"
)
"""An author box that says where the author is employed. Free writers write `for` many, so only posts count."""
FAR = 3
"""Lines from the headline in which an outlet's name stands."""


def outlet_of_zones(text: str, zones: Sequence[Zone]) -> str | None:
    """The name, or None: legal lines from the page's end on, then lines near the headline, then the author box."""
    return next(_legal(text, zones), None) or next(_near_headline(text, zones), None) or next(_employers(text, zones), None)


def _legal(text: str, zones: Sequence[Zone]) -> Iterator[str]:
    for zone in reversed(zones):
        line = zone.span.of(text)
        if zone.kind is not ZoneKind.BOILERPLATE or len(line) > 400:
            continue
        for found in (AFTER.search(line), BEFORE.search(line)):
            name = tidy(found["name"]) if found else None
            if name:
                yield name


def _near_headline(text: str, zones: Sequence[Zone]) -> Iterator[str]:
    """A line that is an outlet's name, or begins with it and goes on with desk and date after a comma."""
    top = next((i for i, zone in enumerate(zones) if zone.kind is ZoneKind.HEADLINE), None)
    if top is None:
        return
    for index in [*range(top + 1, min(len(zones), top + 1 + FAR)), *range(top - 1, max(-1, top - 1 - FAR), -1)]:
        if zones[index].kind in (ZoneKind.BYLINE, ZoneKind.BOILERPLATE):
            name = re.split(r"[,|•·–—]", zones[index].span.of(text).partition("\n")[0])[0].strip()
            if is_outlet(name):
                yield name


def _employers(text: str, zones: Sequence[Zone]) -> Iterator[str]:
    for zone in zones:
        if zone.kind is ZoneKind.BIO:
            found = STAFF.search(zone.span.of(text))
            name = tidy(found["name"]) if found else None
            if name and is_outlet(name):
                yield name


def tidy(name: str) -> str | None:
    """The name without the firm's form; None when it is no name."""
    clean = FIRM.sub("", " ".join(name.split())).strip(" -–—,.&'\"")
    words = clean.split()
    if not 1 <= len(words) <= 7 or LEGAL.search(clean) or says(clean, Wording.BOILERPLATE):
        return None
    proper = all(word[0].isupper() or word[0].isdigit() or word.lower() in SMALL or "." in word[1:] for word in words)
    return (
        clean
        if proper and any(char.isalpha() for char in clean) and not clean.lower().startswith(("by ", "the author"))
        else None
    )
