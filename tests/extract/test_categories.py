"""PLOVER's category of a sentence: what is done, and whether it is done, promised, threatened, demanded or refused."""

import pytest

from allegata.extract.categories import category_of
from allegata.work.readers import load_parser


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Northland lifted a curfew in the capital on Monday.", "CONCEDE"),
        ("Northland imposed a curfew in the capital on Monday.", "COERCE"),  # the same thing, another verb
        ("Northland will impose a curfew in the capital, officials said.", "THREATEN"),  # harm to come
        ("Northland said it would send food to Southland.", "AGREE"),  # help to come
        ("Northland sent 200 tons of food to Southland.", "AID"),
        ("Northland said Southland must lift the blockade.", "DEMAND"),  # help that is due
        ("Northland said it will not accept the proposal.", "REJECT"),
        ("The foreign minister rejected an offer of talks.", "REJECT"),
        ("The foreign minister accused Southland of shelling a village.", "DISAPPROVE"),
        ("Northland's minister said on Monday that he had accused Southland of lying.", "DISAPPROVE"),  # behind a saying
        ("Northland threatened to break off relations with Southland.", "THREATEN"),
        ("Southland's troops shelled a border town, killing five people.", "FIGHT"),  # armed forces
        ("A man killed five people in a border town.", "ASSAULT"),  # others
        ("Gunmen kidnapped a teacher in the north.", "ASSAULT"),
        ("Thousands of students marched through the capital.", "PROTEST"),
        ("Workers staged a hunger strike outside parliament.", "PROTEST"),  # a verb that says little
        ("A court opened an investigation into the shooting.", "INVESTIGATE"),
        ("The two presidents met in Geneva for talks.", "CONSULT"),
        ("Northland signed a trade agreement with Southland.", "SUPPORT"),
        ("Northland expelled two Southland diplomats.", "SANCTION"),
        ("The rebels declared a ceasefire.", "RETREAT"),
        ("Northland deployed troops along the border.", "MOBILIZE"),
        ("The cat slept on the sofa.", None),
    ],
)
def test_the_category_is_that_of_the_main_event(text: str, category: str | None) -> None:
    told = category_of(load_parser()(text))
    assert (told.category if told else None) == category


@pytest.mark.parametrize(("one", "other"), [("Northland", "Southland"), ("Ukraine", "Russia")])
def test_the_category_does_not_depend_on_who_it_is(one: str, other: str) -> None:
    text = "{} accused {} of violating a ceasefire."
    a, b = (category_of(load_parser()(text.format(*pair))) for pair in ((one, other), (other, one)))
    assert a is not None and b is not None and a.category == b.category == "DISAPPROVE"
