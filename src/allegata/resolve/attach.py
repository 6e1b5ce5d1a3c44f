"""Times and places -> the claims they belong to, by rules that name themselves in the claim's `rule`.

Place, first that gives one: `clause` (in the claim's own words, nearest to the trigger, with what is listed beside it),
`words` ("both cities", "the attack": what was named last before), `sentence`, `paragraph` (the claim before in the same
zone, else the place named last before there). Time likewise: `clause`, `sentence`, `event` (the claim before at the same
place, when the words point back), `paragraph` (only where nothing between speaks of another place or an unclear time).
What is called for, threatened or supposed, and a number over a window or since a beginning, take nothing from further
off. Nothing found: none.
Never: a place or time inside the words that say who speaks; a country that acts rather than is a place of it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from ..data import rows
from ..records import (
    REPORTING,
    Act,
    Article,
    Claim,
    Factuality,
    Period,
    Place,
    Quantity,
    Record,
    Span,
    Statement,
    Stretches,
    When,
    ZoneKind,
    hull,
)
from .carry import FINE, carry_days, carry_places, of_incident_there, of_saying, of_times, place_ids
from .mentions import LIST_GAP

SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*(?:\s+)(?=[\"“‘«(\[]?[A-Z0-9])|\n+")
ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Capt|Sgt|Gov|Sen|Rep|No|vs|a\.m|p\.m|U\.S|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)$"
)

LOCATIVE = re.compile(
    r"\b(?:in|at|inside|across|throughout|within|near|around|toward|towards|upon|on|over|into|outside|hit|struck|shelled|bombed|captured|"
    r"attacked|targeted|targeting|between|along|beyond|cities? of|towns? of|villages? of|territory of)\s+(?:the\s+)?(?:\w+ern\s+|central\s+)?$",
    re.IGNORECASE,
)
"""Words right before a large place that make it a place of the event rather than an actor."""

FROM = re.compile(
    r"\bfrom\s+(?:within\s+|inside\s+)?(?:the\s+)?(?:territory\s+of\s+|direction\s+of\s+)?(?:the\s+)?$", re.IGNORECASE
)
"""Where something was fired from is no place of harm."""

OF_ANOTHER_EVENT = re.compile(
    r"\b(?:following|after|before|since|until|despite|over|about|of|from)\s+(?:the\s+)?$", re.IGNORECASE
)
"""Before a time that dates something else than the saying ("following Saturday's attack")."""

POSSESSIVE = re.compile(r"^['’]s?\b")
OF_A_BODY = re.compile(r" (?:[A-Z]|forces|army|military|officials|authorities)")


LONGEST = 1_500
"""Characters of one sentence; the longest of the development articles has 1,100."""


class Scene(Record):
    """What an article holds for attaching: sentences, places and times of its reporting zones, in text order."""

    article: Article
    sentences: tuple[Span, ...]
    places: tuple[Place, ...]
    times: tuple[When, ...]
    barred: tuple[Span, ...]
    """Stretches that say who speaks: nothing in them places or dates an event."""
    contents: Stretches = Stretches(())
    """Stretches that are said by somebody: a time in the same sentence outside them dates the saying."""
    outside: tuple[When, ...] = ()
    """The times outside of all contents."""
    statements: Mapping[str, Statement] = {}
    """By id."""


def set_scene(article: Article, statements: Sequence[Statement], places: Iterable[Place], times: Iterable[When]) -> Scene:
    """The scene of an article; places and times in the words of a source are left out."""
    barred = tuple(s for st in statements for s in st.source)
    cut = tuple(sorted(s for z in article.zones if z.kind in REPORTING for s in sentences(article.text, z.span)))
    spoken = tuple(_where_spoken(st, cut, article.text) for st in statements if st.source)
    in_order = sorted((t for t in times if not _in(t.spans, barred)), key=lambda t: t.spans[0])
    told = _with_brackets(in_order, article.text)
    contents = Stretches(s for st in statements for s in st.content)
    return Scene(
        article=article,
        sentences=cut,
        places=tuple(p for p in places if not _in(p.spans, (*barred, *filter(None, spoken)))),
        times=told,
        barred=barred,
        contents=contents,
        outside=tuple(t for t in told if not contents.touch(t.spans[0])),
        statements={st.id: st for st in statements},
    )


def _where_spoken(statement: Statement, cut: Sequence[Span], text: str) -> Span | None:
    """What stands before the speaker in his sentence: `In Moscow, the director said that ...` tells where he spoke, not where it was."""
    first = statement.source[0].start
    if (statement.cue and statement.cue[0].start < first) or any(c.start < first for c in statement.content):
        return None
    sentence = next((s for s in cut if s.start <= first < s.end), None)
    if sentence is None or not OPENING.fullmatch(text[sentence.start : first]):
        return None
    return Span(sentence.start, first)


OPENING = re.compile(r"(?:In|At) [A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}, ")
"""A sentence's first words that are a place and no more."""


def _with_brackets(times: Sequence[When], text: str) -> tuple[When, ...]:
    """A time and the one in brackets behind it ("Tuesday (28 September)") as one; where they differ, both days are possible."""
    held: list[When] = []
    for time in times:
        last = held[-1] if held else None
        if (
            last is None
            or text[last.spans[-1].end : time.spans[0].start] != " ("
            or text[time.spans[-1].end : time.spans[-1].end + 1] != ")"
        ):
            held.append(time)
            continue
        starts, ends = (last.start, time.start), (last.end, time.end)
        first, final = min(filter(None, starts), default=None), max(filter(None, ends), default=None)
        held[-1] = msgspec.structs.replace(
            last,
            text=text[last.spans[0].start : time.spans[-1].end],
            spans=(Span(last.spans[0].start, time.spans[-1].end),),
            start=first,
            end=final,
            every_day=last.every_day if first == final else False,
            rule=f"{last.rule}, or in brackets {time.rule}",
        )
    return tuple(held)


def sentences(text: str, zone: Span) -> tuple[Span, ...]:
    """The zone cut at full stops before a capital; initials and common abbreviations don't end a sentence. What is longer than
    LONGEST is cut at white space: text without a full stop is no one sentence, and its places and times lie too far apart."""
    starts = [zone.start]
    for match in SENTENCE_END.finditer(text, zone.start, zone.end):
        if not ABBREVIATED.search(text[max(zone.start, match.start() - 6) : match.start()]):
            starts.append(match.end())
    whole = (Span(a, b) for a, b in zip(starts, [*starts[1:], zone.end], strict=True) if a < b)
    return tuple(piece for sentence in whole for piece in _cut(text, sentence))


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    while sentence.end - start > LONGEST:
        end = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST)) + 1 or start + LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)


def attach_all(claims: Sequence[Claim], scene: Scene) -> list[Claim]:
    """Every claim with its places and time, in order of the text, so that each can look back at those before it."""
    done: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.span.start, c.span.end)):
        placed, place_rule = place_claim(claim, scene, list(done.values()))
        when, time_rule = date_claim(claim, placed, scene, list(done.values()))
        rules = [claim.rule] + [f"{what} from {rule}" for what, rule in (("place", place_rule), ("time", time_rule)) if rule]
        done[claim.id] = msgspec.structs.replace(claim, places=placed, when=when, rule="; ".join(filter(None, rules)))
    carried = {c.id: c for c in carry(tuple(done.values()), scene)}
    return [carried[c.id] for c in claims]


def carry(claims: Sequence[Claim], scene: Scene) -> list[Claim]:
    """The claims once more, with what the report as a whole gives those that have no place or day of their own."""
    held = carry_places(claims)
    said = {key: said_at(s, scene) for key, s in scene.statements.items()}
    headline = [z.span for z in scene.article.zones if z.kind is ZoneKind.HEADLINE]
    heading = of_times([t for t in scene.times if _in(t.spans[:1], headline)], "the headline")
    cues = {t.spans for t in said.values() if t}

    def paragraph(claim: Claim) -> tuple[When, str] | None:
        zone = scene.article.zone_at(claim.span.start)
        inside = [t for t in scene.times if zone and zone.span.covers(t.spans[0])]
        return of_times(inside, "its paragraph") if inside and not any(t.spans in cues for t in inside) else None

    rules = (
        paragraph,
        of_incident_there(held),
        lambda claim: heading if claim.places else None,
        lambda claim: of_saying(claim, scene.statements.get(claim.statement or ""), said.get(claim.statement or "")),
    )
    # what goes on has no one day, and "the attack" was told before, of whatever day
    fresh = {c.id for c in held if not _anaphor(c.span.of(scene.article.text), "ongoing")}
    pointing = {c.id for c in held if _anaphor(c.span.of(scene.article.text), "event")}
    whole = carry_days(held, rules[:3], fresh)
    return carry_days(whole, rules[3:], fresh - pointing)


def place_claim(claim: Claim, scene: Scene, before: Sequence[Claim]) -> tuple[tuple[Place, ...], str | None]:
    """The claim's places and the rule that gave them."""
    if claim.places:
        return claim.places, None
    usable = tuple(p for p in scene.places if not _acts(p, claim) and _is_a_place(p, scene.article.text))
    in_clause = _nearest_listed(claim, [p for p in usable if claim.span.covers(p.spans[0])], scene)
    answered = _answered(claim, before, scene)
    if in_clause and (not answered or not answered.places or any(p.precision in FINE for p in in_clause)):
        return in_clause, "clause"
    if _is_running(claim):
        return (), None
    sentence = sentence_of(claim.span, scene)
    if answered and answered.places:
        return answered.places, "what it answers"
    pointed = _pointed_back(claim, sentence, usable, scene) if _happened(claim) else ()
    if pointed:
        return pointed, "words"
    in_sentence = _nearest_listed(claim, [p for p in usable if sentence.covers(p.spans[0])], scene)
    if in_sentence:
        return in_sentence, "sentence"
    if not _happened(claim):
        return (), None
    zone = scene.article.zone_at(claim.span.start)
    told = (c for c in reversed(before) if zone and zone.span.covers(c.span) and c.places and c.span.start < sentence.start)
    last = next(told, None)
    if _anaphor(sentence.of(scene.article.text), "other"):
        return (), None
    if last is not None:
        return last.places, "paragraph"
    named = [
        p for p in usable if zone and zone.span.covers(p.spans[0]) and p.spans[0].start < sentence.start and p.precision in FINE
    ]
    return (_nearest_listed(claim, named, scene), "paragraph") if named else ((), None)


def date_claim(claim: Claim, places: Sequence[Place], scene: Scene, before: Sequence[Claim]) -> tuple[When | None, str | None]:
    """The claim's time and the rule that gave it."""
    if claim.when:
        return claim.when, None
    usable = [t for t in scene.times if _can_date(t, claim, scene.article.text)]
    centre = _centre(claim)
    own = [t for t in usable if claim.span.covers(t.spans[0])]
    if own:
        return _best_time(own, centre), "clause"
    answered = _answered(claim, before, scene)
    if answered and answered.when:
        return answered.when, "what it answers"
    sentence = sentence_of(claim.span, scene)
    cues = _cue_times(claim, scene)
    in_sentence = [t for t in usable if sentence.covers(t.spans[0]) and t not in cues]
    if in_sentence:
        return _best_time(in_sentence, centre), "sentence"
    if _is_running(claim) or not _happened(claim):
        return None, None
    if _anaphor(sentence.of(scene.article.text), "event"):
        ids = place_ids(places)
        same = [c for c in before if c.when and c.when.start and ids & place_ids(c.places)]
        if same:
            return _over_all(ids, same, scene), "event"
    if before and _is_told_on(claim, places, before[-1], scene):
        return before[-1].when, "paragraph"
    earlier = _time_before(places, sentence, usable, scene)
    return (earlier, "paragraph") if earlier else (None, None)


def _answered(claim: Claim, before: Sequence[Claim], scene: Scene) -> Claim | None:
    """The claim that a denial answers, when nobody has alleged anything else in between: it denies an event of that place and time."""
    if claim.factuality is not Factuality.DENIED:
        return None
    found = next((c for c in before if c.id in claim.answers and c.factuality is not Factuality.DENIED), None)
    if found is None:
        return None
    between = Span(found.span.end, max(found.span.end, claim.span.start))
    others = (s for s in scene.statements.values() if s.act is not Act.DENY and s.id not in (found.statement, claim.statement))
    return None if any(between.covers(c) for s in others for c in s.content) else found


def _over_all(ids: set[str], told: Sequence[Claim], scene: Scene) -> When | None:
    """When an event at several places was: from the first to the last that was told of one of them."""
    last = {i: c.when for c in told for i in ids & place_ids(c.places) if c.when}
    whens = sorted({(w.spans, w) for w in last.values()}, key=lambda pair: pair[0])
    if len(whens) < 2 or not ids <= last.keys():
        return told[-1].when
    all_of = [w for _, w in whens]
    return When(
        text=" … ".join(w.text for w in all_of),
        spans=tuple(s for w in all_of for s in w.spans),
        start=min(w.start for w in all_of if w.start),
        end=max((w.end for w in all_of if w.end), default=None),
        rule="from the first to the last",
        every_day=False,
    )


def _is_told_on(claim: Claim, places: Sequence[Place], last: Claim, scene: Scene) -> bool:
    """Whether the claim goes on with the one before it in the paragraph: the same places, all of them."""
    zone = scene.article.zone_at(claim.span.start)
    near = zone is not None and zone.span.covers(last.span) and last.span.start < claim.span.start
    return (
        near
        and len(places) > 1
        and place_ids(places) == place_ids(last.places)
        and last.when is not None
        and _is_one_day(last.when)
    )


def _can_date(time: When, claim: Claim, text: str) -> bool:
    """Not how often, not how long since, not a number of the claim's own, not when its cause was."""
    between = text[_centre(claim).end : time.spans[0].start] if claim.span.covers(time.spans[0]) else ""
    if between and _anaphor(between, "cause"):
        return False
    if time.kind == "SET" or (time.text.lower().startswith("since") and not _is_running(claim)):
        return False
    return not any(q.touches(s) for s in time.spans for n in claim.quantities for q in n.spans)


def _time_before(places: Sequence[Place], sentence: Span, usable: Sequence[When], scene: Scene) -> When | None:
    """The last time before in the same zone, when it is clear and its sentence speaks of the same place, or of none."""
    zone = scene.article.zone_at(sentence.start)
    earlier = [t for t in usable if zone and zone.span.covers(t.spans[0]) and t.spans[0].start < sentence.start]
    if not earlier or not _is_one_day(earlier[-1]):
        return None
    there = sentence_of(earlier[-1].spans[0], scene)
    ids = place_ids(p for p in scene.places if there.covers(p.spans[0]) and p.precision in FINE)
    return earlier[-1] if not ids or ids & place_ids(places) else None


def _is_one_day(time: When) -> bool:
    return bool(time.start and time.end and len(time.start) >= 10 and time.start[:10] == time.end[:10])


def _happened(claim: Claim) -> bool:
    """Whether it is told as something that happened or did not; what is called for or threatened has no place by default."""
    return claim.factuality not in (Factuality.FUTURE, Factuality.HYPOTHETICAL)


def said_at(statement: Statement, scene: Scene) -> When | None:
    """When it was said: the time words in the cue's sentence that stand outside the content and next to the cue."""
    if statement.said or not statement.cue:
        return statement.said
    cue = hull(statement.cue)
    sentence = sentence_of(cue, scene)
    free = [
        t
        for t in _within(scene.times, sentence)
        if t.kind in ("DATE", "TIME")
        # Nobody speaks from one day to another: "up to that day he counted" bounds the count.
        and (t.start is None or (t.start[:10] == (t.end or t.start)[:10]))
        and not any(c.touches(s) for c in statement.content for s in t.spans)
        and ";" not in scene.article.text[min(t.spans[-1].end, cue.end) : max(t.spans[0].start, cue.start)]
        and not OF_ANOTHER_EVENT.search(scene.article.text[: t.spans[0].start][-20:])
    ]
    return min(free, key=lambda t: _distance(t.spans[0], cue)) if free else None


def bound_quantity(quantity: Quantity, claim: Claim, scene: Scene, since: str | None) -> Quantity:
    """The quantity with the bounds of its stretch: a window's from the time words, a running count's from its beginning."""
    if quantity.start or quantity.end:
        return quantity
    when = claim.when
    if quantity.period is Period.WINDOW and when:
        return msgspec.structs.replace(quantity, start=when.start, end=when.end)
    if quantity.period is Period.CUMULATIVE:
        opened = when.start if when and re.search(r"\bsince\b", when.text + " " + (when.rule or ""), re.IGNORECASE) else None
        sentence = sentence_of(claim.span, scene)
        told = [t for t in scene.times if sentence.covers(t.spans[0]) and t.start and "since" in (t.rule or "")]
        return msgspec.structs.replace(quantity, start=opened or (told[0].start if told else since))
    return quantity


def sentence_of(span: Span, scene: Scene) -> Span:
    """The sentence in which the span begins; the span itself where it lies in none."""
    n = bisect_right(scene.sentences, span.start, key=lambda s: s.start) - 1
    return scene.sentences[n] if n >= 0 and span.start < scene.sentences[n].end else span


def _acts(place: Place, claim: Claim) -> bool:
    """Whether the name is part of an actor's; a town that is itself said to be hit is where it happened."""
    if any(a.covers(s) for s in place.spans for p in claim.perpetrators for a in p.spans):
        return True
    harmed = [(a, v) for v in claim.victims for a in v.spans if any(a.covers(s) for s in place.spans)]
    return any(v.party or len(a) > len(place.spans[0]) + len("the ") for a, v in harmed)


def _is_a_place(place: Place, text: str) -> bool:
    """Whether the words make it a place of something: not where fire came from, not a country that acts."""
    span = place.spans[0]
    before, after = text[max(0, span.start - 50) : span.start], text[span.end : span.end + 30]
    if FROM.search(before):
        return False
    best = place.candidates[0].feature if place.candidates else None
    if best in ("country", "continent", "region") and place.precision not in ("near", "district"):
        return (
            bool(LOCATIVE.search(before))
            and not POSSESSIVE.match(after)
            and not re.match(r" (?:[A-Z]|forces|army|military|officials|authorities)", after)
        )
    return True


def _nearest_listed(claim: Claim, places: Sequence[Place], scene: Scene) -> tuple[Place, ...]:
    """The place nearest to the trigger with those in one list with it; a finer one before a country or region around it."""
    if not places:
        return ()
    fine = [p for p in places if p.precision in FINE] or list(places)
    centre = _centre(claim)
    nearest = min(fine, key=lambda p: (_distance(p.spans[0], centre), p.spans[0].start))
    same = [p for p in fine if place_ids([p]) & place_ids([nearest]) and claim.span.covers(p.spans[0])]
    at = fine.index(same[0] if same else nearest)
    low = high = at
    while low > 0 and _joined(fine[low - 1], fine[low], scene):
        low -= 1
    while high + 1 < len(fine) and _joined(fine[high], fine[high + 1], scene):
        high += 1
    return tuple(fine[low : high + 1])


def _joined(a: Place, b: Place, scene: Scene) -> bool:
    gap = scene.article.text[a.spans[-1].end : b.spans[0].start]
    return bool(LIST_GAP.match(gap))


def _pointed_back(claim: Claim, sentence: Span, usable: Sequence[Place], scene: Scene) -> tuple[Place, ...]:
    """What "both cities", "the town" or "the attack" points to: places named last before the sentence."""
    text = scene.article.text
    words = sentence.of(text)
    own = claim.span.of(text)
    before = [p for p in usable if p.spans[0].start < claim.span.start and p.precision in FINE]
    if not before:
        return ()
    if _anaphor(own, "places") or _anaphor(words, "places"):
        two: list[Place] = []
        for place in reversed(before):
            if place.name not in {p.name for p in two}:
                two.insert(0, place)
            if len(two) == 2:
                break
        return tuple(two)
    if _anaphor(own, "place") or _anaphor(words, "place") or _anaphor(words, "event"):
        last = before[-1]
        return _nearest_listed(claim, [p for p in before if p.spans[0].start >= last.spans[0].start - 60], scene)
    return ()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for r in rows("anaphors.csv"):
        kinds.setdefault(r["kind"], []).append(re.escape(r["words"]))
    return {k: re.compile(r"\b(?:" + "|".join(w) + r")\b(?! of [A-Z])", re.IGNORECASE) for k, w in kinds.items()}


def _anaphor(words: str, kind: str) -> bool:
    return bool(_patterns()[kind].search(words))


def _cue_times(claim: Claim, scene: Scene) -> list[When]:
    """Times that say when it was said rather than when it happened: outside all contents, while the claim stands in one."""
    if not scene.contents.touch(claim.span):
        return []
    sentence = sentence_of(claim.span, scene)
    return _within(scene.outside, sentence)


def _within(times: Sequence[When], stretch: Span) -> list[When]:
    """Those of the times, which are in text order, that stand wholly in the stretch."""
    first = bisect_left(times, stretch.start, key=lambda t: t.spans[0].start)
    last = bisect_left(times, stretch.end, key=lambda t: t.spans[0].start)
    return [t for t in times[first:last] if stretch.covers(t.spans[0])]


def _best_time(times: Sequence[When], centre: Span) -> When:
    """A resolved time before one that is not, then the nearest to the trigger."""
    return min(times, key=lambda t: (t.start is None and t.end is None, _distance(t.spans[0], centre), t.spans[0].start))


def _is_running(claim: Claim) -> bool:
    """Whether all its numbers are over a window or since a beginning."""
    return bool(claim.quantities) and all(q.period is not Period.INCIDENT for q in claim.quantities)


def _centre(claim: Claim) -> Span:
    return claim.trigger[0] if claim.trigger else claim.span


def _distance(a: Span, b: Span) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def _in(spans: Iterable[Span], stretches: Sequence[Span]) -> bool:
    return any(b.covers(s) for s in spans for b in stretches)
