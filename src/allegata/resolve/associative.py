"""Names of places that stand for no place where they stand: demonyms, names inside other names, roads and houses.

Associative toponyms, in the terms of Gritta, Pilehvar and Collier (2020): "Russian", "Bank of England", "Ohio" of "Ohio State
Police". No event is placed by them; they say what an article's other names are likely to mean, and gold sets count them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ..data import rows
from ..records import Span
from .gazetteer import Gazetteer
from .mentions import PLACE_LABELS, POSSESSIVE, Hints, Mention, words_of

LONGEST = 4
"""Words that a name within a name may have."""

SHORTENED = ("ave", "blvd")
"""Words of roads that are written with a stop."""

LEAST_PEOPLE = 50_000
"""A town within another name is taken when it has more people, unless the report names it elsewhere."""

NUMBERED = re.compile(r"(?<!\w)Interstate[ -]\d{1,3}(?!\w)")


def find_associative(
    text: str, *, hints: Hints, gazetteer: Gazetteer, literal: Sequence[Mention], within: Sequence[Span]
) -> tuple[Mention, ...]:
    """Associative toponyms in text order, none over a literal one or another."""
    finder = _Finder(text, hints, gazetteer, literal, within)
    return tuple(sorted(finder.mentions(), key=lambda m: m.span))


@cache
def bases() -> dict[str, str]:
    """Demonyms as written -> the country or region they are made from."""
    of_regions = {r["word"]: r["place"] for r in rows("demonyms.csv")}
    return of_regions | {d: c["name"] for c in rows("countries.csv") for d in c["demonyms"].split("|") if d}


@cache
def _demonym_pattern() -> re.Pattern[str]:
    """Adjectives and short forms; a word for the people themselves ("Texans") names no place in two of three gold sets."""
    words = sorted((w for w in bases() if not is_people(w)), key=lambda w: (-len(w), w))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?![\w])")


@cache
def _road_pattern() -> re.Pattern[str]:
    """One to four capitalised words or an ordinal before a road's word ("North Elm Street", "34th Avenue")."""
    ends = "|".join(sorted(re.escape(w.capitalize()) + (r"\.?" if w in SHORTENED else "") for w in words_of("road")))
    side = r"(?:(?:North|South|East|West|N\.|S\.|E\.|W\.) )?"
    return re.compile(rf"(?<!\w){side}(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th)) (?:[A-Z][\w'’-]*\.? ){{0,2}}?(?:{ends})(?!\w)")


def is_people(word: str) -> bool:
    """Whether the word is for several people ("Russians"), not for what is of the place ("Russian")."""
    return word.endswith("s") and word[:-1] in bases()


class _Finder:
    def __init__(
        self, text: str, hints: Hints, gazetteer: Gazetteer, literal: Sequence[Mention], within: Sequence[Span]
    ) -> None:
        self.text = text
        self.hints = hints
        self.gazetteer = gazetteer
        self.within = within
        self.taken = [m.span for m in literal]
        self.named = {m.name for m in literal if len(m.name) > 3}
        self.lower = frozenset(re.findall(r"\b[a-z]{2,}\b", text))

    def mentions(self) -> Iterator[Mention]:
        """Roads first, as their names hold others; then demonyms, names said elsewhere, names within names, houses."""
        for found in (self._roads(), self._demonyms(), self._repeats(), self._inner(), self._houses()):
            for mention in found:
                if self._free(mention.span):
                    self.taken.append(mention.span)
                    yield mention

    def _free(self, span: Span) -> bool:
        return bool(len(span)) and not any(span.touches(t) for t in self.taken) and any(w.covers(span) for w in self.within)

    def _mention(self, span: Span, ground: str, means: str | None = None) -> Mention:
        return Mention(span=span, name=span.of(self.text), ground=ground, means=means)

    def _roads(self) -> Iterator[Mention]:
        for match in _road_pattern().finditer(self.text):
            if not match.group().startswith(("A ", "An ", "The ", "Red ")) and not self._is_known(match.group()):
                yield self._mention(Span(*match.span()), "road")
        for match in NUMBERED.finditer(self.text):
            yield self._mention(Span(*match.span()), "road")

    def _demonyms(self) -> Iterator[Mention]:
        for match in _demonym_pattern().finditer(self.text):
            yield self._mention(Span(*match.span()), "demonym", bases()[match.group()])

    def _repeats(self) -> Iterator[Mention]:
        """Names that are places elsewhere in the report, now inside something else's name."""
        if not self.named:
            return
        names = sorted(self.named, key=lambda n: (-len(n), n))
        for match in re.finditer(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", self.text):
            span = Span(*match.span())
            if not self._in_person(span):
                yield self._mention(span, "repeat")

    def _in_person(self, span: Span) -> bool:
        """Whether it is a person's name, with another name before it."""
        before = re.search(r"([A-Z][\w'’.-]*) $", self.text[max(0, span.start - 30) : span.start])
        for label, start, end in self.hints:
            if label == "PERSON" and start <= span.start and span.end <= end:
                return start < span.start or re.match(r" [A-Z]", self.text[span.end : end]) is not None or before is not None
        return False

    def _inner(self) -> Iterator[Mention]:
        """Known names inside what the parser takes for a body, a house, an event or a work."""
        for label, start, end in self.hints:
            if label in (
                "PERSON",
                "DATE",
                "TIME",
                "MONEY",
                "PERCENT",
                "QUANTITY",
                "CARDINAL",
                "ORDINAL",
                "LANGUAGE",
                "NORP",
                "PRODUCT",
            ):
                continue
            words = [m.span() for m in re.finditer(r"[^\s\-/]+", self.text[start:end])]
            for first in range(len(words)):
                for last in range(min(len(words), first + LONGEST) - 1, first - 1, -1):
                    if label in PLACE_LABELS and last - first + 1 == len(words):
                        continue
                    span = self._cut(start + words[first][0], start + words[last][1])
                    whole = first == 0 and last == len(words) - 1
                    if self._free(span) and self._is_inner(span.of(self.text), whole=whole):
                        yield self._mention(span, "inner")
                        break

    def _cut(self, start: int, end: int) -> Span:
        name = POSSESSIVE.sub("", self.text[start:end]).rstrip(',.;:!?)"” ') + ("." if self._abbreviated(start, end) else "")
        return Span(start, start + len(name))

    def _abbreviated(self, start: int, end: int) -> bool:
        name = self.text[start:end]
        return bool(re.fullmatch(r"(?:[A-Z]\.){2,}", name))

    def _is_inner(self, name: str, *, whole: bool) -> bool:
        if not name[:1].isupper() or len(name) < 3 or name.lower() in words_of("stop") or name.lower() in self.lower:
            return False
        if any(name.lower() in words_of(role) for role in ("kind", "house", "road", "side", "title", "press", "common")):
            return False
        for entry in self.gazetteer.look_up(name):
            feature = entry.candidate.feature
            if not entry.exact:
                continue
            if feature in ("country", "continent") or (
                feature in ("region", "water", "sea") and (entry.primary or entry.candidate.names)
            ):
                return not whole or feature == "country"
            if entry.primary and entry.population >= LEAST_PEOPLE and not whole:
                return True
            if entry.primary and feature == "district" and " " in name and not whole:
                return True
        return False

    def _houses(self) -> Iterator[Mention]:
        """Buildings and institutions under their own name: what the parser takes for one, and names that end in such a word."""
        for label, start, end in self.hints:
            if label not in ("FAC", "ORG"):
                continue
            name = re.sub(r"^(?:the|The|an?) ", "", self.text[start:end])
            span = self._cut(end - len(name), end)
            words = name.split()
            if len(words) > 1 and words[-1].lower() in words_of("house") and words[0][:1].isupper():
                yield self._mention(span, "house")

    def _is_known(self, name: str) -> bool:
        return any(e.exact and e.primary for e in self.gazetteer.look_up(name))
