"""The names of one report and what each could mean, judged together by weighed signs (`signs.py`, `data/place_weights.csv`).

A first round looks at each name alone; then names judge each other, each reading as loud as it is likely. A name means one place
throughout a report. What is known of the outlet's home counts like a name that the report does not write.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from ..data import rows
from ..records import Candidate, KnownPlace, Profile
from .gazetteer import Entry, Gazetteer, fold
from .mentions import Mention, words_of
from .outlets import homes_of
from .signs import Option, Other, Signs, Told, dot, is_overshadowed, km, signs_alone, signs_together

KEPT = 12
"""Candidates kept of a name; the long tail of a name with hundreds is cut by score."""

JUDGED = 60
"""Readings of a name that are judged together with others: the best by themselves, and each that its words place."""

HEARD = 10
"""Readings of a name that speak for other names."""

ROUNDS = 3
"""Times that names judge each other; more rounds change less than 1 in 500 readings on the development sets."""

W_PROFILE = 12.0
"""A profile's place outweighs every sign: the casebook's people wrote it down."""

W_OVERSHADOWED = -6.0
"""A district is not meant by the bare name of the town in it; gold sets tell too little of it to learn."""

SHOWN = 0.25
"""What a sign must add to a reading, beside its rivals' mean, to stand in its rule."""


class Senses:
    """The names of one report and what each could mean."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        profile: Profile | None,
        text: str,
        outlet: str | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.profile = profile
        self.told = told_of(mentions)
        self.options: dict[str, list[Option]] = {}
        self.extra: dict[str, list[Option]] = {}
        for mention in mentions:
            if mention.key not in self.options:
                self.options[mention.key] = self._options(mention.means or mention.name)
            if mention.means:
                self.options[mention.key] = [o for o in self.options[mention.key] if o.is_area] or self.options[mention.key]
        self.named = countries_named(text)
        self.home = self._home(outlet)
        self._judge_alone()
        for _ in range(ROUNDS):
            self._judge_together()

    def candidates(self, mention: Mention) -> tuple[Candidate, ...]:
        """The mention's candidates with scores, best first."""
        options = sorted(self.options[mention.key], key=lambda o: (-o.score, o.entry.candidate.id))
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

    def _options(self, name: str) -> list[Option]:
        """Entries for the name; if there are none, for the name without its kind word ("Springfield County")."""
        entries = list(self.gazetteer.look_up(name))
        known = known_places(self.profile, name)
        for other in other_spellings(name):
            if entries or known:
                break
            entries = list(self.gazetteer.look_up(other))
            known = known_places(self.profile, other)
        options = []
        for place in known:
            same = next((e for e in entries if is_same(place, e)), None)
            if same:
                entries.remove(same)
            options.append(Option(entry_of(place, same), place))
        return options + [Option(e) for e in entries]

    def _home(self, outlet: str | None) -> list[tuple[Option, float]]:
        """Readings of the outlet's home with their chances, from its name alone."""
        for name in homes_of(outlet):
            options = [Option(e) for e in self.gazetteer.look_up(name) if e.primary]
            if options:
                told = Told(count=1)
                for option in options:
                    option.alone = signs_alone(option, options, told)
                    option.score = dot(alone_weights(), option.alone.items())
                set_chances(options)
                return heard(options)
        return []

    def _judge_alone(self) -> None:
        for key, options in self.options.items():
            for option in options:
                option.alone = signs_alone(option, options, self.told[key])
                option.alone["placed by its words"] = self._placed(option, self.told[key])
                option.fixed = W_PROFILE * (option.known is not None)
                option.fixed += W_OVERSHADOWED * is_overshadowed(option, options, self.told[key])
                option.score = dot(alone_weights(), option.alone.items()) + option.fixed
            set_chances(options)

    def others(self, key: str) -> list[Other]:
        """The other names' likely readings, each as loud as it is often said."""
        return [
            Other(
                options=tuple(heard(options)),
                weight=1 + math.log(self.told[k].count),
            )
            for k, options in self.options.items()
            if k != key and options
        ]

    def _judge_together(self) -> None:
        """One round: each name's options against the likely readings of all other names."""
        judged = [(key, self.judged(key), self.others(key)) for key, options in self.options.items() if options]
        for _key, options, others in judged:
            found = [signs_together(o, others, named=self.named, home=self.home) for o in options]
            for option, signs in zip(options, found, strict=True):
                option.score = dot(together_weights(), [*option.alone.items(), *signs.items()])
                option.score += option.fixed
            self._say_why(options, found)
            lowest = min(o.score for o in options)
            rest = set(map(id, options))
            for option in self.options[_key]:
                if id(option) not in rest:
                    option.score = min(option.score, lowest - 1)
        for options in self.options.values():
            set_chances(options)

    def judged(self, key: str) -> list[Option]:
        """The readings worth judging with others: the best alone, and every one that its words place."""
        options = sorted(self.options[key], key=lambda o: -o.fixed - dot(alone_weights(), o.alone.items()))
        return options[:JUDGED] + [o for o in options[JUDGED:] if o.alone["placed by its words"] or o.known]

    def _say_why(self, options: Sequence[Option], found: Sequence[Signs]) -> None:
        """Name the signs that lift a reading over the mean of its rivals, strongest first."""
        names = sorted({n for signs in found for n in signs})
        means = {n: sum(s.get(n, 0.0) for s in found) / len(found) for n in names}
        for option, signs in zip(options, found, strict=True):
            lifts = {n: together_weights().get(n, 0.0) * (signs.get(n, 0.0) - means[n]) for n in names}
            best = sorted((n for n, v in lifts.items() if v > SHOWN), key=lambda n: -lifts[n])[:3]
            words = [n.split(",")[0] for n in best]
            option.rules = tuple(
                dict.fromkeys(
                    [
                        *(["profile"] if option.known else []),
                        *(["placed by its words"] if option.alone["placed by its words"] else []),
                        *words,
                    ]
                )
            )

    def _placed(self, option: Option, told: Told) -> float:
        """Whether the gazetteer files the option under one of the larger places named with it."""
        return float(any(lies_in(option, larger) for name in told.inside for larger in self.larger(name)))

    def larger(self, name: str) -> list[Option]:
        """What the name of a larger place can mean, whether or not it is a mention of its own."""
        if name not in self.options:
            self.extra.setdefault(name, self._options(name))
        return self.options.get(name) or self.extra.get(name, [])


def told_of(mentions: Sequence[Mention]) -> dict[str, Told]:
    """What the report says of each name, by folded name."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.key, []).append(mention)
    larger = {fold(m.inside) for m in mentions if m.inside}
    return {
        key: Told(
            count=len(group),
            kinds=frozenset(m.kind for m in group if m.kind is not None),
            inside=tuple(sorted({fold(m.inside) for m in group if m.inside})),
            holds=key in larger,
            opens=any(m.opens for m in group),
            short=all(re.fullmatch(r"(?:[^\W\d_]\.){2,}|[^\W\d_a-z]{2,4}|[A-Z][a-z]{1,4}\.", m.name) for m in group),
        )
        for key, group in found.items()
    }


def set_chances(options: Sequence[Option]) -> None:
    """Scores to chances that sum to 1 (softmax)."""
    if not options:
        return
    most = max(o.score for o in options)
    powers = [math.exp(o.score - most) for o in options]
    total = sum(powers)
    for option, power in zip(options, powers, strict=True):
        option.chance = power / total


def heard(options: Sequence[Option]) -> list[tuple[Option, float]]:
    """The likely readings with their chances, best first."""
    best = sorted(options, key=lambda o: (-o.chance, o.entry.candidate.id))[:HEARD]
    return [(o, o.chance) for o in best if o.chance > 0.005]


def lies_in(option: Option, larger: Option) -> bool:
    """Whether the gazetteer files the option under the larger place, a country or region."""
    own = option.entry
    if larger.feature == "country" and own.country == larger.entry.country:
        return option.feature != "country"
    return (
        larger.feature == "region"
        and own.candidate.id != larger.entry.candidate.id
        and (larger.division is not None and option.division == larger.division)
    )


@cache
def _weights(stage: str) -> dict[str, float]:
    return {r["sign"]: float(r["weight"]) for r in rows("place_weights.csv") if r["stage"] == stage}


def alone_weights() -> Mapping[str, float]:
    """Weights of the first round."""
    return _weights("alone")


def together_weights() -> Mapping[str, float]:
    """Weights of the rounds in which names judge each other."""
    return _weights("together")


def countries_named(text: str) -> dict[str, float]:
    """ISO codes of countries whose name or demonym stands in the text -> 1, less for one that is named seldom beside others."""
    words = " " + fold(text) + " "
    counts = {iso: len(pattern.findall(words)) for iso, pattern in _country_words()}
    most = max(counts.values(), default=0)
    return {iso: math.sqrt(n / most) for iso, n in counts.items() if n}


@cache
def _country_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for c in rows("countries.csv"):
        names = {fold(n) for n in (c["name"], *c["names"].split("|"), *c["demonyms"].split("|")) if len(n) > 3}
        if names:
            found.append((c["iso"], re.compile(" (?:" + "|".join(map(re.escape, sorted(names))) + ")(?= )")))
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


def other_spellings(name: str) -> Iterable[str]:
    """Ways to look for a name that no gazetteer has as written: Saint and St, a direction or a kind word less."""
    saint = re.sub(r"\bSt\.? (?=[A-Z])", "Saint ", name)
    if saint != name:
        yield saint
    short = re.sub(r"\bSaint (?=[A-Z])", "St. ", name)
    if short != name:
        yield short
    bare = without_kind(name)
    if bare:
        yield bare
    words = name.split()
    if len(words) > 1 and words[0].lower().rstrip(".") in words_of("side"):
        yield " ".join(words[1:])


def without_kind(name: str) -> str | None:
    """The name less a kind word at its end or head: "Springfield County" -> "Springfield"; None when there is none."""
    words = name.split()
    if len(words) > 1 and words[-1].lower() in words_of("kind"):
        return " ".join(words[:-1])
    if len(words) > 2 and words[0].lower() in words_of("kind") and words[1].lower() == "of":
        return " ".join(words[2:])
    return None
