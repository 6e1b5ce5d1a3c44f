"""Bytes to characters, each character knowing its bytes.

Invariant: nothing is dropped. A byte that no character can be made of becomes one U+FFFD of its own.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

import msgspec
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from ..errors import TooLarge, Unreadable
from ..records import Record

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
META = re.compile(rb"<(?:meta\b[^>]{0,512}?charset|\?xml[^>]{0,256}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
META_WITHIN = 4096
"""Browsers look in the first 1,024 bytes; pages with a long comment on top are common, so look a little further."""
MOST_WRONG = 0.002
"""A declared charset that fails on more of the bytes than this is not believed when another fits. Broken single bytes are rarer."""
MOST_CONTROLS = 0.05
"""Text has next to no control characters; PNG, ZIP and executables have 10 to 30 %."""
FEW_CONTROLS = 4
"""So many stand in short texts by accident, and are then shown for what they are."""
MOST_BYTES_ONE_BY_ONE = 8_000_000
WIDTHS = re.compile("[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\ud7ff\ue000-\uffff]+|[\U00010000-\U0010ffff]+|[\ud800-\udfff]+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\udc00-\udcff]")
REPLACED = dict.fromkeys(range(0xDC00, 0xDD00), "\ufffd")
RULE = "allegata-byte-by-byte"


def _keep_each_byte(error: UnicodeError) -> tuple[str, int]:
    """For the codecs: every byte that cannot be decoded stands as one lone surrogate."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(RULE, _keep_each_byte)


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Characters `[start, next stretch)` of the decoded source have `width` bytes each, from byte `at` on."""

    start: int
    at: int
    width: int


class Decoded(Record):
    """The source as characters. `stretches` cover all of `text`."""

    text: str
    encoding: str
    stretches: tuple[Stretch, ...]
    warnings: tuple[str, ...] = ()

    def stretch_at(self, offset: int) -> int:
        """Index of the stretch that holds the character."""
        return bisect_right(self.stretches, offset, key=lambda s: s.start) - 1


def decode(raw: bytes, *, declared: str | None = None, html: bool = False) -> Decoded:
    """Decode by byte-order mark, then valid UTF-8, then the transport's charset, the page's own, then detection.

    Many-byte UTF-8 does not come about by chance, so it is believed above a declaration. Raises Unreadable for no bytes and
    for bytes that are no text.
    """
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(f"the source is empty ({len(raw)} bytes of nothing but white space); check that it was saved in full")
    warnings: list[str] = []
    skip, encoding = next(((len(bom), name) for bom, name in BOMS if raw.startswith(bom)), (0, ""))
    text = _try(raw[skip:], encoding or "utf-8")
    named = _declared(raw, declared, html)
    if not encoding and (_wrong(text) or (named or "").startswith("utf-16")):
        encoding, text = _choose(raw, named, text, warnings)
    encoding = encoding or "utf-8"
    if named and named != encoding:
        warnings.append(f"declared charset {named} does not fit; read as {encoding}")
    _refuse_binary(text, len(raw))
    wrong = _wrong(text)
    if wrong:
        warnings.append(f"{wrong} bytes are not valid {encoding}; each stands as U+FFFD")
    stretches = tuple(_stretches(text, raw, skip, encoding))
    return Decoded(
        text=text.translate(REPLACED) if wrong else text, encoding=encoding, stretches=stretches, warnings=tuple(warnings)
    )


def _declared(raw: bytes, declared: str | None, html: bool) -> str | None:
    """The charset that transport or page declare, as a Python codec; None when none or unknown."""
    found = META.search(raw[:META_WITHIN]) if html else None
    inside = found.group(1).decode("ascii") if found else None
    for name in (declared, inside):
        codec = _codec(name) if name else None
        if codec and not (name is inside and codec.startswith("utf-16")):
            return codec
    return None


def _codec(name: str) -> str | None:
    mapped = map_encoding_to_html5(name, fallback_utf8=False)
    try:
        return codecs.lookup(mapped).name if mapped else None
    except LookupError:
        return None


def _try(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode(encoding, RULE)


def _wrong(text: str) -> int:
    """How many bytes could not be decoded. Encoding back is the quickest look: only lone surrogates fail it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return sum(len(found) for found in re.findall("[\udc00-\udcff]+", text))
    return 0


def _choose(raw: bytes, named: str | None, as_utf8: str, warnings: list[str]) -> tuple[str, str]:
    """Among declaration, UTF-8 and detection, the first that fails on next to nothing, else the one that fails least."""
    guess = _codec(detect_encoding(raw) or "utf-8") or "utf-8"
    tried: list[tuple[float, str, str]] = []
    for name in dict.fromkeys(n for n in (named, "utf-8", guess) if n):
        text = as_utf8 if name == "utf-8" else _try(raw, name)
        share = _wrong(text) / len(raw)
        if share <= MOST_WRONG and not (name.startswith("utf-16") and "\x00" not in raw.decode("latin-1")):
            break
        tried.append((share, name, text))
    else:
        share, name, text = min(tried, key=lambda t: t[0])
    if not named:
        warnings.append(f"no charset declared; read as {name} by detection")
    return name, text


def _refuse_binary(text: str, size: int) -> None:
    start = text[:65536]
    odd = len(CONTROLS.findall(start))
    if odd > max(FEW_CONTROLS, MOST_CONTROLS * len(start)):
        raise Unreadable(
            f"the source is binary, not text ({size} bytes, {odd} control characters at its start); give HTML, text or PDF"
        )


def _stretches(text: str, raw: bytes, skip: int, encoding: str) -> Iterator[Stretch]:
    """Runs of equal width. Exact for every codec: UTF-8 by code point, others by encoding back, else byte by byte."""
    if encoding == "utf-8":
        at = skip
        for found in WIDTHS.finditer(text):
            first = ord(found.group()[0])
            width = 1 if first < 0x80 or 0xD800 <= first <= 0xDFFF else 2 if first < 0x800 else 3 if first < 0x10000 else 4
            yield Stretch(found.start(), at, width)
            at += width * (found.end() - found.start())
    elif len(text) == len(raw) - skip:
        yield Stretch(0, skip, 1)
    else:
        start, at = 0, skip
        for width, group in groupby(_width_each(text, raw, skip, encoding)):
            count = sum(1 for _ in group)
            yield Stretch(start, at, width)
            start, at = start + count, at + count * width


def _width_each(text: str, raw: bytes, skip: int, encoding: str) -> list[int]:
    """Bytes of every character, for codecs of mixed width."""
    widths: dict[str, int] = {}
    for char in set(text):
        widths[char] = 1 if 0xD800 <= ord(char) <= 0xDFFF else len(char.encode(encoding, "replace"))
    clean = text.encode(encoding, "replace") == raw[skip:]
    found = [widths[char] for char in text]
    if clean and sum(found) == len(raw) - skip:
        return found
    return _width_by_feeding(raw[skip:], encoding, len(text))


def _width_by_feeding(raw: bytes, encoding: str, length: int) -> list[int]:
    if len(raw) > MOST_BYTES_ONE_BY_ONE:
        raise TooLarge(
            f"{len(raw)} bytes of {encoding} with errors in it; above {MOST_BYTES_ONE_BY_ONE} such a source is not read"
        )
    decoder, widths, held = codecs.getincrementaldecoder(encoding)(RULE), [], 0
    for index in range(len(raw)):
        held += 1
        made = decoder.decode(raw[index : index + 1], index == len(raw) - 1)
        if made:
            # Bytes that together made several characters: one byte for each but the last, which takes the rest.
            widths += [1] * (len(made) - 1) + [held - len(made) + 1]
            held = 0
    if len(widths) != length or min(widths, default=1) < 1:
        raise Unreadable(f"the bytes cannot be mapped to characters of {encoding}; save the source as UTF-8")
    return widths
