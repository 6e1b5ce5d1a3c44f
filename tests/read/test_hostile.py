"""Inputs named by their sin: each is read, refused with a reason, or flagged, in bounded time."""

import gc
import time

import pytest

from allegata.errors import TooLarge, Unreadable

from .capturing import article

LIMIT = 10.0
"""Seconds, on a slow shared machine; most take below two."""
BIG = 200_000

HOSTILE = {
    "nested-divs": "<div>" * 200_000 + "the text within" + "</div>" * 200_000,
    "unclosed-bold": "<p>the text within" + "<b>" * BIG,
    "tags-that-never-end": "the text within" + "<a " * BIG,
    "quotes-that-never-end": "the text within" + '<a href="x' * BIG,
    "comments-that-never-end": "the text within" + "<!--" * BIG,
    "ends-without-starts": "the text within" + "<div>" * 50_000 + "</section>" * 50_000,
    "cells-without-tables": "<section><table><td>the text within" + "<div>" * 50_000 + "</section>" * 50_000,
    "entities": "the text within" + "&amp;" * BIG,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">the text within</p>",
    "nested-json": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>the text within",
    "white-space": "the text within" + " \n" * 1_000_000,
    "one-long-word": "<p>the text within" + "x" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_in_bounded_time(name: str) -> None:
    began = time.process_time()
    page = article(HOSTILE[name])
    assert time.process_time() - began < LIMIT
    assert "the text within" in page.text


def test_a_page_of_fifty_megabytes_is_read_or_refused_in_bounded_time() -> None:
    began = time.process_time()
    with pytest.raises(TooLarge, match="bytes"):
        article("<p>hello &amp; good bye</p>\n" * 1_900_000)
    with pytest.raises(TooLarge, match="elements"):
        article("<p>hello &amp; good bye</p>\n" * 700_000)
    assert time.process_time() - began < 3 * LIMIT


@pytest.mark.parametrize("raw", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_nothing_is_refused_as_empty(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        article(raw, media_type="text/plain")


@pytest.mark.parametrize("media_type", ["text/plain", "text/html", "application/octet-stream"])
def test_a_binary_is_refused(media_type: str) -> None:
    with pytest.raises(Unreadable, match="binary"):
        article(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, media_type=media_type)


def test_a_page_that_is_one_script_is_read_with_a_warning() -> None:
    page = article("<html><body><script>document.write('hello')</script></body></html>")
    assert page.zones == () and any("no reporting found" in warning for warning in page.warnings)


def test_a_lying_charset_is_told() -> None:
    page = article("<p>Снаряды упали на село Северный Мост вечером во вторник.</p>", charset="windows-1252")
    assert "Снаряды" in page.text and page.encoding == "utf-8"
    assert any("windows-1252" in warning or "cp1252" in warning for warning in page.warnings)


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="PDF"):
        article(b"%PDF-1.7\nnothing that a PDF needs", media_type="application/pdf")


def test_text_of_a_million_lines_is_refused() -> None:
    with pytest.raises(TooLarge, match="lines"):
        article(b"a\n" * 1_000_000, media_type="text/plain")


@pytest.mark.parametrize("going", (True, False))
def test_the_collector_is_left_as_it_was(going: bool) -> None:
    before = gc.isenabled()
    (gc.enable if going else gc.disable)()
    try:
        article("<html><body><p>Shells fell on the town.</p></body></html>")
        with pytest.raises(Unreadable):
            article(" ")
        assert gc.isenabled() is going
    finally:
        (gc.enable if before else gc.disable)()
