"""From characters of the article's text to bytes of the capture.

A piece is a stretch of the text that stands in the decoded source one to one, or one character written there as an entity.
"""

from collections.abc import Iterable, Iterator

import msgspec

from ..records import SourceRun
from .decoding import Decoded


class Piece(msgspec.Struct, frozen=True, gc=False):
    """`text` stands at `[at, at + taken)` of the decoded source; `taken` 0: made by the reader."""

    text: str
    at: int
    taken: int


def runs_of(pieces: Iterable[Piece], decoded: Decoded) -> tuple[SourceRun, ...]:
    """The runs of a text made of these pieces, in text order; joined where they follow on each other."""
    runs: list[SourceRun] = []
    for run in _runs(pieces, decoded):
        last = runs[-1] if runs else None
        if last and last.width == run.width and (not run.width or last.at + (last.end - last.start) * last.width == run.at):
            runs[-1] = SourceRun(last.start, run.end, last.at, last.width)
        else:
            runs.append(run)
    return tuple(runs)


def _runs(pieces: Iterable[Piece], decoded: Decoded) -> Iterator[SourceRun]:
    start, hint = 0, 0
    for piece in pieces:
        if not piece.taken:
            yield SourceRun(start, start + len(piece.text), 0, 0)
        elif piece.taken != len(piece.text):
            at, hint = _byte(piece.at, decoded, hint)
            last, where = _byte(piece.at + piece.taken - 1, decoded, hint)
            yield SourceRun(start, start + 1, at, max(1, last + decoded.stretches[where].width - at))
            if len(piece.text) > 1:  # an entity for two code points: the second has no bytes of its own
                yield SourceRun(start + 1, start + len(piece.text), 0, 0)
        else:
            done = 0
            while done < piece.taken:
                at, hint = _byte(piece.at + done, decoded, hint)
                stretch = decoded.stretches[hint]
                ends = decoded.stretches[hint + 1].start if hint + 1 < len(decoded.stretches) else len(decoded.text)
                size = min(piece.taken - done, ends - piece.at - done)
                yield SourceRun(start + done, start + done + size, at, stretch.width)
                done += size
        start += len(piece.text)


def _byte(offset: int, decoded: Decoded, hint: int) -> tuple[int, int]:
    """The byte of a character and its stretch; `hint` is where the last one was, for pieces mostly come in order."""
    stretches = decoded.stretches
    if not (stretches[hint].start <= offset and (hint + 1 == len(stretches) or offset < stretches[hint + 1].start)):
        near = hint + 1
        following = near < len(stretches) and stretches[near].start <= offset
        hint = (
            near
            if following and (near + 1 == len(stretches) or offset < stretches[near + 1].start)
            else decoded.stretch_at(offset)
        )
    found = stretches[hint]
    return found.at + (offset - found.start) * found.width, hint
