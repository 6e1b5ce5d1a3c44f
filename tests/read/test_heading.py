"""Dates, names and titles: tables of what pages write -> what is read, each with its reason."""

import pytest

from allegata.read.bylines import names_in_byline, tidy_name
from allegata.read.days import days_in, first_day, instant
from allegata.read.metadata import evidence, without_outlet

from .capturing import article

PROSE = "Ten people were wounded in the strike on the village, the information centre said on its page, and two of them were children."


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        ("Published: 4 October 2020, 18:05", "2020-10-04", "day first"),
        ("Oct. 4th, 2020", "2020-10-04", "American order, ordinal, short month"),
        ("2020-10-04T18:05:00+04:00", "2020-10-04", "ISO 8601"),
        ("04.10.2020 14:20", "2020-10-04", "points: day first everywhere"),
        ("13/10/2020", "2020-10-13", "only one reading is possible"),
        ("4 октября 2020 г.", "2020-10-04", "Russian"),
        ("4. Oktober 2020", "2020-10-04", "German ordinal"),
        ("4 Ekim 2020", "2020-10-04", "Turkish"),
        ("4 de octubre de 2020", "2020-10-04", "Spanish"),
        ("October 2020", None, "no day: not a page's date"),
        ("31 February 2020", None, "no such day"),
        ("version 1.2.2020.4", None, "numbers that go on are no date"),
        ("1970-01-01", None, "the zero of a clock"),
    ],
)
def test_full_dates(text: str, day: str | None, reason: str) -> None:
    assert first_day(text) == day, reason


def test_a_date_that_could_be_two_is_marked() -> None:
    assert [(found.value, found.sure) for found in days_in("04/10/2020")] == [("2020-10-04", False)]
    assert [(found.value, found.sure) for found in days_in("04/10/2020", month_first=True)] == [("2020-04-10", False)]


def test_an_instant_has_a_zone_or_is_none() -> None:
    found = instant("2020-10-04T18:05:00.123+0400")
    assert found is not None and found.isoformat() == "2020-10-04T18:05:00+04:00"
    assert instant("2020-10-04T18:05:00") is None
    assert [(e.value, e.at) for e in evidence("20201004", "meta")] == [("2020-10-04", None)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Example and Bob Muster | October 5, 2020", ["Ann Example", "Bob Muster"]),
        ("By ANN EXAMPLE, staff writer", ["Ann Example"]),
        ("Von Anna Muster, Berlin", ["Anna Muster"]),
        ("Автор: Анна Пример", ["Анна Пример"]),
        ("By our correspondent", []),
        ("Updated October 5, 2020", []),
    ],
)
def test_names_in_bylines(line: str, names: list[str]) -> None:
    assert list(names_in_byline(line)) == names


@pytest.mark.parametrize(
    ("field", "name"), [("https://example.org/ann", None), ("posted", None), ("By Ann Example", "Ann Example"), ("Admin", None)]
)
def test_author_fields_that_name_nobody_give_none(field: str, name: str | None) -> None:
    assert tidy_name(field) == name


@pytest.mark.parametrize(
    ("title", "outlet", "wanted"),
    [
        ("Village shelled | Sample Courier", "Sample Courier", "Village shelled"),
        ("Sample Courier - Village shelled", "Sample Courier", "Village shelled"),
        ("Village shelled - two wounded", "Sample Courier", "Village shelled - two wounded"),
    ],
)
def test_a_title_loses_the_outlets_name_only(title: str, outlet: str, wanted: str) -> None:
    assert without_outlet(title, outlet) == wanted


@pytest.mark.parametrize(
    ("text", "day", "where"),
    [
        (f"Ten wounded in strike\n\nRIVERTON, October 2, 2020. {PROSE}", "2020-10-02", "dateline"),
        (f"Ten wounded in strike\n\nRIVERTON, Oct 2, 2020 (Agency) — {PROSE}", "2020-10-02", "dateline"),
        (f"Ten wounded in strike\n\nOctober 2, 2020\n\n{PROSE}", "2020-10-02", "dateline"),
        (f"Ten wounded in strike\n\nRubble (Photo: Centre, October 2, 2020)\n\n{PROSE}", "2020-10-02", "caption"),
        (f"Ten wounded in strike\n\n{PROSE} They had fled the town on October 2, 2019.", None, None),
        (f"Ten wounded in strike\n\n{PROSE}\n\n1 Comment\n\n1. Bob, October 9, 2020: it was worse than that.", None, None),
    ],
)
def test_publication_dates_of_pasted_text(text: str, day: str | None, where: str | None) -> None:
    read = article(text, media_type="text/plain")
    assert (read.published, read.published_from) == (day, where)
    assert read.text == text


def test_a_pdf_maps_to_page_and_character() -> None:
    stream = b"BT /F1 12 Tf 50 700 Td (Ten wounded in strike on village) Tj 0 -40 Td (By Ann Example) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    raw = (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
        + b"trailer << /Root 1 0 R >>\n%%EOF"
    )
    read = article(raw, media_type="application/pdf")
    assert read.title == "Ten wounded in strike on village" and read.authors == ("Ann Example",)
    assert [(run.page, run.width) for run in read.runs if run.width] == [(0, 1), (0, 1)]


PRINTED = """<html><head><script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2020-10-02"}}</script>{head}</head>
<body><article><h1>Shells fall on the town</h1><p class="byline">By Ada Reed, {printed}</p>{body}</article></body></html>"""


@pytest.mark.parametrize(
    ("head", "printed", "day"),
    [
        ('<meta name="date" content="2020-10-04">', "4 October 2020", "2020-10-04"),  # printed, and said by another field
        ("", "4 October 2020", "2020-10-02"),  # printed only
        ('<meta name="date" content="2020-08-04">', "4 August 2020", "2020-10-02"),  # the day of something else
        ('<meta name="date" content="2020-10-04">', "", "2020-10-02"),  # printed nowhere
    ],
)
def test_a_day_that_is_printed_and_given_by_a_field_goes_before_one_that_is_not(head: str, printed: str, day: str) -> None:
    body = "".join(
        f"<p>Shells fell on the northern part of the town, the mayor said, and {n} houses burned down.</p>" for n in range(5)
    )
    read = article(PRINTED.format(head=head, printed=printed, body=body))
    assert read.published == day
    assert {d.value for d in read.dates} >= {"2020-10-02"}, "what is not taken is kept"


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2020/10/04/shells", "2020-10-04"),
        ("https://example.org/20201004/shells", "2020-10-04"),
        ("https://example.org/2021_11_shells", None),  # a month and no day
        ("https://example.org/2021/11/shells", None),
    ],
)
def test_a_day_in_the_address(address: str, day: str | None) -> None:
    read = article("<html><body><h1>Shells fall</h1><p>Shells fell on the town in the morning.</p></body></html>", url=address)
    assert next((d.value for d in read.dates if d.found_in == "url"), None) == day


@pytest.mark.parametrize("written", ["24 نيسان / أبريل 2020", "24 نيسان 2020", "24 באפריל 2020"])
def test_months_of_the_region(written: str) -> None:
    assert first_day(written) == "2020-04-24"
