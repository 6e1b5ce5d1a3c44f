"""Live pages: every entry's paragraphs carry the entry's time."""

import pytest

from allegata.read.clocks import Clock, clock_line, days_of, stated_offset
from allegata.records import Article, ZoneKind

from .capturing import article

FIRST = "The ministry of Westland said that two people were killed in the shelling of the market on Sunday."
SECOND = "Eastland denied that its forces had fired, and a spokesman called the whole report an invention."
HEAD = '<meta property="article:published_time" content="2020-10-04T12:00:00+04:00"><h1>Live: the siege of Northbridge</h1>'


def times(page: Article) -> list[tuple[str, str | None]]:
    return [
        (zone.span.of(page.text).split()[0], zone.said_at.isoformat() if zone.said_at else None)
        for zone in page.zones
        if zone.kind is ZoneKind.BODY
    ]


EXPECTED = [("The", "2020-10-04T14:35:00+04:00"), ("Eastland", "2020-10-04T14:10:00+04:00")]
PAGES = {
    "boxes with time elements": (
        "<main>{head}<div class='post'><time datetime='2020-10-04T14:35:00+04:00'>5m ago</time><p>{first}</p></div>"
        "<div class='post'><time datetime='2020-10-04T14:10:00+04:00'>30m ago</time><p>{second}</p></div></main>"
    ),
    "boxes with printed clocks": (
        "<main>{head}<div class='e'><span class='t'>14:35</span><p>{first}</p></div>"
        "<div class='e'><span class='t'>2.10pm</span><p>{second}</p></div></main>"
    ),
    "flat paragraphs under clock lines": "<main>{head}<p><b>14:35</b></p><p>{first}</p><p><b>14:10</b></p><p>{second}</p></main>",
}


@pytest.mark.parametrize("name", PAGES)
def test_entries_of_pages(name: str) -> None:
    assert times(article(PAGES[name].format(head=HEAD, first=FIRST, second=SECOND))) == EXPECTED


def test_linked_data_times_what_the_page_does_not() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "datePublished": "2020-10-04T12:00:00+04:00", "liveBlogUpdate": ['
        f'{{"articleBody": "{FIRST}", "datePublished": "2020-10-04T14:35:00+04:00"}},'
        f'{{"articleBody": "{SECOND}", "datePublished": "2020-10-04T14:10:00+04:00"}}]}}</script>'
    )
    assert times(article(f"{data}<main>{HEAD}<p>{FIRST}</p><p>{SECOND}</p></main>")) == EXPECTED


def test_a_page_with_one_clock_has_no_entries() -> None:
    assert {time for _, time in times(article(f"<main>{HEAD}<p>14:35</p><p>{FIRST}</p><p>{SECOND}</p></main>"))} == {None}


PASTED = f"Live: the siege of Northbridge, day two\n\n14:35\n{FIRST}\n\n14.10 GMT\n{SECOND}\nIt is the third day.\n\n© 2020 Northern Post\n"


def test_pasted_live_pages() -> None:
    found = article(PASTED, media_type="text/plain", published="2020-10-04")
    assert times(found) == [
        ("The", "2020-10-04T14:35:00"),
        ("Eastland", "2020-10-04T14:10:00+00:00"),
        ("It", "2020-10-04T14:10:00+00:00"),
    ]
    assert found.title == "Live: the siege of Northbridge, day two"


def test_without_a_day_of_publication_nothing_is_timed() -> None:
    assert {time for _, time in times(article(PASTED, media_type="text/plain"))} == {None}


LINES = [
    ("14:35", (14, 35, None, None), "the plain form"),
    ("14.35 GMT", (14, 35, None, 0), "a point, and a zone with one use"),
    ("6:10 p.m.", (18, 10, None, None), "twelve hours"),
    ("12 am", (0, 0, None, None), "midnight"),
    ("Updated at 2.15pm BST", (14, 15, None, None), "a zone with several uses gives no offset"),
    ("Sunday, 4 October 2020, 22:05", (22, 5, "2020-10-04", None), "with its day"),
    ("4.10.2020", None, "a date is no clock"),
    ("14:35 Ganja", None, "a line with words"),
    ("2:1", None, "a score"),
    ("25:10", None, "no hour"),
]


@pytest.mark.parametrize(("line", "expected", "reason"), LINES)
def test_clock_lines(line: str, expected: tuple[int, int, str | None, int | None] | None, reason: str) -> None:
    found = clock_line(line)
    assert (found and (found.hour, found.minute, found.day, found.offset)) == expected, reason


DAYS = [
    ([23, 22, 13], ["2020-10-04"] * 3, "newest first, one day"),
    ([1, 23, 22], ["2020-10-05", "2020-10-04", "2020-10-04"], "newest first, past midnight"),
    ([22, 23, 1], ["2020-10-04", "2020-10-04", "2020-10-05"], "oldest first, past midnight"),
    ([9, 15, 14], ["2020-10-04"] * 3, "a pinned entry is no midnight"),
]


@pytest.mark.parametrize(("hours", "expected", "reason"), DAYS)
def test_days_of_clocks(hours: list[int], expected: list[str], reason: str) -> None:
    assert days_of([Clock(hour=hour, minute=0) for hour in hours], "2020-10-04") == expected, reason


def test_a_zone_stated_by_the_page() -> None:
    assert stated_offset(["Times are local (UTC+4)."]) == 240
    assert stated_offset(["Kabul is at UTC+4:30.", "Dushanbe at UTC+5."]) is None
