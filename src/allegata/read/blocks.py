"""The tree into blocks: stretches of text that a reader sees as one paragraph, heading, list item or cell.

White space is collapsed as browsers do; `<br>` is a line break within a block, two of them part blocks.
"""

import re
from collections.abc import Iterator
from html import unescape

from .clocks import is_date_alone
from .markup import BLOCKS, Element, Tree
from .offsets import Piece

SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "title",
        "iframe",
        "noembed",
        "noframes",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "canvas",
        "svg",
        "math",
        "map",
        "textarea",
        "datalist",
        "select",
        "option",
        "optgroup",
        "xmp",
        "plaintext",
    ]
)
"""Elements whose text no reader sees as text of the page, or that are a control's choices."""
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
SPACES = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
WHITE = " \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000"
COLLAPSING = re.compile(rf"[{WHITE}]{{2,}}|[{WHITE[1:]}]|\A | \Z")
"""White space that does not stand in the text as it is: all but single spaces between words."""
HIDING_STYLES = (("display", "none"), ("visibility", "hidden"))
HIDDEN_STYLE = re.compile("|".join(rf"{name}\s*:\s*{value}" for name, value in HIDING_STYLES), re.I)
LONGEST_DATE_LINE = 60
LINE_BREAK = Piece("\n", 0, 0)
UNSEEN = frozenset("\u200b\u00ad\ufeff")


class Block:
    """One block: its pieces, the element that it stands in, and how much of it is links."""

    __slots__ = ("element", "linked", "pieces", "text")

    def __init__(self, element: Element, pieces: list[Piece], linked: int) -> None:
        self.element = element
        self.pieces = pieces
        self.linked = linked
        self.text = "".join(piece.text for piece in pieces)

    @property
    def link_share(self) -> float:
        """Share of the block's characters that stand in links."""
        return min(1.0, self.linked / max(1, len(self.text)))


class _Gather:
    """Collects pieces until a block boundary comes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []
        self.linked = 0
        self.breaks = 0
        self.space: Piece | None = None

    def flush(self, element: Element) -> None:
        if self.pieces:
            self.blocks.append(Block(element, self.pieces, self.linked))
        self.pieces, self.linked, self.breaks, self.space = [], 0, 0, None

    def line_break(self, element: Element) -> None:
        self.breaks += 1
        if self.breaks >= 2:
            self.flush(element)
        self.space = None

    def text(self, source: str, start: int, end: int, linked: bool) -> None:
        raw = source[start:end]
        if SPACES.fullmatch(raw):
            self.space = self.space or Piece(" ", start, 1)
            return
        for piece in _pieces(raw, start):
            text = piece.text
            if text == " ":
                self.space = self.space or piece
                continue
            if self.pieces and self.breaks:
                self.pieces.append(LINE_BREAK)
            elif self.pieces and self.space:
                self.pieces.append(self.space)
            self.breaks, self.space = 0, None
            self.pieces.append(piece)
            self.linked += len(text) if linked else 0


def blocks_of(tree: Tree) -> list[Block]:
    """All blocks of the page in document order. Hidden and silent elements give none."""
    gather = _Gather()
    todo: list[tuple[Element, int, bool]] = [(tree.root, 0, False)]
    source = tree.source
    while todo:
        element, index, linked = todo.pop()
        children = element.children
        while index < len(children):
            child = children[index]
            index += 1
            if isinstance(child, tuple):
                gather.text(source, child[0], child[1], linked)
            elif child.tag == "br":
                gather.line_break(_block_above(child))
            elif child.tag not in SILENT and not is_hidden(child):
                if child.tag in BLOCKS or child.tag == "hr":
                    if gather.pieces:
                        gather.flush(_block_above(child))
                    else:
                        gather.space, gather.breaks = None, 0
                todo.append((element, index, linked))
                todo.append((child, 0, linked or child.tag == "a" or child.tag == "button"))
                break
        else:
            if element.tag in BLOCKS:
                gather.flush(element)
    gather.flush(tree.root)
    return [part for block in gather.blocks for part in _parted(block)]


def _parted(block: Block) -> Iterator[Block]:
    """Old pages set the date, a line break and the headline into one cell: a first line that is a date alone is a block of its own."""
    line, broken, _ = block.text[: LONGEST_DATE_LINE + 1].partition("\n")
    if not broken or not any(char.isdigit() for char in line) or not is_date_alone(line):
        yield block
        return
    cut = next(i for i, piece in enumerate(block.pieces) if piece.text == "\n" and not piece.taken)
    yield Block(block.element, block.pieces[:cut], 0)
    yield Block(block.element, block.pieces[cut + 1 :], block.linked)


def is_hidden(element: Element) -> bool:
    """Hidden by attribute or inline style. `aria-hidden` is for screen readers only and does not count."""
    attributes = element.attributes
    if not attributes or ("hidden" not in attributes and "none" not in attributes):
        return False
    return "hidden" in element.named or bool(HIDDEN_STYLE.search(element.get("style")))


def _block_above(element: Element) -> Element:
    return next((above for above in element.ancestors if above.tag in BLOCKS), element)


def _pieces(raw: str, start: int) -> list[Piece]:
    """A text node as pieces: words with their single spaces verbatim, odd white space as one space, entities resolved."""
    pieces: list[Piece] = []
    if "&" not in raw:
        _plain(raw, start, pieces)
        return pieces
    done = 0
    for found in ENTITY.finditer(raw):
        entity = found.group()
        char = unescape(entity)
        if char == entity:
            continue
        taken = len(entity)
        if len(char) > 1 and entity.endswith(char[1:]):  # `&notit;` is the entity `&not` and the letters `it;`
            taken -= len(char) - 1
            char = char[0]
        _plain(raw[done : found.start()], start + done, pieces)
        if SPACES.fullmatch(char):
            pieces.append(Piece(" ", start + found.start(), taken))
        elif char not in UNSEEN:
            pieces.append(Piece(char, start + found.start(), taken))
        done = found.start() + taken
    _plain(raw[done:], start + done, pieces)
    return pieces


def _plain(raw: str, at: int, pieces: list[Piece]) -> None:
    done = 0
    for found in COLLAPSING.finditer(raw):
        start, end = found.span()
        if start > done:
            pieces.append(Piece(raw[done:start], at + done, start - done))
        pieces.append(Piece(" ", at + start, 1))
        done = end
    if done < len(raw):
        pieces.append(Piece(raw[done:] if done else raw, at + done, len(raw) - done))
