"""Readings made by hand for linking: one report, its statements and its claims, with only what a test is about."""

import hashlib
from datetime import UTC, datetime

from allegata.records import (
    Act,
    Actor,
    Article,
    Bound,
    Candidate,
    Capture,
    Channel,
    Claim,
    Factuality,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    Speaker,
    Statement,
    When,
    Wording,
    Zone,
    ZoneKind,
    identify,
)

NOW = datetime(2020, 10, 5, tzinfo=UTC)


def place(name: str, id: str) -> Place:
    """A place with one candidate."""
    return Place(name=name, spans=(Span(0, 1),), candidates=(Candidate(id=id, name=name, score=1.0),))


def on(day: str, end: str | None = None) -> When:
    """A date that was resolved."""
    return When(text=day, spans=(Span(0, 1),), start=day, end=end or day)


def number(
    measure: str, low: int | None, high: int | None = -1, *, period: Period = Period.INCIDENT, who: str | None = None
) -> Quantity:
    """A figure; exact unless `high` says otherwise."""
    exact = high == -1
    bound = Bound.EXACT if exact else Bound.AT_LEAST if high is None else Bound.RANGE
    return Quantity(
        measure=measure, low=low, high=low if exact else high, bound=bound, spans=(Span(0, 1),), period=period, who=who
    )


class Made:
    """One report in the making: `said(...)` adds a statement with a claim, `reading` is the record."""

    def __init__(self, text: str, *, published: str | None, outlet: str = "Sample Wire") -> None:
        raw = f"{outlet}|{published}|{text}".encode()
        self.capture = Capture(
            sha256=hashlib.sha256(raw).hexdigest(),
            size=len(raw),
            media_type="text/plain",
            fetched_at=NOW,
            channel=Channel.PASTE,
        )
        self.article = Article(
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            capture=self.capture.sha256,
            text=text,
            zones=(Zone(kind=ZoneKind.BODY, start=0, end=len(text)),),
            published=published,
            outlet=outlet,
        )
        self.statements: list[Statement] = []
        self.claims: list[Claim] = []

    def said(
        self,
        who: str | None,
        event: str,
        *numbers: Quantity,
        party: str | None = None,
        act: Act = Act.ASSERT,
        at: Place | None = None,
        when: When | None = None,
        by: str | None = None,
        factuality: Factuality = Factuality.ASSERTED,
        answers: tuple[str, ...] = (),
    ) -> Claim:
        """A claim, in a statement by `who` or in the author's own voice (None)."""
        n = len(self.claims)
        span = Span(n, n + 1)
        claim = identify("claim", self.capture.sha256, n)
        statement = None
        if who is not None:
            statement = identify("statement", self.capture.sha256, n)
            self.statements.append(
                Statement(
                    id=statement, zone=ZoneKind.BODY, source=(span,), cue=(span,), content=(span,), act=act, wording=Wording.INDIRECT,
                    direct=False, speaker=Speaker(name=who, party=party), claims=(claim,),
                )
            )  # fmt: skip
        self.claims.append(
            Claim(
                id=claim, statement=statement, span=span, event=event, factuality=factuality, quantities=numbers, when=when, answers=answers,
                places=(at,) if at else (), perpetrators=(Actor(name=by, party=by),) if by else (),
            )
        )  # fmt: skip
        return self.claims[-1]

    @property
    def reading(self) -> Reading:
        """The record."""
        return Reading(capture=self.capture, article=self.article, statements=tuple(self.statements), claims=tuple(self.claims))
