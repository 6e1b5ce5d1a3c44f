"""The outlet as the words of a page name it, and pages that have no fields and no headings."""

import pytest

from allegata.records import ZoneKind

from .capturing import article

BODY = "Shells fell on the village of Northbridge on Tuesday evening, the regional administration said on its page, and two houses burned."
NAMED = [
    (f"Two houses burn\n\n{BODY}\n\n© 2020 Northern Sample Post", "Northern Sample Post", "a legal line"),
    (f"Two houses burn\n\n{BODY}\n\nNorthern Post Ltd © 2019-2020", "Northern Post", "the sign behind the name"),
    (f"Two houses burn\n\n{BODY}\n\n© 2020. All rights reserved.", None, "a legal line without a name"),
    (f"Two houses burn\nSample Gazette, foreign desk, 30 September 2020\n\n{BODY}", "Sample Gazette", "under the headline"),
    (f"The Daily Sample\nTwo houses burn in Northbridge\n\n{BODY}", "The Daily Sample", "over the headline"),
    (f"Two houses burn\nPRESS RELEASE\n5 October 2020\n\n{BODY}", None, "a label is no outlet"),
    (
        f"Two houses burn\n\n{BODY}\n\nAnn Muster\n\nAnn Muster is an editor of the Sample Weekly.",
        "Sample Weekly",
        "the author's post",
    ),
    (f"Two houses burn\n\n{BODY}", None, "nothing says it"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NAMED)
def test_outlet_of_pasted_text(text: str, expected: str | None, reason: str) -> None:
    assert article(text, media_type="text/plain").outlet == expected, reason


def test_an_outlet_is_no_author() -> None:
    assert article(f"Two houses burn\nNorthern Sample Post\nOctober 4, 2020\n\n{BODY}", media_type="text/plain").authors == ()


def test_an_old_page_of_tables() -> None:
    page = article(
        "<HTML><TITLE>Old Bulletin : News</TITLE><BODY><TABLE><TR><TD><A HREF='/'>Home</A></TD><TD><FONT SIZE=1>04.10.2020 17:00</FONT><BR>"
        f"<FONT SIZE=4><B>TWO HOUSES BURN IN NORTHBRIDGE</B></FONT><BR><BR>{BODY}<BR><BR>{BODY}</TD></TR>"
        "<TR><TD>&copy; 1996-2020 Old Bulletin.</TD></TR></TABLE></BODY></HTML>"
    )
    assert (page.title, page.published, page.outlet) == ("TWO HOUSES BURN IN NORTHBRIDGE", "2020-10-04", "Old Bulletin")
    assert [zone.kind for zone in page.zones][1:4] == [ZoneKind.BYLINE, ZoneKind.HEADLINE, ZoneKind.BODY]


CALENDARS = [
    ("2020-10-05T02:11:03+00:00", "October 4, 2020", "2020-10-04", "an evening in the west"),
    ("2020-10-04T21:30:00Z", "October 5, 2020", "2020-10-05", "after midnight in the east"),
    ("2020-10-05T15:00:00Z", "October 4, 2020", "2020-10-05", "nowhere was it the day before"),
    ("2020-10-05T02:11:03+04:00", "October 4, 2020", "2020-10-05", "a zone is given: the printed day is another's"),
]


@pytest.mark.parametrize(("field", "printed", "expected", "reason"), CALENDARS)
def test_the_day_is_that_of_the_pages_own_clock(field: str, printed: str, expected: str, reason: str) -> None:
    page = article(
        f'<html><head><meta property="article:published_time" content="{field}"></head><body><article><h1>Two houses burn</h1>'
        f"<p>Published {printed}</p><p>{BODY}</p><p>{BODY}</p></article></body></html>"
    )
    assert page.published == expected, reason
    assert page.published_at is not None


def test_the_last_resort_names_the_place() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-10-04T10:00",}</script>'
    page = article(f"<html><head>{broken}</head><body><h1>Two houses burn</h1><p>{BODY}</p></body></html>")
    assert (page.published, page.published_from) == ("2020-10-04", "elsewhere in script")
