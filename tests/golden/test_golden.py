"""The sample reports keep giving what they gave: facts against floors that only rise, and the whole output against the accepted one."""

import tomllib

import pytest

from .accept import ACCEPTED, rendered
from .facts import HERE, rates, readings, verdicts
from .links import verdicts as link_verdicts

FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


def test_facts_do_not_fall_below_their_floors() -> None:
    found = rates([*verdicts(), *link_verdicts()])
    assert set(found) == set(FLOORS), "every facet has a floor"
    fallen = {f: f"{right} of {of}, floor {FLOORS[f]}" for f, (right, of) in found.items() if right < FLOORS[f]}
    assert not fallen


@pytest.mark.parametrize("slug", sorted(readings()))
def test_a_report_gives_what_was_accepted(slug: str) -> None:
    accepted = (ACCEPTED / f"{slug}.txt").read_text(encoding="utf-8")
    assert rendered(readings()[slug]) == accepted, "if the change is for the better: make accept, and read the diff"


def test_no_statement_or_claim_comes_from_outside_the_reporting() -> None:
    from allegata.records import REPORTING, STATING

    for reading in readings().values():
        told = [x for s in reading.statements for x in (*s.source, *s.cue, *s.content)]
        for kinds, spans in ((STATING, told), (REPORTING, [c.span for c in reading.claims])):
            outside = [z.span for z in reading.article.zones if z.kind not in kinds]
            assert not [x for x in spans for z in outside if x.touches(z)]
