"""Time expressions: (text, published) -> (words, value, start, end, rule), each row with its reason."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.records import When
from allegata.resolve import calendar
from allegata.resolve.calendar import Point
from allegata.resolve.dates import find_times

SUNDAY = "2020-10-04"
NARRATIVE = (
    "In January 1940 the army left. In 1941 two divisions returned. On 7 December 1941 the harbour was attacked. In June 1942 the "
    "fleet met. By 1943 it had turned. "
)


def table() -> list[tuple[str, ...]]:
    """The rows of times.tsv: text, published, words, value, start, end, rule, reason."""
    lines = (Path(__file__).parent / "times.tsv").read_text(encoding="utf-8").split("\n")
    rows = [tuple(line.replace("{story}", NARRATIVE).split("\t")) for line in lines if line and not line.startswith("#")]
    assert len(rows) >= 150 and all(len(row) == 8 for row in rows)
    return rows


def one(text: str, published: str | None, words: str) -> When:
    """The expression with those words; the last when there are several."""
    found = find_times(text, published=published)
    held = [w for w in found if w.text == words]
    assert held, f"{words!r} not in {[w.text for w in found]}"
    return held[-1]


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row[2]} | {row[7]}")
def test_expression(row: tuple[str, ...]) -> None:
    text, published, words, value, start, end, rule, reason = row
    when = one(text, None if published == "-" else published, words)
    assert [x or "-" for x in (when.value, when.start, when.end, when.rule)] == [value, start, end, rule], reason


SINCE = [
    ("casualties since the beginning of fighting.", "since the beginning of fighting"),
    ("used since the first day of fighting.", "since the first day of fighting"),
    ("lost since the start of the war.", "since the start of the war"),
    ("lost since the outbreak of hostilities.", "since the outbreak of hostilities"),
    ("lost since the beginning of the full-scale invasion.", "since the beginning of the full-scale invasion"),
    ("lost since the war began.", "since the war began"),
]


@pytest.mark.parametrize(("text", "words"), SINCE)
def test_since_the_beginning_needs_the_profile(text: str, words: str) -> None:
    (unknown,) = find_times(text, published=SUNDAY)
    assert (unknown.text, unknown.value, unknown.start, unknown.end) == (words, None, None, None)
    (known,) = find_times(text, published=SUNDAY, since="2020-09-27")
    assert (known.start, known.end, known.every_day, known.anchor) == ("2020-09-27", SUNDAY, True, "profile since 2020-09-27")
    (before,) = find_times(text, published="2020-09-01", since="2020-09-27")
    assert before.start is None, "a war that has not begun by the publication is another war"


def test_the_beginning_of_a_siege_is_not_the_profiles_first_day() -> None:
    (when,) = find_times("lost since the beginning of the siege.", published=SUNDAY, since="2020-09-27")
    assert (when.start, when.end, when.anchor) == (None, None, "the siege")


def test_day_of_the_war_counts_from_the_profile() -> None:
    (known,) = find_times("On day 8 of the war it burned.", published="2020-10-20", since="2020-09-27")
    assert (known.text, known.value, known.start) == ("day 8 of the war", "2020-10-04", "2020-10-04")
    (other,) = find_times("On the second day of the siege it burned.", published="2020-10-20", since="2020-09-27")
    assert (other.start, other.anchor) == (None, "the siege")


NOTHING = [
    ("They may march on.", "verbs, not months"),
    ("Theresa May resigned.", "a surname"),
    ("April Glass said so.", "a given name"),
    ("1,990 people fled.", "a number with a comma"),
    ("1500 soldiers fell and 2000 people fled.", "counts"),
    ("It cost $2000.", "a sum"),
    ("Resolution No. 1970", "a number of something"),
    ("An F-16 and a T-72 at 3.14 and 10:1", "types, decimals, odds"),
    ("the second attack, the first time, at last", "order and idiom"),
    ("the Armenian Weekly and the Daily Star", "newspapers"),
    ("He sat down. The sun set.", "verbs and stars"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "reason"), NOTHING)
def test_no_expression(text: str, reason: str) -> None:
    assert find_times(text, published=SUNDAY) == (), reason


EVERY_DAY = [
    ("For the past three days it burned.", True, "for: every day of it"),
    ("It began this week.", False, "an event in a week is true on one day at least"),
    ("It burned throughout October.", True, "throughout"),
    ("It began in October.", False, "on at least one day of it"),
    ("It went on from 1 to 3 October.", True, "from-to"),
    ("It fell between 1 and 3 October.", False, "between-and"),
    ("It fell on 3 October.", None, "a single day asks no question"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), EVERY_DAY)
def test_every_day_or_at_least_one(text: str, expected: bool | None, reason: str) -> None:
    assert find_times(text, published=SUNDAY)[0].every_day is expected, reason


def test_anchor_is_named() -> None:
    first, second = find_times("On Saturday it began. The following day it stopped.", published=SUNDAY)
    assert (first.anchor, second.anchor) == ("published 2020-10-04", "Saturday")
    (event,) = find_times("Several hours after the offensive upon the airport, he spoke.", published=SUNDAY)
    assert event.anchor == "the offensive upon the airport"


def test_line_breaks_inside_an_expression_but_not_paragraphs() -> None:
    assert [w.value for w in find_times("on 4\n      October 2020", published=None)] == ["2020-10-04"]
    assert [w.value for w in find_times("It ended in August\n\n1972 was quiet", published=None)] == ["XXXX-08", "1972"]


PIECES = [*"aA1920 \n.,:-/'", " May ", " Saturday ", "two ", " days ", " ago ", "BC", "the ", " of ", "12:30", " 2020-"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.sampled_from([None, SUNDAY, "0001-01-01", "9999-12-31", "2020"]),
)
def test_spans_quote_the_text_in_order(text: str, published: str | None) -> None:
    end = 0
    for when in find_times(text, published=published):
        (span,) = when.spans
        assert span.of(text) == when.text
        assert span.start >= end
        assert span.end > span.start
        end = span.end


@given(st.dates(), st.integers(min_value=-4000, max_value=4000))
def test_days_forth_and_back(day: object, by: int) -> None:
    point = calendar.parse_day(str(day))
    assert point is not None
    moved = calendar.shift(point, by, "D")
    assert moved is None or calendar.shift(moved, -by, "D") == point


def test_no_year_zero() -> None:
    assert calendar.shift(Point(-1), 1, "Y") == Point(1)
    assert calendar.shift(Point(1), -1, "Y") == Point(-1)
    assert (calendar.value(Point(-1)), calendar.bound(Point(-1))) == ("BC0001", "0000")


HOSTILE = {
    "one number of a million digits": "1" * 1_000_000,
    "numbers in a row": "12 " * 60_000,
    "a line of a hundred thousand characters": "On Saturday the army hit the town and 5 men died in May, " * 1_800,
    "articles": "a " * 80_000,
    "tens": "twenty-" * 25_000,
    "dots": "12.12." * 30_000,
    "clocks": "12:12:" * 30_000,
    "years": "1999-" * 30_000,
    "blanks": "two" + " " * 300_000 + "days",
    "blank by blank": ("12" + " " * 15) * 15_000,
    "weekdays": "Saturday " * 20_000,
    "since": "since the " * 30_000,
    "of the": "the first of the " * 12_000,
    "after the": "two days after the " * 10_000,
    "no sentence ends": ("x " * 100 + "on Friday ") * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name: str) -> None:
    """At least 30,000 characters a CPU-second, a tenth of the aim, on a shared machine: a pattern that backtracks would take hours."""
    text = HOSTILE[name]
    started = time.process_time()
    find_times(text, published=SUNDAY)
    assert time.process_time() - started < 1 + len(text) / 30_000
