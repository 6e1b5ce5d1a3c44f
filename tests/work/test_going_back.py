"""A log or a database that was put back to an older copy: nothing is signed, and a check names it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import LogError
from allegata.preserve.receive import receive
from allegata.records import Channel, Entry, EntryKind
from allegata.work.book import Book, create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.intake import keep

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EXPORT = Entry(kind=EntryKind.EXPORT, at=NOW, by="tester", subject="csv", body={})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with create_book(tmp_path / "book", title="Test", profile=None, now=NOW, by="tester") as book:
        take(book, "one", "two")
    shutil.copytree(tmp_path / "book", tmp_path / "old")
    with open_book(tmp_path / "book") as book:
        take(book, "three", "four")
    assert not check_casebook(tmp_path / "book").problems
    return tmp_path / "book"


def take(book: Book, *texts: str) -> None:
    for text in texts:
        keep(book, receive(text.encode(), now=NOW, channel=Channel.PASTE), now=NOW, by="tester")


def put_back(folder: Path, *names: str) -> None:
    for name in names:
        for path in folder.glob(f"{name}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in (folder.parent / "old").glob(f"{name}*"):
            shutil.copytree(path, folder / path.name) if path.is_dir() else shutil.copyfile(path, folder / path.name)


def test_a_database_that_went_back_in_time_stops_signing(folder: Path) -> None:
    put_back(folder, "casebook.db")
    told = [(p.fault, p.subject.split()[0]) for p in check_casebook(folder).problems]
    assert told == [("missing", "database"), ("missing", "capture"), ("missing", "capture")]
    with open_book(folder) as book:
        before = book.log.signed_head()
        with pytest.raises(LogError, match="the database went back in time: it was seen with 4 entries"):
            book.log.append(EXPORT)
        assert book.log.signed_head() == before


def test_a_database_that_is_gone_stops_signing(folder: Path) -> None:
    for path in folder.glob("casebook.db*"):
        path.unlink()
    with open_book(folder) as book, pytest.raises(LogError, match="now knows 0"):
        book.log.append(EXPORT)


def test_a_log_that_went_back_in_time_stops_signing(folder: Path) -> None:
    put_back(folder, "log")
    subjects = {p.subject for p in check_casebook(folder).problems}
    assert {"keys/log.head", "database"} <= subjects
    with open_book(folder) as book, pytest.raises(LogError, match="a head of 5 entries was signed before"):
        book.log.append(EXPORT)


def test_log_and_keys_put_back_are_told_by_the_database(folder: Path) -> None:
    put_back(folder, "log", "keys")
    assert "database" in {p.subject for p in check_casebook(folder).problems}
    with open_book(folder) as book, pytest.raises(LogError, match="the database knows a head of 5 entries"):
        book.log.append(EXPORT)


def test_a_whole_casebook_put_back_is_told_by_the_last_checkpoint_outside(folder: Path, tmp_path: Path) -> None:
    with open_book(folder) as book:
        outside = book.log.signed_head()
    assert not check_casebook(folder, checkpoints={"paper": outside}).problems
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "old", folder)
    assert not check_casebook(folder).problems, "an old copy contradicts itself nowhere"
    (problem,) = check_casebook(folder, checkpoints={"paper": outside}).problems
    assert (problem.subject, problem.fault) == ("paper", "altered")
    assert "is of 5 entries, the log has 3: the log went back in time" in problem.reason


def test_a_loss_that_is_put_on_record_lets_the_casebook_go_on(folder: Path) -> None:
    from allegata.work.book import record_loss

    put_back(folder, "casebook.db")
    with open_book(folder) as book:
        record_loss(book, "the disk failed; copy of 1 November", now=NOW, by="tester")
        take(book, "three", "four", "five")
        assert [e.kind for e in book.log.entries()][-2:] == [EntryKind.RESTORED, EntryKind.CAPTURE]
    assert not check_casebook(folder).problems


def test_a_crash_between_log_and_database_is_no_going_back(folder: Path) -> None:
    """The leaf is there, its row is not: adding the same again goes on."""
    with open_book(folder) as book:
        book.log.append(EXPORT)
        book.log.append(EXPORT)
    with open_book(folder) as book:
        take(book, "five")
    assert not check_casebook(folder).problems
