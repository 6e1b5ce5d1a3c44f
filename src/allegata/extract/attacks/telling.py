"""The answer for one article: signs are weighed to chances (`hear_attack`), and what is sure enough is told (`tell_attack`)."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ...records import AllegedAttack, Article, Attacked, Day, Harm, Place, Record, Span, Statement, When
from ..parsed import ParsedZone
from .clauses import Clauses
from .days import days_at
from .document_signs import doer_signs, violation_signs
from .people import Person, find_persons
from .people_signs import Ground, signs_of_all
from .scorer import NEVER, Candidate, Ranker, Scorer, Signs
from .standing import Mentions
from .violations import find_violations, tells_of_attack
from .where import places_at

KINDS = ("journalist", "defender", "unionist")
"""What a person can be that brings them into danger; see data/person_kinds.csv."""


PLACES = ("city", "region", "country")
TIMES = ("year", "month", "day")


class Weights(Record):
    """The models of one set of weights: `harms`, `doers` and `kinds` by the code of the answer, `places` and `times` by what is asked."""

    victim: Scorer
    harms: Mapping[Harm, Scorer]
    doers: Mapping[str, Scorer]
    kinds: Mapping[str, Scorer]
    doer_sure: float
    places: Mapping[str, Ranker]
    times: Mapping[str, Ranker]


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One possible answer with its chance, and where the words stand."""

    value: str
    chance: float
    spans: tuple[Span, ...] = ()


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Every possible answer of an article with its chance: harms and doers in no order, of the rest the likeliest first.

    `fields`: city, region, country, year, month, day; days as fine as asked (`2020`, `2020-10`, `2020-10-04`).
    """

    tells: bool
    """Whether the article is about harm to persons at all: what is sure of an attack is told only then."""
    harms: Mapping[Harm, float]
    doers: Mapping[str, float]
    persons: tuple[Attacked, ...]
    fields: Mapping[str, tuple[Option, ...]]


def hear_attack(
    article: Article,
    zones: Sequence[ParsedZone],
    *,
    statements: Sequence[Statement],
    places: Sequence[Place],
    times: Sequence[When],
    weights: Weights,
) -> Heard:
    """What speaks for which answer.

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
    text, published = article.text, article.published
    fields = {level: _ranked(places_at(level, places, mentions, text), weights.places[level]) for level in PLACES}
    told = {harm: scorer.chance(harms) for harm, scorer in weights.harms.items()}
    clauses = Clauses(zones, ground, victims, {h.value: chance for h, chance in told.items()})
    fields |= {size: _ranked(days_at(size, times, clauses, published, text), weights.times[size]) for size in TIMES}
    return Heard(
        tells=tells_of_attack(zones, violations),
        harms=told,
        doers=_shares({code: scorer.chance(doers) for code, scorer in weights.doers.items()}),
        persons=tuple(
            sorted(
                (_attacked(p, s, c, zones, weights) for p, s, c in zip(persons, seen, chances, strict=True)),
                key=lambda a: (-a.chance, a.spans[0]),
            )
        ),
        fields=fields,
    )


def tell_attack(heard: Heard, weights: Weights) -> AllegedAttack:
    """What is sure enough; all else is left unknown, everything where the article is not about an attack.

    The time is the finest of day, month and year that is sure.
    """
    if not heard.tells:
        return AllegedAttack(harms=(), victims=())
    rankers = {**weights.places, **weights.times}
    sure = {f: _sure(options, rankers[f]) for f, options in heard.fields.items()}
    day = next((o for size in reversed(TIMES) if (o := sure[size]) is not None), None)
    doer = max(heard.doers, key=lambda code: heard.doers[code], default="none")
    told = doer != "none" and heard.doers[doer] >= weights.doer_sure
    answers = [o for o in (*(sure[level] for level in PLACES), day) if o is not None]
    return AllegedAttack(
        harms=tuple(h for h in Harm if heard.harms.get(h, 0.0) >= (weights.harms[h].sure if h in weights.harms else NEVER)),
        victims=tuple(p for p in heard.persons if p.chance >= weights.victim.sure),
        doer=doer if told else None,
        has_doer=told,
        day=day.value if day is not None else None,
        **{level: o.value if (o := sure[level]) is not None else None for level in PLACES},
        spans=tuple(sorted(s for o in answers for s in o.spans)),
    )


def _sure(options: Sequence[Option], ranker: Ranker) -> Option | None:
    return options[0] if options and options[0].chance >= ranker.sure else None


def _ranked(options: Sequence[Candidate], ranker: Ranker) -> tuple[Option, ...]:
    """The likeliest first; mentions of one value together."""
    chances: dict[str, float] = {}
    spans: dict[str, list[Span]] = {}
    for option, chance in zip(options, ranker.chances([o.signs for o in options]), strict=True):
        chances[option.value] = chances.get(option.value, 0.0) + chance
        spans.setdefault(option.value, []).extend(option.spans)
    made = [Option(value=v, chance=round(c, 4), spans=tuple(sorted(spans[v]))) for v, c in chances.items()]
    return tuple(sorted(made, key=lambda o: (-o.chance, o.spans[:1])))


def _shares(chances: Mapping[str, float]) -> dict[str, float]:
    whole = sum(chances.values()) or 1.0
    return {code: chance / whole for code, chance in chances.items()}


def victims_at(persons: Sequence[Person], chances: Sequence[float]) -> dict[tuple[int, int], float]:
    """Zone and token of every word that stands for a person, with the chance that this person was attacked."""
    return {
        (place.zone, token): chance
        for person, chance in zip(persons, chances, strict=True)
        for place in person.places
        for token in range(place.first, place.last + 1)
    }


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
