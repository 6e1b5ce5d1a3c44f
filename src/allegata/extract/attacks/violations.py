"""Words of a parsed article that tell of harm to persons, with whom they harm and who does it; from data/violation_triggers.csv.

Wider than the claims' events on purpose: what one article as a whole is about is judged from all of its words, the weak ones too.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ...data import rows
from ..events import Trigger, victims_of
from ..parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_REACH = 6
"""Words between the parts of a trigger: "was shot by two men dead" is as far as they stand apart."""


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """One place where harm is told. `kind`: killing, detention, abduction, disappearance, torture, other.

    `sort`: what of the kind the word tells, see data/violation_triggers.csv. `harmed`, `doers`: head words of who suffers and who
    does it, as the parse has them; empty when it does not say.
    """

    kind: str
    sort: str
    zone: ParsedZone
    token: "Token"
    pos: str
    harmed: "tuple[Token, ...]" = ()
    doers: "tuple[Token, ...]" = ()
    negated: bool = False


GRAVE = frozenset({"killing", "liberty", "abduction", "disappearance", "torture"})
"""Sorts of harm that are done to a person's body or liberty; see data/violation_triggers.csv."""

AGAINST_PERSONS = GRAVE | {"threat", "violence", "sexual", "raid", "trial", "speech"}

PER_HUNDRED_WORDS = {"grave": 0.3, "harming": 0.15, "any": 1.0}
"""Words of grave harm, those of them with whom they harm, and words of any harm to persons that a report of an attack has at least. 86 % of
HRDsAttack's training articles have so many, of 84 articles on US politics 7 %, of 116 of local news 10 % (crimes among them)."""

HARMING = 2
"""And so many with whom they harm, however short the report."""


@cache
def _triggers() -> Mapping[tuple[str, str], tuple[tuple[Trigger, str], ...]]:
    held: dict[tuple[str, str], list[tuple[Trigger, str]]] = {}
    for row in rows("violation_triggers.csv"):
        words = tuple(row["trigger"].split())
        made = Trigger(words=words, pos=row["pos"], event=row["kind"], measure=None, roles=row["roles"], needs="")
        first = words[-1] if made.pos == "N" else words[0]
        held.setdefault((made.pos, first), []).append((made, row["sort"]))
    return {key: tuple(sorted(found, key=lambda pair: -len(pair[0].words))) for key, found in held.items()}


def find_violations(zones: Sequence[ParsedZone]) -> tuple[Violation, ...]:
    """Every trigger in text order; a word that two kinds have ("abuse") gives one of each, a word inside a longer trigger none."""
    return tuple(made for zone in zones for made in _in_zone(zone))


def tells_of_attack(zones: Sequence[ParsedZone], violations: Sequence[Violation]) -> bool:
    """Whether an article is about harm to persons at all, and does not only mention a death or a trial."""
    words = max(1, sum(len(z.doc) for z in zones))
    grave = [v for v in violations if v.sort in GRAVE]
    harming = [v for v in grave if v.harmed]
    told = {"grave": len(grave), "harming": len(harming), "any": sum(v.sort in AGAINST_PERSONS for v in violations)}
    return len(harming) >= HARMING and all(100 * n / words >= PER_HUNDRED_WORDS[what] for what, n in told.items())


def _in_zone(zone: ParsedZone) -> list[Violation]:
    found = [(token, *at) for token in zone.doc for at in _at(token)]
    inner = {i for *_, rest in found for i in rest}
    return [_violation(zone, token, trigger, sort) for token, trigger, sort, _ in found if token.i not in inner]


def _at(token: "Token") -> list[tuple[Trigger, str, tuple[int, ...]]]:
    """The longest triggers at a word, each with its sort and where its other words stand."""
    pos = _POS.get(token.pos_)
    known = _triggers()
    tried = ((t, sort, _rest(token, t)) for t, sort in known.get((pos or "", token.lemma_.lower()), ()))
    found = [(t, sort, rest) for t, sort, rest in tried if rest is not None]
    if not found and pos == "A":
        found = [(t, sort, ()) for t, sort in known.get(("A", token.lower_), ())]
    longest = max((len(t.words) for t, *_ in found), default=0)
    return [made for made in found if len(made[0].words) == longest]


def _rest(token: "Token", trigger: Trigger) -> tuple[int, ...] | None:
    """Where the other words of the trigger stand: before a noun in a row, behind a verb within reach; None if they don't."""
    rest = trigger.words[1:] if trigger.pos != "N" else trigger.words[:-1]
    doc = token.doc
    if trigger.pos == "N":
        start = token.i - len(rest)
        fits = start >= 0 and [t.lemma_.lower() for t in doc[start : token.i]] == list(rest)
        return tuple(range(start, token.i)) if fits else None
    if trigger.words[0] == "be":
        return next(((c.i,) for c in token.children if c.lemma_.lower() == rest[-1]), None)
    held: list[int] = []
    for word in rest:
        first = held[-1] + 1 if held else token.i + 1
        found = next((t.i for t in doc[first : token.i + 1 + _REACH] if t.lemma_.lower() == word), None)
        if found is None:
            return None
        held.append(found)
    return tuple(held)


def _violation(zone: ParsedZone, token: "Token", trigger: Trigger, sort: str) -> Violation:
    harmed = _of_noun(token) if trigger.pos == "N" else victims_of(token, trigger)
    return Violation(
        kind=trigger.event,
        sort=sort,
        zone=zone,
        token=token,
        pos=trigger.pos,
        harmed=tuple(_with_names(harmed)),
        doers=tuple(_doers(token, trigger)),
        negated=any(c.dep_ == "neg" for c in token.children),
    )


def _of_noun(noun: "Token") -> "list[Token]":
    """ "the arrest of A and B", "A's murder", "the A killing"."""
    held = [
        p
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ in {"of", "against", "on", "for"}
        for p in c.children
        if p.dep_ == "pobj"
    ]
    held += [c for c in noun.children if c.dep_ == "poss" or (c.dep_ == "compound" and c.pos_ == "PROPN")]
    return held


def _with_names(heads: "Sequence[Token]") -> "list[Token]":
    """The heads with what stands beside them: "two lawyers, A and B," harms A and B."""
    held: list[Token] = []
    for head in heads:
        for token in (head, *head.conjuncts):
            if token in held:
                continue
            held.append(token)
            for child in token.children:
                if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ == "including"):
                    inner = [child] if child.dep_ == "appos" else [p for p in child.children if p.dep_ == "pobj"]
                    held += [t for p in inner for t in (p, *p.conjuncts) if t not in held]
    return held


def _doers(token: "Token", trigger: Trigger) -> "list[Token]":
    agents = [p for c in token.children if c.dep_ == "agent" or c.lower_ == "by" for p in c.children if p.dep_ == "pobj"]
    if trigger.pos != "V" or trigger.roles == "victim" or agents:
        return [t for a in agents for t in (a, *a.conjuncts)]
    here = token
    for _ in range(3):
        subjects = [c for c in here.children if c.dep_ == "nsubj"]
        if subjects:
            return [t for s in subjects for t in (s, *s.conjuncts)]
        if here.dep_ not in {"conj", "xcomp", "advcl"} or any(c.dep_ == "nsubjpass" for c in here.children):
            return []
        here = here.head
    return []
