"""Claims as a whole: statements, denials and what they answer, ids, clauses, and no side taken."""

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from allegata.data import rows
from allegata.extract.claims import find_claims
from allegata.extract.parsed import parse_zones
from allegata.records import Act, Claim
from allegata.work.readers import load_parser

from .reading import article, claims_of, statement


def test_a_claim_belongs_to_the_innermost_statement() -> None:
    text = "The mayor said the ministry had reported that the army shelled the village."
    outer = statement(text, "the ministry had reported that the army shelled the village", Act.ASSERT, id="s1")
    inner = statement(text, "the army shelled the village", Act.ASSERT, id="s2", parent="s1")
    assert [c.statement for c in claims_of(text, [outer, inner])] == ["s2"]


def test_what_nobody_is_said_to_say_is_the_authors() -> None:
    (claim,) = claims_of("The army shelled the village.")
    assert claim.statement is None


def test_words_of_two_statements_make_two_claims() -> None:
    text = "One said the army shelled the village, and another that five people were killed."
    first = statement(text, "the army shelled the village", Act.ASSERT, id="s1", speaker="One")
    second = statement(text, "five people were killed", Act.ASSERT, id="s2", speaker="Another")
    assert [(c.statement, c.event) for c in claims_of(text, [first, second])] == [("s1", "shelling"), ("s2", "killing")]


def test_an_allegation_inside_a_denial_is_two_claims_and_one_answers_the_other() -> None:
    text = "Its leaders stated that troops captured the town of Milltown, claims that footage falsifies."
    denial = statement(text, text[:-1], Act.DENY, id="s1", speaker="The spokesman")
    inner = statement(text, "troops captured the town of Milltown", Act.ASSERT, id="s2", speaker="Its leaders", parent="s1")
    alleged, denied = claims_of(text, [denial, inner])
    assert (alleged.statement, alleged.event, alleged.factuality) == ("s2", "capture_of_place", "asserted")
    assert (denied.statement, denied.event, denied.factuality) == ("s1", "capture_of_place", "denied")
    assert denied.answers == (alleged.id,)


def test_a_denial_without_words_of_its_own_takes_those_of_what_it_denies() -> None:
    text = "The ministry said that rebels shelled the village.\nThe rebels called this a lie."
    said = statement(text, "rebels shelled the village", Act.ASSERT, id="s1", speaker="The ministry")
    denial = statement(text, "a lie", Act.DENY, id="s2", speaker="The rebels")
    alleged, denied = claims_of(text, [said, denial])
    assert (denied.event, denied.factuality, denied.answers) == ("shelling", "denied", (alleged.id,))


def test_a_denial_answers_the_nearest_allegation_by_someone_else() -> None:
    text = (
        "The ministry said that rebels shelled Milltown.\n"
        "The ministry said one civilian was killed in Hilltown.\n"
        "The rebels denied that they fired at any town."
    )
    first = statement(text, "rebels shelled Milltown", Act.ASSERT, id="s1", speaker="The ministry")
    second = statement(text, "one civilian was killed in Hilltown", Act.ASSERT, id="s2", speaker="The ministry")
    denial = statement(text, "they fired at any town", Act.DENY, id="s3", speaker="The rebels")
    shelling, _, denied = claims_of(text, [first, second, denial])
    assert denied.factuality == "denied"
    assert denied.answers == (shelling.id,)


def test_a_denial_of_all_of_it_answers_every_allegation_before_it() -> None:
    text = (
        "The ministry said that rebels shelled Milltown.\n"
        "The mayor said that Hilltown had come under fire from the rebels.\n"
        "The rebels deny all of it."
    )
    first = statement(text, "rebels shelled Milltown", Act.ASSERT, id="s1", speaker="The ministry")
    second = statement(text, "Hilltown had come under fire from the rebels", Act.ASSERT, id="s2", speaker="The mayor")
    denial = statement(text, "all of it", Act.DENY, id="s3", speaker="The rebels")
    one, other, denied = claims_of(text, [first, second, denial])
    assert set(denied.answers) == {one.id, other.id}


def test_a_denial_takes_the_weapons_and_doers_of_what_it_denies() -> None:
    text = "The ministry said that rebels fired two missiles at Milltown.\nThe rebels rejected the accusation."
    said = statement(text, "rebels fired two missiles at Milltown", Act.ACCUSE, id="s1", speaker="The ministry")
    denial = statement(text, "the accusation", Act.DENY, id="s2", speaker="The rebels")
    alleged, denied = claims_of(text, [said, denial])
    assert (denied.event, denied.weapons, denied.perpetrators) == (alleged.event, alleged.weapons, alleged.perpetrators)
    assert denied.weapons and denied.perpetrators


def test_what_is_dismissed_as_misinformation_is_the_report_and_no_event_of_its_own() -> None:
    text = "The ministry said that rebels shelled Milltown.\nThe rebels dismissed the report as misinformation."
    said = statement(text, "rebels shelled Milltown", Act.ASSERT, id="s1", speaker="The ministry")
    denial = statement(text, "the report as misinformation", Act.DENY, id="s2", speaker="The rebels")
    alleged, denied = claims_of(text, [said, denial])
    assert (denied.event, denied.factuality.value, denied.answers) == ("shelling", "denied", (alleged.id,))


def test_on_a_live_page_the_clock_says_what_was_told_before() -> None:
    text = (
        "The ministry said that rebels shelled Hilltown.\n"
        "The rebels denied that there was any fire from their territory.\n"
        "The ministry said that rebels shelled Milltown."
    )
    late = statement(text, "rebels shelled Hilltown", Act.ASSERT, id="s1", speaker="The ministry")
    denial = statement(text, "there was any fire from their territory", Act.DENY, id="s2", speaker="The rebels")
    early = statement(text, "rebels shelled Milltown", Act.ASSERT, id="s3", speaker="The ministry")
    made = article(text)
    hours = [datetime(2020, 1, 1, 16), datetime(2020, 1, 1, 14), datetime(2020, 1, 1, 12)]
    live = replace(made, zones=tuple(replace(z, said_at=h) for z, h in zip(made.zones, hours, strict=True)))
    _, denied, answered = find_claims(live, parse_zones(live, load_parser()), [late, denial, early])
    assert (denied.event, denied.answers) == ("shelling", (answered.id,))


def test_the_aim_of_a_call_is_no_harm_alleged() -> None:
    text = "The army shelled Milltown. He told people to leave the cities to avoid possible casualties."
    call = statement(text, "people to leave the cities to avoid possible casualties", Act.CALL, id="s1", speaker="He")
    assert [c.event for c in claims_of(text, [call])] == ["shelling", "call"]


def test_nothing_is_told_twice_as_an_act_and_as_an_event() -> None:
    text = "Rebels shelled Milltown. The government submitted a request to the court of human rights this week."
    asked = statement(text, "a request to the court of human rights", Act.REQUEST, id="s1", speaker="The government")
    assert [c.event for c in claims_of(text, [asked])] == ["shelling", "court_application"]


QUIET = [
    ("Shelling hit Milltown. Neither army gave a number of casualties.", "a number that is not given"),
    (
        "Shelling hit Milltown. Ongoing military operations are accompanied by lies, the army said.",
        "a name for war",
    ),
    ("The soldiers were ready to die for the city, the army said.", "a readiness is no death"),
    ("The candidate attacked his rival in the campaign before voters, and analysts said the army of lawyers won.", "politics"),
    ("The army has cut taxes on fire insurance after a fire in a kitchen.", "fire without a weapon"),
]


@pytest.mark.parametrize(("text", "why"), QUIET)
def test_vague_words_alone_tell_of_no_fighting(text: str, why: str) -> None:
    assert {c.event for c in claims_of(text)} <= {"shelling", "attack"} - ({"attack"} if "Shelling" not in text else set()), why


def test_nobody_answers_himself() -> None:
    text = "The ministry said that rebels shelled Milltown.\nThe ministry denied that it fired at the rebels."
    first = statement(text, "rebels shelled Milltown", Act.ASSERT, id="s1", speaker="The ministry")
    denial = statement(text, "it fired at the rebels", Act.DENY, id="s2", speaker="The ministry")
    assert all(not c.answers for c in claims_of(text, [first, denial]))


def test_a_demand_in_a_report_of_war_is_recorded() -> None:
    text = "The army shelled the village.\nThe president demanded a formal apology."
    made = statement(text, "a formal apology", Act.DEMAND, id="s1", speaker="The president")
    claim = claims_of(text, [made])[-1]
    assert (claim.event, claim.factuality, claim.statement) == ("demand", "hypothetical", "s1")


def test_a_demand_in_another_report_is_not() -> None:
    text = "The manager demanded a new striker for the league."
    made = statement(text, "a new striker for the league", Act.DEMAND, id="s1", speaker="The manager")
    assert claims_of(text, [made]) == ()


def test_what_is_demanded_lies_ahead_but_what_it_rests_on_does_not() -> None:
    text = "He urged them to declare a ceasefire and to condemn the shelling of Milltown."
    made = statement(text, "to declare a ceasefire and to condemn the shelling of Milltown", Act.CALL, id="s1")
    assert {c.event: c.factuality.value for c in claims_of(text, [made])} == {
        "ceasefire": "hypothetical",
        "shelling": "asserted",
    }


def test_two_places_are_two_claims() -> None:
    text = "Rockets hit Paris, and two civilians were killed in London and three were wounded in Berlin."
    figures = [[(q.measure, q.low) for q in c.quantities] for c in claims_of(text) if c.quantities]
    assert figures == [[("killed", 2)], [("wounded", 3)]]


def test_one_strike_in_one_sentence_is_one_claim() -> None:
    text = "One civilian was killed and four people were injured when missiles struck Milltown, the ministry said."
    (claim,) = claims_of(text)
    assert claim.event == "missile_attack"
    assert [(q.measure, q.low) for q in claim.quantities] == [("killed", 1), ("wounded", 4)]
    assert claim.span.of(text) == "One civilian was killed and four people were injured when missiles struck Milltown"


def test_harm_and_an_attack_side_by_side_with_subjects_of_their_own_are_two() -> None:
    text = "More than 30 civilians were wounded and about 50 settlements came under fire."
    assert [c.event for c in claims_of(text)] == ["injury", "shelling"]


def test_a_count_told_place_by_place_is_a_claim_for_each() -> None:
    text = "Shelling killed seven people in Milltown, six in Hilltown and one near Lakeside."
    told = [(c.span.of(text), [q.low for q in c.quantities]) for c in claims_of(text)]
    assert told[1:] == [("six in Hilltown", [6]), ("one near Lakeside", [1])]


RUNNING = [
    (
        "Since Sunday 14 civilians have been killed, the office said.\nThe other side speaks of 103 of its servicemen killed.",
        ["cumulative", "cumulative"],
        "the next paragraph names no attack, place or time",
    ),
    (
        "Since Sunday 14 civilians have been killed, the office said.\nFive people were killed in Paris on Monday.",
        ["cumulative", "incident"],
        "a place and a day of its own",
    ),
    (
        "In the first it spoke of 22 killed in the war. Both counts cover the time since Sunday.",
        ["cumulative"],
        "a sentence about the counts before it",
    ),
]


@pytest.mark.parametrize(("text", "periods", "why"), RUNNING)
def test_over_which_stretch_a_count_runs_on(text: str, periods: list[str], why: str) -> None:
    assert [q.period.value for c in claims_of(text) for q in c.quantities] == periods, why


def test_a_statement_that_only_lists_counts_counts_what_was_told_before() -> None:
    text = "He said that two missiles were fired at Milltown by the army. In another post he wrote of four missiles."
    first = statement(text, "two missiles were fired at Milltown by the army", Act.ASSERT, id="s1", speaker="He")
    second = statement(text, "four missiles", Act.ASSERT, id="s2", speaker="He")
    claims = claims_of(text, [first, second])
    assert [[(q.measure, q.low, q.who) for q in c.quantities] for c in claims] == [
        [("fired", 2, "missile")],
        [("fired", 4, "missile")],
    ]
    assert [c.statement for c in claims] == ["s1", "s2"]


def test_a_claims_words_hold_its_numbers() -> None:
    text = "Thirteen tanks, three planes and a drone were destroyed, and 20 soldiers of the army killed."
    for claim in claims_of(text):
        assert all(claim.span.covers(span) for q in claim.quantities for span in q.spans)


def test_ids_are_those_of_the_same_words_and_differ_for_others() -> None:
    text = "The army shelled the village. Rebels captured a town."
    first, second = claims_of(text)
    assert [c.id for c in claims_of(text)] == [first.id, second.id]
    assert first.id != second.id


def test_the_clause_leaves_out_who_says_so_and_other_events() -> None:
    text = "According to residents, the army shelled the village while rebels captured the town of Milltown."
    shelling, _ = claims_of(text)
    assert shelling.span.of(text) == "the army shelled the village"


def test_a_bare_noun_that_points_back_is_no_claim() -> None:
    text = "The army shelled the village. Following the attack, the president spoke."
    assert [c.event for c in claims_of(text)] == ["shelling"]


def test_a_pronoun_is_named_as_nobody() -> None:
    (claim,) = claims_of("They shelled the village and wounded her.")
    assert claim.perpetrators == () and claim.victims == ()


NEUTRAL = [
    "Northland forces shelled the village and killed five Southland civilians.",
    "The Northland army captured the town, Southland officials said.",
    "Southland military losses include 14 helicopters and 20 tanks, Northland says.",
    "Northland denied that it shelled the Southland town.",
    "Northland’s air strikes on Southland villages wounded three children.",
    "A Southland drone was shot down by the Northland army.",
    "Southland accused Northland of using cluster munitions against civilians.",
    "Troops of Northland repelled an attack by Southland forces.",
    "Northland will strike Southland bases, and three villages may have been captured.",
    "Two Northland soldiers were wounded and a Southland sniper was killed.",
    "Southland violated the ceasefire, and Northland fired 12 rockets at the city.",
    "More than 300 Southland soldiers were killed since the start of the Northland offensive.",
]


def told(claims: tuple[Claim, ...], text: str) -> list[object]:
    """All that a reader sees of claims, but ids."""
    return [
        (
            c.event,
            c.factuality,
            c.span.of(text),
            [a.name for a in c.perpetrators],
            [a.name for a in c.victims],
            [w.code for w in c.weapons],
            [(q.measure, q.low, q.high, q.bound, q.who, q.of_party, q.period) for q in c.quantities],
        )
        for c in claims
    ]


def swap(value: object) -> object:
    """The same with the two names exchanged."""
    if isinstance(value, str):
        return value.replace("Northland", "\0").replace("Southland", "Northland").replace("\0", "Southland")
    if isinstance(value, list):
        return [swap(v) for v in value]
    return tuple(swap(v) for v in value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("sentence", NEUTRAL)
def test_no_side_is_taken(sentence: str) -> None:
    other = swap(sentence)
    assert isinstance(other, str)
    claims = claims_of(sentence)
    assert claims
    assert told(claims_of(other), other) == swap(told(claims, sentence))


def test_every_code_that_is_used_has_its_row() -> None:
    events = {r["code"] for r in rows("events.csv")}
    measures = {r["code"] for r in rows("measures.csv")}
    assert {r["event"] for r in rows("event_triggers.csv")} <= events
    assert {r["measure"] for r in rows("event_triggers.csv")} - {""} <= measures
    assert {r["event"] for r in rows("weapons.csv")} - {""} <= events
    for name in (
        "events",
        "event_triggers",
        "measures",
        "units_of_harm",
        "weapons",
        "bounds",
        "factuality",
        "periods",
        "topics",
    ):
        assert all(r["source"] for r in rows(f"{name}.csv")), name


def test_the_founding_report_gives_its_figures() -> None:
    path = Path(__file__).parents[3] / "shared" / "reports" / "founding-report.txt"
    if not path.exists():
        pytest.skip("the founding report is not beside the repository")
    text = path.read_text(encoding="utf-8").split("Leave a Reply")[0].split("3 Comments")[0]
    made = article(text)
    claims = find_claims(made, parse_zones(made, load_parser()), ())
    figures = {(q.measure, q.low, q.who, q.period.value) for c in claims for q in c.quantities}
    assert {("killed", 1, "civilians", "incident"), ("wounded", 4, "civilians", "incident")} <= figures
    assert {
        ("destroyed", 13, "armoured_vehicle", "window"),
        ("destroyed", 3, "airplane", "window"),
        ("destroyed", 1, "uav", "window"),
    } <= figures
    assert {(w, n) for m, n, w, p in figures if m == "destroyed" and p == "cumulative"} == {
        ("uav", 124),
        ("helicopter", 14),
        ("airplane", 17),
        ("armoured_vehicle", 368),
        ("mlrs", 4),
    }
    assert ("casualties", 3154, "servicemen", "cumulative") in figures
    assert ("casualties", None, None, "incident") in figures
