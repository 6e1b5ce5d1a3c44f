"""Speakers and actors -> who they are in the profile, and the party they speak or act for.

Without a profile, or where it is silent, the party is the country that the words name, by name, demonym or the seat of its
government; where the words name a side that no list has ("Northern Defence Ministry"), the party is that name. What nothing
tells stays None. The rules know no party's name, so swapped names give swapped parties.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from ..data import rows
from ..records import Actor, ActorKind, Body, Day, Party, Person, Profile, Record, Speaker, Tenure
from .gazetteer import fold

LESS = frozenset({"the", "of", "for", "and", "s", "a", "republic", "affairs"})
"""Folded words that one naming of a body has and another leaves out."""

NOT_ITS_OWN = frozenset({"to", "against", "in", "into", "with", "from", "on", "by", "near", "at", "over", "between", "versus"})
"""After these words stands another party than the one that speaks ("ambassador to ...")."""

SPELLINGS = {
    "defense": "defence",
    "center": "centre",
    "organization": "organisation",
    "internal": "interior",
    "mod": "ministry defence",
    "mfa": "ministry foreign",
}
PEOPLE = {"prosecutors": "prosecutor general office"}
"""Those who work for a body, in the words of its name."""

DATELINE = re.compile(
    r"^[ \t]*([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)(?:, [A-Z][a-z]+\.? \d{1,2})?(?:, \d{4})?(?: ?\([^()\n]{2,40}\))? ?(?:[—–]|--?) ",
    re.MULTILINE,
)
"""`CAPITAL, October 4 (Agency) —`: where a report was sent from."""

SHARED_LETTERS = 4
"""A demonym no list has and its country share so many first letters at least ("Redlandic", "Redland")."""


class Told(Record):
    """What words say of an actor: the profile's body or the party, and by which rule."""

    party: str | None = None
    body: Body | None = None
    rule: str | None = None


class Registry:
    """The names of one profile and of all countries, ready for look-up at one day."""

    def __init__(self, profile: Profile | None, published: Day | None, text: str = "") -> None:
        self.profile = profile
        self.published = published
        self.parties = {p.key: p for p in profile.parties} if profile else {}
        self.bodies = profile.bodies if profile else ()
        self.persons = profile.persons if profile else ()
        self.generics = {fold(n): g for g in (profile.generics if profile else ()) for n in (g.name, *g.names)}
        self.names = _party_names(self.parties.values())
        self.body_names = {fold(n): b for b in reversed(self.bodies) for n in (b.name, *b.names)}
        self.body_words = self._body_words()
        self.nouns = _capitalised_nouns(text)
        self.named = self._named_bodies(fold(_without_possessives(text)))
        self.sent_from = self._of_datelines(text)

    def _body_words(self) -> dict[tuple[str | None, frozenset[str]], Body | None]:
        """(party, words less the party's own) -> the one body they name; None where two bodies share them."""
        found: dict[tuple[str | None, frozenset[str]], Body | None] = {}
        for body in self.bodies:
            for name in (body.name, *body.names):
                key = (body.party, self._kernel(name))
                if key[1]:
                    found[key] = body if found.get(key, body) is body else None
        return found

    def _named_bodies(self, folded: str) -> dict[frozenset[str], set[str]]:
        """A body's own words -> keys of those bodies with such words that the report names in full somewhere."""
        found: dict[frozenset[str], set[str]] = {}
        for body in self.bodies:
            for name in (body.name, *body.names):
                if f" {fold(_without_possessives(name))} " in f" {folded} " and len(name.split()) > 1:
                    found.setdefault(self._kernel(name), set()).add(body.key)
        return found

    def _of_datelines(self, text: str) -> str | None:
        """The one party whose seat of government the report was sent from."""
        found = {self._of_seat(m.group(1)) for m in DATELINE.finditer(text)} - {None}
        return found.pop() if len(found) == 1 else None

    def _of_seat(self, seat: str) -> str | None:
        """The party whose government sits there: by the profile's government, else by the country."""
        owner = self.body_names.get(fold(seat))
        if owner is not None:
            return self._party(owner.party)
        return self._of_country(_seats()[fold(seat)]) if fold(seat) in _seats() else None

    def _kernel(self, name: str) -> frozenset[str]:
        """A body's own words: without the party's names, in one spelling, whatever their order."""
        folded = _spelled(fold(_without_possessives(name)))
        for known in self.names:
            folded = re.sub(rf"\b{re.escape(known)}\b", " ", folded)
        return frozenset(w for w in folded.split() if w not in LESS)

    def told(self, words: str) -> Told:
        """What the words of a body or group tell; the longest name of the profile wins."""
        words = re.sub(r"^(?:the|its|their|our)\s+", "", words, flags=re.IGNORECASE)
        folded = fold(_without_possessives(words))
        seated = re.fullmatch(r"(.+?) (?:in|based in) (?:the )?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)", words)
        if seated:
            return self._seated(seated.group(1), seated.group(2))
        exact = self.body_names.get(folded) or self.body_names.get(fold(words))
        if exact and self._stands(exact.since, exact.until):
            return Told(party=self._party(exact.party), body=exact, rule="profile")
        party, rule = self.party_of(words)
        key = next((k for k, p in self.parties.items() if p.name == party), None)
        body = self.body_words.get((key, self._kernel(_without_possessives(words)))) if party else None
        if body is not None and self._stands(body.since, body.until):
            return Told(party=party, body=body, rule="profile")
        if party is None and self.profile:
            short = self._named_before(words)
            if short:
                return Told(party=self._party(short.party), body=short, rule="named in full elsewhere")
        inner = self._inner_body(folded)
        if inner is not None:
            return Told(party=self._party(inner.party), body=None, rule="profile")
        return Told(party=party, rule=rule)

    def _seated(self, words: str, seat: str) -> Told:
        """A body by the seat of the government it belongs to: "the ministry in CAPITAL"."""
        own = self.told(words)
        if own.party and own.rule != "named in full elsewhere":
            return own
        party = self._of_seat(seat)
        if party is None or not _state_words().search(words):
            return Told()
        key = next((k for k, p in self.parties.items() if p.name == party), None)
        return Told(party=party, body=self.body_words.get((key, self._kernel(words))), rule="seat")

    def _named_before(self, words: str) -> Body | None:
        """The one body that the report names in full and that these words are short for ("the Foreign Ministry")."""
        keys = self.named.get(self._kernel(_without_possessives(words)), set())
        return next((b for b in self.bodies if {b.key} == keys), None)

    def _shortened(self, words: str, party: str | None) -> Body | None:
        """The one body, of that party if it is known, that the report names in full and whose name holds these words:
        "the ministry", "the infocenter"."""
        own = self._kernel(_without_possessives(words))
        keys = {k for kernel, found in self.named.items() if own and own < kernel for k in found}
        fits = [b for b in self.bodies if b.key in keys and (party is None or self._party(b.party) == party)]
        return fits[0] if len(fits) == 1 else None

    def _outlet_in(self, words: str) -> Body | None:
        """The one medium or agency of the profile that the words name: `a correspondent of NAME`."""
        folded = f" {fold(words)} "
        fits = {b.key: b for n, b in self.body_names.items() if b.kind in ("outlet", "agency") and f" {n} " in folded}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _inner_body(self, folded: str) -> Body | None:
        """The profile's body whose name, of two words at least, stands in the words; the longest."""
        found = [(len(n), n) for n in self.body_names if " " in n and f" {n} " in f" {folded} "]
        return self.body_names[max(found)[1]] if found else None

    def party_of(self, words: str) -> tuple[str | None, str | None]:
        """The party that the words name, and the rule: `profile`, `country`, `seat`, `side`; (None, None) when they name none."""
        folded = fold(_without_possessives(words))
        found = _first_name(folded, self.names)
        if found:
            return self.names[found], "profile"
        for table, rule in ((_country_names(), "country"), (_seats(), "seat")):
            found = _first_name(folded, table)
            if found and (rule != "seat" or folded == found):
                return self._of_country(table[found]), rule
        side = _unknown_side(words)
        return (self._as_noun(side), "side") if side else (None, None)

    def _of_country(self, iso: str) -> str:
        """The profile's party that has one of the country's names; else the country's name."""
        country = next(c for c in rows("countries.csv") if c["iso"] == iso)
        for name in (country["name"], *country["names"].split("|")):
            if fold(name) in self.names:
                return self.names[fold(name)]
        return country["name"]

    def _as_noun(self, side: str) -> str:
        """The side's noun where the report has one for its demonym."""
        stem = side[: max(SHARED_LETTERS, len(side) - 4)]
        nouns = [n for n in self.nouns if n.startswith(stem) and len(n) < len(side)]
        return min(nouns, key=lambda n: (-self.nouns[n], n)) if nouns else side

    def _party(self, key: str | None) -> str | None:
        return self.parties[key].name if key in self.parties else None

    def _stands(self, since: Day | None, until: Day | None) -> bool:
        """Whether the day of publication lies in the period; an unknown day does."""
        day = self.published
        if day is None:
            return True
        return not (since and day[: len(since)] < since[: len(day)]) and not (until and day[: len(until)] > until[: len(day)])

    def person(self, name: str, hints: str) -> tuple[Person, Tenure | None] | None:
        """The profile's person of that name, with the role held on the day of publication.

        All words of the name must be the person's own in one spelling; a surname alone must fit one person only, where
        `hints` (role and organisation as written) may tell two apart.
        """
        words = fold(name).split()
        fits = [p for p in self.persons if any(_is_name_of(words, fold(n).split()) for n in (p.name, *p.names))]
        if len(fits) > 1:
            fits = [p for p in fits if any(self._agrees(t, hints) for t in self._held(p))] or fits
        if len(fits) != 1:
            return None
        held = self._held(fits[0])
        agreeing = [t for t in held if self._agrees(t, hints)] or held
        return fits[0], agreeing[0] if agreeing else None

    def _held(self, person: Person) -> list[Tenure]:
        return [t for t in person.tenures if self._stands(t.since, t.until)]

    def _agrees(self, tenure: Tenure, hints: str) -> bool:
        said = set(_spelled(fold(hints)).split()) - LESS
        body = next((b for b in self.bodies if b.key == tenure.body), None)
        known = set(_spelled(fold(tenure.role)).split()) | (set(_spelled(fold(body.name)).split()) if body else set())
        party = self.party_of(hints)[0]
        return bool(said & (known - LESS)) and (party is None or party == self._party(tenure.party))

    def speaker(self, speaker: Speaker) -> Speaker:
        """The speaker with name, role, organisation and party as the profile has them; what is not known there stays as written."""
        if speaker.kind is ActorKind.AUTHOR or not (speaker.name or speaker.organisation):
            return speaker
        unnamed = self.generics.get(fold(speaker.name or ""))
        if unnamed is not None:
            return msgspec.structs.replace(
                speaker,
                kind=ActorKind.GENERIC,
                key=unnamed.key,
                party=self._party(unnamed.party),
                rule=_rule(speaker, "profile"),
            )
        if speaker.name and speaker.kind in (ActorKind.PERSON, ActorKind.UNKNOWN):
            hints = " ".join(filter(None, (speaker.role, speaker.organisation, speaker.as_written)))
            found = self.person(speaker.name, hints)
            if found:
                return self._as_person(speaker, *found)
        if speaker.kind is ActorKind.GENERIC and speaker.role:
            behind = self._spoken_for(speaker)
            if behind is not None:
                return self._in_name_of(speaker, behind, "speaks for it")
        if speaker.kind is ActorKind.PERSON and fold(speaker.name or "") in self.body_names and not speaker.role:
            speaker = msgspec.structs.replace(speaker, kind=ActorKind.ORGANISATION)
        if speaker.kind is ActorKind.PERSON:
            return self._by_words(speaker)
        return self._as_body(speaker)

    def _spoken_for(self, speaker: Speaker) -> Body | None:
        """The body that an unnamed spokesman or correspondent speaks for."""
        if not set(fold(speaker.role or "").split()) & _voices():
            return None
        outlet = self._outlet_in(speaker.as_written or "")
        if outlet is not None or not speaker.organisation:
            return outlet
        told = self.told(speaker.organisation)
        return told.body or self._shortened(speaker.organisation, told.party)

    def _in_name_of(self, speaker: Speaker, body: Body, rule: str) -> Speaker:
        return msgspec.structs.replace(
            speaker,
            name=body.name,
            organisation=body.name,
            kind=ActorKind.OUTLET if body.kind in ("outlet", "agency") else ActorKind.ORGANISATION,
            key=body.key,
            party=self._party(body.party),
            rule=_rule(speaker, rule),
        )

    def _as_person(self, speaker: Speaker, person: Person, tenure: Tenure | None) -> Speaker:
        body = next((b for b in self.bodies if tenure and b.key == tenure.body), None)
        if tenure is None:
            written = self._by_words(speaker)
            return msgspec.structs.replace(written, name=person.name, key=person.key, rule=_rule(speaker, "profile"))
        return msgspec.structs.replace(
            speaker,
            name=person.name,
            kind=ActorKind.PERSON,
            key=person.key,
            role=speaker.role or tenure.role,
            organisation=body.name if body else speaker.organisation,
            party=self._party(tenure.party),
            rule=_rule(speaker, "profile"),
        )

    def _by_words(self, speaker: Speaker) -> Speaker:
        """A person whom the profile lacks: the party that organisation, role and words name."""
        for words in (speaker.organisation, speaker.role, speaker.as_written):
            told = self.told(_office(words, speaker)) if words else Told()
            if told.party or told.body:
                organisation = told.body.name if told.body else speaker.organisation
                return msgspec.structs.replace(
                    speaker, party=told.party, organisation=organisation, rule=_rule(speaker, told.rule)
                )
        return speaker

    def _as_body(self, speaker: Speaker) -> Speaker:
        written = speaker.as_written if re.search(r" in [A-Z]", speaker.as_written or "") else None
        for words in (written, speaker.name, speaker.organisation, speaker.as_written):
            told = self.told(words) if words else Told()
            if told.body and _is_one_body(speaker):
                return self._in_name_of(speaker, told.body, told.rule or "profile")
            if told.party:
                return self._as_party(speaker, told)
            if words and words == written:
                return speaker
        short = self._shortened(speaker.name, None) if speaker.name and speaker.kind is ActorKind.ORGANISATION else None
        return self._in_name_of(speaker, short, "named in full elsewhere") if short else speaker

    def _as_party(self, speaker: Speaker, told: Told) -> Speaker:
        """A speaker of that party: the party itself, or the body of that party that the name is short for."""
        party = next((p for p in self.parties.values() if p.name == told.party), None)
        if party and speaker.name and fold(speaker.name) in {fold(n) for n in (party.name, *party.names)}:
            return msgspec.structs.replace(
                speaker, name=party.name, key=party.key, party=party.name, rule=_rule(speaker, told.rule)
            )
        body = self.body_words.get((party.key, self._kernel(speaker.name))) if party and speaker.name else None
        if body is None and speaker.name and speaker.kind is ActorKind.ORGANISATION:
            body = self._shortened(speaker.name, told.party)
        if body and _is_one_body(speaker):
            return self._in_name_of(speaker, body, told.rule or "profile")
        return msgspec.structs.replace(speaker, party=told.party, rule=_rule(speaker, told.rule))

    def sided(self, speakers: Sequence[Speaker]) -> list[Speaker]:
        """Bodies without an owner ("the Prosecutor's Office") go to the one side that has spoken before them, or that speaks
        at all in the report, or from whose capital it was sent; where two sides could own them they stay open."""
        held = list(speakers)
        for n, speaker in enumerate(speakers):
            if (
                speaker.party
                or speaker.key
                or not speaker.name
                or not _is_one_body(speaker)
                or speaker.kind is ActorKind.PERSON
            ):
                continue
            kernel = self._kernel(speaker.name)
            before = self._sides(held[:n]) or self._sides(held)
            sides = before or ({self.sent_from} if self.sent_from else set())
            found = [b for (key, k), b in self.body_words.items() if k == kernel and b and key and self._party(key) in sides]
            if len(sides) == 1 and len(found) == 1:
                held[n] = self._in_name_of(speaker, found[0], "the one side that speaks")
        return held

    def _sides(self, speakers: Sequence[Speaker]) -> set[str]:
        own = {p.name for p in self.parties.values() if not p.third}
        return {s.party for s in speakers if s.party in own and s.party}

    def actor(self, actor: Actor) -> Actor:
        """A perpetrator or victim with its party; the name becomes the profile's when it is a body or a person there."""
        if actor.party is not None:
            return actor
        person = self.person(actor.name, "") if actor.kind is ActorKind.PERSON else None
        if person:
            found, tenure = person
            return msgspec.structs.replace(
                actor, name=found.name, key=found.key, party=self._party(tenure.party) if tenure else None
            )
        told = self.told(actor.name)
        if told.body and actor.kind in (ActorKind.ORGANISATION, ActorKind.UNKNOWN):
            return msgspec.structs.replace(actor, name=told.body.name, key=told.body.key, party=told.party)
        return msgspec.structs.replace(actor, party=told.party)


def share_parties(speakers: Sequence[Speaker]) -> list[Speaker]:
    """Speakers of one name in a report have one party: what one mention tells holds for the others.

    A speaker that is named just as a party of the report is that party.
    """
    known: dict[str, set[str]] = {s.party: {s.party} for s in speakers if s.party}
    for s in speakers:
        if s.name and s.party:
            known.setdefault(s.name, set()).add(s.party)
    shared = []
    for s in speakers:
        parties = known.get(s.name or "", set())
        lacking = s.party is None and len(parties) == 1
        shared.append(msgspec.structs.replace(s, party=min(parties)) if lacking else s)
    return shared


def _is_one_body(speaker: Speaker) -> bool:
    """A body, or those who work for one by a word that names it; "officials" are no body."""
    return speaker.kind is not ActorKind.GENERIC or bool(set(fold(speaker.name or "").split()) & PEOPLE.keys())


@cache
def _voices() -> frozenset[str]:
    """Titles of those who speak for a body without being named."""
    return frozenset(w for r in rows("titles.csv") if r["kind"] == "voice" for w in r["word"].split())


def _rule(speaker: Speaker, found: str | None) -> str | None:
    """How it was tied within the article, then how to the party."""
    return ", ".join(dict.fromkeys(filter(None, (speaker.rule, found)))) or None


def _office(words: str, speaker: Speaker) -> str:
    """Organisation and role together, as the words of an office: "North", "president" -> "North president"."""
    return f"{words} {speaker.role}" if words == speaker.organisation and speaker.role else words


def _party_names(parties: Iterable[Party]) -> dict[str, str]:
    """Folded name -> the party's name, longest first."""
    held = {fold(n): p.name for p in parties for n in (p.name, *p.names)}
    return dict(sorted(held.items(), key=lambda i: (-len(i[0]), i[0])))


@cache
def _country_names() -> dict[str, str]:
    """Folded name or demonym -> ISO code, longest first; a demonym of two countries is left out."""
    held: dict[str, set[str]] = {}
    for c in rows("countries.csv"):
        for n in (c["name"], *c["names"].split("|"), *c["demonyms"].split("|")):
            if n and fold(n) not in ("us", "america") and len(n) > 2:
                held.setdefault(fold(n), set()).add(c["iso"])
    held["u s"] = {"US"}
    single = {n: min(i) for n, i in held.items() if len(i) == 1}
    return dict(sorted(single.items(), key=lambda i: (-len(i[0]), i[0])))


@cache
def _seats() -> dict[str, str]:
    """Folded seat of government -> ISO code."""
    return {fold(s): c["iso"] for c in rows("countries.csv") for s in c["seats"].split("|") if s} | {
        f"the {fold(s)}": c["iso"] for c in rows("countries.csv") for s in c["seats"].split("|") if s
    }


def _first_name(folded: str, names: dict[str, str]) -> str | None:
    """The first name in the words, the longest of those that begin at one place, none after a word like "against"."""
    words = folded.split()
    for start in range(len(words)):
        if start and words[start - 1] in NOT_ITS_OWN:
            break
        for stop in range(min(len(words), start + 6), start, -1):
            name = " ".join(words[start:stop])
            if name in names:
                return name
    return None


@cache
def _state_words() -> re.Pattern[str]:
    words = sorted((r["word"] for r in rows("state_words.csv") if r["kind"] != "qualifier"), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def names_a_state_body(words: str) -> bool:
    """Whether the words hold one for a state's body or office."""
    found = _state_words().search(words)
    return found is not None and found.group().lower() not in _arms()


@cache
def _arms() -> frozenset[str]:
    return frozenset(r["word"] for r in rows("state_words.csv") if r["kind"] == "arms")


def _unknown_side(words: str) -> str | None:
    """The name before a state's body or office, or after "of": "Northern" of "Northern Defence Ministry".

    Only a capitalised word that is no state word itself; a body's name without such a word tells nothing.
    """
    text = _without_possessives(words)
    if not _state_words().search(text):
        return None
    of = re.search(r"\b(?:of|for) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)\s*$", text)
    if of and not _is_common(of.group(1)):
        return of.group(1)
    before = re.match(r"(?:[Tt]he )?([A-Z][\w-]+) (?=\w)", text)
    if before and not _is_common(before.group(1)):
        rest = text[before.end() :]
        return before.group(1) if _state_words().search(rest) else None
    return None


@cache
def _qualifiers() -> frozenset[str]:
    """Words in the names of states' bodies that are no side's name."""
    return frozenset(r["word"] for r in rows("state_words.csv"))


def _is_common(name: str) -> bool:
    return name.split()[0].lower() in _qualifiers() or bool(_state_words().match(name))


def _capitalised_nouns(text: str) -> dict[str, int]:
    """Words that the text uses as a place or side by themselves ("in Redland", "of Redland") -> how often."""
    found: dict[str, int] = {}
    for match in re.finditer(r"\b(?:in|of|from|to|against|into|with|near) (?:the )?([A-Z][\w-]+)", text):
        found[match.group(1)] = found.get(match.group(1), 0) + 1
    return found


def _without_possessives(words: str) -> str:
    return re.sub(r"(?<=\w)['’]s\b|(?<=s)['’](?=\s|$)", "", words)


def _spelled(folded: str) -> str:
    return " ".join(SPELLINGS.get(w) or PEOPLE.get(w, w) for w in folded.split())


def _is_name_of(words: list[str], name: list[str]) -> bool:
    """Whether the words are that person's name: all of it, first and last word, or the last word alone."""
    if not words or not name:
        return False
    if len(words) == 1:
        return words[0] == name[-1]
    return words == name or (words[-1] == name[-1] and words[0] == name[0])
