"""From the tagger's scores to statements: cues by the best path through the tags, then for each cue its source and content.

Viterbi, A. J. (1967), over begin/inside tags as in BIO of Ramshaw and Marcus (1995): an inside tag follows only its own kind.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..records import Record, Span, Spans, hull
from .cues import Draft
from .hints import role_hints, tag_hints
from .pieces import Pieces, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

    Ints = NDArray[np.int64]

Tag = Callable[["Ints", "Ints"], "tuple[Floats, Floats, Floats]"]
"""ids (n,) and features (n, 4) of a window to tag scores (n, 7) and inner-cue scores (n, 3), softmax not yet taken, and hidden
states (n, width). The features are those of `pieces.Pieces` and `hints.tag_hints`."""
Read = Callable[["Floats", "Floats", "Ints"], "Floats"]
"""hidden states (n, width), cues (c, n) of ones and noughts and `hints.role_hints` (c, n) to role scores (c, n, 5)."""

LENGTH = 190
"""Pieces of a window; the network was trained on windows of this length."""
SOURCE, CUE, CONTENT = 1, 3, 5
"""The begin tags of the tagger; each inside tag is one more. The reader's are 1 for source and 3 for content."""
READ_SOURCE, READ_CONTENT = 1, 3
EAGER = 0.7
"""Added to the log chances of cues, so that doubtful ones are read too and left to the judge. Set on the held-out articles."""


class Heard(Record, frozen=True, kw_only=True):
    """A statement as the model hears it, with the mean chance of the pieces of cue, source (or of there being none), content."""

    source: Spans
    cue: Spans
    content: Spans
    chance: tuple[float, float, float]
    inner: bool = False


class Scores(Record, frozen=True, kw_only=True):
    """What the tagger says of a text: log chances of tags (n, 7) and inner cues (n, 3), and for each piece the window that
    judges it."""

    tags: "Floats"
    inner: "Floats"
    windows: tuple[tuple[int, int], ...]
    hidden: "tuple[Floats, ...]"
    judges: "Ints"


def look(pieces: Pieces, hints: "Ints", tag: Tag) -> Scores:
    """Run the tagger over all windows."""
    cuts, hidden = [], []
    tags, inner = np.zeros((len(pieces), 7), np.float32), np.zeros((len(pieces), 3), np.float32)
    judges = np.zeros(len(pieces), np.int64)
    features = np.hstack([pieces.features, hints[:, None]])
    for number, (start, end, first) in enumerate(windows(pieces, LENGTH)):
        scores, inside, states = tag(pieces.ids[start:end], features[start:end])
        tags[first:end], inner[first:end] = scores[first - start :], inside[first - start :]
        judges[first:end] = number
        cuts.append((start, end))
        hidden.append(states)
    return Scores(tags=log_softmax(tags), inner=log_softmax(inner), windows=tuple(cuts), hidden=tuple(hidden), judges=judges)


def log_softmax(scores: "Floats") -> "Floats":
    """Along the last axis."""
    high = scores - scores.max(-1, keepdims=True)
    chances: Floats = high - np.log(np.exp(high).sum(-1, keepdims=True))
    return chances


def best_path(scores: "Floats", cost: float = 0.0) -> "NDArray[np.int64]":
    """The best sequence of begin/inside tags: (n, k) log scores to n tags; odd tags begin, even ones go on with the tag before
    or with themselves. `cost` is taken off for each step out of or into a span."""
    total, kinds = scores.shape
    if not total:
        return np.zeros(0, np.int64)
    step = np.zeros((kinds, kinds), np.float32)
    for before in range(kinds):
        for after in range(kinds):
            inside = after and after % 2 == 0
            if inside and before not in {after, after - 1}:
                step[before, after] = -1e9
            elif not inside and not (before == 0 and after == 0):
                step[before, after] = -cost
    held = scores[0].copy()
    held[2::2] = -1e9
    back = np.zeros((total, kinds), np.int64)
    for at in range(1, total):
        ways = held[:, None] + step
        back[at] = ways.argmax(0)
        held = ways.max(0) + scores[at]
    path = np.zeros(total, np.int64)
    path[-1] = held.argmax()
    for at in range(total - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


def runs(path: "NDArray[np.int64]", begin: int) -> list[tuple[int, int]]:
    """`[start, end)` of each span of one kind."""
    found: list[tuple[int, int]] = []
    for at, tag in enumerate(path):
        if tag == begin:
            found.append((at, at + 1))
        elif tag == begin + 1 and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
    return found


def hear(pieces: Pieces, drafts: Sequence[Draft], tag: Tag, read: Read) -> list[Heard]:
    """The statements of a text, by cue, in text order; `drafts` are the rules', which the network is told of."""
    if not len(pieces):
        return []
    scores = look(pieces, tag_hints(pieces, drafts), tag)
    eager = scores.tags.copy()
    eager[:, CUE : CUE + 2] += EAGER
    cues = [(*c, False) for c in runs(best_path(eager), CUE)]
    inside = scores.inner.copy()
    inside[:, 1:] += EAGER
    cues += [(*c, True) for c in runs(best_path(inside), 1) if not any(c[0] < end and start < c[1] for start, end, _ in cues)]
    by_window: dict[int, list[tuple[int, int, bool]]] = {}
    for cue in sorted(cues):
        by_window.setdefault(int(scores.judges[(cue[0] + cue[1]) // 2]), []).append(cue)
    held: list[Heard] = []
    for number, found in sorted(by_window.items()):
        held += _read(pieces, scores, number, found, drafts, read)
    return held


def _read(
    pieces: Pieces, scores: Scores, number: int, cues: Sequence[tuple[int, int, bool]], drafts: Sequence[Draft], read: Read
) -> list[Heard]:
    start, end = scores.windows[number]
    here = [(max(low, start), min(high, end), inner) for low, high, inner in cues]
    asked = np.zeros((len(here), end - start), np.float32)
    told = np.zeros((len(here), end - start), np.int64)
    reach = Span(pieces.spans[start].start, pieces.spans[end - 1].end)
    near = [d for d in drafts if d.cue and reach.touches(hull(d.cue))]
    for n, (low, high, _) in enumerate(here):
        asked[n, low - start : high - start] = 1
        told[n] = role_hints(pieces, _spans(pieces, [(low, high)], 0), near)[start:end]
    roles = log_softmax(read(scores.hidden[number], asked, told))
    return [_heard(pieces, scores, c, r, start) for c, r in zip(here, roles, strict=True)]


def _heard(pieces: Pieces, scores: Scores, cue: tuple[int, int, bool], roles: "Floats", start: int) -> Heard:
    low, high, inner = cue
    free = roles.copy()
    free[low - start : high - start, 1:] = -1e9
    path = best_path(free)
    sources, contents = runs(path, READ_SOURCE), runs(path, READ_CONTENT)
    if len(sources) > 1:
        sources = [max(sources, key=lambda s: float(roles[s[0] : s[1], 1:3].max(-1).mean()))]
    own = scores.inner[low:high, 1:] if inner else scores.tags[low:high, CUE : CUE + 2]
    source = _chance(roles[slice(*sources[0]), 1:3]) if sources else float(np.exp(roles[:, [0, 3, 4]]).sum(-1).min())
    content = [_chance(roles[slice(*c), 3:5]) for c in contents]
    return Heard(
        source=_spans(pieces, sources, start),
        cue=_spans(pieces, [(low, high)], 0),
        content=_spans(pieces, contents, start),
        chance=(_chance(own), source, min(content, default=0.0)),
        inner=inner,
    )


def _chance(logs: "Floats") -> float:
    """The mean chance of the pieces of a span."""
    return float(np.exp(logs).sum(-1).mean()) if len(logs) else 0.0


def _spans(pieces: Pieces, found: Sequence[tuple[int, int]], start: int) -> Spans:
    """The spans in the text, each to the ends of its words: no statement ends within one."""
    held: list[Span] = []
    for low, high in found:
        a = int(np.searchsorted(pieces.words, pieces.words[low + start], "left"))
        b = int(np.searchsorted(pieces.words, pieces.words[high - 1 + start], "right")) - 1
        span = Span(pieces.spans[a].start, pieces.spans[b].end)
        if held and span.start < held[-1].end:
            span = Span(held.pop().start, span.end)
        held.append(span)
    return tuple(held)
