"""The log only grows, says so with a signature, and finds out every change, cut and addition."""

import json
import multiprocessing
import random
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from allegata.errors import LogError
from allegata.preserve.ledger import is_included, leaf_hash, root
from allegata.preserve.log import Log
from allegata.preserve.problem import Fault
from allegata.preserve.receive import receive
from allegata.preserve.vault import Vault
from allegata.records import Channel, Entry, EntryKind
from allegata.records.wire import canonical

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)


def entry(number: int) -> Entry:
    return Entry(kind=EntryKind.CAPTURE, at=NOW, by="a", subject=f"{number:064x}", body={"number": number})


@pytest.fixture
def log(tmp_path: Path) -> Log:
    made = Log.create(tmp_path / "log")
    made.append_all([entry(0), entry(1)])
    made.append(entry(2))
    return made


def test_entries_come_back_in_order_under_the_right_root(log: Log) -> None:
    assert list(log.entries()) == [entry(0), entry(1), entry(2)]
    leaves = [leaf_hash(canonical(entry(number))) for number in range(3)]
    assert log.root() == (3, root(leaves).hex())
    assert all(is_included(leaf, at, 3, log.proof(at), root(leaves)) for at, leaf in enumerate(leaves))
    assert list(log.check()) == []


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    log = Log.create(tmp_path / "log")
    assert log.root() == (0, root([]).hex())
    assert list(log.check()) == []
    assert log.append_all([]) == range(0)


def test_indices_go_on_in_another_process_and_after_another_writer(log: Log) -> None:
    other = Log(log.folder)
    assert other.append(entry(3)) == 3
    assert log.append_all([entry(4), entry(5)]) == range(4, 6)
    assert other.append(entry(6)) == 6
    assert list(log.check()) == []


def test_the_key_is_the_owners_alone(log: Log) -> None:
    assert log.key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(LogError, match="already there"):
        Log.create(log.folder)


def _append_many(folder: Path, first: int) -> None:
    log = Log(folder)
    for number in range(first, first + 10):
        log.append(entry(number))


def test_writers_in_several_processes_lose_nothing(log: Log) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_append_many, args=(log.folder, 100 * number)) for number in range(1, 4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert list(Log(log.folder).check()) == []  # a check beside the writers sees whole states only
    for writer in writers:
        writer.join()
    assert list(log.check()) == []
    wanted = {number for first in (100, 200, 300) for number in range(first, first + 10)} | {0, 1, 2}
    assert {each.body["number"] for each in log.entries()} == wanted


def test_every_bit_on_disk_counts(log: Log) -> None:
    """One bit flipped anywhere, and the check tells; where it lies in an entry, it names the entry."""
    for name in ("entries.jsonl", "checkpoint", "key.pub", "tile/0/000.p/3", "tile/entries/000.p/3"):
        path = log.folder / name
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
            problems = list(Log(log.folder).check())
            assert problems, f"byte {at} of {name}"
        path.write_bytes(whole)
    assert list(log.check()) == []


def _edit(log: Log, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = log.folder / "entries.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


@pytest.mark.parametrize(
    ("change", "subjects"),
    [
        (lambda lines: [lines[0], lines[1].replace(b'"number":1', b'"number":9'), lines[2]], {"entry 1"}),
        (lambda lines: [lines[1], lines[0], lines[2]], {"entry 0", "entry 1"}),
        (lambda lines: [lines[0], b'{"a": 1}\n', lines[2]], {"entry 1"}),
        (lambda lines: lines[:2], {"entries.jsonl"}),
        (lambda lines: [*lines, lines[0]], {"entries.jsonl"}),
        (lambda lines: [*lines, b"half"], {"entries.jsonl"}),
        (lambda lines: [], {"entries.jsonl"}),
    ],
    ids=["changed", "swapped", "replaced", "cut back", "added", "half a line added", "emptied"],
)
def test_an_edited_log_is_found_out_and_not_added_to(
    log: Log, change: Callable[[list[bytes]], list[bytes]], subjects: set[str]
) -> None:
    _edit(log, change)
    before = log.signed_head()
    assert {problem.subject for problem in Log(log.folder).check()} == subjects
    for writer in (log, Log(log.folder)):
        with pytest.raises(LogError):
            writer.append(entry(3))
    assert log.signed_head() == before


def test_a_log_written_anew_as_a_whole_is_found_out_by_what_was_seen_before(log: Log, tmp_path: Path) -> None:
    seen = log.root()
    log.append(entry(3))
    assert list(log.check(seen=seen)) == []
    forged = Log.create(tmp_path / "forged" / "log")
    forged.append_all([entry(0), entry(9), entry(2), entry(3)])
    shorter = Log.create(tmp_path / "shorter" / "log")
    shorter.append_all([entry(0), entry(1)])
    for other in (forged, shorter):
        assert list(other.check()) == []
        assert [problem.fault for problem in other.check(seen=seen)] == [Fault.ALTERED]


def test_an_interrupted_append_is_taken_back(log: Log) -> None:
    """As a power cut leaves it at each point: the batch noted, half in the log, wholly in the log but not signed."""
    batch = canonical(entry(3)) + b"\n" + canonical(entry(4)) + b"\n"
    path = log.folder / "entries.jsonl"
    signed = path.read_bytes()
    for there in (0, 10, len(batch) // 2, len(batch)):
        (log.folder / "pending.jsonl").write_bytes(batch)
        path.write_bytes(signed + batch[:there])
        assert [problem.fault for problem in log.check()] == ([Fault.UNFINISHED] if there else [])
        assert list(log.entries()) == [entry(0), entry(1), entry(2)]
        assert Log(log.folder).append_all([]) == range(3, 3)
        assert path.read_bytes() == signed
    assert log.append(entry(3)) == 3
    assert list(log.check()) == []


def test_an_append_signed_but_not_cleaned_up_stays(log: Log) -> None:
    (log.folder / "pending.jsonl").write_bytes(canonical(entry(2)) + b"\n")
    assert Log(log.folder).append(entry(3)) == 3
    assert list(log.check()) == []


def test_tiles_are_made_anew(log: Log) -> None:
    shutil.rmtree(log.folder / "tile")
    assert list(log.check()) == []
    Log(log.folder).append(entry(3))
    assert (log.folder / "tile/0/000.p/4").stat().st_size == 4 * 32
    assert list(log.check()) == []


def test_a_log_of_before_there_were_tiles_goes_on(log: Log) -> None:
    """It holds a note of the leaves' hashes instead, in one file, which names the entry that was altered."""
    shutil.rmtree(log.folder / "tile")
    log.last_signed.unlink()
    (log.folder / "leaves").write_bytes(b"".join(leaf_hash(canonical(entry(number))) for number in range(3)))
    assert list(log.check()) == []
    path = log.folder / "entries.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"number":1', b'"number":9'))
    assert [problem.subject for problem in log.check()] == ["entry 1"]
    path.write_bytes(whole)
    assert Log(log.folder).append(entry(3)) == 3
    assert not (log.folder / "leaves").exists()
    assert list(log.check()) == []


def test_another_logs_key_does_not_sign(log: Log, tmp_path: Path) -> None:
    other = Log.create(tmp_path / "other" / "log")
    log.key.write_bytes(other.key.read_bytes())
    with pytest.raises(LogError, match="not this log's"):
        Log(log.folder).append(entry(3))
    log.key.unlink()
    with pytest.raises(LogError, match="cannot be read"):
        Log(log.folder).append(entry(3))
    assert list(log.check()) == []


def test_no_log_is_a_plain_error(tmp_path: Path) -> None:
    log = Log(tmp_path / "nothing")
    with pytest.raises(LogError):
        log.append(entry(0))
    with pytest.raises(LogError):
        log.root()
    assert [problem.fault for problem in log.check()] == [Fault.ALTERED]


def test_openssl_agrees_with_the_signature(log: Log, tmp_path: Path) -> None:
    """An independent program checks the head: the text up to the empty line, the key from key.pub, 64 bytes of signature."""
    if shutil.which("openssl") is None:
        pytest.skip("left out: the openssl program is not installed")
    text, _, signature = log.signed_head().rpartition("\n\n")
    public = b64decode((log.folder / "key.pub").read_text().strip().split("+", 2)[2])[1:]
    (tmp_path / "text").write_text(text + "\n")
    (tmp_path / "signature").write_bytes(b64decode(signature.split()[-1])[4:])
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der", "-rawin", "-in", "text"]
    done = subprocess.run([*command, "-sigfile", "signature"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout
    assert json.loads((log.folder / "entries.jsonl").read_bytes().splitlines()[0])["by"] == "a"


def _append_until_killed(folder: Path, told: Connection) -> None:
    vault, log = Vault(folder / "vault"), Log(folder / "log")
    for number in range(10**6):
        kept = vault.keep(receive(f"{told.fileno()} {number} {time.monotonic()}".encode(), now=NOW, channel=Channel.PASTE))
        body: dict[str, str | int | None] = {"warc_sha256": kept.warc_sha256}
        log.append(Entry(kind=EntryKind.CAPTURE, at=NOW, by="a", subject=kept.sha256, body=body))
        told.send(kept.sha256)


def test_nothing_that_was_acknowledged_is_lost_when_the_writer_is_killed(log: Log, tmp_path: Path) -> None:
    fork, acknowledged = multiprocessing.get_context("fork"), set()
    dice = random.Random(7)
    for _ in range(20):
        receiver, sender = fork.Pipe(duplex=False)
        writer = fork.Process(target=_append_until_killed, args=(tmp_path, sender))
        writer.start()
        sender.close()
        acknowledged.add(receiver.recv())
        time.sleep(dice.random() * 0.05)
        writer.kill()
        writer.join()
        while True:
            try:
                acknowledged.add(receiver.recv())
            except (EOFError, OSError):
                break
        log.append_all([])
        assert list(log.check()) == []
    logged = {each.subject: each.body["warc_sha256"] for each in log.entries() if "warc_sha256" in each.body}
    assert acknowledged <= set(logged)
    harmless = {Fault.UNFINISHED, Fault.STRAY}  # kept, but killed before the log was told
    expected = {sha256: str(file) for sha256, file in logged.items()}
    assert {problem.fault for problem in Vault(tmp_path / "vault").check(expected)} <= harmless
