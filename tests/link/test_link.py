"""Linking: which claims are about one incident, how they stand to each other, what goes back to one origin."""

from itertools import permutations

import msgspec

from allegata.link import link
from allegata.records import Act, Article, Candidate, Factuality, Linked, Period, Place, RelationKind, Zone, ZoneKind

from .made import Made, number, on, place

EASTTOWN = place("Easttown", "geonames:1")
WESTVILLE = place("Westville", "geonames:2")


def kinds(linked: Linked) -> list[tuple[str, str, str]]:
    return [(r.kind.value, r.a, r.b) for r in linked.relations]


def test_same_place_and_day_is_one_incident_and_another_day_is_another() -> None:
    a, b, c = (Made(f"report {n}", published="2020-10-05") for n in range(3))
    one = a.said("Red Ministry", "shelling", number("killed", 1), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    two = b.said("Red Prosecutor", "killing", number("killed", 1), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    other = c.said("Red Ministry", "shelling", number("killed", 3), party="Red", at=EASTTOWN, when=on("2020-10-02"))
    linked = link([a.reading, b.reading, c.reading])
    assert sorted(sorted(i.claims) for i in linked.incidents) == sorted([sorted([one.id, two.id]), [other.id]])


def test_another_place_is_another_incident() -> None:
    a = Made("report", published="2020-10-05")
    a.said("Red Ministry", "shelling", at=EASTTOWN, when=on("2020-10-04"))
    a.said("Red Ministry", "shelling", at=WESTVILLE, when=on("2020-10-04"))
    assert len(link([a.reading]).incidents) == 2


def test_a_denial_of_the_other_side_denies_and_joins() -> None:
    a, b = Made("one", published="2020-10-04"), Made("two", published="2020-10-04")
    blamed = a.said(
        "Red Ministry", "missile_attack", number("killed", 1), party="Red", at=EASTTOWN, when=on("2020-10-04"), by="Blue"
    )
    denied = b.said(
        "Blue Ministry",
        "missile_attack",
        party="Blue",
        act=Act.DENY,
        factuality=Factuality.DENIED,
        at=EASTTOWN,
        when=on("2020-10-04"),
    )
    linked = link([a.reading, b.reading])
    assert kinds(linked) == [("denies", denied.id, blamed.id)]
    assert len(linked.incidents) == 1


def test_a_denial_that_names_no_place_answers_what_its_own_side_is_accused_of_that_day() -> None:
    a, b = Made("one", published="2020-10-04"), Made("two", published="2020-10-04")
    blamed = a.said("Red Ministry", "missile_attack", party="Red", at=EASTTOWN, when=on("2020-10-04"), by="Blue")
    denied = b.said("Blue Ministry", "missile_attack", party="Blue", act=Act.DENY, factuality=Factuality.DENIED)
    assert ("denies", denied.id, blamed.id) in kinds(link([a.reading, b.reading]))


def test_a_side_does_not_deny_its_own_claims() -> None:
    a = Made("one", published="2020-10-04")
    a.said("Red Ministry", "shelling", party="Red", at=EASTTOWN, when=on("2020-10-04"))
    a.said("Red Army", "shelling", party="Red", factuality=Factuality.DENIED, at=EASTTOWN, when=on("2020-10-04"))
    assert link([a.reading]).relations == ()


def test_a_later_figure_of_one_claimant_updates_and_the_range_holds_both() -> None:
    a, b = Made("noon", published="2020-10-04"), Made("evening", published="2020-10-05")
    early = a.said("Red Ministry", "missile_attack", number("wounded", 4), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    late = b.said("Red Ministry", "missile_attack", number("wounded", 32), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    linked = link([a.reading, b.reading])
    assert kinds(linked) == [("updates", late.id, early.id)]
    (range_,) = linked.incidents[0].by_party
    assert (range_.by, range_.low, range_.high, range_.latest_low) == ("Red", 4, 32, 32)


def test_figures_of_two_claimants_contradict_only_when_no_number_satisfies_both() -> None:
    a = Made("one", published="2020-10-04")
    a.said("Red Ministry", "shelling", number("killed", 5), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    a.said("Agency", "shelling", number("killed", 3, None), party="Third", at=EASTTOWN, when=on("2020-10-04"))
    assert link([a.reading]).relations == ()
    a.said("Blue Ministry", "shelling", number("killed", 2), party="Blue", at=EASTTOWN, when=on("2020-10-04"))
    found = {r.kind for r in link([a.reading]).relations}
    assert found == {RelationKind.CONTRADICTS}


def test_copies_of_one_text_are_one_origin_and_repeat() -> None:
    text = " ".join(f"word{n}" for n in range(120))
    a, b, c = (
        Made(text, published="2020-10-04", outlet="Agency"),
        Made(text + " end", published="2020-10-04", outlet="Copy"),
        Made("apart", published="2020-10-04"),
    )
    for made in (a, b):
        made.said("Red Ministry", "shelling", number("killed", 5), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    linked = link([a.reading, b.reading, c.reading])
    assert [len(o.reports) for o in linked.origins] == [2, 1]
    assert {r.kind for r in linked.relations} == {RelationKind.REPEATS}


def test_running_counts_stay_out_of_incidents_and_make_a_tally() -> None:
    a, b = Made("one", published="2020-10-03"), Made("two", published="2020-10-06")
    first = a.said(
        "Blue Ministry",
        "equipment_loss",
        number("destroyed", 368, who="armoured_vehicle", period=Period.CUMULATIVE),
        party="Blue",
    )
    later = b.said(
        "Blue Ministry",
        "equipment_loss",
        number("destroyed", 379, who="armoured_vehicle", period=Period.CUMULATIVE),
        party="Blue",
    )
    linked = link([a.reading, b.reading])
    assert linked.incidents == ()
    (tally,) = linked.tallies
    assert [(p.claim, p.low) for p in tally.points] == [(first.id, 368), (later.id, 379)]
    assert kinds(linked) == [("updates", later.id, first.id)]


def test_the_order_of_the_reports_does_not_matter() -> None:
    made = [Made(f"report {n}", published=f"2020-10-0{n + 3}") for n in range(3)]
    for n, m in enumerate(made):
        m.said("Red Ministry", "shelling", number("killed", n), party="Red", at=EASTTOWN, when=on("2020-10-03"))
        m.said("Blue Army", "air_strike", number("killed", 9), party="Blue", at=WESTVILLE, when=on("2020-10-02"))
    first = link([m.reading for m in made])
    assert all(link([m.reading for m in order]) == first for order in permutations(made))


def test_swapping_the_parties_swaps_them_and_changes_nothing_else() -> None:
    def build(red: str, blue: str) -> Linked:
        a = Made("one", published="2020-10-04")
        a.said(f"{red} Ministry", "shelling", number("killed", 5), party=red, at=EASTTOWN, when=on("2020-10-04"), by=blue)
        a.said(
            f"{blue} Ministry",
            "shelling",
            party=blue,
            factuality=Factuality.DENIED,
            act=Act.DENY,
            at=EASTTOWN,
            when=on("2020-10-04"),
        )
        return link([a.reading])

    one, two = build("Red", "Blue"), build("Blue", "Red")
    assert [(r.kind, r.why) for r in one.relations] == [(r.kind, r.why) for r in two.relations]
    assert [i.claims for i in one.incidents] == [i.claims for i in two.incidents]


def test_a_denial_does_not_deny_an_admission_nor_what_was_done_to_things() -> None:
    a = Made("one", published="2020-10-04")
    harmed = a.said("Red Ministry", "killing", number("killed", 1), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    a.said("Green President", "missile_attack", party="Green", act=Act.ADMIT, at=EASTTOWN, when=on("2020-10-04"), by="Green")
    a.said("Green Spokesman", "destruction", party="Green", at=EASTTOWN, when=on("2020-10-04"))
    denied = a.said(
        "Blue Ministry",
        "missile_attack",
        party="Blue",
        act=Act.DENY,
        factuality=Factuality.DENIED,
        at=EASTTOWN,
        when=on("2020-10-04"),
    )
    assert kinds(link([a.reading])) == [("denies", denied.id, harmed.id)]


def test_a_country_places_no_incident() -> None:
    country = place("Redland", "geonames:9")
    land = Place(
        name="Redland",
        spans=country.spans,
        candidates=(Candidate(id="geonames:9", name="Redland", feature="country", score=1.0),),
    )
    a = Made("one", published="2020-10-04")
    a.said("Red Ministry", "shelling", party="Red", at=land, when=on("2020-10-04"))
    assert link([a.reading]).incidents == ()


def test_it_is_a_lie_denies_what_was_told_before() -> None:
    a = Made("one", published="2020-10-04")
    told = a.said("Red Ministry", "shelling", party="Red", at=EASTTOWN, when=on("2020-10-04"))
    lie = a.said("Blue Spokesman", "misinformation", party="Blue", act=Act.DENY, factuality=Factuality.DENIED)
    assert kinds(link([a.reading])) == [("denies", lie.id, told.id)]


def test_a_rewritten_story_goes_back_to_the_agency_that_it_credits() -> None:
    text = " ".join(f"word{n}" for n in range(200))
    rewritten = " ".join(f"word{n}" if n % 60 < 30 else f"other{n}" for n in range(200)) + " Agency contributed to this report."
    a, b = (
        Made(text, published="2020-10-04", outlet="Agency"),
        Made(rewritten, published="2020-10-03", outlet="Earlier by its date"),
    )
    (origin,) = link([a.reading, b.reading]).origins
    assert origin.why == "copies of one text, some of them rewritten"
    assert len(origin.reports) == 2


def test_tanks_and_drones_are_two_ranges() -> None:
    a = Made("one", published="2020-10-04")
    a.said(
        "Red Ministry", "destruction", number("destroyed", 22, who="tank"), number("destroyed", 8, who="drone"), party="Red",
        at=EASTTOWN, when=on("2020-10-04"),
    )  # fmt: skip
    (incident,) = link([a.reading]).incidents
    assert sorted((r.who, r.low, r.high) for r in incident.by_party) == [("drone", 8, 8), ("tank", 22, 22)]


def test_an_undated_incident_is_not_after_the_first_report_and_no_day_is_made_up() -> None:
    a = Made("one", published="2020-10-04")
    a.said("Red Ministry", "shelling", party="Red", at=EASTTOWN)
    (incident,) = link([a.reading]).incidents
    assert (incident.when.start, incident.when.end) == (None, "2020-10-04")


def test_a_denial_taken_in_by_what_it_answers_does_not_turn_the_days_round() -> None:
    a = Made("one", published="2020-10-04")
    told = a.said("Red Ministry", "shelling", party="Red", at=EASTTOWN, when=on("2020-09-28"))
    a.said("Blue Ministry", "shelling", party="Blue", factuality=Factuality.DENIED, when=on("2020-09-27"), answers=(told.id,))
    (incident,) = link([a.reading]).incidents
    assert (incident.when.start, incident.when.end) == ("2020-09-28", "2020-09-28")


def test_parts_of_a_total_answer_nobodys_total() -> None:
    a, b = Made("one", published="2020-10-04"), Made("two", published="2020-10-04")
    for figure in (11, 7, 4):
        a.said("Red Ombudsman", "attack", number("wounded", figure), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    b.said("Red Ombudsman", "attack", number("wounded", 11), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    assert {r.kind for r in link([a.reading, b.reading]).relations} == {RelationKind.REPEATS}


def test_a_report_that_credits_another_and_carries_its_figures_goes_back_to_it() -> None:
    a = Made("The ministry said five were killed in the town.", published="2020-10-04", outlet="Agency")
    b = Made("Five dead, officials say. Reporting by Agency", published="2020-10-04", outlet="Copy")
    c = Made("Nine dead elsewhere. Reporting by Agency", published="2020-10-04", outlet="Other")
    for made, figure in ((a, 5), (b, 5), (c, 9)):
        made.said("Red Ministry", "shelling", number("killed", figure), party="Red", at=EASTTOWN, when=on("2020-10-04"))
    zoned = [msgspec.structs.replace(m.article, zones=split(m.article)) for m in (a, b, c)]
    readings = [msgspec.structs.replace(m.reading, article=article) for m, article in zip((a, b, c), zoned, strict=True)]
    copies = [{*o.reports} for o in link(readings).origins if o.why.startswith("copies")]
    assert copies == [{a.capture.sha256, b.capture.sha256}]


def split(article: Article) -> tuple[Zone, ...]:
    """The last sentence as a credit line of its own."""
    at = article.text.rfind(". ") + 2
    return (Zone(kind=ZoneKind.BODY, start=0, end=at - 1), Zone(kind=ZoneKind.BYLINE, start=at, end=len(article.text)))
