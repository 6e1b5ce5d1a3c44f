"""Whom the speakers of all reports speak for, and by which one name a body goes, from the reports' own words.

One report alone often does not tell: a mayor's town is called one country's in another report, the prosecutors of a region have
their full name elsewhere. What is filled in says so in the speaker's `rule`. Only the reports' words count, no map: a place that
they give to two sides has none. Third parties (an aid body, a monitor) speak for themselves.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

import msgspec

from ..data import rows
from ..data.patterns import whole_words
from ..records import Actor, ActorKind, Claim, Place, Quantity, Reading, Span, Speaker, Statement
from .lands import NAME, Lands, is_local, office_words, words_of
from .spellings import plain

Change = Callable[[Speaker], Speaker]

LESS = frozenset(
    {
        "the",
        "of",
        "for",
        "and",
        "s",
        "a",
        "an",
        "in",
        "at",
        "its",
        "their",
        "our",
        "country",
        "countries",
        "office",
        "region",
        "regional",
    }
    | {"main", "affairs", "press", "service", "department", "directorate"}
)
ONE_SPELLING = {
    "defense": "defence",
    "prosecutors": "prosecutor",
    "ombudsmans": "ombudsman",
    "centre": "center",
    "policemen": "police",
}
FIRST_PERSON = re.compile(r"(?:we|our\b.*|i)", re.IGNORECASE)


def informed(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], Mapping[str, str]]:
    """The readings with the parties and bodies of their speakers filled in, and one name for each place of several that no gazetteer has.

    What nothing tells stays as it is.
    """
    lands = Lands(readings)
    readings = [_with_voice(_with_claims(r, lands)) for r in readings]
    filled = [_each(r, partial(_own_voice, body=r.article.voice)) for r in readings]
    filled = [_each(r, lambda s: _of_the_world(_with_land(s, lands))) for r in filled]
    filled = [_with_places(r, lands) for r in filled]
    filled = _shared_names(filled)
    bodies = Bodies(filled, lands)
    filled = [_each(r, bodies.named) for r in filled]
    filled = [_each(r, partial(_of_its_land, side=_home(r, lands))) for r in filled]
    filled = _shared_names(filled)
    return tuple(_each(r, _third_party) for r in filled), lands.aliases


def _with_claims(reading: Reading, lands: Lands) -> Reading:
    """Its claims with parties under one name, and those that have no place with the one in their sentence that other reports call a place."""
    claims = tuple(_placed_by_others(_with_labels(c, lands), reading, lands) for c in reading.claims)
    return reading if claims == reading.claims else msgspec.structs.replace(reading, claims=claims)


def _with_labels(claim: Claim, lands: Lands) -> Claim:
    def label(actor: Actor) -> Actor:
        party = lands.label(actor.party) if actor.party and not actor.key else actor.party
        return actor if party == actor.party else msgspec.structs.replace(actor, party=party)

    def labelled(quantity: Quantity) -> Quantity:
        party = lands.label(quantity.of_party) if quantity.of_party else None
        return quantity if party == quantity.of_party else msgspec.structs.replace(quantity, of_party=party)

    made = msgspec.structs.replace(
        claim,
        perpetrators=tuple(map(label, claim.perpetrators)),
        victims=tuple(map(label, claim.victims)),
        quantities=tuple(map(labelled, claim.quantities)),
    )
    return claim if made == claim else made


def _placed_by_others(claim: Claim, reading: Reading, lands: Lands) -> Claim:
    if claim.places or lands.names is None:
        return claim
    text, span = reading.article.text, claim.span
    start = max(text.rfind(". ", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    ends = [n for n in (text.find(". ", span.end), text.find("\n", span.end)) if n >= 0]
    for low, high, where in ((span.start, span.end, "words"), (start, min(ends, default=len(text)), "sentence")):
        found = {m.group(): m for m in lands.names.finditer(text, low, high)}
        if len(found) == 1:
            ((name, match),) = found.items()
            place = Place(name=name, spans=(Span(*match.span()),))
            rule = f"{claim.rule}; place from its {where}, called a place in these reports"
            return msgspec.structs.replace(claim, places=(place,), rule=rule)
    return claim


def _each(reading: Reading, change: Change) -> Reading:
    made = tuple(_changed(s, change(s.speaker)) for s in reading.statements)
    return reading if made == reading.statements else msgspec.structs.replace(reading, statements=made)


def _changed(statement: Statement, speaker: Speaker) -> Statement:
    return statement if speaker is statement.speaker else msgspec.structs.replace(statement, speaker=speaker)


def _told(speaker: Speaker, rule: str, **fields: str | None) -> Speaker:
    return msgspec.structs.replace(speaker, rule=", ".join(filter(None, (speaker.rule, rule))), **fields)


def _with_land(speaker: Speaker, lands: Lands) -> Speaker:
    """The party under one name; a local office's by what its place is called."""
    party = speaker.party
    if not speaker.key and LED.search(words_of(speaker)):
        return _told(speaker, "led by one, not one", party=None)
    if party and not speaker.key:
        party = lands.label(party)
    if party is None and not speaker.key and speaker.name:
        party = lands.side(speaker.name)
    of_a_place = party is None or (plain(party) in lands.of_place and party not in lands.parties)
    if is_local(speaker) and not speaker.key and of_a_place:
        side = _of_its_place(words_of(speaker), lands)
        if side is not None:
            return _told(speaker, "its place is called that side's", party=side)
    return speaker if party == speaker.party else _told(speaker, "one name for the side", party=party)


def _of_its_place(words: str, lands: Lands) -> str | None:
    found = {lands.of_place[plain(n)] for n in re.findall(NAME, words) if plain(n) in lands.of_place}
    found |= {lands.of_place[plain(n)] for n in re.findall(r"[A-ZÀ-Þ][\w’'-]*\w", words) if plain(n) in lands.of_place}
    return next(iter(found)) if len(found) == 1 else None


def _with_places(reading: Reading, lands: Lands) -> Reading:
    """A local office that names no place is of where that is which it speaks of."""
    told: dict[str, set[str]] = defaultdict(set)
    for claim in reading.claims:
        for place in claim.places:
            side = lands.of_place.get(plain(place.name))
            if side and claim.statement:
                told[claim.statement].add(side)
    made = []
    for statement in reading.statements:
        who, sides = statement.speaker, told.get(statement.id, set())
        if who.party is None and not who.key and len(sides) == 1 and is_local(who):
            who = _told(who, "a local office; what it speaks of is called that side's", party=next(iter(sides)))
        made.append(_changed(statement, who))
    return msgspec.structs.replace(reading, statements=tuple(made))


def _shared_names(readings: Sequence[Reading]) -> list[Reading]:
    """A person of one name, or a body of one, has in all reports the one party that any of them tells."""
    known: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for statement in reading.statements:
            for name in _full_names(statement.speaker):
                if statement.speaker.party:
                    known[name].add(statement.speaker.party)

    def share(speaker: Speaker) -> Speaker:
        if speaker.party or speaker.key:
            return speaker
        parties = next((known[n] for n in _full_names(speaker) if known[n]), set())
        return _told(speaker, "told elsewhere", party=next(iter(parties))) if len(parties) == 1 else speaker

    return [_each(r, share) for r in readings]


def _full_names(speaker: Speaker) -> Iterator[str]:
    """What one person or body alone is called: names of two words or more."""
    if speaker.kind in (ActorKind.PERSON, ActorKind.ORGANISATION) and speaker.name and " " in speaker.name:
        yield plain(speaker.name)


class Bodies:
    """The bodies that the reports name in full, by the words of their names that are their own."""

    def __init__(self, readings: Sequence[Reading], lands: Lands) -> None:
        self.lands = lands
        found: dict[frozenset[str], Counter[tuple[str, str | None]]] = defaultdict(Counter)
        for reading in readings:
            for statement in reading.statements:
                who = statement.speaker
                if who.kind is ActorKind.ORGANISATION and who.name:
                    found[self._kernel(who.name)][who.name, who.party] += 1
                elif who.organisation:
                    found[self._kernel(who.organisation)][who.organisation, who.party] += 1
        self.found = found

    def _kernel(self, words: str) -> frozenset[str]:
        held = set()
        for word in re.findall(r"[\w’'-]+", words):
            if word[:1].isupper() and self.lands.side(word) is not None:
                continue
            bare = plain(re.sub(r"['’]s?$", "", word))
            held.add(ONE_SPELLING.get(bare, bare))
        return frozenset(held) - LESS

    def named(self, speaker: Speaker) -> Speaker:
        """The speaker under its body's fullest name, with the body's party, where just one body of these reports has such words."""
        if speaker.key:
            return speaker
        own = speaker.name if speaker.kind in (ActorKind.ORGANISATION, ActorKind.GENERIC) else speaker.organisation
        body = (
            self._body(own, speaker.party)
            or self._led(own)
            or (self._body(speaker.as_written, speaker.party) if speaker.kind is ActorKind.GENERIC else None)
        )
        if body is None:
            return speaker
        name, party = body
        fields: dict[str, str | None] = {"party": speaker.party or party}
        fields |= {"organisation": name} if speaker.kind is ActorKind.PERSON else {"name": name, "organisation": None}
        if speaker.kind is ActorKind.GENERIC:
            fields["kind"] = ActorKind.ORGANISATION
        same = all(getattr(speaker, k) == v for k, v in fields.items())
        return speaker if same else _told(speaker, "named in full in these reports", **fields)

    def _led(self, words: str | None) -> tuple[str, str | None] | None:
        """`the coalition`: the one that these reports call by who leads it."""
        kernel = self._kernel(words or "")
        fits = {n for k, names in self.found.items() if kernel and kernel < k for n, _ in names if LED.search(n)}
        return (min(fits), None) if len(fits) == 1 else None

    def _body(self, words: str | None, party: str | None) -> tuple[str, str | None] | None:
        """The fullest name and the party of the one body whose own words these are."""
        kernel = self._kernel(words or "")
        if not kernel or not any(w in _state_words() for w in kernel):
            return None
        fits = {k: n for k, n in self.found.get(kernel, Counter()).items() if party is None or k[1] in (None, party)}
        parties = {p for _, p in fits if p}
        if len(parties) > 1:
            return None
        names = [n for n, _ in fits]
        return (max(names, key=lambda n: (len(n), n)), next(iter(parties), None)) if names else None


@cache
def _state_words() -> frozenset[str]:
    """Words that name a state's body or office: of those in several words the last."""
    return frozenset(plain(r["word"]).split()[-1] for r in rows("state_words.csv") if r["kind"] in ("body", "office")) - LESS


@cache
def _world() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names of bodies of many states or of none (data/world_bodies.csv) and what they stand under."""
    return tuple(
        (re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, r['names'].split('|')))})(?![\w-])"), r["party"])
        for r in rows("world_bodies.csv")
    )


def _of_the_world(speaker: Speaker) -> Speaker:
    """The UN's coordinator for a land speaks for the UN."""
    if speaker.key:
        return speaker
    for words in filter(None, (speaker.organisation, speaker.name, speaker.role, speaker.as_written)):
        party = next((p for pattern, p in _world() if pattern.search(words)), None)
        if party is not None:
            return speaker if party == speaker.party else _told(speaker, "of many states or none", party=party)
    return speaker


LED = re.compile(r"\b[A-ZÀ-Þ]\w+-(?:led|backed) [a-z]*(?:coalition|alliance|force|forces|mission)\b")
"""A body that one state leads and that is not that state."""


def _own_voice(speaker: Speaker, body: Speaker | None) -> Speaker:
    """`We`, `our monitors`, `the Network` on the page of the body that speaks there: that body."""
    if body is None or speaker.key or not body.name:
        return speaker
    written, name = speaker.as_written or "", speaker.name or ""
    short = set(plain(name or written).split()) - {"the"}
    first = FIRST_PERSON.fullmatch(written) is not None and (not name or name == written)
    if not first and not (short and short < set(plain(body.name).split())):
        return speaker
    if speaker.kind is ActorKind.PERSON:
        return speaker
    return _told(speaker, "whose page it is", name=body.name, party=body.party, kind=ActorKind.ORGANISATION)


def _with_voice(reading: Reading) -> Reading:
    """The reading in the voice of the body whose page it is: of an outlet that is no medium and says `we`, or speaks there under its name."""
    outlet = reading.article.outlet
    if reading.article.voice is not None or not outlet or whole_words("medium_words.csv").search(outlet):
        return reading
    own = [s.speaker for s in reading.statements if s.parent is None]
    named = any(s.kind is ActorKind.ORGANISATION and plain(s.name or "") == plain(outlet) for s in own)
    first = any((s.as_written or "").lower() == "we" or (s.as_written or "").lower().startswith("our ") for s in own)
    if not named and not first:
        return reading
    party = None if set(plain(outlet).split()) & (_state_words() | office_words("local")) else outlet
    voice = Speaker(
        name=outlet, kind=ActorKind.ORGANISATION, organisation=outlet, party=party, as_written=outlet, rule="whose page it is"
    )
    return msgspec.structs.replace(reading, article=msgspec.structs.replace(reading.article, voice=voice))


def _home(reading: Reading, lands: Lands) -> str | None:
    """The side that an outlet's own name gives (`Redlandic Telegraph`), or that of the place in it (`Ayville Today`)."""
    words = re.findall(NAME, reading.article.outlet or "") + re.findall(r"[A-ZÀ-Þ][\w-]+", reading.article.outlet or "")
    sides = [lands.side(w) or lands.of_place.get(plain(w)) for w in words]
    return next(filter(None, sides), None)


def _of_its_land(speaker: Speaker, side: str | None) -> Speaker:
    """A state's body or office that is named without its land is that of the land whose outlet writes so."""
    if side is None or speaker.party or speaker.key or speaker.kind not in (ActorKind.PERSON, ActorKind.ORGANISATION):
        return speaker
    body = (speaker.organisation or speaker.role or "") if speaker.kind is ActorKind.PERSON else speaker.name or ""
    words = set(plain(body).split()) - LESS
    bare = (
        bool(words)
        and words <= _state_words() | office_words("local") | _qualifiers()
        and bool(words & (_state_words() | office_words("local")))
    )
    return _told(speaker, "of the land whose outlet it is", party=side) if bare else speaker


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(w for r in rows("state_words.csv") for w in plain(r["word"]).split()) | {"state", "general"}


def _third_party(speaker: Speaker) -> Speaker:
    """A body that is of no state and no place speaks for itself."""
    if speaker.party or speaker.key:
        return speaker
    body = speaker.name if speaker.kind is ActorKind.ORGANISATION else speaker.organisation
    words = set(plain(body or "").split())
    led = body is not None and LED.search(body) is not None
    named = body is not None and (body[:1].isupper() or led) and not words <= _common()
    if not named or (words & (_state_words() | office_words("local")) and not led):
        return speaker
    return _told(speaker, "speaks for itself", party=body)


@cache
def _common() -> frozenset[str]:
    """Words for bodies and people that are nobody's name."""
    return (
        frozenset(w for r in rows("titles.csv") for w in plain(r["word"]).split())
        | _qualifiers()
        | office_words("local")
        | LESS
    )
