"""The bytes received, with when, how and from where. Immutable: a capture is its SHA-256."""

from datetime import datetime
from enum import StrEnum

from .base import Record


class Channel(StrEnum):
    """How the bytes came in."""

    FILE = "file"
    STDIN = "stdin"
    FETCH = "fetch"
    WARC = "warc"
    FEED = "feed"
    PASTE = "paste"
    MAIL = "mail"
    """Attached to a mail."""
    ZIP = "zip"
    """A file in a ZIP file."""
    EMBEDDED = "embedded"
    """What a fetched page needs to be seen: an image, a style sheet, a font."""
    RENDERED = "rendered"
    """Made here of a fetched page by a browser: a picture of it, a PDF."""
    VISIT = "visit"
    """The account of one visit to a page."""


class FailureStage(StrEnum):
    """Which room could not do its work."""

    PRESERVE = "preserve"
    READ = "read"
    EXTRACT = "extract"
    RESOLVE = "resolve"


class Failure(Record):
    """Why a room gave nothing for a capture; shown to the user, never hidden."""

    stage: FailureStage
    error: str
    """The class of the error, as in errors.py."""
    reason: str
    """What is wrong, with which value, and what to do."""


class Capture(Record):
    """One received body of bytes.

    `sha256` is over the body as received (after transfer decoding of a fetch, before content decoding when the
    source was a file). `warc_sha256` is the vault file that holds it, once it is kept.
    """

    sha256: str
    size: int
    media_type: str
    """As found: declared by the source, or sniffed; `application/octet-stream` when neither tells."""
    fetched_at: datetime
    """Aware, UTC."""
    channel: Channel
    url: str | None = None
    """The address the bytes are said to come from; given by the source or the user."""
    final_url: str | None = None
    """After redirects, when fetched."""
    name: str | None = None
    """The file's name or the record's place in its WARC, for people; never used as a path."""
    charset: str | None = None
    """Declared by the transport (HTTP header), if any."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    part_of: str | None = None
    """SHA-256 of the container (WARC, gzip or ZIP file, feed, mail) the body was taken from."""
    failure: Failure | None = None
