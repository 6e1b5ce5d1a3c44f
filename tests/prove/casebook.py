"""A small casebook with one of everything that a log can hold: what is altered, killed and put back in the proofs."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from allegata.preserve.proof import read_consistency
from allegata.preserve.receive import receive
from allegata.preserve.stamp import query
from allegata.preserve.witness import Witness
from allegata.records import Article, Capture, Channel, Claim, DecisionKind, Factuality, Failure, FailureStage, Reading, Span
from allegata.work.book import Book, create_book
from allegata.work.desk import decide
from allegata.work.intake import keep, keep_all
from allegata.work.sending import parcel, send_out, take_cosignature, take_stamp, witness
from tests.preserve.authority import make_authority

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TEXT = "A ministry said that {} were wounded in the town."


def reading_of(capture: Capture, text: str) -> Reading:
    """A reading with one claim, as a reader would make it."""
    span = Span(start=0, end=len(text))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    article = Article(sha256=sha256, capture=capture.sha256, text=text, zones=(), published="2026-10-31")
    claim = Claim(
        id=f"claim-{capture.sha256[:12]}", statement=None, span=span, event="shelling", factuality=Factuality.ASSERTED
    )
    return Reading(capture=capture, article=article, statements=(), claims=(claim,))


def fill(book: Book, *names: str) -> list[str]:
    """Captures with a reading each; their claims' ids."""
    made = []
    for name in names:
        text = TEXT.format(name)
        received = receive(text.encode(), now=NOW, channel=Channel.PASTE, name=name)
        keep(book, received, now=NOW, by="tester")
        reading = reading_of(received.capture, text)
        book.keep_reading(reading, now=NOW, by="tester")
        made.append(reading.claims[0].id)
    return made


def fill_together(book: Book, *names: str) -> list[str]:
    """As `fill`, in one group that waits for the disk once."""
    texts = [TEXT.format(name) for name in names]
    group = [receive(text.encode(), now=NOW, channel=Channel.PASTE) for text in texts]
    keep_all(book, group, now=NOW, by="tester")
    readings = [reading_of(received.capture, text) for received, text in zip(group, texts, strict=True)]
    book.keep_outcomes(readings, now=NOW, by="tester")
    return [reading.claims[0].id for reading in readings]


def make_casebook(folder: Path) -> Path:
    """Captures, readings, a failure, decisions, a cosignature, and a stamp where there is openssl. Gives the casebook's folder."""
    path = folder / "book"
    with create_book(path, title="Test", profile="karabakh-2020", now=NOW, by="tester") as book:
        claims = fill(book, "three", "four")
        for number, kind in enumerate((DecisionKind.ACCEPT, DecisionKind.REJECT)):
            decide(book.store, book.log, kind=kind, subject=claims[number], by="reviewer", reason="as the words say", now=NOW)
        unread = receive(b"\x00\x01", now=NOW, channel=Channel.FILE, name="noise.bin")
        keep(book, unread, now=NOW, by="tester")
        failure = Failure(stage=FailureStage.READ, error="Unreadable", reason="no text in it")
        book.keep_failure(unread.capture.sha256, failure, now=NOW, by="tester")
        sent = send_out(book)
        with create_book(folder / "witness", title="Witness", profile=None, now=NOW, by="witness") as other:
            asked = read_consistency(parcel(book, sent, since=0, now=NOW)["checkpoint.request"].decode())
            given = witness(other, asked, book.log.verifier(), now=NOW, by="witness")
            take_cosignature(book, given.note, Witness(other.folder.keys).verifier(), now=NOW, by="tester")
        (folder / "authority").mkdir()
        if authority := make_authority(folder / "authority", "Test TSA"):
            token = authority.answer(query(sent.note.encode()).data)
            take_stamp(book, token, source="by hand", certificates=authority.root, now=NOW, by="tester")
        fill(book, "five")
    return path
