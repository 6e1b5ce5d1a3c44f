"""The people of an article: every named person with all places where the words stand for them, surnames and pronouns too."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from ...records import ZoneKind
from ..lexicon import genders, titles
from ..names import Named, find_people
from ..parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_SHORT = 2
"""Words of so few letters ("Al", "de") never stand for a person alone."""

_NO_PERSON = frozenset({"GPE", "NORP", "DATE", "TIME", "FAC", "LOC", "LANGUAGE", "EVENT", "LAW"})


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where words stand for a person: tokens `first` to `last` of a zone, both included. `how`: full, part or pronoun."""

    zone: int
    first: int
    last: int
    how: str


class Person(msgspec.Struct, kw_only=True):
    """A named person while an article is read. `name`: the fullest form; `roles`: titles that introduce them."""

    name: str
    places: list[Place] = []
    roles: list[str] = []
    genders: list[str] = []
    known: bool = False
    """Whether the recogniser calls the name a person's at least once."""

    @property
    def words(self) -> tuple[str, ...]:
        """The name's words."""
        return tuple(self.name.split())


def find_persons(zones: Sequence[ParsedZone]) -> tuple[Person, ...]:
    """Everybody whom the article names, in order of first naming."""
    held: list[Person] = []
    taken: set[tuple[int, int]] = set()
    at = {z.offset: n for n, z in enumerate(zones)}
    for named in find_people(tuple(zones)):
        n = next((at[z.offset] for z in zones if z.offset <= named.span.start < z.end), None)
        tokens = zones[n].tokens(named.span) if n is not None else ()
        if n is None or not tokens or any((n, t.i) in taken for t in tokens):
            continue
        person = _who(held, named)
        person.places.append(Place(zone=n, first=tokens[0].i, last=tokens[-1].i, how="full"))
        person.roles += [named.role] if named.role else []
        person.genders += [named.gender] if named.gender else []
        person.known = person.known or any(t.ent_type_ == "PERSON" for t in tokens)
        taken |= {(n, t.i) for t in tokens}
    for n, zone in enumerate(zones):
        _by_parts(n, zone, held, taken)
    _by_pronouns(zones, held)
    for person in held:
        person.places.sort(key=lambda p: (p.zone, p.first))
        person.name = _name(person, zones)
    return tuple(sorted(held, key=lambda p: (p.places[0].zone, p.places[0].first)))


def _name(person: Person, zones: Sequence[ParsedZone]) -> str:
    """The form of several words that is used most, a headline's half; the longer of two. "Ann Bell-lee" and "Mary Ann Bell" are whole names."""
    forms: Counter[str] = Counter()
    for place in person.places:
        if place.how == "full":
            forms[_whole(place, zones[place.zone])] += 1 if zones[place.zone].zone.kind is ZoneKind.HEADLINE else 2
    whole = [form for form in forms if " " in form]
    return max(whole, key=lambda form: (forms[form], len(form.split()), form), default=person.name)


def _whole(place: Place, zone: ParsedZone) -> str:
    """The words of a name with those that the parser has cut off: behind a hyphen, or names before it that it takes for something else."""
    doc, first, last = zone.doc, place.first, place.last
    if doc[last + 1 : last + 2].text == "-" and not doc[last].whitespace_ and not doc[last + 1].whitespace_:
        last += 2 if doc[last + 2 : last + 3].text.isalpha() else 0
    last += doc[last + 1 : last + 2].text.rstrip(".") in {"Jr", "Sr"}
    for _ in range(_BEFORE):
        if first == doc[first].sent.start or not _is_given_name(doc[first - 1]):
            break
        first -= 1
    return " ".join(doc[first : last + 1].text.split())


_BEFORE = 2
"""Names before a name."""


def _is_given_name(token: "Token") -> bool:
    return (
        token.pos_ == "PROPN"
        and token.is_alpha
        and token.text[:1].isupper()
        and not token.text.isupper()
        and len(token.text) > _SHORT
        and token.ent_type_ not in _NO_PERSON | {"ORG"}
        and "title" not in titles().get(token.lower_, ())
    )


def _who(held: list[Person], named: Named) -> Person:
    """The person who has that name already: all words of the shorter are in the longer; else a new one."""
    mine = {w.lower().strip(".'’") for w in named.name.split()}
    for person in reversed(held):
        theirs = {w.lower().strip(".'’") for w in person.words}
        if mine <= theirs or (theirs <= mine and len(theirs) > 1):
            if len(named.name.split()) > len(person.words):
                person.name = named.name
            return person
    held.append(Person(name=named.name))
    return held[-1]


def _by_parts(n: int, zone: ParsedZone, held: list[Person], taken: set[tuple[int, int]]) -> None:
    """Surnames and given names that stand alone, and persons who have one name only."""
    by_word = {w: p for p in held for w in p.words if len(w) > _SHORT}
    by_word |= {p.words[-1]: p for p in held if len(p.words[-1]) > _SHORT}
    for token in zone.doc:
        if (n, token.i) in taken or token.pos_ != "PROPN" or not token.text[:1].isupper():
            continue
        person = by_word.get(token.text)
        if person is not None and token.ent_type_ not in _NO_PERSON and token.dep_ != "compound":
            person.places.append(Place(zone=n, first=token.i, last=token.i, how="part"))
            taken.add((n, token.i))
    for entity in zone.doc.ents:
        words = [t for t in entity if t.pos_ == "PROPN" and "title" not in titles().get(t.lower_, ())]
        if entity.label_ != "PERSON" or not words or any((n, t.i) in taken for t in words):
            continue
        name = " ".join(t.text for t in words)
        person = next((p for p in held if p.name == name), None) or Person(name=name, places=[], roles=[], genders=[])
        if person not in held:
            held.append(person)
        person.known = True
        person.places.append(Place(zone=n, first=words[0].i, last=words[-1].i, how="full"))
        person.genders += [genders()[t.lower_] for t in entity if t.lower_ in genders()]
        taken |= {(n, t.i) for t in words}


def _by_pronouns(zones: Sequence[ParsedZone], held: list[Person]) -> None:
    """ "He" is the person named last before, subjects first, in the same or the sentence before; a person of the other sex is passed."""
    for n, zone in enumerate(zones):
        named = sorted(((p.first, person) for person in held for p in person.places if p.zone == n), key=lambda x: x[0])
        for token in zone.doc:
            sex = _SUBJECT_PRONOUNS.get(token.lower_)
            if sex is None or token.pos_ not in {"PRON", "DET"}:
                continue
            before = list(_reachable(token, named, sex))
            if before:
                best = next((p for t, p in before if t.dep_ in {"nsubj", "nsubjpass"}), before[0][1])
                best.places.append(Place(zone=n, first=token.i, last=token.i, how="pronoun"))
                best.genders.append(sex)


def _reachable(token: "Token", named: list[tuple[int, Person]], sex: str) -> "Iterator[tuple[Token, Person]]":
    start = token.sent.start
    earlier = token.doc[start - 1].sent.start if start else 0
    for at, person in reversed(named):
        if at >= token.i:
            continue
        if at < earlier:
            return
        if person.genders and max(set(person.genders), key=person.genders.count) != sex:
            continue
        yield token.doc[at], person
