"""Airwars' grades of an incident, and which test of a grade is not met. A person grades; this only counts origins and positions.

Source of the scale: Airwars, methodology (civilian harm grading: Confirmed, Fair, Weak, Contested, Discounted).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from ..records import Act, Claim, Incident, Linked, Reading, Statement


class AirwarsGrade(StrEnum):
    """The five grades, as named by Airwars."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


def unmet_tests(grade: AirwarsGrade, incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The tests of that grade which the records do not show to be met, each in one sentence; empty: none is known to fail."""
    return TESTS[grade](incident, linked, readings)


def confirmed(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """A specific belligerent has accepted responsibility."""
    admitted = any(s and s.act is Act.ADMIT for _, s in claims_of(incident, readings))
    return () if admitted else ("No claim of this incident is an admission by a belligerent.",)


def fair(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Two or more credible sources, independent of each other."""
    count, why = independent(incident, linked, readings)
    return () if count > 1 else (f"Two independent sources are needed: {why}.",)


def weak(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """A single source."""
    count, _ = independent(incident, linked, readings)
    return () if count == 1 else (f"Weak is for a single source: the reports go back to {count} origins.",)


def contested(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Competing claims of responsibility."""
    blamed = {a.party or a.name for c, _ in claims_of(incident, readings) for a in c.perpetrators}
    return () if len(blamed) > 1 else ("No two claims blame different parties.",)


def discounted(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Those killed were combatants, or others were responsible: only a person can tell, so no test is counted here."""
    return ()


TESTS = {
    AirwarsGrade.CONFIRMED: confirmed,
    AirwarsGrade.FAIR: fair,
    AirwarsGrade.WEAK: weak,
    AirwarsGrade.CONTESTED: contested,
    AirwarsGrade.DISCOUNTED: discounted,
}


def claims_of(incident: Incident, readings: Iterable[Reading]) -> Iterable[tuple[Claim, Statement | None]]:
    """The incident's claims, each with its statement."""
    wanted = set(incident.claims)
    for reading in readings:
        for claim in reading.claims:
            if claim.id in wanted:
                yield claim, reading.statement(claim.statement)


def independent(incident: Incident, linked: Linked, readings: Sequence[Reading]) -> tuple[int, str]:
    """How many origins the incident's reports go back to at least, and that in words.

    Reports with a common origin count once, through as many steps as it takes.
    """
    wanted = set(incident.claims)
    reports = {r.capture.sha256 for r in readings if any(c.id in wanted for c in r.claims)}
    groups = linked.independent(reports)
    if len(groups) > 1:
        return len(groups), f"{len(groups)} origins"
    if len(reports) > 1:
        shared = next((o.name for o in linked.origins if len(reports & set(o.reports)) > 1), None)
        return 1, f"all {len(reports)} reports go back to {shared or 'one origin'}"
    return len(groups), "there is one report"
