"""Times in the news, on our own items: floors that only rise, and single rules with their reasons."""

import pytest
from tests.resolve.news import items, score

from allegata.resolve.dates import find_times

FLOORS = {"relaxed": 0.98, "strict": 0.95, "type": 0.97, "value": 0.93}


def test_the_set_is_large_enough() -> None:
    assert len(items()) >= 60
    assert sum(len(one.gold) for one in items()) >= 190
    for one in items():
        assert all(one.text[g.start : g.end].strip() == one.text[g.start : g.end] != "" for g in one.gold)


def test_news_items_reach_the_floor() -> None:
    reached = score(items())
    assert {k: v for k, v in reached.items() if v < FLOORS[k]} == {}


SINGLE = [
    ("The bid cost him a yearlong fight.", "2013-03-20", [("yearlong", "P1Y")], "written in one word"),
    ("A 34-year-old man was hurt.", "2013-03-20", [], "an age is no time of the news"),
    ("It fell hours after the vote.", "2013-03-20", [("hours", "PTXH")], "`after` links, it is no part of the time"),
    ("About five a day come.", "2013-03-20", [("a day", "P1D")], "a rate after a number in words"),
    ("It began Monday morning, Tuesday it ended.", "2013-03-20", [("Monday morning", "2013-03-18TMO"), ("Tuesday", "2013-03-19")],
     "two days, not one"),
    ("04/03/2013. It rained.", "2013-03-04", [("04/03/2013", "2013-03-04")], "a dateline that can be the day of publication is it"),
    ("On Good Friday 2024 it rained.", "2024-05-01", [("Good Friday 2024", "2024-03-29")], "two days before Easter"),
    ("On Easter 1999 it rained.", "2024-05-01", [("Easter 1999", "1999-04-04")], "Easter as almanacs have it"),
    ("On Easter 2038 it will rain.", "2024-05-01", [("Easter 2038", "2038-04-25")], "the latest day it can fall on"),
    ("On Thanksgiving it will snow.", "2013-11-20", [("Thanksgiving", "2013-11-28")], "the fourth Thursday"),
    ("Memorial Day 2021 was wet.", "2021-08-01", [("Memorial Day 2021", "2021-05-31")], "the last Monday"),
    ("It may come Friday.", "2019-10-10", [("Friday", "2019-10-11")], "what may come lies ahead"),
    ("At the moment he rests; the moment passed.", "2019-10-10", [("the moment", "PRESENT_REF")], "only after `at`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected", "reason"), SINGLE, ids=[row[3] for row in SINGLE])
def test_single(text: str, published: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert [(w.text, w.value) for w in find_times(text, published=published)] == expected, reason


def test_a_fiscal_year_has_wide_bounds_and_year_end_a_month() -> None:
    fiscal, end = find_times("In fiscal 2014 it lost money; by year-end it had none.", published="2014-11-03")
    assert (fiscal.value, fiscal.start, fiscal.end) == ("2014", "2013", "2014")
    assert (end.value, end.start, end.end) == ("2014", "2014-12", "2014-12")
