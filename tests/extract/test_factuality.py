"""How the speaker stands to an event: clauses made up, each with the reason for its reading."""

import pytest

from allegata.records import Act

from .halves import SEEN, TABLES, UNSEEN, right, table
from .reading import claims_of, statement

CLAUSES = [
    ("The army shelled the village.", "asserted", "the plain past"),
    ("The army is shelling the village.", "asserted", "the present"),
    ("The army has shelled the village since Monday.", "asserted", "the perfect"),
    ("The village was shelled by the army.", "asserted", "the passive"),
    ("The army continues to shell the village.", "asserted", "what goes on has begun"),
    ("The army began shelling the village at dawn.", "asserted", "what began is real"),
    ("The rebels managed to capture the village from the army.", "asserted", "managing is doing"),
    ("The shelling of the village by the army continued.", "asserted", "named, not told"),
    ("The army did not shell the village.", "denied", "not"),
    ("The army never shelled the village.", "denied", "never"),
    ("The army has not shelled the village.", "denied", "not in the perfect"),
    ("The village was not shelled by the army.", "denied", "not in the passive"),
    ("No shelling of the village took place.", "denied", "no, with a verb of happening"),
    ("No drone strike was carried out by the army.", "denied", "no, with a verb of doing"),
    ("The army failed to capture the village.", "denied", "failing is not doing"),
    ("The army denied shelling the village.", "denied", "denied, and a gerund"),
    ("The army denied that it shelled the village.", "denied", "denied, and a clause"),
    ("The army did not deny that it shelled the village.", "asserted", "a denial denied; what is left is the allegation"),
    ("The army may have shelled the village.", "possible", "may"),
    ("The army might have shelled the village.", "possible", "might"),
    ("The village could have been shelled by the army.", "possible", "could"),
    ("The army possibly shelled the village.", "possible", "an adverb"),
    ("Three civilians may have been killed or wounded by the shelling.", "possible", "the auxiliary reaches over or"),
    ("Experts spoke of a possible drone strike on the base.", "possible", "an adjective"),
    ("The army will shell the village.", "future", "will"),
    ("The army is going to shell the village.", "future", "going to"),
    ("The army plans to shell the village.", "future", "a plan"),
    ("The army vowed to bombard the city.", "future", "a vow"),
    ("The army threatened to bombard the city.", "future", "a threat"),
    ("The army threatened that it would bombard the city.", "future", "would, told in the past"),
    ("The officer said that the army would shell the village.", "future", "would, told in the past"),
    ("If the army shells the village, people will flee.", "hypothetical", "if"),
    ("The army would shell the village if it could.", "hypothetical", "would with a condition"),
    ("The soldiers left the city in order to avoid civilian casualties.", "hypothetical", "what is to be avoided has not been"),
    ("They withdrew to prevent the bombardment of the city.", "hypothetical", "prevent"),
    ("The army tried to capture the village.", "hypothetical", "an attempt alone"),
    ("There is a risk of shelling in the border villages.", "hypothetical", "a risk of"),
    ("Residents fear a bombardment of the town.", "hypothetical", "fear"),
    ("The minister called for a ceasefire between the armies.", "hypothetical", "what is called for is not yet"),
    ("It is unclear whether the army shelled the village.", "unknown", "whether"),
    ("Did the army shell the village?", "unknown", "a question"),
    ("The army shelled the village after the ceasefire was not extended.", "asserted", "the negation is of another clause"),
    ("Soldiers who did not surrender shelled the village.", "asserted", "the negation is in the relative clause"),
    ("There were no casualties in the missile attack.", "asserted", "no casualties is a number alleged, not a denial"),
    ("The army resumed shelling the village.", "asserted", "resumed is real"),
    ("The army cannot have shelled the village.", "denied", "cannot"),
]


@pytest.mark.parametrize(("clause", "expected", "reason"), CLAUSES, ids=[c[0][:60] for c in CLAUSES])
def test_how_the_speaker_stands(clause: str, expected: str, reason: str) -> None:
    claims = claims_of(clause)
    assert claims, f"no claim found: {reason}"
    assert claims[0].factuality == expected, reason


ACTS = [
    (Act.ASSERT, "asserted", "an assertion leaves it"),
    (Act.ACCUSE, "asserted", "an accusation asserts"),
    (Act.DENY, "denied", "what a denial says is denied"),
    (Act.THREATEN, "future", "a threat is of what will come"),
    (Act.ASK, "unknown", "a question leaves it open"),
]


@pytest.mark.parametrize(("act", "expected", "reason"), ACTS, ids=[a[0].value for a in ACTS])
def test_the_speech_act_speaks_too(act: Act, expected: str, reason: str) -> None:
    text = "The ministry spoke of this: the army shelled the village."
    made = statement(text, "the army shelled the village", act, id="s1", speaker="The ministry")
    (claim,) = claims_of(text, [made])
    assert claim.statement == "s1"
    assert claim.factuality == expected, reason


def test_a_denied_denial_stands() -> None:
    text = "The ministry denied that the army did not shell the village."
    made = statement(text, "the army did not shell the village", Act.DENY, id="s1", speaker="The ministry")
    (claim,) = claims_of(text, [made])
    assert claim.factuality == "asserted"


FLOORS = {SEEN: 0.90, UNSEEN: 0.79}
"""Of factuality_clauses.txt; only to be raised."""


@pytest.mark.parametrize("half", FLOORS)
def test_how_speakers_stand_in_clauses_written_beforehand(half: str) -> None:
    good, rows = right(TABLES[1], half)
    assert good / rows >= FLOORS[half], f"{good} of {rows}"


def test_the_clauses_are_enough_to_mean_something() -> None:
    assert len(table(TABLES[1])) >= 300
