"""What a terminal shows: figures with what they count, one and many put right."""

import pytest

from allegata.cli import show
from allegata.records import Incident, Interval, Linked, Range


def a_range(low: int | None, high: int | None, *, who: str | None = None, measure: str = "killed") -> Range:
    return Range(by="Northland", measure=measure, who=who, low=low, high=high, latest_low=low, latest_high=high, claims=())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (a_range(1, 5), "Northland: killed 1 to 5, latest 1 to 5"),
        (a_range(22, 22, who="tank", measure="destroyed"), "Northland: destroyed (tank) 22, latest 22"),
        (a_range(3, 3, who="family_members"), "Northland: killed (family members) 3, latest 3"),
        (a_range(5, None), "Northland: killed 5 or more, latest 5 or more"),
        (a_range(None, 5), "Northland: killed at most 5, latest at most 5"),
    ],
)
def test_a_range_says_what_it_counts(given: Range, shown: str) -> None:
    assert show.range_text(given) == shown


@pytest.mark.parametrize(("number", "shown"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims")])
def test_one_and_many(number: int, shown: str) -> None:
    assert show.count(number, "claim") == shown


def test_an_incident_counts_its_claims_and_reports() -> None:
    incident = Incident(id="i", event="shelling", claims=("c",), place=None, when=Interval(start="2020-10-04", end=None))
    linked = Linked(incidents=(incident,), relations=(), origins=(), tallies=())
    assert "\n1 claim in 0 reports\n" in show.incidents(linked, ())
