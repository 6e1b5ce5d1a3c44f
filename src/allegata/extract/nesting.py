"""Which statement stands inside which: a statement whose cue lies in another's content is that one's child."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import Act, hull
from .cues import Draft
from .grammar import children, is_infinitive
from .lexicon import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

KEPT = frozenset(
    {"say", "inform", "deny", "admit", "accuse", "condemn", "demand", "call", "urge", "request", "promise", "threaten", "warn"}
    | {"noun", "phrase", "talk", "respond", "write", "ask"}
)
"""Kinds of cue that make a statement of their own inside another's content. What one says that another thinks, wants or
praises stays part of what is said."""


def find_parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the index of the smallest other draft whose content holds its cue, or None."""
    by_paragraph = _by_paragraph(drafts)
    return [_parent(n, drafts, by_paragraph[draft.paragraph]) for n, draft in enumerate(drafts)]


def _by_paragraph(drafts: Sequence[Draft]) -> dict[int, list[int]]:
    held: dict[int, list[int]] = {}
    for n, draft in enumerate(drafts):
        held.setdefault(draft.paragraph, []).append(n)
    return held


def _parent(n: int, drafts: Sequence[Draft], near: Sequence[int]) -> int | None:
    if not drafts[n].cue:
        return None
    place = hull(drafts[n].cue)
    holders = [(len(c), m) for m in near if m != n for c in drafts[m].content if c.covers(place)]
    if holders:
        return min(holders)[1]
    before = [m for m in near if m != n and _answers(drafts[n], drafts[m])]
    return before[-1] if before else None


def _answers(draft: Draft, before: Draft) -> bool:
    """Whether the draft is about what the other has just said: `said that they took the town, claims that are false, according to`."""
    start = draft.content[0].start
    end = max(c.end for c in before.content)
    if not 0 < start - end <= 3 or draft.head.sent.start != before.head.sent.start:
        return False
    first = next(iter(draft.zone.tokens(draft.content[0])), None)
    return first is not None and first.lemma_.lower() in nouns() and draft.zone.text[end - draft.zone.offset] == ","


def keep_telling(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those inside another's content that tell nothing of their own, and without one cue told twice.

    What a model has judged is not judged again.
    """
    parents = find_parents(drafts)
    kept = [
        d
        for d, p in zip(drafts, parents, strict=True)
        if d.confidence is not None or (_names_someone(d) if p is None else _answers(d, drafts[p]) or _tells(d, drafts[p]))
    ]
    near = _by_paragraph(kept)
    return [d for d in kept if not any(_swallows(kept[m], d) for m in near[d.paragraph] if kept[m] is not d)]


_ASKING = frozenset({Act.CALL, Act.DEMAND, Act.REQUEST})


def _names_someone(draft: Draft) -> bool:
    """A noun alone ("questions about the talks") tells who said something only with its maker, or with what was said."""
    return draft.word.kind != "noun" or draft.speaker is not None or draft.shape in {"that", "np"}


def _tells(draft: Draft, outer: Draft) -> bool:
    """Whether it says who said what: not what someone is asked to say, nor "you know", nor a pronoun's worth of content."""
    if draft.word.kind not in KEPT or draft.shape == "q":
        return False
    if draft.word.kind not in {"noun", "phrase"} and (draft.speaker is None or _is_asked(draft.head)):
        return False
    if outer.act in _ASKING and draft.head.head.i == outer.head.i:
        return False
    if all(len(c) <= len("which") and " " not in draft.zone.of(c) for c in draft.content):
        return False
    return draft.speaker is None or draft.speaker.lower_ not in {"you", "one", "anyone", "someone"}


def _is_asked(verb: "Token") -> bool:
    bare = verb.tag_ == "VB" and not children(verb, {"aux"})
    return bare or is_infinitive(verb) or (verb.dep_ == "xcomp" and is_infinitive(verb.head))


def _swallows(longer: Draft, draft: Draft) -> bool:
    """Whether the same words are told twice: `issued a statement calling for` holds the cue of `issued`."""
    if not draft.cue or not longer.cue:
        return False
    whole, part = hull(longer.cue), hull(draft.cue)
    return whole.covers(part) and len(whole) > len(part)
