"""Where the attack is said to have been: the town, region and country that an article's words tie to the harm.

A country is one that the words name, also by its people ("Northlandic police"); none is computed from a town.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from ...data import rows
from ...records import Place, Precision, Span
from .scorer import Candidate, squash
from .standing import Mentions, squashed

LEVELS: Mapping[str, frozenset[Precision]] = {
    "city": frozenset(
        {Precision.SITE, Precision.NEIGHBOURHOOD, Precision.TOWN, Precision.NEAR, Precision.DISTRICT, Precision.NONE}
    ),
    "region": frozenset({Precision.REGION, Precision.DISTRICT, Precision.NONE}),
    "country": frozenset({Precision.COUNTRY}),
}


@cache
def _peoples() -> Mapping[str, str]:
    """A demonym in lower case to its country's name."""
    return {d.lower(): row["name"] for row in rows("countries.csv") for d in row["demonyms"].split("|") if d}


@cache
def _countries() -> Mapping[str, str]:
    """A country's names in lower case to the main one."""
    return {n.lower(): row["name"] for row in rows("countries.csv") for n in (row["name"], *row["names"].split("|")) if n}


def places_at(level: str, places: Sequence[Place], mentions: Mentions, text: str) -> list[Candidate]:
    """Every name of the level with its signs; a country's demonyms count as mentions of it."""
    spans: dict[str, list[Span]] = {}
    names: dict[str, Counter[str]] = {}
    kinds: dict[str, Place] = {}
    for place in places:
        if place.precision not in LEVELS[level] or (level == "country" and not place.candidates):
            continue
        key = _countries().get(place.name.lower(), place.name) if level == "country" else place.name
        key = key if level == "country" else key.casefold()
        spans.setdefault(key, []).append(place.spans[0])
        names.setdefault(key, Counter())[key if level == "country" else place.name] += 1
        kinds.setdefault(key, place)
    people = _by_peoples(mentions) if level == "country" else {}
    for name, found in people.items():
        spans.setdefault(name, [])
        names.setdefault(name, Counter())[name] += 1
        spans[name] += found
    total = sum(len(s) for s in spans.values())
    most = max((len(s) for s in spans.values()), default=1)
    made = []
    for key, found in spans.items():
        held: Counter[str] = Counter()
        for span in found:
            mentions.count(held, span)
        signs = squashed(held)
        signs["share"] = len(found) / total
        signs["most"] = float(len(found) == most)
        signs["early"] = 1 - min(s.start for s in found) / max(1, len(text))
        signs["by_people"] = squash(len(people.get(key, ())))
        signs |= _kind_signs(kinds.get(key), level)
        made.append(Candidate(value=names[key].most_common(1)[0][0], spans=tuple(sorted(found)), signs=signs))
    return _ranked(made)


def _ranked(made: list[Candidate]) -> list[Candidate]:
    """With what each is among the others: the one that stands nearest to the harm, the first, the only one."""
    best = {k: max((w.signs.get(k, 0.0) for w in made), default=0.0) for k in ("hangs", "beside", "close", "with_victim")}
    order = {w.value: n for n, w in enumerate(sorted(made, key=lambda w: w.spans[0]))}
    out = []
    for where in made:
        signs = dict(where.signs)
        for sign, value in best.items():
            signs[f"top_{sign}"] = float(value > 0 and signs.get(sign, 0.0) == value)
        signs["order"] = squash(order[where.value])
        signs["only"] = float(len(made) == 1)
        out.append(msgspec.structs.replace(where, signs=signs))
    return out


def _kind_signs(place: Place | None, level: str) -> dict[str, float]:
    if place is None:
        return {}
    best = place.candidates[0] if place.candidates else None
    made = {f"is_{place.precision.value}": 1.0, "capitals": float(place.name.isupper())}
    if best is None:
        return made | {"unheard_of": 1.0}
    for rule in (best.rule or "").replace(",", ";").split(";"):
        if rule.strip():
            made[f"rule_{rule.strip().split()[0]}"] = 1.0
    made["score"] = best.score / 10
    made[f"feature_{best.feature}"] = 1.0
    return made


def _by_peoples(mentions: Mentions) -> dict[str, list[Span]]:
    held: dict[str, list[Span]] = {}
    for zone in mentions.zones:
        for token in zone.doc:
            name = _peoples().get(token.lower_)
            if name is not None and token.text[:1].isupper():
                held.setdefault(name, []).append(zone.place(token))
    return held
