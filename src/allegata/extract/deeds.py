"""Political acts that allege no harm themselves: a demand, a call, a threat, an accusation, a request to a court.

A statement whose content holds no claim is itself the thing to record, in a report that is about conflict.
"""

from collections.abc import Sequence

from ..data import rows
from ..records import Act, Article, Claim, Codes, Factuality, Statement, hull, identify

EVENTS = {
    Act.DEMAND: "demand",
    Act.CALL: "call",
    Act.REQUEST: "call",
    Act.THREATEN: "threat",
    Act.WARN: "threat",
    Act.ACCUSE: "accusation",
    Act.DENY: "denial",
}

_STANCE = {
    Act.DEMAND: Factuality.HYPOTHETICAL,
    Act.CALL: Factuality.HYPOTHETICAL,
    Act.REQUEST: Factuality.HYPOTHETICAL,
    Act.THREATEN: Factuality.FUTURE,
    Act.WARN: Factuality.FUTURE,
    Act.ACCUSE: Factuality.ASSERTED,
    Act.DENY: Factuality.DENIED,
}


def political(
    article: Article, statements: Sequence[Statement], claims: Sequence[Claim], extractor: str, *, is_of_war: bool
) -> list[Claim]:
    """A claim for each statement of such an act that carries none; its span is the content's hull.

    In a report that is not about war as a whole only what stands in a paragraph with an event counts; and a statement whose
    own words are already an event ("submitted a request to the court") is not told twice.
    """
    carrying = {c.statement for c in claims}
    parents = {s.parent for s in statements}
    triggers = [t for c in claims for t in c.trigger]
    return [
        _claim(article, s, extractor)
        for s in statements
        if s.act in EVENTS
        and s.content
        and s.id not in carrying
        and s.id not in parents
        and not any(t.touches(x) for t in triggers for x in (*s.content, *s.cue))
        and (is_of_war or _is_near(article, s, claims))
    ]


def _is_near(article: Article, statement: Statement, claims: Sequence[Claim]) -> bool:
    zone = article.zone_at(statement.content[0].start)
    return zone is not None and any(zone.span.covers(c.span) for c in claims)


def _claim(article: Article, statement: Statement, extractor: str) -> Claim:
    event, span = EVENTS[statement.act], hull(statement.content)
    row = next(r for r in rows("events.csv") if r["code"] == event)
    return Claim(
        id=identify("claim", article.sha256, [span.start, span.end], event, statement.id, extractor),
        statement=statement.id,
        span=span,
        event=event,
        factuality=_STANCE[statement.act],
        trigger=statement.cue,
        codes=Codes(plover=row["plover"] or None, acled=row["acled"] or None),
        rule=f"act:{statement.act.value}",
    )
