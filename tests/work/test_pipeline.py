"""The Python door: what it takes, what it gives, and that it raises nothing but errors of its own tree."""

import pytest

from allegata import AllegataError, read_report
from tests.hostile.make import MAKERS

TEXT = "Ganja hit\n\nThe ministry said one civilian was killed in Ganja on Sunday."


def test_text_and_bytes_give_the_same_article() -> None:
    a, b = (
        read_report(TEXT, published="2020-10-04"),
        read_report(TEXT.encode(), published="2020-10-04", media_type="text/plain"),
    )
    assert a.article.text == b.article.text == TEXT
    assert [c.id for c in a.claims] == [c.id for c in b.claims]
    assert a.claims[0].when is not None and a.claims[0].when.start == "2020-10-04"


def test_every_span_quotes_the_text() -> None:
    reading = read_report(TEXT, published="2020-10-04")
    for claim in reading.claims:
        for place in claim.places:
            assert [s.of(TEXT) for s in place.spans] == [place.name]
        for quantity in claim.quantities:
            assert all(0 <= s.start < s.end <= len(TEXT) for s in quantity.spans)


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"huge.html", "bomb.html.gz"}))
def test_hostile_bytes_give_a_reading_or_an_error_of_the_tree(name: str) -> None:
    try:
        read_report(MAKERS[name]())
    except AllegataError as error:
        assert str(error)


@pytest.mark.parametrize("text", ["", " \n", "\ud800 said no", "\u202e said", "said " * 2000, "“" * 500, "\x00 said\x00"])
def test_odd_text_gives_a_reading_or_an_error_of_the_tree(text: str) -> None:
    try:
        read_report(text)
    except AllegataError as error:
        assert str(error)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(AllegataError):
        read_report(TEXT, published="2020-10-04Tsoon")
