"""Article -> statements and claims: who says what, and what exactly is alleged."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from ..records import REPORTING, Article, Extracted, Statement
from .attribution import attribute
from .claims import find_claims
from .parsed import ParsedZone, parse_zones

if TYPE_CHECKING:
    from .parsed import Parse

Attribution = Callable[[Article, tuple[ParsedZone, ...]], tuple[Statement, ...]]

__all__ = ["Attribution", "extract"]


def extract(article: Article, *, parse: "Parse", attribution: Attribution = attribute) -> Extracted:
    """Read headline, standfirst and body for statements and claims, captions for statements; bios and comments are never read.

    `parse` is a loaded pipeline (see `work.readers.load_parser`); `attribution` any way of finding statements, the rules
    by default. Offsets of all that comes back are code points into `article.text`.
    """
    zones = parse_zones(article, parse)
    statements = attribution(article, zones)
    claims = find_claims(article, tuple(z for z in zones if z.zone.kind in REPORTING), statements)
    made: dict[str | None, list[str]] = {}
    for claim in claims:
        made.setdefault(claim.statement, []).append(claim.id)
    carried = tuple(msgspec.structs.replace(s, claims=tuple(made.get(s.id, ()))) for s in statements)
    return Extracted(statements=carried, claims=claims, entities=_entities(zones))


def _entities(zones: tuple[ParsedZone, ...]) -> tuple[tuple[str, int, int], ...]:
    return tuple((e.label_, z.offset + e.start_char, z.offset + e.end_char) for z in zones for e in z.doc.ents)
