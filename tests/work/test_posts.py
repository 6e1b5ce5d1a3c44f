"""What a post within a report alleges is alleged by who wrote the post, not by the report."""

from allegata import read_report
from allegata.records import Act, Reading

PROSE = "<p>Two people were killed by shelling in Northbridge on Sunday, the mayor said, and eleven houses burned until the morning.</p>"
OWN = "<p>Three soldiers were wounded by a mine near the bridge on Saturday. The road to the south stayed closed for three days.</p>"
POST = (
    '<blockquote class="twitter-tweet"><p>Five civilians were killed in the shelling of the market square. The army of Eastland denied that it '
    "had fired.</p>&mdash; Town of Northbridge (@northbridge) "
    '<a href="https://x.com/northbridge/status/1312345678901234567">October 3, 2020</a></blockquote>'
)


def read(*parts: str) -> Reading:
    body = "".join(parts)
    page = (
        f'<html lang="en"><body><article><h1>Shells fall on Northbridge</h1>{PROSE}{OWN}{body}{PROSE}</article></body></html>'
    )
    return read_report(page, published="2020-10-04", media_type="text/html")


def test_a_posts_claims_are_its_writers() -> None:
    made = read(POST)
    text = made.article.text
    (post,) = [s for s in made.statements if s.rule == "post"]
    assert post.speaker.name == "Town of Northbridge" and post.direct and post.act is Act.ASSERT
    assert [span.of(text) for span in post.source] == ["Town of Northbridge"]
    killed = next(c for c in made.claims if c.span.of(text).startswith("Five civilians"))
    assert killed.statement == post.id and killed.id in post.claims


def test_who_the_post_names_speaks_within_it() -> None:
    made = read(POST)
    (post,) = [s for s in made.statements if s.rule == "post"]
    denial = next(s for s in made.statements if s.act is Act.DENY)
    assert denial.parent == post.id and "Eastland" in (denial.speaker.name or "")


def test_the_reports_own_words_stay_its_own() -> None:
    for made in (read(), read(POST)):
        mine = next(c for c in made.claims if c.span.of(made.article.text).startswith("Three soldiers"))
        assert mine.statement is None
    assert not [s for s in read().statements if s.rule == "post"]
