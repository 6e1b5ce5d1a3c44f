"""Bad inputs, each in a file named by its sin. Made when a test needs them: one of them has 50 MB."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

PAGE = (
    b"<!doctype html><html><head><title>A page</title></head><body><article><p>A ministry said so.</p></article></body></html>"
)
HUGE = 50 * 1024 * 1024
TOLD = "The mayor of Northbridge said that the school was hit."


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


def _hundred_megabytes() -> bytes:
    paragraph = f"<p>{TOLD}</p>\n".encode()
    return b"<html><body>" + paragraph * (100_000_000 // len(paragraph)) + b"</body></html>"


def _zipped_nothing() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, made.open("page.html", "w", force_zip64=True) as file:
        for _ in range(300):
            file.write(bytes(1 << 20))
    return out.getvalue()


def _zips_in_zips() -> bytes:
    body = PAGE
    for _ in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for number in range(16):
                made.writestr(f"{number}.zip", body)
        body = out.getvalue()
    return body


def _pdf(stream: bytes, *, pages: int = 1, filters: str = "/FlateDecode") -> bytes:
    """A PDF whose pages all draw this stream."""
    kids = " ".join("3 0 R" for _ in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} /Filter [{filters}] >>\nstream\n".encode() + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def _deflated(unit: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(unit * 1000) for _ in range(times // 1000)) + packer.flush()


def _pdf_of_much_text() -> bytes:
    return _pdf(_deflated(b"BT /F1 12 Tf 50 700 Td (Ten wounded in strike on village) Tj ET\n", 5_000_000))


def _pdf_in_layers() -> bytes:
    return _pdf(zlib.compress(_deflated(bytes(1024), 700_000), 9), filters="/FlateDecode /FlateDecode")


def _laughs() -> bytes:
    names = [f"e{n}" for n in range(12)]
    held = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{held}]><rss version="2.0"><channel><title>x</title><item><title>'
        f"&{names[-1]};</title><description>&{names[-1]};</description></item></channel></rss>"
    ).encode()


def _long_entity() -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]><rss version="2.0"><channel><item><title>'
        f"{'&a;' * 100_000}</title></item></channel></rss>"
    ).encode()


def _reading_files() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&f;'
        b"</title><description>&f;</description></item></channel></rss>"
    )


def _million_items() -> bytes:
    item = b"<item><title>A shell fell</title><link>http://a.example/</link></item>\n"
    return b'<rss version="2.0"><channel>' + item * 1_000_000 + b"</channel></rss>"


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


FLOODS: dict[str, Callable[[], bytes]] = {
    "nested-divs.html": lambda: b"<div>" * 200_000 + TOLD.encode() + b"</div>" * 200_000,
    "hundred-megabytes.html": _hundred_megabytes,
    "invalid-utf-8.html": lambda: b"<html><body>" + b"<p>\xff\xfe\xc3\x28 " + TOLD.encode() + b"</p>" * 2000,
    "lying-charset.html": lambda: (
        f'<html><head><meta charset="iso-8859-7"></head><body><p>{"Снаряды упали на село вечером. " * 4}</p></body></html>'.encode()
    ),
    "one-script.html": lambda: b"<html><body><script>" + b"document.write('a'); " * 200_000 + b"</script></body></html>",
    "nothing.zip": _zipped_nothing,
    "zips-in-zips.zip": _zips_in_zips,
    "much-text.pdf": _pdf_of_much_text,
    "layers.pdf": _pdf_in_layers,
    "laughs.xml": _laughs,
    "long-entity.xml": _long_entity,
    "files.xml": _reading_files,
    "million-items.xml": _million_items,
}
"""Inputs that are bad by their size, their depth or what they grow to."""


def make(folder: Path, *names: str) -> dict[str, Path]:
    """Writes the named bad inputs, or all of MAKERS, into the folder; gives the path of each by its name."""
    paths = {name: folder / name for name in names or MAKERS}
    for name, path in paths.items():
        path.write_bytes((MAKERS | FLOODS)[name]())
    return paths
