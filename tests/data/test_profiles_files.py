"""The shipped profiles: they load, every row names its source, and no side is built in."""

from collections.abc import Iterator

import pytest

from allegata.records import Profile
from allegata.work.profiles import shipped_profiles

PROFILES = shipped_profiles()
each = pytest.mark.parametrize("profile", PROFILES, ids=[p.key for p in PROFILES])


def sources(profile: Profile) -> Iterator[tuple[str, str]]:
    """(row, source) for every row of the file, tenures and place names included."""
    yield from ((p.key, p.source) for p in profile.parties)
    yield from ((b.key, b.source) for b in profile.bodies)
    yield from ((p.key, p.source) for p in profile.persons)
    yield from ((p.key, p.source) for p in profile.places)
    for person in profile.persons:
        for tenure in person.tenures:
            yield f"{person.key}, {tenure.role}", tenure.source
    for place in profile.places:
        for name in place.names:
            yield f"{place.key}, {name.name}", name.source or ""


def test_two_conflicts_are_shipped() -> None:
    assert len(PROFILES) >= 2
    assert len({p.key for p in PROFILES}) == len(PROFILES)


@each
def test_every_row_has_a_public_source(profile: Profile) -> None:
    lacking = [row for row, source in sources(profile) if not source.startswith(("https://", "http://"))]
    assert lacking == []


@each
def test_profile_is_large_enough_to_work_with(profile: Profile) -> None:
    assert len(profile.parties) >= 4
    assert len(profile.bodies) >= 15
    assert len(profile.persons) >= 15
    assert len(profile.places) >= 25
    assert sum(not p.third for p in profile.parties) >= 2


@each
def test_every_side_has_bodies_and_persons_that_speak_for_it(profile: Profile) -> None:
    for side in (p for p in profile.parties if not p.third):
        assert any(b.party == side.key for b in profile.bodies), side.key
        assert any(t.party == side.key for p in profile.persons for t in p.tenures), side.key


@each
def test_a_name_means_one_row_among_speakers(profile: Profile) -> None:
    # A name that fits two bodies would give one of them the other's words. A party and its body may share theirs.
    for rows in (profile.parties, profile.bodies, profile.persons):
        names = [(n.casefold(), r.key) for r in rows for n in {r.name.casefold(), *(n.casefold() for n in r.names)}]
        doubled = {n for n, key in names if any(n == m and key != other for m, other in names)}
        assert doubled == set()


@each
def test_names_stand_in_the_scripts_that_are_used(profile: Profile) -> None:
    # Latin, and at least one more: reports in other languages name the same towns.
    languages = {n.language for place in profile.places for n in place.names}
    assert len(languages) >= 3
    assert all(place.names for place in profile.places)


@each
def test_position_comes_with_its_source(profile: Profile) -> None:
    for place in profile.places:
        if place.geonames:
            assert f"geonames.org/{place.geonames}/" in place.source, place.key
        assert (place.lat is None) == (place.lon is None), place.key


def test_one_town_under_three_names() -> None:
    profile = next(p for p in PROFILES if p.key == "karabakh-2020")
    (town,) = (place for place in profile.places if {"Ganja", "Gandzak", "Kirovabad"} <= {n.name for n in place.names})
    assert town.geonames == "586523"
