"""A place as the report writes it, with every candidate that it could be."""

from enum import StrEnum

from .base import Record
from .span import Spans


class Precision(StrEnum):
    """How closely the words place the event, finest first; NONE: the words name no place that is known."""

    SITE = "site"
    NEIGHBOURHOOD = "neighbourhood"
    TOWN = "town"
    NEAR = "near"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    FEATURE = "feature"
    NONE = "none"


class PlaceName(Record):
    """One of a place's names: in which language, used by whom, since when."""

    name: str
    language: str | None = None
    used_by: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None


class Candidate(Record):
    """One gazetteer entry that the words could mean. `id` as `geonames:146970` or `allegata:line-of-contact`."""

    id: str
    name: str
    lat: float | None = None
    lon: float | None = None
    score: float = 0.0
    feature: str | None = None
    """town, district, region, country, front, air base, ..."""
    names: tuple[PlaceName, ...] = ()
    rule: str | None = None
    vintage: str | None = None


class Place(Record):
    """A toponym in the text; candidates best first, all kept. No country is computed from coordinates."""

    name: str
    """As the report writes it."""
    spans: Spans
    candidates: tuple[Candidate, ...] = ()
    precision: Precision = Precision.NONE

    @property
    def best(self) -> Candidate | None:
        """The candidate with the highest score, or None; two with one score: None, as there is no ground to choose."""
        if not self.candidates:
            return None
        if len(self.candidates) > 1 and self.candidates[0].score == self.candidates[1].score:
            return None
        return self.candidates[0]
