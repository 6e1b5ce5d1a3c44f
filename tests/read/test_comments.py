"""One zone a reader's comment, with its time; one zone an author box."""

from datetime import datetime

import pytest

from allegata.records import Article, ZoneKind

from .capturing import article

PROSE = (
    "<p>"
    + "Shells fell on the village of Northbridge on Tuesday evening, the regional administration said on its page. " * 3
    + "</p>"
)


def page(comments: str, *, published: str = "2020-10-04T12:00:00+04:00") -> Article:
    return article(
        f'<html><head><meta property="article:published_time" content="{published}"><title>Two houses burn</title></head><body>'
        f"<article><h1>Two houses burn</h1>{PROSE}{PROSE}</article>{comments}</body></html>"
    )


def said(page: Article, kind: ZoneKind = ZoneKind.COMMENT) -> list[str]:
    return [" ".join(zone.span.of(page.text).split()) for zone in page.zones if zone.kind is kind]


LISTS = {
    "WordPress: article in li, button between": (
        '<div id="comments"><h3>2 Comments</h3><ol><li class="comment even" id="comment-1"><article id="div-comment-1">'
        "<footer><b>Ann</b> says:</footer><div><p>One.</p><p>Two.</p></div><div class='reply'><a href='#'>Reply</a></div></article>"
        '<ol class="children"><li class="comment odd alt" id="comment-2"><article><footer>Bob says:</footer><p>No.</p></article></li></ol>'
        "</li></ol></div>",
        ["Ann says: One. Two.", "Bob says: No."],
    ),
    "boxes that only repeat": (
        '<div class="comments"><div class="b x1"><p>Ann</p><p>Yes.</p></div><div class="b x2"><p>Bob</p><p>No.</p></div></div>',
        ["Ann Yes.", "Bob No."],
    ),
    "a definition list: name, then text": (
        '<dl class="comments"><dt>Ann</dt><dd>Yes.</dd><dt>Bob</dt><dd>No.</dd></dl>',
        ["Ann Yes.", "Bob No."],
    ),
    "one comment alone, by its name": (
        '<div id="comments"><div class="cmt"><div class="cmt-head">Ann</div><div class="cmt-text"><p>One.</p><p>Two.</p></div></div></div>',
        ["Ann One. Two."],
    ),
    "bare paragraphs, parted by times": (
        '<div id="comments"><p>Ann, 5 October 2020, 10:00</p><p>One.</p><p>Two.</p><p>Bob, 5 October 2020, 11:00</p><p>No.</p></div>',
        ["Ann, 5 October 2020, 10:00 One. Two.", "Bob, 5 October 2020, 11:00 No."],
    ),
    "a form alone is no comment": (
        '<div id="comments"><h3>Comments (0)</h3><form><label>Name</label><button>Send</button></form></div>',
        [],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_one_zone_a_comment(name: str) -> None:
    markup, expected = LISTS[name]
    assert said(page(markup)) == expected


TIMES = {
    "a full instant": ('<time datetime="2020-10-04T10:00:00Z">earlier</time>', "2020-10-04T10:00:00+00:00"),
    "a printed time, in the page's zone": ("<span>04 Oct 2020, 22:41</span>", "2020-10-04T22:41:00+04:00"),
    "a day alone is no time": ("<span>4 October 2020</span>", None),
    "a clock alone has no day: comments come for years": ("<span>22:41</span>", None),
}


@pytest.mark.parametrize("name", TIMES)
def test_a_comment_has_its_own_time(name: str) -> None:
    head, expected = TIMES[name]
    found = page(f'<ul class="comments"><li><p>Ann {head}</p><p>Yes.</p></li><li><p>Bob</p></li></ul>')
    zone = next(zone for zone in found.zones if zone.kind is ZoneKind.COMMENT)
    assert zone.said_at == (datetime.fromisoformat(expected) if expected else None)


def test_no_zone_is_made_up_for_a_page_that_dates_in_utc() -> None:
    found = page('<ul class="comments"><li>Ann 4 Oct 2020, 22:41</li><li>Bob</li></ul>', published="2020-10-04T08:00:00Z")
    assert next(z for z in found.zones if z.kind is ZoneKind.COMMENT).said_at == datetime(2020, 10, 4, 22, 41)


def test_one_zone_an_author_box() -> None:
    box = '<div class="author-box"><h4 class="author-title">About {0}</h4><p class="author-bio">{0} covers the north.</p></div>'
    assert said(page(box.format("Ann") + box.format("Bob")), ZoneKind.BIO) == [
        "About Ann Ann covers the north.",
        "About Bob Bob covers the north.",
    ]
