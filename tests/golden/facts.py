"""What was found in the sample reports, held against what a careful reader expects (expected.toml): one verdict a fact and facet."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from allegata.data import path as data_path
from allegata.data import toml
from allegata.preserve import preserve
from allegata.records import Channel, Claim, Quantity, Reading, Span, Statement, ZoneKind
from allegata.work.book import profile_named
from allegata.work.pipeline import follow
from allegata.work.readers import load_readers

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Verdict:
    """Whether one facet of one expected fact was found."""

    slug: str
    facet: str
    words: str
    ok: bool
    told: str = ""


@cache
def readings() -> dict[str, Reading]:
    """Every sample report, read under its profile; slug -> reading."""
    index = toml("samples/index.toml")
    readers = load_readers().under(profile_named(index["profile"]))
    return {row["slug"]: read_sample(row, readers) for row in index["sample"]}


def read_sample(row: dict[str, Any], readers: Any) -> Reading:
    raw = (data_path("samples") / row["file"]).read_bytes()
    capture = preserve(raw, now=NOW, channel=Channel.FILE, url=row["url"], name=row["file"])
    return follow(raw, capture=capture, readers=readers)


def verdicts() -> list[Verdict]:
    """All facets of all facts of all samples."""
    expected = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["sample"]
    return [v for sample in expected for v in judged(sample, readings()[sample["slug"]])]


def judged(sample: dict[str, Any], reading: Reading) -> Iterator[Verdict]:
    slug, article = sample["slug"], reading.article
    count = {k: sum(z.kind is k for z in article.zones) for k in ZoneKind}
    yield Verdict(slug, "published", sample["published"], article.published == sample["published"], str(article.published))
    headlines = [" ".join(z.span.of(article.text).split()) for z in article.zones if z.kind is ZoneKind.HEADLINE]
    yield Verdict(slug, "headline", sample["headline"], sample["headline"] in headlines, str(headlines))
    for kind, name in ((ZoneKind.CAPTION, "captions"), (ZoneKind.COMMENT, "comments"), (ZoneKind.BIO, "bios")):
        yield Verdict(slug, name, str(sample[name]), count[kind] == sample[name], str(count[kind]))
    for fact in sample.get("fact", ()):
        yield from of_fact(slug, fact, reading)


def of_fact(slug: str, fact: dict[str, Any], reading: Reading) -> Iterator[Verdict]:
    words = fact["words"]
    span = place_of(words, reading.article.text)
    if span is None:
        yield Verdict(slug, "found", words, False, "the words are not in the text read")
        return
    claims = [c for c in reading.claims if c.span.touches(span)]
    said = [s for s in reading.statements if any(x.touches(span) for x in s.content)]
    right = [s for s in said if "speaker" in fact and is_speaker(s, fact)]
    own = "speaker" not in fact
    if own:
        claims = [c for c in claims if c.statement is None]
    else:
        ids = {s.id for s in right}
        claims = [c for c in claims if c.statement in ids] or claims
    yield Verdict(slug, "found", words, bool(claims or said))
    if not own:
        yield Verdict(slug, "speaker", words, bool(right), "; ".join(str(s.speaker.name) for s in said))
        yield Verdict(
            slug,
            "party",
            words,
            any(s.speaker.party == fact.get("party") for s in right or said),
            "; ".join(str(s.speaker.party) for s in said),
        )
        if "act" in fact:
            yield Verdict(slug, "act", words, any(s.act == fact["act"] for s in right or said), "; ".join(s.act for s in said))
    for wanted in fact.get("quantities", ()):
        yield Verdict(slug, "quantity", words, any(is_figure(q, wanted) for c in claims for q in c.quantities), figures(claims))
    if "place" in fact:
        yield Verdict(
            slug,
            "place",
            words,
            any(is_place(c, fact["place"]) for c in claims),
            "; ".join(p.name for c in claims for p in c.places),
        )
    if "start" in fact:
        day = fact["start"][:10]
        whens = [c.when for c in claims if c.when]
        yield Verdict(
            slug, "day", words, any((w.start or "")[:10] == day for w in whens), "; ".join(f"{w.text}={w.start}" for w in whens)
        )
    if "factuality" in fact:
        yield Verdict(
            slug,
            "factuality",
            words,
            any(c.factuality == fact["factuality"] for c in claims),
            "; ".join(c.factuality for c in claims),
        )


def place_of(words: str, text: str) -> Span | None:
    """Where the words stand, white space aside."""
    import re

    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return Span(*found.span()) if found else None


def is_speaker(statement: Statement, fact: dict[str, Any]) -> bool:
    speaker = statement.speaker
    if fact.get("key"):
        return bool(speaker.key == fact["key"])
    return bool((speaker.name or "").casefold() == fact["speaker"].casefold())


def is_figure(q: Quantity, wanted: dict[str, Any]) -> bool:
    same = (q.measure, q.low, q.high, q.bound.value) == (
        wanted["measure"],
        wanted.get("low"),
        wanted.get("high"),
        wanted["bound"],
    )
    return same and q.period.value == wanted["period"]


def is_place(claim: Claim, name: str) -> bool:
    return any(
        p.name == name or (p.best is not None and name in {p.best.name, *(n.name for n in p.best.names)}) for p in claim.places
    )


def figures(claims: list[Claim]) -> str:
    return "; ".join(f"{q.measure} {q.low}-{q.high} {q.bound.value} {q.period.value}" for c in claims for q in c.quantities)


def rates(found: list[Verdict]) -> dict[str, tuple[int, int]]:
    """Facet -> (right, of)."""
    facets = dict.fromkeys(v.facet for v in found)
    return {f: (sum(v.ok for v in found if v.facet == f), sum(v.facet == f for v in found)) for f in facets}


if __name__ == "__main__":
    from .links import verdicts as link_verdicts

    made = [*verdicts(), *link_verdicts()]
    for v in made:
        if not v.ok:
            print(f"{v.slug:22} {v.facet:10} {v.words[:80]!r}  <-  {v.told[:120]}")
    for facet, (right, of) in rates(made).items():
        print(f"{facet:12} {right:4} of {of:4}  {right / of:.3f}")
