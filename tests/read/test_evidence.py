"""What a heading was read from, how far it can be trusted, and that disagreement stays."""

import json

import pytest

from allegata.records import Article, HeadingField

from .capturing import article

BODY = "".join(f"<p>Shells fell on the northern part of the town, the mayor said, and {n} houses burned.</p>" for n in range(4))


def page(*, linked: dict[str, object] | None = None, head: str = "", top: str = "") -> Article:
    script = json.dumps({"@type": "NewsArticle", **linked}) if linked else ""
    held = f'<script type="application/ld+json">{script}</script>' if linked else ""
    return article(f"<html><head>{head}{held}</head><body><article><h1>Shells fall</h1>{top}{BODY}</article></body></html>")


def given(read: Article, field: HeadingField) -> list[tuple[tuple[str, ...], str]]:
    return [(each.values, each.found_in) for each in read.evidence if each.field is field]


def support(read: Article) -> dict[str, str]:
    return {each.field: each.support for each in read.confidence}


def test_every_part_that_names_a_title_an_outlet_or_authors_is_kept() -> None:
    read = page(
        linked={
            "headline": "Shells fall on town",
            "author": {"@type": "Person", "name": "Ann Example"},
            "publisher": {"name": "Courier"},
        },
        head='<meta property="og:site_name" content="The Courier"><title>Shells fall | Courier</title>',
        top="<div class='byline'>By Bob Muster</div>",
    )
    assert given(read, HeadingField.TITLE) == [
        (("Shells fall",), "headline"),
        (("Shells fall on town",), "json-ld"),
        (("Shells fall",), "title"),
    ]
    assert given(read, HeadingField.OUTLET) == [(("Courier",), "json-ld"), (("The Courier",), "meta")]
    assert (("Ann Example",), "json-ld") in given(read, HeadingField.AUTHORS)
    assert (("Bob Muster",), "byline") in given(read, HeadingField.AUTHORS)
    assert read.authors == ("Ann Example",)
    assert support(read) == {HeadingField.TITLE: "agreed", HeadingField.AUTHORS: "disputed"}


DATES = (
    ("2020-10-06", '<time datetime="2020-10-06">', "agreed"),
    ("2020-10-06", "", "alone"),
    ("2020-10-06", '<time datetime="2020-10-01">', "disputed"),
)


@pytest.mark.parametrize(("field", "element", "wanted"), DATES, ids=[wanted for *_, wanted in DATES])
def test_dates_agree_stand_alone_or_are_disputed(field: str, element: str, wanted: str) -> None:
    read = page(linked={"datePublished": field}, top=element)
    assert support(read)[HeadingField.PUBLISHED] == wanted


def test_what_is_agreed_is_trusted_most_and_what_is_disputed_least() -> None:
    shares = [
        next(
            c.share for c in page(linked={"datePublished": field}, top=element).confidence if c.field is HeadingField.PUBLISHED
        )
        for field, element, _ in DATES
    ]
    assert shares == sorted(shares, reverse=True) and shares[0] > 0.95


def test_a_change_is_no_publication_and_no_contradiction() -> None:
    read = page(linked={"datePublished": "2020-10-06T21:30:00+04:00", "dateModified": "2020-10-07T08:00:00+04:00"})
    assert (read.published, read.modified) == ("2020-10-06", "2020-10-07")
    assert read.modified_at and read.modified_at.utcoffset() == read.published_at.utcoffset()  # type: ignore[union-attr]
    assert support(read)[HeadingField.PUBLISHED] == "alone"


def test_a_day_that_the_user_gave_is_not_judged() -> None:
    read = article(f"<html><body><h1>Shells fall</h1>{BODY}</body></html>", published="2020-10-03")
    assert HeadingField.PUBLISHED not in support(read)


def test_a_pasted_text_has_evidence_and_no_share_that_was_counted_on_pages() -> None:
    text = "Shells fall\nBy Ann Example\nOctober 6, 2020\n\nShells fell on the town on Monday, the mayor said, and two houses burned."
    read = article(text, media_type="text/plain")
    assert given(read, HeadingField.TITLE) and not read.confidence
