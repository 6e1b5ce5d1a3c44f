"""Profile files: what is read, what is refused with which words, and which profile covers a report."""

from pathlib import Path

import pytest

from allegata.errors import ProfileError
from allegata.work.checking_profiles import check_profile
from allegata.work.profiles import (
    choose_among,
    choose_profile,
    examine,
    in_period,
    load_profile,
    parse_profile,
    shipped_profile,
    shipped_profiles,
)
from tests.resolve.made import PROFILE, profile


def test_a_profile_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "north-south.toml"
    file.write_text(PROFILE, encoding="utf-8")
    read = load_profile(file)
    assert read == profile
    assert (read.key, read.since, read.until) == ("north-south", "2031-03-01", None)
    assert [p.name for p in read.parties] == ["Northland", "Southmark", "Rim"]
    holm = read.persons[0]
    assert [t.party for t in holm.tenures] == ["north", "rim"], "without a party of its own a tenure has its body's"
    assert [n.used_by for n in read.places[0].names] == ["north", "south"]
    assert read.places[0].names[0].source == "https://example.org/mataghis", "a name without a source has its place's"


WRONG = [
    ('key = "north-south"', 'key = "North South"', "cannot be a key"),
    ('since = "2031-03-01"', "since = 2031-03-01", "is no day"),
    ('since = "2031-03-01"', 'since = "1 March 2031"', "is no day"),
    ('title = "An invented war"', "", "'title' is missing"),
    ('name = "Northland"', 'nmae = "Northland"', "'name' is missing"),
    ('names = ["Northlandic", "Northlanders"]', 'names = "Northlandic"', "not a list of words"),
    ('names = ["Northlandic", "Northlanders"]', 'colour = "red"', "is not a field"),
    ('party = "north"', 'party = "nroth"', "names no row"),
    ('body = "north-mod"', 'body = "north-mdo"', "names no row"),
    ('kind = "armed force"', 'kind = "gang"', "is unknown"),
    ('feature = "village"', 'feature = "hole"', "is unknown"),
    ("lat = 40.35\n", "", "one of lat and lon is missing"),
    ("lat = 40.35", "lat = 140.35", "no point on Earth"),
    ("lat = 40.35", 'lat = "north"', "is no number"),
    ('used_by = "south"', 'used_by = "everybody"', "names no row"),
    ('geonames = "586523"', 'geonames = "Q123"', "no GeoNames number"),
    ('key = "south"', 'key = "north"', "stands twice"),
    ('until = "2031-03-31"', 'until = "2029-03-31"', "before it begins"),
    ("[profile]", "[prolife]", "no such table"),
    ("[[party]]\nkey", "[[party]\nkey", "not valid TOML"),
    ('source = "https://example.org/north"', "", "'source' is missing"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG, ids=[f"{w[1] or 'no ' + w[0]}" for w in WRONG])
def test_a_fault_is_named_with_its_row_and_a_remedy(right: str, wrong: str, said: str) -> None:
    assert right in PROFILE
    with pytest.raises(ProfileError) as caught:
        parse_profile(PROFILE.replace(right, wrong, 1), name="mine.toml")
    message = str(caught.value)
    assert said in message
    assert message.startswith("mine.toml: ")
    assert ";" in message, "what to do stands after a semicolon"


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG, ids=[f"{w[1] or 'no ' + w[0]}" for w in WRONG])
def test_a_fault_is_named_with_its_line(right: str, wrong: str, said: str) -> None:
    text = PROFILE.replace(right, wrong, 1)
    profile, faults = examine(text)
    assert profile is None
    line = faults[0].line
    assert line is not None
    # What is missing has no line of its own: the row's first line stands for it.
    if wrong and "missing" not in said:
        assert wrong.split("=")[0].strip("[] ").split("]")[0] in text.split("\n")[line - 1]


def test_all_faults_are_found_at_once() -> None:
    text = PROFILE.replace('party = "north"', 'party = "nroth"', 1).replace('until = "2031-03-31"', 'until = "2031-13-01"', 1)
    text = text.replace('feature = "front"', 'feature = "hole"', 1)
    _, faults = examine(text)
    assert [("nroth" in f.wrong, "2031-13-01" in f.wrong, "hole" in f.wrong) for f in faults] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert [text.split("\n")[(f.line or 0) - 1].split(" = ")[0] for f in faults] == ["party", "until", "feature"]
    assert "did you mean 'north'?" in faults[0].remedy


GENERIC = """
[[generic]]
key = "north-officials"
name = "Northlandic officials"
names = ["officials in Northville"]
party = "north"
source = "https://example.org/north"
"""


def test_parties_have_dates_bodies_metonyms_and_unnamed_speakers_rows() -> None:
    text = PROFILE.replace('party = "north"\n', 'party = "north"\nmetonyms = ["Northville"]\n', 1) + GENERIC
    read = parse_profile(text.replace('key = "rim"\n', 'key = "rim"\nsince = "2031-01-01"\nuntil = "2031-12"\n', 1))
    assert (read.parties[2].since, read.parties[2].until) == ("2031-01-01", "2031-12")
    assert read.bodies[0].metonyms == ("Northville",)
    assert "Northville" in read.bodies[0].names
    assert [(g.key, g.party) for g in read.generics] == [("north-officials", "north")]
    _, faults = examine(text.replace('names = ["officials in Northville"]\nparty = "north"', 'party = "east"'))
    assert "'east' names no row" in faults[0].wrong


def test_a_doubt_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(PROFILE.replace('names = ["A. Holm", "Ада Хольм"]', 'names = ["Benn Warga"]'), encoding="utf-8")
    found = check_profile(file)
    assert found.faults == ()
    assert any("share the name 'Benn Warga'" in doubt for doubt in found.doubts)
    file.write_text(PROFILE.replace('since = "2030-01"\nuntil', 'since = "2030-01"\nuntil', 1), encoding="utf-8")
    assert check_profile(file).doubts == ()


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("[profile]\nkey = 'é'".encode("latin-1"))
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "latin.toml")


REPORT = "Northland said on Sunday that shells fell on Mataghis. Ada Holm told reporters that High Pass was quiet."

CHOSEN = [
    (REPORT, "2031-03-05", True, "a side, two places and a person"),
    (REPORT, None, True, "an unknown date rules nothing out"),
    (REPORT, "2031", True, "a date less precise than the profile's"),
    (REPORT, "2020-10-04", False, "years before"),
    ("Northland, Southmark and Rim have signed a treaty on fish.", "2031-03-05", False, "parties alone are not enough"),
    ("Shells fell on Mataghis; Ada Holm and Ben Varga spoke.", "2031-03-05", False, "no side is named"),
    ("Northland's Mataghisian Holmes", "2031-03-05", False, "parts of words are no names"),
    ("", "2031-03-05", False, "nothing"),
]


@pytest.mark.parametrize(("text", "published", "covers", "reason"), CHOSEN, ids=[c[3] for c in CHOSEN])
def test_which_reports_a_profile_covers(text: str, published: str | None, covers: bool, reason: str) -> None:
    assert (choose_among([profile], text, published) is profile) == covers, reason


def test_two_profiles_with_equal_ground_are_no_choice() -> None:
    other = parse_profile(PROFILE.replace('key = "north-south"', 'key = "other"'))
    assert choose_among([profile, other], REPORT, None) is None


def test_a_report_may_look_back_but_not_forward() -> None:
    ended = parse_profile(PROFILE.replace('since = "2031-03-01"', 'since = "2031-03-01"\nuntil = "2031-06"'))
    assert [in_period(ended, day) for day in ("2031-02-28", "2031-03", "2031-03-01", "2033-01-01", "2034-01-01")] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_the_shipped_profiles_are_found_by_key_and_by_text() -> None:
    keys = [p.key for p in shipped_profiles()]
    assert keys
    assert shipped_profile(keys[0]).key == keys[0]
    with pytest.raises(ProfileError, match=keys[0]):
        shipped_profile("no-such-war")
    assert choose_profile("A cat sat on a mat.", None) is None
