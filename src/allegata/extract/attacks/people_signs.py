"""What speaks for and against a person being one who was attacked: signs by name, for the scorer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ...data import rows
from ...records import Statement, ZoneKind
from ..parsed import ParsedZone
from .people import Person, Place
from .scorer import squash
from .violations import GRAVE, Violation

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 6
"""Words to both sides of a name in which a word says what the person is."""


@cache
def person_kinds() -> Mapping[str, frozenset[str]]:
    """A word to the kinds of person it speaks for."""
    held: dict[str, set[str]] = {}
    for row in rows("person_kinds.csv"):
        for word in row["words"].split("|"):
            held.setdefault(word, set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in held.items()}


def signs_of_all(persons: Sequence[Person], zones: Sequence[ParsedZone], ground: "Ground") -> list[dict[str, float]]:
    """One dict a person, same order."""
    made = [signs(person, ground) for person in persons]
    totals = [sum(p.how != "pronoun" for p in person.places) for person in persons]
    most = max(totals, default=1)
    best = max((m.get("harmed", 0.0) for m in made), default=0.0)
    gravest = max((m.get("harmed_gravely", 0.0) for m in made), default=0.0)
    listed = _lists(persons, zones)
    for n, own in enumerate(made):
        own["gravest"] = float(gravest > 0 and own.get("harmed_gravely", 0.0) == gravest)
        own["nobody_gravely"] = float(gravest == 0)
        own["share"] = totals[n] / most
        own["most_named"] = float(totals[n] == most)
        own["rank"] = squash(n)
        own["among"] = squash(len(persons))
        own["harmed_share"] = own.get("harmed", 0.0) / best if best else 0.0
        mates = [made[m] for m in listed[n]]
        own["mates"] = squash(len(mates))
        own["mates_harmed"] = float(any(m.get("harmed", 0.0) > 0 for m in mates))
    return made


class Ground:
    """An article's violations and speakers, by the token at which they stand."""

    def __init__(self, zones: Sequence[ParsedZone], violations: Sequence[Violation], statements: Sequence[Statement]) -> None:
        self.zones = zones
        self.all = tuple(violations)
        at = {z.offset: n for n, z in enumerate(zones)}
        self.harmed: dict[tuple[int, int], list[Violation]] = {}
        self.doers: dict[tuple[int, int], list[Violation]] = {}
        self.told: dict[tuple[int, int], Counter[str]] = {}
        for violation in violations:
            n = at[violation.zone.offset]
            for token in violation.harmed:
                self.harmed.setdefault((n, token.i), []).append(violation)
            for token in violation.doers:
                self.doers.setdefault((n, token.i), []).append(violation)
            self.told.setdefault((n, violation.token.sent.start), Counter())[violation.kind] += 1
        self.speaking = sorted((s.start, s.end) for st in statements for s in st.source)
        kinds, sorts = Counter(v.kind for v in violations), Counter(v.sort for v in violations)
        self.share = {k: n / len(violations) for k, n in (kinds | sorts).items()}
        self.commonest = kinds.most_common(1)[0][0] if kinds else None
        self.first = next((n for n, z in enumerate(zones) if z.zone.kind is not ZoneKind.HEADLINE), 0)


def signs(person: Person, ground: Ground) -> dict[str, float]:
    """Everything but what needs the other persons."""
    held: Counter[str] = Counter()
    for place in person.places:
        zone = ground.zones[place.zone]
        tokens = list(zone.doc[place.first : place.last + 1])
        held["n"] += 1
        held[f"how_{place.how}"] += 1
        _of_violations(held, place, tokens, ground)
        _of_words(held, place, zone, tokens)
        span = zone.span(place.first, place.last)
        held["speaks"] += any(s < span.end and span.start < e for s, e in ground.speaking)
        held["in_headline"] += zone.zone.kind is ZoneKind.HEADLINE
        held["in_lead"] += place.zone == ground.first
        held["near_lead"] += place.zone in {ground.first + 1, ground.first + 2}
    for role in person.roles:
        for word in role.lower().split():
            for kind in person_kinds().get(word, ()):
                held[f"role_{kind}"] += 1
    made = {name: squash(count) for name, count in held.items() if count}
    made |= _of_harms(
        [v for p in person.places for t in range(p.first, p.last + 1) for v in ground.harmed.get((p.zone, t), ())], ground
    )
    made["speaks_share"] = held["speaks"] / max(1, held["n"])
    made["harmed_part"] = held["harmed"] / max(1, held["n"])
    made["one_word"] = float(len(person.words) == 1)
    made["many_words"] = float(len(person.words) > 3)
    made["known"] = float(person.known)
    return made


def _of_harms(suffered: Sequence[Violation], ground: Ground) -> dict[str, float]:
    """Whether it is the harm that the article is about: who is arrested in a report of a kidnapping is rather the kidnapper."""
    if not suffered:
        return {}
    only_held = float(all(v.kind == "detention" for v in suffered))
    crimes = ground.share.get("abduction", 0.0) + ground.share.get("killing", 0.0)
    return {
        "suffers_share": max(ground.share[v.kind] for v in suffered),
        "suffers_sort_share": max(ground.share[v.sort] for v in suffered),
        "suffers_commonest": float(any(v.kind == ground.commonest for v in suffered)),
        "only_held": only_held,
        "only_held_for_crimes": only_held * crimes,
        "more_than_held_for_crimes": (1 - only_held) * crimes,
        "only_held_with_trial": only_held * ground.share.get("trial", 0.0),
    }


def _of_violations(held: Counter[str], place: Place, tokens: "Sequence[Token]", ground: Ground) -> None:
    harmed = [v for t in tokens for v in ground.harmed.get((place.zone, t.i), ())]
    for violation in harmed:
        held["harmed"] += 1
        held[f"harmed_{violation.kind}"] += 1
        held[f"harmed_{violation.pos}"] += 1
        held[f"harmed_sort_{violation.sort}"] += 1
        held["harmed_gravely"] += violation.sort in GRAVE
    held["doer"] += any((place.zone, t.i) in ground.doers for t in tokens)
    beside = ground.told.get((place.zone, tokens[0].sent.start))
    if beside:
        held["beside"] += 1
        for kind in beside:
            held[f"beside_{kind}"] += 1


def _of_words(held: Counter[str], place: Place, zone: ParsedZone, tokens: "Sequence[Token]") -> None:
    if place.how == "pronoun":
        return
    doc, sentence = zone.doc, tokens[0].sent
    for token in doc[max(sentence.start, place.first - NEAR) : min(sentence.end, place.last + 1 + NEAR)]:
        if place.first <= token.i <= place.last:
            continue
        for word in {token.lemma_.lower(), token.lower_}:
            for kind in person_kinds().get(word, ()):
                held[f"word_{kind}"] += 1
    head = tokens[-1]
    while head.head.i != head.i and place.first <= head.head.i <= place.last:
        head = head.head
    held[f"dep_{head.dep_}"] += 1
    after = doc[place.last + 1 : place.last + 4].text
    held["aged"] += after.startswith(",") and any(t.like_num and t.text.isdigit() for t in doc[place.last + 2 : place.last + 3])
    before = doc[place.first - 1].lower_ if place.first else ""
    held["by_line"] += before in {"by", "photo", "story", "text", "@", "/"} and head.dep_ != "agent"
    held["own"] += doc[place.last + 1 : place.last + 2].text in {"'s", "’s"}
    if before in {"mr", "mr.", "ms", "ms.", "mrs", "mrs."}:
        held["polite"] += 1


def _lists(persons: Sequence[Person], zones: Sequence[ParsedZone]) -> list[set[int]]:
    """For each person those who stand in one list with them: "A, B and C"."""
    at = {(p.zone, t): n for n, person in enumerate(persons) for p in person.places for t in range(p.first, p.last + 1)}
    held: list[set[int]] = [set() for _ in persons]
    for n, person in enumerate(persons):
        for place in person.places:
            if place.how == "pronoun":
                continue
            head = zones[place.zone].doc[place.last]
            for token in head.conjuncts:
                other = at.get((place.zone, token.i))
                if other is not None and other != n:
                    held[n].add(other)
                    held[other].add(n)
    return held
