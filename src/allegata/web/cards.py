"""A record as a card of the list beside the text: what the machine found, what people decided, what they can do next."""

from dataclasses import dataclass

from ..export.rows import Row, claimant, law_invoked, statement_words
from ..records import Claim, Decision, DecisionKind, Reading, Record, Span, Standing, Statement, quote
from ..review import Held
from ..review.fold import in_force
from .holds import Holding
from .served import Served


class Made(Record):
    """A decision of the card's history; `holds`: it was not taken back."""

    decision: Decision
    holds: bool


class OtherReading(Record):
    """The words of a statement's other reading, where model and rules disagree."""

    source: str
    cue: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One claim, or one statement that carries none. `capture` is the report it stands in."""

    id: str
    capture: str
    start: int
    words: str
    claim: Claim | None
    statement: Statement | None
    row: Row | None
    who: str
    standing: Standing
    held: Held | None
    history: tuple[Made, ...]
    incident: str | None
    other: OtherReading | None = None

    @property
    def confidence(self) -> float | None:
        """The chance that its statement is whole; None where no model judged it."""
        return self.statement.confidence if self.statement is not None else None

    @property
    def law(self) -> tuple[str, ...]:
        """The law that is invoked in it."""
        return law_invoked(self.statement, self.claim)

    @property
    def undoable(self) -> Decision | None:
        """The latest decision in force."""
        return next((m.decision for m in reversed(self.history) if m.holds and m.decision.kind is not DecisionKind.UNDO), None)


def cards_of(served: Served, holding: Holding, reading: Reading) -> tuple[Card, ...]:
    """A card for every claim and for every statement without one, in the order of the text."""
    decisions = served.book.store.decisions()
    by_subject: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_subject.setdefault(decision.subject, []).append(decision)
    told = {c.statement for c in reading.claims}
    claims = [claim_card(holding, reading, c, by_subject.get(c.id, [])) for c in reading.claims]
    bare = [statement_card(holding, reading, s, by_subject.get(s.id, [])) for s in reading.statements if s.id not in told]
    return tuple(sorted((*claims, *bare), key=lambda c: (c.start, c.id)))


def claim_card(holding: Holding, reading: Reading, claim: Claim, decisions: list[Decision]) -> Card:
    """A claim with the statement it stands in."""
    row = holding.rows[claim.id]
    statement = reading.statement(claim.statement)
    return Card(
        id=claim.id,
        capture=reading.capture.sha256,
        start=claim.span.start,
        words=row.words,
        claim=claim,
        statement=statement,
        row=row,
        who=row.claimant,
        standing=Standing(row.standing),
        held=holding.held.get(claim.id),
        history=history(decisions),
        incident=row.incident,
        other=other_reading(reading, statement),
    )


def statement_card(holding: Holding, reading: Reading, statement: Statement, decisions: list[Decision]) -> Card:
    """A statement that alleges no event: a demand, a threat, a call."""
    spans = statement.content or statement.cue or statement.source or (Span(0, 0),)
    held = holding.held.get(statement.id)
    return Card(
        id=statement.id,
        capture=reading.capture.sha256,
        start=spans[0].start,
        words=statement_words(reading, statement),
        claim=None,
        statement=statement,
        row=None,
        who=claimant(reading, statement),
        standing=held.standing if held else Standing.UNREVIEWED,
        held=held,
        history=history(decisions),
        incident=None,
        other=other_reading(reading, statement),
    )


def other_reading(reading: Reading, statement: Statement | None) -> OtherReading | None:
    """What the rules make of the same cue, in the report's words."""
    if statement is None or statement.alternative is None:
        return None
    other, text = statement.alternative, reading.article.text
    return OtherReading(source=quote(other.source, text), cue=quote(other.cue, text), content=quote(other.content, text))


def most_doubtful_first(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """By confidence, the least first; what no model judged stands last."""
    return tuple(sorted(cards, key=lambda c: (c.confidence is None, c.confidence or 0.0, c.start, c.id)))


def history(decisions: list[Decision]) -> tuple[Made, ...]:
    """Oldest first."""
    holding = {d.id for d in in_force(decisions)}
    return tuple(Made(decision=d, holds=d.id in holding) for d in decisions)


def source_words(reading: Reading, statement: Statement) -> str:
    """The words that name the source, as the report writes them."""
    return quote(statement.source, reading.article.text)
