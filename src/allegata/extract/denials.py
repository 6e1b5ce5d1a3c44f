"""Which statement of the same report a denial denies: the allegation told inside it, or the nearest earlier one that it can mean."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from ..records import Act, Span, Statement, hull
from .lexicon import countries, harms
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 2_500
"""Characters back in which an allegation is looked for: some four hundred words."""
NEXT = 900
"""Characters back in which the last harm alleged by another is what is denied, though no word is shared: `has denied any part in it`."""
NAMED = 2
"""What it is worth, in words shared, that harm is told of and who denies is named in it: `rockets fired by Westland forces`."""
LEAST = 2
"""Words of content that a denial and what it denies share at least, where nothing points back."""

_TOLD = frozenset({Act.ACCUSE, Act.ASSERT, Act.ANNOUNCE, Act.CONDEMN, Act.ADMIT})
_CHARGED = {Act.CONDEMN: -1}
"""What is judged is denied later than what is told."""
_BACK = frozenset(
    {"it", "this", "that", "them", "these", "those", "which", "accusation", "allegation", "claim", "charge", "report"}
)
_WORDS = frozenset({"NOUN", "PROPN", "VERB", "NUM"})


def tie_denials(zones: tuple[ParsedZone, ...], statements: Sequence[Statement]) -> dict[str, str]:
    """Denial's id to the id of what it denies; denials whose object does not stand in the report are left out."""
    held: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    by_id = {s.id: s for s in statements}
    inside = {s.parent: s for s in reversed(statements) if s.act is not Act.DENY}
    told = sorted((s for s in statements if s.act in _TOLD and s.content), key=_start)
    for statement in statements:
        if statement.act is not Act.DENY or not statement.content:
            continue
        inner = inside.get(statement.id)
        if inner is not None:
            held[statement.id] = inner.id
            continue
        outer = by_id.get(statement.parent or "")
        if outer is not None and not any(c.covers(hull(statement.cue)) for c in outer.content):
            held[statement.id] = outer.id  # `..., claims that are false, according to X`: it is about the whole
            continue
        best = _best(zones, statement, _told_before(statement, told), words)
        if best is not None:
            held[statement.id] = best.id
    return held


def _best(
    zones: tuple[ParsedZone, ...], denial: Statement, before: Sequence[Statement], words: dict[str, frozenset[str]]
) -> Statement | None:
    if not before:
        return None
    shares = [_shared(zones, denial, s, words) + NAMED * _names(zones, denial, s) + _CHARGED.get(s.act, 0) for s in before]
    best = max(range(len(before)), key=lambda n: (shares[n], hull(before[n].cue or before[n].content).start))
    if shares[best] >= LEAST or _points_back(zones, denial):
        return before[best]
    return next((s for s in reversed(before) if _is_near(s, denial) and _tells_harm(zones, s)), None)


def _names(zones: tuple[ParsedZone, ...], denial: Statement, other: Statement) -> bool:
    """Whether harm is alleged of who denies: the same state, or a word of the same name, stands in what is told."""
    if not _tells_harm(zones, other):
        return False
    own = list(takewhile(lambda t: t.text != ",", (t for s in denial.source for t in _tokens(zones, s))))
    name = {w for w in (denial.speaker.name or "").lower().split() if w in countries() or any(c.isdigit() for c in w)}
    mine = {
        countries().get(w, w) for w in name | {t.lower_ for t in own if t.pos_ in {"PROPN", "ADJ"} or t.lower_ in countries()}
    }
    said = [t for s in other.content for t in _tokens(zones, s)]
    return bool(mine & {countries().get(t.lower_, t.lower_) for t in said})


def _start(statement: Statement) -> int:
    return hull((*statement.cue, *statement.content)).start


def _told_before(denial: Statement, told: Sequence[Statement]) -> list[Statement]:
    """What the denial may be about, of the allegations in text order: told a little before it, by nobody named or by somebody else."""
    here = _start(denial)
    near = told[bisect_left(told, here - NEAR, key=_start) : bisect_left(told, here, key=_start)]
    own = denial.speaker.name
    return [s for s in near if s.id != denial.parent and (s.speaker.name is None or s.speaker.name != own)]


def _is_near(other: Statement, denial: Statement) -> bool:
    return _start(denial) - _start(other) <= NEXT


def _tells_harm(zones: tuple[ParsedZone, ...], statement: Statement) -> bool:
    return any(t.lemma_.lower() in harms() for s in statement.content for t in _tokens(zones, s))


def _shared(zones: tuple[ParsedZone, ...], denial: Statement, other: Statement, held: dict[str, frozenset[str]]) -> int:
    for one in (denial, other):
        if one.id not in held:
            held[one.id] = frozenset(t.lemma_.lower() for s in one.content for t in _tokens(zones, s) if t.pos_ in _WORDS)
    return len(held[denial.id] & held[other.id])


def _points_back(zones: tuple[ParsedZone, ...], denial: Statement) -> bool:
    tokens = [t for s in denial.content for t in _tokens(zones, s)]
    return any(t.lemma_.lower() in _BACK for t in tokens[:4])


def _tokens(zones: tuple[ParsedZone, ...], span: Span) -> "list[Token]":
    first = max(0, bisect_right(zones, span.start, key=lambda z: z.offset) - 1)
    last = bisect_left(zones, span.end, key=lambda z: z.offset)
    return [t for z in zones[first:last] for t in z.tokens(span)]
