"""JSON (RFC 8259) as values whose strings know where they stand. No recursion; depth and number of tokens are bounded.

The standard library's parser gives no positions. This one is strict in what matters here (brackets, commas, strings) and refuses the rest.
"""

import re
from typing import Any, NamedTuple

from ..errors import TooLarge, Unreadable
from .carried import resolved
from .decoding import Decoded

TOKEN = re.compile(
    r"[\s,:]*(?:\"(?P<string>[^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<word>[^\s\"{}\[\],:]++))",
    re.DOTALL,
)
ESCAPE = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
DEEPEST = 60
MOST_TOKENS = 3_000_000


class Told(NamedTuple):
    """A string: what stands between its quotes, `[start, end)` of the source."""

    start: int
    end: int


def parse(decoded: Decoded) -> Any:
    """Dicts, lists, Told for strings, str for numbers and literals. Keys are their plain text. Raises Unreadable, TooLarge."""
    source = decoded.text
    top: list[Any] = []
    held: list[tuple[Any, str | None]] = [(top, None)]
    key: str | None = None
    at = count = 0
    while found := TOKEN.match(source, at):
        at, count = found.end(), count + 1
        if count > MOST_TOKENS:
            raise TooLarge(f"the JSON has more than {MOST_TOKENS:,} values; export a shorter time")
        into = held[-1][0]
        if found["close"]:
            if len(held) == 1 or isinstance(into, dict) != (found["close"] == "}"):
                raise Unreadable(f"the JSON closes at character {found.start('close')} what was not opened")
            held.pop()
            key = None
            continue
        if isinstance(into, dict) and key is None:
            if found["string"] is None:
                raise Unreadable(f"the JSON has no name where one is due, at character {found.start()}")
            key = found["string"]
            continue
        value: Any = found["word"]
        if found["open"]:
            value = {} if found["open"] == "{" else []
        elif found["string"] is not None:
            value = Told(*found.span("string"))
        if isinstance(into, dict):
            into[key] = value
        else:
            into.append(value)
        if found["open"]:
            if len(held) > DEEPEST:
                raise TooLarge(f"the JSON is nested deeper than {DEEPEST}")
            held.append((value, key))
        key = None
    if source[at:].strip(" \t\r\n,") or len(held) != 1 or not top:
        raise Unreadable(f"the JSON breaks off or goes wrong at character {at}; export it again")
    return top[0]


def words(decoded: Decoded, told: Told) -> Decoded:
    """The string's text, each character led to its bytes."""
    return resolved(decoded, [(told.start, told.end, False)], ESCAPE, _meant)


def plain(decoded: Decoded, value: Any) -> str | None:
    """The text of a string value alone, None for any other."""
    return ESCAPE.sub(_meant, decoded.text[value.start : value.end]) if isinstance(value, Told) else None


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        return chr(0x10000 + ((int(found[1], 16) - 0xD800) << 10) + int(found[2], 16) - 0xDC00)
    if found[3]:
        code = int(found[3], 16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
    return SHORT.get(found[4], found[4])
