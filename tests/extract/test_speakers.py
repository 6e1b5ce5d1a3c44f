"""Who the source's words stand for within the article."""

from typing import TYPE_CHECKING

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import ActorKind, Speaker

from .conftest import written

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse


def speakers(parse: "Parse", *paragraphs: str) -> list[Speaker]:
    article = written(*paragraphs)
    return [s.speaker for s in attribute(article, parse_zones(article, parse)) if s.parent is None]


ROWS = [
    # (text, name, kind, role, organisation)
    ("Westland President John Gray said that two died.", "John Gray", ActorKind.PERSON, "President", "Westland"),
    ("President John Gray of Westland said that two died.", "John Gray", ActorKind.PERSON, "President", "Westland"),
    ("Westland’s Human Rights Ombudsman Anna Brook said that two died.", "Anna Brook", ActorKind.PERSON, "Human Rights Ombudsman",
     "Westland"),
    ("Westlandian Ministry of Defense Representative Paul Reed said that two died.", "Paul Reed", ActorKind.PERSON,
     "Representative", "Westlandian Ministry of Defense"),
    ("Paul Reed, the representative of Westland’s Ministry of Defence, said that two died.", "Paul Reed", ActorKind.PERSON,
     "representative", "Westland’s Ministry of Defence"),
    ("Paul Reed of the Westland Ministry of Defence said that two died.", "Paul Reed", ActorKind.PERSON, None,
     "Westland Ministry of Defence"),
    ("Paul Reed, an assistant to the president of Westland, said that two died.", "Paul Reed", ActorKind.PERSON,
     "assistant to the president", "Westland"),
    ("The Westland Foreign Ministry said that two died.", "Westland Foreign Ministry", ActorKind.ORGANISATION, None, None),
    ("Westland officials said that two died.", "Westland officials", ActorKind.GENERIC, None, "Westland"),
    ("Westland’s leadership said that two died.", "Westland’s leadership", ActorKind.ORGANISATION, None, "Westland"),
    ("According to data released by the Westland government, two died.", "Westland government", ActorKind.ORGANISATION, None,
     "Westland"),  # a document speaks for its maker
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind", "role", "organisation"), ROWS)
def test_as_introduced(
    parse: "Parse", text: str, name: str, kind: ActorKind, role: str | None, organisation: str | None
) -> None:
    found = speakers(parse, text)[0]
    assert (found.name, found.kind, found.role, found.organisation) == (name, kind, role, organisation)


FIRST = "Westland President John Gray said that two people died."


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Gray accused the rebels of the attack.", "surname"),
        ("President Gray accused the rebels of the attack.", "surname"),
        ("He accused the rebels of the attack.", "pronoun"),
        ("The president accused the rebels of the attack.", "title"),
    ],
)
def test_resolved_to_the_person_before(parse: "Parse", text: str, rule: str) -> None:
    found = speakers(parse, FIRST, text)[-1]
    assert (found.name, found.role, found.rule) == ("John Gray", "President", rule)
    assert found.antecedent


def test_surname_before_the_full_name(parse: "Parse") -> None:
    assert speakers(parse, "Gray accused the rebels of the attack.", FIRST)[0].name == "John Gray"


def test_he_is_not_who_is_only_spoken_about(parse: "Parse") -> None:
    """Whoever is a subject inside the quotation is not the one who speaks it."""
    found = speakers(parse, FIRST, "“We have seen how Marlow does not care about his own citizens,” he said.")
    assert found[-1].name == "John Gray"


def test_he_is_the_subject_of_the_sentence_around(parse: "Parse") -> None:
    found = speakers(
        parse, FIRST, "Mayor Paul Reed addressed the town in a broadcast in which he asserted that the attack was necessary."
    )
    assert found[-1].name == "Paul Reed"


def test_the_ministry(parse: "Parse") -> None:
    found = speakers(parse, "The Westland Foreign Ministry said that two died.", "The ministry denied the attack.")
    assert (found[-1].name, found[-1].rule) == ("Westland Foreign Ministry", "body")


def test_it_is_the_body_that_was_a_subject_before(parse: "Parse") -> None:
    found = speakers(parse, "The Interior Ministry published footage which it said showed a drone.")
    assert found[-1].name == "Interior Ministry"


def test_his_spokesman_belongs_to_whom_his_means(parse: "Parse") -> None:
    found = speakers(parse, FIRST, "His spokesman Paul Reed denied the attack.")[-1]
    assert (found.name, found.role, found.organisation) == ("Paul Reed", "spokesman", "John Gray")


def test_quoted_as_saying_names_the_one_quoted(parse: "Parse") -> None:
    article = written("The Westbridge Herald quoted hospital officials as saying that ten people had died.")
    inner = next(s for s in attribute(article, parse_zones(article, parse)) if s.parent is not None)
    assert inner.speaker.name == "hospital officials"


def test_a_sentences_first_word_is_no_country(parse: "Parse") -> None:
    assert speakers(parse, "Local residents said that two people died.")[0].organisation is None


def test_unknown_stays_unknown(parse: "Parse") -> None:
    found = speakers(parse, "He said that two people died.")[0]
    assert found.name is None and found.as_written == "He"


def test_a_womans_title_is_not_he(parse: "Parse") -> None:
    found = speakers(parse, FIRST, "Spokeswoman Anna Brook said that three were missing.", "He denied the attack.")
    assert found[-1].name == "John Gray"


NAMED = [
    # (paragraphs, name, kind), of the last statement
    (["Omar al-Hadi, the spokesman for the Westland ministry, said that two died."], "Omar al-Hadi", ActorKind.PERSON),
    # the particle is part of the name
    (["Omar al-Hadi, the mayor, said that two died.", "Mayor Hadi accused the rebels."], "Omar al-Hadi", ActorKind.PERSON),
    # and the surname may come without it
    (["The Commissioner for Refugees (CR) of the Republic of Westland, Anna Brook, said that two died."], "Anna Brook",
     ActorKind.PERSON),  # however long the title is
    (["A spokesman for the governor of Anytown, Paul Reed, said that two died."], "Paul Reed", ActorKind.PERSON),
    (["One of its senior members, Paul Reed, said that two died."], "Paul Reed", ActorKind.PERSON),  # `one` is told who
    (["SAMANTHA GRAY (Westland) said that two people had died.", "She accused the rebels of the attack."],
     "SAMANTHA GRAY", ActorKind.PERSON),  # as minutes name a speaker
    (["His daughter Ada says that two people died."], "Ada", ActorKind.PERSON),  # kin by first name
    (["Another brother, Adam, said that two people died."], "Adam", ActorKind.PERSON),
    (["Ada, 71, dug the graves herself.", "“Two people died,” she says."], "Ada", ActorKind.PERSON),  # introduced without speech
    (["Westland’s state water company, Hydrowest, said that two people died."], "Hydrowest", ActorKind.ORGANISATION),
    # a description and the name it stands beside
    (["The UN mission, WESTMIS, said that two people died."], "WESTMIS", ActorKind.ORGANISATION),
    (["The state news agency Westpress reported that two people died."], "Westpress", ActorKind.OUTLET),
    (["Rescue officials in Anytown said that two people died."], "Rescue officials in Anytown", ActorKind.GENERIC),
    # where they are tells them from others
    (["The coalition led by Westland said that two people died."], "coalition led by Westland", ActorKind.ORGANISATION),
    (["Planes of the Westland-led coalition struck Anytown.", "The coalition denied that two people died."],
     "Westland-led coalition", ActorKind.ORGANISATION),  # the fullest name, wherever it stood
    (["Example Rights Watch, which says that two people died, called for talks."], "Example Rights Watch",
     ActorKind.ORGANISATION),  # `which` is the whole name
    (["Rights groups, which have alleged torture, called for talks."], "Rights groups", ActorKind.GENERIC),
    (["The Westland Ministry of Defence denied that it fired.", "The ministry in Anytown said that two died."],
     "ministry in Anytown", ActorKind.ORGANISATION),  # perhaps the other side's: no ground
    (["The parties have promised to talk."], "parties", ActorKind.GROUP),  # two, not the one named last
    (["Westland officials and a diplomat denied this."], "Westland officials and a diplomat", ActorKind.GENERIC),
    (["The Example Mission found in a report that two people died.", "The mayor denied that.",
      "The report says that three were missing."], "Example Mission", ActorKind.ORGANISATION),  # who made it, not who spoke last
    (["Two died, an investigation by the Example Rights Office has found."], "Example Rights Office", ActorKind.ORGANISATION),
    (["Example Rights Watch said that two died.", "The group said that three were missing."], "Example Rights Watch", ActorKind.ORGANISATION),
    (["The XYZ answered within the hour.", "It denied that two died."], "XYZ", ActorKind.ORGANISATION),  # who acted last
    (["The Westland Foreign Ministry denied the attack.", "The town was run by officials whom the army had appointed.",
      "They promised that pensions would be paid."], "officials", ActorKind.GENERIC),  # several
    (["A conscript said that two died.", "He accused the rebels of the attack."], "conscript", ActorKind.UNKNOWN),
    (["One of them, a farmer of 34, said that two people died."], "a farmer of 34", ActorKind.GENERIC),
    (["The Westland army denied the attack.", "Its command said that two died."], "Westland army’s command",
     ActorKind.ORGANISATION),
    (["The Westland army accused the militia.", "Two died in that raid, its command said."], "its command",
     ActorKind.ORGANISATION),  # either’s: no ground
    (["The XYZ rebels took Anytown.", "The rebels denied that two died."], "XYZ", ActorKind.ORGANISATION),
    (["Defence Ministry Spokesman Lieutenant General Paul Reed spoke.", "Reed said that two died."], "Paul Reed", ActorKind.PERSON),
    (["The first witness, a tram driver, said that two died.", "Mr Reed listened.", "The witness said that it rained.",
      "He added that a third had died."], "witness", ActorKind.PERSON),  # who spoke last, though unnamed
    (["Example Rights Watch said that two died.", "Georgia denied it.", "The group said that three were missing."],
     "Example Rights Watch", ActorKind.ORGANISATION),  # a state is no group
    (["Anytown officials came.", "The officials denied that two died."], "officials", ActorKind.GENERIC),  # not the town itself
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "name", "kind"), NAMED)
def test_named_elsewhere(parse: "Parse", paragraphs: list[str], name: str, kind: ActorKind) -> None:
    found = speakers(parse, *paragraphs)[-1]
    assert (found.name, found.kind) == (name, kind)


def test_they_in_a_quotation_are_not_who_spoke_before(parse: "Parse") -> None:
    article = written(
        "Westland officials said that two died.",
        "“They told us that it was the other side,” said Mayor Paul Reed.",
        "It rained.",
    )
    inner = [s for s in attribute(article, parse_zones(article, parse)) if s.speaker.as_written == "They"]
    assert all(s.speaker.name is None for s in inner)


def test_a_headline_names_by_description(parse: "Parse") -> None:
    article = written("The aid group Medwest said that two people died.", headline="Aid group: two dead in Anytown")
    assert attribute(article, parse_zones(article, parse))[0].speaker.name == "Medwest"
