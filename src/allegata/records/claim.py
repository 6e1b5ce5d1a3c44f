"""One thing alleged, in a statement or in the author's own voice."""

from enum import StrEnum

from .actor import Actor
from .base import Record
from .law import Invoked
from .place import Place
from .quantity import Quantity
from .span import Span, Spans
from .when import When


class Factuality(StrEnum):
    """How the claimant stands to the event. UNKNOWN: the source says that it is not known."""

    ASSERTED = "asserted"
    DENIED = "denied"
    POSSIBLE = "possible"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    UNKNOWN = "unknown"


class Codes(Record):
    """The event in others' vocabularies; None where there is no counterpart."""

    plover: str | None = None
    acled: str | None = None


class Weapon(Record):
    """A weapon as written and its code in data/weapons.csv."""

    name: str
    code: str | None
    spans: Spans


class Claim(Record):
    """`statement` None: the author's own voice. `span`: the clause that carries the claim; `trigger`: the event's words."""

    id: str
    statement: str | None
    span: Span
    event: str
    """A code of data/events.csv."""
    factuality: Factuality
    trigger: Spans = ()
    codes: Codes = Codes()
    perpetrators: tuple[Actor, ...] = ()
    victims: tuple[Actor, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    places: tuple[Place, ...] = ()
    when: When | None = None
    quantities: tuple[Quantity, ...] = ()
    answers: tuple[str, ...] = ()
    """Ids of the claims in the same article that this one denies or answers."""
    rule: str = ""
    law: tuple[Invoked, ...] = ()
    """Of a claim in the own voice: law that the report invokes in the same sentence. Else the statement has it."""
