"""Parsed paragraphs and statements -> claims: what exactly is alleged, in which clause, with which numbers.

Invariant: a claim's words all lie in one statement, its innermost one, or in none (the author's own voice).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..data import rows
from ..records import Act, Actor, Article, Bound, Claim, Codes, Factuality, Period, Quantity, Span, Statement, Weapon, identify
from .acts import SAYS_NO
from .answers import answer
from .clauses import clause
from .deeds import political
from .drafts import Draft, Reader, drafts, event_of, says_something
from .events import Mention, topic_of
from .factuality import stance
from .gaps import by_place
from .lexicon import falsehoods
from .listed import listed
from .parsed import ParsedZone
from .quantities import Counted, period_of
from .roles import perpetrators, victims
from .running import between_days, heading_period, is_of_one_place, running_on
from .whose import who, whose

if TYPE_CHECKING:
    from spacy.tokens import Token

EXTRACTOR = "rules-1"

_ASKED_FOR = frozenset({"ceasefire", "retreat", "mobilisation", "court_application"})


def find_claims(article: Article, zones: Sequence[ParsedZone], statements: Sequence[Statement]) -> tuple[Claim, ...]:
    """All that is alleged in an article, in text order.

    `statements` are those of the same article; a claim's `statement` is the innermost whose content covers it, None in
    the author's own voice. Parties stand as written in `of_party` and in the actors' names; `resolve` maps them.
    """
    lemmas = [[t.lemma_.lower() for t in zone.doc] for zone in zones]
    topic = topic_of({lemma for held in lemmas for lemma in held})
    made: list[Claim] = []
    heading = running = heading_period(zones)
    for zone, own in zip(zones, lemmas, strict=True):
        reader = Reader(zone, own, topic, statements, heading)
        if reader.mentions:
            of_zone, running = _of_paragraph(article, reader, running, told=bool(made))
            made += of_zone
        made += listed(article, reader, statements, made)
    if topic.is_conflict or made:
        made += political(article, statements, made, EXTRACTOR, is_of_war=topic.is_of_war)
    return answer(article, statements, sorted(_unlike(made), key=lambda c: (c.span, c.event)), EXTRACTOR)


def _of_paragraph(article: Article, reader: Reader, running: Period, *, told: bool) -> tuple[list[Claim], Period]:
    """A paragraph's claims, and the stretch that its last count is of."""
    held = [d for d in drafts(reader) if says_something(reader, d, told)]
    in_sentence = Counter(d.top.token.sent.start for d in held)
    first = {d.top.token.sent.start: d for d in reversed(held)}
    made = [
        _claim(article, reader, d, alone=in_sentence[at] == 1, first=first[at] is d)
        for d in held
        for at in (d.top.token.sent.start,)
    ]
    settled, running = running_on(reader, held, made, running)
    return [
        part for draft, claim in zip(held, settled, strict=True) for part in by_place(article, reader, draft, claim)
    ], running


def _unlike(claims: Sequence[Claim]) -> list[Claim]:
    held: dict[str, Claim] = {}
    for claim in claims:
        held.setdefault(claim.id, claim)
    return list(held.values())


def _claim(article: Article, reader: Reader, draft: Draft, *, alone: bool, first: bool) -> Claim:
    statement = reader.statement(draft.top.token.i)
    start, last = clause(reader, draft)
    own = [c for c in draft.counted if not c.gap and reader.statement(c.first) is reader.statement(c.last) is statement]
    start, last = min([start, *(c.first for c in own)]), max([last, *(c.last for c in own)])
    zone = reader.zone
    named = _weapons(reader, draft, start, last)
    event = _caused(reader, draft, _fired(draft, _refined(event_of(draft), named), named), named)
    if (
        event == "equipment_loss"
        and draft.counted
        and all(c.unit is not None and c.unit.kind == "person" for c in draft.counted)
    ):
        event = "military_loss"
    factuality = _factuality(reader, draft, statement)
    span = zone.span(start, last)
    doers, harmed = _actors(perpetrators, reader, draft), _actors(victims, reader, draft)
    sentence = draft.top.token.sent
    words = [reader.words[start : last + 1]]
    if alone or first:
        words.append(reader.words[sentence.start : sentence.end if alone else last + 1])
    return Claim(
        id=identify("claim", article.sha256, [span.start, span.end], event, statement.id if statement else None, EXTRACTOR),
        statement=statement.id if statement else None,
        span=span,
        event=event,
        factuality=factuality,
        trigger=tuple(zone.place(zone.doc[i]) for m in draft.mentions for i in m.indices),
        codes=codes()[event],
        perpetrators=tuple(p for p in doers if not any(p.spans[0].touches(x) for v in harmed for x in v.spans)),
        victims=harmed,
        weapons=named,
        quantities=_quantities(reader, draft, words),
        rule=f"{draft.top.trigger.pos}:{' '.join(draft.top.trigger.words)}"
        + (f"+{len(draft.mentions) - 1}" if len(draft.mentions) > 1 else ""),
    )


@cache
def codes() -> Mapping[str, Codes]:
    """Event code to its counterparts in PLOVER and ACLED."""
    return {row["code"]: Codes(plover=row["plover"] or None, acled=row["acled"] or None) for row in rows("events.csv")}


def _refined(event: str, weapons: Sequence[Weapon]) -> str:
    """ "attacked with drones" is a drone strike: the weapon tells what the verb leaves open."""
    if event not in {"attack", "missile_attack"} or not weapons:
        return event
    code = weapons[0].code
    return next((row["event"] for row in rows("weapons.csv") if row["code"] == code), "") or event


_SUFFERED = frozenset({"killing", "injury", "casualties"})


def _caused(reader: Reader, draft: Draft, event: str, weapons: Sequence[Weapon]) -> str:
    """ "shells killed two", "two were wounded by a mine": what did the harm is the verb's doer, so the way of attack is told."""
    if event not in _SUFFERED:
        return event
    doers = [
        t
        for m in draft.mentions
        if m.event in _SUFFERED and not m.is_noun
        for c in m.token.children
        for t in ((c,) if c.dep_ == "nsubj" else tuple(c.children) if c.dep_ == "agent" else ())
    ]
    for weapon in weapons:
        if any(s.covers(reader.zone.place(t)) for s in weapon.spans for t in doers):
            return _refined("attack", (weapon,)) if _refined("attack", (weapon,)) != "attack" else event
    return event


def _fired(draft: Draft, event: str, weapons: Sequence[Weapon]) -> str:
    """ "fired two missiles at the city" is a missile attack, whatever word the verb stands with."""
    if (
        event != "shelling"
        or not weapons
        or not any(m.trigger.words[0] == "fire" and m.trigger.pos == "V" for m in draft.mentions)
    ):
        return event
    return "missile_attack" if _refined("attack", weapons[:1]) == "missile_attack" else event


def _factuality(reader: Reader, draft: Draft, statement: Statement | None) -> Factuality:
    """Of the way of attack when one is told, else of the highest mention; turned round by a statement that denies.

    In a demand only what is demanded lies ahead: "recognise the crimes committed" takes the crimes for granted.
    """

    def inside(token: "Token") -> bool:
        return reader.statement(token.i) is statement

    first = min(draft.mentions, key=lambda m: (m is not draft.top, m.token.i))
    found = stance(first.token, reader.lemmas, inside)
    if found is Factuality.DENIED and any(c.low == 0 and c.high == 0 for c in draft.counted):
        found = Factuality.ASSERTED
    if (
        draft.counted
        and all(c.bound is Bound.UNKNOWN for c in draft.counted)
        and found in {Factuality.DENIED, Factuality.UNKNOWN}
    ):
        found = Factuality.ASSERTED
    if first.event == "threat" and found is Factuality.ASSERTED:
        return Factuality.FUTURE
    if found is Factuality.ASSERTED and first.token.lemma_.lower() in falsehoods():
        return found  # `denied it as disinformation`: that it is disinformation is what the denial says
    is_asked = first.event in _ASKED_FOR or (not first.is_noun and first.token.tag_ == "VB")
    return by_act(found, statement, is_asked)


def by_act(found: Factuality, statement: Statement | None, is_asked: bool) -> Factuality:
    """What the speech act makes of the words: a denial turns them round, a threat or promise is of the future."""
    if statement is None:
        return found
    if statement.act is Act.DENY and not statement.rule.endswith(SAYS_NO):
        return {Factuality.ASSERTED: Factuality.DENIED, Factuality.DENIED: Factuality.ASSERTED}.get(found, found)
    if statement.act in {Act.THREATEN, Act.PROMISE} and found is Factuality.ASSERTED:
        return Factuality.FUTURE
    if statement.act in {Act.DEMAND, Act.CALL, Act.REQUEST} and found is Factuality.ASSERTED and is_asked:
        return Factuality.HYPOTHETICAL
    return Factuality.UNKNOWN if statement.act is Act.ASK else found


def _actors(
    find: Callable[[ParsedZone, Mention, Sequence[str]], tuple[Actor, ...]], reader: Reader, draft: Draft
) -> tuple[Actor, ...]:
    held: dict[tuple[Span, ...], Actor] = {}
    for mention in draft.mentions:
        for actor in find(reader.zone, mention, reader.lemmas):
            held.setdefault(actor.spans, actor)
    return tuple(held.values())


def _weapons(reader: Reader, draft: Draft, first: int, last: int) -> tuple[Weapon, ...]:
    """Weapons of the clause that were used, not those that were counted as lost."""
    lost = {
        i
        for c in draft.counted
        if c.unit is not None and c.unit.kind == "equipment"
        for i in range(c.first, (c.noun.i if c.noun is not None else c.last) + 1)
    }
    harmed = {
        t.i
        for m in draft.mentions
        if m.event in {"equipment_loss", "downing", "military_loss"}
        for t in m.token.subtree
        if t.dep_ in {"dobj", "nsubjpass", "conj", "compound", "appos"}
    }
    offset = reader.zone.offset
    return tuple(
        Weapon(name=reader.zone.text[w.start : w.end], code=w.code, spans=(Span(offset + w.start, offset + w.end),))
        for w in reader.weapons
        if first <= w.first <= last and not ({w.first, w.last} & (lost | harmed))
    )


def _quantities(reader: Reader, draft: Draft, stretches: Sequence[Sequence[str]]) -> tuple[Quantity, ...]:
    attack = any(m.kind == "attack" for m in draft.mentions) or is_of_one_place(reader, draft)
    made: list[Quantity] = []
    for item in draft.counted:
        military = item.unit is not None and (item.unit.kind == "equipment" or item.unit.status == "combatant")
        total = next(
            (i for i in range(len(made) - 1, -1, -1) if made[i].measure == item.measure and made[i].part_of is None), None
        )
        made.append(
            Quantity(
                measure=item.measure,
                low=item.low,
                high=item.high,
                bound=item.bound,
                spans=(reader.zone.span(item.first, item.last),),
                who=who(reader, item),
                of_party=whose(reader, item, draft),
                period=_period(reader, item, stretches, attack, military),
                part_of=total if item.sub else None,
            )
        )
    return tuple(made)


def _period(reader: Reader, item: Counted, stretches: Sequence[Sequence[str]], attack: bool, military: bool) -> Period:
    """From the clause's own words first, then from its sentence's; soldiers who are "21 more" are those since the last count."""
    found = (period_of(words, has_attack=attack, is_military=military) for words in stretches)
    period = next((period for period in found if period is not Period.INCIDENT), Period.INCIDENT)
    if period is not Period.CUMULATIVE and any(between_days(words) for words in stretches):
        return Period.CUMULATIVE if reader.heading is Period.CUMULATIVE else Period.WINDOW
    after = reader.words[item.last + 1 : item.last + 2]
    return Period.WINDOW if period is Period.INCIDENT and military and not attack and after == ["more"] else period
