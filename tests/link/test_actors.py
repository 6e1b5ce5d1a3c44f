"""Persons and bodies across reports: what joins two namings, what waits for a person, and what a person's word does."""

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.link.actors import compare, register
from allegata.link.spellings import plain, skeleton, spell_alike
from allegata.records import ActorKind, Naming, Reading, Registered, Speaker, Verdict
from tests.casebook.made import alder as reading

PERSON, BODY = ActorKind.PERSON, ActorKind.ORGANISATION


def report(number: int, *speakers: Speaker) -> Reading:
    """A reading of an own capture whose statements have these speakers."""
    made = reading()
    first = made.statements[0]
    said = tuple(msgspec.structs.replace(first, id=f"statement-{number}-{n}", speaker=s) for n, s in enumerate(speakers))
    capture = msgspec.structs.replace(made.capture, sha256=hashlib.sha256(str(number).encode()).hexdigest())
    return msgspec.structs.replace(made, capture=capture, statements=said, claims=())


def person(name: str, **more: str) -> Speaker:
    return Speaker(name=name, kind=PERSON, **more)  # type: ignore[arg-type]


def names(registered: Registered) -> set[frozenset[str]]:
    return {frozenset(a.names) for a in registered.actors}


PAIRS = [
    (person("Ada Holm", party="North"), person("Ada Holm", party="North", organisation="Ministry"), "same", "name and party"),
    (person("Ada Holm", party="North"), person("Ada Holm", party="South"), "undecided", "another party speaks against it"),
    (person("Ada Holm"), person("Ada Holm", organisation="Red House"), "undecided", "two people can have one name"),
    (person("Holm", party="North"), person("Ada Holm", party="North"), "undecided", "a surname is not enough"),
    (
        person("Artur Hovhannisyan", party="North", role="spokesman"),
        person("Artur Ovanisyan", party="North", role="army spokesman"),
        "same",
        "spellings of one name, party and role",
    ),
    (
        person("Artur Hovhannisyan", party="North"),
        person("Artur Ovanisyan", party="North"),
        "undecided",
        "spellings, party alone",
    ),
    (person("Ali Hasan", party="North"), person("Ali Hussein", party="North"), None, "other names with the same consonants"),
    (person("Ada Holm"), person("Ben Varga"), None, "nothing in common"),
    (
        Speaker(name="Red House", kind=BODY),
        Speaker(name="the Red House", kind=BODY),
        "same",
        "a body's own name",
    ),
    (
        Speaker(name="Ministry of Defence", kind=BODY, party="North"),
        Speaker(name="Defence Ministry", kind=BODY),
        "undecided",
        "a name that every state's ministry has",
    ),
    (
        Speaker(name="Far Hills Watch", kind=BODY),
        Speaker(name="FHW", kind=BODY),
        "undecided",
        "first letters",
    ),
    (Speaker(name="Holm", kind=BODY), person("Ada Holm"), None, "a body is no person"),
]


@pytest.mark.parametrize(("one", "other", "verdict", "reason"), PAIRS, ids=[p[3] for p in PAIRS])
def test_pair(one: Speaker, other: Speaker, verdict: str | None, reason: str) -> None:
    made = register((report(1, one), report(2, other)), {})
    assert [m.verdict.value for m in made.matches] == ([verdict] if verdict else []), reason
    assert len(made.actors) == (1 if verdict == "same" else 2)
    assert all(m.evidence for m in made.matches)


def test_the_same_row_of_the_profile_is_one_actor_with_all_words() -> None:
    one = person("Ada Holm", key="ada-holm", party="North", as_written="Ada Holm")
    other = person("Ada Holm", key="ada-holm", party="North", as_written="А. Хольм")
    made = register((report(1, one), report(2, other)), {})
    (actor,), (naming,) = made.actors, made.namings
    assert naming.key == "ada-holm"
    assert naming.written == ("Ada Holm", "А. Хольм")
    assert len(actor.reports) == 2


def test_a_name_in_another_script_is_the_same_naming() -> None:
    made = register((report(1, person("Иван Петров", party="North")), report(2, person("Ivan Petrov", party="North"))), {})
    assert [n.written for n in made.namings] in ([("Иван Петров", "Ivan Petrov")], [("Ivan Petrov", "Иван Петров")])


def test_unnamed_speakers_are_nobody_in_particular() -> None:
    officials = Speaker(name="officials", kind=ActorKind.GENERIC)
    assert register((report(1, officials), report(2, officials)), {}) == Registered()


def test_a_persons_word_joins_and_parts_and_holds_for_later_reports() -> None:
    one, other = person("Holm", party="North"), person("Ada Holm", party="North")
    before = register((report(1, one), report(2, other)), {})
    (match,) = before.matches
    joined = register((report(1, one), report(2, other), report(3, one)), {match.id: True})
    assert names(joined) == {frozenset({"Ada Holm", "Holm"})}
    assert len(joined.actors[0].reports) == 3
    assert joined.actors[0].matches == (match.id,)
    sure = register((report(1, other), report(2, person("Ada Holm", party="North", organisation="M"))), {})
    apart = register(
        (report(1, other), report(2, person("Ada Holm", party="North", organisation="M"))), {sure.matches[0].id: False}
    )
    assert (len(sure.actors), len(apart.actors)) == (1, 2)


def test_a_rejected_pair_is_not_joined_over_a_third_naming() -> None:
    a = person("Ada Holm", party="North", organisation="Army")
    b = person("Ada Holm", party="North", organisation="Navy")
    c = person("Ada Holm", party="North")
    readings = (report(1, a), report(2, b), report(3, c))
    ids = {n.organisation: n.id for n in register(readings, {}).namings}
    match = next(m for m in register(readings, {}).matches if {m.a, m.b} == {ids["Army"], ids["Navy"]})
    made = register(readings, {match.id: False})
    held = [set(actor.namings) for actor in made.actors]
    assert len(held) == 2
    assert not any({ids["Army"], ids["Navy"]} <= namings for namings in held)


def test_the_order_of_the_reports_does_not_matter() -> None:
    readings = [report(n, person(name, party="North")) for n, name in enumerate(("Ada Holm", "Holm", "A. Holm", "Ada Hulm"))]
    assert register(readings, {}) == register(readings[::-1], {})


SPELLINGS = [
    ("Hovhannisyan", "Ovanisyan"),
    ("Зеленский", "Zelenskyy"),
    ("Əliyev", "Aliyev"),
    ("Ստեփանյան", "Stepanyan"),
    ("Шушан", "Shushan"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert spell_alike(plain(one), plain(other))


@given(st.text(max_size=30))
def test_any_name_has_a_plain_form_and_a_skeleton(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    for word in plain(name).split():
        assert skeleton(word)


def test_two_rows_of_the_profile_are_never_a_pair() -> None:
    one, other = (
        Naming(id=f"naming-{k}", name="Ada Holm", kind=PERSON, key=k, party="North", reports=("r",)) for k in ("holm", "holm-2")
    )
    assert compare(one, other) is None
    same = compare(one, msgspec.structs.replace(other, key=None))
    assert same is not None and same.verdict is Verdict.SAME
