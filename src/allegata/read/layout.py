"""Which role the elements around a block give it, and how much prose each element holds.

Invariant: a mark never decides alone over a wrapper: names such as `has-sidebar` stand on elements that hold the whole page.
"""

from collections.abc import Sequence

from .blocks import Block
from .marks import Mark, first_of, is_post, marks_of
from .markup import Element, Tree
from .wording import is_sentence

PROSE = 40
"""Blocks below this many characters are labels, buttons and titles more often than prose."""
MOST_LINKED = 0.4
MOST_OF_PAGE = {
    Mark.BOILERPLATE: 0.4,
    Mark.REPLY: 0.3,
    Mark.EMBED: 0.5,
    Mark.BIO: 0.3,
    Mark.CAPTION: 0.35,
    Mark.BYLINE: 0.25,
    Mark.STANDFIRST: 0.35,
    Mark.HEADLINE: 0.25,
}
"""Share of the page's prose above which a name is taken for that of a wrapper. On the development pages true side bars stay below 0.35."""
LONGEST_LABEL = {
    Mark.BYLINE: 400,
    Mark.HEADLINE: 400,
    Mark.STANDFIRST: 1500,
    Mark.CAPTION: 2500,
    Mark.BIO: 3000,
    Mark.POST: 5000,
}
"""Characters of prose above which an element of that name holds more than its name says."""
CONTROLS = frozenset(["form", "button", "fieldset", "legend", "label", "textarea"])
"""Among comments these make up the form for a new one; old systems put the whole list into a form, which then holds prose."""
SHORTEST_COMMENT = 80


def prose_weight(block: Block) -> float:
    """How much the block speaks for running text: its length less its links, nothing for labels."""
    length = len(block.text)
    if length < PROSE or block.link_share > MOST_LINKED:
        return 0.0
    weight = length * (1 - block.link_share)
    return weight if is_sentence(block.text) or length > 140 else weight / 3


class Layout:
    """Roles and prose of a page's elements."""

    def __init__(self, tree: Tree, blocks: Sequence[Block]) -> None:
        self.tree = tree
        self.blocks = blocks
        self.weights = [prose_weight(block) for block in blocks]
        self.prose = self.summed(self.weights)
        self.total = max(1.0, self.prose.get(tree.root, 0.0))
        self.holds_article = self._holding_article()
        self._roles: dict[Element, Mark | None] = {tree.root: None}

    def role_of(self, block: Block) -> Mark | None:
        """The role that the block's element and those around it give; None or BODY: may be the article's text."""
        chain: list[Element] = []
        element: Element | None = block.element
        while element is not None and element not in self._roles:
            chain.append(element)
            element = element.parent
        role = self._roles[element] if element is not None else None
        for below in reversed(chain):
            is_control = role is Mark.COMMENT and below.tag in CONTROLS and self.prose.get(below, 0.0) < SHORTEST_COMMENT
            role = Mark.REPLY if is_control else self._inherit(role, self.own_role(below))
            self._roles[below] = role
        return role

    def own_role(self, element: Element) -> Mark | None:
        """What the element's own names say, wrappers left out."""
        marks = marks_of(element)
        if not marks:
            return None
        if Mark.OVERLAY in marks and self.holds_article and element not in self.holds_article:
            return Mark.BOILERPLATE
        fitting = frozenset(mark for mark in marks if self._fits(element, mark))
        fitting -= {Mark.POST} if Mark.POST in fitting and not is_post(element) else frozenset()
        if Mark.BODY in marks and self.prose.get(element, 0.0) > 0.5 * self.total:
            fitting -= {Mark.COMMENT, Mark.REPLY} if element in self.holds_article else frozenset()
        return first_of(fitting)

    def _fits(self, element: Element, mark: Mark) -> bool:
        prose = self.prose.get(element, 0.0)
        if mark in (Mark.COMMENT, Mark.POST):
            return element not in self.holds_article and prose <= LONGEST_LABEL.get(mark, 1e9)
        if prose > LONGEST_LABEL.get(mark, 1e9):
            return False
        return prose <= MOST_OF_PAGE.get(mark, 1.0) * self.total

    def _inherit(self, above: Mark | None, own: Mark | None) -> Mark | None:
        if above is Mark.COMMENT:
            return Mark.REPLY if own is Mark.REPLY else Mark.COMMENT
        if above in (Mark.BOILERPLATE, Mark.REPLY):
            return own if own is Mark.COMMENT or (own is Mark.BIO and above is Mark.BOILERPLATE) else above
        if above in (Mark.CAPTION, Mark.BIO, Mark.EMBED):
            return own if own in (Mark.COMMENT, Mark.BOILERPLATE) and above is not Mark.BIO else above
        if above is Mark.POST:
            return own if own is Mark.COMMENT else above
        if above in (Mark.BYLINE, Mark.HEADLINE, Mark.STANDFIRST):
            return own if own not in (None, Mark.BODY) else above
        return own if own is not None else above

    def summed(self, weights: Sequence[float]) -> dict[Element, float]:
        """Each element's own weight with that of all below it."""
        sums: dict[Element, float] = {}
        for block, weight in zip(self.blocks, weights, strict=True):
            if weight:
                sums[block.element] = sums.get(block.element, 0.0) + weight
        for element in reversed(self.tree.elements):
            held = sums.get(element)
            if held and element.parent is not None:
                sums[element.parent] = sums.get(element.parent, 0.0) + held
        return sums

    def _holding_article(self) -> set[Element]:
        """Elements that hold the page's headline or its declared body: whatever they are called, they are no comments."""
        held: set[Element] = set()
        for element in self.tree.elements:
            declared = "itemprop" in element.attributes and "articlebody" in element.get("itemprop").lower()
            if element.tag == "h1" or declared:
                while element not in held:
                    held.add(element)
                    if element.parent is None:
                        break
                    element = element.parent
        return held
