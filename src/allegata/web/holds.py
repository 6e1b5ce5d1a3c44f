"""A casebook as it stands after review: corrections put in, rejected claims told apart, rows and ranges made from that."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ..export.rows import Row, rows
from ..link.items import Item, items_of
from ..link.ranges import ranges_by
from ..records import Dossier, Incident, Linked, Range, Reading, Record, Relation, Standing
from ..review import Held, what_holds
from ..work.standing import characters_now, corrected, law_now, rejected, relations_now
from .served import Served


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Some readings with corrections put in. Rejected records are among them: they are shown as rejected, and not counted."""

    readings: tuple[Reading, ...]
    linked: Linked
    held: dict[str, Held]
    rows: dict[str, Row]
    items: dict[str, Item]

    def counts(self, claim: str) -> bool:
        """Whether the claim is known and was not rejected, nor the statement it stands in."""
        item = self.items.get(claim)
        return item is not None and not rejected(claim, self.held) and not rejected(item.claim.statement or "", self.held)


def holding(served: Served, readings: Iterable[Reading], linked: Linked) -> Holding:
    """Decisions applied to the readings."""
    decisions = served.book.store.decisions()
    held = what_holds(decisions)
    applied = tuple(with_corrections(r, held) for r in readings)
    linked = without_rejected(linked, applied, held)
    dossier = Dossier(
        title=served.book.folder.title,
        made_at=served.now(),
        readings=applied,
        linked=linked,
        standing={subject: h.standing for subject, h in held.items()},
        law_tags=law_now(held),
        characters=characters_now(held),
    )
    return Holding(
        readings=applied,
        linked=linked,
        held=held,
        rows={r.claim: r for r in rows(dossier)},
        items={i.id: i for i in items_of(applied)},
    )


def without_rejected(linked: Linked, readings: Iterable[Reading], held: dict[str, Held]) -> Linked:
    """The links less the relations that a person rejected, or that join a rejected claim: a rejected denial denies nothing."""
    gone = {c.id for r in readings for c in r.claims if rejected(c.id, held) or rejected(c.statement or "", held)}
    kept = tuple(r for r in relations_now(linked.relations, held) if not {r.a, r.b} & gone)
    return msgspec.structs.replace(linked, relations=kept)


def with_corrections(reading: Reading, held: dict[str, Held]) -> Reading:
    """The reading with the fields that people corrected."""
    return msgspec.structs.replace(
        reading,
        statements=tuple(corrected(s, held) for s in reading.statements),
        claims=tuple(corrected(c, held) for c in reading.claims),
    )


class IncidentLine(Record):
    """An incident in a list. `reports` that go back to one origin count once in `origins`."""

    id: str
    event: str
    names: tuple[str, ...]
    start: str | None
    end: str | None
    claims: int
    rejected: int
    reviewed: int
    reports: int
    origins: int
    claimant_parties: tuple[str, ...]
    accused_parties: tuple[str, ...]
    is_denied: bool
    ranges: tuple[Range, ...]
    grade: str | None
    place: str | None
    feature: str | None
    lat: float | None
    lon: float | None


def incident_line(holding: Holding, incident: Incident) -> IncidentLine:
    """The incident as it stands."""
    known = [c for c in incident.claims if c in holding.items]
    counted = [holding.items[c] for c in known if holding.counts(c)]
    held = holding.held.get(incident.id)
    reports = {i.report for i in counted}
    return IncidentLine(
        id=incident.id,
        event=incident.event,
        names=incident.place_names,
        start=incident.when.start,
        end=incident.when.end,
        claims=len(counted),
        rejected=len(known) - len(counted),
        reviewed=sum(1 for c in known if c in holding.held),
        reports=len(reports),
        origins=len(holding.linked.independent(reports)),
        claimant_parties=tuple(sorted({i.party for i in counted if i.statement and i.statement.speaker.party})),
        accused_parties=tuple(sorted({a.party or a.name for i in counted for a in i.claim.perpetrators})),
        is_denied=any(holding.rows[i.id].denied_by for i in counted),
        ranges=ranges_by(counted, lambda i: i.party),
        grade=held.grade if held else None,
        place=incident.place.id if incident.place else None,
        feature=incident.place.feature if incident.place else None,
        lat=incident.place.lat if incident.place else None,
        lon=incident.place.lon if incident.place else None,
    )


def relations_of(holding: Holding, incident: Incident) -> tuple[tuple[Relation, Row, Row], ...]:
    """Relations of the incident's claims, with the rows they join."""
    inside = set(incident.claims)
    return tuple(
        (r, holding.rows[r.a], holding.rows[r.b])
        for r in holding.linked.relations
        if {r.a, r.b} & inside and r.a in holding.rows and r.b in holding.rows
    )


def standing_of(holding: Holding, record: str) -> Standing:
    """What holds for the record."""
    return holding.held[record].standing if record in holding.held else Standing.UNREVIEWED
