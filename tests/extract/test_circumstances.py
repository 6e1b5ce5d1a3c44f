"""Medium and addressee of a statement."""

from typing import TYPE_CHECKING

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import quote

from .conftest import written

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

ROWS = [
    ("The mayor said in a statement that two people died.", "statement", ""),
    ("During a press briefing, the mayor said that two people died.", "press briefing", ""),
    ("The mayor shared on his Facebook, “Two people died here today.”", "facebook", ""),
    ("In a nationwide address on Saturday, the president said that the talks failed.", "nationwide address", ""),
    (
        "The mayor addressed the town in a video message in which he asserted that the attack was necessary.",
        "video address",
        "",
    ),
    ("The mayor told reporters that two people died.", None, "reporters"),
    ("The mayor calls on the international community to act.", None, "the international community"),
    ("The mayor urged residents to leave the town.", None, "residents"),
    ("The mayor said that two people died.", None, ""),  # nothing said, nothing guessed
    ("According to the army, two people died.", None, ""),
]


@pytest.mark.parametrize(("text", "medium", "addressee"), ROWS)
def test_circumstances(parse: "Parse", text: str, medium: str | None, addressee: str) -> None:
    article = written(text)
    statement = next(s for s in attribute(article, parse_zones(article, parse)) if s.parent is None)
    assert (statement.medium, quote(statement.addressee, article.text)) == (medium, addressee)
