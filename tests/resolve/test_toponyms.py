"""Associative toponyms, an outlet's home, and what readings of names are weighed by."""

import pytest

from allegata.data import rows
from allegata.resolve.associative import bases
from allegata.resolve.outlets import homes_of
from allegata.resolve.places import find_places, find_toponyms
from allegata.resolve.senses import alone_weights, together_weights
from allegata.work.gazetteer import open_gazetteer

GAZETTEER = open_gazetteer()


def hinted(text: str, *hints: tuple[str, str]) -> tuple[tuple[str, int, int], ...]:
    """Entity hints for the first occurrence of each name."""
    return tuple((label, text.index(name), text.index(name) + len(name)) for label, name in hints)


ASSOCIATIVE = [
    ("Russian troops advanced.", [("NORP", "Russian")], [("Russian", "Russia")], "a demonym"),
    ("Texans voted.", [("NORP", "Texans")], [], "the people themselves are no place"),
    ("The Texan oil field burned.", [("NORP", "Texan")], [("Texan", "Texas")], "a region's adjective"),
    ("He works for the Bank of England.", [("ORG", "the Bank of England")], [("England", "England")], "inside a body's name"),
    ("The Department of Justice spoke.", [("ORG", "The Department of Justice")], [], "a common word inside a body's name"),
    ("It stood on Elm Tree Road.", [("FAC", "Elm Tree Road")], [("Elm Tree Road", None)], "a road has no entry"),
]


@pytest.mark.parametrize(("text", "hints", "found", "reason"), ASSOCIATIVE, ids=[a[3] for a in ASSOCIATIVE])
def test_associative_toponyms_are_found_apart(
    text: str, hints: list[tuple[str, str]], found: list[tuple[str, str | None]], reason: str
) -> None:
    literal, others = find_toponyms(text, hints=hinted(text, *hints), gazetteer=GAZETTEER)
    assert literal == (), reason
    assert [(p.name, p.candidates[0].name if p.candidates else None) for p in others] == found, reason
    assert all(p.spans[0].of(text) == p.name for p in others)
    assert find_places(text, hints=hinted(text, *hints), gazetteer=GAZETTEER, profile=None) == (), "no event is placed there"


HOMES = [
    ("springfieldherald.com", "springfield", "a press word at the end"),
    ("www.thelebanontimes.co.uk", "lebanon", "press words at both ends"),
    ("lasvegasnews.com", "las vegas", "two words written as one"),
    ("Springfield Herald", "Springfield", "a name"),
]


@pytest.mark.parametrize(("outlet", "home", "reason"), HOMES, ids=[h[2] for h in HOMES])
def test_an_outlet_is_at_home_where_its_name_says(outlet: str, home: str, reason: str) -> None:
    assert home in list(homes_of(outlet)), reason


@pytest.mark.parametrize("outlet", [None, "", "The Times", "bbc.com", "x"])
def test_an_outlets_name_may_say_nothing(outlet: str | None) -> None:
    assert list(homes_of(outlet)) == []


def test_the_outlets_home_speaks_for_a_reading() -> None:
    text = "The council met in Dublin on Monday."
    hints = hinted(text, ("GPE", "Dublin"))
    far = find_places(text, hints=hints, gazetteer=GAZETTEER, profile=None)[0].candidates[0]
    near = find_places(text, hints=hints, gazetteer=GAZETTEER, profile=None, outlet="columbusohionews.com")
    assert far.id == "geonames:2964574", "the largest, when nothing is said"
    assert {c.id for c in near[0].candidates} >= {"geonames:2964574", "geonames:5152333"}, "all readings stay"


def test_no_weight_names_a_place() -> None:
    named = {c["name"].lower() for c in rows("countries.csv")} | {p["name"].lower() for p in rows("places.csv")}
    signs = {*alone_weights(), *together_weights()}
    assert signs
    assert not {s.lower() for s in signs} & named
    assert not any(f" {n} " in f" {s.lower()} " for s in signs for n in named if len(n) > 4)


def test_every_demonym_is_made_from_a_place_that_is_known() -> None:
    assert [w for w, base in bases().items() if not GAZETTEER.look_up(base)] == []


SEEN = [
    ("KYIV (Agency) — Two were hurt.", (), ["KYIV"], "an agency's dateline"),
    ("BEIRUT: Two were hurt.", (), ["BEIRUT"], "a dateline with a colon"),
    ("The minister spoke in Tunis.", (("NORP", "Tunis"),), ["Tunis"], "taken for a people by the parser"),
    ("Jane Roe, 43, of Damascus, was hurt.", (("PERSON", "Jane Roe"),), ["Damascus"], "where a person is from"),
    ("Kharkiv police took two men away.", (("ORG", "Kharkiv"),), ["Kharkiv"], "whose police"),
    ("President Lincoln spoke. In Lincoln's view it was over.", (), [], "a surname after a title is one throughout"),
]


@pytest.mark.parametrize(("text", "hints", "names", "reason"), SEEN, ids=[s[3] for s in SEEN])
def test_places_that_the_parser_does_not_see(
    text: str, hints: tuple[tuple[str, str], ...], names: list[str], reason: str
) -> None:
    found = find_places(text, hints=hinted(text, *hints), gazetteer=GAZETTEER, profile=None)
    assert [p.name for p in found] == names, reason
