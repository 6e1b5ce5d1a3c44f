"""Which language the reporting, and each zone of it, is written in, by py3langid."""

import re
from collections.abc import Sequence

import msgspec

from ..records import Zone, ZoneKind

SHORTEST = 40
"""Below this many letters the guess is worth nothing: names and headlines come out as any language."""
LONGEST = 1000
"""Characters. More changes no answer on the development pages and takes time in proportion."""
SHORTEST_ZONE, LONGEST_ZONE = 60, 300
"""Characters. Of zones of 40 to 80 letters 8 % come out as another language than the page, of those above 240 under 1 %."""
MOST_ZONES = 2000
"""Zones of one source that are asked: some .05 ms each."""
LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None when there is too little text to tell."""
    if len(LETTER.findall(text, 0, LONGEST)) < SHORTEST:
        return None
    from py3langid import classify  # loads its model at the first call: only who needs it pays

    code: str = classify(text[:LONGEST])[0]
    return code


def with_languages(text: str, zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """The zones with their languages: a quotation, a post or a comment may be in another than the report."""
    found: list[Zone] = []
    told = 0
    for zone in zones:
        code = None
        if zone.kind is not ZoneKind.BOILERPLATE and zone.end - zone.start >= SHORTEST_ZONE and told < MOST_ZONES:
            code, told = language_of(text[zone.start : min(zone.end, zone.start + LONGEST_ZONE)]), told + 1
        found.append(msgspec.structs.replace(zone, language=code) if code else zone)
    return tuple(found)
