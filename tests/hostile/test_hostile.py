"""Bad inputs into a casebook: the bytes are kept, what comes of them is recorded, and neither time nor memory runs away."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import SourceError, TooLarge, Unreadable
from allegata.preserve import unpack
from allegata.preserve.receive import Received
from allegata.preserve.sources import open_source
from allegata.work.apart import MEMORY, SECONDS, Apart
from allegata.work.book import create_book
from allegata.work.intake import add
from allegata.work.readers import load_readers

from .make import FLOODS, TOLD, make

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
REASONS = {
    "nested-divs.html": None,
    "hundred-megabytes.html": "documents are read up to",
    "invalid-utf-8.html": None,
    "lying-charset.html": None,
    "one-script.html": None,
    "bomb.html.gz": "expands to more than",
    "nothing.zip": "expands 314,572,800 bytes",
    "zips-in-zips.zip": "hold more than",
    "much-text.pdf": "kept and not read",
    "layers.pdf": "kept and not read",
    "laughs.xml": None,
    "long-entity.xml": "feed without entries|an RSS or Atom feed",
    "files.xml": None,
    "million-items.xml": "the feed has 995,000 entries more",
}
"""What is recorded as the reason; None: it is read."""
SLOW = 5.0
"""Seconds of processor time for opening what is no page: all that the caller does."""
TAKEN = 400 * 1024 * 1024
"""Bytes more that the caller holds: a file of 100 MB, and what 64 MB of it expand to."""


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart()
    yield made
    made.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make(tmp_path_factory.mktemp("floods"), *REASONS)


def peak(pid: int | str) -> int:
    """Most memory that the process has held, in bytes."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) * 1024


@pytest.mark.parametrize("name", REASONS)
def test_time_and_memory_are_bounded(made: dict[str, Path], apart: Apart, name: str) -> None:
    path, began = made[name], time.process_time()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak so far is forgotten
    before, pages = peak("self"), list[Received]()
    for received in open_source(str(path), now=NOW):
        pages += [received] if received.is_page and received.capture.failure is None and len(pages) < 3 else []
    assert time.process_time() - began < SLOW
    assert peak("self") - before < TAKEN
    for page in pages:
        idle, clock = os.times().children_user, time.monotonic()
        try:
            apart.read(page.capture, page.raw)
        except (TooLarge, Unreadable) as error:
            assert str(error)
        if apart.worker is not None:
            assert peak(apart.worker.pid) < MEMORY + 200 * 1024 * 1024
        else:  # it was killed; what it had spent counts now
            assert os.times().children_user - idle < SECONDS + 2 and time.monotonic() - clock < 35


@pytest.mark.parametrize("name", REASONS)
def test_the_bytes_are_kept_and_the_reason_recorded(
    tmp_path: Path, made: dict[str, Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(unpack, "MAX_PARTS", 60)
    path = made[name]
    raw, reason = path.read_bytes(), REASONS[name]
    with create_book(tmp_path / "book", title="Test", profile="karabakh-2020", now=NOW, by="tester") as book:
        readers = load_readers().under(book.profile)
        added = []
        for one in add(book, str(path), readers=readers, now=NOW, by="tester"):
            added.append(one)
            if len(added) > 200:  # the first of five thousand entries say enough
                break
        first = added[0].capture
        assert first is not None and book.vault.read(first.sha256) == raw
        kept = {c.sha256: c for c in book.store.captures()}
        reasons = [c.failure.reason for c in kept.values() if c.failure]
        if reason is None:
            assert any(book.store.reading(sha256) is not None for sha256 in kept) and reasons == []
        else:
            assert any(part in told for told in reasons for part in reason.split("|")), reasons


def test_what_is_read_is_what_is_there(made: dict[str, Path], apart: Apart) -> None:
    def text(name: str) -> tuple[str, tuple[str, ...]]:
        received = list(open_source(str(made[name]), now=NOW))[-1]
        page = apart.read(received.capture, received.raw)
        return page.text, page.warnings

    assert text("nested-divs.html")[0] == TOLD and any("nested more than" in w for w in text("nested-divs.html")[1])
    assert TOLD in text("invalid-utf-8.html")[0]
    lying, warnings = text("lying-charset.html")
    assert "Снаряды упали" in lying and any("iso8859-7 does not fit" in w for w in warnings)
    assert any("no reporting found" in w for w in text("one-script.html")[1])


def test_no_entity_grows_and_none_reads_a_file(made: dict[str, Path], apart: Apart) -> None:
    for name in ("laughs.xml", "files.xml", "long-entity.xml"):
        for received in open_source(str(made[name]), now=NOW):
            try:
                text = apart.read(received.capture, received.raw).text
            except SourceError:
                continue
            assert len(text) < 200 and "root:" not in text


def test_no_flood_is_left_out() -> None:
    assert set(REASONS) == {*FLOODS, "bomb.html.gz"}
