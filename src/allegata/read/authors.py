"""Authors in the short lines around an article: `04.02.2022 | 13:10 | Ada Reed`, `Posted on May 1 by Ada Reed`, `Text von Ada Reed`."""

import re
from collections.abc import Iterator, Sequence

from ..records import REPORTING, Zone, ZoneKind
from .bylines import SPLIT, names_in_byline, tidy_name
from .days import first_day
from .wording import NAME, is_name, is_outlet, is_sentence

ABOVE, BELOW = 6, 3
"""Blocks looked at above the headline and below the article's end."""
LONGEST = 120
BY = re.compile(
    r"(?:^|(?<=[\s|•·>(:-]))(?P<lead>by|von|par|por|di|da|door|af|av|autor(?:in)?|author|auteur|texte?|redaktion|автор|текст)\b\s*:?\s+",
    re.I,
)
NOT_WORDS = re.compile(
    r"(?:photos?|photographs?|pictures?|images?|fotos?|bild(?:er)?|grafik|illustrations?|video|courtesy|design(?:ed)?|theme|powered|hosted"
    r"|edited|reviewed|foto|copyright|©|comment(?:s|ed)?|kommentare?|beiträge|posts|more|mehr|all|alle)\W*$",
    re.I,
)
"""What stands before `by` where it is not the text's author."""
ALONE = re.compile(r"[\w.’'-]{3,30}(?=\s*(?:$|[|@,•·(]|\b(?:am|on|at|le|el|um|in)\b))")
DESK = re.compile(r"\s+(?:staff|team|desk|newsroom|redaktion|editors|correspondents)\b", re.I)
"""What stands behind a name that is an outlet's: `By Example Wire staff`."""
BETWEEN = re.compile(r"\s*(?:[|•·–—]|\s-\s|,\s)\s*")


def authors_near(text: str, zones: Sequence[Zone]) -> tuple[str, ...]:
    """The authors that the nearest line names which names any; prose, comments and captions name none."""
    places = [i for i, zone in enumerate(zones) if zone.kind in REPORTING]
    if not places:
        return ()
    first = next((i for i in places if zones[i].kind is not ZoneKind.HEADLINE), places[0])
    top = min(places[0], first)
    ring = [
        *range(top, first),
        *range(top - 1, max(-1, top - ABOVE), -1),
        *range(places[-1] + 1, min(len(zones), places[-1] + BELOW)),
    ]
    for index in ring:
        if zones[index].kind in (ZoneKind.BOILERPLATE, ZoneKind.BYLINE):
            for line in zones[index].span.of(text).split("\n"):
                names = tuple(dict.fromkeys(names_in_line(line)))
                if names:
                    return names
        elif zones[index].kind in (ZoneKind.BIO, ZoneKind.CAPTION):
            line = zones[index].span.of(text).strip()
            lead = BY.match(line)
            if lead and is_name(line[lead.end() :]):
                return (line[lead.end() :],)
    for index in (*places[:3], places[-1]):
        # the article's own first and last lines
        line = zones[index].span.of(text).strip()
        names = (
            tuple(dict.fromkeys(names_in_line(line))) if zones[index].kind is ZoneKind.BODY and not is_sentence(line) else ()
        )
        if names:
            return names
    return ()


def names_in_line(line: str) -> Iterator[str]:
    """The persons that a short line names as authors: after `by` and its like, or alone beside a date."""
    line = " ".join(line.split())
    if not line or len(line) > LONGEST:
        return
    named = list(names_in_byline(line)) if BY.match(line) else []
    named = named or list(_named_after(line))
    if not named and first_day(line):
        parts = [p for p in BETWEEN.split(line) if not any(c.isdigit() for c in p)]
        alone = [p for p in parts if is_name(p) and not is_outlet(p)]
        named = alone if len(alone) == 1 else []
    yield from filter(None, map(tidy_name, named))


def _named_after(line: str) -> Iterator[str]:
    for found in BY.finditer(line):
        if NOT_WORDS.search(line[: found.start()]):
            continue
        rest = line[found.end() :]
        name = NAME.match(rest)
        if name and DESK.match(rest[name.end() :]):
            return
        if name:
            yield name.group()
            after = rest[name.end() :]
            while (joined := SPLIT.match(after)) and (more := NAME.match(after[joined.end() :])):
                yield more.group()
                after = after[joined.end() + more.end() :]
            return
        alone = ALONE.match(rest) if any(c.isdigit() for c in line) else None
        single = tidy_name(alone.group()) if alone and not first_day(rest[:30]) else None
        if single and (single[0].isupper() or "." in single):
            yield single
            return
