"""Which Russian statement stands inside which, and which of the finds are statements of their own."""

from collections.abc import Sequence

from .drafts import Draft
from .words import VERBAL

NOBODY = frozenset({"никто", "ничто"})


def find_parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the index of the smallest other draft of its paragraph whose content holds its cue, or None."""
    return [_parent(n, drafts) for n in range(len(drafts))]


def _parent(n: int, drafts: Sequence[Draft]) -> int | None:
    own = drafts[n]
    holders = [
        (len(d.content), m)
        for m, d in enumerate(drafts)
        if m != n and d.p is own.p and own.cue <= d.content and (len(d.content), -m) != (len(own.content), -n)
    ]
    return min(holders)[1] if holders else None


def keep_telling(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without nouns of speech that name nobody and stand in nobody's words, and without one cue told twice."""
    held: dict[tuple[int, frozenset[int]], Draft] = {}
    for draft, parent in zip(drafts, find_parents(drafts), strict=True):
        if draft.row.kind == "noun" and parent is None and draft.speaker is None and draft.shape not in {"that", "в"}:
            continue
        if parent is not None and draft.speaker is not None and draft.p.words[draft.speaker].lemma in NOBODY:
            continue
        if parent is not None and draft.speaker is None and not _tells_by_itself(draft):
            continue
        held.setdefault((draft.p.number, draft.cue), draft)
    return list(held.values())


def _tells_by_itself(d: Draft) -> bool:
    """Whether an inner statement without a source is one: not a verb that only goes on with the outer speaker's clause."""
    word = d.p.words[d.head]
    if word.pos not in VERBAL or d.row.kind in {"noun", "passive", "phrase", "hedge"}:
        return True
    return word.feats.get("Person") == "1" or (word.feats.get("Person") == "3" and word.feats.get("Number") == "Plur")
