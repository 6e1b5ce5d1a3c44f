"""Bad inputs, each in a file named by its sin. Made when a test needs them: one of them has 50 MB."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

PAGE = (
    b"<!doctype html><html><head><title>A page</title></head><body><article><p>A ministry said so.</p></article></body></html>"
)
HUGE = 50 * 1024 * 1024


def response(body: bytes, *, url: str = "http://example.org/", length: str | None = None, http: bytes = b"") -> bytes:
    """One WARC response record; `length` in place of the true Content-Length, `http` for more header lines."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + http + b"\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-10-04T06:30:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:6a1c3b5e-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _huge() -> bytes:
    paragraph = b"<p>" + b"A ministry said that a town had been shelled. " * 20 + b"</p>\n"
    return b"<html><body>" + paragraph * (HUGE // len(paragraph)) + b"</body></html>"


def _with_broken(length: str) -> bytes:
    first, last = (response(PAGE, url=f"http://example.org/{name}") for name in ("first", "last"))
    return first + response(PAGE, url="http://example.org/broken", length=length) + last


def _broken_member() -> bytes:
    members = [
        gzip.compress(response(PAGE * 20, url=f"http://example.org/{name}"), mtime=0) for name in ("first", "broken", "last")
    ]
    members[1] = members[1][:60] + bytes(byte ^ 0xFF for byte in members[1][60:100]) + members[1][100:]
    return b"".join(members)


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(80)) + packer.flush()


MAKERS: dict[str, Callable[[], bytes]] = {
    "empty.html": lambda: b"",
    "binary.bin": lambda: bytes(range(256)) * 64,
    "huge.html": _huge,
    "no-date.html": lambda: PAGE,
    "unknown-encoding.txt": lambda: "Դատախազությունը հայտնեց".encode("utf-16-be") + b"\xff\xfe\xfd\x81\x8d\x9d",
    "wrong-charset.html": lambda: (
        b'<html><head><meta charset="x-no-such"></head><body><p>\xd1\xe5\xec\xfc\xfa</p></body></html>'
    ),
    "mixed-encodings.html": lambda: "<html><body><p>Гянджа</p><p>".encode() + "Гянджа".encode("cp1251") + b"</p></body></html>",
    "no-text.html": lambda: b"<html><head><script>var a = 1</script></head><body><img src=x></body></html>",
    "deep.html": lambda: b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000,
    "unclosed.html": lambda: b"<html><body><p>Half a page <b>and then",
    "nul-bytes.html": lambda: PAGE.replace(b"ministry", b"mini\x00stry"),
    "one-line.txt": lambda: b"A" * 200_000,
    "truncated.html.gz": lambda: gzip.compress(PAGE * 50, mtime=0)[:-40],
    "bomb.html.gz": _bomb,
    "twice-compressed.html.gz": lambda: gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0),
    "not-a-pdf.pdf": lambda: b"%PDF-1.7\nthis is no PDF\n%%EOF\n",
    "broken-record.warc": lambda: _with_broken("99999999999999999999"),
    "short-record.warc": lambda: _with_broken("40"),
    "swallowing-record.warc": lambda: _with_broken("600"),
    "wordy-length.warc": lambda: _with_broken("many"),
    "cut-off.warc": lambda: _with_broken("")[:-100],
    "broken-member.warc.gz": _broken_member,
    "only-beginnings.warc": lambda: b"WARC/1.1\n" * 1_000_000,
    "garbage.warc": lambda: b"WARC/1.1\r\n" + bytes(range(256)) * 8,
}


def make(folder: Path, *names: str) -> dict[str, Path]:
    """Writes the named bad inputs, or all, into the folder; gives the path of each by its name."""
    paths = {name: folder / name for name in names or MAKERS}
    for name, path in paths.items():
        path.write_bytes(MAKERS[name]())
    return paths
