"""PDF files: each character tied to its page and to its place in the page's text layer, each line to its box."""

import pypdfium2
import pytest

from allegata.errors import NoTextLayer
from allegata.records import Article, ScannedPage, ScannedWord, Scans, Span, ZoneKind

from .capturing import article
from .papers import bound, printed, scanned

HTML = (
    '<html lang="en"><style>@page { size: A4; margin: 2cm } p { margin: 12pt 0 }</style><body><h1>Shells fall on the market</h1>'
    "<p>Two people were killed, the mayor of Northbridge said on Monday, 5 October 2020, and eleven houses burned until the morning.</p>"
    "<p>Eastland denied that its forces had fired; “an invention” 𝒜, a spokesman said.</p></body></html>"
)
TALL, WIDE = 842, 595


def of(words: str, page: Article) -> Span:
    at = page.text.index(words)
    return Span(at, at + len(words))


def test_a_lines_box_holds_its_ink_and_nothing_else() -> None:
    raw = printed(HTML)
    page = article(raw, media_type="application/pdf")
    (box,) = page.boxes_of(of("Eastland denied", page))
    assert box.page == 0 and box.confidence is None and page.text[box.start : box.end].startswith("Eastland denied")
    assert 0 < box.left < box.right < WIDE and 0 < box.top < box.bottom < TALL
    with pypdfium2.PdfDocument(raw) as document:
        picture = document[0].render(scale=4).to_pil().convert("L")
    inside = picture.crop((int(box.left * 4), int(box.top * 4), int(box.right * 4) + 1, int(box.bottom * 4) + 1))
    above = picture.crop((0, int(box.top * 4) - 12, picture.width, int(box.top * 4) - 4))
    assert inside.getextrema()[0] < 100 and above.getextrema()[0] > 200


def test_each_line_has_one_box_in_text_order() -> None:
    page = article(printed(HTML), media_type="application/pdf")
    assert [page.text[b.start : b.end] for b in page.boxes] == [line for line in page.text.splitlines() if line]
    assert [b.top for b in page.boxes] == sorted(b.top for b in page.boxes)


def test_a_paragraph_is_one_zone_however_its_lines_break() -> None:
    page = article(printed(HTML), media_type="application/pdf")
    assert [" ".join(z.span.of(page.text).split())[-12:] for z in page.zones] == [
        "n the market",
        "the morning.",
        "kesman said.",
    ]


def test_paragraphs_by_indent_in_narrow_columns() -> None:
    words = "The mayor said that the school was hit, and that the road to the south was closed for days. "
    style = "@page { size: A4; margin: 1cm } body { columns: 3; font-size: 11pt } p { margin: 0; text-indent: 1.5em; text-align: justify }"
    body = "".join(f"<p>Number {n}. {words * 3}</p>" for n in range(9))
    page = article(printed(f"<html lang='en'><style>{style}</style><body>{body}</body></html>"), media_type="application/pdf")
    assert [" ".join(z.span.of(page.text).split())[:9] for z in page.zones] == [f"Number {n}." for n in range(9)]


def test_a_paragraph_goes_on_over_the_page() -> None:
    words = "The mayor said that the school was hit, and that the road to the south was closed for days, and so were the shops "
    page = article(
        printed(f"<html lang='en'><style>@page {{ size: A5 }}</style><p>{words * 40} again.</p></html>"),
        media_type="application/pdf",
    )
    assert len({box.page for box in page.boxes}) > 1 and len(page.zones) == 1


def test_boxes_of_a_turned_page_are_as_it_is_shown() -> None:
    with pypdfium2.PdfDocument(printed(HTML)) as document:
        document[0].set_rotation(90)
        turned = bound_of(document)
    page = article(turned, media_type="application/pdf")
    assert all(
        0 <= b.left < b.right <= TALL and 0 <= b.top < b.bottom <= WIDE and b.bottom - b.top > b.right - b.left
        for b in page.boxes
    )


def bound_of(document: pypdfium2.PdfDocument) -> bytes:
    import io

    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_characters_lead_to_the_second_page() -> None:
    page = article(bound(printed(HTML), printed(HTML.replace("Eastland", "Westland"))), media_type="application/pdf")
    span = of("Westland", page)
    ((start, _, number),) = page.source_of(span)
    assert number == 1 and page.boxes_of(span)[0].page == 1
    with pypdfium2.PdfDocument(printed(HTML.replace("Eastland", "Westland"))) as document:
        assert start == document[0].get_textpage().get_text_range().index("Westland")


def test_a_scan_is_refused_with_the_reason() -> None:
    with pytest.raises(NoTextLayer, match="none of the PDF's 1 pages has a text layer"):
        article(scanned(printed(HTML)), media_type="application/pdf")


def test_what_was_recognised_is_marked() -> None:
    raw = bound(printed(HTML), scanned(printed(HTML)))
    words = (
        ScannedWord("Nobody", 0, 0, 10.0, 20.0, 50.0, 30.0, 0.5),
        ScannedWord("was", 0, 0, 55.0, 20.0, 70.0, 30.0, 0.9),
        ScannedWord("hurt.", 0, 1, 10.0, 35.0, 40.0, 45.0, 0.9),
        ScannedWord("Later", 1, 2, 10.0, 60.0, 40.0, 70.0, 0.8),
    )
    scans = Scans(by="a recogniser 1.0, eng", pages=(ScannedPage(page=1, words=words),))
    page = article(raw, media_type="application/pdf", scans=scans)
    assert page.text.endswith("Nobody was\nhurt.\n\nLater") and page.recognised_by == "a recogniser 1.0, eng"
    marked = {zone.span.of(page.text).split()[0]: zone.recognised for zone in page.zones}
    assert marked["Two"] is None and marked["Nobody"] == pytest.approx((6 * 0.5 + 8 * 0.9) / 14, abs=0.001)
    (box,) = page.boxes_of(of("hurt", page))
    assert (box.page, box.left, box.top, box.confidence) == (1, 10.0, 35.0, 0.9)
    assert page.unread_pages == () and any("text recognition" in warning for warning in page.warnings)


def test_pages_without_text_are_told() -> None:
    page = article(bound(printed(HTML), scanned(printed(HTML))), media_type="application/pdf")
    assert page.unread_pages == (1,) and page.recognised_by is None
    assert any("no text on page 2 of 2" in warning for warning in page.warnings)
    assert page.title == "Shells fall on the market" and ZoneKind.BODY in {zone.kind for zone in page.zones}
