"""What those with police powers are said to have done to people, sentence by sentence: used force, killed.

Read from the words (data/policing_words.csv) and no parse: half of such reports reach us in lower case, which parsers read badly. Who
is the doer decides: "police fired", "killed in police firing", "shot by soldiers", and not "fired at police".
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

from ..data import rows
from ..records import Record

MEMORY = 3
"""Sentences for which force told before stays in mind: "in the firing" points back to it."""

NEXT = 1
"""Sentences after force in which a bare number of dead ("Two persons were killed.") is of that force."""


class PoliceDeed(StrEnum):
    """What they are said to have done; killing is always force too."""

    FORCE = "force"
    KILLING = "killing"


class _Words(Record):
    agent: str
    rival: str
    verb: str
    noun: str
    suffered: str
    device: str
    again: str
    death: str
    other_cause: str


@cache
def _words() -> _Words:
    held: dict[str, list[str]] = {}
    for row in rows("policing_words.csv"):
        held.setdefault(row["use"], []).extend(row["words"].split("|"))
    return _Words(**{use: _any(words) for use, words in held.items()})


def _any(words: Iterable[str]) -> str:
    """The longest first, so that "shot dead" is not read as "shot"."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(w.replace(" ", r"\s+").replace("*", r"\w*") for w in ordered) + ")"


_NUMBER = r"(?:several|about|around|some|more|over|\d[\d,]*|[a-z-]+(?:\s+to\s+[\w-]+)?\s+rounds?|rounds?)"
_FIRES = rf"(?:fire|fires|fired|firing)\s+(?!at\s+(?:the\s+)?police)(?:in\s+(?:the\s+)?air|into|at|on|upon|tear|{_NUMBER})"
_BETWEEN = r"(?:[ ,']+[\w'-]+){0,12}?[ ,]+"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|get|got)\b")
_NOT_THEIRS = re.compile(r"shot|shoot|kill|beat|assault|thrash|gun")
_AND = re.compile(r"\band (?:then )?$")
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_BARE_TOLL = re.compile(rf"[\"\W]*[a-z ]{{0,40}}?\b{_COUNT}\s+(?:persons?|people|others|of\s+them)\b")
_OTHER_DOERS = re.compile(r"stab|mob|riot|milit|terror|stone")


@cache
def _done() -> re.Pattern[str]:
    w = _words()
    return re.compile(rf"\b{w.agent}\b({_BETWEEN})({w.verb}|{_FIRES})\b")


@cache
def _plain() -> re.Pattern[str]:
    """Force whose doer stands beside it, or that only they use."""
    w = _words()
    return re.compile(
        rf"\b{w.agent}\b(?:'+s?|\s+action)?\s+(?:retaliatory\s+)?{w.noun}\b"
        rf"|\b{w.suffered}(?:\s+\w+){{0,2}}\s+by\s+(?:the\s+|a\s+|an\s+|some\s+|local\s+)*(?:\w+\s+)?{w.agent}\b"
        rf"|\b{w.device}\s+(?:were|was|had\s+been|have\s+been|has\s+been)\b|\blathi-?\s?charge"
    )


@cache
def _pattern(use: str) -> re.Pattern[str]:
    return re.compile(rf"\b{getattr(_words(), use)}\b")


def police_deeds(sentences: Sequence[str]) -> tuple[frozenset[PoliceDeed], ...]:
    """For each sentence of one report, in order, what it alleges that police, soldiers or guards did.

    >>> police_deeds(["Police fired ten rounds.", "Two people were killed in the firing.", "Shops were closed."])
    (frozenset({<PoliceDeed.FORCE: 'force'>}), frozenset({<PoliceDeed.FORCE: 'force'>, <PoliceDeed.KILLING: 'killing'>}), frozenset())
    """
    made = []
    since = MEMORY + 1
    for sentence in sentences:
        text = " ".join(sentence.lower().split())
        force = _is_force(text) or (since <= MEMORY and bool(_pattern("again").search(text)))
        killing = _is_killing(text, force=force, just_before=since <= NEXT + 1)
        made.append(_deeds(force=force or killing, killing=killing))
        since = 1 if force or killing else since + 1
    return tuple(made)


def _deeds(*, force: bool, killing: bool) -> frozenset[PoliceDeed]:
    return frozenset({deed for deed, told in ((PoliceDeed.FORCE, force), (PoliceDeed.KILLING, killing)) if told})


def _is_force(text: str) -> bool:
    return bool(_plain().search(text)) or any(_is_theirs(m.group(1), m.group(2)) for m in _done().finditer(text))


def _is_theirs(between: str, verb: str) -> bool:
    """Whether the verb is done by the agent before it: no rival stands between, and it is not suffered."""
    if _pattern("rival").search(between) and not _AND.search(between):
        return False
    return not (_NOT_THEIRS.match(verb) and _PASSIVE.search(between))


def _is_killing(text: str, *, force: bool, just_before: bool) -> bool:
    if not _pattern("death").search(text):
        return False
    if _pattern("other_cause").search(text):
        return force and bool(re.search(rf"another\s+in\s+{_words().agent}", text))
    if force:
        return True
    return just_before and bool(_BARE_TOLL.match(text)) and not _OTHER_DOERS.search(text)
