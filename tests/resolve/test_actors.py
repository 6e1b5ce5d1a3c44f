"""Actors: who they are in a profile, which party they speak for, and what happens when nothing tells."""

import pytest
from tests.resolve.made import PROFILE, profile, swap, swapped

from allegata.records import Actor, ActorKind, Speaker
from allegata.resolve.actors import Registry, share_parties
from allegata.work.profiles import parse_profile

PERSON, BODY, GENERIC = ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.GENERIC

PROFILED = [
    ("Northlandic Ministry of Defence", BODY, "Ministry of Defence of Northland", "Northland", "one of its names"),
    (
        "Northland's Defense Ministry",
        BODY,
        "Ministry of Defence of Northland",
        "Northland",
        "other order, other spelling, a possessive",
    ),
    (
        "Foreign Ministry of Southmark",
        BODY,
        "Ministry of Foreign Affairs of Southmark",
        "Southmark",
        "the profile has it by fuller words only",
    ),
    (
        "Southmarkish Ministry of Foreign Affairs",
        BODY,
        "Ministry of Foreign Affairs of Southmark",
        "Southmark",
        "demonym for name",
    ),
    ("Army of Southmark Rim", BODY, "Rim Defence Army", "Rim", "the longer match wins over the party inside it"),
    ("Northlandic officials", GENERIC, "Northlandic officials", "Northland", "generic speakers keep their words"),
    ("Southmark", BODY, "Southmark", "Southmark", "a party by itself"),
    ("local residents", GENERIC, "local residents", None, "nothing tells"),
    ("Peace Watch", BODY, "Peace Watch", None, "a body that nobody lists"),
]


@pytest.mark.parametrize(("written", "kind", "name", "party", "reason"), PROFILED, ids=[p[4] for p in PROFILED])
def test_bodies_through_a_profile(written: str, kind: ActorKind, name: str, party: str | None, reason: str) -> None:
    found = Registry(profile, "2031-03-05").speaker(Speaker(name=written, kind=kind, as_written=written))
    assert (found.name, found.party) == (name, party), reason


def test_a_short_name_is_the_body_that_the_report_names_in_full() -> None:
    text = "The Ministry of Foreign Affairs of Southmark spoke first. The Foreign Ministry spoke again."
    short = Speaker(name="Foreign Ministry", kind=BODY, as_written="the Foreign Ministry")
    assert Registry(profile, None, text).speaker(short).key == "south-mfa"
    assert Registry(profile, None, "The Foreign Ministry spoke.").speaker(short).key is None


def test_a_bare_ministry_is_the_one_of_its_party_that_the_report_names() -> None:
    text = "The Northlandic Ministry of Defence spoke first. The Northlandic ministry spoke again."
    bare = Speaker(name="Northlandic ministry", kind=BODY, as_written="the Northlandic ministry")
    assert Registry(profile, None, text).speaker(bare).key == "north-mod"
    assert Registry(profile, None, "The Northlandic ministry spoke.").speaker(bare).key is None


def test_an_unnamed_spokesman_speaks_for_the_body() -> None:
    who = Speaker(name="a spokesman for the army", kind=GENERIC, role="spokesman", organisation="Rim Defence Army")
    found = Registry(profile, None).speaker(who)
    assert (found.key, found.party, found.role) == ("rim-army", "Rim", "spokesman")


def test_a_body_without_an_owner_goes_to_the_one_side_that_speaks() -> None:
    registry = Registry(profile, None)
    bare, north = Speaker(name="Ministry of Defence", kind=BODY), Speaker(name="Northland", party="Northland")
    south = Speaker(name="Southmark", party="Southmark")
    assert registry.sided([north, bare])[1].key == "north-mod"
    assert registry.sided([bare, north])[0].key == "north-mod", "nobody before, one side in all"
    assert registry.sided([north, south, bare])[2].key is None, "two sides: open"
    assert registry.sided([bare])[0].key is None


def test_a_person_speaks_for_the_party_of_the_day() -> None:
    holm = Speaker(name="Ada Holm", kind=PERSON)
    march = Registry(profile, "2031-03-05").speaker(holm)
    assert (march.party, march.organisation, march.role, march.key) == (
        "Northland",
        "Ministry of Defence of Northland",
        "spokeswoman",
        "ada-holm",
    )
    april = Registry(profile, "2031-04-05").speaker(holm)
    assert (april.party, april.role) == ("Rim", "ambassador")
    before = Registry(profile, "2020-01-01").speaker(holm)
    assert (before.name, before.party, before.role) == ("Ada Holm", None, None), "no tenure on that day: no party"


SPELLED = [
    ("Benn Warga", "Ben Varga", "a spelling of the profile"),
    ("Varga", "Ben Varga", "the surname alone fits one person"),
    ("Ада Хольм", "Ada Holm", "another script"),
    ("Ivo Varga", "Ivo Varga", "another first name is another person"),
    ("Holm Varga", "Holm Varga", "first and last name must be of one person"),
]


@pytest.mark.parametrize(("written", "name", "reason"), SPELLED, ids=[s[2] for s in SPELLED])
def test_persons_by_every_spelling(written: str, name: str, reason: str) -> None:
    found = Registry(profile, "2031-03-05").speaker(Speaker(name=written, kind=PERSON))
    assert found.name == name, reason
    assert (found.key is not None) == (name in ("Ben Varga", "Ada Holm"))


UNPROFILED = [
    ("Azerbaijani Foreign Ministry", BODY, "Azerbaijan", "demonym and body"),
    ("Ministry of Defence of Ukraine", BODY, "Ukraine", "body of a country"),
    ("Armenian officials", GENERIC, "Armenia", "demonym and a generic word"),
    ("Kremlin", BODY, "Russia", "the seat of a government as its speaker"),
    ("Baku", BODY, "Azerbaijan", "a capital as its government's speaker"),
    ("mayor of Baku", PERSON, None, "a capital inside other words is a town"),
    ("Redland Ministry of Defence", BODY, "Redland", "a side that no list has"),
    ("Ministry of Defence of Redland", BODY, "Redland", "the same, the other way round"),
    ("Russian ambassador to Kenya", PERSON, "Russia", "the country one is sent to is not one's own"),
    ("Ministry of Defence", BODY, None, "whose it is nobody says"),
    ("the Ministry of Defence in Yerevan", BODY, "Armenia", "the seat says whose"),
    ("the bakery in Yerevan", BODY, None, "a seat says nothing of a bakery"),
    ("Foreign Ministry", BODY, None, "'Foreign' is no side"),
    ("Human Rights Watch", BODY, None, "no state's body"),
    ("Bank of Springfield", BODY, None, "no state's body either"),
    ("Georgian Interior Ministry", BODY, "Georgia", "demonym"),
    ("U.S. officials", GENERIC, "United States", "an abbreviation"),
    ("local officials", GENERIC, None, "a small letter is no name"),
]


@pytest.mark.parametrize(("written", "kind", "party", "reason"), UNPROFILED, ids=[f"{u[0]}: {u[3]}" for u in UNPROFILED])
def test_parties_without_a_profile(written: str, kind: ActorKind, party: str | None, reason: str) -> None:
    found = Registry(None, None).speaker(Speaker(name=written, kind=kind, as_written=written))
    assert found.party == party, reason
    assert found.name == written


def test_a_demonym_that_no_list_has_goes_to_its_noun() -> None:
    registry = Registry(None, None, "Shells fell in Redland. The Redlandic army answered.")
    assert registry.party_of("Redlandic army")[0] == "Redland"


def test_a_person_without_a_profile_has_the_party_of_role_and_organisation() -> None:
    registry = Registry(None, None)
    president = registry.speaker(Speaker(name="Jo Doe", kind=PERSON, role="President", organisation="Redland"))
    assert president.party == "Redland"
    assert registry.speaker(Speaker(name="Jo Doe", kind=PERSON, role="analyst", organisation="Peace Centre")).party is None


def test_one_name_has_one_party_in_a_report() -> None:
    told, bare = Speaker(name="Jo Doe", party="Redland"), Speaker(name="Jo Doe")
    assert [s.party for s in share_parties([bare, told])] == ["Redland", "Redland"]
    assert share_parties([bare, told, Speaker(name="Jo Doe", party="Blueland")])[0].party is None


def test_perpetrators_and_victims_get_parties_and_names() -> None:
    registry = Registry(profile, "2031-03-05")
    army = registry.actor(Actor(name="the Defence Army", kind=BODY))
    assert (army.name, army.party, army.key) == ("Rim Defence Army", "Rim", "rim-army")
    assert registry.actor(Actor(name="Northlandic soldiers", kind=ActorKind.GROUP)).party == "Northland"
    assert registry.actor(Actor(name="three children", kind=ActorKind.GROUP)).party is None


def test_swapped_names_give_swapped_parties() -> None:
    """Neutrality is a law: nothing depends on which side bears which name."""
    ours, theirs = Registry(profile, "2031-03-05"), Registry(parse_profile(swapped()), "2031-03-05")
    assert swap(swap(PROFILE)) == PROFILE
    for written, kind, *_ in PROFILED:
        one = ours.speaker(Speaker(name=written, kind=kind))
        other = theirs.speaker(Speaker(name=swap(written), kind=kind))
        assert (swap(one.name or ""), swap(one.party or "")) == (other.name or "", other.party or "")


def test_the_author_stays_the_author() -> None:
    author = Speaker(name=None, kind=ActorKind.AUTHOR)
    assert Registry(profile, None).speaker(author) == author
