"""The parts of a MIME message (RFC 5322, 2045 to 2047) with where their bytes stand; for mails and for pages saved as MHTML.

Parsers in libraries give decoded parts without positions. This one cuts at the boundaries as they stand, never fails on what
breaks the rules (a part without an end ends with the message), and bounds depth and number of parts.
"""

import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator

from ..records import Record
from .carried import Step, carried, chained
from .decoding import Decoded, Stretch, decode

MOST_PARTS = 500
DEEPEST = 8
LONGEST_HEAD = 256 * 1024
"""Bytes of a header block; real ones have some 10 kB."""
HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r?\n[ \t]+(?=[^\s]))*)")
PARAMETER = re.compile(r";\s*([\w*.-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;]*))")
WORD = re.compile(rb"=\?([\w.+-]{2,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})|=[ \t]*(?:\r?\n|\Z)|_")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


class Field(Record):
    """A header's value: `[start, end)` of the message."""

    name: str
    start: int
    end: int


class Part(Record):
    """A part that holds no others: its fields, and its body, still encoded, at `[start, end)` of the message."""

    fields: tuple[Field, ...]
    media_type: str
    parameters: dict[str, str]
    encoding: str
    start: int
    end: int
    is_attached: bool
    alternative: int | None
    """Where the multipart begins that offers one text in several forms, of which this is one."""


def head_of(raw: bytes, start: int = 0, end: int | None = None) -> tuple[tuple[Field, ...], int]:
    """The fields of a header block and where the body begins."""
    last = len(raw) if end is None else end
    if raw[start : start + 1] in (b"\n", b"\r"):
        return (), min(start + (2 if raw.startswith(b"\r\n", start) else 1), last)
    found = HEAD_END.search(raw, start, min(last, start + LONGEST_HEAD))
    stop, body = (found.start(), found.end()) if found else (min(last, start + LONGEST_HEAD), last)
    fields = tuple(
        Field(name=match[1].decode("ascii").lower(), start=match.start(2), end=match.end(2))
        for match in FIELD.finditer(raw, start, stop)
        if match.start() == start or raw[match.start() - 1 : match.start()] in (b"\n", b"\r")
    )
    return fields, body


def value(raw: bytes, fields: tuple[Field, ...], name: str) -> str:
    """The first such header's words, for machines: encoded words resolved, folds undone; empty when there is none."""
    field = next((field for field in fields if field.name == name), None)
    return " ".join(words_of(raw, field.start, field.end).text.split()) if field else ""


def parts_of(raw: bytes) -> Iterator[Part]:
    """All parts that hold no others, in order."""
    todo: list[tuple[int, int, int, int | None]] = [(0, len(raw), 0, None)]
    given = 0
    while todo and given < MOST_PARTS:
        start, end, depth, alternative = todo.pop()
        fields, body = head_of(raw, start, end)
        kind, parameters = _kind(value(raw, fields, "content-type"))
        boundary = parameters.get("boundary", "")
        if kind.startswith("multipart/") and boundary and depth < DEEPEST:
            inside = start if kind == "multipart/alternative" else alternative
            todo += [(a, b, depth + 1, inside) for a, b in reversed(_cut(raw, body, end, boundary))]
            continue
        given += 1
        yield Part(
            fields=fields,
            media_type=kind,
            parameters=parameters,
            encoding=value(raw, fields, "content-transfer-encoding").lower(),
            start=body,
            end=end,
            is_attached=value(raw, fields, "content-disposition").lower().startswith("attachment"),
            alternative=alternative,
        )


def _kind(header: str) -> tuple[str, dict[str, str]]:
    kind, _, rest = header.partition(";")
    found = {
        name.lower().rstrip("*"): (quoted or bare).replace('\\"', '"') for name, quoted, bare in PARAMETER.findall(f";{rest}")
    }
    return kind.strip().lower() or "text/plain", found


def _cut(raw: bytes, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    """The parts between the boundary lines; what stands before the first and after the last is for nobody to read."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    cuts: list[tuple[int, int, bool]] = []
    at = raw.find(mark, start, end)
    while at >= 0 and len(cuts) < MOST_PARTS:
        after = at + len(mark)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end + 1
        tail = raw[after:line_end].strip()
        if (at == start or raw[at - 1 : at] in (b"\n", b"\r")) and tail in (b"", b"--"):
            cuts.append((at, line_end, tail == b"--"))
            if tail:
                break
        at = raw.find(mark, after, end)
    ends = [at for at, _, _ in cuts[1:]] + [end] * bool(cuts)
    return [(after, _before_break(raw, after, stop)) for (_, after, last), stop in zip(cuts, ends, strict=True) if not last]


def _before_break(raw: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    for mark in (b"\r\n", b"\n"):
        if raw.endswith(mark, start, end):
            return end - len(mark)
    return end


def text_of(raw: bytes, part: Part) -> Decoded:
    """A part's text, each character led to its bytes in the message; raises Unreadable for an empty one or one that is no text."""
    inner, steps = unpacked(raw, part.start, part.end, part.encoding)
    html = part.media_type in ("text/html", "application/xhtml+xml")
    return carried(decode(inner, declared=part.parameters.get("charset"), html=html), steps)


def unpacked(raw: bytes, start: int, end: int, encoding: str) -> tuple[bytes, list[Step]]:
    """The bytes behind a transfer encoding, and where they stand."""
    if encoding == "quoted-printable":
        return _unquoted(raw, start, end, underscore=False)
    if encoding == "base64":
        return _from_base64(raw, start, end)
    return raw[start:end], [Step(0, start, 1)]


def _unquoted(raw: bytes, start: int, end: int, *, underscore: bool) -> tuple[bytes, list[Step]]:
    """Quoted-printable; as RFC 2047 has it in headers an underscore is a space."""
    out = bytearray()
    steps: list[Step] = []
    at = start
    for found in HEX.finditer(raw, start, end):
        if found.group() == b"_" and not underscore:
            continue
        if found.start() > at:
            steps.append(Step(len(out), at, 1))
            out += raw[at : found.start()]
        if found[1]:
            if not steps or steps[-1].per != 3 or steps[-1].at + (len(out) - steps[-1].start) * 3 != found.start():
                steps.append(Step(len(out), found.start(), 3))
            out.append(int(found[1], 16))
        elif found.group() == b"_":
            steps.append(Step(len(out), found.start(), 1))
            out += b" "
        at = found.end()
    if at < end or not steps:
        steps.append(Step(len(out), at, 1))
        out += raw[at:end]
    return bytes(out), steps


def _from_base64(raw: bytes, start: int, end: int) -> tuple[bytes, list[Step]]:
    """base64; what is no character of it (line breaks, mostly) parts the steps, which begin at whole groups of four."""
    kept = bytearray()
    places: list[tuple[int, int]] = []
    at = start
    for found in NOT_BASE64.finditer(raw, start, end):
        if found.start() > at:
            places.append((len(kept), at))
            kept += raw[at : found.start()]
        at = found.end()
        if b"=" in found.group():  # padding ends it
            at = end
            break
    if at < end:
        places.append((len(kept), at))
        kept += raw[at:end]
    usable = len(kept) - (1 if len(kept) % 4 == 1 else 0)
    inner = binascii.a2b_base64(bytes(kept[:usable]) + b"=" * (-usable % 4))
    return inner, _grouped_steps(places, len(kept)) or [Step(0, start, 1)]


def _grouped_steps(places: list[tuple[int, int]], length: int) -> list[Step]:
    """A step at each line's first whole group; a group across a line break, as few writers make it, leads from its first byte."""
    starts = [start for start, _ in places]
    found: list[Step] = []
    for start, at in places:
        ahead = -start % 4
        if ahead:
            group = start - start % 4
            before, there = places[bisect_right(starts, group) - 1]
            found.append(Step(group // 4 * 3, there + group - before, 0))
        if start + ahead < length:
            found.append(Step((start + ahead) // 4 * 3, at + ahead, 0))
    return sorted({step.start: step for step in found}.values())


def words_of(raw: bytes, start: int, end: int) -> Decoded:
    """A header's value as text: encoded words (RFC 2047) resolved, the rest by the bytes themselves."""
    found = list(WORD.finditer(raw, start, end))
    if not found:
        return _plain(raw, start, end)
    pieces: list[Decoded] = []
    at, held = start, list[re.Match[bytes]]()
    for word in found:
        between = raw[at : word.start()]
        if held and (between.strip() or held[-1][1].lower() != word[1].lower()):
            pieces.append(_words(raw, held))
            held = []
        if between.strip() or (not pieces and not held and between):
            pieces.append(_plain(raw, at, word.start()))
        held.append(word)
        at = word.end()
    pieces.append(_words(raw, held))
    if at < end:
        pieces.append(_plain(raw, at, end))
    return chained([piece for piece in pieces if piece.text])


def _words(raw: bytes, words: list[re.Match[bytes]]) -> Decoded:
    """Neighbours of one charset together: some writers cut them within a character."""
    inner, steps = b"", list[Step]()
    for word in words:
        a, b = word.span(3)
        bit, places = _from_base64(raw, a, b) if word[2] in b"bB" else _unquoted(raw, a, b, underscore=True)
        steps += [Step(place.start + len(inner), place.at, place.per) for place in places if bit]
        inner += bit
    return _decoded(inner, words[0][1].decode("ascii"), steps or [Step(0, words[0].start(), 1)])


def _plain(raw: bytes, start: int, end: int) -> Decoded:
    return _decoded(raw[start:end], None, [Step(0, start, 1)])


def _decoded(inner: bytes, charset: str | None, steps: list[Step]) -> Decoded:
    if not inner.strip(b"\x00 \t\r\n"):
        return Decoded(text=" ", encoding="utf-8", stretches=(Stretch(start=0, at=steps[0].at, width=1),))
    return carried(decode(inner, declared=charset), steps)
