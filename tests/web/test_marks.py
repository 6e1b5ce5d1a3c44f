"""The marked text: nothing added, nothing lost, overlaps kept, and only reporting zones marked."""

from hypothesis import given
from hypothesis import strategies as st

from allegata.records import STATING, Span, Zone, ZoneKind
from allegata.web.marks import Marked, cut, shown_zones
from tests.casebook import made


def test_the_pieces_are_the_text() -> None:
    reading = made.alder()
    text = reading.article.text
    for zone, shown in zip(reading.article.zones, shown_zones(reading), strict=True):
        assert "".join(p.text for p in shown.pieces) == zone.span.of(text)
        assert all(p.text == text[p.start : p.end] for p in shown.pieces)
        assert shown.is_stating or not any(p.records for p in shown.pieces)


def test_every_record_opens_once_and_is_marked_whole() -> None:
    reading = made.alder()
    pieces = [p for zone in shown_zones(reading) for p in zone.pieces]
    opened = [r for p in pieces for r in p.opens]
    assert sorted(opened) == sorted({c.id for c in reading.claims} | {s.id for s in reading.statements})
    for claim in reading.claims:
        mine = [p for p in pieces if claim.id in p.records and "claim" in p.roles]
        assert "".join(p.text for p in mine) == claim.span.of(reading.article.text)


def test_words_in_two_records_belong_to_both() -> None:
    reading = made.alder()
    claim = next(c for c in reading.claims if c.span.of(reading.article.text) == "We struck them")
    (piece,) = [p for zone in shown_zones(reading) for p in zone.pieces if p.text == "We struck them"]
    assert set(piece.records) == {claim.id, claim.statement}
    assert piece.roles == ("claim", "content")


@given(st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
def test_any_spans_cut_any_text_without_loss(text: str, bounds: list[tuple[int, int]]) -> None:
    zone = Zone(kind=ZoneKind.BODY, start=0, end=len(text))
    marks = [Marked(record=f"claim-{n}", role="claim", span=Span(min(b), max(b))) for n, b in enumerate(bounds)]
    marks = [m for m in marks if m.span.touches(zone.span)]
    pieces = list(cut(text, zone, marks, set()))
    assert "".join(p.text for p in pieces) == text
    assert all(p.start < p.end for p in pieces)
    for mark in marks:
        covered = [p for p in pieces if mark.record in p.records]
        assert sum(p.end - p.start for p in covered) == min(mark.span.end, len(text)) - mark.span.start


def test_what_is_marked_is_reporting() -> None:
    assert {z.kind for z in shown_zones(made.alder()) if any(p.records for p in z.pieces)} <= STATING
