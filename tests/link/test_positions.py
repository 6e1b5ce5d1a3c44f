"""The position of an accused party on our own pairs of accusation and answer, and what it must never be made of."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from allegata import read_report
from allegata.data import rows
from allegata.link import link
from allegata.link.items import items_of
from allegata.link.positions import positions
from allegata.records import Incident, Interval, PositionKind

HERE = Path(__file__).parent
FLOORS = {"seen": 0.90, "unseen": 0.92}
"""Share of the pairs that are right; only to be raised."""


class Pair(NamedTuple):
    """A row of positions.txt; every other one was not looked at while the words were gathered."""

    wanted: str
    accusation: str
    answer: str
    is_seen: bool


@cache
def pairs() -> tuple[Pair, ...]:
    lines = [x for x in (HERE / "positions.txt").read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    parts = ([part.strip() for part in line.split("|")] for line in lines)
    return tuple(Pair(wanted, accusation, answer, n % 2 == 0) for n, (wanted, accusation, answer) in enumerate(parts))


def found(accusation: str, answer: str) -> set[str]:
    """The positions of all accused parties on what the first paragraph alleges: how claims become incidents is measured elsewhere."""
    reading = read_report(f"Accusations\n\n{accusation}\n\n{answer}", published="2024-05-14")
    items = items_of((reading,))
    ends = reading.article.text.index(accusation) + len(accusation)
    claims = tuple(i.id for i in items if i.claim.span.end <= ends)
    incident = Incident(id="incident-1", event="attack", claims=claims, place=None, when=Interval())
    return {p.kind.value for p in positions(incident, items, link((reading,)).relations)}


@cache
def judged() -> tuple[tuple[Pair, set[str]], ...]:
    return tuple((p, found(p.accusation, p.answer)) for p in pairs())


@pytest.mark.parametrize("lot", ["seen", "unseen"])
def test_positions_reach_the_floor(lot: str) -> None:
    mine = [(p, got) for p, got in judged() if p.is_seen is (lot == "seen")]
    right = sum(got == {p.wanted} for p, got in mine)
    assert len(pairs()) >= 80
    assert right / len(mine) >= FLOORS[lot], [(p.answer, p.wanted, got) for p, got in mine if got != {p.wanted}]


def test_no_position_is_said_that_the_answer_does_not_take() -> None:
    """Unknown is never a fault of this kind: a position that is told wrongly is worse than none."""
    wrong = [(p.answer, got) for p, got in judged() if got - {p.wanted, "unknown"}]
    assert len(wrong) <= 2, wrong


def test_what_another_says_that_it_said_is_no_position() -> None:
    got = found(
        "Ukraine accused Russia of shelling Sumy on Monday, killing two people.", "France said Russia denied the attack."
    )
    assert "accepts_responsibility" not in got


def test_codes_are_those_of_the_thesaurus() -> None:
    assert [k.codes for k in PositionKind] == [
        ("0101", "0201"), ("0102", "0202"), ("0103", "0203"), ("0104", "0204"), ("0105", "0205"), ("99", "99")
    ]  # fmt: skip
    for row in rows("positions.csv"):
        assert PositionKind(row["position"]).codes[0] in row["source"]
