"""Over which stretch a report's counts run on: what one sentence says of it holds for the counts after it, and some before.

Invariant: a count that names an attack, a place or a time of its own keeps its own period.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..data import rows, toml
from ..records import Claim, Period, ZoneKind
from .drafts import Draft, Reader
from .parsed import ParsedZone
from .quantities import period_of
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWN = frozenset({"GPE", "LOC", "FAC", "TIME", "DATE"})
_HEADING = frozenset({ZoneKind.HEADLINE, ZoneKind.STANDFIRST})
_KINDS = 3
"""Sorts of things in one count from which on it is a side's tally and no toll of one fight."""


def heading_period(zones: Sequence[ParsedZone]) -> Period:
    """CUMULATIVE when the heading announces a running count ("casualties as of 4 October"), else INCIDENT."""
    for zone in zones:
        if zone.zone.kind not in _HEADING or not any(t.lemma_.lower() in word_list("counts") for t in zone.doc):
            continue
        if period_of([t.lower_ for t in zone.doc], has_attack=False, is_military=False) is Period.CUMULATIVE:
            return Period.CUMULATIVE
    return Period.INCIDENT


def running_on(reader: Reader, drafts: Sequence[Draft], claims: Sequence[Claim], before: Period) -> tuple[list[Claim], Period]:
    """The claims of a paragraph, each count without a stretch of its own under the one that runs; and what runs after it.

    `drafts` and `claims` go together one to one; `before` runs when the paragraph begins. What one speaker counts over a
    day says nothing of another's count; what all count since a beginning may.
    """
    made: list[Claim] = []
    running = Period.CUMULATIVE if before is Period.CUMULATIVE else Period.INCIDENT
    teller: str | None = None
    for draft, claim in zip(drafts, claims, strict=True):
        if claim.quantities:
            said = reader.statement(draft.top.token.i)
            own = said.speaker.name if said is not None else None
            lasts = running is Period.CUMULATIVE or (running is Period.WINDOW and own == teller)
            teller = own
            if lasts and goes_on(reader, draft, claim):
                claim = with_period(claim, running)
            elif _is_tally(reader, draft, claim, drafts):
                claim = with_period(claim, Period.CUMULATIVE)
            running = claim.quantities[0].period
        made.append(claim)
    return _told_after(reader, drafts, made), running


def with_period(claim: Claim, period: Period) -> Claim:
    """The claim with all its counts over one stretch."""
    return replace(claim, quantities=tuple(replace(q, period=period) for q in claim.quantities))


def goes_on(reader: Reader, draft: Draft, claim: Claim) -> bool:
    """Whether a count may be of the stretch that was named before it; one broken down by places is, whatever it names."""
    if any(m.kind != "harm" for m in draft.mentions) or any(q.period is not Period.INCIDENT for q in claim.quantities):
        return False
    return sum(c.gap for c in draft.counted) > 1 or not any(t.ent_type_ in _OWN for t in _said_with(reader, draft))


def _said_with(reader: Reader, draft: Draft) -> "list[Token]":
    """The tokens of the draft's sentence that lie in its statement: where a speaker sits says nothing of the event."""
    here = reader.statement(draft.top.token.i)
    return [t for t in draft.top.token.sent if reader.statement(t.i) is here]


def _is_tally(reader: Reader, draft: Draft, claim: Claim, drafts: Sequence[Draft]) -> bool:
    """Soldiers and several sorts of equipment in one breath, and nothing that says where, when or in which attack."""
    units = [c.unit for c in draft.counted if c.unit is not None and not c.sub]
    people = {u.code for u in units if u.status == "combatant"}
    if not people or len({u.code for u in units if u.kind == "equipment"}) < _KINDS or not goes_on(reader, draft, claim):
        return False
    said = reader.statement(draft.top.token.i)
    if said is None:
        return False
    others = [reader.statement(m.token.i) for d in drafts for m in d.mentions if m.kind in {"attack", "move"}]
    return not any(s is not None and s.speaker.name == said.speaker.name for s in others)


def _told_after(reader: Reader, drafts: Sequence[Draft], claims: list[Claim]) -> list[Claim]:
    """ "Both counts cover the time since Monday": a sentence about the counts before it tells their stretch."""
    for sentence in reader.zone.doc.sents:
        subject = next((t for t in sentence if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"), None)
        if subject is None or not (
            reader.lemmas[subject.i] in word_list("counts") and reader.lemmas[subject.head.i] in word_list("covering")
        ):
            continue
        found = period_of(reader.words[sentence.start : sentence.end], has_attack=False, is_military=False)
        if found is Period.INCIDENT:
            continue
        for at, draft in enumerate(drafts):
            own = all(q.period is Period.INCIDENT for q in claims[at].quantities)
            if draft.top.token.i < sentence.start and own and all(m.kind == "harm" for m in draft.mentions):
                claims[at] = with_period(claims[at], found)
    return claims


def between_days(words: Sequence[str]) -> bool:
    """ "between 27 September and 4 October", "from 1 to 3 May": a stretch that says both its ends."""
    for at, word in enumerate(words):
        if word not in {"between", "from"}:
            continue
        near = words[at + 1 : at + 9]
        joint = next((i for i, w in enumerate(near) if w in {"and", "to", "till", "until", "through"}), None)
        if joint is None or not (_has_day(near[:joint]) and _has_day(near[joint + 1 : joint + 4])):
            continue
        if any(w in months() for w in near):
            return True
    return False


def _has_day(words: Sequence[str]) -> bool:
    return any(w.isdigit() and 0 < int(w) <= 31 for w in words if len(w) <= 2 and w.isascii())


@cache
def months() -> frozenset[str]:
    """Names of months in lower case."""
    return frozenset(toml("times_en.toml")["months"])


@cache
def countries() -> frozenset[str]:
    """Names of countries and words for a side, in lower case: what happens "in" them is no one place's."""
    held = {n.lower() for row in rows("countries.csv") for n in (row["name"], *row["names"].split("|")) if n}
    return frozenset(held)


def is_of_one_place(reader: Reader, draft: Draft) -> bool:
    """Whether a toll names a town where it was suffered ("the number of wounded in Milltown"), no country and no front."""
    tops = [t for m in draft.mentions for t in (m.token, m.token.head)]
    for token in tops:
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in {"in", "at", "near"}:
                for place in prep.children:
                    if place.dep_ == "pobj" and place.ent_type_ in {"GPE", "FAC"} and place.lower_ not in countries():
                        return not any(c.dep_ == "prep" for c in place.children)
    return False
