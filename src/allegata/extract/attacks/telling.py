"""The answer for one article: signs, weighed; an answer is given from the chance on that its scorer names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from ...records import AllegedAttack, Article, Attacked, Day, Harm, Place, Record, Statement, When
from ..parsed import ParsedZone
from .days import OnDay, days_at
from .document_signs import doer_signs, violation_signs
from .people import Person, find_persons
from .people_signs import Ground, signs_of_all
from .scorer import Scorer, Signs
from .standing import Mentions
from .violations import find_violations
from .where import Where, places_at

KINDS = ("journalist", "defender", "unionist")
"""What a person can be that brings them into danger; see data/person_kinds.csv."""


class Weights(Record):
    """The scorers of one model: `harms`, `doers` and `kinds` by the code of the answer."""

    victim: Scorer
    harms: Mapping[Harm, Scorer]
    doers: Mapping[str, Scorer]
    kinds: Mapping[str, Scorer]
    city: Scorer
    region: Scorer
    country: Scorer
    year: Scorer
    month: Scorer
    day: Scorer


def tell_attack(
    article: Article,
    zones: Sequence[ParsedZone],
    *,
    statements: Sequence[Statement],
    places: Sequence[Place],
    times: Sequence[When],
    weights: Weights,
) -> AllegedAttack:
    """The attack that an article is mainly about.

    `zones` are the parsed paragraphs of its reporting zones; `statements`, `places` and `times` those found in the same article.
    """
    violations = find_violations(zones)
    ground = Ground(zones, violations, statements)
    persons = find_persons(zones)
    seen = signs_of_all(persons, zones, ground)
    chances = [weights.victim.chance(s) for s in seen]
    victims = victims_at(persons, chances)
    mentions = Mentions(zones, ground, victims)
    harms = violation_signs(zones, violations, victims)
    doers = doer_signs(zones, violations) | harms
    found = {
        level: _best(places_at(level, places, mentions, article.text), scorer)
        for level, scorer in (("city", weights.city), ("region", weights.region), ("country", weights.country))
    }
    day = _when(times, mentions, article, weights)
    doer = _likeliest(doers, weights.doers)
    answers = (*found.values(), day)
    return AllegedAttack(
        harms=_harms(harms, weights.harms),
        victims=tuple(
            _attacked(p, s, c, zones, weights)
            for p, s, c in zip(persons, seen, chances, strict=True)
            if c >= weights.victim.least
        ),
        doer=doer,
        has_doer=doer is not None,
        day=day.value if isinstance(day, OnDay) else None,
        **{level: where.name if where is not None else None for level, where in found.items()},
        spans=tuple(sorted(s for a in answers if a is not None for s in a.spans)),
    )


def victims_at(persons: Sequence[Person], chances: Sequence[float]) -> dict[tuple[int, int], float]:
    """Zone and token of every word that stands for a person, with the chance that this person was attacked."""
    return {
        (place.zone, token): chance
        for person, chance in zip(persons, chances, strict=True)
        for place in person.places
        for token in range(place.first, place.last + 1)
    }


_Option = TypeVar("_Option", Where, OnDay)


def _best(options: Sequence[_Option], scorer: Scorer) -> _Option | None:
    chance, best = max(((scorer.chance(o.signs), -n) for n, o in enumerate(options)), default=(0.0, 0))
    return options[-best] if options and chance >= scorer.least else None


def _when(times: Sequence[When], mentions: Mentions, article: Article, weights: Weights) -> OnDay | None:
    """The day if one is sure enough, else the month, else the year; the finer lies in the coarser that was found before it."""
    held: OnDay | None = None
    for size, scorer in (("year", weights.year), ("month", weights.month), ("day", weights.day)):
        options = days_at(size, times, mentions, article.published, article.text)
        inside = [o for o in options if held is None or o.value.startswith(held.value)]
        best = _best(inside, scorer)
        if best is None:
            return held
        held = best
    return held


def _harms(signs: Signs, scorers: Mapping[Harm, Scorer]) -> tuple[Harm, ...]:
    chances = {harm: scorer.chance(signs) for harm, scorer in scorers.items()}
    return tuple(harm for harm in Harm if chances.get(harm, 0.0) >= scorers[harm].least)


def _likeliest(signs: Signs, scorers: Mapping[str, Scorer]) -> str | None:
    chances = {code: scorer.chance(signs) for code, scorer in scorers.items()}
    best = max(chances, key=lambda code: chances[code], default="none")
    return None if best == "none" else best


def _attacked(person: Person, signs: Signs, chance: float, zones: Sequence[ParsedZone], weights: Weights) -> Attacked:
    return Attacked(
        name=person.name,
        spans=tuple(zones[p.zone].span(p.first, p.last) for p in person.places),
        kinds=tuple(
            kind for kind in KINDS if kind in weights.kinds and weights.kinds[kind].chance(signs) >= weights.kinds[kind].least
        ),
        sex=_sex(person.genders),
        age=_age(signs),
        chance=round(chance, 3),
    )


def _sex(genders: Iterable[str]) -> str | None:
    held = list(genders)
    most = max(set(held), key=held.count) if held else None
    return {"m": "man", "f": "woman"}.get(most or "")


def _age(signs: Signs) -> str | None:
    return "child" if signs.get("word_child", 0.0) > signs.get("word_adult", 0.0) else None


def day_parts(day: Day | None) -> tuple[str | None, str | None, str | None]:
    """Year, month and day of a day, None for what it does not say."""
    parts = day.split("-") if day else []
    padded = [*parts, None, None, None]
    return padded[0], padded[1], padded[2]
