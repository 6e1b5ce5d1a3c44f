"""Fetching in a process of its own, and what of it is kept: all that was sent and came. Only loopback is dialled."""

import gzip
import os
import ssl
import sys
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from allegata.errors import FetchFailed, FetchRefused, TooLarge
from allegata.preserve.fetch import fetch
from allegata.preserve.fetch_apart import fetch_apart
from allegata.preserve.receive import Received
from allegata.preserve.vault import Vault

from .test_fetch import NOW, Site, _certificate, get, site  # noqa: F401

PAGE = b"<p>What was said.</p>"


def kept(folder: Path, received: Received) -> list[tuple[str, str, bytes]]:
    """Type, address and block of each record in the vault's file, as a tool that is not ours reads them."""
    file = Vault(folder).keep(received).path.read_bytes()
    assert Vault(folder).read(received.capture.sha256) == received.raw
    records = ArchiveIterator(BytesIO(file), parse_http=False, record_types=WarcRecordType.any_type)
    found = []
    for record in records:
        assert record.verify_block_digest()
        found.append((str(record.headers["WARC-Type"]), str(record.headers["WARC-Target-URI"]), record.reader.read()))
    return found


def test_the_same_as_in_this_process(site: Site) -> None:  # noqa: F811
    site.says("/a", b"", status="301 Moved", headers="Location: /b")
    site.says("/b", PAGE, headers="Content-Type: text/html; charset=windows-1251\r\nX-A: ü")
    assert fetch_apart(site.url("/a"), now=NOW, policy=site.policy) == get(site, "/a")


def test_errors_come_through(site: Site) -> None:  # noqa: F811
    with pytest.raises(FetchRefused, match="not a public address"):
        fetch_apart("http://127.0.0.1/", now=NOW)
    with pytest.raises(FetchRefused, match="not a public address"):
        fetch_apart("http://169.254.169.254/latest", now=NOW)
    with pytest.raises(FetchRefused, match="only http and https"):
        fetch_apart("file:///etc/passwd", now=NOW)
    site.says("/", b"a" * 300_000)
    with pytest.raises(TooLarge):
        fetch_apart(site.url("/"), now=NOW, policy=site.policy, limit=200_000)
    site.says("/in", b"", status="302 Found", headers="Location: http://10.0.0.1/")
    with pytest.raises(FetchRefused):
        fetch_apart(site.url("/in"), now=NOW, policy=site.policy)


def test_the_worker_gets_no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A worker that tells what it was given: no proxy, no password, no working folder."""
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    monkeypatch.setenv("ALLEGATA_DATABASE", "postgresql://u:secret@h/n")
    told = tmp_path / "told"
    script = f"import os; open({str(told)!r}, 'w').write(repr(dict(os.environ)) + os.getcwd())"
    with pytest.raises(FetchFailed, match="ended before it was done"):
        fetch_apart("http://127.0.0.1/", now=NOW, command=(sys.executable, "-c", script))
    said = told.read_text()
    assert said.endswith("}/")
    assert "3128" not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import time; time.sleep(60)", "did not end"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended before it was done"),
        ("import sys; sys.stdout.buffer.write(b'\\xff' * 100)", "ended before it was done"),
        ("import sys; sys.stdout.buffer.write(bytes(8) * 2)", "cannot be read"),
        ("import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))", "more than it may"),
    ],
)
def test_a_worker_gone_wrong_is_an_error_and_gone(script: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allegata.preserve.fetch_apart._SLACK", 0.5)
    begun, before = time.monotonic(), children()
    with pytest.raises(FetchFailed, match=reason):
        fetch_apart("http://127.0.0.1/", now=NOW, seconds=2, limit=1_000_000, command=(sys.executable, "-c", script))
    assert time.monotonic() - begun < 10
    assert children() <= before, "nothing of it is left, not even its exit status"


def children() -> set[int]:
    """The processes that this one has started and not yet waited for."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


def test_a_lying_worker_is_not_believed(site: Site) -> None:  # noqa: F811
    site.says("/")
    script = (
        "import hashlib, msgspec, sys\n"
        "from allegata.preserve import fetch_worker as w\n"
        "real = w._answer\n"
        "w._answer = lambda asked: (real(asked)[0], b'other bytes')\n"
        "w.main()"
    )
    with pytest.raises(FetchFailed, match="not what it says"):
        fetch_apart(site.url("/"), now=NOW, policy=site.policy, command=(sys.executable, "-c", script))


def test_a_bomb_stays_in_its_process(site: Site) -> None:  # noqa: F811
    bomb = gzip.compress(gzip.compress(bytes(200_000_000), 9), 9)
    site.sends("/", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n" + bomb)
    failure = fetch_apart(site.url("/"), now=NOW, policy=site.policy, limit=1_000_000).capture.failure
    assert failure is not None
    assert failure.error == "TooLarge"


def test_all_that_went_over_the_wire_is_kept(site: Site, tmp_path: Path) -> None:  # noqa: F811
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 3\r\n\r\noff"
    head = b"HTTP/1.1 200 Fine\r\ncontent-TYPE:  text/html\r\nX-Odd:\tb\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    site.sends("/a", moved)
    site.sends("/b", head + PAGE)
    received = fetch_apart(site.url("/a"), now=NOW, policy=site.policy)
    records = kept(tmp_path, received)
    assert [(kind, url) for kind, url, _ in records] == [
        ("response", site.url("/b")),
        ("metadata", site.url("/b")),
        ("request", site.url("/a")),
        ("response", site.url("/a")),
        ("request", site.url("/b")),
    ]
    assert records[0][2] == head + PAGE
    assert records[3][2] == moved
    assert [records[2][2], records[4][2]] == site.asked


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=1\r\nfull\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"full"),
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nfull",
        b"HTTP/1.1 200 OK\nContent-Length: 4\n\nfull",
    ],
)
def test_a_body_that_travelled_in_another_form_is_kept_in_both(site: Site, tmp_path: Path, wire: bytes) -> None:  # noqa: F811
    site.sends("/", wire)
    records = kept(tmp_path, fetch_apart(site.url("/"), now=NOW, policy=site.policy))
    assert records[0][2].endswith(b"full")
    assert wire in [block for kind, _, block in records if kind == "metadata"]


@pytest.mark.parametrize("status", ["403 Forbidden", "401 Unauthorized", "404 Not Found", "500 Broken"])
def test_a_refusal_is_kept_and_never_told_as_done(site: Site, tmp_path: Path, status: str) -> None:  # noqa: F811
    site.says("/", b"<p>Log in", status=status)
    received = fetch_apart(site.url("/"), now=NOW, policy=site.policy)
    assert not received.is_page
    assert received.capture.failure is not None
    assert f"answered {status[:3]}" in received.capture.failure.reason
    assert kept(tmp_path, received)[0][2].startswith(f"HTTP/1.1 {status}".encode())


def test_a_cut_download_is_kept_as_far_as_it_came(site: Site, tmp_path: Path) -> None:  # noqa: F811
    wire = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    site.sends("/", wire)
    received = fetch_apart(site.url("/"), now=NOW, policy=site.policy)
    assert (received.raw, received.is_page) == (b"half", False)
    assert kept(tmp_path, received)[0][2] == wire


def test_the_certificate_is_kept(tmp_path: Path) -> None:
    server, _ = _certificate(tmp_path, "example.org")
    made = Site(server)
    made.says("/")
    pem = (tmp_path / "cert.pem").read_text()
    here = lambda host, port: ("127.0.0.1",)  # noqa: E731
    trusting = ssl.create_default_context(cadata=pem)
    received = fetch(made.url("/", "example.org"), now=NOW, policy=made.policy, resolve=here, certificates=trusting)
    made.close()
    records = kept(tmp_path / "vault", received)
    told = [block.decode() for kind, _, block in records if kind == "metadata" and b"BEGIN CERTIFICATE" in block]
    assert len(told) == 1
    assert told[0].startswith("TLSv1.")
    assert told[0].partition("\n")[2] == pem


def test_a_condition_that_holds_is_no_failure(site: Site) -> None:  # noqa: F811
    site.says("/", b"", status="304 Not Modified", headers='ETag: "a"')
    assert fetch_apart(site.url("/"), now=NOW, policy=site.policy).capture.failure is not None
    again = fetch_apart(site.url("/"), now=NOW, policy=site.policy, extra=(("If-None-Match", '"a"'),), agent="Record/1")
    assert (again.capture.status, again.capture.failure) == (304, None)
    assert b'If-None-Match: "a"\r\n' in site.asked[-1]
    assert b"User-Agent: Record/1\r\n" in site.asked[-1]
