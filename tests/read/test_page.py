"""HTML pages: zones, metadata with its evidence, and the map of every character to the bytes."""

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.records import Article, Span, ZoneKind

from .capturing import article

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Two houses burn after shelling | Sample Courier</title>
<meta property="og:title" content="Two houses burn after shelling"><meta property="og:site_name" content="Sample Courier">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Two houses burn after shelling",
"datePublished": "2020-10-06T21:30:00+04:00", "dateModified": "2020-10-07T08:00:00+04:00",
"author": [{"@type": "Person", "name": "Ann Example"}, {"@type": "Person", "name": "Bob Muster"}], "publisher": {"name": "Sample Courier"}}</script>
<style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<div class="page has-sidebar"><article class="post-17">
<h1 class="entry-title">Two houses burn after shelling</h1>
<p class="standfirst">Westland denies that its forces fired at the village.</p>
<div class="byline">By <a rel="author" href="/ann">Ann Example</a> and Bob Muster</div>
<div class="entry-content">
<p>Shells fell on the village of Northbridge on Tuesday evening, the regional administration said,
   and two houses near the school burned&nbsp;down &amp; a third was hit.</p>
<figure><img src="a.jpg" alt=""><figcaption>A burnt house on School Street (Photo: Village council, October 6, 2020)</figcaption></figure>
<h2>What the ministry says</h2>
<p>The Ministry of Defence of Westland denied that its forces had fired in that direction and called the report an invention.</p>
<ul><li>It said that no gun stood within range of the village.</li><li>It said that the other side had shelled its own people.</li></ul>
<div class="related-posts"><h3>Related articles</h3><ul><li><a href="/1">Bridge closed again after a long night</a></li></ul></div>
<blockquote><p>“We heard it from far away, and then all the lights went out,” a resident said.</p></blockquote>
<p hidden>This paragraph is hidden and no reader of the page has ever seen it, however long it may be.</p>
</div>
<div class="author-box"><h4>Ann Example</h4><p>Ann Example is a reporter of the Sample Courier. She covers the north.</p></div>
<div class="share-bar"><a href="#">Share on all networks</a></div>
</article>
<section id="comments"><h3>2 Comments</h3><ol class="commentlist"><li class="comment">
<p>I was there and heard three explosions, not one as you write.</p>
<ol class="children"><li class="comment"><p>So did I, and my neighbours will tell you the same thing.</p></li></ol></li></ol>
<form class="comment-form"><label>Leave a Reply</label></form></section></div>
<aside class="sidebar"><p>Most read this week: the long and winding story of the bridge, told by those who built it.</p></aside>
<footer><p>© 2020 Sample Courier. All rights reserved.</p></footer><script>var text = "not text";</script></body></html>"""


def of(page: Article, kind: ZoneKind) -> list[str]:
    return [zone.span.of(page.text) for zone in page.zones if zone.kind is kind]


def test_every_block_of_a_page_gets_its_zone() -> None:
    page = article(PAGE)
    assert of(page, ZoneKind.HEADLINE) == ["Two houses burn after shelling"]
    assert of(page, ZoneKind.STANDFIRST) == ["Westland denies that its forces fired at the village."]
    assert of(page, ZoneKind.BYLINE) == ["By Ann Example and Bob Muster"]
    assert [text.split()[0] for text in of(page, ZoneKind.BODY)] == ["Shells", "What", "The", "It", "It", "“We"]
    assert of(page, ZoneKind.CAPTION) == ["A burnt house on School Street (Photo: Village council, October 6, 2020)"]
    assert [text.split()[0] for text in of(page, ZoneKind.BIO)] == ["Ann"]
    assert [text.split()[0] for text in of(page, ZoneKind.COMMENT)] == ["I", "So"]
    assert {"Home", "Related articles", "© 2020 Sample Courier. All rights reserved."} <= set(of(page, ZoneKind.BOILERPLATE))
    assert "hidden" not in page.text and "not text" not in page.text and "color" not in page.text


def test_metadata_comes_with_its_evidence() -> None:
    page = article(PAGE, url="https://courier.example/2020/10/05/shelling")
    assert (page.title, page.outlet, page.authors) == (
        "Two houses burn after shelling",
        "Sample Courier",
        ("Ann Example", "Bob Muster"),
    )
    assert (page.published, page.published_from) == ("2020-10-06", "json-ld")
    assert page.published_at is not None and page.published_at.isoformat() == "2020-10-06T21:30:00+04:00"
    assert [(d.value, d.found_in) for d in page.dates] == [
        ("2020-10-06", "json-ld"),
        ("2020-10-05", "url"),
        ("2020-10-06", "caption"),
        ("2020-10-07", "modified"),
    ]
    assert page.language == "en" and page.encoding == "utf-8" and page.warnings == ()


def test_a_date_that_is_given_goes_first_and_the_others_stay() -> None:
    page = article(PAGE, published="2020-10-03")
    assert (page.published, page.published_from) == ("2020-10-03", "given")
    assert "json-ld" in {date.found_in for date in page.dates}


def test_a_page_without_a_date_has_none() -> None:
    page = article(
        "<h1>Shelling</h1><p>Shells fell on the village of Northbridge in the evening, the administration said on its page.</p>"
    )
    assert page.published is None and page.dates == ()


def test_a_date_in_the_future_of_the_fetch_is_not_believed() -> None:
    page = article(
        '<meta property="article:published_time" content="2031-01-01"><h1>Shelling</h1><p>Shells fell on the village again.</p>'
    )
    assert page.published is None


def test_paragraphs_parted_by_breaks_are_zones_of_their_own() -> None:
    page = article(
        f"<h1>Shelling</h1><div>{'Shells fell on the village, they said. ' * 4}<br><br>{'Nobody was hurt, they said. ' * 4}<br>And more.</div>"
    )
    assert len(of(page, ZoneKind.BODY)) == 2
    assert of(page, ZoneKind.BODY)[1].endswith("\nAnd more.")


def source_words(page: Article, span: Span, raw: bytes) -> str:
    """The source bytes of a span, decoded and with entities resolved."""
    return "".join(
        unescape(raw[start:end].decode(page.encoding or "utf-8", "replace")) for start, end, _ in page.source_of(span)
    )


def holds_together(page: Article, raw: bytes) -> None:
    """The invariants of Article, and each run's bytes give the run's characters, white space aside."""
    assert [run.start for run in page.runs] == [0, *(run.end for run in page.runs)][: len(page.runs)]
    assert (page.runs[-1].end if page.runs else 0) == len(page.text)
    end = 0
    for zone in page.zones:
        assert end <= zone.start < zone.end
        assert not page.text[end : zone.start].strip()
        end = zone.end
    assert not page.text[end:].strip()
    for run in page.runs:
        if run.width:
            words = source_words(page, Span(run.start, run.end), raw)
            wanted = "".join(page.text[run.start : run.end].split())
            # An entity for two code points gives its bytes to the first.
            assert "".join(words.split()) == wanted or (len(wanted) == 1 and words.startswith(wanted)), run


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("windows-1251", "windows-1251"),
        ("utf-16", None),
        ("gb18030", "gb18030"),
        ("iso-8859-9", "iso-8859-9"),
    ],
)
def test_every_character_maps_to_its_bytes_in_any_encoding(encoding: str, declared: str | None) -> None:
    text = PAGE.replace('<meta charset="utf-8">', "").replace("“", '"').replace("”", '"').replace("©", "(c)")
    extra = {"windows-1251": "Снаряды упали на село", "gb18030": "炮弹落在村庄", "iso-8859-9": "köye düştü"}.get(
        encoding, "Ստեփանակերտ 😀 Gəncə"
    )
    raw = text.replace("Shells fell", f"Shells fell {extra}").encode(encoding)
    page = article(raw, charset=declared)
    assert extra in page.text
    holds_together(page, raw)
    at = page.text.index(extra)
    assert source_words(page, Span(at, at + len(extra)), raw).lstrip("\ufeff") == extra


def test_invalid_bytes_stand_as_replacement_characters_of_one_byte_each() -> None:
    raw = PAGE.encode().replace(b"Northbridge", b"North\xff\xfebridge")
    page = article(raw)
    at = page.text.index("North\ufffd\ufffdbridge")
    ((start, end, _),) = page.source_of(Span(at, at + 13))
    assert raw[start:end] == b"North\xff\xfebridge"
    assert any("2 bytes are not valid utf-8" in warning for warning in page.warnings)


TEXTS = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='comments'>",
            "</div>",
            "<br>",
            "&amp;",
            "&nbsp;",
            "&notit;",
            "&#x1F600;",
            "&lt",
            "<",
            "<!-- x -->",
            "<b>",
            "</b>",
            "<table><tr><td>",
            "</td></tr></table>",
            "<li>",
            "<a href=x>",
            "</a>",
            " \n ",
            "ə",
            "😀",
            "word. ",
            "<script>1<2</script>",
            "<h1>",
            "</h1>",
            "<span hidden>",
            "</span>",
            "\u00a0",
            "&NotEqualTilde;",
            "<p",
            "\x00",
        ]
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=150)
@given(TEXTS.filter(lambda parts: parts.count("\x00") <= 4))  # with more, so short a page is refused as binary
def test_broken_markup_keeps_the_invariants(parts: list[str]) -> None:
    raw = ("<html><body>seen " + "".join(parts)).encode()
    holds_together(article(raw), raw)


def test_a_lead_outside_the_element_of_the_body_is_the_standfirst() -> None:
    body = "".join(
        f"<p>Shells fell on the northern part of the town, the mayor said, and {n} houses burned down.</p>" for n in range(6)
    )
    lead = "Two people were killed when shells fell on the town in the early hours of Monday."
    page = f"<html><body><div><h1>Shells fall</h1><div>{lead}</div></div><div class='x'><div>{body}</div></div></body></html>"
    read = article(page)
    assert [z.span.of(read.text) for z in read.zones if z.kind is ZoneKind.STANDFIRST] == [lead]


@pytest.mark.parametrize(
    "line",
    [
        "Dieser Beitrag wurde am Montag veröffentlicht.",
        "To view the full story, please subscribe.",
        "Jetzt abonnieren und keine Ausgabe verpassen!",
        "Advertising Disclosure: we earn a share.",
    ],
)
def test_lines_that_every_page_of_a_site_has_are_no_body(line: str) -> None:
    body = "".join(
        f"<p>Shells fell on the northern part of the town, the mayor said, and {n} houses burned down.</p>" for n in range(6)
    )
    read = article(f"<html><body><article><h1>Shells fall</h1>{body}<p>{line}</p></article></body></html>")
    assert [z.kind for z in read.zones if line in z.span.of(read.text)] == [ZoneKind.BOILERPLATE]


def test_each_zone_says_its_language() -> None:
    english = "Shells fell on the village of Northbridge on Tuesday evening, and two houses near the school burned down."
    russian = "Снаряды упали на село Северный Мост вечером во вторник, и два дома возле школы сгорели дотла."
    page = article(
        f"<article><h1>Shelling</h1><p>{english}</p><blockquote><p>{russian}</p></blockquote><p>{english}</p><p>{english}</p></article>"
    )
    told = [(zone.kind.value, zone.language) for zone in page.zones]
    assert told == [("headline", None), ("body", "en"), ("body", "ru"), ("body", "en"), ("body", "en")]
