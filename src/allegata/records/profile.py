"""A casebook's profile: parties, the bodies and persons that speak for them, and every name of the places.

Reviewed data, every row with its source. No party's name, border or word stands in code.
"""

from .base import Record
from .place import PlaceName
from .when import Day


class Party(Record):
    """A side, or a third party, as the casebook defines it. `names` are all words used for it, its demonyms included."""

    key: str
    name: str
    names: tuple[str, ...]
    source: str
    third: bool = False
    since: Day | None = None
    until: Day | None = None


class Body(Record):
    """An organisation that speaks or acts for a party, from when to when."""

    key: str
    name: str
    names: tuple[str, ...]
    party: str | None
    source: str
    since: Day | None = None
    until: Day | None = None
    kind: str = "organisation"
    """organisation, outlet, agency, court, ngo, armed force."""
    metonyms: tuple[str, ...] = ()
    """Those of `names` that are a place's name and stand for the body when it speaks."""


class Tenure(Record):
    """A role that a person held, at which body, speaking for whom."""

    role: str
    body: str | None
    party: str | None
    source: str
    since: Day | None = None
    until: Day | None = None


class Person(Record):
    """A person with all spellings of the name."""

    key: str
    name: str
    names: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    source: str


class GenericSpeaker(Record):
    """Speakers whom reports leave unnamed ("officials in ..."), and the party they are of, if any."""

    key: str
    name: str
    names: tuple[str, ...]
    party: str | None
    source: str


class KnownPlace(Record):
    """A place of the conflict with every party's name for it, and where it is."""

    key: str
    names: tuple[PlaceName, ...]
    feature: str
    source: str
    geonames: str | None = None
    lat: float | None = None
    lon: float | None = None


class Profile(Record):
    """One conflict's vocabulary. `since`: the day from which "since the beginning" counts."""

    key: str
    title: str
    parties: tuple[Party, ...] = ()
    bodies: tuple[Body, ...] = ()
    persons: tuple[Person, ...] = ()
    generics: tuple[GenericSpeaker, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    since: Day | None = None
    until: Day | None = None
