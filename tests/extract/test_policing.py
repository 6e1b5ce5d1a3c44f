"""Force by those with police powers: who does it decides; a bare number of dead belongs to the force told just before."""

import pytest

from allegata.extract.policing import PoliceDeed, police_deeds

FORCE = frozenset({PoliceDeed.FORCE})
KILLING = frozenset({PoliceDeed.FORCE, PoliceDeed.KILLING})
NOTHING: frozenset[PoliceDeed] = frozenset()


@pytest.mark.parametrize(
    ("sentence", "deeds"),
    [
        ("Police fired ten rounds at the crowd.", FORCE),
        ("police had to open fire, said a shopkeeper.", FORCE),  # all in lower case
        ("The crowd fired at police.", NOTHING),  # they suffer it
        ("Police said militants fired on a bus.", NOTHING),  # a rival does it
        ("The police arrested nine rioters and fired into the air.", FORCE),  # back to the agent after "and"
        ("Two officers were beaten with sticks.", NOTHING),
        ("Four people died in police firing.", KILLING),
        ("A student was shot dead by soldiers.", KILLING),
        ("Police recovered a body from the river.", NOTHING),
        ("Six were hurt in police firing, twelve were killed by rioters.", FORCE),  # other hands killed
        ("Tear-gas shells were lobbed at the stadium.", FORCE),  # who else has them
        ("The minister met the chief of police.", NOTHING),
    ],
)
def test_deeds_of_a_sentence(sentence: str, deeds: frozenset[PoliceDeed]) -> None:
    assert police_deeds([sentence]) == (deeds,)


def test_what_stands_before_counts_for_a_while() -> None:
    told = police_deeds(
        ["Police opened fire on a march.", "Two people were killed.", "The shops closed.", "One was hurt in the firing."]
    )
    assert told == (FORCE, KILLING, NOTHING, FORCE)
    assert police_deeds(["Two people were killed.", "One was hurt in the firing."]) == (NOTHING, NOTHING)


def test_the_same_for_every_force() -> None:
    for agent in ("police", "soldiers", "security forces", "troops"):
        assert police_deeds([f"{agent} shot dead three men."]) == (KILLING,)
