"""How many a noun phrase stands for, as MUC-4 writes it: `1`, `PLURAL`, `12`, `~40`, `5-` (at least), `-26` (up to)."""

import re
from collections.abc import Sequence
from functools import cache

from ...data import rows
from ...records import Bound, Span
from ..numbers import SCALES, SMALL

_WORDS = re.compile(r"[A-Za-z'.]+(?:-[A-Za-z]+)*|\d[\d,]*")
REACH = 60
"""Characters before a phrase in which its number may stand."""
ADJECTIVES = 3
"""Words that may stand between the number and the phrase: `two young Jesuit priests`."""

_NOT_BETWEEN = frozenset(
    [
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "by",
        "with",
        "from",
        "to",
        "the",
        "a",
        "an",
        "who",
        "that",
        "was",
        "were",
        "had",
        "has",
        "is",
        "are",
    ]
)
_PLURALS = frozenset(
    [
        "men",
        "women",
        "children",
        "people",
        "policemen",
        "gunmen",
        "persons",
        "clergymen",
        "businessmen",
        "congressmen",
        "police",
        "personnel",
        "troops",
    ]
)
_ONE = re.compile(r"(?:a|an|one|another)\Z", re.I)


@cache
def _before() -> dict[tuple[str, ...], Bound]:
    return {tuple(r["words"].split()): Bound(r["bound"]) for r in rows("bounds.csv") if r["kind"] == "before"}


def number_of(spans: Sequence[Span], text: str) -> str:
    """The number of the first span that has one; else whether the phrase is a plural.

    >>> number_of([Span(12, 20)], "they killed peasants"), number_of([Span(18, 25)], "they killed seven priests")
    ('PLURAL', '7')
    """
    for span in spans:
        found = _counted(span, text)
        if found:
            return found
    return "PLURAL" if is_plural(spans[0].of(text)) else "1"


def is_plural(words: str) -> bool:
    """Whether the phrase's head is a plural, by its form."""
    parts = re.findall(r"[a-z']+", words.lower())
    stop = next(
        (n for n, w in enumerate(parts) if n and w in {"of", "in", "from", "who", "at", "on", "for", "with"}), len(parts)
    )
    last = parts[stop - 1] if parts else ""
    return last in _PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s")) and len(last) > 3)


def _counted(span: Span, text: str) -> str | None:
    inside = [w.lower() for w in _WORDS.findall(span.of(text))]
    start = max(0, span.start - REACH)
    before = [w.lower() for w in _WORDS.findall(re.split(r"[.;:()]\s|,(?!\d)", text[start : span.start])[-1])]
    for at in range(len(before), max(-1, len(before) - ADJECTIVES - 2), -1):
        words = before[:at]
        value, used = _last_number(words)
        if value is not None:
            return _with_bound(value, words[: len(words) - used])
        if at and (before[at - 1] in _NOT_BETWEEN):
            break
    for n in range(len(inside)):
        value, used = _last_number(inside[: n + 1])
        if value is not None and n < 3:
            longer, _ = _last_number(inside[: n + 2])
            if longer is not None and n + 1 < len(inside) and _value(inside[n + 1]) is not None:
                continue
            return _with_bound(value, [*before, *inside[: n + 1 - used]])
    return None


def _value(word: str) -> int | None:
    if word[:1].isdigit():
        plain = word.replace(",", "")
        return int(plain) if plain.isdigit() and len(plain) < 8 else None
    tens, dash, units = word.partition("-")
    if dash and tens in SMALL and units in SMALL:
        return SMALL[tens] + SMALL[units]
    return SMALL.get(word, SCALES.get(word))


def _last_number(words: Sequence[str]) -> tuple[int | None, int]:
    """The number that ends the words, and how many of them it takes."""
    if not words or _value(words[-1]) is None:
        return None, 0
    used = 1
    while used < len(words) and (
        _value(words[-used - 1]) is not None
        or (words[-used - 1] == "and" and used + 1 < len(words) and _value(words[-used - 2]) in {100, 1000})
    ):
        used += 1
    total = part = 0
    for word in words[-used:]:
        value = _value(word)
        if value is None:
            continue
        if word in SCALES:
            part = max(part, 1) * value
            if value >= 1000:
                total, part = total + part, 0
        else:
            part = part + value if part % 10 == 0 else value
    return total + part, used


def _with_bound(value: int, before: Sequence[str]) -> str:
    for length in (3, 2, 1):
        bound = _before().get(tuple(before[-length:])) if len(before) >= length else None
        if bound is Bound.AT_LEAST:
            return f"{value}-"
        if bound is Bound.AT_MOST:
            return f"-{value}"
        if bound is Bound.ABOUT:
            return f"~{value}"
    return str(value)
