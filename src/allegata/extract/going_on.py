"""Figures that go on with what somebody has just been said to say: `N were killed, the office said. Another M were wounded.`

The second sentence has no speaker of its own, and its words lean on the first: the claim goes with that statement, and its rule says so.
"""

import re
from collections.abc import Sequence

import msgspec

from ..data.patterns import leaning
from ..records import Article, Claim, Statement, hull


def go_on(article: Article, claims: Sequence[Claim], statements: Sequence[Statement]) -> tuple[Claim, ...]:
    """The claims, those that count on from the sentence before with its statement."""
    return tuple(_going_on(article.text, c, statements) for c in claims)


def _going_on(text: str, claim: Claim, statements: Sequence[Statement]) -> Claim:
    if claim.statement is not None or not claim.quantities:
        return claim
    start = max(text.rfind(". ", 0, claim.span.start) + 2, text.rfind("\n", 0, claim.span.start) + 1)
    if not leaning().match(text, start) or text[start - 1 : start] == "\n":
        return claim
    before = [s for s in statements if s.parent is None and s.content and _ends_before(text, s, start)]
    if not before:
        return claim
    told = max(before, key=lambda s: hull((*s.content, *s.cue, *s.source)).end)
    return msgspec.structs.replace(claim, statement=told.id, rule=f"{claim.rule}; goes on with what is said before it")


def _ends_before(text: str, statement: Statement, start: int) -> bool:
    """Whether the statement is of the sentence right before."""
    whole = hull((*statement.content, *statement.cue, *statement.source))
    rest = text[whole.end : start]
    return whole.end <= start and "\n" not in rest and not re.search(r"[.!?][”\"’]? \S", rest) and len(rest) < 120
