"""Mentions of places -> every gazetteer entry that each could be, with scores made from the report's own context.

Never silently one: all candidates stand, best first (of very common names the best dozen). A name means one place
throughout a report, unless its own words put it elsewhere ("Paris, Texas"). No country is computed from coordinates.
"""

from collections.abc import Sequence

from ..records import Candidate, Place, Precision, Profile, Span
from .associative import find_associative
from .gazetteer import Gazetteer
from .mentions import Hints, Mention, find_mentions
from .senses import Senses
from .signs import km, precision_of_feature

__all__ = ["find_places", "find_toponyms", "km"]


def find_places(
    text: str,
    *,
    hints: Hints,
    gazetteer: Gazetteer,
    profile: Profile | None,
    within: Sequence[Span] | None = None,
    outlet: str | None = None,
) -> tuple[Place, ...]:
    """Every mention of a place in text order, with candidates best first; offsets are code points into `text`.

    `hints`: `(label, start, end)` of the parser's entities. `within`: only these stretches (the reporting zones); all of
    the text when None. `outlet`: its name or host, which may say where it is at home.
    A place that no gazetteer knows has no candidates and precision NONE.
    """
    areas = tuple(within) if within is not None else (Span(0, len(text)),)
    literal = find_mentions(text, hints=hints, gazetteer=gazetteer, profile=profile, within=areas)
    others = find_associative(text, hints=hints, gazetteer=gazetteer, literal=literal, within=areas)
    senses = Senses((*literal, *others), gazetteer, profile, text, outlet)
    return tuple(place_of(m, senses.candidates(m)) for m in literal)


def find_toponyms(
    text: str, *, hints: Hints, gazetteer: Gazetteer, outlet: str | None = None
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """All names of places as gold sets count them: those of `find_places`, and the associative ones ("Russian", "Bank of England").

    No event is placed by the associative ones; of a road or house there is no candidate.
    """
    areas = (Span(0, len(text)),)
    literal = find_mentions(text, hints=hints, gazetteer=gazetteer, profile=None, within=areas)
    others = find_associative(text, hints=hints, gazetteer=gazetteer, literal=literal, within=areas)
    senses = Senses((*literal, *others), gazetteer, None, text, outlet)
    return (
        tuple(place_of(m, senses.candidates(m)) for m in literal),
        tuple(place_of(m, senses.candidates(m)) for m in others),
    )


def place_of(mention: Mention, candidates: tuple[Candidate, ...]) -> Place:
    """The record, with the precision that the words and the best candidate's kind give."""
    return Place(name=mention.name, spans=(mention.span,), candidates=candidates, precision=precision_of(mention, candidates))


def precision_of(mention: Mention, candidates: tuple[Candidate, ...]) -> Precision:
    """The words' kind before the gazetteer's, "near" before both; NONE where nothing is known.

    "near" and "cities of" say nothing about a country or region: there the gazetteer's kind holds.
    """
    known = precision_of_feature(candidates[0].feature) if candidates else Precision.NONE
    if known in (Precision.COUNTRY, Precision.REGION):
        return known
    if mention.near and candidates:
        return Precision.NEAR
    return mention.kind if mention.kind is not None else known
