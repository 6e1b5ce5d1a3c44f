"""No false alarm: sport, trade, weather, history, a poem, a list, another language. No claim is better than a wrong one."""

from functools import cache
from pathlib import Path

import pytest

from allegata import read_report
from allegata.bench.unrelated import is_of_harm, is_unrelated

HERE = Path(__file__).parent


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Genre and text of each item in unrelated.txt."""
    parts = (HERE / "unrelated.txt").read_text(encoding="utf-8").split("\n## ")[1:]
    return tuple((genre, text.replace(" / ", "\n").strip()) for genre, _, text in (p.partition("\n") for p in parts))


def harm_in(genre: str, text: str) -> list[str]:
    """The claims of harm found in a text, with their rules."""
    found = read_report(f"{genre.title()}\n\n{text}", published="2024-05-14")
    return [f"{c.rule}: {c.span.of(found.article.text)}" for c in found.claims if is_of_harm(c)]


MOST = 44
"""Claims of harm over all texts; only to be lowered."""


def test_no_harm_is_found_where_none_is_alleged() -> None:
    told = {genre: harm for genre, text in texts() if (harm := harm_in(genre, text))}
    assert len(texts()) >= 40
    assert sum(map(len, told.values())) <= MOST, told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rovers won and the mayor opened the library.", True),
        ("Soldiers shelled the town and killed nine.", False),
        ("Police arrested a suspect after a robbery.", False),
        ("He died in the garden that he loved.", True),
    ],
)
def test_which_articles_are_unrelated(text: str, wanted: bool) -> None:
    assert is_unrelated(text) is wanted


def test_harm_in_a_war_is_still_found() -> None:
    """The other side of the scale: with nothing found at all the floor above would hold too."""
    assert harm_in(
        "War", "Shells hit the town on Monday, killing nine civilians, the ministry said. Soldiers wounded four others."
    )
