"""What several claims are about, how claims stand to each other, and what goes back to one origin."""

from collections.abc import Iterable
from enum import StrEnum

from .base import Record
from .place import Candidate
from .position import Position
from .when import Interval, Moment


class RelationKind(StrEnum):
    """How claim `a` stands to claim `b`. DENIES and UPDATES run from the later or denying claim to the other."""

    CORROBORATES = "corroborates"
    DENIES = "denies"
    CONTRADICTS = "contradicts"
    UPDATES = "updates"
    REPEATS = "repeats"


class Relation(Record):
    """A typed link between two claims with the ground it was made on."""

    id: str
    kind: RelationKind
    a: str
    b: str
    why: str


class Origin(Record):
    """Reports that go back to one primary source count once. `reports` are capture hashes."""

    id: str
    reports: tuple[str, ...]
    name: str | None
    """The primary source as far as the reports tell: "Ministry of Foreign Affairs", "AFP"."""
    why: str


class Range(Record):
    """Least low and greatest high of one measure over the claims of one party or one source, and the latest figure.

    None in high: open above ("at least"). `claims` are the ids it was made from.
    """

    by: str
    """The party or the claimant."""
    measure: str
    who: str | None
    low: int | None
    high: int | None
    latest_low: int | None
    latest_high: int | None
    claims: tuple[str, ...]


class Incident(Record):
    """A moment and a place where harm is alleged; it groups claims and never replaces them."""

    id: str
    event: str
    claims: tuple[str, ...]
    place: Candidate | None
    when: Interval
    place_names: tuple[str, ...] = ()
    """All names the reports and the gazetteer give the place, the most used one first, the others in alphabetical order."""
    by_party: tuple[Range, ...] = ()
    by_source: tuple[Range, ...] = ()
    positions: tuple[Position, ...] = ()
    """What each accused party says of it itself."""


class TallyPoint(Record):
    """One figure of a running count: who said it, when, for which stretch."""

    claim: str
    said: Moment | None
    start: Moment | None
    end: Moment | None
    low: int | None
    high: int | None
    bound: str


class Tally(Record):
    """Quantities of one measure for one victim group by one claimant, over time."""

    id: str
    claimant: str
    party: str | None
    measure: str
    who: str | None
    of_party: str | None
    period: str
    points: tuple[TallyPoint, ...]


class Linked(Record):
    """What linking found over a set of readings."""

    incidents: tuple[Incident, ...]
    relations: tuple[Relation, ...]
    origins: tuple[Origin, ...]
    tallies: tuple[Tally, ...]

    def independent(self, reports: Iterable[str]) -> tuple[frozenset[str], ...]:
        """These reports (capture hashes) put together where they go back to one origin, through as many steps as it takes."""
        held = frozenset(reports)
        groups = [frozenset({r}) for r in sorted(held)]
        for origin in self.origins:
            shared = held & set(origin.reports)
            touched = [g for g in groups if g & shared]
            if len(touched) > 1:
                groups = [g for g in groups if not g & shared] + [frozenset().union(*touched)]
        return tuple(groups)
