"""Reading in a process of its own: the same article, and nothing that a page does there harms the caller."""

import gzip
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import TooLarge, Unreadable
from allegata.read import read
from allegata.records import Capture, Channel
from allegata.work.apart import Apart

PAGE = b"<html><body><h1>Shells fall</h1><p>Two people were killed, the mayor said on Monday, 5 October 2020.</p></body></html>"

SINS = {
    "hangs": "import time\nwhile True: pass",
    "dies": "import os\nos._exit(9)",
    "swells": "x = []\nwhile True: x.append(bytearray(1 << 24))",
    "prints": "print('no answer at all' * 100, flush=True)",
}


def capture(raw: bytes, media_type: str = "text/html") -> Capture:
    now = datetime(2020, 10, 10, tzinfo=UTC)
    return Capture(
        sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type=media_type, fetched_at=now, channel=Channel.FILE
    )


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart()
    yield made
    made.close()


def sinning(tmp_path: Path, sin: str) -> Apart:
    """A worker whose reader sins on pages that ask for it, as a library with a fault would."""
    code = (
        "import sys\nfrom allegata.work import apart_worker as w\nfrom allegata.read import read as honest\n"
        "def read(capture, raw, **given):\n"
        f"    if b'sin' in raw: exec({sin!r})\n"
        "    return honest(capture, raw, **given)\n"
        "w.read = read\nsys.argv[1:] = [str(128 << 20)]\nw.main()\n"
    )
    file = tmp_path / "worker.py"
    file.write_text(code, encoding="utf-8")
    return Apart(seconds=1.0, command=(sys.executable, str(file)))


def test_the_article_is_the_same(apart: Apart) -> None:
    assert apart.read(capture(PAGE), PAGE, published="2020-10-06") == read(capture(PAGE), PAGE, published="2020-10-06")


def test_one_worker_reads_many(apart: Apart) -> None:
    apart.read(capture(PAGE), PAGE)
    first = apart.worker
    apart.read(capture(PAGE), PAGE)
    assert first is not None and apart.worker is first


def test_what_the_reader_refuses_is_refused_in_its_words(apart: Apart) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        apart.read(capture(b"", "text/plain"), b"")


@pytest.mark.parametrize("sin", SINS)
def test_what_a_page_does_to_its_reader_stays_there(tmp_path: Path, sin: str) -> None:
    made = sinning(tmp_path, SINS[sin])
    began = time.monotonic()
    page = PAGE.replace(b"Shells", b"sin")
    if sin == "prints":
        assert made.read(capture(page), page).zones
    else:
        with pytest.raises((TooLarge, Unreadable), match="kept and not read"):
            made.read(capture(page), page)
    assert time.monotonic() - began < 30
    assert made.read(capture(PAGE), PAGE).zones, "the next report is read"
    made.close()


def test_a_worker_that_was_killed_from_outside_is_started_again(apart: Apart) -> None:
    apart.read(capture(PAGE), PAGE)
    assert apart.worker is not None
    os.kill(apart.worker.pid, 9)
    apart.worker.wait()
    assert apart.read(capture(PAGE), PAGE).zones


BIG = {
    "nested": b"<div>" * 200_000 + b"the text within" + b"</div>" * 200_000,
    "large": b"<p>hello &amp; good bye</p>\n" * 3_500_000,
    "one script": b"<html><script>" + b"x = 1;" * 1_000_000 + b"</script></html>",
    "not text": bytes(range(256)) * 40_000,
    "invalid": b"<p>\xff\xfe\xfd the mayor said</p>" * 20_000,
    "bomb": gzip.compress(b"<p>x</p>" * 30_000_000),
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 110))
    + b"]><rss><channel><item><title>&n;</title></item></channel></rss>",
}


@pytest.mark.parametrize("name", BIG)
def test_a_hostile_page_is_read_or_refused_within_the_limits(apart: Apart, name: str) -> None:
    apart.read(capture(PAGE), PAGE)
    raw, began = BIG[name], time.monotonic()
    try:
        apart.read(capture(raw), raw)
    except (TooLarge, Unreadable) as error:
        assert str(error)
    assert time.monotonic() - began < 30
    assert apart.read(capture(PAGE), PAGE).zones
