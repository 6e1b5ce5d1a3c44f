"""A casebook with three reports, one that could not be read, links, and an account for each role."""

from datetime import timedelta
from pathlib import Path

from allegata.casebook import create, open_store
from allegata.casebook.accounts import Role
from allegata.preserve.log import Log
from allegata.preserve.receive import Received
from allegata.records import Capture, Reading
from allegata.web.app import served_book
from allegata.web.served import Served
from allegata.work.book import Book
from tests.casebook import made

PASSWORD = "a long pass phrase"


def make_book(path: Path) -> Book:
    """The casebook, in that folder."""
    folder = create(path, title="North and South, 2031", now=made.NOW)
    Log.create(folder.log)
    book = Book(folder, open_store(folder))
    readings = (made.alder(), made.wire(), made.later())
    texts = (made.ALDER_TEXT, made.WIRE_TEXT, made.LATER_TEXT)
    for reading, text in zip(readings, texts, strict=True):
        keep(book, reading.capture, text.encode())
        book.store.add_reading(reading)
    keep(book, made.unread(), b"PK\x03\x04")
    book.store.save_links(made.linked(readings))
    for role in Role:
        book.store.accounts.add(role.value, PASSWORD, role)
    book.store.accounts.add("nobody", PASSWORD, Role.VIEWER)
    take_roles("nobody")
    return book


def keep(book: Book, capture: Capture, raw: bytes) -> None:
    """Bytes and row."""
    kept = book.vault.keep(Received(raw=raw, capture=capture))
    book.store.add_capture(capture, kept.warc_sha256)


def take_roles(name: str) -> None:
    """Leave the account without a role."""
    from django.contrib.auth.models import User

    User.objects.get(username=name).groups.clear()


def serve_book(book: Book) -> Served:
    """The book as a server holds it, with a clock that stands still."""
    return served_book(book, now=lambda: made.NOW + timedelta(days=1))


def first(book: Book) -> Reading:
    """The fullest report."""
    return next(iter(book.store.readings()))
