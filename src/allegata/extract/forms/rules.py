"""Mentions by word lists alone (data/form_words.csv): what stands in a sentence with a word of attack. For where no weights are."""

import re
from functools import cache

from ...data import rows
from ...records import Span
from .mention import Heard, Mention, certain
from .pieces import body, sentences
from .roles import HEADS

ROLES_OF = {"hum": ("hum_desc", "hum_type"), "phys": ("phys", "phys_type"), "instrument": ("instrument", "instrument_type")}
"""Use of a word list -> role, and the head that its kind answers."""

RULE_CHANCE = 0.5
"""No better than even: half of the listed words beside a word of attack are parts of it (MUC-4's training reports)."""


@cache
def _lists() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    made = []
    for row in rows("form_words.csv"):
        names = sorted(row["names"].split("|"), key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, n.split())) + "s?" for n in names)
        made.append((row["use"], row["kind"], re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)))
    return tuple(made)


def hear_by_rules(text: str) -> Heard:
    """Mentions of a report in any case of letters; those of a sentence without a word of attack are left out."""
    found: list[Mention] = []
    types = [0.0] * len(HEADS["type"])
    start = body(text)
    for low, high in sentences(text):
        kinds = [k for use, k, words in _lists() if use == "trigger" and words.search(text, max(low, start), high)]
        if high <= start or not kinds:
            continue
        kind = next((k for k in kinds if k != "ATTACK"), "ATTACK")
        types[HEADS["type"].index(kind)] = 1.0
        found += _of_sentence(text, max(low, start), high, kind)
    return Heard(mentions=tuple(found), types=tuple(types))


_NO_ROLE = frozenset({"trigger", "cue", "hum_effect", "phys_effect", "perp_state", "country", "state_owned", "given_name"})
_AT_PERSONS = frozenset({"KIDNAPPING"})
_EFFECTS = {"hum": "hum_effect", "phys": "phys_effect"}


@cache
def _by_state() -> re.Pattern[str]:
    """`by the army`: state forces that are told as who did it."""
    names = next(row["names"] for row in rows("form_words.csv") if row["use"] == "perp_state")
    words = "|".join(r"\s+".join(map(re.escape, n.split())) for n in names.split("|"))
    return re.compile(rf"\bby\s+(?:the\s+|members\s+of\s+the\s+)?(?:\w+\s+)?(?:{words})(?!\w)", re.I)


def _nearest(use: str | None, text: str, low: int, high: int, at: int) -> str | None:
    """The kind of the effect word nearest to a place in its sentence."""
    if use is None:
        return None
    near = [(abs(m.start() - at), kind) for u, kind, words in _lists() if u == use for m in words.finditer(text, low, high)]
    return min(near)[1] if near and min(near)[0] <= 90 else None


def _of_sentence(text: str, low: int, high: int, kind: str) -> list[Mention]:
    taken: set[int] = set()
    found = []
    state = _by_state().search(text, low, high) is not None
    cue = next((k for use, k, words in _lists() if use == "cue" and words.search(text, low, high)), "REPORTED AS FACT")
    for use, value, words in _lists():
        if use in _NO_ROLE:
            continue
        role, head = ROLES_OF.get(use, (use, None))
        for m in words.finditer(text, low, high):
            if taken & set(range(*m.span())) or (use in _HARMED and _speaks(text, m.span())):
                continue
            taken |= set(range(*m.span()))
            says = {"type": certain("type", kind), "stage": certain("stage", "ACCOMPLISHED")}
            says["category"] = certain("category", "STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT")
            if head and value:
                says[head] = certain(head, value)
            if role == "perp_org":
                says["confidence"] = certain("confidence", cue)
            effect = _nearest(_EFFECTS.get(use), text, low, high, m.start())
            if effect is None and ((use == "hum" and kind != "KIDNAPPING") or (use == "phys" and kind in _AT_PERSONS)):
                continue
            if effect is not None:
                says[_EFFECTS[use]] = certain(_EFFECTS[use], effect)
            found.append(Mention(span=Span(*m.span()), role=role, chance=RULE_CHANCE, says=says))
    for span in _names(text, low, high):
        effect = _nearest("hum_effect", text, low, high, span.start)
        if effect is None or _speaks(text, (span.start, span.end)) or taken & set(range(span.start, span.end)):
            continue
        says = {
            "type": certain("type", kind),
            "stage": certain("stage", "ACCOMPLISHED"),
            "category": certain("category", "STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT"),
            "hum_effect": certain("hum_effect", effect),
        }
        found.append(Mention(span=span, role="hum_name", chance=RULE_CHANCE, says=says))
    return sorted(found, key=lambda m: m.span)


_HARMED = frozenset({"hum", "perp_ind"})
_SAYS = re.compile(
    r"(?:\s+[\w'.-]+){0,3}\s+(?:has\s+|also\s+)?(?:said|says|stated|reported|told|added|announced|declared|noted|indicated|explained"
    r"|confirmed)\b",
    re.I,
)
_TOLD_BY = re.compile(r"\b(?:according\s+to|told)\s+(?:the\s+|a\s+|an\s+)?(?:\w+\s+){0,2}$", re.I)
_NAME_WORD = re.compile(r"\s+(?:(?:de\s+la|de\s+los|del|de|y|la)\s+)?([A-Z][\w'-]+)")


def _speaks(text: str, span: tuple[int, int]) -> bool:
    """Whether the words are of who tells: `an official said`, `according to a policeman`."""
    return bool(_SAYS.match(text, span[1])) or bool(_TOLD_BY.search(text[max(0, span[0] - 60) : span[0]]))


@cache
def _not_names() -> frozenset[str]:
    words = (
        w
        for row in rows("form_words.csv")
        if row["use"] not in {"given_name", "country"}
        for n in row["names"].split("|")
        for w in n.split()
    )
    return frozenset(w.lower() for w in words) | frozenset(
        [
            "was",
            "were",
            "is",
            "are",
            "who",
            "and",
            "in",
            "of",
            "on",
            "at",
            "by",
            "with",
            "from",
            "to",
            "the",
            "a",
            "an",
            "that",
            "has",
            "had",
            "have",
            "been",
            "when",
            "as",
            "for",
            "after",
            "while",
            "also",
            "his",
            "her",
            "their",
            "its",
            "or",
            "but",
        ]
    )


@cache
def _given() -> re.Pattern[str]:
    row = next(row for row in rows("form_words.csv") if row["use"] == "given_name")
    return re.compile(rf"(?<!\w)(?:{row['names']})(?!\w)", re.I)


def _names(text: str, low: int, high: int) -> list[Span]:
    """Full names that begin with a given name, in any case of letters: two to five words."""
    made: list[Span] = []
    for m in _given().finditer(text, low, high):
        if made and m.start() < made[-1].end:
            continue
        end, words = m.end(), 1
        while words < 5 and (more := _NAME_WORD.match(text, end)) and more.group(1).lower() not in _not_names():
            end, words = more.end(), words + 1
        if words > 1 and end <= high:
            made.append(Span(m.start(), end))
    return made
