"""The grammar of time expressions, compiled from the language's data file.

A rule is tried only where a word stands that may begin it, so most of a text costs one look-up a word. Every repetition in
the patterns is bounded: no text makes them backtrack for long.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from allegata import data

WORD = re.compile(r"[^\W\d_]+|\d+")
BLANK = r"\s{1,16}"
FULL = ("may", "june", "july")
DASH = r"\s{0,2}[-–—‑]\s{0,2}"
BEFORE_ERA = r"(?:BCE?\b|B\.\s?C\.(?:\s?E\.)?|B\.\s?C\b)"
YEAR = r"(?P<year{n}>[12]\d{3}(?!\d)|\d{1,4}(?=\s?" + BEFORE_ERA + r"))(?P<bc{n}>\s?" + BEFORE_ERA + ")?"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, the name shown to the reviewer, and the step that resolves it."""

    name: str
    pattern: re.Pattern[str]
    resolve: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's words and rules. `gate`: first word, lower case (`#` for digits) -> the rules it may begin."""

    words: dict[str, Any]
    gate: dict[str, tuple[Rule, ...]]
    left: re.Pattern[str]
    modifiers: dict[str, str]
    future: re.Pattern[str]
    reporting: re.Pattern[str]
    past: re.Pattern[str]


@cache
def grammar(language: str = "en") -> Grammar:
    """The compiled grammar of `data/times_LANGUAGE.toml`."""
    words = data.toml(f"times_{language}.toml")
    modifiers = {phrase: kind for kind, phrases in words["modifiers"].items() for phrase in phrases}
    return Grammar(
        words=words,
        gate=_gate(words),
        left=_left(modifiers),
        modifiers=modifiers,
        reporting=re.compile(rf"\b{_any(words['words']['reporting'])}\b", re.IGNORECASE),
        past=_past(words["words"]),
        future=re.compile(rf"\b{_any(words['words']['future'])}\b|'ll\b|’ll\b", re.IGNORECASE),
    )


def _past(lists: dict[str, Any]) -> re.Pattern[str]:
    named = _any([*lists["past"], *lists["reporting"]])
    return re.compile(rf"\b(?:{named}|(?<!be )(?<!been )[a-z]{{2,20}}ed)\b", re.IGNORECASE)


def _any(phrases: Any) -> str:
    """One of the phrases, the longest first; a blank in a phrase may be any blank."""
    escaped = [re.escape(p).replace(r"\ ", BLANK) for p in sorted(phrases, key=len, reverse=True)]
    return "(?:" + "|".join(escaped) + ")"


def _days(words: dict[str, Any], whole: bool) -> list[str]:
    return [w for w in words["weekdays"] if w.endswith("day") == whole]


def _number(words: dict[str, Any]) -> str:
    ones = [w for w, n in words["numbers"].items() if n < 20]
    tens = [w for w, n in words["numbers"].items() if 20 <= n < 100]
    spelled = rf"{_any(tens)}(?:[-\s]{_any([w for w in ones if words['numbers'][w] < 10])})?|{_any(ones)}(?:{BLANK}hundred)?"
    figure = r"\d{1,3}(?:,\d{3}){1,2}|\d{1,4}(?:\.\d{1,2})?"
    counted = rf"(?:{figure}|{spelled})"
    return (
        rf"(?:{_any(words['words']['vague_numbers'])}|(?:a{BLANK})?couple(?:{BLANK}of)?|half{BLANK}a{BLANK}dozen|an?{BLANK}(?:dozen|hundred)"
        rf"|{counted}(?:(?:{BLANK}(?:to|or){BLANK}|{DASH}){counted}|{BLANK}and(?:{BLANK}a)?{BLANK}half)?|hundred|an?(?=\s))"
    )


def _macros(words: dict[str, Any]) -> dict[str, str]:
    """Name -> pattern with `{n}` where a group's number goes; a name without a group has no `{n}`."""
    lists = words["words"]
    month = _any(words["months"])
    full, short = (
        _any([w for w in words["months"] if len(w) > 4 or w in FULL]),
        _any([w for w in words["months"] if len(w) <= 4 and w not in FULL]),
    )
    after = rf"(?:{DASH}|,?{BLANK}(?:to|and|or|until|till|through){BLANK})(?:the{BLANK})?"
    units = _any([*words["units"], *words["plural_units"]])
    since = words["words_since"]
    season = _any(words["seasons"])
    ahead_day = rf"(?={after}(?:\d{{1,2}}(?:st|nd|rd|th)?{BLANK})?{month}\.?(?:{BLANK}\d{{1,2}})?,?{BLANK}(?P<aheadyear>[12]\d{{3}})(?!\d))"
    return {
        "month": rf"(?P<month{{n}}>{full}|(?P<abbr{{n}}>{short})(?!\w))(?(abbr{{n}})\.?)",
        "monthword": month,
        "day": r"(?P<day{n}>3[01]|[12]\d|0?[1-9])(?!\d)",
        "th": r"(?:st|nd|rd|th)?",
        "dash": DASH,
        "year": YEAR,
        "bc": BEFORE_ERA,
        "ofyear": rf",?{BLANK}(?:of{BLANK}|in{BLANK})?(?P<ofyear>{_any(lists['of_year'])})",
        "ahead": ahead_day,
        "ahead2": ahead_day,
        "ahead3": ahead_day,
        "ahead4": rf"(?={after}{season},?{BLANK}(?:of{BLANK})?(?P<aheadyear>[12]\d{{3}})(?!\d))",
        "weekday": rf"(?P<weekday{{n}}>{_any(_days(words, True))}|(?P<abbrday{{n}}>{_any(_days(words, False))})(?!\w))(?(abbrday{{n}})\.?)",
        "weekdayword": _any(_days(words, True)),
        "season": rf"(?P<season{{n}}>{season})\b",
        "part": rf"(?P<part{{n}}>{_any(words['parts'])})\b",
        "unit": rf"(?P<unit{{n}}>{_any(words['units'])})\b",
        "unitword": rf"(?P<unit1>{_any(words['units'])})",
        "units": rf"(?P<unit{{n}}>{units})\b",
        "plural": rf"(?P<plural{{n}}>{_any(words['plural_units'])})\b",
        "number": f"(?P<number{{n}}>{_number(words)})",
        "filler": _any(lists["fillers"]),
        "relative": f"(?P<relative{{n}}>{_any(words['relatives'])})",
        "ordinal": f"(?P<ordinal{{n}}>{_any(words['ordinals'])})",
        "decadeword": _any(words["decades"]),
        "holiday": f"(?P<holiday{{n}}>{_any(words['holidays'])})",
        "feast": f"(?P<feast{{n}}>{_any(words['feasts'])})",
        "vaguestory": f"(?P<vague{{n}}>{_any(words['vague_narrative'])})",
        "vague": f"(?P<vague{{n}}>{_any(words['vague'])})",
        "set": f"(?P<set{{n}}>{_any(words['sets'])})",
        "zone": f"(?P<zone{{n}}>(?:gmt|utc)\\s?[+\\-−]\\s?\\d{{1,2}}(?::?\\d{{2}})?|{_any(lists['zones'])})\\b",
        "beginning": f"(?P<beginning{{n}}>{_any(since['beginnings'])})",
        "eventadj": _any(since["adjectives"]),
        "eventword": _any(since["events"]),
    }


def _compile(pattern: str, macros: dict[str, str]) -> re.Pattern[str]:
    def fill(found: re.Match[str]) -> str:
        name, number = found[1], found[2]
        if name + number in macros:
            return macros[name + number].replace("{n}", "")
        return macros[name].replace("{n}", number)

    spaced = pattern.replace("[ -]", r"(?:\s{1,16}|-)").replace("[ ", r"[\s").replace(" ?", r"\s{0,16}").replace(" ", BLANK)
    filled = re.sub(r"\{([a-z]+)(\d?)\}", fill, spaced)
    return re.compile(f"(?:{filled})(?!\\w)", re.IGNORECASE)


def _starts(words: dict[str, Any]) -> dict[str, list[str]]:
    """Class of first words -> the words."""
    lists = words["words"]
    return {
        "digit": ["#"],
        "month": list(words["months"]),
        "weekday": list(words["weekdays"]),
        "season": list(words["seasons"]),
        "unit": list(words["units"]),
        "plural": list(words["plural_units"]),
        "number": [*words["numbers"], *lists["vague_numbers"], "a", "an", "couple", "half"],
        "ordinal": list(words["ordinals"]),
        "decade": list(words["decades"]),
        "quarter": ["q", "h"],
        "relative": [*words["relatives"], "final"],
        "part": list(words["parts"]),
        "holiday": list(words["holidays"]),
        "feast": list(words["feasts"]),
        "unitlong": [f"{word}long" for word in words["units"]],
        "fiscal": ["fiscal", "financial"],
        "yearearlier": ["year"],
        "vague": list(words["vague"]),
        "vaguestory": list(words["vague_narrative"]),
        "set": list(words["sets"]),
        "era": ["ad", "a", "ce"],
        "deictic": ["today", "yesterday", "tomorrow", "tonight", "day"],
        "since": ["since", "from"],
        "every": ["every", "each"],
        "per": ["per"],
        "often": ["once", "twice", "thrice"],
        "noon": ["noon", "midnight"],
        "half": ["half"],
        "vaguely": ["shortly", "immediately"],
    }


def _gate(words: dict[str, Any]) -> dict[str, tuple[Rule, ...]]:
    macros = _macros(words)
    starts = _starts(words)
    held: dict[str, list[Rule]] = {}
    for row in words["rule"]:
        rule = Rule(row["name"], _compile(row["pattern"], macros), row["resolve"])
        for first in {_first(word) for kind in row["starts"] for word in starts[kind]}:
            held.setdefault(first, []).append(rule)
    return {first: tuple(rules) for first, rules in held.items()}


def _first(phrase: str) -> str:
    word = WORD.search(phrase)
    return phrase if word is None else word[0]


def _left(modifiers: dict[str, str]) -> re.Pattern[str]:
    joined = _any(modifiers)
    return re.compile(
        rf"(?<![\w'’])(?:(?:the{BLANK})?(?P<mod>{joined})(?:{BLANK}(?:of|in|on))?(?:{BLANK}the)?(?:{BLANK}|-|–)|the{BLANK})\Z",
        re.IGNORECASE,
    )
