"""What is kept comes back byte for byte, is never written twice, and no change to it goes unseen."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as PlainIterator

from allegata.errors import VaultError
from allegata.preserve.problem import Fault
from allegata.preserve.receive import Received, receive
from allegata.preserve.vault import Vault, warc_file
from allegata.records import Capture, Channel
from allegata.records.wire import from_json
from tests.hostile.make import MAKERS, PAGE, response

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)
BODIES = {
    "empty": b"",
    "page": PAGE,
    "looks like a WARC": response(PAGE) * 2,
    "line ends only": b"\r\n\r\n\r\n\r\n",
    "looks like headers": b"Content-Length: 3\r\nWARC-Type: response\r\n\r\nabc",
    "binary": MAKERS["binary.bin"](),
}
FETCHED: dict[str, Any] = {
    "channel": Channel.FETCH,
    "url": "http://example.org/a b?q=Գանձակ",
    "status": 200,
    "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Split", "a\r\n\r\nb"), ("X-Odd", "\udcff")),
}
FOUND: dict[str, Any] = {"channel": Channel.FILE, "name": "../../a.html"}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("how", [FETCHED, FOUND], ids=["fetched", "file"])
def test_a_body_comes_back_byte_for_byte(tmp_path: Path, body: bytes, how: dict[str, Any]) -> None:
    vault, received = Vault(tmp_path / "vault"), receive(body, now=NOW, **how)
    kept = vault.keep(received)
    assert vault.read(received.capture.sha256) == body
    assert kept.path == tmp_path / "vault" / kept.sha256[:2] / f"{kept.sha256}.warc"
    assert kept.warc_sha256 == hashlib.sha256(kept.path.read_bytes()).hexdigest()
    assert list(vault.check({kept.sha256: kept.warc_sha256})) == []


@given(
    body=st.binary(max_size=500),
    headers=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=30)), max_size=3),
    fetched=st.booleans(),
)
def test_any_body_with_any_headers_comes_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, headers: list[tuple[str, str]], fetched: bool
) -> None:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    how = {**FETCHED, "headers": tuple(headers)} if fetched else FOUND
    received = receive(body, now=NOW, **how)
    vault.keep(received)
    assert vault.read(received.capture.sha256) == body


@pytest.mark.parametrize("how", [FETCHED, FOUND], ids=["fetched", "file"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_other_tools_read_the_file_and_find_its_digests_right(body: bytes, how: dict[str, Any]) -> None:
    received = receive(body, now=NOW, media_type="text/html", **how)
    file = warc_file(received)
    (kind, date, whole, _), (second_kind, _, second_whole, about) = _records(file)
    assert (kind, date, whole) == ("response" if "status" in how else "resource", NOW, True)
    assert (second_kind, second_whole) == ("metadata", True)
    assert from_json(about, Capture) == received.capture
    plain = PlainIterator(io.BytesIO(file), check_digests="raise")
    assert [record.content_stream().read() for record in plain] == [body, about]


def _records(file: bytes) -> list[tuple[str, datetime, bool, bytes]]:
    """Type, date, whether the digest is right, and block of each record."""
    records = ArchiveIterator(io.BytesIO(file), parse_http=False)
    return [(r.headers["WARC-Type"], r.record_date, r.verify_block_digest(), r.reader.read()) for r in records]


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    first = vault.keep(receive(PAGE, now=NOW, **FETCHED))
    before = first.path.stat()
    again = vault.keep(receive(PAGE, now=NOW.replace(year=2021), **FOUND))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.warc_sha256 == first.warc_sha256
    assert first.path.stat() == before
    assert warc_file(receive(PAGE, now=NOW, **FETCHED)) == first.path.read_bytes()


def test_bytes_that_are_not_the_captures_are_refused(tmp_path: Path) -> None:
    received = Received(raw=b"other", capture=receive(PAGE, now=NOW, **FOUND).capture)
    with pytest.raises(VaultError, match="not those of capture"):
        Vault(tmp_path).keep(received)
    assert list(tmp_path.iterdir()) == []


def test_every_bit_of_a_kept_file_counts(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    kept = vault.keep(receive(b"<p>five were wounded</p>", now=NOW, **FETCHED))
    whole = kept.path.read_bytes()
    kept.path.chmod(0o644)
    for at in range(len(whole)):
        kept.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        (problem,) = vault.check({kept.sha256: kept.warc_sha256})
        assert problem.fault is Fault.ALTERED
        assert kept.sha256 in problem.subject


def _cut(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:300])


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda path: path.unlink(), Fault.MISSING),
        (_cut, Fault.ALTERED),
        (lambda path: path.with_name(f"{path.name}.7.unfinished").write_bytes(b"half"), Fault.UNFINISHED),
        (lambda path: path.with_name("notes.txt").write_bytes(b"x"), Fault.STRAY),
        (lambda path: path.with_name(f"{'0' * 64}.warc").write_bytes(b"x"), Fault.STRAY),
        (lambda path: (path.parent.parent / path.name).write_bytes(path.read_bytes()), Fault.STRAY),
    ],
)
def test_a_check_names_what_is_wrong(tmp_path: Path, harm: Callable[[Path], Any], fault: Fault) -> None:
    vault = Vault(tmp_path)
    kept = vault.keep(receive(PAGE, now=NOW, **FOUND))
    other = vault.keep(receive(b"other", now=NOW, **FOUND))
    harm(kept.path)
    problems = list(vault.check({each.sha256: each.warc_sha256 for each in (kept, other)}))
    assert [problem.fault for problem in problems] == [fault]


def test_what_is_gone_or_altered_is_not_given_out(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    kept = vault.keep(receive(PAGE, now=NOW, **FOUND))
    _cut(kept.path)
    with pytest.raises(VaultError, match="altered"):
        vault.read(kept.sha256)
    with pytest.raises(VaultError, match="altered"):
        vault.keep(receive(PAGE, now=NOW, **FOUND))
    with pytest.raises(VaultError, match="not in the vault"):
        vault.read("0" * 64)
    with pytest.raises(VaultError, match="is not a SHA-256"):
        vault.read("../../etc/passwd")
