"""The text layers of a PDF, page after page, by PDFium. Its characters map to `(page, index in that page's layer)`, each line has its box.

A scanned page has no text layer: its text comes from `scans`, what text recognition found on it. Recognition itself is another room's.
"""

import ctypes
import re
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ..errors import NoTextLayer, TooLarge, Unreadable
from ..records import Record, ScannedPage, Scans, SourceRun, TextBox
from .printed import paragraph_starts
from .wording import is_sentence

MOST_PAGES = 2000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 60.0
"""A 400-page report takes 2 to 4 s; what takes longer than this was made to."""
LINE = re.compile(r"[^\r\n]+")
ENDING = 300
"""Characters of a page's end that are looked at."""
UNBOXED = 0.1
"""Share of a page's lines that may have no box, such as those of white space."""
FINE = 10
"""Boxes are told to a tenth of a point."""


class Layers(Record):
    """All pages' text, joined by line breaks, with its map, boxes, and what has no text."""

    text: str
    runs: tuple[SourceRun, ...]
    boxes: tuple[TextBox, ...]
    is_set: bool
    """Whether an empty line stands between any two paragraphs, and no other."""
    recognised_by: str | None
    unread: tuple[int, ...]
    warnings: tuple[str, ...]


class _Layer(NamedTuple):
    """One page. `breaks`: where in its text a paragraph begins that its layer does not set apart."""

    text: str
    boxes: tuple[TextBox, ...]
    breaks: tuple[int, ...] = ()
    is_set: bool = True


class _Units:
    """UTF-16 units before a character, which PDFium counts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wide = [] if text.isascii() else [i for i, char in enumerate(text) if char > "\uffff"]

    def before(self, index: int) -> int:
        return index + bisect_left(self.wide, index)


class _Whole:
    """The pages' texts one after the other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[SourceRun] = []
        self.boxes: list[TextBox] = []
        self.at = 0
        self.is_set = True

    def add(self, number: int, layer: _Layer) -> None:
        """A page; a paragraph goes on over the page's end unless that ends a sentence."""
        self.is_set = self.is_set and layer.is_set
        if self.parts:
            last = self.parts[-1].rstrip()[-ENDING:].rpartition("\n")[2]
            self._made("\n\n" if is_sentence(last.strip()) or last.strip().isdigit() else "\n")
        edges = (0, *layer.breaks, len(layer.text))
        boxes = iter(layer.boxes)
        box = next(boxes, None)
        for start, end in pairwise(edges):
            if start:
                self._made("\n")
            while box is not None and box.start < end:
                self.boxes.append(_moved(box, self.at - start, number))
                box = next(boxes, None)
            self.runs.append(SourceRun(self.at, self.at + end - start, start, 1, number))
            self.parts.append(layer.text[start:end])
            self.at += end - start

    def _made(self, breaks: str) -> None:
        self.parts.append(breaks)
        self.runs.append(SourceRun(self.at, self.at + len(breaks), 0, 0))
        self.at += len(breaks)


def read_layers(raw: bytes, scans: Scans | None = None) -> Layers:
    """Raises Unreadable for a broken or locked PDF, NoTextLayer for one without text, TooLarge above the limits."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"the PDF cannot be opened ({error}); it may be broken or need a password") from error
    try:
        return _joined(document, scans)
    finally:
        document.close()


def _joined(document: pypdfium2.PdfDocument, scans: Scans | None) -> Layers:
    count, began = len(document), time.monotonic()
    if count > MOST_PAGES:
        raise TooLarge(f"the PDF has {count} pages; above {MOST_PAGES} it is not read: cut out the pages that matter")
    scanned = {page.page: page for page in scans.pages} if scans else {}
    whole = _Whole()
    blank, recognised = list[int](), list[int]()
    for number in range(count):
        layer = _layer(document, number)
        if not layer.text.strip() and number in scanned:
            layer = _recognised(scanned[number])
            recognised += [number] if layer.text else []
        if layer.text.strip():
            whole.add(number, layer)
        else:
            blank.append(number)
        if whole.at > MOST_CHARACTERS or time.monotonic() - began > MOST_SECONDS:
            raise TooLarge(
                f"reading the PDF was stopped at page {number + 1} of {count}, {whole.at} characters: cut out the pages that matter"
            )
    if not whole.parts:
        raise NoTextLayer(f"none of the PDF's {count} pages has a text layer{_why(scans, scanned)}")
    return Layers(
        text="".join(whole.parts),
        runs=tuple(whole.runs),
        boxes=tuple(whole.boxes),
        is_set=whole.is_set,
        recognised_by=scans.by if scans and recognised else None,
        unread=tuple(blank),
        warnings=tuple(_warnings(count, blank, recognised, scans, scanned)),
    )


def _why(scans: Scans | None, scanned: Mapping[int, ScannedPage]) -> str:
    if scans is None:
        return ""
    reasons = dict.fromkeys(page.failure for page in scanned.values() if page.failure)
    return f", and text recognition ({scans.by}) found no text" + "".join(f"; {reason}" for reason in reasons)


def _warnings(
    count: int, blank: list[int], recognised: list[int], scans: Scans | None, scanned: Mapping[int, ScannedPage]
) -> Iterator[str]:
    if recognised and scans:
        yield (
            f"the text of page {_listed(recognised)} of {count} comes from text recognition ({scans.by}); compare it with the page "
            "before it is quoted"
        )
    if blank:
        yield f"no text on page {_listed(blank)} of {count}; it may be a scan"
    yield from dict.fromkeys(page.failure for page in scanned.values() if page.failure)


def _listed(pages: list[int]) -> str:
    return ", ".join(str(page + 1) for page in pages[:20]) + (" and more" if len(pages) > 20 else "")


def _moved(box: TextBox, by: int, page: int) -> TextBox:
    return TextBox(box.start + by, box.end + by, page, box.left, box.top, box.right, box.bottom, box.confidence)


def _recognised(page: ScannedPage) -> _Layer:
    """The words joined by spaces, lines by line breaks, paragraphs by empty lines; a box for each word."""
    text: list[str] = []
    boxes: list[TextBox] = []
    at, last = 0, None
    for word in page.words:
        if last is not None:
            gap = "\n\n" if word.paragraph != last.paragraph else "\n" if word.line != last.line else " "
            text.append(gap)
            at += len(gap)
        text.append(word.text)
        end = at + len(word.text)
        boxes.append(TextBox(at, end, page.page, word.left, word.top, word.right, word.bottom, word.confidence))
        at, last = end, word
    return _Layer("".join(text), tuple(boxes))


def _layer(document: pypdfium2.PdfDocument, number: int) -> _Layer:
    try:
        page = document[number]
        layer = page.get_textpage()
        text: str = layer.get_text_range()
        units = _Units(text)
        boxes = tuple(_boxes(page, layer, units))
        lines = sum(1 for _ in LINE.finditer(text))
        starts = paragraph_starts(text, boxes, [_height(layer, units.before(box.start)) for box in boxes])
        return _Layer(text, boxes, tuple(boxes[i].start for i in sorted(starts)), is_set=len(boxes) >= lines - UNBOXED * lines)
    except pypdfium2.PdfiumError:
        return _Layer("", ())


def _boxes(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, units: _Units) -> Iterator[TextBox]:
    """A box for each line. PDFium counts UTF-16 units; where its count is not the text's there are no boxes."""
    text = units.text
    if units.before(len(text)) != layer.count_chars():
        return
    width, height = page.get_size()
    for found in LINE.finditer(text):
        start, end = found.span()
        first, last = units.before(start), units.before(end)
        corners = list(_corners(page, layer, first, last - first, width, height))
        if corners:
            left, top = min(x for x, _ in corners), min(y for _, y in corners)
            right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
            yield TextBox(start, end, 0, left, top, right, bottom)


def _height(layer: pypdfium2.PdfTextPage, unit: int) -> float:
    """How high the font of a character reaches from its lowest to its highest."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer.raw, unit, box)
    return max(abs(float(box.top - box.bottom)), 1.0)


def _corners(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, start: int, size: int, width: float, height: float
) -> Iterator[tuple[float, float]]:
    """Corners of the rectangles that hold these characters, on the page as it is shown."""
    sides = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_int(), ctypes.c_int()
    for index in range(pdfium.FPDFText_CountRects(layer.raw, start, size)):
        pdfium.FPDFText_GetRect(layer.raw, index, *sides)
        left, top, right, bottom = (side.value for side in sides)
        for across, up in ((left, top), (right, bottom)):
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, int(width * FINE), int(height * FINE), 0, across, up, x, y)
            yield x.value / FINE, y.value / FINE
