"""Made-up articles for the tests of claims: one paragraph a line, parsed with the pipeline that ships."""

import hashlib
from collections.abc import Sequence

from allegata.extract.claims import find_claims
from allegata.extract.parsed import parse_zones
from allegata.records import Act, Article, Claim, Span, Speaker, Statement, Wording, Zone, ZoneKind
from allegata.work.readers import load_parser


def article(text: str) -> Article:
    """An article whose every line is a paragraph of the body."""
    zones, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            zones.append(Zone(kind=ZoneKind.BODY, start=at, end=at + len(line)))
        at += len(line) + 1
    return Article(sha256=hashlib.sha256(text.encode()).hexdigest(), capture="0" * 64, text=text, zones=tuple(zones))


def claims_of(text: str, statements: Sequence[Statement] = ()) -> tuple[Claim, ...]:
    """The claims of a text."""
    made = article(text)
    return find_claims(made, parse_zones(made, load_parser()), statements)


def statement(text: str, words: str, act: Act, *, id: str, speaker: str | None = None, parent: str | None = None) -> Statement:
    """A statement whose content is the first place where `words` stand in the text."""
    at = text.index(words)
    return Statement(
        id=id,
        zone=ZoneKind.BODY,
        source=(),
        cue=(),
        content=(Span(at, at + len(words)),),
        act=act,
        wording=Wording.INDIRECT,
        direct=False,
        speaker=Speaker(name=speaker),
        parent=parent,
    )
