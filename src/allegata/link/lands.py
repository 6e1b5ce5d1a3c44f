"""The lands and sides that reports name, the words for their people, and which places the reports' own words give to which.

Only words count, no map: a place that the reports give to two sides is of none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ..data import rows
from ..records import REPORTING, Reading, Speaker
from .spellings import plain

SUFFIXES = frozenset(
    {"", "n", "an", "ian", "ean", "ese", "ish", "i", "ic", "er", "ite", "ene", "ans", "ns", "ians", "is", "ers"}
)
"""Ends that make the word for a land's people or things out of its name."""
SHARED = 4
"""Letters at least that the two have in common from the first on."""

NAME = r"[A-ZÀ-Þ][\w’'-]*[^\W\d_](?: (?:al-|el-)?[A-ZÀ-Þ][\w’'-]*[^\W\d_]){0,2}"


class Lands:
    """The lands and sides that the reports name, what their people are called, and which places the reports give to which."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        texts = [_text(r) for r in readings]
        self.parties = Counter(
            s.speaker.party for r in readings for s in r.statements if s.speaker.party and not is_local(s.speaker)
        )
        self.parties.update(a.party for r in readings for c in r.claims for a in (*c.perpetrators, *c.victims) if a.party)
        self.nouns = Counter(m for t in texts for m in re.findall(r"\b[A-ZÀ-Þ][\w-]+", t))
        self._sides: dict[str, str | None] = {}
        self.of_place: dict[str, str] = {}
        given: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for place, side in self._placed(text):
                given[plain(place)].add(side)
        self.of_place = {p: next(iter(s)) for p, s in given.items() if len(s) == 1}
        self._sides.clear()
        self.names = self._unmapped(readings, texts)
        self.aliases = self._aliases(readings, texts)

    def _unmapped(self, readings: Sequence[Reading], texts: Iterable[str]) -> re.Pattern[str] | None:
        """Names of places that no gazetteer has: those that a report calls a town or the like, or takes a claim to be at."""
        called = {m.group(1) for t in texts for m in _called().finditer(t)}
        called |= {p.name for r in readings for c in r.claims for p in c.places if not p.candidates}
        names = sorted((n for n in called if self.side(n) is None and n not in self.parties), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None

    def _aliases(self, readings: Sequence[Reading], texts: Iterable[str]) -> dict[str, str]:
        """Plain name -> the one under which a place of several names goes: `Ayville (Bestadt)`, `Bestadt, as it calls Ayville`."""
        places = {plain(p.name) for r in readings for c in r.claims for p in c.places}
        group: dict[str, set[str]] = {}
        for found in (m for t in texts for m in _also_called().finditer(t)):
            one, other = (plain(n) for n in found.groups() if n)
            if places & {one, other} and not {one, other} & (_countries().keys() | set(map(plain, self.parties))):
                joined = group.get(one, {one}) | group.get(other, {other})
                group |= dict.fromkeys(joined, joined)
        return {name: min(of) for name, of in group.items()}

    def side(self, word: str) -> str | None:
        """The land or side that a name or the word for its people means, as parties are written; None for any other word."""
        word = re.sub(r"['’]s?$", "", word)
        if word not in self._sides:
            self._sides[word] = self._side(word)
        return self._sides[word]

    def _side(self, word: str) -> str | None:
        known = _countries().get(plain(word))
        if known is not None:
            return known
        if plain(word) in self.of_place:
            return None
        named = (n for n in self.nouns if n != word and not n.isupper() and len(n) <= len(word) and is_of(word, n))
        nouns: list[str] = [n for n in named if n in self.parties or is_of_some(self.parties, n)]
        if nouns:
            return min(nouns, key=lambda n: (-self.nouns[n], n))
        return word if word in self.parties else None

    def label(self, party: str) -> str:
        """One name for a party that the reports call by its land and by its people's word."""
        return party if plain(party) in _countries() else self._side(party) or party

    def _placed(self, text: str) -> Iterator[tuple[str, str]]:
        """(place, side) for `the Redlandic town of Ayville`, `Redland's Ayville region`, `Ayville, a town in Redland`, `in Ayville, Redland,`."""
        for pattern, place, side in _patterns():
            for found in pattern.finditer(text):
                of = self.side(found.group(side))
                name = found.group(place)
                if of is not None and plain(name) not in _countries() and self.side(name) != of:
                    yield name, of


def _text(reading: Reading) -> str:
    article = reading.article
    return "\n".join(z.span.of(article.text) for z in article.zones if z.kind in REPORTING)


def is_of(word: str, noun: str) -> bool:
    """Whether the word may be the one for people or things of a land of that name: `Redlandic`, `Redland`."""
    a, b = word.casefold(), noun.casefold()
    if a == b:
        return True
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= max(SHARED, len(b) - 2) and a[shared:] in SUFFIXES and len(a) >= len(b) - 1


def is_of_some(words: Iterable[str], noun: str) -> bool:
    """Whether one of the words is that for a land of that name."""
    return any(is_of(w, noun) for w in words)


@cache
def _countries() -> Mapping[str, str]:
    """Plain name or demonym -> the country's name; what two countries share is left out."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows("countries.csv"):
        for name in (row["name"], *row["names"].split("|"), *row["demonyms"].split("|")):
            if name:
                held[plain(name)].add(row["name"])
    return {name: next(iter(of)) for name, of in held.items() if len(of) == 1}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int, int], ...]:
    """Patterns with the numbers of the groups of place and side."""
    kinds = "|".join(re.escape(r["word"]) for r in rows("place_words.csv") if r["role"] == "kind")
    lead = r"(?:[a-z][\w-]* ){0,2}"
    return (
        (re.compile(rf"\b([A-ZÀ-Þ][\w-]+)(?:['’]s)? {lead}(?:{kinds}) of ({NAME})"), 2, 1),
        (re.compile(rf"\b([A-ZÀ-Þ][\w-]+)['’]s? {lead}({NAME}) (?:{kinds})\b"), 2, 1),
        (re.compile(rf"\b({NAME}), (?:a|an|the) {lead}(?:{kinds}) (?:in|of) {lead}([A-ZÀ-Þ][\w-]+)"), 1, 2),
        (re.compile(rf"\b(?:{kinds}) of ({NAME}) in {lead}([A-ZÀ-Þ][\w-]+)"), 1, 2),
        (
            re.compile(
                rf"\b(?:in|at|near|on|of|from|outside) ({NAME}), ([A-ZÀ-Þ][\w-]+)(?=[.;,)]| (?:on|in|at|and|where|after)\b)"
            ),
            1,
            2,
        ),
        (re.compile(r"^([A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{2,})?), ([A-ZÀ-Þ][a-z]\w+),? ", re.MULTILINE), 1, 2),
    )


@cache
def _called() -> re.Pattern[str]:
    """`the town of Ayville`."""
    kinds = "|".join(re.escape(r["word"]) for r in rows("place_words.csv") if r["role"] == "kind" and r["precision"] in SETTLED)
    return re.compile(rf"\b(?:{kinds}) of ({NAME})")


@cache
def _also_called() -> re.Pattern[str]:
    """Two names for one place, one after the other."""
    who = r"(?:it|they|he|she|the \w+|[A-ZÀ-Þ][\w-]+(?: forces| officials)?)"
    between = rf", as {who} calls? |, (?:which|that) {who} calls? |,? (?:also |still )?(?:known|called) (?:as |by \w+ )?| ?/ ?"
    return re.compile(rf"({NAME})(?: \(({NAME})\)|(?:{between})({NAME}))")


SETTLED = frozenset({"town", "neighbourhood", "district"})
"""Precisions of kinds of place where people live."""


def words_of(speaker: Speaker) -> str:
    """All words that the report has for a speaker."""
    return " ".join(filter(None, (speaker.organisation, speaker.role, speaker.as_written, speaker.name)))


def is_local(speaker: Speaker) -> bool:
    """Whether it is an office or a service of one place."""
    words = set(plain(words_of(speaker)).split())
    return bool(words & office_words("local")) and not words & office_words("state")


@cache
def office_words(kind: str) -> frozenset[str]:
    """Words of data/office_words.csv: `local` or `state`."""
    return frozenset(r["word"] for r in rows("office_words.csv") if r["kind"] == kind)
