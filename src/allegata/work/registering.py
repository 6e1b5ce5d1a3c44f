"""The registry of a casebook's actors: made from all readings and all decisions, stored, and decided about."""

from datetime import datetime

from ..link.actors import register
from ..records import Decision, DecisionKind, Match, Registered, Standing, Verdict
from ..review import what_holds
from .book import Book
from .desk import decide


def register_book(book: Book) -> Registered:
    """Make the registry anew from everything that was read and decided, and store it."""
    made = register(tuple(book.store.readings()), decided_pairs(book))
    book.store.actors.save(made)
    return made


def registered_now(book: Book) -> Registered:
    """The registry as stored; made when there is none yet."""
    held = book.store.actors.all()
    return held if held.namings else register_book(book)


def decided_pairs(book: Book) -> dict[str, bool]:
    """Match id -> whether a person said that both namings are of one actor."""
    holding = what_holds(d for d in book.store.decisions() if d.subject.startswith("match-"))
    return {s: h.standing is Standing.ACCEPTED for s, h in holding.items() if h.standing is not Standing.UNREVIEWED}


def undecided(registered: Registered, decided: dict[str, bool]) -> tuple[Match, ...]:
    """The pairs that wait for a person, those with most evidence first."""
    waiting = [m for m in registered.matches if m.verdict is Verdict.UNDECIDED and m.id not in decided]
    return tuple(sorted(waiting, key=lambda m: (-len(m.evidence), m.id)))


def decide_pair(book: Book, match: str, *, same: bool, by: str, reason: str, now: datetime) -> Decision:
    """A person's word on a pair: decided, logged, and the registry made anew. Raises DecisionRefused."""
    kind = DecisionKind.ACCEPT if same else DecisionKind.REJECT
    made = decide(book.store, book.log, kind=kind, subject=match, by=by, reason=reason, now=now)
    register_book(book)
    return made
