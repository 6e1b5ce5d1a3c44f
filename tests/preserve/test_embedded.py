"""Which addresses a page needs to be seen."""

import pytest

from allegata.preserve.embedded import MOST, Role, embedded

BASE = "http://h.example/dir/page.html"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<link rel=stylesheet href=a.css>", ["http://h.example/dir/a.css"]),
        ("<link rel='alternate stylesheet' href=a.css><link rel=canonical href=b>", []),  # not shown unless asked for
        ("<base href='/x/'><img src=a.png>", ["http://h.example/x/a.png"]),
        ("<img src='data:image/gif;base64,AA' data-src='late.jpg'>", ["http://h.example/dir/late.jpg"]),  # loaded by a script
        ("<img srcset='s.jpg 100w, l.jpg 900w, m.jpg 300w'>", ["http://h.example/dir/l.jpg"]),  # the largest alone
        ("<img srcset='a,b.jpg 1x, c.jpg 2.5x'>", ["http://h.example/dir/c.jpg"]),  # commas in addresses
        ("<img src=a.png#x><img src=a.png>", ["http://h.example/dir/a.png"]),  # once
        ("<video poster=p.jpg src=film.mp4></video>", ["http://h.example/dir/p.jpg"]),
        ("<style>/* url(no.png) */ p{background:url( 'c d.png' )}</style>", ["http://h.example/dir/c%20d.png"]),
        ("<p style='background:url(&quot;q.png&quot;)'>", ["http://h.example/dir/q.png"]),
        (
            "<style>@import url(x.css); @font-face{src:url(f.woff2)}</style>",
            ["http://h.example/dir/x.css", "http://h.example/dir/f.woff2"],
        ),
        ("<script src=x.js></script><iframe src=f.html></iframe><a href=b>", []),
        ("<img src='file:///etc/passwd'><img src='javascript:1'><img src='http://[bad'><img src=''>", []),
        ("<img src='//cdn.example/a.png'>", ["http://cdn.example/a.png"]),
    ],
)
def test_addresses_of_a_page(page: str, found: list[str]) -> None:
    assert [each.url for each in embedded(page.encode(), "text/html", BASE)] == found


def test_addresses_of_a_style_sheet() -> None:
    found = embedded(b"@import 'b.css'; a{background:url(i.png)}", "text/css", "http://h.example/s/a.css")
    assert [(each.url, each.role) for each in found] == [
        ("http://h.example/s/b.css", Role.STYLE),
        ("http://h.example/s/i.png", Role.IMAGE),
    ]


def test_nothing_else_is_looked_through() -> None:
    assert embedded(b"<img src=a>", "image/svg+xml", BASE) == ()


def test_a_page_of_nothing_but_pictures_is_bounded() -> None:
    page = "".join(f"<img src={number}.png>" for number in range(MOST + 100))
    assert len(embedded(page.encode(), "text/html", BASE)) == MOST


def test_deep_and_broken_pages() -> None:
    assert [e.url for e in embedded(b"<div>" * 20_000 + b"<img src=a>", "text/html", "http://h.example/")] == [
        "http://h.example/a"
    ]
    assert embedded(b"\xff\x00<\x00" * 1000, "text/html", BASE) == ()
