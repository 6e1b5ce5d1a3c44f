"""Places: what is one and what is not, which one is meant, and how closely the words place it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolve.made import profile

from allegata.records import Candidate, Place, Precision, Span, scales_of
from allegata.resolve.gazetteer import fold
from allegata.resolve.places import find_places, km
from allegata.work.gazetteer import open_gazetteer

GAZETTEER = open_gazetteer()


def hinted(text: str, *hints: tuple[str, str]) -> tuple[tuple[str, int, int], ...]:
    """Entity hints for the first occurrence of each name."""
    return tuple((label, text.index(name), text.index(name) + len(name)) for label, name in hints)


def places(text: str, *hints: tuple[str, str]) -> list[Place]:
    """Places found with no profile."""
    return list(find_places(text, hints=hinted(text, *hints), gazetteer=GAZETTEER, profile=None))


FOUND = [
    ("Shells fell on Stepanakert.", [("PERSON", "Stepanakert")], [], "a person's label and no word that asks for a place"),
    (
        "Shells fell in Stepanakert.",
        [("PERSON", "Stepanakert")],
        ["Stepanakert"],
        "mistyped by the parser, but 'in' and the gazetteer agree",
    ),
    (
        "The towns of Mataghis and Jabrayil were taken.",
        [],
        ["Mataghis", "Jabrayil"],
        "no hint at all; a kind word before a list",
    ),
    (
        "Mingechaur, Khizi and Apsheron were hit.",
        [("GPE", "Mingechaur")],
        ["Mingechaur", "Khizi", "Apsheron"],
        "a list beside a known name",
    ),
    ("Fighting went on near Hadrut.", [], ["Hadrut"], "depopulated, gone from GeoNames, in the supplement"),
    ("John Jackson spoke in Jackson.", [("PERSON", "John Jackson")], [], "a surname elsewhere in the report is a person's"),
    ("President Washington spoke.", [("PERSON", "Washington")], [], "a title before it"),
    ("Armenian troops advanced.", [("NORP", "Armenian")], [], "a demonym is not a place"),
    ("Armenian troops advanced.", [("GPE", "Armenian")], [], "nor with a wrong label"),
    ("In May the ministry spoke.", [], [], "a month"),
    ("BAKU, Oct. 4 (Agency) — Two were hurt.", [], ["BAKU"], "a dateline"),
    (
        "The city of Paris, Texas, was quiet.",
        [("GPE", "Paris"), ("GPE", "Texas")],
        ["Paris", "Texas"],
        "the article stays outside",
    ),
    ("Paris's mayor spoke.", [("GPE", "Paris's")], ["Paris"], "the possessive stays outside"),
    ("", [], [], "no text"),
]


@pytest.mark.parametrize(("text", "hints", "names", "reason"), FOUND, ids=[f[3] for f in FOUND])
def test_what_is_a_place(text: str, hints: list[tuple[str, str]], names: list[str], reason: str) -> None:
    found = places(text, *hints)
    assert [p.name for p in found] == names, reason
    assert all(p.spans[0].of(text) == p.name for p in found)


MEANT = [
    ("Ganja in Azerbaijan was hit.", "Ganja", "geonames:586523", "its country is named with it"),
    ("Shells fell on Ganja, Gandzak and Kirovabad in Azerbaijan.", "Gandzak", "geonames:586523", "one town under three names"),
    ("Shells fell on Ganja, Gandzak and Kirovabad in Azerbaijan.", "Kirovabad", "geonames:586523", "its Soviet name"),
    ("He was born in Paris, Texas.", "Paris", "geonames:4717560", "its state is named with it"),
    ("He was born in Paris, France.", "Paris", "geonames:2988507", "its country is named with it"),
    ("Shells fell in Xankəndi.", "Xankəndi", "geonames:146970", "ə is a letter, not an e with a mark"),
    ("Shells fell in Степанакерт.", "Степанакерт", "geonames:146970", "another script"),
    ("Shells fell in Madagiz.", "Madagiz", "allegata:mataghis", "the other side's name"),
    ("Shells fell in Suqovuşan.", "Suqovuşan", "allegata:mataghis", "the name since 2020"),
    ("Shells fell in Aghdara.", "Aghdara", "allegata:martakert", "two names, one town"),
]


@pytest.mark.parametrize(("text", "name", "id", "reason"), MEANT, ids=[m[3] for m in MEANT])
def test_which_place_is_meant(text: str, name: str, id: str, reason: str) -> None:
    hints = [("GPE", n) for n in (name, "Azerbaijan", "Texas", "France") if n in text]
    place = next(p for p in places(text, *hints) if p.name == name)
    assert place.candidates[0].id == id, reason
    assert place.best is None or place.best.id == id


def test_all_candidates_are_kept_with_scores_best_first() -> None:
    (place,) = places("Shells fell in Martuni.", ("GPE", "Martuni"))
    assert len(place.candidates) >= 3
    scores = [c.score for c in place.candidates]
    assert scores == sorted(scores, reverse=True)


def test_the_long_tail_of_a_common_name_is_cut_and_says_so() -> None:
    (place,) = places("He lives in San Antonio.", ("GPE", "San Antonio"))
    assert len(place.candidates) == 12
    assert "not kept" in (place.candidates[0].rule or "")


def test_a_name_that_no_gazetteer_has_is_kept_as_written() -> None:
    (place,) = places("Shells fell in Qwertyville.", ("GPE", "Qwertyville"))
    assert (place.name, place.candidates, place.precision, place.best) == ("Qwertyville", (), Precision.NONE, None)


def test_an_area_without_a_point_has_none() -> None:
    (place,) = places("Fighting along the Line of Contact went on.", ("LOC", "the Line of Contact"))
    assert (place.name, place.precision) == ("Line of Contact", Precision.FEATURE)
    assert place.candidates[0].lat is None


PRECISE = [
    ("in the town of Hadrut", Precision.TOWN),
    ("near Hadrut", Precision.NEAR),
    ("60 km from Hadrut", Precision.NEAR),
    ("in Hadrut district", Precision.DISTRICT),
    ("in the Hadrut region", Precision.REGION),
    ("in Hadrut", Precision.TOWN),
    ("in the cities of Armenia", Precision.COUNTRY),
]


@pytest.mark.parametrize(("words", "precision"), PRECISE)
def test_how_closely_the_words_place_it(words: str, precision: Precision) -> None:
    name = "Armenia" if "Armenia" in words else "Hadrut"
    (place,) = places(f"Shells fell {words} today.", ("GPE", name))
    assert place.precision is precision


def test_the_profile_wins_and_has_every_sides_name() -> None:
    text = "Shells fell on Gandzak and Madagiz, and beyond High Pass."
    ganja, mataghis, front = find_places(text, hints=(), gazetteer=GAZETTEER, profile=profile)
    assert ganja.candidates[0].id == "geonames:586523"
    assert mataghis.candidates[0].id == "allegata:mataghis", "the same id as without a profile"
    assert front.candidates[0].id == "allegata:high-pass"
    assert {n.used_by for n in mataghis.candidates[0].names} == {"north", "south"}


def test_only_the_stretches_asked_for_are_read() -> None:
    text = "Shells fell in Hadrut.\nA reader in Shusha wrote."
    first = find_places(text, hints=(), gazetteer=GAZETTEER, profile=None, within=())
    assert first == ()


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("Abc é,.' Paris in near\n"), max_size=80))
def test_spans_are_the_words(text: str) -> None:
    found = find_places(text, hints=(), gazetteer=GAZETTEER, profile=None)
    assert all(p.spans[0].of(text) == p.name for p in found)


def test_distance_is_symmetrical_and_right() -> None:
    yerevan, baku = (40.18, 44.51), (40.41, 49.87)
    assert km(yerevan, baku) == pytest.approx(km(baku, yerevan))
    assert 440 < km(yerevan, baku) < 470


SCALES = [
    ("in the town of Hadrut", 1, 1, "Town"),
    ("in the village of Talish", 1, 1, "Village"),
    ("near Hadrut", 2, 2, None),
    ("in Hadrut district", 3, 2, "District"),
    ("in Donetsk Oblast", 4, 3, "Province/governorate"),
    ("along the Line of Contact", 5, 2, None),
    ("in Armenia", 6, None, None),
    ("in the Black Sea", 7, None, None),
    ("in the Middle East", None, None, None),
    ("in Qwertyville", None, None, None),
]


@pytest.mark.parametrize(("words", "ucdp", "acled", "airwars"), SCALES, ids=[s[0] for s in SCALES])
def test_precision_on_the_scales_of_others(words: str, ucdp: int | None, acled: int | None, airwars: str | None) -> None:
    named = ("Hadrut", "Talish", "Donetsk Oblast", "Line of Contact", "Armenia", "Black Sea", "Middle East", "Qwertyville")
    name = next(n for n in named if n in words)
    (place,) = places(f"Shells fell {words} today.", ("GPE", name))
    assert (place.scales.ucdp, place.scales.acled, place.scales.airwars) == (ucdp, acled, airwars)
    assert str(place.scales).startswith(place.precision.value)


def test_every_precision_is_on_the_scales_and_none_is_finer_than_a_coarser_one() -> None:
    order = ("site", "neighbourhood", "town", "near", "district", "region", "country")
    levels = [scales_of(Precision(p)).ucdp for p in order]
    assert levels == sorted(levels, key=lambda level: level or 0)
    assert all(scales_of(p).precision is p for p in Precision)


def test_a_place_is_shown_under_the_reports_word_and_then_all_others_in_alphabetical_order() -> None:
    for word in ("Stepanakert", "Khankendi", "Степанакерт"):
        (place,) = places(f"Shells fell in {word}.", ("GPE", word))
        first, *others = place.shown
        assert first == word
        assert others == sorted(others, key=str.casefold)
        assert {"Stepanakert", "Khankendi", "Ստեփանակերտ", "Xankəndi"} <= set(place.shown)
        assert len(set(place.shown)) == len(place.shown)


def test_an_undecided_place_is_shown_under_the_reports_word_alone() -> None:
    tie = (Candidate(id="a:1", name="Oneham"), Candidate(id="a:2", name="Twoham"))
    assert Place(name="Ham", spans=(Span(0, 3),), candidates=tie).shown == ("Ham",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Aleppo, shells fell on the market.", ["Aleppo"]),
        ("It rained. At Derna two people were killed.", ["Derna"]),
        ("In The Hague, judges met.", ["The Hague"]),
        ("On Monday shells fell.", []),
    ],
)
def test_a_sentence_may_begin_with_where_it_was(text: str, found: list[str]) -> None:
    assert [p.name for p in places(text)] == found
