"""A profile file -> records.Profile; and which shipped profile covers a report.

A profile is one TOML file. Every row has a `source` (an address or a printed reference); days are `2020`, `2020-10` or
`2020-10-04`; anything not known is left out. Keys are unique within their table: lower case, digits, hyphens.

    [profile]
    key = "north-south-2031"
    title = "War between North and South, 2031"
    since = "2031-03-01"                     # the day from which "since the beginning" counts
    until = "2031-04-15"                     # left out: still open
    source = "https://..."

    [[party]]
    key = "north"
    name = "North"                           # as it is shown in tables
    names = ["Northern", "Northerner", "Northerners", "NR"]   # every other word for it, demonyms included
    third = false                            # true: not a side (a neighbour, a mediator)
    since = "2031-03-01"                     # optional, as is until: when it was a party
    source = "https://..."

    [[body]]                                 # an organisation that speaks or acts
    key = "north-mod"
    name = "North Ministry of Defence"
    names = ["Northern Defense Ministry", "Ministry of Defence of North"]
    metonyms = ["Northville"]                # places whose names stand for it as a speaker
    party = "north"                          # a party's key; left out for courts, agencies, NGOs of no party
    kind = "organisation"                    # organisation, outlet, agency, court, ngo, armed force
    since = "2030"                           # optional, as is until
    source = "https://..."

    [[person]]
    key = "jane-doe"
    name = "Jane Doe"
    names = ["J. Doe", "Jayne Doh"]          # all spellings, in all scripts
    source = "https://..."

    [[person.tenure]]
    role = "spokeswoman"
    body = "north-mod"                       # a body's key; left out when there is none
    party = "north"                          # left out: the body's party
    since = "2029-05"
    until = "2033-01-31"
    source = "https://..."

    [[generic]]                              # speakers whom reports leave unnamed
    key = "north-officials"
    name = "Northern officials"
    names = ["officials in Northville"]
    party = "north"                          # left out: of no party
    source = "https://..."

    [[place]]
    key = "springfield"
    feature = "town"                         # a feature of data/features.csv
    geonames = "146970"                      # the GeoNames number, when it has one
    lat = 39.82                              # both, or neither: a front has no point
    lon = 46.75
    source = "https://..."

    [[place.name]]
    name = "Springfield"
    language = "en"                          # ISO 639-1
    used_by = "north"                        # a party's key; left out: used by all
    since = "1923"
    until = "1991"
    source = "https://..."                   # left out: the place's source
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ..data import path as data_path
from ..data import rows as data_rows
from ..errors import ProfileError
from ..records import Body, Day, GenericSpeaker, KnownPlace, Party, Person, PlaceName, Profile, Tenure
from ..resolve.gazetteer import fold

DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

BODY_KINDS = frozenset({"organisation", "outlet", "agency", "court", "ngo", "armed force"})

ENOUGH_NAMES = 3
"""So many different names of a profile must stand in a text before it is read under that profile without being told to."""


class Fault(NamedTuple):
    """What keeps a file from being a profile: the line (from 1), the row, what is wrong with which value, what to do."""

    line: int | None
    where: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        return f"{line}{self.where + ': ' if self.where else ''}{self.wrong}; {self.remedy}"


class _Skip(Exception):
    """Nothing more can be made of a row: its fault is noted."""


TABLES = ("profile", "party", "body", "person", "generic", "place")
HEADER = re.compile(r"\s*\[+\s*[a-z.]+\s*\]+\s*(?:#.*)?$")

FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "profile": (frozenset({"key", "title", "source"}), frozenset({"since", "until"})),
    "party": (frozenset({"key", "name", "source"}), frozenset({"names", "third", "since", "until"})),
    "body": (frozenset({"key", "name", "source"}), frozenset({"names", "metonyms", "party", "kind", "since", "until"})),
    "generic": (frozenset({"key", "name", "source"}), frozenset({"names", "party"})),
    "person": (frozenset({"key", "name", "source"}), frozenset({"names", "tenure"})),
    "person.tenure": (frozenset({"role", "source"}), frozenset({"body", "party", "since", "until"})),
    "place": (frozenset({"key", "feature", "source", "name"}), frozenset({"geonames", "lat", "lon"})),
    "place.name": (frozenset({"name"}), frozenset({"language", "used_by", "since", "until", "source"})),
}
"""Table -> (fields that must be there, fields that may be)."""


def load_profile(file: Path | Traversable) -> Profile:
    """The profile in a TOML file; raises ProfileError naming the row, the fault and what to do."""
    return parse_profile(profile_text(file), name=file.name)


def profile_text(file: Path | Traversable) -> str:
    """The text of a profile file; raises ProfileError when it is no UTF-8 file."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{file.name}: cannot be read ({error}); give the path of a UTF-8 TOML file") from error


def parse_profile(text: str, *, name: str = "profile") -> Profile:
    """The profile in a TOML text; `name` stands in messages. Raises ProfileError with the first fault."""
    profile, faults = examine(text)
    if profile is None:
        raise ProfileError(f"{name}: {faults[0]}")
    return profile


def examine(text: str) -> tuple[Profile | None, tuple[Fault, ...]]:
    """The profile in a TOML text, or None, with every fault that keeps it from being one, in the file's order."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        return None, (Fault(int(at[1]) if at else None, "", f"not valid TOML ({error})", "correct that line"),)
    checked = _Checked(text, tables)
    profile = checked.profile()
    faults = tuple(sorted(checked.faults, key=lambda f: f.line or 0))
    return (None if faults else profile), faults


def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles in data/profiles, in order of their file names."""
    return _shipped()


@cache
def _shipped() -> tuple[Profile, ...]:
    folder = data_path("profiles")
    if not folder.is_dir():
        return ()
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(load_profile(f) for f in files)


def shipped_profile(key: str) -> Profile:
    """The shipped profile with that key; raises ProfileError with the keys there are."""
    for profile in shipped_profiles():
        if profile.key == key:
            return profile
    known = ", ".join(p.key for p in shipped_profiles()) or "none"
    raise ProfileError(f"no shipped profile has the key {key!r}; choose one of: {known}, or give a file")


def choose_profile(text: str, published: Day | None) -> Profile | None:
    """The shipped profile that covers a report, or None.

    The report's date must lie in the profile's period (an unknown date rules nothing out), and at least ENOUGH_NAMES
    different names of its places, persons and bodies, at least one side among them, must stand in the text. Of several,
    the one with most names; two with equally many: None, as there is no ground to choose.
    """
    return choose_among(shipped_profiles(), text, published)


def choose_among(profiles: Iterable[Profile], text: str, published: Day | None) -> Profile | None:
    """`choose_profile` over any profiles."""
    words = frozenset(_words(text))
    folded = " " + " ".join(_words(text)) + " "
    scored = sorted(((_hits(p, words, folded), p) for p in profiles if in_period(p, published)), key=lambda s: -s[0])
    scored = [s for s in scored if s[0] >= ENOUGH_NAMES]
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


def in_period(profile: Profile, published: Day | None) -> bool:
    """Whether a report of that day can be about the profile's conflict; an unknown day rules nothing out.

    A report may look back: only what is published before the conflict's first day is ruled out, and what comes more
    than two years after its last.
    """
    if published is None:
        return True
    if profile.since and published < profile.since[: len(published)]:
        return False
    return not (profile.until and int(published[:4]) > int(profile.until[:4]) + 2)


def _hits(profile: Profile, words: frozenset[str], folded: str) -> int:
    """How many of the profile's rows are named; 0 when no side is, or when nothing more particular than a party is."""

    def stands(names: Iterable[str]) -> bool:
        return any(_stands(name, words, folded) for name in names)

    sides = sum(stands((p.name, *p.names)) for p in profile.parties if not p.third)
    places = sum(stands(n.name for n in p.names) for p in profile.places)
    persons = sum(stands((p.name, *p.names, p.name.split()[-1])) for p in profile.persons)
    bodies = sum(stands((b.name, *b.names)) for b in profile.bodies)
    return sides + places + persons + bodies if sides and places + persons + bodies else 0


def _stands(name: str, words: frozenset[str], folded: str) -> bool:
    parts = list(_words(name))
    if not parts or parts[0] not in words:
        return False
    return f" {' '.join(parts)} " in folded


def _words(text: str) -> Iterator[str]:
    return (fold(w) for w in re.findall(r"\w+", text))


class _Checked:
    """One profile file while it is checked: every fault is noted with its row and line; a row with a fault is left out."""

    def __init__(self, text: str, tables: Mapping[str, Any]) -> None:
        self.tables = tables
        self.lines = text.split("\n")
        self.faults: list[Fault] = []
        self.rows = (0, len(self.lines))
        self.parties: dict[str, Party] = {}
        self.bodies: dict[str, Body] = {}

    def profile(self) -> Profile | None:
        """All rows as records; the order of checks is the order of the file's tables."""
        head = self.tables.get("profile")
        with suppress(_Skip):
            for table in self.tables:
                if table not in TABLES:
                    self.rows = self.row_lines(table, 1)
                    self.fail(table, "no such table", f"use {', '.join(TABLES[:-1])} or {TABLES[-1]}")
            self.rows = self.row_lines("profile", 1)
            if not isinstance(head, dict):
                self.fail("profile", "the table [profile] is missing", "add it with key, title and source")
            self.fields("profile", "profile", head)
            self.period("profile", head)
        self.parties = {p.key: p for p in self.each("party", self.party)}
        self.bodies = {b.key: b for b in self.each("body", self.body)}
        persons = tuple(self.each("person", self.person))
        generics = tuple(self.each("generic", self.generic))
        places = tuple(self.each("place", self.place))
        if self.faults or not isinstance(head, dict):
            return None
        return Profile(
            key=head["key"],
            title=head["title"],
            since=head.get("since"),
            until=head.get("until"),
            parties=tuple(self.parties.values()),
            bodies=tuple(self.bodies.values()),
            persons=persons,
            generics=generics,
            places=places,
        )

    def each(self, table: str, make: Callable[[str, dict[str, Any]], Any]) -> Iterator[Any]:
        """Every row of an array of tables, made into a record; keys must be unique."""
        seen: set[str] = set()
        held = self.tables.get(table, [])
        if not isinstance(held, list):
            with suppress(_Skip):
                self.rows = self.row_lines(table, 1)
                self.fail(table, "is not an array of tables", f"write [[{table}]] with two brackets")
            return
        for number, row in enumerate(held, 1):
            self.rows = self.row_lines(table, number)
            where = f"[[{table}]] number {number} ({row.get('key', 'no key')})"
            with suppress(_Skip):
                self.fields(table, where, row)
                if row["key"] in seen:
                    self.fail(where, f"the key {row['key']!r} stands twice", "give each row its own key", field="key")
                seen.add(row["key"])
                yield make(where, row)

    def row_lines(self, table: str, number: int) -> tuple[int, int]:
        """The lines [first, behind) of a table's row, from 0; from the file's start when the header is written another way."""
        heads = [n for n, line in enumerate(self.lines) if re.match(rf"\s*\[\[?\s*{table}\s*\]", line)]
        if len(heads) < number:
            return 0, len(self.lines)
        first = heads[number - 1]
        behind = (n for n in range(first + 1, len(self.lines)) if HEADER.match(self.lines[n]))
        return first, next((n for n in behind if not re.match(rf"\s*\[+\s*{table}\.", self.lines[n])), len(self.lines))

    def line_of(self, field: str | None, value: object, nth: int) -> int:
        """The line, from 1, of a row's field, or of its first line; `nth`: of that many rows within the row."""
        first, behind = self.rows
        within = [n for n in range(first + 1, behind) if HEADER.match(self.lines[n])]
        within = within or [n for n in range(first + 1, behind) if re.match(r"\s*\{", self.lines[n])]
        if nth and nth <= len(within):
            first, behind = within[nth - 1], (within[nth] if nth < len(within) else behind)
        elif within and not nth:
            behind = within[0]
        named = [n for n in range(first, behind) if field and re.search(rf"(?:^|[{{,])\s*\"?{field}\"?\s*=", self.lines[n])]
        told = [n for n in named if str(value) in self.lines[n]] or named
        return (told[0] if told else first) + 1

    def fields(self, table: str, where: str, row: Mapping[str, Any]) -> None:
        """Fields that must be there are, and none is there that has no meaning."""
        needed, allowed = FIELDS[table]
        for field in sorted(needed):
            if not row.get(field):
                self.fail(where, f"{field!r} is missing", f"add {field} = ...")
        for field, value in row.items():
            if field not in needed | allowed:
                self.fail(
                    where, f"{field!r} is not a field of it", f"use only {', '.join(sorted(needed | allowed))}", field=field
                )
            self.value(where, field, value)

    def value(self, where: str, field: str, value: Any) -> None:
        """A field's value has the form that its name asks for."""
        if field in ("since", "until") and not (isinstance(value, str) and DAY.fullmatch(value)):
            self.fail(
                where, f"{field} = {value!r} is no day", 'write "2020", "2020-10" or "2020-10-04", in quotes', field=field
            )
        elif field == "key" and not (isinstance(value, str) and KEY.fullmatch(value)):
            self.fail(where, f"key = {value!r} cannot be a key", "use lower-case letters, digits and hyphens", field=field)
        elif field in ("names", "metonyms") and not (
            isinstance(value, list) and all(isinstance(n, str) and n.strip() for n in value)
        ):
            self.fail(where, f"{field} = {value!r} is not a list of words", f'write {field} = ["...", "..."]', field=field)
        elif field in ("lat", "lon") and not isinstance(value, int | float):
            self.fail(where, f"{field} = {value!r} is no number", "write degrees, for instance 39.82", field=field)
        elif field in ("source", "title", "role", "party", "body", "used_by", "language", "feature") and not isinstance(
            value, str
        ):
            self.fail(where, f"{field} = {value!r} is no text", "put it in quotes", field=field)

    def refer(self, where: str, field: str, key: str | None, known: Collection[str]) -> str | None:
        """A key that names another row; fails when there is no such row."""
        if key is not None and key not in known:
            near = get_close_matches(key, known, n=1)
            use = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(sorted(known)) or '(none yet)'}"
            self.fail(where, f"{field} = {key!r} names no row", use, field=field, value=key)
        return key

    def declared(self, table: str) -> frozenset[str]:
        """The keys of a table's rows, those with a fault included: a reference to one of them is no second fault."""
        held = self.tables.get(table, [])
        return frozenset(str(r.get("key")) for r in held) if isinstance(held, list) else frozenset()

    def period(self, where: str, row: Mapping[str, Any]) -> dict[str, Day | None]:
        """since and until, in order."""
        since, until = row.get("since"), row.get("until")
        if since and until and since[: len(until)] > until:
            self.fail(where, f"it ends ({until}) before it begins ({since})", "swap or correct the days", field="until")
        return {"since": since, "until": until}

    def party(self, where: str, row: dict[str, Any]) -> Party:
        """A row of [[party]]."""
        third = row.get("third", False)
        if not isinstance(third, bool):
            self.fail(where, f"third = {third!r} is neither true nor false", "write third = true", field="third")
        return Party(
            key=row["key"],
            name=row["name"],
            names=tuple(row.get("names", ())),
            source=row["source"],
            third=third,
            **self.period(where, row),
        )

    def body(self, where: str, row: dict[str, Any]) -> Body:
        """A row of [[body]]."""
        kind = row.get("kind", "organisation")
        if kind not in BODY_KINDS:
            self.fail(where, f"kind = {kind!r} is unknown", f"use one of: {', '.join(sorted(BODY_KINDS))}", field="kind")
        return Body(
            key=row["key"],
            name=row["name"],
            names=(*row.get("names", ()), *row.get("metonyms", ())),
            metonyms=tuple(row.get("metonyms", ())),
            party=self.refer(where, "party", row.get("party"), self.declared("party")),
            source=row["source"],
            kind=kind,
            **self.period(where, row),
        )

    def person(self, where: str, row: dict[str, Any]) -> Person:
        """A row of [[person]] with its tenures."""
        tenures = tuple(self.tenure(f"{where}, tenure {number}", held) for number, held in enumerate(row.get("tenure", ()), 1))
        return Person(
            key=row["key"], name=row["name"], names=tuple(row.get("names", ())), tenures=tenures, source=row["source"]
        )

    def tenure(self, where: str, row: dict[str, Any]) -> Tenure:
        """A row of [[person.tenure]]; without a party of its own it has its body's."""
        self.fields("person.tenure", where, row)
        body = self.refer(where, "body", row.get("body"), self.declared("body"))
        party = self.refer(where, "party", row.get("party"), self.declared("party"))
        inherited = self.bodies[body].party if body in self.bodies else None
        return Tenure(role=row["role"], body=body, party=party or inherited, source=row["source"], **self.period(where, row))

    def generic(self, where: str, row: dict[str, Any]) -> GenericSpeaker:
        """A row of [[generic]]."""
        return GenericSpeaker(
            key=row["key"],
            name=row["name"],
            names=tuple(row.get("names", ())),
            party=self.refer(where, "party", row.get("party"), self.declared("party")),
            source=row["source"],
        )

    def place(self, where: str, row: dict[str, Any]) -> KnownPlace:
        """A row of [[place]] with its names."""
        if row["feature"] not in (known := {r["code"] for r in data_rows("features.csv")}):
            self.fail(
                where, f"feature = {row['feature']!r} is unknown", f"use one of: {', '.join(sorted(known))}", field="feature"
            )
        if (row.get("lat") is None) != (row.get("lon") is None):
            self.fail(where, "one of lat and lon is missing", "give both, or neither", field="lat")
        if not -90 <= row.get("lat", 0) <= 90 or not -180 <= row.get("lon", 0) <= 180:
            self.fail(
                where,
                f"{row['lat']}, {row['lon']} is no point on Earth",
                "give degrees: lat -90 to 90, lon -180 to 180",
                field="lat",
            )
        if not isinstance(row["name"], list):
            self.fail(where, "name is not an array of tables", "write [[place.name]] for each name", field="name")
        geonames = row.get("geonames")
        if geonames is not None and not str(geonames).isdigit():
            self.fail(where, f"geonames = {geonames!r} is no GeoNames number", 'write geonames = "146970"', field="geonames")
        names = tuple(self.place_name(f"{where}, name {n}", name, row) for n, name in enumerate(row["name"], 1))
        return KnownPlace(
            key=row["key"],
            names=names,
            feature=row["feature"],
            source=row["source"],
            geonames=None if geonames is None else str(geonames),
            lat=row.get("lat"),
            lon=row.get("lon"),
        )

    def place_name(self, where: str, row: dict[str, Any], place: Mapping[str, Any]) -> PlaceName:
        """A row of [[place.name]]."""
        self.fields("place.name", where, row)
        return PlaceName(
            name=row["name"],
            language=row.get("language"),
            used_by=self.refer(where, "used_by", row.get("used_by"), self.declared("party")),
            source=row.get("source", place["source"]),
            **self.period(where, row),
        )

    def fail(self, where: str, wrong: str, remedy: str, *, field: str | None = None, value: object = "") -> NoReturn:
        """Notes one fault; the row is left out."""
        inner = re.search(r"(?:tenure|name) (\d+)$", where)
        line = self.line_of(field, value, int(inner[1]) if inner else 0)
        self.faults.append(Fault(line, where, wrong, remedy))
        raise _Skip
