"""A town before the noun of an attack is where it was; a side there is who is said to have done it."""

import pytest

from allegata import read_report


@pytest.mark.parametrize(
    ("headline", "doers", "places"),
    [
        ("One dead in Kharkiv missile strike, officials say", [], ["Kharkiv"]),
        ("One dead in Kharkiv missile strike, says Kyiv, as Moscow denies it", [], ["Kharkiv"]),
        ("Three killed in Russian missile strike on Kharkiv, officials say", ["Russia"], ["Kharkiv"]),
    ],
)
def test_a_town_before_the_noun_is_where_it_was(headline: str, doers: list[str], places: list[str]) -> None:
    reading = read_report(f"{headline}\n\nNothing more was known on Monday.", published="2023-05-02")
    claim = next(c for c in reading.claims if c.event == "missile_attack")
    assert [a.party or a.name for a in claim.perpetrators] == doers
    assert [p.name for p in claim.places] == places
