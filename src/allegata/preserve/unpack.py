"""What is in a body: a WARC, WACZ, gzip or ZIP file, a feed or a mail gives itself first, then its parts as captures of their own.

A part that cannot be taken is given with its failure, and the rest goes on. A container within a container is opened, some deep.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from msgspec import structs

from ..errors import SourceError, TooLarge, Unreadable
from ..records import Channel
from .encodings import gunzip, gunzip_members
from .feeds import FEED, entries_of, is_feed
from .limits import MAX_BODY, MAX_EXPANDED, MAX_EXPANDED_ALL, MAX_PARTS
from .members import in_memory, read
from .receive import Received, failed, receive
from .sniff import ARC, GZIP, MAIL, SAVED, UNTOLD, WACZ, WARC, ZIP, saved_address, sniff

_DIRECTORY = 64 * 1024 + 1024 * 1024
"""Bytes at the end of a ZIP file in which its list of members is looked for, when its name does not tell what it is."""
_DEEPEST = 4
"""Containers in containers that are opened: a mail in a mail in a ZIP file, with one to spare."""
_MOST_ATTACHED = 200


def unpacked(
    raw: bytes,
    *,
    now: datetime,
    channel: Channel,
    name: str | None = None,
    url: str | None = None,
    media_type: str | None = None,
    part_of: str | None = None,
    depth: int = 0,
) -> Iterator[Received]:
    """The bytes as received, and of a container also what is in it.

    `media_type` as declared; found by looking when None. `part_of` is the SHA-256 of the container they were taken from,
    which lies `depth` containers down.
    """
    held = receive(raw, now=now, channel=channel, media_type=media_type, name=name, url=url, part_of=part_of)
    yield from contents(held, now=now, depth=depth)


def contents(held: Received, *, now: datetime, depth: int = 0) -> Iterator[Received]:
    """What was received, marked as opened where it is a container, then what is in it.

    Of a source that holds more than MAX_PARTS, or expands to more than MAX_EXPANDED_ALL, the rest is left, with a failure that says so.
    """
    found = _contents(held, now, depth)
    return found if depth else _in_bounds(found, held, now)


def _in_bounds(found: Iterator[Received], held: Received, now: datetime) -> Iterator[Received]:
    """Containers in containers grow by powers: each may be within its limits, and all of them not."""
    yield next(found)
    parts = size = 0
    for part in found:
        parts, size = parts + 1, size + len(part.raw)
        if parts > MAX_PARTS or size > MAX_EXPANDED_ALL:
            told = (
                f"{_told(held)}: its containers hold more than {MAX_PARTS:,} parts or {MAX_EXPANDED_ALL:,} bytes; those after the "
                f"first {parts - 1:,} parts are not taken: unpack it yourself and add what matters"
            )
            capture = held.capture
            about: dict[str, Any] = {
                "now": now,
                "channel": capture.channel,
                "name": f"{_told(held)}#rest",
                "part_of": capture.sha256,
            }
            yield receive(b"", failure=failed(TooLarge(told)), **about)
            return
        yield part


def _contents(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    kind = _kind(held)
    if kind in _OPENERS and depth < _DEEPEST and held.capture.failure is None:
        yield from _OPENERS[kind](held, now, depth)
    else:
        yield _page(_addressed(held))


def _kind(held: Received) -> str:
    """By the declared type where it names a container, else by the bytes: servers call archives and feeds anything."""
    capture, raw = held.capture, held.raw
    kind = capture.media_type
    if kind not in _OPENERS:
        found = sniff(raw, capture.name)
        kind = found if found in _OPENERS and (kind == UNTOLD or found not in (MAIL, SAVED)) else kind
    if kind == ZIP and ((capture.name or "").lower().endswith(".wacz") or b"datapackage.json" in raw[-_DIRECTORY:]):
        return WACZ
    return FEED if kind not in _OPENERS and capture.channel is not Channel.FEED and is_feed(raw, kind) else kind


def _addressed(held: Received) -> Received:
    """A saved page with the address that it says it comes from, unless another is given."""
    capture = held.capture
    if capture.url is not None or not (capture.media_type == SAVED or "html" in capture.media_type):
        return held
    return structs.replace(held, capture=structs.replace(capture, url=saved_address(held.raw)))


def _page(held: Received) -> Received:
    capture, size = held.capture, len(held.raw)
    if size <= MAX_BODY or capture.failure is not None:
        return held
    told = f"{capture.name or 'the input'} has {size:,} bytes; documents are read up to {MAX_BODY:,}: add it in parts"
    return _marked(held, error=TooLarge(told), opened=False)


def _marked(
    held: Received, *, error: SourceError | None = None, media_type: str | None = None, opened: bool = True
) -> Received:
    """The container with its type, and with what is wrong with it."""
    capture = structs.replace(
        held.capture, failure=failed(error) if error else None, media_type=media_type or held.capture.media_type
    )
    return structs.replace(held, capture=capture, opened=opened)


def _told(held: Received) -> str:
    return held.capture.name or "the input"


def _gzip(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    try:
        data = gunzip(held.raw, limit=MAX_BODY)
    except SourceError as error:
        yield _marked(held, error=type(error)(f"{_told(held)}: {error}"), media_type=GZIP, opened=False)
        return
    container = _marked(held, media_type=GZIP)
    yield container
    capture = container.capture
    inner = capture.name.removesuffix(".gz") if capture.name else None
    page = receive(data, now=now, channel=capture.channel, name=inner, url=capture.url, part_of=capture.sha256)
    # What is compressed twice is not opened twice: nobody sends it so, but bombs.
    yield from (_page(page),) if _kind(page) == GZIP else contents(page, now=now, depth=depth + 1)


def _warc(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    from .warc import answers  # the parser is loaded only for archives

    data, error = _plain_warc(held.raw, _told(held))
    yield _marked(held, error=error, media_type=WARC)
    yield from answers(data, now=now, name=held.capture.name or "-", part_of=held.capture.sha256)


def _plain_warc(raw: bytes, name: str) -> tuple[bytes, SourceError | None]:
    """The records of a WARC file that may be compressed, as far as they can be had, and what of it cannot."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw, None
    try:
        inflated = gunzip_members(raw, limit=MAX_EXPANDED)
    except TooLarge as error:
        return b"", TooLarge(f"{name}: {error}")
    places = ", ".join(f"byte {at} ({why})" for at, why in inflated.broken[:5])
    told = SourceError(f"{name}: compressed data is broken at {places}; the rest is read") if inflated.broken else None
    return inflated.data, told


def _wacz(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    """The file as it came, with what is wrong with it, then every answer in its WARC files. Most are unsigned, which is told by
    a check of the file alone."""
    from .wacz import check_wacz, warc_names
    from .warc import answers

    try:
        members = in_memory(held.raw, limit=MAX_EXPANDED)
        problems = [f"{each.subject}: {each.reason}" for each in check_wacz(members, must_be_signed=False).problems]
        files = [(each, *_plain_warc(read(members, each, limit=MAX_EXPANDED), each)) for each in warc_names(members)]
    except SourceError as error:
        yield _marked(held, error=type(error)(f"{_told(held)}: {error}"), media_type=WACZ)
        return
    problems += [str(error) for _, _, error in files if error]
    wrong = Unreadable(f"{_told(held)}: {'; '.join(problems[:5])}; what is in it is read") if problems else None
    yield _marked(held, error=wrong, media_type=WACZ)
    for each, data, _ in files:
        yield from answers(data, now=now, name=f"{held.capture.name or '-'}/{each}", part_of=held.capture.sha256)


def _zip(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    """Its files as those of a folder, hidden ones left out."""
    capture = held.capture
    try:
        members = in_memory(held.raw, limit=MAX_EXPANDED)
    except SourceError as error:
        yield _marked(held, error=type(error)(f"{_told(held)}: {error}"), media_type=ZIP)
        return
    names = [n for n in members.names if not any(part.startswith((".", "__MACOSX")) for part in n.split("/"))]
    yield _marked(held, error=None if names else Unreadable(f"{_told(held)}: a ZIP file without files"), media_type=ZIP)
    for each in names:
        name = f"{capture.name or '-'}/{each}"
        about: dict[str, Any] = {"now": now, "channel": Channel.ZIP, "name": name, "part_of": capture.sha256}
        try:
            data = read(members, each, limit=MAX_BODY)
        except SourceError as error:
            yield receive(b"", failure=failed(type(error)(f"{name}: {error}")), **about)
            continue
        yield from contents(receive(data, **about), now=now, depth=depth + 1)


def _feed(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    """Every entry as the bytes that it has in the feed."""
    capture = held.capture
    found = entries_of(held.raw, charset=capture.charset)
    wrong: SourceError | None = TooLarge(f"{_told(held)}: {found.left_out}") if found.left_out else None
    if not found.entries and wrong is None:
        wrong = Unreadable(f"{_told(held)}: a feed without entries")
    yield _marked(held, error=wrong, media_type=found.media_type)
    for number, entry in enumerate(found.entries, start=1):
        yield receive(
            held.raw[entry.start : entry.end],
            now=now,
            channel=Channel.FEED,
            media_type=found.media_type,
            charset=found.charset,
            name=f"{capture.name or capture.url or '-'}#{number}",
            url=entry.address,
            headers=(("Feed-Title", found.title),) if found.title else (),
            part_of=capture.sha256,
        )


def _mail(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    """The mail, which is a page of its own, then what is attached to it, decoded."""
    yield _page(_marked(held, media_type=MAIL, opened=False))
    for number, (name, media_type, payload) in enumerate(_attached(held.raw), start=1):
        about: dict[str, Any] = {
            "now": now,
            "channel": Channel.MAIL,
            "name": f"{held.capture.name or '-'}/{name or number}",
            "media_type": media_type,
            "part_of": held.capture.sha256,
        }
        yield from contents(receive(payload, **about), now=now, depth=depth + 1)


def _attached(raw: bytes) -> Iterator[tuple[str | None, str, bytes]]:
    """Name, type and bytes of each part that is no text of the mail itself."""
    message = message_from_bytes(raw, policy=policy.compat32)
    todo, given = [message], 0
    while todo and given < _MOST_ATTACHED:
        part = todo.pop()
        inside = part.get_payload()
        is_mail = part.get_content_type() == MAIL and part is not message
        if isinstance(inside, list) and not is_mail:
            todo += [each for each in reversed(inside) if not isinstance(each, str)]
            continue
        name = _quiet(part.get_filename)
        if part is message or not (name or is_mail or str(part.get("Content-Disposition", "")).lower().startswith("attach")):
            continue
        given += 1
        payload = b"".join(each.as_bytes() for each in inside if not isinstance(each, str)) if is_mail else _payload(part)
        yield name, part.get_content_type(), payload


def _payload(part: Message) -> bytes:
    """The decoded bytes; as they stand where they cannot be decoded."""
    found = _quiet(lambda: part.get_payload(decode=True))
    return found if isinstance(found, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")


def _quiet(ask: Callable[[], Any]) -> Any:
    """What a header or body says, None where the library breaks on it: it raises all kinds of errors on what nobody sends."""
    try:
        return ask()
    except Exception:
        return None


def _saved(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    capture = structs.replace(held.capture, media_type=SAVED)
    yield _page(_addressed(structs.replace(held, capture=capture)))


def _arc(held: Received, now: datetime, depth: int) -> Iterator[Received]:
    told = f"{_told(held)} is an ARC file, the form before WARC: make a WARC of it and add that"
    yield _marked(held, error=Unreadable(told), media_type=ARC, opened=False)


_OPENERS: Mapping[str, Callable[[Received, datetime, int], Iterator[Received]]] = {
    WARC: _warc,
    GZIP: _gzip,
    WACZ: _wacz,
    ZIP: _zip,
    FEED: _feed,
    MAIL: _mail,
    SAVED: _saved,
    ARC: _arc,
}
