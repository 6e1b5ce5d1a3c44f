"""Direct speech: quotations and paragraphs that open with a dash, with what the author puts in between (`«A, — said she. — B»`)."""

from collections.abc import Sequence

from ...records import Record
from .hits import Hit
from .words import Paragraph

DASHES = frozenset("—–-")
_BEFORE = frozenset({",", "!", "?", "…", ".", "...", "?!", "»", '"', "”", "“"})
ASIDE = 8
"""Words that may stand between the dash and the author's verb: who, when, to whom."""


class Stretch(Record, frozen=True, kw_only=True):
    """Direct speech: word indices from `first` up to `end`, marks included; `inserts` are the author's words within, as ranges."""

    first: int
    end: int
    quoted: bool
    inserts: tuple[tuple[int, int], ...] = ()

    def spoken(self) -> frozenset[int]:
        """The words without the author's."""
        cut = {i for first, end in self.inserts for i in range(first, end)}
        return frozenset(i for i in range(self.first, self.end) if i not in cut)

    def insert_at(self, i: int) -> tuple[int, int] | None:
        """The author's words that hold word i."""
        return next((cut for cut in self.inserts if cut[0] <= i < cut[1]), None)


def find_speech(p: Paragraph, hits: Sequence[Hit]) -> tuple[Stretch, ...]:
    """The stretches of direct speech of a paragraph, in text order, without overlap."""
    talking = [h for h in hits if "q" in h.row.complements]
    if p.words and p.words[0].text in DASHES:
        return (Stretch(first=1, end=len(p.words), quoted=False, inserts=_inserts(p, 1, len(p.words), talking, quoted=False)),)
    held = []
    for first, last in sorted(p.mates.items()):
        if first >= last:
            continue
        end = min(last + 1, len(p.words))
        held.append(Stretch(first=first, end=end, quoted=True, inserts=_inserts(p, first, end, talking, quoted=True)))
    return tuple(held)


def _inserts(p: Paragraph, first: int, end: int, hits: Sequence[Hit], *, quoted: bool) -> tuple[tuple[int, int], ...]:
    held: list[tuple[int, int]] = []
    for hit in hits:
        if not first < hit.head < end or (held and hit.head < held[-1][1]):
            continue
        dash = _dash_before(p, first, hit)
        if dash is not None and not (held and dash < held[-1][1]):
            held.append((dash, _insert_end(p, hit, end, quoted=quoted)))
    return tuple(held)


def _dash_before(p: Paragraph, first: int, hit: Hit) -> int | None:
    for i in range(hit.head - 1, max(first, hit.head - ASIDE), -1):
        word = p.words[i]
        if word.text in DASHES:
            return i if p.words[i - 1].text in _BEFORE else None
        if word.is_finite and i not in hit.cue:
            return None
    return None


def _insert_end(p: Paragraph, hit: Hit, end: int, *, quoted: bool) -> int:
    """Up to the next dash that goes on with the speech; where none comes, to the end."""
    for i in range(hit.head + 1, end):
        if p.words[i].text in DASHES and p.words[i - 1].text in {",", ".", ":", "!", "?"}:
            return i + 1
    return end - 1 if quoted and p.words[end - 1].is_punct else end
