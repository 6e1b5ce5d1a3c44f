"""The blocks of a page into zones.

Two sources of evidence: what the elements around a block are called (layout.py) and what the block's own words say (wording.py);
where the article's text stands is decided by prose (main_text.py).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..records import ZoneKind
from .blocks import Block
from .clocks import is_date_alone
from .layout import Layout
from .main_text import main_element
from .marks import Mark
from .markup import Element, Tree
from .wording import Wording, is_name, is_sentence, says

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FREE = frozenset((None, Mark.BODY, Mark.STANDFIRST, Mark.HEADLINE, Mark.BYLINE, Mark.EMBED, Mark.POST))
KINDS = {
    Mark.COMMENT: ZoneKind.COMMENT,
    Mark.CAPTION: ZoneKind.CAPTION,
    Mark.BIO: ZoneKind.BIO,
    Mark.BYLINE: ZoneKind.BYLINE,
}
LARGE = frozenset(("b", "strong", "big"))
LARGE_SIZE = re.compile(
    r"\bsize=[\"']?(?:\+|[4-7])|font-size:\s*(?:1[89]|[2-6]\d)(?:px|pt)|font-weight:\s*(?:bold|[6-9]00)|font-size:\s*(?:x?x-)?large",
    re.I,
)
FIRST_PROSE = 60.0
ABOVE_PROSE = 5
"""Blocks between a headline and the first prose: byline, date, standfirst, picture."""
LONGEST_LINK_BLOCK = 0.65
SHORTEST_LOOSE = 25
"""Text outside a paragraph, heading or list item below this length is a label."""


def zone_kinds(tree: Tree, blocks: Sequence[Block], title: str | None, description: str = "") -> list[ZoneKind]:
    """The kind of every block, in order. `title` and `description` as the page's metadata gives them, to find the headline and the
    lead by."""
    layout = Layout(tree, blocks)
    roles = [layout.role_of(block) for block in blocks]
    free = [role in FREE for role in roles]
    main = main_element(layout, free)
    inside = _inside(blocks, main)
    headline = _headline(blocks, roles, title, inside)
    if headline is None:
        headline = _set_off(tree, blocks, layout.weights, inside)
    kinds = [_kind(block, role, within) for block, role, within in zip(blocks, roles, inside, strict=True)]
    if headline is not None:
        kinds[headline] = ZoneKind.HEADLINE
    _standfirst(blocks, roles, kinds, headline)
    _described(blocks, kinds, headline, description)
    _bylines(blocks, kinds, headline)
    _drop_link_lists(blocks, kinds)
    _drop_lists_by_heading(blocks, kinds)
    _drop_comment_lists(blocks, kinds)
    _drop_lone_headings(blocks, kinds)
    for index, role in enumerate(roles):
        if role is Mark.POST and inside[index]:
            kinds[index] = ZoneKind.BODY
    return kinds


def _inside(blocks: Sequence[Block], main: Element | None) -> list[bool]:
    if main is None:
        return [False] * len(blocks)
    return [main.at <= block.element.at < main.end for block in blocks]


def _kind(block: Block, role: Mark | None, within: bool) -> ZoneKind:
    """By its role where it has one; free blocks are body within the main element, boilerplate outside it."""
    if role is Mark.BYLINE and len(block.text) > 250:
        role = None
    if role is Mark.COMMENT and (says(block.text, Wording.COMMENTS) or says(block.text, Wording.REPLY)):
        return ZoneKind.BOILERPLATE
    if role is Mark.CAPTION and len(block.text) <= SHORTEST_LOOSE and says(block.text, Wording.BOILERPLATE):
        return ZoneKind.BOILERPLATE
    if role in KINDS:
        return KINDS[role] if within or role is not Mark.BYLINE or len(block.text) < 160 else ZoneKind.BOILERPLATE
    if role not in FREE or not within:
        return ZoneKind.BOILERPLATE
    return _own_words(block)


def _own_words(block: Block) -> ZoneKind:
    text = block.text
    if says(text, Wording.REPLY) or says(text, Wording.BOILERPLATE):
        return ZoneKind.BOILERPLATE
    if block.link_share > LONGEST_LINK_BLOCK and (len(text) < 200 or block.link_share > 0.9) and block.element.tag != "h1":
        return ZoneKind.BOILERPLATE
    if block.element.tag not in HEADINGS and says(text, Wording.CAPTION):
        return ZoneKind.CAPTION
    if says(text, Wording.BYLINE) or is_date_alone(text):
        return ZoneKind.BYLINE
    loose = block.element.tag not in HEADINGS | {"p", "li", "td", "th", "blockquote", "pre", "dd", "dt"}
    if loose and len(text) < SHORTEST_LOOSE and not is_sentence(text):
        return ZoneKind.BOILERPLATE
    return ZoneKind.BODY


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _headline(blocks: Sequence[Block], roles: Sequence[Mark | None], title: str | None, inside: Sequence[bool]) -> int | None:
    """The heading that agrees best with the page's title, else the first h1."""
    first_inside = next((i for i, within in enumerate(inside) if within), len(blocks))
    wanted = _words(title or "")
    best: tuple[float, int] | None = None
    for index, block in enumerate(blocks):
        role = roles[index]
        tag = block.element.tag
        named = role is Mark.HEADLINE or tag in HEADINGS
        if role in (Mark.COMMENT, Mark.POST) or not (named or index <= first_inside + 5) or len(block.text) > 400:
            continue
        words = _words(block.text)
        alike = _alike(words, wanted)
        score = alike + (0.3 if tag == "h1" else 0.15 if named else 0.0) - (0.2 if role is Mark.BOILERPLATE else 0.0)
        if (alike >= 0.6 or (tag == "h1" and role is not Mark.BOILERPLATE)) and (best is None or score > best[0]):
            best = (score, index)
    return best[1] if best else None


def _set_off(tree: Tree, blocks: Sequence[Block], weights: Sequence[float], inside: Sequence[bool]) -> int | None:
    """On a page without heading elements, the short line before the first prose that is set in bold or a large font throughout."""
    prose = next((i for i, weight in enumerate(weights) if inside[i] and weight >= FIRST_PROSE), None)
    if prose is None:
        return None
    places = [element.at for element in tree.elements]
    for index in range(prose - 1, max(-1, prose - 1 - ABOVE_PROSE), -1):
        text = blocks[index].text
        if (
            inside[index]
            and 15 <= len(text) <= 250
            and blocks[index].link_share < 0.5
            and _is_large(tree, places, blocks[index])
        ):
            return index
    return None


def _is_large(tree: Tree, places: Sequence[int], block: Block) -> bool:
    """Whether one inline element of emphasis holds the whole block."""
    taken = [piece for piece in block.pieces if piece.taken]
    first, last = taken[0].at, taken[-1].at
    for index in range(bisect_right(places, first) - 1, -1, -1):
        element = tree.elements[index]
        if element is block.element or element.at < block.element.at:
            return False
        if element.at <= first and last < element.end and (element.tag in LARGE or LARGE_SIZE.search(element.attributes)):
            return True
    return False


def _alike(words: Sequence[str], wanted: Sequence[str]) -> float:
    """Shared words over all words: 1 for the same, 0 for nothing in common."""
    if not words or not wanted:
        return 0.0
    shared = len(set(words) & set(wanted))
    return shared / len(set(words) | set(wanted))


def _standfirst(blocks: Sequence[Block], roles: Sequence[Mark | None], kinds: list[ZoneKind], headline: int | None) -> None:
    """Blocks named as standfirst, or prose in a heading, between the headline and the second paragraph."""
    if headline is None:
        return
    paragraphs = 0
    for index in range(headline + 1, len(blocks)):
        named = roles[index] is Mark.STANDFIRST or (
            blocks[index].element.tag == "h2" and paragraphs == 0 and len(blocks[index].text) > 40
        )
        if named and kinds[index] in (ZoneKind.BODY, ZoneKind.BOILERPLATE) and len(blocks[index].text) > 20:
            if not says(blocks[index].text, Wording.BOILERPLATE):
                kinds[index] = ZoneKind.STANDFIRST
        elif kinds[index] is ZoneKind.BODY:
            paragraphs += 1
        if paragraphs > 1 or index > headline + 40:
            break
    first = next((i for i in range(headline + 1, len(blocks)) if kinds[i] is ZoneKind.BODY), headline)
    for index in range(headline + 1, min(first, headline + ABOVE_BODY)):
        if kinds[index] is ZoneKind.BOILERPLATE and roles[index] in FREE and _is_lead(blocks[index]):
            kinds[index] = ZoneKind.STANDFIRST


def _described(blocks: Sequence[Block], kinds: list[ZoneKind], headline: int | None, description: str) -> None:
    """Above the body, prose with which the page describes itself is its lead, whatever its element is called."""
    if headline is None:
        return
    wanted = "".join(description.split()).rstrip(".…")[:DESCRIBED]
    if len(wanted) < SHORT_LEAD:
        return
    first = next((i for i in range(headline + 1, len(blocks)) if kinds[i] is ZoneKind.BODY), headline)
    for index in range(headline + 1, min(first, headline + ABOVE_BODY)):
        is_other = kinds[index] in (ZoneKind.BOILERPLATE, ZoneKind.CAPTION) and blocks[index].link_share < LINKED_LEAD
        if is_other and "".join(blocks[index].text.split()).startswith(wanted):
            kinds[index] = ZoneKind.STANDFIRST


DESCRIBED, SHORT_LEAD = 80, 30
"""Letters of the description that are compared, and the fewest that tell."""


def _is_lead(block: Block) -> bool:
    """Prose of a sentence or more between the headline and the body, outside of the element that holds the body."""
    text = block.text
    return (
        SHORTEST_LEAD <= len(text) <= LONGEST_LEAD
        and is_sentence(text)
        and block.link_share < LINKED_LEAD
        and _own_words(block) is ZoneKind.BODY
    )


SHORTEST_LEAD, LONGEST_LEAD, LINKED_LEAD = 60, 600, 0.3
ABOVE_BODY = 25
"""Blocks between headline and body in which a lead is looked for."""


def _bylines(blocks: Sequence[Block], kinds: list[ZoneKind], headline: int | None) -> None:
    """Lines that say `By ...` or `Published ...` between a little above the headline and the second paragraph, or right below the last."""
    last = next((i for i in range(len(blocks) - 1, -1, -1) if kinds[i] is ZoneKind.BODY), len(blocks))
    for index in range(last + 1, min(len(blocks), last + 1 + BELOW_BODY)):
        if (
            kinds[index] is ZoneKind.BOILERPLATE
            and len(blocks[index].text) <= SIGNED
            and says(blocks[index].text, Wording.BYLINE)
        ):
            kinds[index] = ZoneKind.BYLINE
    if headline is None:
        return
    paragraphs = 0
    for index in range(max(0, headline - 6), min(len(blocks), headline + 40)):
        text = blocks[index].text
        is_signed = says(text, Wording.BYLINE) or (
            index > headline and blocks[index].element.tag not in HEADINGS and _are_names(text)
        )
        if kinds[index] in (ZoneKind.BOILERPLATE, ZoneKind.BODY) and is_signed:
            kinds[index] = ZoneKind.BYLINE
        paragraphs += index > headline and kinds[index] is ZoneKind.BODY
        if paragraphs > 1:
            return


def _are_names(text: str) -> bool:
    """Whether a line is nothing but two persons' names or more, joined as in a byline."""
    if len(text) > SIGNED:
        return False
    parts = JOINING.split(text)
    return len(parts) > 1 and all(is_name(part) for part in parts)


JOINING = re.compile(r",\s+|\s+(?:and|und|et|y|e|i|и|та|&)\s+")
BELOW_BODY, SIGNED = 3, 80
"""Blocks below the body in which a byline is looked for, and its length."""


def _drop_link_lists(blocks: Sequence[Block], kinds: list[ZoneKind]) -> None:
    """A list or table most of whose text is links leads to other pages."""
    start = 0
    while start < len(blocks):
        holder = _list_of(blocks[start])
        end = start + 1
        while holder is not None and end < len(blocks) and _list_of(blocks[end]) is holder:
            end += 1
        if holder is not None:
            size = sum(len(block.text) for block in blocks[start:end])
            if sum(block.linked for block in blocks[start:end]) > 0.6 * size:
                for index in range(start, end):
                    if kinds[index] is ZoneKind.BODY:
                        kinds[index] = ZoneKind.BOILERPLATE
        start = end


def _list_of(block: Block) -> Element | None:
    if block.element.tag in ("ul", "ol"):
        return block.element
    for above in block.element.ancestors:
        if above.tag in ("ul", "ol", "dl"):
            return above
        if above.tag in ("article", "section", "body", "main"):
            return None
    return None


def _drop_lists_by_heading(blocks: Sequence[Block], kinds: list[ZoneKind]) -> None:
    """After `Related articles` and the like, short blocks and links are no body until prose comes again."""
    dropping = False
    for index, block in enumerate(blocks):
        if kinds[index] is not ZoneKind.BODY:
            continue
        if len(block.text) < 80 and says(block.text.strip(" :"), Wording.LIST):
            dropping = True
        elif (
            dropping
            and block.link_share < 0.3
            and (len(block.text) >= LONG or (len(block.text) >= 80 and is_sentence(block.text)))
        ):
            dropping = False
        if dropping:
            kinds[index] = ZoneKind.BOILERPLATE


LONG = 300
"""Characters. Such a block is prose, whatever it ends with."""


def _drop_comment_lists(blocks: Sequence[Block], kinds: list[ZoneKind]) -> None:
    """After a heading such as `3 Comments` that stands below the article, what seemed body is comments."""
    bodies = [i for i, kind in enumerate(kinds) if kind is ZoneKind.BODY]
    written = 0
    for place, index in enumerate(bodies):
        block = blocks[index]
        if written > 400 and len(block.text) < 80 and (says(block.text, Wording.COMMENTS) or says(block.text, Wording.REPLY)):
            for later in bodies[place:]:
                kinds[later] = ZoneKind.COMMENT
            kinds[index] = ZoneKind.BOILERPLATE
            return
        written += len(block.text)


def _drop_lone_headings(blocks: Sequence[Block], kinds: list[ZoneKind]) -> None:
    """A heading with no text under it within the article heads something else; so do short ends without a full stop."""
    text_follows = False
    for index in range(len(blocks) - 1, -1, -1):
        if kinds[index] is not ZoneKind.BODY:
            continue
        block = blocks[index]
        is_heading = block.element.tag in HEADINGS and (len(block.text) < PROSE_END or not is_sentence(block.text))
        if is_heading or (len(block.text) < PROSE_END and not is_sentence(block.text) and block.element.tag != "li"):
            if not text_follows:
                kinds[index] = ZoneKind.BOILERPLATE
        else:
            text_follows = True


PROSE_END = 40
