"""The text layers of a PDF, page after page, by PDFium. Its characters map to `(page, index in that page's layer)`.

A scanned PDF has no text layer: it is refused with the reason, for text recognition is another step.
"""

import time

import pypdfium2

from ..errors import TooLarge, Unreadable
from ..records import SourceRun

MOST_PAGES = 2000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 60.0
"""A 400-page report takes 2 to 4 s; what takes longer than this was made to."""


def read_layers(raw: bytes) -> tuple[str, tuple[SourceRun, ...], tuple[str, ...]]:
    """Text, runs and warnings. Raises Unreadable for a broken, locked or text-less PDF, TooLarge above the limits."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"the PDF cannot be opened ({error}); it may be broken or need a password") from error
    try:
        return _joined(document)
    finally:
        document.close()


def _joined(document: pypdfium2.PdfDocument) -> tuple[str, tuple[SourceRun, ...], tuple[str, ...]]:
    count, began = len(document), time.monotonic()
    if count > MOST_PAGES:
        raise TooLarge(f"the PDF has {count} pages; above {MOST_PAGES} it is not read: cut out the pages that matter")
    parts: list[str] = []
    runs: list[SourceRun] = []
    at, blank = 0, []
    for number in range(count):
        text = _layer(document, number)
        if not text.strip():
            blank.append(number + 1)
            continue
        if parts:
            parts.append("\n")
            runs.append(SourceRun(at, at + 1, 0, 0))
            at += 1
        parts.append(text)
        runs.append(SourceRun(at, at + len(text), 0, 1, number))
        at += len(text)
        if at > MOST_CHARACTERS or time.monotonic() - began > MOST_SECONDS:
            raise TooLarge(
                f"reading the PDF was stopped at page {number + 1} of {count}, {at} characters: cut out the pages that matter"
            )
    if not parts:
        raise Unreadable(f"none of the PDF's {count} pages has a text layer; run text recognition over it first")
    pages = ", ".join(map(str, blank[:20]))
    return "".join(parts), tuple(runs), ((f"no text on page {pages} of {count}; it may be a scan",) if blank else ())


def _layer(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        layer = page.get_textpage()
        text: str = layer.get_text_range()
    except pypdfium2.PdfiumError:
        return ""
    return text
