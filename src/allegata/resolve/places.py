"""Mentions of places -> every gazetteer entry that each could be, with scores made from the report's own context.

Never silently one: all candidates stand, best first (of very common names the KEPT best). A name means one place
throughout a report, unless its own words put it elsewhere ("Paris, Texas"). No country is computed from coordinates.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import msgspec

from ..data import rows
from ..records import Candidate, KnownPlace, Place, Precision, Profile, Span
from .gazetteer import Entry, Gazetteer, fold
from .mentions import Hints, Mention, find_mentions, words_of

KEPT = 12
"""Candidates kept of a name; the long tail of a name with hundreds is cut by score."""

ROUNDS = 2
"""Times that names judge each other; more rounds change less than 1 in 500 readings on the development sets."""

SEAT_PEOPLE = 50_000
"""A country's namesakes of its capital are smaller than this; no capital with namesakes is."""

SURE_LEAD = 2.9
UNSURE_SAYS = 0.3
"""A name whose two best readings are alike speaks with this weight for its neighbours; with SURE_LEAD between them, fully."""

NEAR_KM = 70.0
"""Distance at which another place's support has fallen to 1/e."""

W_PROFILE = 12.0
W_COUNTRY = 4.0
W_DIVISION = 4.0
W_CURATED = 2.0
W_SEAT = 4.0
W_PRIMARY = 1.8
W_EXACT = 0.7
W_INSIDE = 6.0
W_SAME_COUNTRY = 3.6
W_SAME_REGION = 2.7
W_NEAR = 1.9
W_PEOPLE = 0.35
"""Weights of what speaks for a candidate. The number of inhabitants (its logarithm) breaks ties between equals:
any one piece of evidence from the report outweighs a tenfold difference. Calibrated on LGL, TR-News and GeoWebNews."""


def find_places(
    text: str, *, hints: Hints, gazetteer: Gazetteer, profile: Profile | None, within: Sequence[Span] | None = None
) -> tuple[Place, ...]:
    """Every mention of a place in text order, with candidates best first; offsets are code points into `text`.

    `hints`: `(label, start, end)` of the parser's entities. `within`: only these stretches (the reporting zones); all of
    the text when None. A place that no gazetteer knows has no candidates and precision NONE.
    """
    areas = tuple(within) if within is not None else (Span(0, len(text)),)
    mentions = find_mentions(text, hints=hints, gazetteer=gazetteer, profile=profile, within=areas)
    senses = Senses(mentions, gazetteer, profile, text)
    return tuple(place_of(m, senses.candidates(m)) for m in mentions)


def place_of(mention: Mention, candidates: tuple[Candidate, ...]) -> Place:
    """The record, with the precision that the words and the best candidate's kind give."""
    return Place(name=mention.name, spans=(mention.span,), candidates=candidates, precision=precision_of(mention, candidates))


def precision_of(mention: Mention, candidates: tuple[Candidate, ...]) -> Precision:
    """The words' kind before the gazetteer's, "near" before both; NONE where nothing is known.

    "near" and "cities of" say nothing about a country or region: there the gazetteer's kind holds.
    """
    known = feature_precision(candidates[0].feature) if candidates else Precision.NONE
    if known in (Precision.COUNTRY, Precision.REGION):
        return known
    if mention.near and candidates:
        return Precision.NEAR
    return mention.kind if mention.kind is not None else known


def feature_precision(feature: str | None) -> Precision:
    """How closely a name of that kind of place says where; see data/features.csv."""
    return _features().get(feature or "", Precision.NONE)


@cache
def _features() -> dict[str, Precision]:
    return {r["code"]: Precision(r["precision"]) for r in rows("features.csv")}


class Option:
    """One entry that a name could mean, while it is judged."""

    __slots__ = ("entry", "known", "prior", "rules", "score")

    def __init__(self, entry: Entry, known: KnownPlace | None) -> None:
        self.entry = entry
        self.known = known
        self.rules: list[str] = []
        self.prior = self._prior()
        self.score = self.prior

    def _prior(self) -> float:
        """What speaks for the entry before the report's other places are looked at."""
        entry, feature = self.entry, self.entry.candidate.feature
        score = W_PEOPLE * math.log10(entry.population + 1) + W_PRIMARY * entry.primary + W_EXACT * entry.exact
        if feature == "country":
            score += W_COUNTRY
        elif feature in ("region", "continent", "water"):
            score += W_DIVISION
        if entry.candidate.vintage == "places.csv":
            score += W_CURATED
        if entry.population > SEAT_PEOPLE and entry.country and entry.country == _seat_of(fold(entry.candidate.name)):
            score += W_SEAT
        if self.known:
            score += W_PROFILE
            self.rules.append("profile")
        return score

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, when it has them."""
        c = self.entry.candidate
        return (c.lat, c.lon) if c.lat is not None and c.lon is not None else None

    @property
    def is_area(self) -> bool:
        """Whether it is a country or a region, whose point says little about distance."""
        return self.entry.candidate.feature in ("country", "region", "continent", "water")


class Senses:
    """The names of one report and what each could mean, judged together."""

    def __init__(self, mentions: Sequence[Mention], gazetteer: Gazetteer, profile: Profile | None, text: str) -> None:
        self.gazetteer = gazetteer
        self.profile = profile
        self.counts = Counter(self._key(m) for m in mentions)
        self.inside = _containers(mentions)
        self.options: dict[str, list[Option]] = {}
        self.extra: dict[str, list[Option]] = {}
        for mention in mentions:
            self.options.setdefault(self._key(mention), self._options(mention.name))
        self.speaks = _countries_named(text)
        for _ in range(ROUNDS):
            self._judge()

    def candidates(self, mention: Mention) -> tuple[Candidate, ...]:
        """The mention's candidates with scores, best first."""
        options = sorted(self.options[self._key(mention)], key=lambda o: (-o.score, o.entry.candidate.id))
        kept = options[:KEPT]
        cut = len(options) - len(kept)
        return tuple(self._candidate(o, cut) for o in kept)

    def _candidate(self, option: Option, cut: int) -> Candidate:
        rules = [*option.rules, *([f"{cut} more of that name not kept"] if cut else [])]
        known = option.known
        return msgspec.structs.replace(
            option.entry.candidate,
            score=round(option.score, 3),
            rule=", ".join(rules) or "name",
            names=known.names if known else option.entry.candidate.names,
        )

    def _key(self, mention: Mention) -> str:
        return fold(mention.name)

    def _options(self, name: str) -> list[Option]:
        """Entries for the name; if there are none, for the name without its kind word ("Springfield County")."""
        entries = list(self.gazetteer.look_up(name))
        known = known_places(self.profile, name)
        if not entries and not known:
            bare = without_kind(name)
            entries = list(self.gazetteer.look_up(bare)) if bare else []
            known = known_places(self.profile, bare) if bare else []
        options = []
        for place in known:
            same = next((e for e in entries if is_same(place, e)), None)
            if same:
                entries.remove(same)
            options.append(Option(entry_of(place, same), place))
        return options + [Option(e, None) for e in entries]

    def _judge(self) -> None:
        """One round: each name's options against the best options of all other names."""
        best = {k: max(o, key=lambda x: x.score) for k, o in self.options.items() if o}
        weight = {k: (1 + math.log(self.counts[k])) * sureness(self.options[k]) for k in best}
        for key, options in self.options.items():
            others = [(b, weight[k]) for k, b in best.items() if k != key]
            for option in options:
                self._score(option, others, self.inside.get(key))

    def _score(self, option: Option, others: list[tuple[Option, float]], containers: frozenset[str] | None) -> None:
        option.rules = [r for r in option.rules if r == "profile"]
        option.score = option.prior
        country, region, point = option.entry.country, option.entry.region, option.point
        total = sum(w for _, w in others) or 1.0
        same = sum(w for o, w in others if country and o.entry.country == country) / total
        alike = (
            sum(w for o, w in others if country and region and (o.entry.country, o.entry.region) == (country, region)) / total
        )
        if country in self.speaks and not option.is_area:
            same = max(same, 0.5)
        near = 0.0
        if point and not option.is_area:
            near = sum(w * math.exp(-km(point, o.point) / NEAR_KM) for o, w in others if o.point and not o.is_area)
        if same:
            option.score += W_SAME_COUNTRY * math.sqrt(same)
            option.rules.append("country named")
        if alike:
            option.score += W_SAME_REGION * math.sqrt(alike)
            option.rules.append("region named")
        if near > 0.05:
            option.score += W_NEAR * min(1.0, math.sqrt(near / 2))
            option.rules.append("near other places")
        if containers and self._lies_in(option, containers):
            option.score += W_INSIDE
            option.rules.append("placed there by its words")

    def _lies_in(self, option: Option, containers: frozenset[str]) -> bool:
        """Whether the gazetteer files the option under one of the larger places named with it."""
        for name in containers:
            for larger in self.larger(name):
                feature, own = larger.entry.candidate.feature, option.entry
                if feature == "country" and own.country == larger.entry.country and not option.is_area:
                    return True
                if (
                    feature == "region"
                    and own.region
                    and (own.country, own.region) == (larger.entry.country, larger.entry.region)
                ):
                    return own.candidate.id != larger.entry.candidate.id
        return False

    def larger(self, name: str) -> list[Option]:
        """What the name of a larger place can mean, whether or not it is a mention of its own."""
        if name not in self.options:
            self.extra.setdefault(name, self._options(name))
        return self.options.get(name) or self.extra.get(name, [])


def sureness(options: Sequence[Option]) -> float:
    """How much a name's best reading may say about the other names: from UNSURE_SAYS (two alike) to 1 (no rival near)."""
    scores = sorted((o.score for o in options), reverse=True)
    lead = scores[0] - scores[1] if len(scores) > 1 else SURE_LEAD
    return UNSURE_SAYS + (1 - UNSURE_SAYS) * min(1.0, lead / SURE_LEAD)


def _containers(mentions: Sequence[Mention]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.inside:
            found.setdefault(fold(mention.name), set()).add(fold(mention.inside))
    return {k: frozenset(v) for k, v in found.items()}


def _countries_named(text: str) -> frozenset[str]:
    """ISO codes of countries whose name or demonym stands in the text."""
    words = " " + fold(text) + " "
    return frozenset(iso for iso, pattern in _country_words() if pattern.search(words))


def _seat_of(folded: str) -> str | None:
    return _seats().get(folded)


@cache
def _seats() -> dict[str, str]:
    """Folded name of a seat of government -> ISO code of its country."""
    return {fold(s): c["iso"] for c in rows("countries.csv") for s in c["seats"].split("|") if s}


@cache
def _country_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for c in rows("countries.csv"):
        names = {fold(n) for n in (c["name"], *c["names"].split("|"), *c["demonyms"].split("|")) if len(n) > 3}
        if names:
            found.append((c["iso"], re.compile(" (?:" + "|".join(map(re.escape, sorted(names))) + ") ")))
    return tuple(found)


def known_places(profile: Profile | None, name: str) -> list[KnownPlace]:
    """The profile's places that have the name, in any spelling that folds alike."""
    if profile is None:
        return []
    folded = fold(name)
    return [p for p in profile.places if any(fold(n.name) == folded for n in p.names)]


def is_same(place: KnownPlace, entry: Entry) -> bool:
    """Whether a profile's place is the gazetteer's entry: same number, same key, or same name within some 15 km."""
    own = entry.candidate.id
    if place.geonames:
        return own == f"geonames:{place.geonames}"
    if own == f"allegata:{place.key}":
        return True
    lat, lon = entry.candidate.lat, entry.candidate.lon
    if place.lat is None or place.lon is None or lat is None or lon is None:
        return False
    return own.startswith("allegata:") and km((place.lat, place.lon), (lat, lon)) < 15


def entry_of(place: KnownPlace, same: Entry | None) -> Entry:
    """The profile's place as an entry: the gazetteer's own where there is one, so that ids agree in all casebooks."""
    if same:
        return same
    key = f"geonames:{place.geonames}" if place.geonames else f"allegata:{place.key}"
    candidate = Candidate(
        id=key,
        name=place.names[0].name,
        lat=place.lat,
        lon=place.lon,
        feature=place.feature,
        names=place.names,
        vintage="profile",
    )
    return Entry(candidate=candidate)


def without_kind(name: str) -> str | None:
    """The name less a kind word at its end or head: "Springfield County" -> "Springfield"; None when there is none."""
    words = name.split()
    if len(words) > 1 and words[-1].lower() in words_of("kind"):
        return " ".join(words[:-1])
    if len(words) > 2 and words[0].lower() in words_of("kind") and words[1].lower() == "of":
        return " ".join(words[2:])
    return None


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine, mean radius 6371 km)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))
