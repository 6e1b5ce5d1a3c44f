"""The short forms of the long proofs, and every edit of a row."""

import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from allegata.data import path as data_path
from allegata.preserve.log import Log
from allegata.records import DecisionKind
from allegata.work.book import create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.desk import decide
from allegata.work.intake import add
from allegata.work.readers import load_readers
from tests.prove import dying, full, kill, mutate, speed, tamper
from tests.prove.casebook import NOW, make_casebook


def test_random_bits(tmp_path: Path) -> None:
    folder = make_casebook(tmp_path)
    counted = tamper.prove(folder, tamper.random_flips(folder, 150, seed=random.randrange(10**6)))
    assert sum(counted.values()) == 150
    assert not {name for name in counted if name.endswith("free")} - {
        f"{name} free" for name in ("casebook.db", "profile.toml", "casebook.toml")
    }


def test_every_byte_of_the_log_and_what_came_back(tmp_path: Path) -> None:
    """Entries, heads, tiles, notes; tokens and cosignatures are in tests/work/test_sending.py, vault files in test_vault.py."""
    folder = make_casebook(tmp_path)
    log = Log(folder / "log")
    assert list(log.check()) == []
    for path in (*(folder / "log").rglob("*"), folder / "keys/log.head", folder / "keys/log.key"):
        if path.is_file() and path.name != "lock" and path.parent.name != "tokens" and path.suffix != ".cosignatures":
            for at in range(0, path.stat().st_size, 1 if path.stat().st_size < 500 else 7):
                with tamper.flipped((path, at, at % 8)):
                    assert list(log.check()), f"byte {at} of {path.relative_to(folder)}"
    assert list(log.check()) == []


def test_entries_with_other_fields_break_no_check(tmp_path: Path) -> None:
    """A check names the entry and goes on, whatever an entry's body holds."""
    folder = make_casebook(tmp_path)
    path = folder / "log/entries.jsonl"
    whole = path.read_bytes()
    fields = (
        b'"warc_sha256"',
        b'"digest"',
        b'"size"',
        b'"certificates"',
        b'"key"',
        b'"at"',
        b'"authority"',
        b'"kind"',
        b'"capture"',
    )
    for name in fields:
        assert name in whole
        path.write_bytes(whole.replace(name, name[:-2] + b'z"'))
        assert any(problem.subject.startswith("entry ") for problem in check_casebook(folder).problems), name
    path.write_bytes(whole)
    assert not check_casebook(folder).problems


def test_50_reports_a_second_are_kept_for_good(tmp_path: Path) -> None:
    """The better of two, on a machine that others use."""
    rates = []
    for name in "ab":
        with create_book(tmp_path / name, title="Test", profile=None, now=NOW, by="tester") as book:
            rates.append(speed.keep_reports(book, 100))
            assert (len(list(book.store.readings())), book.log.root()[0]) == (100, 201)
        assert not check_casebook(tmp_path / name).problems
    assert max(rates) >= 50


def test_a_full_disk(tmp_path: Path) -> None:
    assert full.limits(tmp_path, 6).total() == 6
    try:
        assert full.disks(tmp_path, 6)
    except PermissionError as refused:
        pytest.skip(f"left out: {refused}")


def test_a_dying_disk(tmp_path: Path) -> None:
    """EIO at the first calls of each kind; `make prove` has more of them."""
    try:
        seen = dying.prove(tmp_path, 1)
        assert all(f"{kind}: " in seen for kind in dying.KINDS)
    except FileNotFoundError as missing:
        pytest.skip(f"left out: {missing}")


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    book, source = tmp_path / "book", tmp_path / "report.txt"
    source.write_text("A ministry said on Sunday that three were wounded in the town. " * 400)
    with create_book(book, title="Test", profile=None, now=NOW, by="tester"):
        pass
    script = (
        "import resource, sys; from allegata.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))\n"
        f"sys.exit(main(['add', {str(source)!r}, '-C', {str(book)!r}]))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ended.returncode in (2, 3)
    assert ended.stderr.startswith("allegata: ")
    assert len(ended.stderr.splitlines()) == 1
    assert not check_casebook(book).problems


def test_kills(tmp_path: Path) -> None:
    assert kill.prove(tmp_path, 12, seed=random.randrange(10**6)) > 0


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A casebook of real reports with decisions, and its last head, held outside."""
    folder = tmp_path_factory.mktemp("reviewed") / "book"
    with create_book(folder, title="Test", profile="karabakh-2020", now=NOW, by="tester") as book:
        readers = load_readers().under(book.profile)
        for name in ("ganja-wire.html", "losses-4-october.txt"):
            assert all(
                one.reading for one in add(book, str(data_path("samples") / name), readers=readers, now=NOW, by="tester")
            )
        for reading in book.store.readings():
            for kind in (DecisionKind.ACCEPT, DecisionKind.REJECT):
                decide(book.store, book.log, kind=kind, subject=reading.claims[0].id, by="a", reason="why", now=NOW)
        head = book.log.signed_head()
    assert not check_casebook(folder).problems
    return folder, head


TABLES = ("capture", "reading", "statement", "claim", "claim_place", "decision")


def edits() -> list[str]:
    """Every way to edit, delete, add and swap rows."""
    made = [
        "DELETE FROM casebook_{table} WHERE number = (SELECT min(number) FROM casebook_{table})",
        "DELETE FROM casebook_{table}",
    ]
    every = [each.format(table=table) for table in TABLES for each in made]
    for table, columns in {
        "capture": ("sha256", "warc_sha256", "fetched_at", "record"),
        "reading": ("edition", "text_sha256", "published", "record", "current"),
        "statement": ("id", "record", "reading_id"),
        "claim": ("id", "event", "start", "end", "record", "reading_id"),
        "claim_place": ("place", "claim_id"),
        "decision": ("id", "kind", "subject", "by", "at", "record"),
    }.items():
        row = f"number = (SELECT min(number) FROM casebook_{table})"
        for column in columns:
            new = {
                "fetched_at": "'2020-01-01 00:00:00'",
                "at": "'2020-01-01 00:00:00'",
                "record": "replace(record, ':', ': ') || ' '",
                "current": "1 - current",
                "reading_id": "(SELECT max(number) FROM casebook_reading)",
                "claim_id": "(SELECT max(number) FROM casebook_claim)",
            }.get(column, f"""coalesce("{column}", '') || 'x'""")
            if column == "record":
                new = """replace(replace(record, 'Ministry', 'ministry'), '"why"', '"Why"') || substr(' ', 1, 0)"""
                new = f"CASE WHEN {new} = record THEN replace(record, '2', '3') ELSE {new} END"
            every.append(f'UPDATE casebook_{table} SET "{column}" = {new} WHERE {row}')
    two = "(SELECT min(number) FROM casebook_{table}), (SELECT max(number) FROM casebook_{table})"
    for table in ("capture", "statement", "claim", "decision"):
        low, high = two.format(table=table).split(", ")
        every.append(
            f"UPDATE casebook_{table} SET record = CASE number WHEN {low} THEN (SELECT record FROM casebook_{table} WHERE number = {high}) "
            f"ELSE (SELECT record FROM casebook_{table} WHERE number = {low}) END WHERE number IN ({low}, {high})"
        )
    every.append("UPDATE casebook_decision SET number = 1000 - number")
    every.append(
        "INSERT INTO casebook_decision (id, kind, subject, by, at, record) "
        "SELECT id || 'x', kind, subject, by, at, replace(record, id, id || 'x') FROM casebook_decision LIMIT 1"
    )
    every.append(
        "INSERT INTO casebook_claim (reading_id, id, event, record) SELECT reading_id, id || 'x', event, replace(record, id, id || 'x') "
        "FROM casebook_claim LIMIT 1"
    )
    return every


@pytest.mark.parametrize("edit", edits())
def test_every_edit_of_rows_is_found(reviewed: tuple[Path, str], tmp_path: Path, edit: str) -> None:
    folder = tmp_path / "book"
    shutil.copytree(reviewed[0], folder)
    with sqlite3.connect(folder / "casebook.db") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        before = list(database.iterdump())
        database.execute(edit)
        assert list(database.iterdump()) != before, "an edit that edits nothing proves nothing"
    database.close()
    assert check_casebook(folder).problems, edit


def test_a_log_cut_back_and_signed_anew_with_its_own_key_is_found_by_the_head_outside(
    reviewed: tuple[Path, str], tmp_path: Path
) -> None:
    """Somebody with the key, the code and all files: only what is held outside tells."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from allegata.preserve.checkpoint import Checkpoint, sign
    from allegata.preserve.ledger import leaf_hash, root

    folder, outside = tmp_path / "book", reviewed[1]
    shutil.copytree(reviewed[0], folder)
    log = Log(folder / "log")
    lines = list(log.lines())[:-1]
    key = Ed25519PrivateKey.from_private_bytes(log.key.read_bytes())
    origin = log.checkpoint().origin
    (log.folder / "entries.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    cut = Checkpoint(origin=origin, size=len(lines), root=root(map(leaf_hash, lines)))
    for path in (log.folder / "checkpoint", log.last_signed):
        path.write_text(sign(cut, key), encoding="utf-8")
    shutil.rmtree(log.folder / "tile")
    (log.folder / "stored").unlink()
    with sqlite3.connect(folder / "casebook.db") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("DELETE FROM casebook_head")
        database.execute("DELETE FROM casebook_decision WHERE number = (SELECT max(number) FROM casebook_decision)")
    database.close()
    assert not check_casebook(folder).problems
    (problem,) = check_casebook(folder, checkpoints={"newspaper": outside}).problems
    assert problem.subject == "newspaper"
    assert "went back in time" in problem.reason


def test_a_problem_says_since_when(reviewed: tuple[Path, str], tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(reviewed[0], folder)
    from allegata.preserve.receive import receive
    from allegata.records import Channel
    from allegata.work.intake import keep
    from allegata.work.sending import send_out

    with open_book(folder) as book:
        first = send_out(book).size
        late = receive(b"late", now=NOW, channel=Channel.PASTE)
        keep(book, late, now=NOW, by="tester")
        second = send_out(book).size
        path = book.vault.path(late.capture.sha256)
    path.unlink()
    (problem,) = check_casebook(folder).problems
    assert problem.since == (
        f"logged as entry {first} (2026-11-01 12:00 UTC), after the checkpoint of {first} (2026-11-01 12:00 UTC), "
        f"before that of {second} (2026-11-01 12:00 UTC)"
    )
    shutil.copyfile(next((reviewed[0] / "vault").rglob("*.warc")), path)
    lines = (folder / "log/entries.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log/entries.jsonl").write_bytes(
        b"".join([*lines[:first], lines[first].replace(b"tester", b"Tester"), *lines[first + 1 :]])
    )
    told = {p.subject: p.since for p in check_casebook(folder).problems}
    between = f"the checkpoint of {first} entries (2026-11-01 12:00 UTC) still holds, that of {second} does not"
    assert told[f"entry {first}"] == between


def test_mutated_inputs_are_read_or_refused() -> None:
    counts, slowest, wrong = mutate.run(1_600, seed=random.randrange(10**6))
    assert not wrong, wrong[0]
    assert counts.total() == 1_600
    assert {name for name, end in counts if end == "read"} >= {"html", "rss", "mail", "warc"}, (
        "most mutations leave something to read"
    )
    assert slowest < mutate.LIMIT


def test_an_address_that_is_none_breaks_no_page() -> None:
    for url in (b"http://[", b"http://[::1/2020/10/04/", b"http://[\xff]/", b"//", b"http://"):
        page = mutate.HTML.replace(b"</head>", b'<link rel="canonical" href="%s"></head>' % url)
        assert mutate.tried("html", page)[0] == "read"
