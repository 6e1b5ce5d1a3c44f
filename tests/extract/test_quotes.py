"""Quotation marks of ten languages, closed or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from allegata.extract.parsed import ParsedZone
from allegata.extract.quotes import PAIRS, find_quotes
from allegata.records import Zone, ZoneKind

PLAIN = English()


def zones(*paragraphs: str) -> tuple[ParsedZone, ...]:
    held, at = [], 0
    for text in paragraphs:
        zone = Zone(kind=ZoneKind.BODY, start=at, end=at + len(text))
        held.append(ParsedZone(zone=zone, doc=PLAIN(text), offset=at))
        at += len(text) + 1
    return tuple(held)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “we stay” and left.", ["we stay"]),  # English
        ('He said "we stay" and "we win" and left.', ["we stay", "we win"]),  # straight
        ("He said ''we stay'' and left.", ["we stay"]),  # doubled single, as typewriters have it
        ("He said «we stay» and left.", ["we stay"]),  # Russian, Armenian, French, Ukrainian
        ("He said »we stay« and left.", ["we stay"]),  # Danish, German books
        ("He said „we stay“ and left.", ["we stay"]),  # German, Georgian, Azerbaijani
        ("He said „we stay” and left.", ["we stay"]),  # Polish, Romanian
        ("He said 「we stay」 and left.", ["we stay"]),  # Japanese
        ("He said ‘we stay’ and left.", ["we stay"]),
        ("It's the army's plan, the soldiers' plan.", []),  # apostrophes are no quotation marks
        ("He said “they ‘won’ it” and left.", ["they ‘won’ it"]),  # the inner one is part of the outer
        ("He said “we stay and left.", ["we stay and left."]),  # never closed: to the paragraph's end
        ("“”", []),  # nothing inside
    ],
)
def test_marks(text: str, inner: list[str]) -> None:
    (found,) = find_quotes(zones(text))
    assert [q.inner.of(text) for q in found] == inner


def test_running_on_into_the_next_paragraph() -> None:
    first, second = find_quotes(zones("“We stay. And we win.", "“We will not leave,” he said."))
    assert first[0].runs_on and not first[0].closed and second[0].closed


@given(st.lists(st.text(alphabet=[*"ab .,’'", *(m for m in PAIRS if len(m) == 1)], max_size=60), max_size=4))
@settings(max_examples=150, deadline=None)
def test_quotes_lie_in_order_inside_their_paragraph(paragraphs: list[str]) -> None:
    parts = zones(*paragraphs)
    for zone, found in zip(parts, find_quotes(parts), strict=True):
        last = zone.offset
        for quote in found:
            assert last <= quote.span.start < quote.span.end <= zone.end
            assert quote.span.covers(quote.inner) and len(quote.inner) > 0
            last = quote.span.end
