"""Scanned pages through tesseract: what it finds is marked as such, and nothing that it does harms the caller."""

import hashlib
import shutil
from datetime import UTC, datetime

import pypdfium2
import pytest

from allegata.errors import NoTextLayer
from allegata.records import Capture, Channel
from allegata.work.apart import read_apart
from allegata.work.scans import recogniser, scans_of

from ..read.papers import bound, printed, scanned

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
HTML = (
    '<html lang="en"><style>@page { size: A4; margin: 2cm } body { font: 13pt serif }</style><body><h1>Shells fall on the market</h1>'
    "<p>Two people were killed, the mayor of Northbridge said on Monday, 5 October 2020.</p>"
    "<p>Eastland denied that its forces had fired at the town.</p></body></html>"
)


def capture(raw: bytes) -> Capture:
    return Capture(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        media_type="application/pdf",
        fetched_at=datetime(2020, 10, 10, tzinfo=UTC),
        channel=Channel.FILE,
    )


@needs_tesseract
def test_a_scanned_report_is_read_and_says_so() -> None:
    raw = scanned(printed(HTML))
    page = read_apart(capture(raw), raw)
    assert "Two people were killed, the mayor of Northbridge said on Monday" in page.text.replace("\n", " ")
    assert page.recognised_by is not None and page.recognised_by.startswith("tesseract ") and "eng" in page.recognised_by
    assert all(zone.recognised is not None and 0.6 < zone.recognised <= 1 for zone in page.zones)
    assert any("comes from text recognition" in warning for warning in page.warnings)
    box = next(b for b in page.boxes if page.text[b.start : b.end] == "Northbridge")
    with pypdfium2.PdfDocument(printed(HTML)) as document:
        layer = document[0].get_textpage()
        left, bottom, right, top = layer.get_rect(_line_of(layer, "Two people"))
        height = document[0].get_size()[1]
    assert left < box.left < box.right < right + 3 and height - top - 3 < box.top < box.bottom < height - bottom + 3


def _line_of(layer: pypdfium2.PdfTextPage, words: str) -> int:
    layer.count_rects()
    return next(i for i in range(layer.count_rects()) if layer.get_text_bounded(*layer.get_rect(i)).startswith(words))


@needs_tesseract
def test_only_pages_without_text_are_recognised() -> None:
    raw = bound(printed(HTML), scanned(printed(HTML.replace("Eastland", "Westland"))))
    page = read_apart(capture(raw), raw)
    marked = {zone.recognised is None for zone in page.zones if "Eastland" in zone.span.of(page.text)}
    assert marked == {True} and page.unread_pages == ()
    assert {z.recognised is None for z in page.zones if "Westland" in z.span.of(page.text)} == {False}


@needs_tesseract
def test_a_picture_without_words_stays_unread() -> None:
    raw = scanned(printed("<html><body><div style='width:9cm;height:9cm;background:#888'></div></body></html>"))
    with pytest.raises(NoTextLayer, match="found no text"):
        read_apart(capture(raw), raw)


@needs_tesseract
def test_a_huge_page_is_drawn_coarser() -> None:
    raw = scanned(printed(HTML.replace("size: A4", "size: 150cm 100cm").replace("13pt", "50pt")), dots=72)
    page = read_apart(capture(raw), raw)
    assert "Northbridge" in page.text


@needs_tesseract
def test_what_takes_too_long_is_stopped() -> None:
    assert scans_of(bound(*[scanned(printed(HTML))] * 3), seconds=0.01).pages == ()


def test_without_tesseract_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    recogniser.cache_clear()
    try:
        raw = scanned(printed(HTML))
        with pytest.raises(NoTextLayer, match="tesseract, which would read them as pictures, is not installed"):
            read_apart(capture(raw), raw)
        both = bound(printed(HTML), raw)
        page = read_apart(capture(both), both)
        assert page.unread_pages == (1,) and any("is not installed" in warning for warning in page.warnings)
    finally:
        recogniser.cache_clear()
