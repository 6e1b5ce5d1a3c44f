"""Captures -> one WACZ 1.1.1: the vault's WARC files byte for byte, an index (CDXJ), the list of pages, sums over all, a signature.

The same captures, title, time and key give the same bytes.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ..records import Record

VERSION = "1.1.1"
Sign = Callable[[str], dict[str, str]]
"""The digest (`sha256:` and hex) -> signedData as wacz-auth 0.1.0 has it."""

_INDEXED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit


class Archived(Record):
    """A WARC file that goes in. `name`: the file's in archive/; `title`: of the page in it; `is_page`: whether it is listed as one."""

    name: str
    path: Path
    is_page: bool
    title: str | None = None


class Line(Record):
    """A line of the index: sorted by key and time."""

    key: str
    at: str
    fields: dict[str, str]

    @property
    def text(self) -> str:
        """As CDXJ has it."""
        return f"{self.key} {self.at} {json.dumps(self.fields, ensure_ascii=False)}\n"


def write_wacz(out: BinaryIO, files: Iterable[Archived], *, title: str, made_at: datetime, software: str, sign: Sign) -> None:
    """One WACZ to `out`, a file at a time in memory. Raises OSError when a file of the vault cannot be read."""
    stamp = made_at.astimezone(UTC)
    when = (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
    resources: list[dict[str, Any]] = []
    lines: list[Line] = []
    pages: list[dict[str, str]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:

        def add(name: str, data: bytes, *, packed: bool = False, is_listed: bool = True) -> None:
            info = zipfile.ZipInfo(name, when)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            package.writestr(info, data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
            if is_listed:
                sha256 = hashlib.sha256(data).hexdigest()
                resources.append(
                    {"name": name.rsplit("/", 1)[-1], "path": name, "hash": f"sha256:{sha256}", "bytes": len(data)}
                )

        for file in files:
            warc = file.path.read_bytes()
            add(f"archive/{file.name}", warc)
            found = index(file.name, warc)
            lines += found
            pages += [page(line, file.title) for line in found[:1] if file.is_page]
        add("indexes/index.cdx", "".join(sorted(line.text for line in lines)).encode(), packed=True)
        head = {"format": "json-pages-1.0", "id": "pages", "title": "Reports"}
        add("pages/pages.jsonl", b"".join(_json(row) + b"\n" for row in [head, *pages]), packed=True)
        datapackage = _json(
            {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": title,
                "created": _rfc3339(stamp),
                "software": software,
                "resources": resources,
            }
        )
        digest = f"sha256:{hashlib.sha256(datapackage).hexdigest()}"
        add("datapackage.json", datapackage, is_listed=False)
        signed = _json({"path": "datapackage.json", "hash": digest, "signedData": sign(digest)})
        add("datapackage-digest.json", signed, is_listed=False)


def index(name: str, warc: bytes) -> list[Line]:
    """The lines for the responses and resources of a WARC file, in its order."""
    starts: list[tuple[int, Line | None]] = []
    for record in ArchiveIterator(BytesIO(warc), record_types=WarcRecordType.any_type, auto_decode="none"):
        starts.append((record.stream_pos, _line(record) if record.record_type & _INDEXED else None))
    ends = [at for at, _ in starts[1:]] + [len(warc)]
    made = []
    for (start, line), end in zip(starts, ends, strict=True):
        if line is not None:
            place = {"offset": str(start), "length": str(end - start), "filename": name}
            record_digest = {"recordDigest": f"sha256:{hashlib.sha256(warc[start:end]).hexdigest()}"}
            made.append(Line(key=line.key, at=line.at, fields={**line.fields, **place, **record_digest}))
    return made


def _line(record: WarcRecord) -> Line:
    url = str(record.headers.get("WARC-Target-URI") or "")
    http = record.http_headers
    kind = http.get("Content-Type") if http is not None else record.headers.get("Content-Type")
    fields = {
        "url": url,
        "mime": str(kind or "application/octet-stream").split(";")[0].strip(),
        "status": str(http.status_code if http is not None else 200),
        "digest": str(record.headers.get("WARC-Payload-Digest") or ""),
    }
    at = record.record_date.astimezone(UTC) if record.record_date else datetime(1970, 1, 1, tzinfo=UTC)
    return Line(key=sort_key(url), at=at.strftime("%Y%m%d%H%M%S"), fields=fields)


def page(line: Line, title: str | None) -> dict[str, str]:
    """A line of the list of pages."""
    at = datetime.strptime(line.at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    url = line.fields["url"]
    found = {"id": hashlib.sha256(f"{url} {line.at}".encode()).hexdigest()[:16], "url": url, "ts": _rfc3339(at)}
    return found | ({"title": title} if title else {})


def sort_key(url: str) -> str:
    """The address as indexes of web archives sort it (SURT): host turned round, in small letters, the scheme left out.

    >>> sort_key("https://www.Example.org:8080/A?b=C")
    'org,example:8080)/a?b=c'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url.replace(" ", "%20")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url.replace(" ", "%20")
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    beyond = f":{port}" if port not in (None, 80, 443) else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{host}{beyond}){parts.path or '/'}{query}".lower().replace(" ", "%20")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _rfc3339(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
