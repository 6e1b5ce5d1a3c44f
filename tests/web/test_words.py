"""Moments, stretches and ranges in words."""

import msgspec
import pytest

from allegata.export.rows import rows
from allegata.records import Dossier, Range
from allegata.web.words import label, moment, range_words, source_name, stretch
from tests.casebook import made


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("2031", "2031"),
        ("2031-03", "March 2031"),
        ("2031-03-04", "4 March 2031"),
        ("2031-03-04T05:00", "4 March 2031, 05:00"),
        ("2031-13-04", "2031-13-04"),
        ("about then", "about then"),
    ],
)
def test_moment(value: str | None, words: str) -> None:
    assert moment(value) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "day not stated"),
        ("2031-03-04", "2031-03-04", "4 March 2031"),
        ("2031-03-04T05:00", "2031-03-04T11:59", "4 March 2031, 05:00–11:59"),
        ("2031-03-04", "2031-03-05", "4 March 2031 to 5 March 2031"),
        ("2031-03-04", None, "from 4 March 2031"),
        (None, "2031-03-04", "until 4 March 2031"),
    ],
)
def test_stretch(start: str | None, end: str | None, words: str) -> None:
    assert stretch(start, end) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1, 1, "1"),
        (1, 2, "1 to 2"),
        (5, None, "at least 5"),
        (None, 5, "up to 5"),
        (None, None, "no number given"),
        (0, 0, "0"),
    ],
)
def test_range(low: int | None, high: int | None, words: str) -> None:
    found = Range(by="North", measure="killed", who=None, low=low, high=high, latest_low=low, latest_high=high, claims=())
    assert range_words(found) == words


@pytest.mark.parametrize(
    ("outlet", "url", "words"),
    [
        ("Wire", "https://wire.example/1", "Wire"),
        (None, "https://wire.example/1", "wire.example"),
        (None, "http://[broken", "report"),
        (None, None, "report"),
    ],
)
def test_source_name(outlet: str | None, url: str | None, words: str) -> None:
    reading = made.alder()
    dossier = Dossier(title="T", made_at=made.NOW, readings=(reading,), linked=made.NO_LINKS)
    row = msgspec.structs.replace(rows(dossier)[0], outlet=outlet, url=url)
    assert source_name(row) == words


def test_an_event_without_words_is_shown_as_it_is() -> None:
    assert label("shelling") == "shelling"
    assert label("no_such_event") == "no such event"
