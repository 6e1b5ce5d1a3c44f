"""Programs that are not ours accept what a log gives out, and refuse it with one byte changed; sizes and speed as promised.

Go's x/mod (sumdb/note, sumdb/tlog) from Debian's packages, built here without a network. The openssl program checks signatures
in test_log.py and time-stamps in tests/work/test_sending.py.
"""

import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from allegata.preserve.checkpoint import Checkpoint, cosign, open_note, sign
from allegata.preserve.ledger import Range, inclusion_proof, leaf_hash
from allegata.preserve.log import Log
from allegata.preserve.proof import InclusionProof
from allegata.preserve.stamp import query
from allegata.records import Entry, EntryKind
from allegata.records.wire import canonical
from tests.preserve.authority import make_authority

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
GO = next((path for path in (shutil.which("go"), "/usr/lib/go-1.19/bin/go") if path and Path(path).exists()), None)
MODULES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")

Check = Callable[..., bool]


def entries(first: int, end: int) -> list[Entry]:
    body: dict[str, str | int | None] = {"digest": "0" * 64, "warc_sha256": "1" * 64, "channel": "fetch", "part_of": None}
    return [Entry(kind=EntryKind.CAPTURE, at=NOW, by="tester", subject=f"{n:064x}", body=body) for n in range(first, end)]


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """The Go program, built; called with the arguments that it documents."""
    if GO is None or not MODULES.is_dir():
        pytest.skip("left out: Go's x/mod is not installed (sudo apt-get install golang-1.19-go golang-golang-x-mod-dev)")
    folder = tmp_path_factory.mktemp("go")
    shutil.copy(Path(__file__).parent / "go" / "main.go", folder)
    outside = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache"), "GOFLAGS": "-p=1"}
    program = folder / "check"
    build = [GO, "build", "-o", str(program), "main.go"]
    subprocess.run(build, cwd=folder, env={**os.environ, **outside}, check=True, capture_output=True)

    def check(*arguments: object) -> bool:
        return subprocess.run([program, *map(str, arguments)], capture_output=True, check=False).returncode == 0

    return check


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    made = Log.create(tmp_path_factory.mktemp("others") / "log")
    made.append_all(entries(0, 300))
    made.outbox.keep(made.signed_head())
    made.append_all(entries(300, 700))
    return made


def in_base64(hashes: tuple[bytes, ...]) -> list[str]:
    return [b64encode(each).decode() for each in hashes]


def test_go_opens_the_head_and_checks_inclusion(go: Check, log: Log, tmp_path: Path) -> None:
    key, head, entry = log.verifier().strip(), log.folder / "checkpoint", tmp_path / "entry"
    for index in (0, 255, 256, 511, 699):
        line, proof = log.line(index), in_base64(log.prove(index).hashes)
        entry.write_bytes(line)
        assert go(key, head, "record", index, entry, *proof)
        assert not go(key, head, "record", index + 1, entry, *proof)
        entry.write_bytes(line.replace(b"tester", b"Tester"))
        assert not go(key, head, "record", index, entry, *proof)
    cosigned = tmp_path / "cosigned"
    witness = Ed25519PrivateKey.generate()
    cosigned.write_text(log.signed_head() + cosign(log.signed_head(), "witness.example", witness, at=NOW), encoding="utf-8")
    entry.write_bytes(log.line(5))
    assert go(key, cosigned, "record", 5, entry, *in_base64(log.prove(5).hashes)), "a witness's line is in nobody's way"
    other = tmp_path / "other"
    other.write_text(log.signed_head().replace("\n700\n", "\n701\n"), encoding="utf-8")
    assert not go(key, other, "record", 5, entry, *in_base64(log.prove(5).hashes))


def test_go_checks_that_the_log_only_grew(go: Check, log: Log) -> None:
    key, head = log.verifier().strip(), log.folder / "checkpoint"
    old = open_note(log.outbox.sent(300).note, log.verifier())
    proof = in_base64(log.prove_consistency(old).hashes)
    assert go(key, head, "tree", 300, b64encode(old.root).decode(), *proof)
    assert not go(key, head, "tree", 300, b64encode(leaf_hash(b"another past")).decode(), *proof)


def test_go_reads_the_whole_log_from_its_tiles(go: Check, log: Log, tmp_path: Path) -> None:
    key = log.verifier().strip()
    assert go(key, log.folder / "checkpoint", "tiles", log.folder)
    shutil.copytree(log.folder, tmp_path / "log")
    for name in ("tile/0/000", "tile/0/002.p/188", "tile/entries/001", "tile/1/000.p/2"):
        path = tmp_path / "log" / name
        whole = path.read_bytes()
        path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
        assert not go(key, log.folder / "checkpoint", "tiles", tmp_path / "log"), name
        path.write_bytes(whole)
    assert go(key, log.folder / "checkpoint", "tiles", tmp_path / "log")


def test_a_proof_at_a_million_leaves_is_small_and_goes_offline_in_4_kb(tmp_path: Path) -> None:
    leaves = [leaf_hash(number.to_bytes(4)) for number in range(1_000_000 - 1)]
    line = canonical(entries(7, 8)[0])
    leaves.insert(777_777, leaf_hash(line))
    tree = Range().add_all(leaves)
    key, origin = Ed25519PrivateKey.generate(), "allegata-log-0123456789abcdef"
    note = sign(Checkpoint(origin=origin, size=tree.size, root=tree.root()), key)
    proof = InclusionProof(index=777_777, hashes=inclusion_proof(leaves, 777_777), checkpoint=note)
    assert sum(map(len, proof.hashes)) <= 640
    bundle = len(proof.text.encode()) + len(line)
    if authority := make_authority(tmp_path, "Test TSA"):
        bundle += len(authority.answer(query(note.encode()).data))
    assert bundle < 4096, f"entry, proof, checkpoint and token are {bundle} bytes"


def test_100_000_appends_a_second_in_memory() -> None:
    lines = [canonical(each) for each in entries(0, 1000)] * 100
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        Range().add_all(map(leaf_hash, lines))
        best = max(best, len(lines) / (time.process_time() - started))
    assert best > 100_000


def test_a_proof_from_a_long_log_reads_a_few_tiles(tmp_path: Path) -> None:
    log = Log.create(tmp_path / "log")
    log.append_all(entries(0, 20_000))
    started = time.process_time()
    for index in range(0, 20_000, 1000):
        log.prove(index)
    assert (time.process_time() - started) / 20 < 0.02
