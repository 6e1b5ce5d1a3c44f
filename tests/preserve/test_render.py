"""A page as it looked, by a real Chromium that reaches nothing but what was kept."""

import struct
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2
import pytest

from allegata.errors import Unreadable
from allegata.preserve.receive import Received, receive
from allegata.preserve.render import HEIGHT, TALLEST, WIDTH, browser, render
from allegata.records import Channel

from .test_fetch import Site, site  # noqa: F401

PATH = browser()
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CSS = b"body { margin: 0; background: rgb(10, 200, 30) } @font-face { font-family: x; src: url(x.woff2) }"


@pytest.fixture(autouse=True)
def _chromium() -> Iterator[None]:
    if PATH is None:
        pytest.skip("left out: no Chromium (apt-get install chromium)")
    yield


def had(raw: bytes, kind: str, url: str) -> Received:
    return receive(raw, now=NOW, channel=Channel.FETCH, media_type=kind, url=url, final_url=url)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def first_pixel(png: bytes) -> tuple[int, ...]:
    """Red, green, blue of the top left corner; its line's filter changes nothing there."""
    at, data = 8, b""
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return tuple(zlib.decompressobj().decompress(data, 100)[1:4])


def rendered(
    html: str, parts: dict[str, Received] | None = None, url: str = "https://h.example/page"
) -> tuple[bytes, bytes, tuple[str, ...]]:
    assert PATH is not None
    made = render(had(html.encode(), "text/html; charset=utf-8", url), parts or {}, browser=PATH)
    assert made.browser.startswith(("Chrome/", "HeadlessChrome/"))
    return made.screenshot, made.pdf, made.refused


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_what_was_kept_is_shown() -> None:
    parts = {"https://h.example/a.css": had(CSS, "text/css", "https://h.example/a.css")}
    shot, pdf, refused = rendered("<link rel=stylesheet href=/a.css><p style='font-family:x'>Գանձակ was hit", parts)
    assert first_pixel(shot) == (10, 200, 30)
    assert size_of(shot) == (WIDTH, HEIGHT)
    assert "was hit" in text_of(pdf)
    assert "https://h.example/x.woff2" in refused


def test_the_browser_reaches_nothing(site: Site) -> None:  # noqa: F811
    """Whatever a page tries, a server on this machine sees no connection."""
    site.says("/in")
    there = site.url("/in")
    page = f"""<meta http-equiv=refresh content="0;url={there}"><base href="{there}"><link rel=preconnect href="{there}">
    <link rel=dns-prefetch href="{there}"><link rel=prefetch href="{there}"><link rel=stylesheet href="{there}?1"><img src="{there}?2">
    <iframe src="{there}?3"></iframe><object data="{there}?4"></object><video src="{there}?5" autoplay></video>
    <script src="{there}?6"></script><script>fetch("{there}?7"); new WebSocket("ws://127.0.0.1:{site.port}/8"); location = "{there}"</script>
    <p style="background:url({there}?9)">Text <img src="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe>"""
    _, pdf, refused = rendered(page)
    assert "Text" in text_of(pdf)
    assert "root:" not in text_of(pdf)
    assert there + "?2" in refused
    time.sleep(0.5)
    assert site.connections == 0


def test_scripts_do_not_run() -> None:
    _, pdf, _ = rendered("<p>As it came<script>document.body.textContent = 'Changed'</script>")
    assert "As it came" in text_of(pdf)
    assert "Changed" not in text_of(pdf)


def test_a_tall_page_is_cut_in_the_picture_and_whole_in_the_pdf() -> None:
    shot, pdf, _ = rendered("<p>Top<div style='height:30000px'></div><p>Bottom")
    assert size_of(shot) == (WIDTH, TALLEST)
    assert "Bottom" in text_of(pdf)


def test_a_browser_that_does_not_answer_is_an_error() -> None:
    page = had(b"<p>x", "text/html", "https://h.example/")
    with pytest.raises(Unreadable, match="made no picture"):
        render(page, {}, browser="/bin/true")
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="did not end in time"):
        render(page, {}, browser=str(PATH), seconds=0.05)
    assert time.monotonic() - begun < 5
