"""Posts of networks within a page: zones of their own, with whose they are and when they were written."""

import pytest

from allegata.records import Article, ZoneForm, ZoneKind

from .capturing import article

PROSE = "".join(
    f"<p>Shells fell on the northern part of the town, the mayor said on the radio, and house number {n} burned.</p>"
    for n in range(4)
)
WORDS = "A shell hit the market square. Two of our people are wounded."
STATUS = 1312345678901234567
"""2020-10-03T10:56:06Z by X's own id scheme."""
X = (
    '<blockquote class="twitter-tweet" data-lang="en"><p lang="en" dir="ltr">A shell hit the market square.<br>Two of our people are '
    'wounded. <a href="https://t.co/abc">https://t.co/abc</a></p>&mdash; Town of Northbridge 🏛 (@northbridge) '
    f'<a href="https://twitter.com/northbridge/status/{STATUS}?ref_src=twsrc">October 3, 2020</a></blockquote>'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)
FACEBOOK = (
    '<div class="fb-post" data-href="https://www.facebook.com/northbridge/posts/1"><blockquote cite="https://www.facebook.com/northbridge/posts/1"'
    f' class="fb-xfbml-parse-ignore"><p>{WORDS}</p>Posted by <a href="https://www.facebook.com/northbridge">Town of Northbridge</a> on&nbsp;'
    '<a href="https://www.facebook.com/northbridge/posts/1">Saturday, October 3, 2020</a></blockquote></div>'
)
INSTAGRAM = (
    '<blockquote class="instagram-media" data-instgrm-captioned data-instgrm-permalink="https://www.instagram.com/p/x/"><div><a href="#">'
    f'<div>View this post on Instagram</div></a><p><a href="#">{WORDS}</a></p><p>A post shared by <a href="#">Town of Northbridge</a> '
    '(@northbridge) on <time datetime="2020-10-03T11:00:05+00:00">Oct 3, 2020 at 4:00am PDT</time></p></div></blockquote>'
)
TELEGRAM = (
    '<div class="tgme_widget_message js-widget_message" data-post="northbridge/7"><div class="tgme_widget_message_bubble">'
    '<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="#"><span dir="auto">Town of Northbridge</span></a></div>'
    f'<div class="tgme_widget_message_text js-message_text" dir="auto">{WORDS}</div><div class="tgme_widget_message_footer"><div '
    'class="tgme_widget_message_info"><span class="tgme_widget_message_views">1.2K</span> views <a href="#"><time '
    'datetime="2020-10-03T11:00:05+00:00" class="time">11:00</time></a></div></div></div></div>'
)
BLUESKY = (
    f'<blockquote class="bluesky-embed" data-bluesky-uri="at://x"><p lang="en">{WORDS}</p>&mdash; Town of Northbridge '
    '(<a href="#">@northbridge.example.org</a>) <a href="#">October 3, 2020 at 11:00 AM</a></blockquote>'
)
STRIPPED = (
    f"<blockquote><p>{WORDS}</p><p>— Town of Northbridge (@northbridge) "
    f'<a href="https://x.com/northbridge/status/{STATUS}">3. Oktober 2020</a></p></blockquote>'
)
RUSSIAN = X.replace("October 3, 2020", "3 октября 2020 г.")

POSTS = {
    "x": (X, "Town of Northbridge 🏛 (@northbridge)", "2020-10-03T10:56:06+00:00", None),
    "x, other language": (RUSSIAN, "Town of Northbridge 🏛 (@northbridge)", "2020-10-03T10:56:06+00:00", None),
    "facebook": (FACEBOOK, "Town of Northbridge", None, "2020-10-03"),
    "instagram": (INSTAGRAM, "Town of Northbridge (@northbridge)", "2020-10-03T11:00:05+00:00", None),
    "telegram": (TELEGRAM, "Town of Northbridge", "2020-10-03T11:00:05+00:00", None),
    "bluesky": (BLUESKY, "Town of Northbridge (@northbridge.example.org)", "2020-10-03T11:00:00", None),
    "classes stripped": (STRIPPED, "Town of Northbridge (@northbridge)", "2020-10-03T10:56:06+00:00", None),
}


def page(*posts: str, head: str = "") -> Article:
    return article(
        f"<html><head>{head}</head><body><article><h1>Shells fall</h1>{PROSE}{''.join(posts)}{PROSE}</article></body></html>"
    )


def words_of(read: Article) -> list[str]:
    return [" ".join(z.span.of(read.text).split()) for z in read.zones if z.form is ZoneForm.POST and z.kind is ZoneKind.BODY]


@pytest.mark.parametrize("name", POSTS)
def test_a_post_is_a_zone_with_its_author_and_time(name: str) -> None:
    source, by, at, on = POSTS[name]
    read = page(source)
    posts = [z for z in read.zones if z.form is ZoneForm.POST and z.kind is ZoneKind.BODY]
    assert [" ".join(z.span.of(read.text).split())[: len(WORDS)] for z in posts] == [WORDS]
    assert {z.said_by for z in read.zones if z.form is ZoneForm.POST} == {by}
    assert (posts[0].said_at.isoformat() if posts[0].said_at else "").startswith(at or "")
    assert (posts[0].said_at is None) == (at is None) and posts[0].said_on == on
    assert sum(z.kind is ZoneKind.BODY and z.form is not ZoneForm.POST for z in read.zones) == 8


@pytest.mark.parametrize("name", POSTS)
def test_nothing_of_a_post_is_the_articles_own(name: str) -> None:
    read = page(POSTS[name][0])
    assert read.title == "Shells fall" and read.authors == () and read.published is None


def test_two_posts_of_one_author_are_two_zones() -> None:
    assert len(words_of(page(X, X))) == 2 and len(words_of(page(TELEGRAM, TELEGRAM))) == 2


def test_a_quotation_is_no_post() -> None:
    quote = "<blockquote><p>We heard it from far away, a resident said. — Ann Example, teacher (2020)</p></blockquote>"
    assert words_of(page(quote)) == []


def test_a_page_named_like_a_post_is_read_as_a_page() -> None:
    read = article(f'<div class="instagram-media post-content"><h1>Shells fall</h1>{PROSE}</div>')
    assert words_of(read) == [] and sum(z.kind is ZoneKind.BODY for z in read.zones) == 4


def test_an_id_that_contradicts_the_printed_day_gives_no_time() -> None:
    posts = [z for z in page(X.replace("October 3, 2020", "May 9, 2018")).zones if z.form is ZoneForm.POST]
    assert {(z.said_at, z.said_on) for z in posts} == {(None, "2018-05-09")}


def test_posts_in_the_margin_and_among_comments_are_no_reporting() -> None:
    read = article(
        f'<article><h1>Shells fall</h1>{PROSE}</article><aside>{X}</aside><div class="comments"><div class="comment">{X}</div></div>'
    )
    kinds = {z.kind for z in read.zones if "market square" in z.span.of(read.text)}
    assert kinds == {ZoneKind.BOILERPLATE, ZoneKind.COMMENT}


def test_a_channels_page_is_its_posts() -> None:
    messages = "".join(TELEGRAM.replace("A shell", f"Message {n}: a shell") for n in range(5))
    read = article(
        f'<html><head><meta property="og:title" content="Town of Northbridge"></head><body><main>{messages}</main></body></html>'
    )
    assert len(words_of(read)) == 5 and {z.said_by for z in read.zones if z.form is ZoneForm.POST} == {"Town of Northbridge"}


def test_lists_tables_headings_and_quotations_say_so() -> None:
    rows = "".join(f"<tr><th>Village {n}</th><td>{n} houses burned</td></tr>" for n in range(3))
    extra = f"<h2>What burned</h2><table>{rows}</table>{PROSE}"
    extra += (
        "<ul><li>The school of the village was hit twice.</li></ul><blockquote><p>We ran, they said to us.</p></blockquote>"
    )
    read = page(extra)
    found = {z.span.of(read.text): z.form for z in read.zones if z.kind is ZoneKind.BODY}
    assert found["What burned"] is ZoneForm.HEADING and found["The school of the village was hit twice."] is ZoneForm.ITEM
    assert found["We ran, they said to us."] is ZoneForm.QUOTE and found["2 houses burned"] is ZoneForm.CELL


def test_a_page_laid_out_by_a_table_has_no_cells() -> None:
    read = article(f"<table><tr><td>Menu</td><td><h1>Shells fall</h1>{PROSE}</td></tr></table>")
    assert {z.form for z in read.zones if z.kind is ZoneKind.BODY} == {ZoneForm.PARAGRAPH}
