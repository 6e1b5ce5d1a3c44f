"""The worker of scans.py: draws the pages of a PDF that have no text, gives each to tesseract, tells their words one page after the other."""

import csv
import io
import os
import subprocess
import sys

import msgspec
import pypdfium2

from ..records import ScannedPage, ScannedWord
from .apart_worker import limit, part_of
from .scans import LENGTH, Wanted

DOTS = 300
"""To an inch: what tesseract's makers advise for print."""
POINTS = 72
COARSEST = 70
"""Dots to an inch that tesseract still believes."""
MOST_DOTS = 30_000_000
"""Of one picture: A3 at 300 dots. Larger pages are drawn coarser."""
WORD = "5"
"""tesseract's level of a word in its table."""


def main() -> None:
    """One document from standard input, a page a message to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked, raw = part_of(sys.stdin.buffer), part_of(sys.stdin.buffer)
    if asked is None or raw is None:
        return
    wanted = msgspec.msgpack.decode(asked, type=Wanted)
    limit(wanted.memory)
    document = pypdfium2.PdfDocument(raw)
    drawn = 0
    for number in range(len(document)):
        if _has_text(document, number):
            continue
        drawn += 1
        told = msgspec.msgpack.encode(_scanned(document, number, wanted, drawn))
        out.write(LENGTH.pack(len(told)) + told)
        out.flush()
        if drawn > wanted.most_pages:
            return


def _has_text(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        return bool(document[number].get_textpage().get_text_range().strip())
    except pypdfium2.PdfiumError:
        return False


def _scanned(document: pypdfium2.PdfDocument, number: int, wanted: Wanted, drawn: int) -> ScannedPage:
    if drawn > wanted.most_pages:
        return ScannedPage(page=number, failure=f"pages after {wanted.most_pages} scanned ones were not recognised")
    name = f"page {number + 1}"
    try:
        picture, scale = _picture(document[number])
        table = _recognise(picture, wanted, max(COARSEST, round(scale * POINTS)))
    except (pypdfium2.PdfiumError, MemoryError):
        return ScannedPage(page=number, failure=f"{name} could not be drawn for text recognition")
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ScannedPage(page=number, failure=f"{name}: text recognition failed, or took more than {wanted.page_seconds} s")
    return ScannedPage(page=number, words=tuple(_words(table, scale)))


def _picture(page: pypdfium2.PdfPage) -> tuple[bytes, float]:
    """The page as shown, a grey picture in PGM, and how many of its dots make a point."""
    width, height = page.get_size()
    scale = min(DOTS / POINTS, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer)
    body = b"".join(bytes(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + body, scale


def _recognise(picture: bytes, wanted: Wanted, dots: int) -> str:
    def bounded() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (wanted.page_seconds, wanted.page_seconds))

    told = subprocess.run(
        [wanted.tesseract, "stdin", "stdout", "-l", wanted.languages, "--dpi", str(dots), "tsv"],
        input=picture,
        capture_output=True,
        check=True,
        timeout=4 * wanted.page_seconds,
        preexec_fn=bounded,
    )
    return told.stdout.decode()


def _words(table: str, scale: float) -> list[ScannedWord]:
    """The words of tesseract's table that hold a letter, a digit or a sign, boxes in points."""
    words: list[ScannedWord] = []
    paragraphs: dict[tuple[str, str], int] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != WORD or not text:
            continue
        block = row["block_num"], row["par_num"]
        left, top = int(row["left"]) / scale, int(row["top"]) / scale
        words.append(
            ScannedWord(
                text,
                paragraphs.setdefault(block, len(paragraphs)),
                lines.setdefault((*block, row["line_num"]), len(lines)),
                round(left, 1),
                round(top, 1),
                round(left + int(row["width"]) / scale, 1),
                round(top + int(row["height"]) / scale, 1),
                round(max(0.0, float(row["conf"])) / 100, 3),
            )
        )
    return words


if __name__ == "__main__":
    main()
