"""Bags: those of the conformance suite, and what a bag must not hold."""

import hashlib
from pathlib import Path

import pytest

from allegata.errors import AllegataError
from allegata.preserve.bag import check_bag
from allegata.preserve.members import opened
from allegata.preserve.problem import Fault, Problem

from .vectors import unpacked


def problems(path: Path) -> list[Problem]:
    with opened(path) as members:
        return list(check_bag(members))


def made(folder: Path, version: str = "1.0", **more: str) -> Path:
    """A bag of one file; `more`: further files by their name with __ for a slash and _ for a dot."""
    (folder / "data").mkdir(parents=True)
    (folder / "bagit.txt").write_text(f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "data" / "a.txt").write_text("a")
    (folder / "manifest-sha256.txt").write_text(f"{hashlib.sha256(b'a').hexdigest()}  data/a.txt\n")
    for name, text in more.items():
        (folder / name.replace("__", "/").replace("_txt", ".txt")).write_text(text)
    return folder


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(tmp_path_factory.mktemp("bags"), "bagit-conformance-suite") / "bagit-conformance-suite"


def is_accepted(bag: Path) -> bool:
    try:
        return not problems(bag)
    except AllegataError:
        return False


def test_the_conformance_suite(suite: Path) -> None:
    """All that are valid pass, none that is invalid: also the one with white space in bagit.txt, which the bagit library passes."""
    found = {
        kind: [is_accepted(bag) for bag in sorted(suite.glob(f"*/{kind}/*/"))]
        for kind in ("valid", "invalid", "linux-only", "windows-only")
    }
    assert {kind: (len(each), sum(each)) for kind, each in found.items()} == {
        "valid": (27, 27),
        "invalid": (15, 0),
        "linux-only": (6, 0),
        "windows-only": (6, 0),
    }
    assert problems(suite / "v1.0/invalid/bagit-with-invalid-whitespace")[0].subject == "bagit.txt"


def test_a_whole_bag_has_no_problem(tmp_path: Path) -> None:
    assert problems(made(tmp_path / "bag", **{"bag-info_txt": "Payload-Oxum: 1.1\n"})) == []


@pytest.mark.parametrize(
    ("more", "fault", "subject"),
    [
        ({"data__a_txt": "b"}, Fault.ALTERED, "data/a.txt"),
        ({"data__b_txt": "b"}, Fault.STRAY, "data/b.txt"),
        ({"manifest-sha256_txt": ""}, Fault.STRAY, "data/a.txt"),
        ({"manifest-sha256_txt": "abc  data/a.txt\n"}, Fault.ALTERED, "manifest-sha256.txt"),
        ({"manifest-crc32_txt": ""}, Fault.ALTERED, "manifest-crc32.txt"),
        ({"tagmanifest-sha256_txt": f"{'0' * 64}  bagit.txt\n"}, Fault.ALTERED, "bagit.txt"),
        ({"tagmanifest-sha256_txt": f"{'0' * 64}  gone.txt\n"}, Fault.MISSING, "gone.txt"),
        ({"tagmanifest-sha256_txt": f"{'0' * 64}  ../gone.txt\n"}, Fault.UNSAFE, "tagmanifest-sha256.txt"),
        ({"fetch_txt": "http://example.org/a 1 data/../../a\n"}, Fault.UNSAFE, "fetch.txt"),
        ({"bag-info_txt": "Payload-Oxum: 2.1\n"}, Fault.ALTERED, "bag-info.txt"),
        ({"bagit_txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC-9\n"}, Fault.ALTERED, "bagit.txt"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, more: dict[str, str], fault: Fault, subject: str) -> None:
    found = problems(made(tmp_path / "bag", **more))
    assert (fault, subject) in [(each.fault, each.subject) for each in found]


def test_a_folder_without_the_declaration_is_no_bag(tmp_path: Path) -> None:
    (made(tmp_path / "bag") / "bagit.txt").unlink()
    assert [each.fault for each in problems(tmp_path / "bag")] == [Fault.MISSING]


def test_line_ends_in_names_are_decoded_and_percent_signs_since_the_rfc(tmp_path: Path) -> None:
    for version, written in (("1.0", "data/50%25.txt"), ("0.97", "data/50%.txt")):
        bag = made(tmp_path / version, version)
        (bag / "data/50%.txt").write_text("a")
        line = f"{hashlib.sha256(b'a').hexdigest()}  "
        (bag / "manifest-sha256.txt").write_text(f"{line}data/a.txt\n{line}{written}\n")
        assert problems(bag) == []
