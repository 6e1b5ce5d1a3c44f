"""A place as the report writes it, with every candidate that it could be."""

from enum import StrEnum
from functools import cache

from ..data import rows
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


class Scales(Record):
    """A precision as others write it: UCDP's where_prec (1-7), ACLED's geo_precision (1-3), Airwars' location accuracy.

    None where a scale has no level for it. Text: `town (UCDP 1, ACLED 1, Airwars Town)`.
    """

    precision: Precision
    ucdp: int | None = None
    acled: int | None = None
    airwars: str | None = None

    def __str__(self) -> str:
        levels = (("UCDP", self.ucdp), ("ACLED", self.acled), ("Airwars", self.airwars))
        said = ", ".join(f"{scale} {level}" for scale, level in levels if level is not None)
        return f"{self.precision.value} ({said})" if said else self.precision.value


def scales_of(precision: Precision, feature: str | None = None) -> Scales:
    """The precision on all scales; `feature`: the kind of place, where a scale tells kinds apart (data/precision_scales.csv).

    >>> str(scales_of(Precision.DISTRICT))
    'district (UCDP 3, ACLED 2, Airwars District)'
    """
    table = _scales()
    return table.get((precision, feature or "")) or table[precision, ""]


@cache
def _scales() -> dict[tuple[Precision, str], Scales]:
    return {
        (Precision(r["precision"]), r["feature"]): Scales(
            precision=Precision(r["precision"]),
            ucdp=int(r["ucdp"]) if r["ucdp"] else None,
            acled=int(r["acled"]) if r["acled"] else None,
            airwars=r["airwars"] or None,
        )
        for r in rows("precision_scales.csv")
    }


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

    @property
    def shown(self) -> tuple[str, ...]:
        """The report's own word, then every other name of the place in alphabetical order, whoever uses it.

        Of a place that is not decided on only the report's word: the names of another place would be false.
        """
        best = self.best
        if best is None:
            return (self.name,)
        others = {best.name, *(n.name for n in best.names)} - {self.name}
        return (self.name, *sorted(others, key=lambda n: (n.casefold(), n)))

    @property
    def scales(self) -> Scales:
        """The precision as UCDP, ACLED and Airwars write it."""
        return scales_of(self.precision, self.best.feature if self.best else None)
