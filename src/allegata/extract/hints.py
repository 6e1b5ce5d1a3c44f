"""What the rules see, as the network is told it: for each piece the rules' tag, and for one cue the rules' source and content."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..records import Spans
from .cues import Draft
from .pieces import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

TAG_HINTS, ROLE_HINTS = 8, 6
"""How many values there are; the last one means that nothing is told."""
SOURCE, CUE, CONTENT = 1, 3, 5


def tag_hints(pieces: Pieces, drafts: Sequence[Draft]) -> "Ints":
    """(n,) 0 for nothing, begin and inside of source 1 2, cue 3 4, content 5 6. Cues and sources stand over contents."""
    held = np.zeros(len(pieces), np.int64)
    for first, role in ((CONTENT, "content"), (SOURCE, "source"), (CUE, "cue")):
        for draft in drafts:
            label(held, getattr(draft, role), pieces, first)
    return held


def role_hints(pieces: Pieces, cue: Spans, drafts: Sequence[Draft]) -> "Ints":
    """(n,) for the rules' draft whose cue shares most with this one: source 1 2, content 3 4, else 0; all 5 when there is none."""
    match = max(drafts, key=lambda d: shared(d.cue, cue), default=None)
    if match is None or not shared(match.cue, cue):
        return np.full(len(pieces), ROLE_HINTS - 1)
    held = np.zeros(len(pieces), np.int64)
    label(held, match.content, pieces, 3)
    label(held, match.source, pieces, 1)
    return held


def label(tags: "Ints", spans: Spans, pieces: Pieces, first: int) -> None:
    """Write begin (`first`) and inside (`first + 1`) over the pieces of each span, in place."""
    for span in spans:
        low = int(np.searchsorted(pieces.ends, span.start, side="right"))
        high = int(np.searchsorted(pieces.starts, span.end, side="left"))
        if low < high:
            tags[low:high] = first + 1
            tags[low] = first


def shared(some: Spans, others: Spans) -> int:
    """Characters that two roles share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)
