"""Which event a sentence alleges, who did it and to whom, with what; sentences are made up, one claim a sentence."""

import pytest

from .reading import claims_of

# sentence | event | perpetrators | victims | weapon codes | why
ROWS = [
    (
        "Northland forces shelled the town of Milltown with Grad rockets.",
        "shelling",
        ["Northland forces"],
        [],
        ["grad", "rocket"],
        "a verb with its weapon",
    ),
    (
        "The shelling of Milltown by the Northland army wounded two women.",
        "shelling",
        ["Northland army"],
        ["women"],
        [],
        "a noun with of and by",
    ),
    (
        "Northland’s bombardment of the city killed a journalist.",
        "shelling",
        ["Northland"],
        ["journalist"],
        [],
        "the possessor did it",
    ),
    (
        "There was fire from the territory of Northland at the army.",
        "shelling",
        [],
        [],
        [],
        "a fire of weapons, without a verb",
    ),
    (
        "The Milltown missile strike killed a teacher.",
        "missile_attack",
        [],
        ["teacher"],
        ["missile"],
        "a town before it is where",
    ),
    ("Milltown: 32 wounded", "injury", [], [], [], "before a colon stands where, or who says so"),
    ("Two people were killed by these weapons.", "killing", [], ["people"], [], "a weapon does nothing by itself"),
    ("First two days: 16 servicemen killed, says the army", "killing", [], ["servicemen"], [], "who is harmed did not do it"),
    ("Such weapons fell on the town during the war.", "missile_attack", [], [], [], "a weapon whose kind is not said"),
    (
        "Northland accuses the army of using cluster munitions.",
        "prohibited_weapon",
        ["army"],
        [],
        ["cluster_munition"],
        "a banned weapon needs no target to be alleged",
    ),
    ("The army lost 400 troops.", "military_loss", [], ["troops"], [], "persons alone are no equipment"),
    ("Two missiles were fired at Milltown.", "missile_attack", [], [], ["missile"], "fired at, and missiles"),
    ("The army fired at Milltown.", "shelling", ["army"], [], [], "fired at, and no weapon said"),
    ("An air strike on a hospital killed three doctors.", "air_strike", [], ["doctors"], [], "the cause is a noun"),
    ("Southland warplanes bombed the village.", "air_strike", ["Southland warplanes"], [], ["aircraft"], "whose planes it was"),
    ("Rockets hit the village.", "missile_attack", [], [], ["rocket"], "nobody is named by the arms alone"),
    (
        "A Bayraktar drone struck a bus, killing four civilians.",
        "drone_strike",
        [],
        ["civilians"],
        ["bayraktar", "drone"],
        "the weapon names the attack",
    ),
    (
        "The militants attacked the checkpoint with drones.",
        "drone_strike",
        ["militants"],
        [],
        ["drone"],
        "attacked with drones",
    ),
    (
        "The army fired a Tochka-U missile at the city.",
        "missile_attack",
        ["army"],
        [],
        ["tochka_u", "missile"],
        "fired, and a missile",
    ),
    (
        "Two Smerch rockets landed in the centre of Milltown.",
        "missile_attack",
        [],
        [],
        ["smerch", "rocket"],
        "nobody is said to have fired",
    ),
    ("A sniper shot a soldier near the border.", "shooting", ["sniper"], ["soldier"], ["small_arms"], "shot"),
    ("Gunmen shot dead a lawyer outside her office.", "shooting", ["Gunmen"], ["lawyer"], [], "shot dead"),
    ("A landmine explosion killed two farmers.", "mine_explosion", [], ["farmers"], ["landmine"], "a mine"),
    ("A car bomb exploded near the barracks.", "bombing", [], [], ["car_bomb"], "a bomb"),
    ("Rebels clashed with government troops near the river.", "ground_assault", ["Rebels"], [], [], "clashed"),
    ("Northland troops captured the village of Hilltown.", "capture_of_place", ["Northland troops"], [], [], "a place taken"),
    (
        "The village of Hilltown was captured by Northland troops.",
        "capture_of_place",
        ["Northland troops"],
        [],
        [],
        "the passive",
    ),
    ("The army retook two villages from the rebels.", "capture_of_place", ["army"], [], [], "taken back"),
    ("Southland troops retreated from the front line.", "retreat", ["Southland troops"], [], [], "went back"),
    ("The withdrawal of Southland troops began at dawn.", "retreat", ["Southland troops"], [], [], "who withdraws does it"),
    (
        "The Defence Army repelled an attack by Northland forces.",
        "repelled_attack",
        ["Northland forces"],
        [],
        [],
        "who attacked is named, not who repelled",
    ),
    ("Militants executed three prisoners of war.", "execution", ["Militants"], ["prisoners"], [], "executed"),
    ("Soldiers kidnapped a mayor and two teachers.", "abduction", ["Soldiers"], ["mayor", "teachers"], [], "kidnapped"),
    ("The police arrested four journalists.", "detention", ["police"], ["journalists"], [], "arrested"),
    ("Guards tortured the prisoners for weeks.", "torture", ["Guards"], ["prisoners"], [], "tortured"),
    ("Soldiers raped two women in the village.", "sexual_violence", ["Soldiers"], ["women"], [], "raped"),
    ("The fighting displaced 40,000 people.", "displacement", [], ["people"], [], "displaced, by no one who is named"),
    ("Thousands of residents fled the town.", "displacement", [], ["residents"], [], "fled"),
    (
        "The artillery damaged a school and a church.",
        "damage",
        [],
        [],
        ["artillery"],
        "an object damaged; artillery is no person",
    ),
    ("The monastery was destroyed.", "destruction", [], [], [], "an object destroyed"),
    ("The troops blocked an aid convoy.", "obstruction_of_relief", ["troops"], [], [], "relief stopped"),
    (
        "The army used cluster munitions in a residential area.",
        "prohibited_weapon",
        ["army"],
        [],
        ["cluster_munition"],
        "a weapon under a treaty",
    ),
    ("Northland violated the ceasefire within an hour.", "ceasefire_breach", ["Northland"], [], [], "broken"),
    (
        "The ceasefire was violated by Southland forces.",
        "ceasefire_breach",
        ["Southland forces"],
        [],
        [],
        "broken, in the passive",
    ),
    ("The two armies agreed on a ceasefire.", "ceasefire", [], [], [], "agreed"),
    ("Southland declared mobilisation of reservists and troops.", "mobilisation", ["Southland"], [], [], "declared"),
    ("Northland recruited mercenaries for the war.", "mercenaries", ["Northland"], [], [], "foreign fighters"),
    ("The enemy lost 12 tanks in the battle.", "ground_assault", [], [], [], "lost in a battle"),
    ("An enemy drone was shot down over the village.", "downing", [], [], [], "shot down"),
    ("The army destroyed five tanks.", "equipment_loss", ["army"], [], [], "equipment"),
    ("Looters plundered the houses of refugees after the army left.", "looting", ["Looters"], [], [], "plunder"),
    ("Five people were killed.", "killing", [], ["people"], [], "no cause said"),
    ("A nurse was wounded.", "injury", [], ["nurse"], [], "no cause said, a medic"),
    ("The number of casualties is yet unknown.", "casualties", [], [], [], "neither dead nor wounded is said"),
    ("Northland military losses include 14 helicopters.", "military_loss", [], [], [], "a tally"),
    (
        "The troops committed war crimes against civilians.",
        "war_crime",
        ["troops"],
        ["civilians"],
        [],
        "the speaker's word for it",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_event_and_roles(row: tuple[str, str, list[str], list[str], list[str], str]) -> None:
    sentence, event, perpetrators, victims, weapons, reason = row
    claims = claims_of(sentence)
    assert [c.event for c in claims] == [event], reason
    (claim,) = claims
    assert [a.name for a in claim.perpetrators] == perpetrators, reason
    assert [a.name for a in claim.victims] == victims, reason
    assert [w.code for w in claim.weapons] == weapons, reason
    for span, name in [(a.spans[0], a.name) for a in (*claim.perpetrators, *claim.victims)] + [
        (w.spans[0], w.name) for w in claim.weapons
    ]:
        assert span.of(sentence) == name
    assert all(claim.span.start <= t.start and t.end <= claim.span.end for t in claim.trigger)


ELSEWHERE = [
    "Arsenal destroyed Chelsea four to nil and the striker hit the bar.",
    "Shares hit a record after the company beat expectations.",
    "The firm fired two employees over the leak.",
    "The senate killed the bill.",
    "Three people were killed when a bus crashed into a lorry on the motorway.",
    "The earthquake killed 40 people and damaged 300 houses.",
    "The company launched a new product and captured a tenth of the market.",
    "The team lost five matches and fell to the bottom of the league.",
    "Critics attacked the new album.",
    "The bank’s losses include two bad loans.",
    "The actor died at 83 after a long illness, and his film hit the cinemas.",
    "She shot a film in the mountains with two cameras.",
    "The minister defended his budget under fire from the opposition.",
    "Inflation hit a ten-year high as sales exploded.",
    "The storm damaged the pier.",
    "The chef’s secret weapon is a bomb of flavour.",
]


@pytest.mark.parametrize("sentence", ELSEWHERE, ids=[s[:50] for s in ELSEWHERE])
def test_what_is_not_about_conflict_gives_no_claim(sentence: str) -> None:
    assert [c.event for c in claims_of(sentence)] == []


HOSTILE = [
    "",
    "\n\n",
    "…",
    "!!!",
    "42",
    "Killed",
    "killed killed killed killed",
    "5 5 5 5 5",
    "A " * 300,
    "shelling of " * 200,
    "🙂 killed 5 🙂",
    "(((((((",
    "KILLED 5 SOLDIERS",
    "one of dozens of losses of groups of " * 150 + "soldiers were killed",
    "killed and " * 400 + "wounded 5 soldiers",
    "5 soldiers, " * 400 + "were killed",
    "İ" * 50 + " 5 soldiers were killed by missiles",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(t[:20]) for t in HOSTILE])
def test_strange_text_breaks_nothing(text: str) -> None:
    for claim in claims_of(text):
        assert 0 <= claim.span.start < claim.span.end <= len(text)


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("A shell killed two people.", "shelling"),
        ("Two people were killed by a landmine.", "mine_explosion"),
        ("A drone wounded a farmer.", "drone_strike"),
        ("Two people were killed near a tank.", "killing"),
        ("The army killed two people with knives.", "killing"),
    ],
)
def test_a_weapon_that_did_it_tells_the_way_of_attack(sentence: str, event: str) -> None:
    assert [c.event for c in claims_of(sentence)] == [event]
