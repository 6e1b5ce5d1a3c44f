"""What forms are made of: words of a report that play a part in an attack, with what is said about each."""

from ...records import Record, Span
from .roles import HEADS

Chances = tuple[float, ...]
"""One chance for each class of a head, in the order of HEADS."""


class Mention(Record):
    """Words with a role (`roles.ROLES`). `chance`: that they have it in any incident. `says`: head -> chances of its classes.
    `link`: a vector; mentions of one incident lie near each other. Empty where nothing is said."""

    span: Span
    role: str
    chance: float
    says: dict[str, Chances] = {}
    link: Chances = ()


class Heard(Record):
    """All mentions of a report in text order, and the chance that it has an incident of each type (HEADS["type"])."""

    mentions: tuple[Mention, ...]
    types: Chances


def certain(head: str, kind: str) -> Chances:
    """The chances of a head when one class is sure."""
    return tuple(float(k == kind) for k in HEADS[head])
