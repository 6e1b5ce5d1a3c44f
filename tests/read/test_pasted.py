"""Pasted text: a table of pages as people copy them -> the kind of every line, each with the reason it stands here."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.read.pasted import zones_of_paste
from allegata.records import ZoneKind

P1 = (
    "Shells fell on the village of Northbridge on Tuesday evening, the regional administration said, and two houses near the "
    "school burned down before firemen arrived from the district."
)
P2 = (
    "The Ministry of Defence of Westland denied that its forces had fired in that direction and called the report an attempt to "
    "draw attention away from the losses of the other side."
)
P3 = (
    "Residents told reporters that the shelling began shortly after nine and went on for about an hour, with pauses of a few "
    "minutes, and that nobody had warned them."
)


def kinds(text: str) -> list[tuple[str, str]]:
    """(kind, first two words) of every zone."""
    return [(z.kind.value, " ".join(z.span.of(text).split()[:2])) for z in zones_of_paste(text).zones]


def page(*lines: str) -> str:
    return "\n\n".join(lines)


TABLE = [
    (
        "headline and body, nothing else",
        page("Two houses burn after shelling of Northbridge", P1, P2),
        [("headline", "Two houses"), ("body", "Shells fell"), ("body", "The Ministry")],
    ),
    (
        "a second line in title style is a standfirst; a byline and a date line stand between it and the text",
        page(
            "Two houses burn after shelling", "Westland denies that its forces fired", "By Ann Example", "October 6, 2020", P1
        ),
        [
            ("headline", "Two houses"),
            ("standfirst", "Westland denies"),
            ("byline", "By Ann"),
            ("byline", "October 6,"),
            ("body", "Shells fell"),
        ],
    ),
    (
        "a menu above the headline and a share bar under it are furniture",
        page("Home", "World", "Subscribe", "Two houses burn after shelling of Northbridge", "Share", "Tweet", P1),
        [
            ("boilerplate", "Home"),
            ("boilerplate", "World"),
            ("boilerplate", "Subscribe"),
            ("headline", "Two houses"),
            ("boilerplate", "Share"),
            ("boilerplate", "Tweet"),
            ("body", "Shells fell"),
        ],
    ),
    (
        "captions by a credit in parentheses, at the line's start, by an agency at its end",
        page(
            "Two houses burn after shelling",
            P1,
            "A burnt house (Photo: Press office, October 6, 2020)",
            "Photo: Village council",
            P2,
            "A crater beside the school. Ann Example/AFP via Getty Images",
            P3,
        ),
        [
            ("headline", "Two houses"),
            ("body", "Shells fell"),
            ("caption", "A burnt"),
            ("caption", "Photo: Village"),
            ("body", "The Ministry"),
            ("caption", "A crater"),
            ("body", "Residents told"),
        ],
    ),
    (
        "an inset of links ends where prose goes on",
        page(
            "Two houses burn after shelling",
            P1,
            "Read more: What we know about the shelling",
            "Related articles",
            "Westland rejects blame",
            "Bridge closed again",
            P2,
        ),
        [
            ("headline", "Two houses"),
            ("body", "Shells fell"),
            ("boilerplate", "Read more:"),
            ("boilerplate", "Related articles"),
            ("boilerplate", "Westland rejects"),
            ("boilerplate", "Bridge closed"),
            ("body", "The Ministry"),
        ],
    ),
    (
        "signed comments: one zone a comment, its head with it; the form below is furniture, and nothing after it is body",
        page("Two houses burn after shelling", P1, P2)
        + "\n\nComments (2)\n\nBob says:\nI was there.\n\nIt was loud.\n\nEve says:\n"
        + P3
        + "\n\nLeave a Reply\n\nYour email address will not be published.\n\n"
        + P1,
        [
            ("headline", "Two houses"),
            ("body", "Shells fell"),
            ("body", "The Ministry"),
            ("boilerplate", "Comments (2)"),
            ("comment", "Bob says:"),
            ("comment", "Eve says:"),
            ("boilerplate", "Leave a"),
            ("boilerplate", "Your email"),
            ("boilerplate", "Shells fell"),
        ],
    ),
    (
        "an author box: the name above what the author does",
        page(
            "Two houses burn after shelling",
            P1,
            P2,
            "Ann Example",
            "Ann Example is a reporter of the Sample Courier. She covers the north.",
            "© 2020 Sample Courier",
        ),
        [
            ("headline", "Two houses"),
            ("body", "Shells fell"),
            ("body", "The Ministry"),
            ("bio", "Ann Example"),
            ("boilerplate", "© 2020"),
        ],
    ),
    (
        "a person in the news who is described at the end of the text is no author",
        page(
            "Two houses burn after shelling",
            P1,
            "The mayor, Ann Example, asked for help from the capital and said that the school would stay closed "
            "until the damage to its roof had been repaired.",
            "Ann Example was a journalist before she was elected in 2018.",
        ),
        [("headline", "Two houses"), ("body", "Shells fell"), ("body", "The mayor,"), ("body", "Ann Example")],
    ),
    (
        "a heading of comments above the article, as a link to them, does not turn the article into comments",
        page("Two houses burn after shelling", "3 Comments", P1, P2),
        [("headline", "Two houses"), ("boilerplate", "3 Comments"), ("body", "Shells fell"), ("body", "The Ministry")],
    ),
    (
        "a note with addresses above a rule stands outside the article",
        "Copied on 7 October\nhttps://example.org/news/1\n--------\nTwo houses burn after shelling\n\n" + P1,
        [
            ("boilerplate", "Copied on"),
            ("boilerplate", "https://example.org/news/1"),
            ("boilerplate", "--------"),
            ("headline", "Two houses"),
            ("body", "Shells fell"),
        ],
    ),
    ("one paragraph is all body", P1, [("body", "Shells fell")]),
    (
        "short quoted sentences after a list of links are body again while prose follows",
        page(
            "Two houses burn after shelling",
            P1,
            "Related",
            "Bridge closed again",
            "“We heard it from far away, and then the lights went out,” he said.",
            P2,
        ),
        [
            ("headline", "Two houses"),
            ("body", "Shells fell"),
            ("boilerplate", "Related"),
            ("boilerplate", "Bridge closed"),
            ("body", "“We heard"),
            ("body", "The Ministry"),
        ],
    ),
]


@pytest.mark.parametrize(("reason", "text", "wanted"), TABLE, ids=[row[0][:40] for row in TABLE])
def test_lines_get_their_kind(reason: str, text: str, wanted: list[tuple[str, str]]) -> None:
    assert kinds(text) == wanted, reason


def test_wrapped_prose_is_one_paragraph_a_zone() -> None:
    text = (
        "Two houses burn after shelling\n\n"
        + "\n".join(P1[i : i + 70] for i in range(0, len(P1), 70))
        + "\n\n"
        + "\n".join(P2[i : i + 70] for i in range(0, len(P2), 70))
    )
    assert [kind for kind, _ in kinds(text)] == ["headline", "body", "body"]


@given(st.text(alphabet=st.sampled_from("aB. \n\r\t1–•:()©") | st.characters(), max_size=400))
def test_zones_are_sorted_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for zone in zones_of_paste(text).zones:
        assert zone.start >= end and zone.start < zone.end
        assert not text[end : zone.start].strip()
        end = zone.end
    assert not text[end:].strip()


@pytest.mark.parametrize("name", ["founding-report.txt"])
def test_a_report_as_pasted_from_a_weekly(name: str) -> None:
    path = Path(__file__).parents[3] / "shared" / "reports" / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    counted = [zone.kind for zone in zones_of_paste(path.read_text(encoding="utf-8")).zones]
    assert counted.count(ZoneKind.CAPTION) == 2
    assert counted.count(ZoneKind.BIO) == 1
    assert counted.count(ZoneKind.COMMENT) == 3
