"""The persons and bodies of a casebook across its reports: how reports name them, and which namings are of one actor.

Invariant: a naming is never merged away. An actor groups namings, each with the reports it stands in, and every match says why.
"""

from enum import StrEnum

from .actor import ActorKind
from .base import Record


class Naming(Record):
    """One way in which reports name somebody: the same name, party and organisation (or the same row of the profile)."""

    id: str
    name: str
    kind: ActorKind
    party: str | None = None
    organisation: str | None = None
    role: str | None = None
    key: str | None = None
    """The profile's row, when it has one."""
    written: tuple[str, ...] = ()
    """The words of the reports, those of the sources included, each once."""
    reports: tuple[str, ...] = ()
    """SHA-256 of the captures, in the order they were published."""
    records: tuple[str, ...] = ()
    """Ids of the statements and claims."""


class Verdict(StrEnum):
    """SAME: the evidence is enough. UNDECIDED: a person must look."""

    SAME = "same"
    UNDECIDED = "undecided"


class Match(Record):
    """Two namings that are, or may be, of one actor. `evidence`: what speaks for it and against it, in plain words.

    What a person decides about it (accept: one actor; reject: two) is a decision with the match's id as its subject.
    """

    id: str
    a: str
    b: str
    verdict: Verdict
    evidence: tuple[str, ...]


class KnownActor(Record):
    """A person or body across all reports: its namings, fullest name first, and the matches that join them."""

    id: str
    name: str
    kind: ActorKind
    parties: tuple[str, ...]
    names: tuple[str, ...]
    namings: tuple[str, ...]
    matches: tuple[str, ...]
    reports: tuple[str, ...]


class Registered(Record):
    """The registry of a casebook."""

    actors: tuple[KnownActor, ...] = ()
    namings: tuple[Naming, ...] = ()
    matches: tuple[Match, ...] = ()
