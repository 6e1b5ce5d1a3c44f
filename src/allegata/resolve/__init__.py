"""Dates to intervals, places to a gazetteer, speakers and actors to parties: every guess with its rule, all candidates kept."""

import re

import msgspec

from ..records import REPORTING, Actor, Article, Claim, Extracted, Precision, Profile, Quantity, Span, Spans, Statement
from .actors import Registry, share_parties
from .attach import Scene, attach_all, bound_quantity, said_at, set_scene
from .dates import find_times
from .gazetteer import Gazetteer
from .places import find_places
from .voice import voice_of

__all__ = ["Gazetteer", "resolve", "voice_of"]


def resolve(article: Article, extracted: Extracted, *, gazetteer: Gazetteer, profile: Profile | None) -> Extracted:
    """Fill in what the words refer to: `when` and `places` of claims, names, roles and parties, `said`, bounds of counts.

    Only reporting zones are looked at. What nothing resolves stays as written, with None beside it. Without a profile,
    parties are the countries and sides that the words themselves name.
    """
    text = reporting_text(article)
    zones = tuple(z.span for z in article.zones if z.kind in REPORTING)
    places = find_places(
        text, hints=extracted.entities, gazetteer=gazetteer, profile=profile, within=zones, outlet=article.outlet
    )
    since = profile.since if profile else None
    times = find_times(text, published=article.published, since=since)
    scene = set_scene(article, extracted.statements, places, times)
    registry = Registry(profile, article.published, text)
    towns = frozenset(p.spans[0] for p in places if p.precision in TOWNS)
    claims = attach_all([less_towns(with_parties(c, registry), towns) for c in extracted.claims], scene)
    return msgspec.structs.replace(
        extracted,
        statements=resolve_statements(extracted.statements, scene, registry),
        claims=tuple(with_bounds(c, scene, since) for c in claims),
    )


def reporting_text(article: Article) -> str:
    """The article's text with every letter outside the reporting zones blanked, so that offsets stay what they are."""
    pieces, at = [], 0
    for zone in article.zones:
        if zone.kind in REPORTING:
            pieces += [re.sub(r"\S", " ", article.text[at : zone.start]), zone.span.of(article.text)]
            at = zone.end
    return "".join([*pieces, re.sub(r"\S", " ", article.text[at:])])


def resolve_statements(statements: tuple[Statement, ...], scene: Scene, registry: Registry) -> tuple[Statement, ...]:
    """Speakers with their parties, and when each was said."""
    speakers = share_parties(registry.sided([registry.speaker(s.speaker) for s in statements]))
    return tuple(
        msgspec.structs.replace(s, speaker=who, said=said_at(s, scene)) for s, who in zip(statements, speakers, strict=True)
    )


def with_parties(claim: Claim, registry: Registry) -> Claim:
    """Perpetrators, victims and the counted with their parties."""
    victims = tuple(registry.actor(a) for a in claim.victims)
    return msgspec.structs.replace(
        claim,
        perpetrators=tuple(registry.actor(a) for a in claim.perpetrators),
        victims=victims,
        quantities=tuple(with_party(q, victims, registry) for q in claim.quantities),
    )


TOWNS = frozenset({Precision.TOWN, Precision.NEIGHBOURHOOD, Precision.DISTRICT})
BEFORE_EVENT = 20
"""Characters from a name to the event's noun that it describes: room for `missile`."""


def less_towns(claim: Claim, towns: frozenset[Span]) -> Claim:
    """`the Ayville missile strike`: a town of no party before the noun of an event is where it was, and did nothing."""
    nouns = claim.trigger[1:] if claim.rule.startswith("V:") else claim.trigger
    doers = tuple(a for a in claim.perpetrators if a.party or not a.spans or not _is_where(a.spans[0], nouns, towns))
    return claim if doers == claim.perpetrators else msgspec.structs.replace(claim, perpetrators=doers)


def _is_where(name: Span, nouns: Spans, towns: frozenset[Span]) -> bool:
    return name in towns and any(0 < n.start - name.end <= BEFORE_EVENT for n in nouns)


def with_party(quantity: Quantity, victims: tuple[Actor, ...], registry: Registry) -> Quantity:
    """Whose the counted are: as the words beside the number say, else the one party of the claim's victims."""
    for words in (quantity.of_party, quantity.who):
        party = registry.told(words).party if words else None
        if party:
            return msgspec.structs.replace(quantity, of_party=party)
    parties = {v.party for v in victims if v.party}
    return (
        msgspec.structs.replace(quantity, of_party=min(parties))
        if len(parties) == 1 and quantity.of_party is None
        else quantity
    )


def with_bounds(claim: Claim, scene: Scene, since: str | None) -> Claim:
    """Quantities with the stretch of time that they count."""
    return msgspec.structs.replace(claim, quantities=tuple(bound_quantity(q, claim, scene, since) for q in claim.quantities))
