"""Sources into a casebook: idempotent, in order, and no bad source stops the others."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from spacy.tokens import Doc

from allegata.casebook.folder import MARK
from allegata.cli import main
from allegata.data import path as data_path
from allegata.records import EntryKind, Failure, FailureStage
from allegata.work.book import Book, clock_doubt, create_book
from allegata.work.checking import check_casebook
from allegata.work.intake import GROUP, Added, add
from allegata.work.linking import link_book, linked_now
from allegata.work.outgoing import dossier_of, export_book
from allegata.work.readers import load_readers
from tests.hostile.make import make

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SAMPLES = ("ganja-wire.html", "losses-4-october.txt")


def sample(folder: Path, name: str) -> str:
    target = folder / name
    target.write_bytes((data_path("samples") / name).read_bytes())
    return str(target)


def take(book: Book, *sources: str) -> list[Added]:
    readers = load_readers().under(book.profile)
    return [one for source in sources for one in add(book, source, readers=readers, now=NOW, by="tester")]


def new_book(tmp_path: Path) -> Book:
    return create_book(tmp_path / "book", title="Test", profile="karabakh-2020", now=NOW, by="tester")


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    sources = [sample(tmp_path, name) for name in SAMPLES]
    with new_book(tmp_path) as book:
        first = take(book, *sources)
        before = (book.log.root(), list(book.store.readings()))
        second = take(book, *sources)
        assert [a.is_new for a in first + second] == [True, True, False, False]
        assert (book.log.root(), list(book.store.readings())) == before
        assert [a.reading for a in second] == [a.reading for a in first]
        kinds = [e.kind for e in book.log.entries()]
    assert kinds == [EntryKind.CASEBOOK, EntryKind.PROFILE, *[EntryKind.CAPTURE, EntryKind.READING] * 2]


def test_an_interrupted_add_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Bytes and leaf are there, the rows are not: as after a crash between the log and the database."""
    source = sample(tmp_path, SAMPLES[1])
    with new_book(tmp_path) as book:
        take(book, source)
        kept = book.log.root()
        for file in (tmp_path / "book").glob("casebook.db*"):
            file.unlink()
    from allegata.work.book import open_book

    with open_book(tmp_path / "book") as book:
        assert list(book.store.readings()) == []
        (added,) = take(book, source)
        assert added.reading is not None
        assert book.log.root()[0] - kept[0] <= 1
    assert not [p for p in check_casebook(tmp_path / "book").problems if p.fault != "stray"]


BAD = ("empty.html", "binary.bin", "truncated.html.gz", "broken-record.warc", "unknown-encoding.txt", "no-date.html")


def test_bad_sources_are_kept_told_and_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    made = make(tmp_path / "bad", *BAD)
    good = sample(tmp_path, SAMPLES[1])
    with new_book(tmp_path) as book:
        added = take(book, *(str(p) for p in made.values()), str(tmp_path / "not-there.html"), good)
        failed = {(a.capture.name if a.capture else None): a.failure for a in added if a.failure}
        assert {"empty.html", "binary.bin", "truncated.html.gz"} <= set(failed)
        assert failed[None] and failed[None].stage is FailureStage.PRESERVE
        assert all(f and f.reason for f in failed.values())
        for one in added:
            if one.capture:
                assert len(book.vault.read(one.capture.sha256)) == one.capture.size
        assert added[-1].reading is not None
        told = {c.sha256 for c in book.store.captures() if c.failure}
        assert {a.capture.sha256 for a in added if a.capture and a.failure} <= told
    assert not check_casebook(tmp_path / "book").problems


@pytest.mark.parametrize("what", ["vault", "log", "row", "decision"])
def test_a_change_anywhere_is_found(tmp_path: Path, what: str) -> None:
    source = sample(tmp_path, SAMPLES[1])
    with new_book(tmp_path) as book:
        take(book, source)
    folder = tmp_path / "book"
    assert not check_casebook(folder).problems
    CHANGES[what](folder)
    assert check_casebook(folder).problems


@pytest.mark.parametrize(
    "change",
    [
        "update casebook_capture set record = replace(record, 'empty.html', 'other.html')",
        "update casebook_capture set failure = null",
        "update casebook_capture set failure = replace(failure, 'empty', 'private')",
    ],
    ids=["the name of a capture that was not read", "its failure wiped out", "its failure put otherwise"],
)
def test_a_changed_capture_row_is_found(tmp_path: Path, change: str) -> None:
    (tmp_path / "bad").mkdir()
    with new_book(tmp_path) as book:
        take(book, str(make(tmp_path / "bad", "empty.html")["empty.html"]), sample(tmp_path, SAMPLES[1]))
    assert not check_casebook(tmp_path / "book").problems
    execute(tmp_path / "book", change)
    (problem,) = check_casebook(tmp_path / "book").problems
    assert problem.fault == "altered"


def test_a_failure_given_to_a_capture_that_was_read_is_found(tmp_path: Path) -> None:
    with new_book(tmp_path) as book:
        take(book, sample(tmp_path, SAMPLES[1]))
        (capture,) = book.store.captures()
        made_up = Failure(stage=FailureStage.READ, error="Unreadable", reason="made up")
        book.store.record_failure(capture.sha256, made_up)
    assert "altered" in [p.fault for p in check_casebook(tmp_path / "book").problems]


def test_what_became_of_a_capture_is_logged_when_it_changes(tmp_path: Path) -> None:
    """A reader that fails, fails again, then reads: three adds of one file, of which the second tells nothing new."""
    source = sample(tmp_path, SAMPLES[1])
    with new_book(tmp_path) as book:
        readers = load_readers().under(book.profile)

        def parse(text: str) -> Doc:
            raise IndexError("words of the source")

        for using in (replace(readers, parse=parse), replace(readers, parse=parse), readers):
            (added,) = add(book, source, readers=using, now=NOW, by="tester")
            assert not check_casebook(tmp_path / "book").problems
        assert added.reading is not None
        told = [e for e in book.log.entries() if e.kind in (EntryKind.FAILURE, EntryKind.READING)]
    assert [e.kind for e in told] == [EntryKind.FAILURE, EntryKind.READING]
    assert "words of the source" not in str(told)


def change_vault(folder: Path) -> None:
    file = next((folder / "vault").rglob("*.warc"))
    file.chmod(0o644)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def change_log(folder: Path) -> None:
    file = folder / "log" / "entries.jsonl"
    file.write_text(file.read_text().replace('"tester"', '"Tester"', 1))


def change_row(folder: Path) -> None:
    execute(folder, "update casebook_claim set record = replace(record, '\"asserted\"', '\"denied\"')")


def change_decision(folder: Path) -> None:
    execute(
        folder,
        "insert into casebook_decision (id, kind, subject, by, at, record) values ('d', 'accept', 's', 'x', '2026-01-01', '{}')",
    )


def execute(folder: Path, statement: str) -> None:
    import sqlite3

    with sqlite3.connect(folder / "casebook.db") as database:
        database.execute(statement)


CHANGES = {"vault": change_vault, "log": change_log, "row": change_row, "decision": change_decision}


def test_links_are_made_and_stored(tmp_path: Path) -> None:
    with new_book(tmp_path) as book:
        take(book, *(sample(tmp_path, n) for n in SAMPLES))
        assert link_book(book) == linked_now(book)


def test_an_export_is_logged_and_what_was_rejected_does_not_leave(tmp_path: Path) -> None:
    from allegata.records import DecisionKind
    from allegata.work.desk import decide

    with new_book(tmp_path) as book:
        take(book, sample(tmp_path, SAMPLES[1]))
        (reading,) = book.store.readings()
        gone = reading.claims[0].id
        decide(book.store, book.log, kind=DecisionKind.REJECT, subject=gone, by="tester", reason="not in the text", now=NOW)
        made = dossier_of(book, now=NOW)
        assert gone not in {c.id for r in made.readings for c in r.claims}
        size = export_book(book, "jsonl", tmp_path / "out.jsonl", now=NOW, by="tester")
        data = (tmp_path / "out.jsonl").read_bytes()
        assert len(data) == size
        assert f'"id":"{gone}"'.encode() not in data
        assert list(book.log.entries())[-1].kind is EntryKind.EXPORT


def test_recent_events_do_not_leave_unless_a_person_lifts_the_embargo(tmp_path: Path) -> None:
    soon = datetime(2020, 10, 6, tzinfo=UTC)
    with new_book(tmp_path) as book:
        take(book, sample(tmp_path, SAMPLES[1]))
        held = {c.id for r in dossier_of(book, now=soon).readings for c in r.claims}
        lifted = {c.id for r in dossier_of(book, now=soon, embargo=False).readings for c in r.claims}
        assert held < lifted


def test_a_copied_folder_is_the_casebook(tmp_path: Path) -> None:
    with new_book(tmp_path) as book:
        take(book, sample(tmp_path, SAMPLES[1]))
    shutil.copytree(tmp_path / "book", tmp_path / "copy")
    assert (tmp_path / "copy" / MARK).exists()
    assert not check_casebook(tmp_path / "copy").problems


def test_a_folder_of_the_same_the_broken_and_the_good_waits_for_the_disk_together(tmp_path: Path) -> None:
    """More than a group; copies are known, what is broken is a failure, and adding all again changes nothing."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(GROUP + 5):
        (folder / f"{number:02}.txt").write_text(f"A ministry said on Sunday that {number} were wounded in the town.")
    (folder / "03-again.txt").write_bytes((folder / "03.txt").read_bytes())
    (folder / "04-broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    with new_book(tmp_path) as book:
        first = take(book, str(folder))
        assert sum(one.is_new for one in first) == GROUP + 6
        (again,) = (one for one in first if not one.is_new)
        assert again.reading is not None
        assert [one.failure.stage for one in first if one.failure] == [FailureStage.READ]
        root = book.log.root()
        assert not any(one.is_new for one in take(book, str(folder)))
        assert book.log.root() == root
        kinds = [entry.kind for entry in book.log.entries()]
        assert (kinds.count(EntryKind.CAPTURE), kinds.count(EntryKind.READING)) == (GROUP + 6, GROUP + 5)
    assert check_casebook(tmp_path / "book").problems == ()


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)])
def test_a_clock_a_day_off_keeps_the_order_and_is_told(tmp_path: Path, jump: timedelta) -> None:
    with new_book(tmp_path) as book:
        readers = load_readers().under(book.profile)
        told, subjects = [], []
        for name, at in zip("abc", (NOW, NOW + jump, NOW + timedelta(minutes=1)), strict=True):
            source = tmp_path / f"{name}.txt"
            source.write_text(f"A ministry said on Sunday that three were wounded in the town of {name}.")
            told.append(clock_doubt(book, at) is not None)
            subjects += [one.capture.sha256 for one in add(book, str(source), readers=readers, now=at, by="t") if one.capture]
        assert told == ([False, True, False] if jump < timedelta(0) else [False, False, True])
        assert [e.subject for e in book.log.entries() if e.kind is EntryKind.CAPTURE] == subjects
    assert check_casebook(tmp_path / "book").problems == ()


def test_a_clock_that_went_back_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with create_book(tmp_path / "book", title="Test", profile=None, now=datetime.now(UTC) + timedelta(days=1), by="t"):
        pass
    assert main(["add", sample(tmp_path, SAMPLES[1]), "-C", str(tmp_path / "book")]) == 0
    assert capsys.readouterr().err.count("the clock is wrong now or was then") == 1
