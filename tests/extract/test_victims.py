"""Who is harmed as the words have it, and who is expressly not."""

import hashlib

import pytest

from allegata.extract import extract
from allegata.records import Article, Zone, ZoneKind
from allegata.work.readers import load_parser

ROWS = [
    ("The army attacked soldiers but not civilians in the town.", {"soldiers"}, "those that the words except are not harmed"),
    ("The army attacked civilians in the town.", {"civilians"}, "the same without the exception"),
]


@pytest.mark.parametrize(("text", "harmed", "reason"), ROWS)
def test_victims(text: str, harmed: set[str], reason: str) -> None:
    article = Article(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        capture="0" * 64,
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, start=0, end=len(text)),),
    )
    claims = extract(article, parse=load_parser()).claims
    assert {v.name for c in claims for v in c.victims} == harmed, reason
