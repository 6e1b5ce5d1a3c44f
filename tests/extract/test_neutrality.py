"""Neutrality is a law: with the names of two sides exchanged in report and profile, the same is extracted with names exchanged."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
import pytest

from allegata.data import path as data_path
from allegata.data import rows, toml
from allegata.records import Article, Profile, Reading, Zone
from allegata.work.pipeline import reading_of
from allegata.work.profiles import parse_profile
from allegata.work.readers import load_readers
from tests.golden.facts import readings

INDEX = toml("samples/index.toml")
SLUGS = [row["slug"] for row in INDEX["sample"]]


@cache
def exchanged() -> tuple[Mapping[str, str], re.Pattern[str], Profile]:
    """Each name of one side to its counterpart, a pattern of them all, and the profile under the exchanged names.

    The two sides are those of the profile with the most bodies that are countries with a seat; their own names, demonyms,
    seats and the persons who hold the same office are exchanged pairwise.
    """
    text = (data_path("profiles") / f"{INDEX['profile']}.toml").read_text(encoding="utf-8")
    profile = parse_profile(text)
    countries = {c["name"]: c for c in rows("countries.csv")}
    sides = sorted(
        (p for p in profile.parties if not p.third and p.name in countries),
        key=lambda p: -sum(b.party == p.key for b in profile.bodies),
    )[:2]
    one, other = sides
    a, b = countries[one.name], countries[other.name]
    pairs = [(one.name, other.name)]
    pairs += zip(a["demonyms"].split("|")[:2], b["demonyms"].split("|")[:2], strict=True)
    pairs += zip(a["seats"].split("|")[:1], b["seats"].split("|")[:1], strict=True)
    held = {
        p.key: {_office(t.role): q for q in profile.persons for t in q.tenures if _party(profile, t) == p.key} for p in sides
    }
    for role in held[one.key].keys() & held[other.key].keys():
        x, y = held[one.key][role].name, held[other.key][role].name
        pairs += [(x, y), (x.split()[-1], y.split()[-1])]
    table = {x: y for pair in pairs for x, y in (pair, pair[::-1])}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")(?!\w)")
    return table, pattern, parse_profile(pattern.sub(lambda m: table[m.group()], text))


def _party(profile: Profile, tenure: Any) -> str | None:
    return tenure.party or next((b.party for b in profile.bodies if b.key == tenure.body), None)


def _office(role: str) -> str:
    """`spokeswoman of the Ministry` and `spokesman of the Ministry` are one office."""
    return re.sub(r"spokes\w+", "spokesperson", role)


def swap(words: str | None) -> str | None:
    """The words with every name exchanged; twice gives the words back."""
    table, pattern, _ = exchanged()
    return None if words is None else pattern.sub(lambda m: table[m.group()], words)


def swap_article(article: Article) -> Article:
    """The article with exchanged names, zone by zone."""
    text, zones = "", []
    for zone in article.zones:
        words = swap(zone.span.of(article.text)) or ""
        zones.append(Zone(kind=zone.kind, start=len(text), end=len(text) + len(words)))
        text += words + "\n"
    return msgspec.structs.replace(article, text=text, zones=tuple(zones), runs=())


@cache
def both(slug: str) -> tuple[Reading, Reading]:
    """A sample report as it is, and the reading of it with exchanged names."""
    ours, readers = readings()[slug], load_readers()
    plain = reading_of(ours.capture, _zoned(ours.article), readers=readers.under(readers_profile()))
    theirs = reading_of(ours.capture, swap_article(ours.article), readers=readers.under(exchanged()[2]))
    return plain, theirs


def _zoned(article: Article) -> Article:
    """The same article put together zone by zone, so that only the names differ between the two."""
    text, zones = "", []
    for zone in article.zones:
        words = zone.span.of(article.text)
        zones.append(Zone(kind=zone.kind, start=len(text), end=len(text) + len(words)))
        text += words + "\n"
    return msgspec.structs.replace(article, text=text, zones=tuple(zones), runs=())


@cache
def readers_profile() -> Profile:
    return parse_profile((data_path("profiles") / f"{INDEX['profile']}.toml").read_text(encoding="utf-8"))


def told(reading: Reading, *, exchange: bool) -> list[tuple[object, ...]]:
    """Who says what by which act, names exchanged if asked."""
    change = swap if exchange else lambda words: words
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


def test_exchanging_twice_changes_nothing() -> None:
    text = readings()["su-25"].article.text
    assert swap(swap(text)) == text
    assert swap(text) != text


FLOOR = 27
"""Of 28 reports; only to be raised. In the others the parser reads a sentence otherwise under the other name."""


def test_statements_do_not_depend_on_whose_they_are() -> None:
    unlike = [slug for slug in SLUGS if told(both(slug)[1], exchange=False) != told(both(slug)[0], exchange=True)]
    assert len(SLUGS) - len(unlike) >= FLOOR, unlike


def test_claims_do_not_depend_on_whose_they_are() -> None:
    unlike = [slug for slug in SLUGS if alleged(both(slug)[1]) != alleged(both(slug)[0])]
    assert len(SLUGS) - len(unlike) >= FLOOR, unlike


@pytest.mark.parametrize("slug", SLUGS)
def test_no_side_is_denied_more_than_the_other(slug: str) -> None:
    """Acts and factuality as a whole, whatever the parser makes of single sentences: no more than two differ."""
    ours, theirs = both(slug)
    acts = [Counter(s.act for s in r.statements) for r in (ours, theirs)]
    facts = [Counter(c.factuality for c in r.claims) for r in (ours, theirs)]
    assert ((acts[0] - acts[1]) + (acts[1] - acts[0])).total() <= 2
    assert ((facts[0] - facts[1]) + (facts[1] - facts[0])).total() <= 2
