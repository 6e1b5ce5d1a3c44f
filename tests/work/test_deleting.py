"""What was deleted is gone from every file; that it was, by whom and why, stays; a profile's change is on record."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.cli import main
from allegata.data import path as data_path
from allegata.errors import CasebookError, VaultError
from allegata.records import EntryKind
from allegata.work.book import create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.deleting import delete
from allegata.work.intake import add
from allegata.work.linking import link_book
from allegata.work.readers import load_readers

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CANARY = "Canaryville"
TEXT = f"""Shelling

4 October 2020

The ministry said that one civilian, a baker, was killed by shelling in {CANARY} on Saturday.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, linked; the first is the one that has to go."""
    with create_book(tmp_path / "book", title="Test", profile="karabakh-2020", now=NOW, by="tester") as book:
        for name, text in (("a.txt", TEXT), ("b.txt", TEXT.replace(CANARY, "Terter"))):
            (tmp_path / name).write_text(text, encoding="utf-8")
            assert all(one.reading for one in add(book, str(tmp_path / name), readers=load_readers(), now=NOW, by="tester"))
        link_book(book)
    return tmp_path / "book"


def holding(folder: Path, words: str) -> list[str]:
    return [str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]


def test_deleted_is_gone_and_a_tombstone_stays(folder: Path, tmp_path: Path) -> None:
    assert holding(folder, CANARY)
    with open_book(folder) as book:
        gone, kept = (capture.sha256 for capture in book.store.captures())
        delete(book, gone, reason="names a minor", ground="court order 12/2026", now=NOW, by="tester")
        with pytest.raises(VaultError):
            book.vault.read(gone)
        assert [c.sha256 for c in book.store.captures()] == [kept]
        tomb = list(book.log.entries())[-1]
        assert (tomb.kind, tomb.subject, tomb.by) == (EntryKind.DELETION, gone, "tester")
        assert tomb.body == {"reason": "names a minor", "ground": "court order 12/2026"}
        assert book.log.prove(book.log.root()[0] - 1)
        assert gone in {e.subject for e in book.log.entries() if e.kind is EntryKind.CAPTURE}, "the hash stays"
        size = book.log.root()[0]
        delete(book, gone, reason="again", ground="again", now=NOW, by="tester")
        assert book.log.root()[0] == size, "one tombstone"
    assert holding(folder, CANARY) == []
    assert not check_casebook(folder).problems
    with open_book(folder) as book:
        (added,) = add(book, str(tmp_path / "a.txt"), readers=load_readers(), now=NOW, by="tester")
        assert added.is_new
    assert not check_casebook(folder).problems, "added again, it is logged again"


def test_bytes_that_came_back_after_their_deletion_are_named(folder: Path) -> None:
    with open_book(folder) as book:
        gone = next(book.store.captures()).sha256
        path, body = book.vault.path(gone), book.vault.path(gone).read_bytes()
        delete(book, gone, reason="why", ground="law", now=NOW, by="tester")
    path.write_bytes(body)
    (problem,) = check_casebook(folder).problems
    assert (problem.fault, problem.subject) == ("stray", f"{gone[:2]}/{gone}.warc")
    assert problem.since is not None


def test_nothing_is_deleted_without_why_and_ground(folder: Path) -> None:
    with open_book(folder) as book:
        sha256 = next(book.store.captures()).sha256
        for reason, ground, capture in (("", "law", sha256), ("why", " ", sha256), ("why", "law", "0" * 64)):
            with pytest.raises(CasebookError):
                delete(book, capture, reason=reason, ground=ground, now=NOW, by="tester")
        assert book.vault.read(sha256)


def test_a_profile_changed_by_hand_is_named_until_it_is_on_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = folder / "profile.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace('name = "', 'name = "X ', 1), encoding="utf-8")
    (problem,) = check_casebook(folder).problems
    assert (problem.fault, problem.subject) == ("altered", "profile.toml")
    assert main(["profile", "--reason", "a better name", "-C", str(folder)]) == 0
    assert main(["profile", "--reason", "the same", "-C", str(folder)]) == 0
    assert "nothing is added" in capsys.readouterr().out
    assert main(["verify", str(folder)]) == 0
    with data_path("profiles").joinpath("karabakh-2020.toml").open("rb") as shipped:
        (folder.parent / "p.toml").write_bytes(shipped.read())
    assert main(["profile", str(folder.parent / "p.toml"), "--reason", "back", "-C", str(folder)]) == 0
    with open_book(folder) as book:
        told = [e.body.get("reason") for e in book.log.entries() if e.kind is EntryKind.PROFILE]
    assert told == [None, "a better name", "back"]
    assert main(["verify", str(folder)]) == 0
