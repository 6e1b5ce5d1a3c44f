"""Where paragraphs begin on a printed page: by the room between its lines, their size, indent and length.

A text layer tells lines and no paragraphs; without this a sentence that runs over two lines would be cut in two.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..records import TextBox
from .wording import is_sentence

WIDE = 1.4
"""Times the usual step from line to line, from which on a new paragraph begins."""
WIDEST = 1.5
"""Times the letters' height that the usual step may be: lines set wider than that are paragraphs each."""
LARGER = 1.2
"""Times the height of the line before: a heading, or what follows one."""
INDENT = 0.8
"""Of a line's height, by which a paragraph's first line stands further right than its neighbours."""
SHORT = 0.85
"""Share of the column's width, below which a line that ends a sentence ends its paragraph."""


def paragraph_starts(text: str, lines: Sequence[TextBox], heights: Sequence[float]) -> frozenset[int]:
    """Indexes of lines that begin a paragraph, of one page's lines in text order; the first line is not among them.

    `heights`: of each line's letters with all that its font may reach, for a box holds but the ink that is there.
    """
    steps = [b.top - a.top for a, b in pairwise(lines) if b.top > a.bottom - (a.bottom - a.top) / 2]
    usual = min(median(steps), WIDEST * median(heights)) if steps else 0.0
    right = max((line.right for line in lines), default=0.0)
    left = min((line.left for line in lines), default=0.0)
    short = left + SHORT * (right - left)
    return frozenset(i for i in range(1, len(lines)) if _begins(text, lines, heights, i, usual, short))


def _begins(text: str, lines: Sequence[TextBox], heights: Sequence[float], index: int, usual: float, short: float) -> bool:
    above, line = lines[index - 1], lines[index]
    words = text[above.start : above.end].strip()
    if words.isdigit() or text[line.start : line.end].strip().isdigit():
        return True
    height, before = heights[index], heights[index - 1]
    if line.top < above.top - before:  # the next column
        return is_sentence(words)
    if line.top - above.top > WIDE * usual or max(height, before) > LARGER * min(height, before):
        return line.top - above.top > before / 2  # not a raised word on the same line
    below = lines[index + 1] if index + 1 < len(lines) else None
    indented = line.left - above.left > INDENT * height and (below is None or line.left - below.left > INDENT * height)
    return is_sentence(words) and (indented or above.right < short)
