"""One attack on persons as an article as a whole alleges it: what a case file of an attack on a defender or journalist asks for."""

from enum import StrEnum

from .base import Record
from .span import Spans
from .when import Day


class Harm(StrEnum):
    """Kinds of violation as the UN special procedures tell them apart."""

    KILLING = "killing"
    DETENTION = "detention"
    ABDUCTION = "abduction"
    DISAPPEARANCE = "disappearance"
    TORTURE = "torture"
    OTHER = "other"


class Attacked(Record):
    """A person alleged to have been attacked. `kinds`: journalist, defender, unionist; `chance` between 0 and 1, by the model."""

    name: str
    spans: Spans
    kinds: tuple[str, ...] = ()
    sex: str | None = None
    age: str | None = None
    chance: float = 1.0


class AllegedAttack(Record):
    """The attack that an article is mainly about; what its words do not say, or not surely, is None or empty.

    `doer`: state, other state, armed, criminal, region, company or unknown; None when nobody is told to have done it. `day`: of the
    attack, as fine as the words say (`2020`, `2020-10`, `2020-10-04`). Places are names as written.
    """

    harms: tuple[Harm, ...]
    victims: tuple[Attacked, ...]
    doer: str | None = None
    has_doer: bool = False
    day: Day | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    spans: Spans = ()
    """Where day and places stand."""
