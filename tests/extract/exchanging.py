"""Reports with the names of two sides exchanged, to see that the same is extracted: samples under their profile, our own without one.

The two sides of a report that has no profile are the two countries that it names most. What is exchanged: names, demonyms, seats
of government, and towns of the one with towns of the other, in the order in which the report names them.

    python -m tests.extract.exchanging          every report that differs, and where
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import Any, NamedTuple

import msgspec

from allegata.bench.annotated import annotated
from allegata.bench.rows import as_article
from allegata.data import path as data_path
from allegata.data import rows, toml
from allegata.records import Article, Capture, Profile, Reading, Zone, ZoneKind
from allegata.work.pipeline import reading_of
from allegata.work.profiles import parse_profile
from allegata.work.readers import load_readers
from tests.golden.facts import readings

INDEX = toml("samples/index.toml")
SLUGS = tuple(row["slug"] for row in INDEX["sample"])
OFTEN = 2
"""Times that a report must name a country for it to be one of its sides."""


class Exchange(NamedTuple):
    """Each name to its counterpart."""

    table: Mapping[str, str]
    pattern: re.Pattern[str]

    def of(self, words: str | None) -> str | None:
        """The words with every name exchanged, and the article before it as the other name needs it."""
        return None if words is None else self.pattern.sub(self._other, words)

    def _other(self, found: re.Match[str]) -> str:
        name = self.table[found["name"]]
        given = found["an"] or ""
        if not given:
            return name
        article = "an" if name[0] in "AEIOU" and not name.startswith(("Eur", "Uk", "Ug", "Uzb", "US", "U.S", "UK")) else "a"
        return (article.capitalize() if given[0] == "A" else article) + given[len(given.rstrip()) :] + name


class Pair(NamedTuple):
    """A report as it is and with exchanged names."""

    name: str
    plain: Reading
    other: Reading
    exchange: Exchange

    def differences(self) -> list[str]:
        """What is not the same in the two, said for a person; empty when all is."""
        ours, theirs = told(self.plain, self.exchange), told(self.other, None)
        made = [f"statement {a} but {b}" for a, b in zip_longest(ours, theirs) if a != b][:2]
        return made + [f"claim {a} but {b}" for a, b in zip_longest(alleged(self.plain), alleged(self.other)) if a != b][:2]


def exchange_of(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Exchange:
    """An exchange of these pairs, each in its own direction; the first of a name counts."""
    table: dict[str, str] = {}
    for x, y in pairs:
        table.setdefault(x, y)
    names = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return Exchange(table, re.compile(rf"(?<![\w-])(?P<an>(?:[Aa]n?\s+)?)(?P<name>{names})(?!\w)"))


@cache
def of_samples() -> tuple[Exchange, Profile, Profile]:
    """The exchange of the samples' two sides, their profile, and the profile under the exchanged names.

    The two sides are those of the profile with the most bodies that are countries with a seat; the persons who hold the same
    office are exchanged pairwise too.
    """
    text = (data_path("profiles") / f"{INDEX['profile']}.toml").read_text(encoding="utf-8")
    profile = parse_profile(text)
    countries = {c["name"]: c for c in rows("countries.csv")}
    sides = sorted(
        (p for p in profile.parties if not p.third and p.name in countries),
        key=lambda p: -sum(b.party == p.key for b in profile.bodies),
    )[:2]
    one, other = sides
    pairs = names_of(countries[one.name], countries[other.name])
    held = {
        p.key: {_office(t.role): q for q in profile.persons for t in q.tenures if _party(profile, t) == p.key} for p in sides
    }
    for role in held[one.key].keys() & held[other.key].keys():
        x, y = held[one.key][role].name, held[other.key][role].name
        pairs += [(x, y), (y, x), (x.split()[-1], y.split()[-1]), (y.split()[-1], x.split()[-1])]
    exchange = exchange_of(pairs)
    return exchange, profile, parse_profile(exchange.of(text) or "")


def names_of(a: Mapping[str, str], b: Mapping[str, str]) -> list[tuple[str, str]]:
    """A country's names, adjectives, peoples and seats with the other's, and so in capitals.

    Names beyond those of the other go to the other's first, a seat to the name of a country that has none: so not all come back.
    """
    pairs: list[tuple[str, str]] = []
    for one, other in ((a, b), (b, a)):
        for column in ("name", "names", "demonyms", "seats"):
            mine, theirs = (_forms(c, column) for c in (one, other))
            spare = theirs[0] if column != "demonyms" and theirs else other["name"]
            pairs += [(x, theirs[n] if n < len(theirs) else _like(x, theirs) or spare) for n, x in enumerate(mine)]
    return pairs + [(x.upper(), y.upper()) for x, y in pairs if len(x) > 3 and x.title() == x]


def _forms(country: Mapping[str, str], column: str) -> list[str]:
    return [n for n in country[column].split("|") if n]


def _like(word: str, others: list[str]) -> str | None:
    """Of the other's words the first that is of the same number: `Azeris` goes to a people, not to an adjective."""
    return next((o for o in others if o.endswith("s") == word.endswith("s")), None)


def _party(profile: Profile, tenure: Any) -> str | None:
    return tenure.party or next((b.party for b in profile.bodies if b.key == tenure.body), None)


def _office(role: str) -> str:
    """`spokeswoman of the Ministry` and `spokesman of the Ministry` are one office."""
    return re.sub(r"spokes\w+", "spokesperson", role)


def zoned(article: Article, exchange: Exchange | None = None) -> Article:
    """The article put together zone by zone, with exchanged names if asked, so that only the names differ between the two."""
    text, zones = "", []
    for zone in article.zones:
        words = zone.span.of(article.text)
        words = words if exchange is None else exchange.of(words) or ""
        zones.append(Zone(kind=zone.kind, start=len(text), end=len(text) + len(words)))
        text += words + "\n"
    return msgspec.structs.replace(article, text=text, zones=tuple(zones), runs=())


@cache
def sample(slug: str) -> Pair:
    """A sample report and its exchanged twin."""
    exchange, profile, other = of_samples()
    ours, readers = readings()[slug], load_readers()
    plain = reading_of(ours.capture, zoned(ours.article), readers=readers.under(profile))
    theirs = reading_of(ours.capture, zoned(ours.article, exchange), readers=readers.under(other))
    return Pair(slug, plain, theirs, exchange)


@cache
def own() -> Mapping[str, tuple[Article, tuple[str, str]]]:
    """Our annotated English reports that name two countries often, with those; by id."""
    found = {}
    for row in annotated(lang="en"):
        named = [iso for iso, n in Counter(_named(row["text"])).most_common(2) if n >= OFTEN]
        if len(named) > 1:
            zones = tuple(Zone(kind=ZoneKind(z["kind"]), start=z["start"], end=z["end"]) for z in row["zones"])
            article = msgspec.structs.replace(as_article(row["text"], row["published"]), zones=zones)
            found[row["id"]] = (article, (named[0], named[1]))
    return found


@cache
def _isos() -> Mapping[str, str]:
    columns = ("name", "names", "demonyms", "seats")
    return {n: row["iso"] for row in rows("countries.csv") for c in columns for n in row[c].split("|") if n}


@cache
def _any_country() -> re.Pattern[str]:
    names = sorted(map(re.escape, _isos()), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?!\w)")


def _named(text: str) -> Iterator[str]:
    return (_isos()[m.group()] for m in _any_country().finditer(text))


@cache
def report(name: str) -> Pair:
    """One of our own reports and its exchanged twin, both without a profile."""
    article, sides = own()[name]
    readers = load_readers().under(None)
    plain = reading_of(capture(), zoned(article), readers=readers)
    countries = {c["iso"]: c for c in rows("countries.csv")}
    a, b = (countries[iso] for iso in sides)
    pairs = names_of(a, b)
    known = {x for x, _ in pairs}
    towns = list(zip(_towns(plain, a, b, known), _towns(plain, b, a, known), strict=False))
    pairs += [*towns, *((y, x) for x, y in towns)]
    exchange = exchange_of(pairs)
    return Pair(name, plain, reading_of(capture(), zoned(article, exchange), readers=readers), exchange)


def _towns(reading: Reading, near: Mapping[str, str], far: Mapping[str, str], known: set[str]) -> list[str]:
    """Names of the places of claims that lie nearer to the middle of the one country, in text order.

    Only to choose names to exchange: nothing is said about what lies where.
    """

    def is_nearer(lat: float, lon: float) -> bool:
        one, other = ((lat - float(c["lat"])) ** 2 + (lon - float(c["lon"])) ** 2 for c in (near, far))
        return one < other

    found = [
        p.name
        for c in reading.claims
        for p in c.places
        if p.best and p.best.feature != "country" and p.best.lat is not None and p.best.lon is not None
        if is_nearer(p.best.lat, p.best.lon)
    ]
    return [n for n in dict.fromkeys(found) if n not in known and n not in _isos()]


def capture() -> Capture:
    """A capture for texts that were never fetched."""
    return readings()[SLUGS[0]].capture


def told(reading: Reading, exchange: Exchange | None) -> list[tuple[object, ...]]:
    """Who says what by which act, names exchanged if asked."""

    def change(words: str | None) -> str | None:
        return words if exchange is None else exchange.of(words)

    return [
        (
            s.zone,
            s.act,
            s.wording,
            s.medium,
            len(s.source),
            len(s.content),
            change(s.speaker.name),
            change(s.speaker.party),
            s.speaker.kind,
        )
        for s in reading.statements
    ]


def alleged(reading: Reading) -> list[tuple[object, ...]]:
    """What is alleged, without names."""
    return [
        (c.event, c.factuality, c.statement is None, len(c.places), c.when.start if c.when else None,
         tuple((q.measure, q.low, q.high, q.bound, q.period) for q in c.quantities))
        for c in reading.claims
    ]  # fmt: skip


def main() -> int:
    """Print each report that differs; the exit status is 0 whatever is found: the tests hold the floor."""
    pairs = [*map(sample, SLUGS), *map(report, own())]
    unlike = {p.name: found for p in pairs if (found := p.differences())}
    for name, found in unlike.items():
        print(name, *found, sep="\n    ")
    print(f"{len(pairs) - len(unlike)} of {len(pairs)} reports give the same with the sides exchanged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
