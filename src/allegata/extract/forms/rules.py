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


def _of_sentence(text: str, low: int, high: int, kind: str) -> list[Mention]:
    taken: set[int] = set()
    found = []
    for use, value, words in _lists():
        if use == "trigger":
            continue
        role, head = ROLES_OF.get(use, (use, None))
        for m in words.finditer(text, low, high):
            if taken & set(range(*m.span())):
                continue
            taken |= set(range(*m.span()))
            says = {"type": certain("type", kind), "stage": certain("stage", "ACCOMPLISHED")}
            if head and value:
                says[head] = certain(head, value)
            found.append(Mention(span=Span(*m.span()), role=role, chance=RULE_CHANCE, says=says))
    return sorted(found, key=lambda m: m.span)
