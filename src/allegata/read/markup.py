"""HTML into a light tree that knows where in the source each text stands.

Parsers in C give no positions, so this one keeps them: a tokeniser after the HTML standard's, and the standard's rules for tags
that may be left out, as far as they decide what text belongs to which block. No recursion; depth and number of elements are bounded.
Invariant: every text of the source outside scripts, styles and comments stands in the tree once, in source order.
"""

import re
from collections.abc import Iterator
from html import unescape

from ..errors import TooLarge

DEEPEST = 500
"""Browsers stop nesting at 512. Elements below stay in the tree, as children of the last one within."""
MOST_ELEMENTS = 500_000
TOKEN = re.compile(
    r"<(?:"
    r"(?P<close>/)?(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|)|[\"'])*+)>"
    r"|(?P<comment>!--)"
    r"|(?:[!?]|/(?![a-zA-Z]))[^>]*+>"
    r")"
)
ATTRIBUTE = re.compile(r"([^\s/>=\"'][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
OPENS_TAG = re.compile(r"</?[a-zA-Z!?]")
COMMENT_END = re.compile(r"--!?>")
RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp", "plaintext"})
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "template",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SCOPE = frozenset(["html", "table", "td", "th", "caption", "template", "button", "svg", "math"])
"""An end tag does not reach through these to an element outside them."""
ENDS_P = BLOCKS - {
    "button",
    "caption",
    "noscript",
    "option",
    "optgroup",
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "template",
    "select",
}
CLOSED_BY = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tbody": ("tbody", "thead", "tfoot", "tr", "td", "th"),
    "tfoot": ("tbody", "thead", "tr", "td", "th"),
}
OUTERMOST = frozenset(["html", "body"])
"""Their end tags do not count: text after them still belongs to the body."""
TITLES = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
IMPLYING = ENDS_P | frozenset(CLOSED_BY) | {"a", "html"}
"""Start tags that may close or change what is open."""
LISTS = frozenset(["ul", "ol", "menu", "dir", "dl", "select", "table"])


class Element:
    """A node of the tree. `children` holds elements, and texts as `(start, end)` of the decoded source."""

    __slots__ = ("_named", "at", "attributes", "children", "end", "marks", "parent", "tag")

    def __init__(self, tag: str, attributes: str, parent: "Element | None", at: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.at = at
        self.end = at
        self.children: list[Element | tuple[int, int]] = []
        self._named: dict[str, str] | None = None
        self.marks: frozenset[str] | None = None
        """What marks.py says to its names, once it was asked."""

    @property
    def named(self) -> dict[str, str]:
        """Attributes by lower-case name, entities resolved; the first of a name counts."""
        if self._named is not None:
            return self._named
        found: dict[str, str] = {}
        for name, double, single, bare in ATTRIBUTE.findall(self.attributes):
            value = double or single or bare
            found.setdefault(name.lower(), unescape(value) if "&" in value else value)
        self._named = found
        return found

    def get(self, name: str) -> str:
        """The attribute's value; empty when it is missing. `name` in lower case."""
        return self.named.get(name, "") if self.attributes else ""

    @property
    def ancestors(self) -> "Iterator[Element]":
        """From the parent up to the root."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def walk(self) -> "Iterator[Element]":
        """This element and all below it, in document order."""
        todo = [self]
        while todo:
            element = todo.pop()
            yield element
            todo.extend(child for child in reversed(element.children) if isinstance(child, Element))


class Tree:
    """The parsed page: the root, all elements in document order, and what was odd about it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Element("html", "", None, 0)
        self.elements: list[Element] = [self.root]
        self.warnings: list[str] = []
        self.capped = False
        """Whether the limit of depth was met."""
        _Builder(self).build()

    def text_of(self, element: Element) -> str:
        """All text below the element, entities resolved, white space collapsed."""
        places = sorted(c for e in element.walk() for c in e.children if isinstance(c, tuple))
        parts = [self.source[start:end] for start, end in places]
        return " ".join(unescape(" ".join(parts)).split())


class _Builder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack = [tree.root]
        self.open: dict[str, int] = {}
        self.skipped: dict[str, int] = {}
        self.comments_end = True

    def build(self) -> None:
        source, at, look = self.tree.source, 0, 0
        match, find, stack = TOKEN.match, self.tree.source.find, self.stack
        while (start := find("<", look)) >= 0:
            found = match(source, start)
            if found is None:
                if OPENS_TAG.match(source, start):
                    self.tree.warnings.append(
                        f"the page breaks off within a tag at character {start}; the rest is kept as text"
                    )
                    break
                look = start + 1
                continue
            if at < start:
                stack[-1].children.append((at, start))
            close, name, attributes = found.group(1, 2, 3)
            if name is None:
                at = look = self._comment(found)
            elif close:
                self._close(name.lower(), start)
                at = look = found.end()
            else:
                at = look = self._start(name.lower(), attributes, start, found.end())
        if at < len(source):
            stack[-1].children.append((at, len(source)))
        for element in stack:
            element.end = len(source)

    def _comment(self, found: re.Match[str]) -> int:
        """Leave a comment, declaration or stray end out; returns where reading goes on."""
        if not found["comment"]:
            return found.end()
        end = COMMENT_END.search(self.tree.source, found.end() - 2) if self.comments_end else None
        if end is not None:
            return max(end.end(), found.end())
        if self.comments_end:
            self.comments_end = False
            self.tree.warnings.append(f"a comment at character {found.start()} never ends; what follows it is read as text")
        return found.end()

    def _start(self, tag: str, attributes: str, at: int, end: int) -> int:
        """Take a start tag in; returns where reading goes on."""
        if tag in IMPLYING:
            self._imply_ends(tag, attributes, at)
        stack, elements = self.stack, self.tree.elements
        above = stack[-1]
        element = Element(tag, attributes, above, at)
        element.end = end
        above.children.append(element)
        elements.append(element)
        if len(elements) > MOST_ELEMENTS:
            raise TooLarge(f"the page has more than {MOST_ELEMENTS} elements; it is not read")
        if tag in RAW:
            return self._raw(element, end)
        if tag in VOID or (attributes and attributes[-1] == "/" and tag not in BLOCKS):
            return end
        if len(stack) < DEEPEST:
            stack.append(element)
            self.open[tag] = self.open.get(tag, 0) + 1
            return end
        if not self.tree.capped:
            self.tree.capped = True
            self.tree.warnings.append(f"elements are nested more than {DEEPEST} deep; those below stand side by side")
        self.skipped[tag] = self.skipped.get(tag, 0) + 1
        return end

    def _merge(self, tag: str, attributes: str) -> None:
        if tag == "html" and not self.tree.root.attributes:
            self.tree.root.attributes = attributes

    def _raw(self, element: Element, at: int) -> int:
        """Elements whose content is no markup, up to their end tag."""
        source = self.tree.source
        end = re.compile(rf"</{re.escape(element.tag)}(?=[\s/>])", re.I).search(source, at)
        if end is None:
            self.tree.warnings.append(
                f"<{element.tag}> at character {element.at} never ends; what follows it is not text of the page"
            )
        stop = end.start() if end else len(source)
        if stop > at:
            element.children.append((at, stop))
        element.end = stop
        close = source.find(">", stop)
        return close + 1 if end and close >= 0 else len(source)

    def _imply_ends(self, tag: str, attributes: str, at: int) -> None:
        """Close what this start tag closes by itself: `<p>` before a block, `<li>` before the next."""
        if tag == "html":
            self._merge(tag, attributes)
        if tag in ENDS_P and self.open.get("p"):
            self._close("p", at)
        if tag in CLOSED_BY:
            self._close_siblings(CLOSED_BY[tag], at)
        elif tag in TITLES and self.stack[-1].tag in TITLES:
            self._pop(len(self.stack) - 1, at)
        elif tag == "a" and self.open.get("a"):
            self._close("a", at)

    def _close_siblings(self, tags: tuple[str, ...], at: int) -> None:
        lowest = None
        for index in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[index].tag
            if tag in tags:
                lowest = index
            elif tag in LISTS or (tag in BLOCKS and tag not in ("p", "div", "address") and lowest is None and "td" not in tags):
                break
        if lowest is not None:
            self._pop(lowest, at)

    def _close(self, tag: str, at: int) -> None:
        stack = self.stack
        if self.skipped and self.skipped.get(tag):
            self.skipped[tag] -= 1
            return
        if stack[-1].tag == tag and tag not in OUTERMOST:  # the usual case
            stack.pop().end = at
            self.open[tag] -= 1
            return
        if not self.open.get(tag) or tag in OUTERMOST:
            return
        block = tag in BLOCKS
        for index in range(len(stack) - 1, 0, -1):
            name = stack[index].tag
            if name == tag:
                self._pop(index, at)
                return
            if (name in SCOPE and tag not in ("table", "tr", "tbody", "thead", "tfoot", "form")) or (
                not block and name in BLOCKS
            ):
                return
            if name == "table" and tag != "table":
                return

    def _pop(self, index: int, at: int) -> None:
        for element in self.stack[index:]:
            element.end = at
            self.open[element.tag] -= 1
        del self.stack[index:]
