"""A statement in the making: what the finders of cues give and what is joined, nested and resolved."""

from ...records import Act, Record
from ..lexicon import Reporting
from .words import Paragraph

REPORTED = Reporting(word="phrase", kind="phrase", act=Act.ASSERT, complements={"that": Act.ASSERT})


ALLEGEDLY = Reporting(word="якобы", kind="hedge", act=Act.ASSERT, complements={"that": Act.ASSERT}, hedge="distancing")


COLON = Reporting(word=":", kind="colon", act=Act.ASSERT, complements={"q": Act.ASSERT})


OWNERS = frozenset({"его", "ее", "её", "их"})


BETWEEN = 3
"""Words that may stand between the preposition and the noun of a phrase: `по последним официальным данным`."""


class Draft(Record, frozen=True, kw_only=True):
    """A statement in the making; sources, cues and contents are word indices of its paragraph."""

    p: Paragraph
    head: int
    row: Reporting
    shape: str
    negated: bool
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    speaker: int | None
    rule: str
    whom: frozenset[int] = frozenset()
    group: frozenset[int] = frozenset()
