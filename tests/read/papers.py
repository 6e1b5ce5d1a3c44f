"""PDF files for tests, made of HTML: with a text layer, or as pictures of their pages, as a scanner makes them."""

import io

import pypdfium2
import weasyprint

DOTS, POINTS = 200, 72


def printed(html: str) -> bytes:
    """A PDF with its text layer."""
    made: bytes = weasyprint.HTML(string=html).write_pdf()
    return made


def scanned(raw: bytes, *, dots: int = DOTS) -> bytes:
    """The same pages as pictures without text."""
    with pypdfium2.PdfDocument(raw) as document:
        pictures = [page.render(scale=dots / POINTS).to_pil().convert("L") for page in document]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dots, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def bound(*parts: bytes) -> bytes:
    """Several PDF files as one."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as document:
            whole.import_pages(document)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()
