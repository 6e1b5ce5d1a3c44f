"""Article -> statements and claims: who says what, and what exactly is alleged."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from ..records import REPORTING, Article, Extracted, Statement
from .attribution import attribute
from .claims import find_claims
from .going_on import go_on
from .invoked import invoked
from .languages import is_english, unread
from .parsed import ParsedZone, parse_zones
from .posts import with_posts

if TYPE_CHECKING:
    from .parsed import Parse

Attribution = Callable[[Article, tuple[ParsedZone, ...]], tuple[Statement, ...]]
Telling = Callable[[Article], tuple[Statement, ...]]
"""Finds the statements of an article in a language that the English parse does not read."""

NO_OTHERS: Mapping[str, Telling] = MappingProxyType({})

__all__ = ["Attribution", "Telling", "extract"]


def extract(
    article: Article, *, parse: "Parse", attribution: Attribution = attribute, others: Mapping[str, Telling] = NO_OTHERS
) -> Extracted:
    """Read headline, standfirst and body for statements and claims, captions for statements; bios and comments are never read.
    A post or message that the source sets as another's words is one statement of who wrote it.

    `parse` is a loaded pipeline (see `work.readers.load_parser`); `attribution` any way of finding statements, the rules
    by default. `others`: a way for each further language, by its ISO 639-1 code; there statements are found but no claims. A
    report in a language that is neither English nor among them gives nothing, and a warning says so: English rules on
    foreign words would invent. Offsets of all that comes back are code points into `article.text`.
    """
    if not is_english(article):
        tell = others.get(article.language or "")
        return Extracted(
            statements=with_posts(article, tell(article)) if tell else (),
            claims=(),
            warnings=(unread(article, told=tell is not None),),
        )
    zones = parse_zones(article, parse)
    statements = with_posts(article, attribution(article, zones))
    claims = find_claims(article, tuple(z for z in zones if z.zone.kind in REPORTING), statements)
    claims = go_on(article, claims, statements)
    made: dict[str | None, list[str]] = {}
    for claim in claims:
        made.setdefault(claim.statement, []).append(claim.id)
    carried = [msgspec.structs.replace(s, claims=tuple(made.get(s.id, ()))) for s in statements]
    carried, alleged = invoked(article, carried, claims)
    return Extracted(statements=tuple(carried), claims=tuple(alleged), entities=_entities(zones))


def _entities(zones: tuple[ParsedZone, ...]) -> tuple[tuple[str, int, int], ...]:
    return tuple((e.label_, z.offset + e.start_char, z.offset + e.end_char) for z in zones for e in z.doc.ents)
