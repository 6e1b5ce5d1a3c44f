"""Which element holds the article's text: the one whose near descendants hold most prose (after Arc90's Readability)."""

from collections.abc import Sequence

from .blocks import Block
from .layout import Layout
from .marks import Mark, marks_of
from .markup import Element

SHARES = (1.0, 0.9, 0.45, 0.25, 0.15)
"""How much of a block's prose counts for its element, its parent, and so on up."""
DECLARED, NAMED = 2.5, 1.3
"""Factors for elements declared as the body (schema.org articleBody) or named like one."""
SIBLING = 0.2
"""A neighbour with this share of the best one's score belongs to the same text."""
WIDEN = 1.25
"""The parent is taken when it holds this much more free prose than its best child: the text is cut into sections."""

MOST_WIDER = 3.0
"""An element that is only named like an article is not taken when it holds this many times more: it is a list of articles."""


def main_element(layout: Layout, free: Sequence[bool]) -> Element | None:
    """The element that holds the article's text; `free` marks the blocks that no role takes away. None on a page without prose."""
    scores: dict[Element, float] = {}
    weights = [weight if ok else 0.0 for weight, ok in zip(layout.weights, free, strict=True)]
    for block, weight in zip(layout.blocks, weights, strict=True):
        if weight:
            _add(scores, block, weight)
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element] * _factor(element))
    prose = layout.summed(weights)
    return _holder(_widen(best, prose, scores), prose)


def _add(scores: dict[Element, float], block: Block, weight: float) -> None:
    element: Element | None = block.element
    if element is not None and element.tag in ("p", "li", "blockquote", "h2", "h3", "h4", "td", "pre", "dd"):
        element = element.parent
    for share in SHARES:
        if element is None:
            return
        scores[element] = scores.get(element, 0.0) + weight * share
        element = element.parent


def _factor(element: Element) -> float:
    if "articlebody" in element.get("itemprop").lower():
        return DECLARED
    if element.tag in ("body", "html"):
        return 0.7
    return NAMED if Mark.BODY in marks_of(element) else 1.0


def _widen(best: Element, free_prose: dict[Element, float], scores: dict[Element, float]) -> Element:
    """Up to the parent while it holds clearly more of the free prose, in places that score like the best."""
    while best.parent is not None and best.tag != "body":
        parent = best.parent
        more = free_prose.get(parent, 0.0) - free_prose.get(best, 0.0)
        beside = [
            c
            for c in parent.children
            if isinstance(c, Element) and c is not best and scores.get(c, 0.0) >= SIBLING * scores.get(best, 1.0)
        ]
        plain = sum(
            free_prose.get(c, 0.0) for c in parent.children if isinstance(c, Element) and c is not best and c.tag == "p"
        )
        if not (beside and more >= (WIDEN - 1) * free_prose.get(best, 1.0)) and plain < 200:
            if parent.tag not in ("body", "html") and len(parent.children) == 1:
                best = parent
                continue
            break
        best = parent
    return best


def _holder(best: Element, free_prose: dict[Element, float]) -> Element:
    """The innermost element around that is declared or named as the article and holds more of the free prose: page builders cut a
    text into rows and columns that are no neighbours in the tree. Around hardly any prose it need not hold more: lists and tables are
    the text then."""
    held = max(1.0, free_prose.get(best, 0.0))
    for above in best.ancestors:
        if above.tag in ("body", "html"):
            return best
        declared = above.tag == "article" or "articlebody" in above.get("itemprop").lower()
        if declared or Mark.BODY in marks_of(above):
            more = free_prose.get(above, 0.0) / held
            if (more >= WIDEN or held < HARDLY_ANY) and (declared or more <= MOST_WIDER):
                return above
    return best


HARDLY_ANY = 300.0
"""Characters of prose."""
