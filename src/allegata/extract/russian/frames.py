"""Where a cue's complement is looked for: the paragraph, its cues and direct speech, and the bounds of the cue's sentence."""

from collections.abc import Mapping, Sequence

from ...records import Record
from .hits import Hit
from .speech import Stretch
from .words import Paragraph

THAT = frozenset({"что", "чтобы", "будто", "якобы"})


WHICH = frozenset(
    {"как", "где", "когда", "почему", "кто", "сколько", "куда", "откуда", "зачем", "какой", "чей", "насколько", "ли"}
)


class Complement(Record, frozen=True, kw_only=True):
    """`shape` is the lexicon's. `words` what is said, `whom` whom it is said to (also among `words` with an infinitive)."""

    shape: str
    words: frozenset[int]
    whom: frozenset[int] = frozenset()


class Frame(Record, frozen=True, kw_only=True):
    """What a cue's complement is looked for in: the paragraph, its cues, speech, and the bounds of the cue's sentence or insert."""

    p: Paragraph
    hits: Mapping[int, Hit]
    speech: tuple[Stretch, ...]
    low: int
    high: int
    inside: Stretch | None = None
    """The direct speech whose author's words the cue stands in."""

    def stretch_from(self, i: int) -> Stretch | None:
        """The direct speech that begins with word i."""
        return next((s for s in self.speech if s.first == i), None)

    def is_first(self, hit: Hit) -> bool:
        """Whether the hit is the first in its bounds, so that the speech around is its."""
        return all(i >= hit.head for i in self.hits if self.low <= i < self.high and "q" in self.hits[i].row.complements)

    def stretch_to(self, i: int) -> Stretch | None:
        """The direct speech whose last word is i."""
        return next((s for s in self.speech if s.end == i + 1), None)


def limits(p: Paragraph, hits: Sequence[Hit], speech: tuple[Stretch, ...], i: int) -> Frame:
    """The frame of a cue at word i: its sentence, or the author's words within direct speech, or the speech that it is part of."""
    known = {h.head: h for h in hits}
    low, high = p.begins[i], p.ends[i]
    for at in range(i, low, -1):
        if p.words[at].text == ";" and not any(s.first < at < s.end for s in speech):
            low = at + 1
            break
    high = next(
        (at for at in range(i, high) if p.words[at].text == ";" and not any(s.first < at < s.end for s in speech)), high
    )
    for stretch in speech:
        cut = stretch.insert_at(i)
        if cut is not None:
            return Frame(p=p, hits=known, speech=speech, low=cut[0], high=cut[1], inside=stretch)
        if stretch.first <= i < stretch.end:
            return Frame(p=p, hits=known, speech=(), low=max(low, stretch.first), high=min(high, stretch.end))
    return Frame(p=p, hits=known, speech=speech, low=low, high=high)
