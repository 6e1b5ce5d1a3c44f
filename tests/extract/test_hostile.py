"""Texts named by what is wrong with them: a result, spans inside the text, and no crash."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import UNBROKEN, WINDOW, paragraphs, parse_zones
from allegata.records import Zone, ZoneKind

from .conftest import written

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

SINS = {
    "empty": "",
    "only white space": "   \t  ",
    "quotation never closed": "The minister said “" + "we will fight, and " * 100,
    "every mark opened, none closed": "He said \"«„“‹「『''``‘' we stay. " * 10,
    "all capitals": "THE MINISTRY SAID THAT TWO PEOPLE DIED. “WE STAY,” THE MAYOR SAID.",
    "no full stop": "the minister said that the army attacked the town and " * 200,
    "one long word": "a" * 20_000,
    "brackets without end": "(" * 3_000,
    "control characters": "The mayor\x00 said\x0b that two\x1f people died.",
    "lone surrogate": "The mayor said that \ud800 two people died.",
    "right to left marks": "The mayor \u202esaid\u202c that two people died.",
    "emoji": "The mayor said 👨‍👩‍👧 that two people died 🕊️.",
    "cue without anything": "said said said, according to, according to.",
}


@pytest.mark.parametrize("sin", SINS, ids=str)
def test_a_result_and_no_crash(parse: "Parse", sin: str) -> None:
    article = written(SINS[sin])
    for statement in attribute(article, parse_zones(article, parse)):
        for span in (*statement.source, *statement.cue, *statement.content, *statement.addressee):
            assert 0 <= span.start < span.end <= len(article.text)


def test_capitals_are_still_read(parse: "Parse") -> None:
    article = written(SINS["all capitals"])
    assert attribute(article, parse_zones(article, parse))


def test_windows_cover_the_text_and_stay_small() -> None:
    text = "the army and the town " * 5_000 + "It ended. " * 3_000
    zone = Zone(kind=ZoneKind.BODY, start=0, end=len(text))
    held = list(paragraphs(text, zone))
    assert all(0 < end - start <= WINDOW for start, end in held)
    assert all(not text[a:b].strip() for (_, a), (b, _) in pairwise(held))
    assert held[0][1] <= UNBROKEN
