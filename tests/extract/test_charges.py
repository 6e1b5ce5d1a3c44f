"""Charges without a word for them, the answers to them, and what a denial denies; parties that nobody knows."""

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import Act, Statement
from allegata.work.readers import load_parser

from .reading import article, claims_of

CHARGE = "Eastland’s ministry accused Westland of shelling the town.\n"


def said(text: str) -> tuple[Statement, ...]:
    made = article(text)
    return attribute(made, parse_zones(made, load_parser()))


def act_of(sentence: str, before: str = "") -> Act:
    found = [s for s in said(before + sentence) if s.cue and s.cue[0].start >= len(before)]
    return found[-1].act


ANSWERS = [
    "The general of Westland said that no missile had been fired that night.",
    "The general of Westland insisted that civilian homes were not being hit.",
    "“Not one shell was fired from our side,” the general of Westland said.",
    "The general of Westland said that the army did not strike towns.",
]


@pytest.mark.parametrize("sentence", ANSWERS)
def test_what_is_said_not_to_be_done_denies_where_another_charges(sentence: str) -> None:
    assert act_of(sentence, CHARGE) is Act.DENY
    assert act_of(sentence) is Act.ASSERT, "nobody has charged anyone"


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The mayor said that nobody was killed.", Act.ASSERT),  # what came of it is no deed
        ("The mayor said that the school had not been opened.", Act.ASSERT),
        ("The mayor said that it was Westland which had fired the missiles.", Act.ACCUSE),
        ("The mayor claimed that the homes had been hit at random.", Act.ACCUSE),
        ("The army described such reports as “fakes”.", Act.DENY),
        ("The court ruled the claims baseless.", Act.DENY),
        ("The mayor said that the claims are not false.", Act.ASSERT),
        ("The army did not rule out an error.", Act.ASSERT),
        ("The army announced reprisals against the town.", Act.THREATEN),
        ("The army announced an attack on the town.", Act.ANNOUNCE),
        ("The minister warned that Westland reserved the right to strike any base.", Act.THREATEN),
        ("The ministry has yet to respond to the letter.", Act.DECLINE),
    ],
)
def test_acts_by_what_is_said(sentence: str, act: Act) -> None:
    assert act_of(sentence, CHARGE) is act


def test_a_denial_denies_what_names_the_denier() -> None:
    text = (
        "Rockets fired by Azerbaijani forces struck a hospital, rescue officials said.\n"
        "Residents said that a shell had killed a cat in the hospital yard.\n"
        "Azerbaijan’s ministry rejected the reports."
    )
    found = said(text)
    denial = next(s for s in found if s.act is Act.DENY)
    assert next(s for s in found if s.id == denial.denies).content[0].of(text).startswith("Rockets")


def test_what_is_called_disinformation_is_not_said_to_be_none() -> None:
    text = "The ministry called reports of shelling disinformation."
    told = {(c.event, c.factuality.value) for c in claims_of(text, said(text))}
    assert ("misinformation", "denied") not in told
