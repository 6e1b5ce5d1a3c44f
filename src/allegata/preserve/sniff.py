"""What kind of bytes are these: the media type by their beginning, when the source declares none or a meaningless one.

After the WHATWG MIME Sniffing Standard, with the few types that this system tells apart.
"""

import re
import zlib

UNTOLD = "application/octet-stream"
GZIP = "application/gzip"
WARC = "application/warc"
ARC = "application/x-ia-arc"
ZIP = "application/zip"
WACZ = "application/wacz"
MAIL = "message/rfc822"
TELEGRAM = "application/json"
"""What Telegram's desktop program exports of a channel or chat; other JSON is refused by the reader."""
SAVED = "multipart/related"
"""A page that a browser saved with all that belongs to it, as one message (MHTML)."""

_MAGIC = ((b"%PDF-", "application/pdf"), (b"WARC/", WARC), (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"filedesc://", ARC))
_BY_NAME = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".eml": MAIL,
    ".mht": SAVED,
    ".mhtml": SAVED,
    ".json": TELEGRAM,
}
_MEANINGLESS = frozenset({"", UNTOLD, "application/unknown", "unknown/unknown", "binary/octet-stream", "*/*"})

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# The standard's binary data bytes: controls other than TAB, LF, FF, CR and ESC.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# The standard's tags and those that saved fragments of articles begin with.
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--|<(?:!doctype\s+html|html|head|script|iframe|h[1-6]|div|font|table|a|style|title|b|body|br|p"
    rb"|article|main|section|header|meta|link|span)[\s>/])",
    re.IGNORECASE,
)
_SEEN = 1445
"""Bytes looked at, as the standard says."""
_FIELDS = re.compile(rb"(?:From [^\r\n]*\r?\n)?(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+){3,}+")
_SENT = re.compile(rb"^(?:message-id|mime-version|received|return-path)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^from[ \t]*:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^content-type[ \t]*:[ \t]*multipart/related", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(rb"^(?:snapshot-content-location[ \t]*:|from[ \t]*:[ \t]*\"?<?saved by)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(
    rb"^(?:snapshot-content-location|content-location)[ \t]*:\s*(https?://[!-~]{1,2000})[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://[!-~]{1,2000})\s")
_EXPORT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^\[\]{}]{0,1000}\"(?:messages|about|chats)\"\s*:")
_HEAD = 64 * 1024
"""Bytes in which the fields of a mail are looked for; those that its way added can be many."""


def sniff(raw: bytes, name: str | None = None) -> str:
    """The media type by the first bytes, then by the file name's ending, else `application/octet-stream`.

    >>> sniff(b"<!doctype html><p>Hi")
    'text/html'
    """
    head = raw[:_SEEN]
    if raw.startswith(b"\x1f\x8b"):
        head = _inflated_head(raw)
        return WARC if head.startswith(b"WARC/") else ARC if head.startswith(b"filedesc://") else GZIP
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if not head or (_BINARY.search(head) and not head.startswith(_BOMS)):
        return UNTOLD
    plain = head.replace(b"\x00", b"") if head.startswith(_BOMS) else head
    by_name = next((kind for ending, kind in _BY_NAME.items() if (name or "").lower().endswith(ending)), None)
    return (
        by_name
        or _message(raw)
        or (TELEGRAM if _EXPORT.match(raw) else None)
        or ("text/html" if _HTML.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe")) else "text/plain")
    )


def _message(raw: bytes) -> str | None:
    """Whether it begins as only mails and saved pages do: with fields, of them who it is from and what its way left."""
    found = _FIELDS.match(raw[:_HEAD])
    fields = found.group() if found else b""
    if not (_SENT.search(fields) and _FROM.search(fields)):
        return None
    return SAVED if _RELATED.search(fields) and _SAVED.search(fields) else MAIL


def saved_address(raw: bytes) -> str | None:
    """The address that a page saved as MHTML, or by SingleFile as one HTML file, says it was saved from."""
    found = _ADDRESS.search(raw[:_HEAD]) or _SINGLE_FILE.search(raw[:_HEAD])
    return found[1].decode("ascii", "replace") if found else None


def declared(content_type: str | None) -> tuple[str | None, str | None]:
    """Media type and charset that a Content-Type header declares; None for what it leaves open or says without meaning.

    >>> declared("Text/HTML; charset=\\"windows-1251\\"")
    ('text/html', 'windows-1251')
    """
    kind, *parameters = (content_type or "").split(";")
    kind = kind.strip().lower()
    pairs = (parameter.partition("=") for parameter in parameters)
    charset = next((value.strip(" \t'\"") for key, _, value in pairs if key.strip().lower() == "charset"), None)
    well_formed = re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) and kind not in _MEANINGLESS
    return (kind if well_formed else None), charset or None


def _inflated_head(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(raw[:4096], 16)
    except zlib.error:
        return b""
