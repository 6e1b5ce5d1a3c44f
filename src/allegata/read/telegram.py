"""A JSON export of a Telegram channel or chat: every message an entry with its own time and author.

As Telegram Desktop writes it (https://core.telegram.org/import-export): one chat, or a whole account's chats in a list.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ..errors import Unreadable
from ..records import DateEvidence, Zone, ZoneKind
from .carried import chained
from .days import day_of
from .decoding import Decoded
from .heading import Heading
from .json_places import Told, parse, plain, words
from .offsets import Piece, runs_of
from .whole import Page, joined, line


class Message(NamedTuple):
    """Its text, who wrote it, and when: aware where the export gives the instant, else the clock of who exported it."""

    text: Decoded
    by: str | None
    at: datetime | None


def read_export(decoded: Decoded) -> Page:
    """The messages in their order. Raises Unreadable for other JSON and for an export without any text."""
    export = parse(decoded)
    chats = tuple(_chats(export))
    if not chats:
        raise Unreadable("the JSON is no export of a Telegram channel: it has no list of messages")
    pages: list[Page] = []
    times: list[datetime] = []
    for chat in chats:
        name = chat.get("name")
        messages = tuple(_messages(decoded, chat))
        if messages and isinstance(name, Told):
            pages.append(line(words(decoded, name), ZoneKind.BYLINE))
        pages += [_page(message) for message in messages]
        times += [message.at for message in messages if message.at is not None]
    if not any(zone.kind is ZoneKind.BODY for page in pages for zone in page.zones):
        raise Unreadable("no message of the export has a text")
    names = [name for chat in chats if (name := plain(decoded, chat.get("name")))]
    return joined(pages, _heading(names, times))


def _chats(export: Any) -> Iterator[dict[str, Any]]:
    found = export.get("chats") if isinstance(export, dict) else None
    listed = found.get("list") if isinstance(found, dict) else None
    for chat in listed if isinstance(listed, list) else [export]:
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            yield chat


def _messages(decoded: Decoded, chat: dict[str, Any]) -> Iterator[Message]:
    """Messages with a text; who joined, and what was pinned, is none."""
    for message in chat["messages"]:
        if not isinstance(message, dict) or plain(decoded, message.get("type")) == "service":
            continue
        text = chained([words(decoded, told) for told in _told(message.get("text"))])
        if text.text.strip():
            by = (plain(decoded, message.get(key)) for key in ("forwarded_from", "author", "from"))
            yield Message(text=text, by=next(filter(None, by), None), at=_time(decoded, message))


def _told(text: Any) -> Iterator[Told]:
    """A text is a string, or a list of strings and of entities (links, bold words) that hold one."""
    for part in text if isinstance(text, list) else [text]:
        inner = part.get("text") if isinstance(part, dict) else part
        if isinstance(inner, Told):
            yield inner


def _time(decoded: Decoded, message: dict[str, Any]) -> datetime | None:
    seconds = plain(decoded, message.get("date_unixtime")) or ""
    try:
        if seconds.isascii() and seconds.isdigit():
            return datetime.fromtimestamp(int(seconds), UTC)
        return datetime.fromisoformat(plain(decoded, message.get("date")) or "")
    except (ValueError, OverflowError, OSError):
        return None


def _page(message: Message) -> Page:
    """Each line of the message is a paragraph."""
    zones: list[Zone] = []
    at = 0
    for row in message.text.text.split("\n"):
        words_in_it = row.strip()
        if words_in_it:
            start = at + len(row) - len(row.lstrip())
            end = start + len(words_in_it)
            zones.append(Zone(kind=ZoneKind.BODY, start=start, end=end, said_by=message.by, said_at=message.at))
        at += len(row) + 1
    text = message.text
    runs = runs_of([Piece(text.text, 0, len(text.text))], text)
    return Page(
        text=text.text, zones=tuple(zones), runs=runs, heading=Heading(), encoding=text.encoding, warnings=text.warnings
    )


def _heading(names: list[str], times: list[datetime]) -> Heading:
    """The day of an export's latest message is the day as of which it speaks."""
    latest = max(times, key=lambda moment: moment.replace(tzinfo=None), default=None)
    return Heading(
        title=names[0] if len(names) == 1 else None,
        outlet=names[0] if len(names) == 1 else None,
        dates=(DateEvidence(value=day_of(latest), found_in="entry", at=latest if latest.tzinfo else None),) if latest else (),
    )
