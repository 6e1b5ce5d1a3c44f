"""The verb itself: bytes and their circumstances become a Capture; bytes and Capture together are what was received.

Invariant: `received.capture.sha256` is the SHA-256 of `received.raw`.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from ..errors import SourceError
from ..records import Capture, Channel, Failure, FailureStage, Record
from .embedded import Embedded
from .exchange import Exchange
from .sniff import MAIL, SAVED, TELEGRAM, declared, sniff

READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
"""Media types that hold an article. In an archive all else (images, scripts, styles) is kept and passed over."""
ENCLOSED = READABLE | {MAIL, SAVED, TELEGRAM}
"""The same for what is enclosed in a mail or a ZIP file."""

ACCOUNT = "application/vnd.allegata.visit+json"
"""The account of a visit."""
OF_PAGES = ("urn:pageinfo:", "urn:fullPage:", "urn:pdf:", "urn:view:", "urn:thumbnail:", "urn:text:")
"""How crawlers name what they made of a page; no report of its own."""
BESIDE = frozenset({Channel.EMBEDDED, Channel.RENDERED, Channel.VISIT})
"""Channels of what belongs to a fetched page and is no report of its own."""


class Received(Record):
    """The bytes with their capture.

    `opened`: a container (WARC, gzip or ZIP file, feed) whose contents follow as captures of their own; keep it, read them.
    `exchange`: how a fetched body was had; `embedded`: what it needs to be seen.
    """

    raw: bytes
    capture: Capture
    opened: bool = False
    exchange: Exchange | None = None
    embedded: tuple[Embedded, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether an article is to be read from it: whole, not a container, and among others a successful, readable answer or file."""
        capture = self.capture
        if self.opened or capture.failure is not None or capture.channel in BESIDE:
            return False
        if capture.channel in (Channel.MAIL, Channel.ZIP):
            return capture.media_type in ENCLOSED
        if capture.channel is not Channel.WARC:
            return True
        return (
            not (capture.url or "").startswith(OF_PAGES)
            and capture.media_type in READABLE
            and (capture.status is None or 200 <= capture.status < 300)
        )


def preserve(
    raw: bytes,
    *,
    now: datetime,
    channel: Channel,
    media_type: str | None = None,
    url: str | None = None,
    final_url: str | None = None,
    name: str | None = None,
    charset: str | None = None,
    status: int | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    part_of: str | None = None,
    failure: Failure | None = None,
) -> Capture:
    """The capture of `raw` at the aware time `now`; raises ValueError for a naive one.

    `media_type` is a Content-Type as the source declares it, with or without charset; without a meaning it is sniffed.

    >>> preserve(b"Hello", now=datetime(2020, 10, 4, tzinfo=UTC), channel=Channel.PASTE).media_type
    'text/plain'
    """
    if now.tzinfo is None:
        raise ValueError(f"the time of capture {now} has no zone; pass an aware datetime")
    kind, said_charset = declared(media_type)
    return Capture(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        media_type=kind or sniff(raw, name),
        fetched_at=now.astimezone(UTC),
        channel=channel,
        url=_writable(url),
        final_url=_writable(final_url),
        name=_writable(name),
        charset=_writable(charset or said_charset),
        status=status,
        headers=tuple((_writable(key) or "", _writable(value) or "") for key, value in headers),
        part_of=part_of,
        failure=failure,
    )


def receive(raw: bytes, *, opened: bool = False, **circumstances: Any) -> Received:
    """The bytes together with their capture; `circumstances` as for `preserve`."""
    return Received(raw=raw, capture=preserve(raw, **circumstances), opened=opened)


def failed(error: SourceError) -> Failure:
    """What goes into a capture when preserving met that error."""
    return Failure(stage=FailureStage.PRESERVE, error=type(error).__name__, reason=_writable(str(error)) or "")


def _writable(text: str | None) -> str | None:
    """With half characters (in file names and headers that are not UTF-8) written out, so that the record can be stored."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode()
