"""Authors in the lines around an article, in the page's own fields, and what is none."""

import pytest

from allegata.read.authors import names_in_line
from allegata.read.bylines import tidy_name

from .capturing import article

LINES = [
    ("04.02.2022 | 13:10 | Ada Reed", ["Ada Reed"]),
    ("Posted on September 21, 2020 by Ada Reed", ["Ada Reed"]),
    ("Text von Ada Reed Illustration von Ben Brook", ["Ada Reed"]),
    ("yes! | By Ada Reed | April 13, 2020", ["Ada Reed"]),
    ("By Ada Reed and Ben Brook | 13 April 2020", ["Ada Reed", "Ben Brook"]),
    ("06.11.2023 13:30 von Olga", ["Olga"]),
    ("By Example Wire staff, 4 October 2020", []),
    ("Photo by Ada Reed", []),
    ("Designed by Ada Reed, 2020", []),
    ("Example Times | 13 April 2020", []),
    ("13 April 2020", []),
    ("Two people were killed by shelling on Monday", []),
    ("Kommentare von Ada Reed", []),
    ("By Ada Reed, Ben Brook", ["Ada Reed", "Ben Brook"]),
    ("By Ada Reed, Ben Brook and Carl Case, Northern Times", ["Ada Reed", "Ben Brook", "Carl Case"]),
    ("By Ada Reed, security analyst", ["Ada Reed"]),
    ("By Ada Reed, Security Analyst", ["Ada Reed"]),
]


@pytest.mark.parametrize(("line", "names"), LINES)
def test_a_short_line_names_its_authors(line: str, names: list[str]) -> None:
    assert list(names_in_line(line)) == names


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Ada ReedFollow", "Ada Reed"),
        ("Ada Reed von", "Ada Reed"),
        ("~ Ada Reed", "Ada Reed"),
        ("Ada Reed @adareed By", "Ada Reed"),
        ("View Comments", None),
        ("Example Ltd www.example.org", None),
        ("Redaktion", "Redaktion"),
        ("admin", None),
    ],
)
def test_a_field_is_tidied(field: str, name: str | None) -> None:
    assert tidy_name(field) == name


BODY = "".join(
    f"<p>Shells fell on the northern part of the town in the morning, the mayor said, and {n} houses burned.</p>"
    for n in range(2, 7)
)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Reed">',
        """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": {"@id": "#p"}},
        {"@type": "Person", "@id": "#p", "name": "Ada Reed"}]}</script>""",
    ],
)
def test_a_page_names_its_author_in_its_fields(head: str) -> None:
    page = (
        f"<html><head><title>Shells fall</title>{head}</head><body><article><h1>Shells fall</h1>{BODY}</article></body></html>"
    )
    assert article(page).authors == ("Ada Reed",)


def test_a_line_between_headline_and_text_names_the_author() -> None:
    page = f"<html><body><article><h1>Shells fall</h1><div>04.02.2022 | 13:10 | Ada Reed</div>{BODY}</article></body></html>"
    assert article(page).authors == ("Ada Reed",)


def test_an_elements_words_are_taken_in_their_order() -> None:
    by = '<div class="author">By <a href="/a">Ada Reed</a> and <a href="/b">Ben Brook</a>, Northern Times</div>'
    page = article(f"<html><body><article><h1>Shells fall</h1>{by}{BODY}</article></body></html>")
    assert ("element", ("Ada Reed", "Ben Brook")) in [(e.found_in, e.values) for e in page.evidence]


def test_a_pages_sections_are_no_authors() -> None:
    line = '<div class="author">04.10.2020 / / Economy / Wind / Solar / Top Stories / Storage</div>'
    page = article(f"<html><body><article><h1>Shells fall</h1>{line}{BODY}</article></body></html>")
    assert page.authors == ()
