"""Mentions -> fillers: the mentions of one person, body or thing together, with its kind, effect and number."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from ...records import Span
from .counts import number_of
from .form import Filler
from .mention import Mention
from .roles import HEADS

_FRONT = re.compile(r"(?:(?:the|a|an|some|several|its|his|her|their|this|that|these|those)\s+)+", re.I)
_STOP = frozenset(["of", "in", "from", "who", "which", "at", "on", "for", "with", "by", "that", "near", "to", "and"])
_APPOSED = re.compile(r"[\s,]*(?:\(|and\s)?[\s,]*\Z", re.I)


def words_of(mention: Mention, text: str) -> str:
    """The mention's words in one line, without an article in front."""
    plain = " ".join(mention.span.of(text).split()).strip(" ,.;:\"'()[]-")
    return _FRONT.sub("", plain, count=1) if _FRONT.match(plain) else plain


def head_of(words: str) -> str:
    """The last word before a preposition, in lower case, a plural s off.

    >>> head_of("members of the army"), head_of("two Jesuit priests")
    ('member', 'priest')
    """
    parts = re.findall(r"[\w'.]+", words.lower())
    end = next((n for n, w in enumerate(parts) if n and w in _STOP), len(parts))
    last = parts[end - 1] if parts else ""
    return last[:-1] if last.endswith("s") and len(last) > 3 else last


def same_thing(a: str, b: str) -> bool:
    """Whether two descriptions can be of one thing: one's words all stand in the other."""
    left, right = ({w.rstrip("s") for w in re.findall(r"\w+", s.lower())} for s in (a, b))
    return bool(left) and bool(right) and (left <= right or right <= left)


def same_name(a: str, b: str) -> bool:
    """Whether two names can be of one person: the shorter's words all stand in the longer in their order."""
    short, long = sorted((a.lower().split(), b.lower().split()), key=len)
    rest = iter(long)
    return bool(short) and all(w in rest for w in short)


def initials(name: str) -> str:
    """The first letters of the words that are no particles: what an acronym is made from."""
    return "".join(w[0] for w in name.lower().split() if w not in {"of", "for", "the", "de", "la", "and", "y", "del", "los"})


def same_body(a: str, b: str) -> bool:
    """Whether two names are of one organisation: one name, or its acronym."""
    if same_name(a, b):
        return True
    short, long = sorted((a, b), key=len)
    return " " not in short and " " in long and len(short) > 2 and sorted(short.lower())[:9] == sorted(initials(long))[:9]


Group = list[Mention]


def group(mentions: Sequence[Mention], text: str, alike: Callable[[str, str], bool]) -> list[Group]:
    """Mentions whose words are alike, in order of their first."""
    groups: list[Group] = []
    for mention in mentions:
        words = words_of(mention, text)
        for held in groups:
            if any(alike(words, words_of(other, text)) for other in held):
                held.append(mention)
                break
        else:
            groups.append([mention])
    return groups


def persons(mentions: Sequence[Mention], text: str) -> list[Group]:
    """Names and descriptions of victims; a description beside a name is of whom the name is."""
    named = group([m for m in mentions if m.role == "hum_name"], text, same_name)
    described = group([m for m in mentions if m.role == "hum_desc"], text, same_thing)
    left = []
    for held in described:
        of = next((n for n in named if any(beside(d, m, text) for d in held for m in n)), None)
        if of is None:
            left.append(held)
        else:
            of.extend(held)
    return named + left


def beside(description: Mention, name: Mention, text: str) -> bool:
    """Whether only a comma stands between the two."""
    first, second = sorted((description.span, name.span))
    return 0 <= second.start - first.end <= 4 and bool(_APPOSED.match(text[first.end : second.start]))


def chance_of(held: Group) -> float:
    """The chance that at least one of the mentions has the role, as if the best two were told apart by nothing else."""
    best = sorted((m.chance for m in held), reverse=True)
    return 1 - float(np.prod([1 - c for c in best[:2]]))


def said(held: Sequence[Mention], head: str) -> np.ndarray:
    """Mean chances of a head's classes, mentions weighing by their own chance; zeros where no mention says anything."""
    told = [(m.chance, m.says[head]) for m in held if head in m.says]
    if not told:
        return np.zeros(len(HEADS[head]))
    return np.average(np.array([c for _, c in told]), axis=0, weights=[w + 1e-6 for w, _ in told])


def value(held: Sequence[Mention], head: str) -> str | None:
    """The likeliest class of a head; None when nothing is said, or NONE is."""
    chances = said(held, head)
    best = HEADS[head][int(chances.argmax())] if chances.any() else "NONE"
    return None if best == "NONE" else best


def distinct(words: Sequence[str]) -> tuple[str, ...]:
    """The strings once each, in order."""
    return tuple(dict.fromkeys(words))


def filler(held: Group, text: str, *, kind: str | None = None, effect: str | None = None, counted: bool = False) -> Filler:
    """One group as a filler; `kind` and `effect` name the heads that answer them."""
    best = sorted(held, key=lambda m: -m.chance)
    names = sorted({words_of(m, text) for m in held if m.role in {"hum_name", "perp_org"}}, key=len, reverse=True)
    words = distinct([words_of(m, text) for m in best if m.role not in {"hum_name", "perp_org"}])
    number = None
    if counted:
        number = "1" if names else number_of(tuple(m.span for m in best), text)
    return Filler(
        names=tuple(names),
        words=words,
        spans=tuple(Span(m.span.start, m.span.end) for m in best),
        chance=chance_of(held),
        kind=value(held, kind) if kind else None,
        effect=value(held, effect) if effect else None,
        number=number,
    )
