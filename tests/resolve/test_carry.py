"""What the report as a whole gives claims that have no place or day of their own."""

import msgspec
from tests.resolve.made import article
from tests.resolve.test_resolve import at, claim, names, resolved

from allegata.records import Act, Bound, Factuality, Period, Quantity, Speaker, Statement, Wording, ZoneKind


def days(found: object) -> str | None:
    return found.when.start if found.when else None  # type: ignore[attr-defined]


def test_the_only_dated_incident_at_a_place_dates_the_others_there() -> None:
    made = article("Shells fell in Aleppo on 3 March 2031.", "A school burned down in Aleppo.", published="2031-03-05")
    first, second = (
        claim(made, "Shells fell in Aleppo on 3 March 2031", "fell"),
        claim(made, "A school burned down in Aleppo", "burned"),
    )
    found = resolved(made, first, second).claims[1]
    assert (days(found), "carried from the incident there" in found.rule) == ("2031-03-03", True)


def test_two_dated_incidents_at_a_place_date_no_third() -> None:
    made = article(
        "Shells fell in Aleppo on 3 March 2031.",
        "Rockets fell in Aleppo on 4 March 2031.",
        "A school burned down in Aleppo.",
    )
    told = [
        claim(made, c, t)
        for c, t in (
            ("Shells fell in Aleppo on 3 March 2031", "fell"),
            ("Rockets fell in Aleppo on 4 March 2031", "fell"),
            ("A school burned down in Aleppo", "burned"),
        )
    ]
    assert days(resolved(made, *told).claims[2]) is None


def test_a_running_count_takes_no_day() -> None:
    made = article("Shells fell in Aleppo on 3 March 2031.", "Up to now 40 people were killed in Aleppo.")
    count = Quantity(measure="killed", low=40, high=40, bound=Bound.EXACT, period=Period.CUMULATIVE, spans=(at(made, "40"),))
    told = (
        claim(made, "Shells fell in Aleppo on 3 March 2031", "fell"),
        claim(made, "40 people were killed in Aleppo", "killed", quantities=(count,)),
    )
    assert days(resolved(made, *told).claims[1]) is None


def test_an_event_told_with_its_place_is_of_the_day_of_saying() -> None:
    made = article("The mayor said on 3 March 2031 that shells had fallen in Aleppo.")
    said = Statement(
        id="s", zone=ZoneKind.BODY, source=(at(made, "The mayor"),), cue=(at(made, "said"),), content=(at(made, "that shells had fallen in Aleppo"),),
        act=Act.ASSERT, wording=Wording.INDIRECT, direct=False, speaker=Speaker(name="mayor"),
    )  # fmt: skip
    told = claim(made, "shells had fallen in Aleppo", "fallen")
    found = resolved(made, msgspec.structs.replace(told, statement="s"), statements=(said,)).claims[0]
    assert (days(found), "the saying" in found.rule) == ("2031-03-03", True)
    threat = msgspec.structs.replace(told, statement="s", factuality=Factuality.FUTURE)
    assert days(resolved(made, threat, statements=(said,)).claims[0]) is None


def test_a_weekday_and_a_date_in_brackets_that_differ_are_both_possible() -> None:
    made = article("Shells fell in Aleppo on Tuesday (3 March).", published="2031-03-05")
    found = resolved(made, claim(made, "Shells fell in Aleppo on Tuesday (3 March)", "fell")).claims[0]
    assert found.when is not None
    assert (found.when.start, found.when.end, found.when.every_day) == ("2031-03-03", "2031-03-04", False)


def test_what_is_said_to_another_side_takes_no_place_of_ours() -> None:
    made = article("We fired shells in Aleppo. You began, and you shelled people.")
    told = (claim(made, "We fired shells in Aleppo", "fired"), claim(made, "you shelled people", "shelled"))
    assert [names(c) for c in resolved(made, *told).claims] == [["Aleppo"], []]


def test_where_somebody_spoke_is_not_where_it_was() -> None:
    made = article("In Moscow, the minister said that fighters had been moved to the front.")
    said = Statement(
        id="s", zone=ZoneKind.BODY, source=(at(made, "the minister"),), cue=(at(made, "said"),),
        content=(at(made, "that fighters had been moved to the front"),),
        act=Act.ASSERT, wording=Wording.INDIRECT, direct=False, speaker=Speaker(name="minister"),
    )  # fmt: skip
    told = msgspec.structs.replace(claim(made, "fighters had been moved to the front", "moved"), statement="s")
    assert resolved(made, told, statements=(said,)).claims[0].places == ()


def test_where_it_was_stays_when_the_speaker_comes_after() -> None:
    made = article("In Aleppo, shells fell on the market, the mayor said.")
    said = Statement(
        id="s", zone=ZoneKind.BODY, source=(at(made, "the mayor"),), cue=(at(made, "said"),),
        content=(at(made, "In Aleppo, shells fell on the market"),),
        act=Act.ASSERT, wording=Wording.INDIRECT, direct=False, speaker=Speaker(name="mayor"),
    )  # fmt: skip
    told = msgspec.structs.replace(claim(made, "In Aleppo, shells fell on the market", "fell"), statement="s")
    assert names(resolved(made, told, statements=(said,)).claims[0]) == ["Aleppo"]
