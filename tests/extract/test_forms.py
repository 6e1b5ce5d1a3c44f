"""Attack forms: numbers as templates write them, what belongs to one filler, and forms by the word lists alone."""

import pytest

from allegata.extract.forms.assemble import assemble
from allegata.extract.forms.counts import number_of
from allegata.extract.forms.fillers import head_of, same_body, same_name
from allegata.extract.forms.pieces import sentences
from allegata.extract.forms.rules import hear_by_rules
from allegata.records import Span

NUMBERS = [
    ("THEY SHOT SEVEN YOUNG FARMERS NEAR A RIVER", "FARMERS", "7", "a number before an adjective"),
    ("THEY SHOT AT LEAST 12 FARMERS", "FARMERS", "12-", "a lower bound"),
    ("THEY SHOT ABOUT 40 FARMERS", "FARMERS", "~40", "an estimate"),
    ("THEY SHOT TWENTY-FIVE FARMERS", "FARMERS", "25", "a joined number in words"),
    ("THEY SHOT SOME FARMERS", "FARMERS", "PLURAL", "a plural without a number"),
    ("THEY SHOT A FARMER", "FARMER", "1", "a singular"),
    ("THEY SHOT THE PRIEST", "PRIEST", "1", "a singular whose article says no number"),
    ("TWO GUARDS SAW THE PRIESTS FALL", "PRIESTS", "PLURAL", "a number of others, a verb between"),
    ("IN 1987 THE FARMERS WERE SHOT", "FARMERS", "PLURAL", "a year is no number of people"),
    ("THEY SHOT 3 OF THE TEACHERS", "3 OF THE TEACHERS", "3", "a number within the phrase"),
]


@pytest.mark.parametrize(("text", "words", "number", "reason"), NUMBERS)
def test_numbers(text: str, words: str, number: str, reason: str) -> None:
    at = text.rindex(words)
    assert number_of((Span(at, at + len(words)),), text) == number, reason


def test_names_of_one() -> None:
    assert same_name("Orven", "Tal Orven") and not same_name("Tal Marek", "Tal Orven")
    assert same_body("NFRU", "National Front for Rural Unity") and not same_body("NFRU", "Party of the Hills")
    assert head_of("members of the guard") == "member"


def test_titles_end_no_sentence() -> None:
    text = "GEN. TAL OREN SPOKE.  THE GUESTS LEFT."
    assert [text[s:e].strip() for s, e in sentences(text)] == ["GEN. TAL OREN SPOKE.", "THE GUESTS LEFT."]


def test_a_form_by_word_lists() -> None:
    text = "RIVERTON, 4 FEB 90 -- [TEXT] GUERRILLAS KIDNAPPED TWO TEACHERS IN THE HILLS.  THE MINISTER SPOKE OF SCHOOLS."
    (form,) = assemble(hear_by_rules(text), text)
    assert form.type == "KIDNAPPING"
    assert [(p.words, p.kind, p.number) for p in form.people] == [(("TEACHERS",), "CIVILIAN", "2")]
    assert [p.words for p in form.individuals] == [("GUERRILLAS",)]


def test_no_form_without_a_word_of_attack() -> None:
    for text in ("THE TEACHERS SANG IN THE CHURCH.", "", "ROSES ARE RED\nVIOLETS ARE BLUE", "12 34 56"):
        assert assemble(hear_by_rules(text), text) == ()


def test_what_came_of_it_and_who_is_held_to_have_done_it() -> None:
    text = "LIMA, 4 FEB 90 -- [TEXT] SHINING PATH GUERRILLAS ALLEGEDLY KILLED MAYOR PEDRO ROJAS AND WOUNDED TWO POLICEMEN."
    (form,) = assemble(hear_by_rules(text), text)
    assert form.category == "TERRORIST ACT"
    assert [(o.names, o.kind) for o in form.organizations] == [(("SHINING PATH",), "SUSPECTED OR ACCUSED")]
    people = {(p.names or p.words)[0]: p.effect for p in form.people}
    assert people["PEDRO ROJAS"] == "DEATH"
    assert people["POLICEMEN"] == "INJURY"


def test_state_forces_are_perpetrators_only_behind_by() -> None:
    killed = "QUITO, 4 FEB 90 -- [TEXT] TWO PEASANTS WERE KILLED BY THE ARMY."
    told = "QUITO, 4 FEB 90 -- [TEXT] TWO PEASANTS WERE KILLED NEAR AN ARMY POST."
    assert [assemble(hear_by_rules(t), t)[0].category for t in (killed, told)] == ["STATE-SPONSORED VIOLENCE", "TERRORIST ACT"]


def test_who_tells_of_it_is_no_victim() -> None:
    text = "QUITO, 4 FEB 90 -- [TEXT] A JUDGE WAS KILLED, A POLICEMAN SAID."
    (form,) = assemble(hear_by_rules(text), text)
    assert [p.words for p in form.people] == [("JUDGE",)]
