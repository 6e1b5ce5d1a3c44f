"""The worker of pictures.py: one page of a PDF as a PNG on standard output, the marked boxes in yellow."""

import os
import struct
import sys
import zlib

import msgspec
import pypdfium2

from .apart_worker import limit, part_of
from .pictures import Drawn

DOTS, POINTS = 110, 72
MOST_DOTS = 8_000_000
ROOM = 1.5
"""Points around a box, so that the mark is seen at the letters' edge."""
YELLOW = bytes(value * 90 // 255 for value in range(256))
"""What marked dots keep of their blue: white turns yellow, black stays black."""
CHANNELS = 3


def main() -> None:
    """One page from standard input to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked, raw = part_of(sys.stdin.buffer), part_of(sys.stdin.buffer)
    if asked is None or raw is None:
        raise SystemExit(1)
    wanted = msgspec.msgpack.decode(asked, type=Drawn)
    limit(wanted.memory)
    page = pypdfium2.PdfDocument(raw)[wanted.page]
    width, height = page.get_size()
    scale = min(DOTS / POINTS, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    size = bitmap.width * CHANNELS
    whole = memoryview(bitmap.buffer)
    rows = [bytearray(whole[y * bitmap.stride : y * bitmap.stride + size]) for y in range(bitmap.height)]
    for box in wanted.marked:
        left, top, right, bottom = (
            max(0, round(side * scale)) for side in (box.left - ROOM, box.top - ROOM, box.right + ROOM, box.bottom + ROOM)
        )
        for row in rows[top:bottom]:
            blue = slice(left * CHANNELS + 2, min(right * CHANNELS, size), CHANNELS)
            row[blue] = row[blue].translate(YELLOW)
    out.write(_png(bitmap.width, bitmap.height, b"".join(b"\0" + row for row in rows)))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    body = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


if __name__ == "__main__":
    main()
