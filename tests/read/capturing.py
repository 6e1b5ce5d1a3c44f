"""Captures for the tests of this room, made from bytes with a fixed clock."""

import hashlib
from datetime import UTC, datetime

from allegata.read import read
from allegata.records import Article, Capture, Channel, Day, Scans

NOW = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)


def article(
    raw: bytes | str,
    *,
    media_type: str = "text/html",
    charset: str | None = None,
    url: str | None = None,
    published: Day | None = None,
    scans: Scans | None = None,
) -> Article:
    """What `read` makes of the bytes."""
    body = raw.encode() if isinstance(raw, str) else raw
    capture = Capture(
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        media_type=media_type,
        fetched_at=NOW,
        channel=Channel.FILE,
        url=url,
        charset=charset,
    )
    return read(capture, body, published=published, scans=scans)
