"""The vault: each kept capture is one WARC 1.1 file under its SHA-256, written once and never changed.

The file holds two records: the body (`response` with its headers when it was fetched or came from an archive, else `resource`), and a
`metadata` record with the capture as JSON. What was fetched has more: each request as sent, each redirect as it came, the
certificates (PEM), and, where the body was sent in chunks or compressed, the answer as it came, as `metadata`. The account of a
visit that found known bytes has them as a `revisit`. Any WARC tool reads it;
so do the forty lines below.
Digests in a WARC do not cover the WARC's own headers, so `keep` gives the SHA-256 of the whole file for the log.

Invariant: `read(sha256)` gives the bytes whose SHA-256 it is, or raises VaultError.
"""

import hashlib
import os
import ssl
import uuid
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from ..errors import VaultError
from ..records import Capture, Channel, Record
from ..records.wire import to_json
from .durable import UNFINISHED, sync_folder, write_once
from .problem import Fault, Problem
from .receive import ACCOUNT, Received

_END = b"\r\n\r\n"
_BESIDE_PAGE = {
    (Channel.VISIT, ACCOUNT): "urn:pageinfo:",
    (Channel.RENDERED, "image/png"): "urn:fullPage:",
    (Channel.RENDERED, "application/pdf"): "urn:pdf:",
}
"""What is told or made of a page stands under a name of its own, as Browsertrix has it, so that a replay shows the page."""
_ENCODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""HTTP headers about how the body travelled; untrue of the decoded body, so they are kept under another name."""


class Kept(Record):
    """Where a capture lies: `sha256` of the body, `warc_sha256` of the whole file; `is_new` if it was not there before."""

    sha256: str
    warc_sha256: str
    path: Path
    is_new: bool


class Vault:
    """The folder `vault/` of a casebook. Safe for several writers: a name stands for its bytes alone."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def keep(self, received: Received) -> Kept:
        """Writes it to disk and waits until it is there; the same body again changes nothing.

        Raises VaultError if the bytes are not the capture's, or if what lies there already is not whole.
        """
        sha256 = received.capture.sha256
        if hashlib.sha256(received.raw).hexdigest() != sha256:
            raise VaultError(f"the bytes given are not those of capture {sha256}; preserve them again")
        path = self.path(sha256)
        file = b"" if path.exists() else warc_file(received)
        if not file or not self._write(path, file):
            return Kept(sha256=sha256, warc_sha256=self._whole(path, sha256), path=path, is_new=False)
        return Kept(sha256=sha256, warc_sha256=hashlib.sha256(file).hexdigest(), path=path, is_new=True)

    def read(self, sha256: str) -> bytes:
        """The bytes exactly as received; raises VaultError if they are missing or differ from their hash."""
        path = self.path(sha256)
        try:
            return body_in(path.read_bytes(), sha256)
        except OSError as error:
            raise VaultError(
                f"capture {sha256} is not in the vault ({error.strerror}); restore {path} from a backup"
            ) from error

    def remove(self, sha256: str) -> bool:
        """Deletes the capture's file; False if it is not there. What was deleted, by whom and why, is for the log to say."""
        path = self.path(sha256)
        if not path.exists():
            return False
        path.unlink()
        sync_folder(path.parent)
        return True

    def path(self, sha256: str) -> Path:
        """Where that capture's file lies; raises VaultError for what is no SHA-256."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise VaultError(f"{sha256!r} is not a SHA-256 in lower-case hex")
        return self.folder / sha256[:2] / f"{sha256}.warc"

    def check(self, expected: Mapping[str, str] | None = None) -> Iterator[Problem]:
        """Re-hashes every file. `expected`: capture SHA-256 -> file SHA-256, as the log says; without it a change in a
        file's own headers goes unseen, and so does a file that is gone."""
        found = set()
        hashed = _file_hashes(self._expected_files(expected or {}))
        for path in sorted(p for p in self.folder.rglob("*") if not p.is_dir() or p.is_symlink()):
            sha256 = path.name.removesuffix(".warc")
            if path.name.endswith(UNFINISHED):
                yield Problem(
                    fault=Fault.UNFINISHED, subject=self._name(path), reason="an interrupted write; it can be deleted"
                )
            elif not self._is_place_of(path, sha256) or (expected is not None and sha256 not in expected):
                yield Problem(fault=Fault.STRAY, subject=self._name(path), reason="the log has no capture for this file")
            else:
                found.add(sha256)
                if expected is None or hashed.get(path) != expected[sha256]:
                    yield from self._check_file(path, sha256, expected)
        for sha256 in sorted(set(expected or ()) - found):
            subject = self._name(self.path(sha256))
            yield Problem(
                fault=Fault.MISSING, subject=subject, reason="the log has it, the vault has not; restore it from a backup"
            )

    def _expected_files(self, expected: Mapping[str, str]) -> list[Path]:
        """Files that are where the log has them. One that is byte by byte as logged needs no second look: its body was checked
        when it was kept. So each byte is hashed once."""
        return [path for path in map(self.path, expected) if path.is_file() and not path.is_symlink()]

    def _check_file(self, path: Path, sha256: str, expected: Mapping[str, str] | None) -> Iterator[Problem]:
        try:
            whole = self._whole(path, sha256)
        except VaultError as error:
            yield Problem(fault=Fault.ALTERED, subject=self._name(path), reason=str(error))
            return
        if expected is not None and whole != expected[sha256]:
            reason = (
                f"the body is whole, its headers were altered: the file has SHA-256 {whole}, the log says {expected[sha256]}"
            )
            yield Problem(fault=Fault.ALTERED, subject=self._name(path), reason=reason)

    def _whole(self, path: Path, sha256: str) -> str:
        """The SHA-256 of the file, its body checked."""
        try:
            file = path.read_bytes()
        except OSError as error:
            raise VaultError(f"{path} cannot be read: {error.strerror}") from error
        body_in(file, sha256)
        return hashlib.sha256(file).hexdigest()

    def _is_place_of(self, path: Path, sha256: str) -> bool:
        try:
            return path == self.path(sha256) and not path.is_symlink()
        except VaultError:
            return False

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.folder))

    def _write(self, path: Path, file: bytes) -> bool:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        return write_once(path, file)


def _file_hashes(paths: list[Path]) -> dict[Path, str | None]:
    """The SHA-256 of each file, None if it cannot be read. Hashing leaves the interpreter free, so threads share the work."""
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        return dict(zip(paths, pool.map(_file_hash, paths), strict=True))


def _file_hash(path: Path) -> str | None:
    try:
        with open(path, "rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def warc_file(received: Received) -> bytes:
    """The vault's file for that capture: the same received gives the same bytes."""
    capture = received.capture
    http = _own_head(received) or (_http_head(capture) if capture.status is not None else b"")
    kind = ("response", "application/http; msgtype=response") if http else ("resource", capture.media_type)
    body_id = _record_id(capture, "body")
    body = _record(
        *kind, http + received.raw, capture, ("WARC-Record-ID", body_id), ("WARC-Payload-Digest", _digest(received.raw))
    )
    about = ("WARC-Record-ID", _record_id(capture, "capture")), ("WARC-Concurrent-To", body_id)
    return body + _record("metadata", "application/json", to_json(capture), capture, *about) + _exchanged(received, body_id)


def _own_head(received: Received) -> bytes:
    """The head of the body's own record, if it came with one."""
    return _head_as_sent(received) if received.capture.status is not None else b""


def _head_as_sent(received: Received) -> bytes:
    """The server's own head, where the body came as it is kept and the head ends where it seems to end; else nothing."""
    last = received.exchange.steps[-1] if received.exchange else None
    if last is None or not last.is_head or last.got.find(_END) != len(last.got) - len(_END):
        return b""
    return last.got


def _exchanged(received: Received, body_id: str) -> bytes:
    """The records of how it was had."""
    if received.exchange is None:
        return b""
    capture, steps, made = received.capture, received.exchange.steps, bytearray()
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        answer_id = body_id if is_last else _record_id(capture, f"answer {number}")
        common = ("WARC-Concurrent-To", answer_id), ("WARC-IP-Address", step.address)
        request = ("WARC-Record-ID", _record_id(capture, f"request {number}"))
        made += _record("request", "application/http; msgtype=request", step.sent, capture, request, *common, url=step.url)
        if is_last and capture.status is None and step.is_head:
            # What came was known already; its bytes are kept once, under the digest that is named here.
            named = (*_revisit(capture, step.got), *common[1:])
            made += _record("revisit", "application/http; msgtype=response", step.got, capture, *named, url=step.url)
        elif not is_last or not _own_head(received):
            kind, record_id = ("metadata", _record_id(capture, "as sent")) if is_last else ("response", answer_id)
            got = step.got + received.raw if step.is_head else step.got
            named = (("WARC-Record-ID", record_id), *common) if is_last else (("WARC-Record-ID", record_id), common[1])
            made += _record(kind, "application/http; msgtype=response", got, capture, *named, url=step.url)
        if step.tls is not None:
            named = (("WARC-Record-ID", _record_id(capture, f"certificates {number}")), *common)
            pem = "".join(map(ssl.DER_cert_to_PEM_cert, step.tls.certificates))
            text = f"{step.tls.version} {step.tls.cipher}\n{pem}".encode()
            made += _record("metadata", "application/pem-certificate-chain", text, capture, *named, url=step.url)
    return bytes(made)


def _revisit(capture: Capture, head: bytes) -> tuple[tuple[str, str], ...]:
    again = _digest_of(bytes.fromhex(capture.part_of or ""))
    kind = "server-not-modified" if head.split(maxsplit=2)[1:2] == [b"304"] else "identical-payload-digest"
    profile = f"http://netpreserve.org/warc/1.1/revisit/{kind}"
    return ("WARC-Record-ID", _record_id(capture, "revisit")), ("WARC-Profile", profile), ("WARC-Payload-Digest", again)


def _record(
    kind: str, content_type: str, block: bytes, capture: Capture, *named: tuple[str, str], url: str | None = None
) -> bytes:
    headers = (
        ("WARC-Type", kind),
        ("WARC-Target-URI", _quoted(url) if url else _uri(capture)),
        ("WARC-Date", capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        *named,
        ("WARC-Block-Digest", _digest(block)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(block))),
    )
    return ("WARC/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers) + "\r\n").encode() + block + _END


def _http_head(capture: Capture) -> bytes:
    """Status line and headers, one line each whatever the server sent; the size is that of the decoded body."""
    lines = [f"HTTP/1.1 {capture.status} {'OK' if capture.status == 200 else '-'}", f"Content-Length: {capture.size}"]
    for key, value in capture.headers:
        name = f"X-Archive-Orig-{key}" if key.lower() in _ENCODED else key
        lines.append(f"{_one_line(name)}: {_one_line(value)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _uri(capture: Capture) -> str:
    """The address, or for bytes without one their name by hash (RFC 6920)."""
    url = capture.final_url or capture.url
    if url:
        return _BESIDE_PAGE.get((capture.channel, capture.media_type), "") + _quoted(url)
    name = urlsafe_b64encode(bytes.fromhex(capture.sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{name}"


def _quoted(url: str) -> str:
    return quote(url, safe="/?#%:@!$&'()*+,;=~-._[]")


def _record_id(capture: Capture, part: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{_uri(capture)} {capture.sha256} {part}').urn}>"


def _digest(data: bytes) -> str:
    return _digest_of(hashlib.sha256(data).digest())


def _digest_of(hashed: bytes) -> str:
    return f"sha256:{b32encode(hashed).decode()}"


def body_in(file: bytes, sha256: str) -> bytes:
    """The body in a file of the vault; raises VaultError if its SHA-256 is not that one."""
    head, _, rest = file.partition(_END)
    length = next((line[15:] for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), b"").strip()
    block = rest[: int(length)] if length.isdigit() else b""
    raw = block.partition(_END)[2] if b"WARC-Type: response\r\n" in head + b"\r\n" else block
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise VaultError(f"the vault's file for {sha256} does not hold those bytes; it was altered: restore it from a backup")
    return raw
