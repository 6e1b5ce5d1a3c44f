"""What speaks for one reading of a place name, as numbers: the signs that `data/place_weights.csv` weighs.

Signs of an entry *alone* (people, kind, how the name is written) and *together* with the report's other names (the country or
region they are in, how far off they are). No sign names a country: what holds for one country holds for all.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ..data import rows
from ..records import KnownPlace, Precision, Record
from .gazetteer import Entry, fold

Signs = dict[str, float]

AREAS = frozenset({"country", "region", "continent", "water", "sea", "district"})
"""Kinds whose point says little about distance."""

NEAR_KM = (25.0, 100.0, 400.0)
"""Distances at which another place's support has fallen to 1/e."""

SEAT_KM = 80.0
"""How far a district's middle may be from the town that it is named after."""

SEAT_PEOPLE = 50_000
"""A country's namesakes of its capital are smaller than this; no capital with namesakes is."""


class Told(Record):
    """What the report says of a name over all its mentions. `kinds`: precisions its words state; `inside`: larger places named with it."""

    count: int
    kinds: frozenset[Precision] = frozenset()
    inside: tuple[str, ...] = ()
    holds: bool = False
    """Named after another place that lies in it ("Paris, Texas")."""
    opens: bool = False
    """In the dateline."""
    short: bool = False
    """Written in capitals and stops only ("SA", "N.Y.")."""


class Option:
    """One entry that a name could mean, while it is judged. `chance`: among its name's options; `alone`: signs that never change;
    `fixed`: what rules add to its score."""

    __slots__ = ("alone", "chance", "entry", "fixed", "known", "rules", "score")

    def __init__(self, entry: Entry, known: KnownPlace | None = None) -> None:
        self.entry = entry
        self.known = known
        self.alone: Signs = {}
        self.chance = 0.0
        self.fixed = 0.0
        self.score = 0.0
        self.rules: tuple[str, ...] = ()

    @property
    def feature(self) -> str:
        """Kind of place: town, district, region, country, ..."""
        return self.entry.candidate.feature or "town"

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, when it has them."""
        c = self.entry.candidate
        return (c.lat, c.lon) if c.lat is not None and c.lon is not None else None

    @property
    def is_area(self) -> bool:
        """Whether it is a country or a division, whose point says little about distance."""
        return self.feature in AREAS

    @property
    def division(self) -> tuple[str, str] | None:
        """The first-order division that the gazetteer files it under."""
        country, region = self.entry.country, self.entry.region
        return (country, region) if country and region else None


class Other(Record):
    """Another name of the report with its likely readings, best first, and how loudly it speaks."""

    options: tuple[tuple[Option, float], ...]
    weight: float


def signs_alone(option: Option, rivals: Sequence[Option], told: Told) -> Signs:
    """Signs of the entry before other names are looked at."""
    entry, feature = option.entry, option.feature
    people = math.log10(entry.population + 1)
    most = max(math.log10(r.entry.population + 1) for r in rivals)
    famous = max(math.log1p(r.entry.fame) for r in rivals)
    signs = {
        f"people, {size_of(option)}": people,
        "people, short of the most": most - people,
        "no people": float(entry.population == 0),
        f"names, {size_of(option)}": math.log1p(entry.fame),
        "names, short of the most": famous - math.log1p(entry.fame),
        "main name": float(entry.primary),
        "written so": float(entry.exact),
        "main name written so": float(entry.exact and entry.primary),
        f"is {_kind(feature)}": 1.0,
        "reviewed": float(bool(entry.candidate.names)),
        "no point": float(option.point is None),
        "seat": float(is_seat(option)),
    }
    if told.short:
        signs["short form of no main name"] = float(not entry.primary and not entry.candidate.names)
    if told.holds:
        signs[f"holds another, {size_of(option)}"] = 1.0
    if told.opens:
        signs[f"opens the report, {size_of(option)}"] = 1.0
    if told.kinds:
        signs["kind as told"] = float(precision_of_feature(feature) in told.kinds)
    return signs


def _kind(feature: str) -> str:
    if feature == "sea":
        return "water"
    if feature in ("country", "region", "district", "continent", "water"):
        return feature
    return "town" if feature in ("town", "city", "village") else "site"


def is_overshadowed(option: Option, rivals: Sequence[Option], told: Told) -> bool:
    """Whether it is a small division round the town of its name, and no word of the report says that the division is meant."""
    if (
        option.feature not in ("district", "region")
        or option.entry.candidate.names
        or told.kinds & {Precision.DISTRICT, Precision.REGION}
    ):
        return False
    return any(is_town_of(r, option) for r in rivals)


def is_town_of(town: Option, district: Option) -> bool:
    """Whether the town lies in or beside the division that has its name."""
    return bool(
        not town.is_area
        and town.entry.country == district.entry.country
        and town.point
        and (district.point is None or km(town.point, district.point) < SEAT_KM)
    )


def size_of(option: Option) -> str:
    """Three sizes with weights of their own: countries, regions and the like, and places."""
    if option.feature == "country":
        return "country"
    return "area" if option.feature in ("region", "continent", "water", "sea") else "place"


def is_seat(option: Option) -> bool:
    """Whether it is the seat of its country's government, told from small namesakes by its size."""
    entry = option.entry
    return bool(entry.country and entry.population > SEAT_PEOPLE and entry.country == seats().get(fold(entry.candidate.name)))


@cache
def seats() -> dict[str, str]:
    """Folded name of a seat of government -> ISO code of its country."""
    return {fold(s): c["iso"] for c in rows("countries.csv") for s in c["seats"].split("|") if s}


@cache
def _precisions() -> dict[str, Precision]:
    return {r["code"]: Precision(r["precision"]) for r in rows("features.csv")}


def precision_of_feature(feature: str | None) -> Precision:
    """How closely a name of that kind of place says where; see data/features.csv."""
    return _precisions().get(feature or "", Precision.NONE)


def signs_together(
    option: Option, others: Sequence[Other], *, named: Mapping[str, float], home: Sequence[tuple[Option, float]]
) -> Signs:
    """Signs from the other names' likely readings. `named`: countries that the text names; `home`: readings of the outlet's home."""
    country, division, area = option.entry.country, option.division, option.is_area
    total = sum(o.weight for o in others) or 1.0
    same = alike = inside = 0.0
    near = [0.0] * len(NEAR_KM)
    most = 0.0
    for other in others:
        in_country = in_division = within = 0.0
        close = [0.0] * len(NEAR_KM)
        for reading, chance in other.options:
            if country and reading.entry.country == country:
                in_country += chance
                if division and reading.division == division:
                    in_division += chance
                    if not area and reading.feature == "region":
                        within += chance
            if option.point and reading.point and not (area and option.feature != "district") and reading.feature != "country":
                off = km(option.point, reading.point)
                for n, scale in enumerate(NEAR_KM):
                    close[n] += chance * math.exp(-off / scale)
        share = other.weight / total
        same += share * in_country
        alike += share * in_division
        inside = max(inside, within)
        near = [a + share * c for a, c in zip(near, close, strict=True)]
        most = max(most, close[1])
    size = size_of(option)
    signs = {
        f"same country, {size}": math.sqrt(same),
        f"same region, {size}": math.sqrt(alike),
        f"country is named, {size}": named.get(country or "", 0.0),
        "region is named": inside,
        "nearest": most,
        "seat of a named country": named.get(country or "", 0.0) * option.alone.get("seat", 0.0),
        **{f"within {int(s)} km": math.sqrt(v) for s, v in zip(NEAR_KM, near, strict=True)},
    }
    if home:
        signs |= signs_of_home(option, home)
    return signs


def signs_of_home(option: Option, home: Sequence[tuple[Option, float]]) -> Signs:
    """How the reading lies to where the report's outlet is at home, as far as its name tells."""
    country, division = option.entry.country, option.division
    size = size_of(option)
    near = 0.0
    if option.point and size == "place":
        near = sum(c * math.exp(-km(option.point, h.point) / NEAR_KM[1]) for h, c in home if h.point)
    return {
        f"home country, {size}": sum(c for h, c in home if country and h.entry.country == country),
        f"home region, {size}": sum(c for h, c in home if division and h.division == division),
        "near home": near,
    }


def dot(weights: Mapping[str, float], signs: Iterable[tuple[str, float]]) -> float:
    """The weighted sum; a sign without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in signs)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine, mean radius 6371 km)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))
