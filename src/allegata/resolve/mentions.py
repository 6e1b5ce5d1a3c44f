"""Text and entity hints -> mentions of places: where a toponym stands, and what the words around it say of it.

A hint's label is a hint: a town may be tagged as a person. A name is taken for a place when the hint says so, when the
profile has it as a place, or when the gazetteer knows it and the words around it ask for a place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ..data import rows
from ..records import Precision, Profile, Record, Span
from .gazetteer import Gazetteer, fold, is_foreign

Hints = Sequence[tuple[str, int, int]]

PLACE_LABELS = frozenset({"GPE", "LOC"})
DOUBTFUL_LABELS = frozenset({"PERSON", "ORG", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})
"""Labels under which the parser hides places it does not know."""

MARKS = "\u0300-\u036f\u0900-\u0dff\u0e00-\u109f"
"""Marks and vowel signs from Devanagari to Myanmar, which are no word characters to `re`, and the letters they stand on."""

WORD = re.compile(r"[^\W\d_]+(?:[.'’\-][^\W\d_]+)*\.?")
NAME_RUN = re.compile(
    rf"(?:[^\W\d_a-z][\w{MARKS}'’\-]*)"
    r"(?:[ \-](?:of |the |de |la |al |el |du |des |del |da |di |do |e |i |upon |sur |am |[ae](?:sh|[ldnrstz])-)?"
    rf"[^\W\d_a-z][\w{MARKS}'’\-]*){{0,4}}"
)
POSSESSIVE = re.compile(r"(?:'s|’s|'|’)$")
LIST_GAP = re.compile(r"^(?:, | and |, and | or |, or |/| - | & )$")
CONTAINER = re.compile(r",? \(?((?:[A-Z][\w.]*)(?: [A-Z][\w.]*){0,3})")
CAPITALS = r"((?:[A-Z][A-Z'’\-]+)(?:[ .]+[A-Z][A-Z'’\-]+){0,3})"
DATELINE = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.!?] )|(?<=  )|(?<=\())(?P<first>{CAPITALS})\)?"
    r"(?:, [^\n—–(]{2,30})? ?(?:\([A-Z][\w ]*\) ?)?(?:—|–|--|- |: )"
    rf"|(?<!\w)(?P<agency>{CAPITALS}) \([A-Z][\w ]*\) ?(?:—|–|--|- )",
    re.MULTILINE,
)
"""A place in capitals that opens a report ("ODESSA, May 4 (Agency) —")."""
CONTAINED = re.compile(r"^(?:, | in | \(|, in | of )$")
INITIALS = re.compile(r"^(?:[^\W\d_]\.){2,}$|^[^\W\d_a-z]{2,4}$")

TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|President|Chancellor|Premier)\.? ([A-Z][\w'’-]+)(?! [A-Z])")
"""A title before a surname; offices that may stand before a place's name ("Mayor", "Governor") are left out."""

AGED = re.compile(r"\b\d{1,3}, of $")
"""Before the place that a person is from ("Jane Roe, 43, of Ayville")."""

ACRONYM = re.compile(r"^[A-Z]{2,5}$")

MARKLESS = 2_000
"""People of a place whose main name may be written without its marks ("Qamishli" for "Qāmishlī") and be surely known."""

MAX_WORDS = 5
"""Longest name that is looked for in running text, in words."""


class Mention(Record):
    """One place name in the text. `name`: the words without article, direction and kind; `kind`: the precision its words state."""

    span: Span
    name: str
    kind: Precision | None = None
    near: bool = False
    inside: str | None = None
    """The name of the larger place that the words put it in ("Paris, Texas")."""
    ground: str = "hint"
    opens: bool = False
    """Whether it is the place of a dateline."""
    means: str | None = None
    """The name to look up, where the words are no place's name themselves ("Russian": Russia)."""

    @property
    def key(self) -> str:
        """The name under which it is judged, folded."""
        return fold(self.means or self.name)


def find_mentions(
    text: str, *, hints: Hints, gazetteer: Gazetteer, profile: Profile | None, within: Sequence[Span]
) -> tuple[Mention, ...]:
    """Mentions in text order, none overlapping another; only inside the stretches of `within`."""
    finder = _Finder(text, hints, gazetteer, profile, within)
    return tuple(finder.mentions())


@cache
def words_of(role: str) -> dict[str, str]:
    """Words of data/place_words.csv with that role -> their precision, or an empty string."""
    return {r["word"]: r["precision"] for r in rows("place_words.csv") if r["role"] == role}


@cache
def _seat_of() -> dict[str, str]:
    """Folded names and demonyms of countries -> the first seat of government that the list gives."""
    held: dict[str, set[str]] = {}
    for row in rows("countries.csv"):
        seat = row["seats"].split("|")[0]
        for name in (row["name"], *row["names"].split("|"), *row["demonyms"].split("|")):
            if name and seat:
                held.setdefault(fold(name), set()).add(seat)
    return {name: next(iter(seats)) for name, seats in held.items() if len(seats) == 1}


@cache
def _capital() -> re.Pattern[str]:
    names = {
        n
        for c in rows("countries.csv")
        for n in (c["name"], *c["names"].split("|"), *c["demonyms"].split("|"))
        if fold(n) in _seat_of()
    }
    listed = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({listed})(?:['’]s?)? (?:capital(?: city)?)\b")


@cache
def _ordinary() -> frozenset[str]:
    """Words that are part of what is no place, or say what is there: kinds, bodies, houses, roads, days, offices."""
    roles = {"kind", "of it", "press", "road", "house", "common", "stop", "title", "side", "in", "near"}
    held = {r["word"].lower() for r in rows("place_words.csv") if r["role"] in roles}
    return frozenset(
        held | {w for r in rows("state_words.csv") for w in r["word"].split()} | {r["word"] for r in rows("titles.csv")}
    )


@cache
def demonyms() -> frozenset[str]:
    """Folded demonyms of all countries and regions, less those that are a country's name as well."""
    names = {fold(n) for c in rows("countries.csv") for n in (c["name"], *c["names"].split("|"))}
    words = {d for c in rows("countries.csv") for d in c["demonyms"].split("|") if d}
    words |= {r["word"] for r in rows("demonyms.csv") if not r["word"].isupper()}
    return frozenset(map(fold, words)) - names


class _Finder:
    """Finds mentions in passes: what is sure first, then what the sure ones make likely."""

    def __init__(self, text: str, hints: Hints, gazetteer: Gazetteer, profile: Profile | None, within: Sequence[Span]) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.within = within
        self.hints = [(label, *_trim(text, start, end)) for label, start, end in hints]
        self.known = _profile_names(profile)
        self.sides = _party_names(profile)
        self.taken: dict[Span, Mention] = {}
        self.people = self._people() | _person_names(profile)
        self.lower = frozenset(re.findall(r"\b[a-z]{2,}\b", text))

    def mentions(self) -> Iterator[Mention]:
        """All passes, then context of each: kind, nearness, container."""
        self._take_profile_names()
        self._take_capitals()
        self._take_hints()
        self._take_datelines()
        self._take_doubtful()
        self._take_reviewed_runs()
        self._take_cued_runs()
        self._take_unmapped()
        self._take_repeats()
        self._take_containers()
        order = sorted(self.taken)
        self.datelines = [dateline_span(m) for m in DATELINE.finditer(self.text)]
        for number, span in enumerate(order):
            following = order[number + 1] if number + 1 < len(order) else None
            yield self._with_context(self.taken[span], following)

    def _people(self) -> frozenset[str]:
        """Folded last words of names that the parser takes for persons and that have two words at least."""
        found = set()
        for label, start, end in self.hints:
            words = self.text[start:end].split()
            if label == "PERSON" and len(words) > 1:
                found.add(fold(words[-1]))
        found |= {fold(m.group(1)) for m in TITLED.finditer(self.text)}
        return frozenset(found)

    def _free(self, span: Span) -> bool:
        return bool(len(span)) and not any(span.touches(t) for t in self.taken) and any(w.covers(span) for w in self.within)

    def _take(self, span: Span, ground: str) -> None:
        if self._free(span):
            self.taken[span] = Mention(span=span, name=span.of(self.text), ground=ground)

    def _take_profile_names(self) -> None:
        """Names of the profile's places, longest first, unless they are part of a longer name of something else."""
        if not self.known:
            return
        for match in self.known.finditer(self.text):
            span = Span(*match.span())
            longer = any(
                label in ("PERSON", "ORG", "NORP") and start <= span.start and span.end <= end and end - start > len(span) + 3
                for label, start, end in self.hints
            )
            if not longer and not (span.of(self.text) in self.sides and self._acts(span)):
                self._take(span, "profile")

    def _acts(self, span: Span) -> bool:
        """Whether a name that is a party's as well stands for the party here: before a body's or a person's name."""
        after = self.text[span.end : span.end + 40]
        return bool(re.match(r"[ ](?:[A-Z][\w]+|officials|forces|military|army|authorities|troops|soldiers)", after))

    def _take_hints(self) -> None:
        for label, start, end in self.hints:
            if label not in PLACE_LABELS:
                continue
            for span in self._pieces(Span(start, end)):
                name = span.of(self.text)
                if fold(name) in demonyms() or (not any(c.isupper() for c in name) and name.isascii()):
                    continue
                if self._is_half_a_demonym(span) or (label == "LOC" and not self._knows(name) and not has_kind_word(name)):
                    continue
                if (self._is_surname(span) or self._is_mostly_other(name)) and not self._asks_for_place(span):
                    continue
                if self._is_person_throughout(name):
                    continue
                if self._knows(name) or self._is_likely(span):
                    self._take(span, "hint")

    def _is_mostly_other(self, name: str) -> bool:
        """Whether the parser mostly takes the name for a person or body, and no country or region has it."""
        labels = [label for label, s, e in self.hints if self.text[s:e] == name]
        places = sum(label in PLACE_LABELS for label in labels)
        if 2 * places >= len(labels):
            return False
        return not any(e.candidate.feature in ("country", "region") for e in self.gazetteer.look_up(name))

    def _is_person_throughout(self, name: str) -> bool:
        """Whether the parser takes the name for a person three times or more, and four times as often as for a place."""
        labels = [label for label, s, e in self.hints if self.text[s:e] == name]
        persons = labels.count("PERSON")
        return persons >= 3 and persons >= 4 * sum(label in PLACE_LABELS for label in labels)

    def _is_likely(self, span: Span) -> bool:
        """Whether a name that no gazetteer has is still taken for a place: the words ask for one, and no name runs on."""
        return self._asks_for_place(span) or self._has_kind(span) or self._listed(span) or has_kind_word(span.of(self.text))

    def _is_half_a_demonym(self, span: Span) -> bool:
        """Whether the parser cut a demonym of two words in the middle ("Sri" of "Sri Lankan")."""
        following = WORD.match(self.text, span.end + 1)
        return following is not None and fold(self.text[span.start : following.end()]) in demonyms()

    def _take_datelines(self) -> None:
        for match in DATELINE.finditer(self.text):
            span = dateline_span(match)
            if self._knows(span.of(self.text)):
                self._take(span, "dateline")

    def _take_capitals(self) -> None:
        """`the Redlandic capital`, `Redland's capital`: the seat of that land's government, unless its name stands beside the words."""
        for match in _capital().finditer(self.text):
            span = Span(match.start(1), match.end())
            if self._free(span) and not re.match(r",? [A-Z]| of ", self.text[span.end : span.end + 4]):
                self.taken[span] = Mention(
                    span=span,
                    name=span.of(self.text),
                    ground="capital",
                    means=_seat_of()[fold(POSSESSIVE.sub("", match.group(1)))],
                )

    def _pieces(self, span: Span) -> Iterator[Span]:
        """A hint that runs over a comma ("Paris, Texas") is two names, when it is not one in the gazetteer."""
        name = span.of(self.text)
        if "," not in name or self.gazetteer.look_up(name):
            yield span
            return
        start = span.start
        for part in re.split(r"(,\s*)", name):
            if part.strip(", \n"):
                yield Span(*_trim(self.text, start, start + len(part)))
            start += len(part)

    def _items(self, span: Span) -> Iterator[Span]:
        """The names of a list that the parser took for one ("Ayville, Beeville and Ceeville")."""
        if self._knows(span.of(self.text)):
            yield span
            return
        start = span.start
        for part in re.split(r"(, (?:and )?| and )", span.of(self.text)):
            if part.strip(" ,") not in ("", "and"):
                yield Span(start, start + len(part))
            start += len(part)

    def _take_doubtful(self) -> None:
        """Hints with another label, when the gazetteer has just that name and the words ask for a place."""
        doubtful = [(label, span) for label, s, e in self.hints if label in DOUBTFUL_LABELS for span in self._items(Span(s, e))]
        for label, span in doubtful:
            if not self._free(span):
                continue
            if fold(span.of(self.text)) in demonyms():
                continue
            strong = self._asks_for_place(span)
            known = self._knows(span.of(self.text)) and not self._is_acronym(span.of(self.text))
            asked = strong or self._has_kind(span) or self._listed(span) or self._has_people_of_it(span)
            if known and asked and not self._is_surname(span):
                self._take(span, "context")
            elif label == "FAC":
                self._take_head(span)

    def _is_acronym(self, name: str) -> bool:
        """Whether it is two to five capitals that stand for no country or region."""
        return bool(ACRONYM.match(name)) and not any(
            e.candidate.feature in ("country", "region") for e in self.gazetteer.look_up(name)
        )

    def _take_head(self, span: Span) -> None:
        """The place's name that a facility's name begins with ("Springfield airport")."""
        for match in NAME_RUN.finditer(self.text, span.start, span.end):
            cut = Span(*_trim(self.text, match.start(), match.end()))
            if cut.end < span.end and self._has_kind(cut) and self._knows(cut.of(self.text), surely=True):
                self._take(cut, "facility")
            return

    def _take_cued_runs(self) -> None:
        """Capitalised words under no hint that the gazetteer has and the words ask for."""
        blocked = [Span(s, e) for label, s, e in self.hints if label not in PLACE_LABELS]
        for area in self.within:
            for match in NAME_RUN.finditer(self.text, area.start, area.end):
                for span in _parts(self.text, match.start(), match.end()):
                    if not self._free(span) or any(b.touches(span) for b in blocked) or self._is_half_a_feature(span):
                        continue
                    if span.end < match.end() and self._is_half_a_name(span):
                        continue
                    asked = self._asks_for_place(span) or self._has_kind(span) or self._listed(span)
                    if (asked and self._knows(span.of(self.text), surely=True)) or self._has_people_of_it(span):
                        if fold(span.of(self.text)) not in demonyms() and not self._is_surname(span):
                            self._take(span, "context")
                        break

    def _is_half_a_name(self, span: Span) -> bool:
        """Whether the next word is one more of a name that no list has ("Port" of "Port Sarrin"), and not what is there."""
        following = WORD.match(self.text, span.end + 1)
        word = following.group().rstrip(".") if following else ""
        return word[:1].isupper() and not word.isupper() and word.lower() not in _ordinary()

    def _take_unmapped(self) -> None:
        """Names that no gazetteer has and that the words ask for as a place: they have no candidates, and claims there are of one place."""
        other = {Span(s, e): label for label, s, e in self.hints if label not in PLACE_LABELS}
        for area in self.within:
            for match in NAME_RUN.finditer(self.text, area.start, area.end):
                span = next(_parts(self.text, match.start(), match.end()), None)
                if span is None or not self._free(span) or not self._asks_for_place(span):
                    continue
                words = [w.strip(".'’") for w in re.split(r"[\s-]", span.of(self.text))]
                called = self._is_called_a_place(span)
                own = words[1:] if len(words) > 1 and words[0].lower() in words_of("begins") else words
                if not all(w.isalpha() and len(w) > 2 and not w.isupper() and w.lower() not in _ordinary() for w in own):
                    continue
                if len(words) > 3 or self._is_surname(span) or not (called or self._is_in(span, other.get(span, ""))):
                    continue
                if fold(span.of(self.text)) not in demonyms() and not self._knows(span.of(self.text)):
                    self._take(span, "called a place" if called else "unmapped")

    def _is_in(self, span: Span, label: str) -> bool:
        """Whether `in` or `near` stands right before, with no article; after `at` stand bodies as well. Not before a possessive."""
        found = re.search(r"(?:^|\W)([A-Za-z]+) $", self.text[max(0, span.start - 15) : span.start])
        word = found.group(1).lower() if found else ""
        if label in ("PERSON", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW") or (label == "ORG" and word == "at"):
            return False
        return word in words_of("in").keys() | words_of("near").keys() and self.text[span.end : span.end + 1] not in ("'", "’")

    def _is_called_a_place(self, span: Span) -> bool:
        before = self._before(span)
        return len(before) > 1 and before[-1] == "of" and before[-2] in words_of("kind")

    def _is_half_a_feature(self, span: Span) -> bool:
        """Whether the next word belongs to the name ("Red" of "Red River")."""
        following = WORD.match(self.text, span.end + 1)
        if following is None or not following.group()[0].isupper():
            return False
        return words_of("kind").get(following.group().lower()) == Precision.FEATURE

    def _take_reviewed_runs(self) -> None:
        """Names of three words or more that the reviewed supplement has ("Line of Contact"): they ask for no words around them."""
        for area in self.within:
            for match in NAME_RUN.finditer(self.text, area.start, area.end):
                for span in _parts(self.text, match.start(), match.end()):
                    name = span.of(self.text)
                    if (
                        len(name.split()) > 2
                        and self._free(span)
                        and any(e.candidate.names for e in self.gazetteer.look_up(name))
                    ):
                        self._take(span, "reviewed")
                        break

    def _take_repeats(self) -> None:
        """A name that is a place once is a place where it stands again, unless it is part of a longer name there."""
        names = {m.name for m in self.taken.values() if len(m.name) > 3}
        if not names:
            return
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")(?!\w)")
        for match in pattern.finditer(self.text):
            span = Span(*match.span())
            inside = any(
                label not in PLACE_LABELS and s <= span.start and span.end <= e and e - s > len(span) + 2
                for label, s, e in self.hints
            )
            if not inside and not self._is_surname(span) and not self._in_longer_name(span):
                self._take(span, "repeat")

    def _take_containers(self) -> None:
        """The region or country after a place's name, often shortened, which the parser does not see ("AYVILLE, Ky. (Agency)")."""
        for span in list(self.taken):
            match = CONTAINER.match(self.text, span.end)
            name = self._larger(span) if match and match.group().startswith(",") else None
            if match and name:
                self._take(Span(match.start(1), match.start(1) + len(name)), "container")

    def _in_longer_name(self, span: Span) -> bool:
        return bool(
            re.match(r" [A-Z]\w", self.text[span.end : span.end + 3])
            or re.search(r"\b[A-Z][\w]+ $", self.text[max(0, span.start - 20) : span.start])
        )

    def _knows(self, name: str, *, surely: bool = False) -> bool:
        """Whether the gazetteer has the name; `surely`: written so, as a main or a reviewed name."""
        if name.lower() in words_of("stop") or (surely and (is_short(name) or name.lower() in self.lower)):
            return False
        found = self.gazetteer.look_up(name)
        if not surely or is_foreign(name):
            return bool(found)
        return any(
            (e.exact and (e.primary or e.candidate.names or e.population > 50_000)) or (e.primary and e.population > MARKLESS)
            for e in found
        )

    def _asks_for_place(self, span: Span) -> bool:
        """Whether the words before ask for a place: "in", "near", "city of"."""
        before = self._before(span)
        if not before:
            return False
        last = before[-1]
        two = " ".join(before[-2:])
        if last in words_of("side") and len(before) > 1:
            last, two = before[-2], " ".join(before[-3:-1])
        if last in words_of("in") or last in words_of("near") or two in words_of("near"):
            return True
        if last != "of":
            return False
        return (len(before) > 1 and before[-2] in words_of("kind")) or bool(
            AGED.search(self.text[max(0, span.start - 12) : span.start])
        )

    def _has_kind(self, span: Span) -> bool:
        after = WORD.match(self.text, span.end + 1) if self.text[span.end : span.end + 1] == " " else None
        return bool(after and after.group().lower().rstrip(".") in words_of("kind"))

    def _has_people_of_it(self, span: Span) -> bool:
        """Whether the next word says who is of the place ("Ayville police", "an Ayville man")."""
        after = WORD.match(self.text, span.end + 1) if self.text[span.end : span.end + 1] == " " else None
        return bool(after and after.group() in words_of("of it")) and self._knows(span.of(self.text), surely=True)

    def _listed(self, span: Span) -> bool:
        """Whether it stands in a list beside a name already taken."""
        for other in self.taken:
            gap = self.text[other.end : span.start] if other.end <= span.start else self.text[span.end : other.start]
            if LIST_GAP.match(gap):
                return True
        return False

    def _is_surname(self, span: Span) -> bool:
        """Whether the name is a person's: said of one elsewhere, or after a title."""
        name = span.of(self.text)
        before = self._before(span)
        if before and before[-1] in words_of("title"):
            return True
        return fold(name) in self.people

    def _before(self, span: Span) -> list[str]:
        """Up to four words before, lower case, articles left out, none from beyond a full stop."""
        left = self.text[max(0, span.start - 60) : span.start]
        left = re.split(r"[.;:!?\n](?:\s|$)", left)[-1]
        return [w.lower().rstrip(".") for w in WORD.findall(left) if w.lower() not in ("the", "a")][-4:]

    def _with_context(self, mention: Mention, following: Span | None) -> Mention:
        span = mention.span
        before = self._before(span)
        near = bool(before) and (before[-1] in words_of("near") or " ".join(before[-2:]) in words_of("near"))
        inside = self._larger(span)
        if inside is None and following and CONTAINED.match(self.text[span.end : following.start]):
            inside = following.of(self.text)
        return Mention(
            span=span,
            name=mention.name,
            means=mention.means,
            kind=self._kind(span, before),
            near=near,
            inside=inside,
            ground=mention.ground,
            opens=any(d.touches(span) for d in self.datelines),
        )

    def _larger(self, span: Span) -> str | None:
        """The region or country after a comma ("Paris, Texas", "Paris, Tex."), whether or not it is a mention itself."""
        match = CONTAINER.match(self.text, span.end)
        if match is None:
            return None
        words = match.group(1).split()
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            if any(e.candidate.feature in ("region", "country") for e in self.gazetteer.look_up(name)):
                return name
        return None

    def _kind(self, span: Span, before: list[str]) -> Precision | None:
        """What the words say it is: after it, inside it, or before it."""
        after = self.text[span.end : span.end + 40]
        words = [w.lower() for w in WORD.findall(re.split(r"[.,;:!?\n]", after)[0])][:1] if after.startswith(" ") else []
        inner = [w.lower() for w in span.of(self.text).split()]
        of = [before[-2]] if len(before) > 1 and before[-1] == "of" else []
        for word in (*words, *inner[-1:], *inner[:1], *of):
            if word in words_of("kind"):
                return Precision(words_of("kind")[word])
        return None


def dateline_span(match: re.Match[str]) -> Span:
    """The place's name in a dateline."""
    return Span(*match.span("first" if match.group("first") else "agency"))


def is_short(name: str) -> bool:
    """Whether it is too short to be looked up without a hint; two signs are a whole name in Chinese or Tibetan, not in Latin letters."""
    return len(name) < (2 if name[:1] > "\u0900" else 3)


def has_kind_word(name: str) -> bool:
    """Whether the name says itself what it is ("Red River", "Lake Ohrid")."""
    words = name.lower().split()
    return len(words) > 1 and (words[-1] in words_of("kind") or words[0] in words_of("kind"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The hint without article, direction in lower case, possessive and stray signs at its ends."""
    while True:
        name = text[start:end]
        head = re.match(r"(?:the|a|an) |[^\w(]+|(?:\w+ )(?=[^\W\d_a-z])", name, re.IGNORECASE)
        if head and (head.group().lower() in ("the ", "a ", "an ") or not head.group()[:1].isalnum() or _drops(head.group())):
            if name[:4] == "The " and len(name.split()) == 2 and name[4:].istitle() and fold(name) in _articled():
                break
            start += head.end()
            continue
        break
    name = text[start:end]
    cut = POSSESSIVE.sub("", name).rstrip(" \n\t,;:!?")
    return start, start + len(cut)


def _drops(word: str) -> bool:
    return word.strip().islower() and (
        word.strip() in words_of("side") or word.strip() in words_of("kind") or word.strip() == "of"
    )


@cache
def _articled() -> frozenset[str]:
    """Folded names whose article belongs to them."""
    named = [n for c in rows("countries.csv") for n in (*c["names"].split("|"), *c["seats"].split("|"))]
    return frozenset(fold(n) for n in named if n.startswith("The "))


_OPENING = frozenset(
    [
        "In",
        "At",
        "Near",
        "From",
        "To",
        "Around",
        "Outside",
        "Inside",
        "On",
        "Into",
        "Across",
        "Throughout",
        "Between",
        "Towards",
        "Toward",
        "Off",
        "Over",
        "Beyond",
        "Above",
        "Below",
    ]
)
"""Words that begin a sentence before a place's name, and no name."""


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """The capitalised run whole, then without words from its end: the longest known name wins."""
    pieces = [m.span() for m in re.finditer(r"\S+", text[start:end])][:MAX_WORDS]
    if len(pieces) > 1 and text[start : start + pieces[0][1]] in _OPENING:
        start, pieces = start + pieces[1][0], [(a - pieces[1][0], b - pieces[1][0]) for a, b in pieces[1:]]
    for stop in range(len(pieces), 0, -1):
        a, b = _trim(text, start, start + pieces[stop - 1][1])
        if a < b and not (len(pieces) > stop == 1 and text[a:b].lower() in words_of("kind")):
            yield Span(a, b)


def _profile_names(profile: Profile | None) -> re.Pattern[str] | None:
    names = {n.name for p in profile.places for n in p.names} if profile else set()
    return _any_of(names)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    held = sorted({n for n in names if n}, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w])(?:" + "|".join(re.escape(n) for n in held) + r")(?!\w)") if held else None


def _person_names(profile: Profile | None) -> frozenset[str]:
    """Folded surnames of the profile's persons that no place of it bears."""
    if profile is None:
        return frozenset()
    places = {fold(n.name) for p in profile.places for n in p.names}
    return frozenset(fold(n.split()[-1]) for p in profile.persons for n in (p.name, *p.names)) - places


def _party_names(profile: Profile | None) -> frozenset[str]:
    return frozenset(n for p in profile.parties for n in (p.name, *p.names)) if profile else frozenset()
