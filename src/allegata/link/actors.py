"""Readings -> the casebook's persons and bodies: namings, matches with their evidence, and the actors that matches make.

Enough for one actor: the same row of the profile; the same full name with the same party, organisation or role and nothing
against it; spellings of one name with two of these. All else that may be one actor is undecided and waits for a person,
whose decision counts for every later report that names them so. A rejected pair is never joined, nor over a third naming.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from ..data import rows
from ..records import ActorKind, KnownActor, Match, Naming, Reading, Registered, Verdict, identify
from .spellings import initials, plain, skeleton, spell_alike

NAMED = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.OUTLET})
"""Kinds that have a name of their own; "officials" of two reports are nobody in particular."""

Appearance = tuple[Naming, str | None]


def register(readings: Sequence[Reading], decided: Mapping[str, bool]) -> Registered:
    """The registry. `decided`: match id -> whether a person said that both are one; the order of the readings does not matter."""
    namings = find_namings(readings)
    matches = tuple(find_matches(namings))
    return Registered(actors=tuple(join(namings, matches, decided)), namings=namings, matches=matches)


def find_namings(readings: Sequence[Reading]) -> tuple[Naming, ...]:
    """Every way in which the readings name a person or body, with the reports and records it stands in."""
    held: dict[str, list[Naming]] = defaultdict(list)
    for reading in sorted(readings, key=lambda r: (r.article.published or "9", r.capture.sha256)):
        for one in _appearances(reading):
            held[one.id].append(one)
    return tuple(_together(ones) for _, ones in sorted(held.items()))


def _appearances(reading: Reading) -> Iterator[Naming]:
    report = reading.capture.sha256
    for s in reading.statements:
        who = s.speaker
        if who.name and who.kind in NAMED:
            organisation = None if who.kind is not ActorKind.PERSON else who.organisation
            yield _naming(who.name, who.kind, who.party, organisation, who.role, who.key, who.as_written, report, s.id)
    for c in reading.claims:
        for actor in (*c.perpetrators, *c.victims):
            if actor.kind in NAMED and actor.name[:1].isupper():
                yield _naming(actor.name, actor.kind, actor.party, None, None, actor.key, None, report, c.id)


def _naming(
    name: str,
    kind: ActorKind,
    party: str | None,
    organisation: str | None,
    role: str | None,
    key: str | None,
    written: str | None,
    report: str,
    record: str,
) -> Naming:
    sign = (key,) if key else (kind is ActorKind.PERSON, plain(name), party, plain(organisation or ""))
    words = tuple(dict.fromkeys(w for w in (name, written) if w))
    return Naming(
        id=identify("naming", *sign),
        name=name,
        kind=kind,
        party=party,
        organisation=organisation,
        role=role,
        key=key,
        written=words,
        reports=(report,),
        records=(record,),
    )


def _together(ones: Sequence[Naming]) -> Naming:
    first = ones[0]
    roles = [n.role for n in ones if n.role]
    return Naming(
        id=first.id,
        name=first.name,
        kind=first.kind,
        party=next((n.party for n in ones if n.party), None),
        organisation=next((n.organisation for n in ones if n.organisation), None),
        role=roles[0] if roles else None,
        key=first.key,
        written=tuple(dict.fromkeys(w for n in ones for w in n.written)),
        reports=tuple(dict.fromkeys(r for n in ones for r in n.reports)),
        records=tuple(dict.fromkeys(r for n in ones for r in n.records)),
    )


def find_matches(namings: Sequence[Naming]) -> Iterator[Match]:
    """Pairs that are or may be one, by id. Only namings that share a name's last word, its skeleton or its initials are compared."""
    blocks: dict[str, set[int]] = defaultdict(set)
    for n, naming in enumerate(namings):
        for sign in _signs(naming):
            blocks[sign].add(n)
    pairs = {pair for members in blocks.values() for pair in combinations(sorted(members), 2)}
    for i, j in sorted(pairs):
        made = compare(namings[i], namings[j])
        if made is not None:
            yield made


def _signs(naming: Naming) -> Iterator[str]:
    words = plain(naming.name).split()
    if not words:
        return
    if naming.kind is ActorKind.PERSON:
        yield f"person {skeleton(words[-1])}"
        return
    yield f"body {' '.join(sorted(_kernel(naming)))}"
    if len(words) == 1 and naming.name.isupper() and len(naming.name) > 2:
        yield f"letters {words[0]}"
    elif len(words) > 2:
        yield f"letters {initials(naming.name)}"


def compare(a: Naming, b: Naming) -> Match | None:
    """What speaks for two namings being one actor; None when nothing does, or when both are rows of the profile."""
    if (a.kind is ActorKind.PERSON) is not (b.kind is ActorKind.PERSON) or (a.key and b.key):
        return None
    by_name = _names_of_persons(a, b) if a.kind is ActorKind.PERSON else _names_of_bodies(a, b)
    if by_name is None:
        return None
    name, is_full = by_name
    shared = tuple(_shared(a, b))
    against = tuple(_against(a, b))
    enough = 1 if is_full else 2
    own = a.kind is not ActorKind.PERSON and is_full and not _is_common(a)
    same = not against and name != "surname" and (len(shared) >= enough or own)
    verdict = Verdict.SAME if same and name in SURE else Verdict.UNDECIDED
    evidence = (EVIDENCE[name], *shared, *against)
    return Match(id=identify("match", a.id, b.id), a=a.id, b=b.id, verdict=verdict, evidence=evidence)


SURE = frozenset({"full", "spelling", "body"})
EVIDENCE = {
    "full": "the same full name",
    "spelling": "spellings of one name",
    "surname": "the same surname, one without a first name",
    "body": "the same name of a body",
    "letters": "one name is the other's first letters",
}


def _names_of_persons(a: Naming, b: Naming) -> tuple[str, bool] | None:
    one, other = plain(a.name), plain(b.name)
    if one == other:
        return ("full", True) if " " in one else ("surname", False)
    short, long_ = sorted((one.split(), other.split()), key=len)
    if len(short) == 1 and len(long_) > 1 and skeleton(short[0]) == skeleton(long_[-1]):
        return "surname", False
    if len(short) == len(long_) > 1 and spell_alike(one, other):
        return "spelling", False
    if len(short) > 1 and spell_alike(f"{short[0]} {short[-1]}", f"{long_[0]} {long_[-1]}"):
        return "spelling", False
    return None


def _names_of_bodies(a: Naming, b: Naming) -> tuple[str, bool] | None:
    if plain(a.name) == plain(b.name) or _kernel(a) == _kernel(b):
        return "body", True
    for short, full in ((a.name, b.name), (b.name, a.name)):
        if short.isupper() and plain(short) == initials(full):
            return "letters", False
    return None


def _kernel(naming: Naming) -> frozenset[str]:
    return frozenset(plain(naming.name).split()) - {"the", "of", "for", "and", "s"}


def _shared(a: Naming, b: Naming) -> Iterator[str]:
    if a.party and a.party == b.party:
        yield f"both of {a.party}"
    if a.organisation and b.organisation and plain(a.organisation) == plain(b.organisation):
        yield f"both at {a.organisation}"
    roles = set(plain(a.role or "").split()) & set(plain(b.role or "").split()) - {"of", "the", "for", "and"}
    if roles:
        yield f"both called {' '.join(sorted(roles))}"


def _against(a: Naming, b: Naming) -> Iterator[str]:
    if a.party and b.party and a.party != b.party:
        yield f"against it: one of {a.party}, one of {b.party}"


def _is_common(naming: Naming) -> bool:
    """A name that several states' bodies have ("Ministry of Defence"): alone it tells nothing."""
    words = _kernel(naming)
    return bool(words & _state_words()) and words <= _state_words() | {"affairs", "office", "general"}


@cache
def _state_words() -> frozenset[str]:
    return frozenset(w for r in rows("state_words.csv") for w in plain(r["word"]).split())


def join(namings: Sequence[Naming], matches: Sequence[Match], decided: Mapping[str, bool]) -> Iterator[KnownActor]:
    """Actors: namings joined by what a person accepted, then by what is sure, never against what a person rejected."""
    group = {n.id: n.id for n in namings}
    apart = [(m.a, m.b) for m in matches if decided.get(m.id) is False]
    holding = [m for m in matches if decided.get(m.id, m.verdict is Verdict.SAME)]
    used: dict[str, list[str]] = defaultdict(list)
    for match in sorted(holding, key=lambda m: (m.id not in decided, -len(m.evidence), m.id)):
        a, b = group[match.a], group[match.b]
        if a != b and any({group[x], group[y]} == {a, b} for x, y in apart):
            continue
        used[min(a, b)] += [match.id, *(used.pop(max(a, b), []) if a != b else [])]
        for key, held in group.items():
            if held == max(a, b):
                group[key] = min(a, b)
    members: dict[str, list[Naming]] = defaultdict(list)
    for naming in namings:
        members[group[naming.id]].append(naming)
    for head, ones in members.items():
        yield _actor(ones, used.get(head, []))


def _actor(ones: Sequence[Naming], matches: Iterable[str]) -> KnownActor:
    best = sorted(ones, key=lambda n: (n.key is None, -len(n.name), n.name))
    return KnownActor(
        id=identify("actor", min(n.id for n in ones)),
        name=best[0].name,
        kind=best[0].kind,
        parties=tuple(sorted({n.party for n in ones if n.party})),
        names=tuple(dict.fromkeys(n.name for n in best)),
        namings=tuple(n.id for n in best),
        matches=tuple(sorted(matches)),
        reports=tuple(dict.fromkeys(r for n in ones for r in n.reports)),
    )
